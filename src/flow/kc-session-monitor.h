/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSessionMonitor: watches over one session: by polls, in QR mode by the event stream with polls
 * beside it, and by the clock. Turns what comes into news. What news mean for the attempt,
 * kc-attempt-rules decides.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-poller.h"
#include "kc-qr-feed.h"

G_BEGIN_DECLS

/* While the stream is open the session is polled no more often than this: the rate limit of the key
 * is low, and whether Keebai answers polls for QR sessions at all is not documented. But a stream
 * that does not tell of a number that is connected must not hide it for longer. */
#define KC_SESSION_MONITOR_SLOW_MS 14000

/* A phone that has scanned needs some seconds, with an extra passkey step up to a minute. */
#define KC_SESSION_MONITOR_LINKING_MS 60000
/* However often the stream says that it is linking: one that is opened again may only repeat it. */
#define KC_SESSION_MONITOR_LINKING_LONGEST_MS 120000

/* How often the event stream may answer that the session is over, while polls say that it goes on.
 */
#define KC_SESSION_MONITOR_MAX_REFUSALS 3

/**
 * KcNewsKind:
 * @KC_NEWS_CODE: QR: a new code
 * @KC_NEWS_LINKING: QR: the phone has scanned
 * @KC_NEWS_CONNECTED: channel, phone_number and push_name as far as told
 * @KC_NEWS_EXPIRED: Keebai says that the session has expired
 * @KC_NEWS_CANCELLED: Keebai says that the session was cancelled
 * @KC_NEWS_FAILED: QR: reason as far as told
 * @KC_NEWS_OVER: Keebai does not know the session (any more); embedded: said twice in a row
 * @KC_NEWS_NO_STREAM: QR: error: the event stream was refused KC_SESSION_MONITOR_MAX_REFUSALS times
 *   without a new code in between
 * @KC_NEWS_LOCKED_OUT: error: 401 or 403; or 404, to a key that may be another company's
 * @KC_NEWS_SILENT: LINKING: nothing has followed the scan
 * @KC_NEWS_TIME_OVER: by our own clock
 */
typedef enum {
  KC_NEWS_CODE,
  KC_NEWS_LINKING,
  KC_NEWS_CONNECTED,
  KC_NEWS_EXPIRED,
  KC_NEWS_CANCELLED,
  KC_NEWS_FAILED,
  KC_NEWS_OVER,
  KC_NEWS_NO_STREAM,
  KC_NEWS_LOCKED_OUT,
  KC_NEWS_SILENT,
  KC_NEWS_TIME_OVER,
} KcNewsKind;

typedef struct {
  KcNewsKind kind;
  KcChannel *channel;
  char *phone_number;
  char *push_name;
  char *reason;
  GError *error;
} KcNews;

#define KC_TYPE_NEWS (kc_news_get_type ())
GType kc_news_get_type (void);
KcNews *kc_news_copy (const KcNews *self);
void kc_news_free (KcNews *self);

#define KC_TYPE_SESSION_MONITOR (kc_session_monitor_get_type ())
G_DECLARE_FINAL_TYPE (KcSessionMonitor, kc_session_monitor, KC, SESSION_MONITOR, GObject)

/* Signals:
 *   news (KcNews news)
 *   connectivity (GError or NULL): NULL: Keebai answers; else what went wrong, and is tried again
 */

/* `ms_left` of the session's time. If that is 0 or less, KC_NEWS_TIME_OVER is not told. */
KcSessionMonitor *kc_session_monitor_new (KcClient *client,
                                          KcClock *clock,
                                          KcRateLimiter *rate_limiter,
                                          const KcSession *session,
                                          gint64 ms_left);

/* The attempt is in another state now: asks and listens as that one needs. CONFIRMING asks by
 * itself, so then there are no polls from here, but a stream stays open. Nothing at all in a
 * terminal state. */
void kc_session_monitor_follow (KcSessionMonitor *self, KcAttemptState state);

/* LINKING: something was heard of it, so the silence begins anew. */
void kc_session_monitor_await_linking (KcSessionMonitor *self);

/* Asks, and opens a lost stream again, without waiting longer than has to be. */
void kc_session_monitor_hurry (KcSessionMonitor *self);

/* Another key is needed: asks and listens no more, and forgets the code, until the next call of
 * kc_session_monitor_follow () or kc_session_monitor_set_client (). The silence of LINKING is not
 * counted meanwhile, unless the session's time is over. */
void kc_session_monitor_pause (KcSessionMonitor *self);

/* Another key for the same session: goes on with it at once. */
void kc_session_monitor_set_client (KcSessionMonitor *self,
                                    KcClient *client,
                                    KcRateLimiter *rate_limiter);

/* Whether the key is of the session's company: it is the one that opened it, or Keebai has answered
 * it for the session. */
gboolean kc_session_monitor_get_key_fits (KcSessionMonitor *self);
/* It is not the one that opened it. */
void kc_session_monitor_doubt_key (KcSessionMonitor *self);

/* Who polls, so that in CONFIRMING nobody else has to. Borrowed. */
KcPoller *kc_session_monitor_get_poller (KcSessionMonitor *self);

/* QR mode, else NULL. Borrowed. */
KcQrFeed *kc_session_monitor_get_feed (KcSessionMonitor *self);

G_END_DECLS
