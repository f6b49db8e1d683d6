/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSessionMonitor: watches one session: by polls, in QR mode also by the event stream, and by the
 * clock. Turns what it learns into news. kc-attempt-rules decides what news mean for the attempt.
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
/* Even if the stream repeats that it is linking, as it may after it was reopened. */
#define KC_SESSION_MONITOR_LINKING_LONGEST_MS 120000

/* How often the event stream may answer that the session is over, while polls say that it goes on.
 */
#define KC_SESSION_MONITOR_MAX_REFUSALS 3

/**
 * KcNewsKind:
 * @KC_NEWS_CODE: QR: a new code
 * @KC_NEWS_LINKING: QR: the phone has scanned
 * @KC_NEWS_CONNECTED: channel, phone_number and push_name, as far as known
 * @KC_NEWS_EXPIRED: Keebai says that the session has expired
 * @KC_NEWS_CANCELLED: Keebai says that the session was cancelled
 * @KC_NEWS_FAILED: QR: reason, if known
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

/* `ms_left` is what is left of the session's time. If it is 0 or less, there is no
 * KC_NEWS_TIME_OVER. */
KcSessionMonitor *kc_session_monitor_new (KcClient *client,
                                          KcClock *clock,
                                          KcRateLimiter *rate_limiter,
                                          const KcSession *session,
                                          gint64 ms_left);

/* The attempt has entered another state: polls and listens as it needs. CONFIRMING polls by itself,
 * so there are no polls from here, but the stream stays open. A terminal state needs nothing. */
void kc_session_monitor_follow (KcSessionMonitor *self, KcAttemptState state);

/* LINKING: something was heard of it, so its timeout starts again. */
void kc_session_monitor_await_linking (KcSessionMonitor *self);

/* Polls, and reopens a lost stream, as soon as possible. */
void kc_session_monitor_poll_now (KcSessionMonitor *self);

/* Another key is needed: stops polling and listening, and forgets the code, until
 * kc_session_monitor_follow () or kc_session_monitor_set_client () is called. The timeout of
 * LINKING stops meanwhile, unless the session's time is over. */
void kc_session_monitor_pause (KcSessionMonitor *self);

/* Another key for the same session: continues with it at once. */
void kc_session_monitor_set_client (KcSessionMonitor *self,
                                    KcClient *client,
                                    KcRateLimiter *rate_limiter);

/* Whether the key belongs to the session's company: it opened the session, or Keebai has answered
 * it for the session. */
gboolean kc_session_monitor_get_key_fits (KcSessionMonitor *self);

/* Whether the last poll of an embedded session was answered with 404 or 410. */
gboolean kc_session_monitor_get_seems_over (KcSessionMonitor *self);

/* The key is not the one that opened the session. */
void kc_session_monitor_doubt_key (KcSessionMonitor *self);

/* The session's only poller, which CONFIRMING uses too. Borrowed. */
KcPoller *kc_session_monitor_get_poller (KcSessionMonitor *self);

/* QR mode, else NULL. Borrowed. */
KcQrFeed *kc_session_monitor_get_feed (KcSessionMonitor *self);

G_END_DECLS
