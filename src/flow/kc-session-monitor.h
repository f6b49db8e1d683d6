/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSessionMonitor: watches over one session, by polls, and in QR mode by the event stream with
 * polls beside it, and turns what comes into news. What news mean for the attempt, the attempt
 * decides.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-poller.h"
#include "kc-qr-feed.h"

G_BEGIN_DECLS

/* Beside a stream that is open the session is polled no more often than this: the key's budget is
 * small, and whether Keebai answers polls for QR sessions at all is not documented. */
#define KC_SESSION_MONITOR_SLOW_MS 30000

typedef enum {
  KC_NEWS_CODE,      /* QR: a new code */
  KC_NEWS_LINKING,   /* QR: the phone has scanned */
  KC_NEWS_CONNECTED, /* channel, phone_number and push_name as far as told */
  KC_NEWS_EXPIRED,   /* the server says that the time is up */
  KC_NEWS_CANCELLED, /* by the person, in the browser */
  KC_NEWS_FAILED,    /* QR: reason as far as told */
  KC_NEWS_OVER, /* Keebai does not know the session (any more); embedded: said twice in a row */
  KC_NEWS_LOCKED_OUT, /* error: 401 or 403; or 404, to a key that may be another company's */
} KcNewsKind;

/* Borrowed, as are its contents. */
typedef struct {
  KcNewsKind kind;
  KcChannel *channel;
  const char *phone_number;
  const char *push_name;
  const char *reason;
  const GError *error;
} KcNews;

#define KC_TYPE_SESSION_MONITOR (kc_session_monitor_get_type ())
G_DECLARE_FINAL_TYPE (KcSessionMonitor, kc_session_monitor, KC, SESSION_MONITOR, GObject)

/* Signals:
 *   news (gpointer KcNews *)
 *   line (gpointer GError *): NULL: Keebai answers; else what went wrong, and is tried again.
 */

KcSessionMonitor *kc_session_monitor_new (KcClient *client,
                                          KcClock *clock,
                                          KcRateLimiter *rate_limiter,
                                          const KcSession *session);

/* The attempt is in another state now: asks and listens as that one needs. CONFIRMING asks by
 * itself, so then there are no polls from here, but a stream stays open. Nothing at all in a
 * terminal state. */
void kc_session_monitor_follow (KcSessionMonitor *self, KcAttemptState state);

/* Asks, and opens a lost stream again, without waiting longer than has to be. */
void kc_session_monitor_hurry (KcSessionMonitor *self);

/* Asks and listens no more, and forgets the code, until the next call of kc_session_monitor_follow
 * () or kc_session_monitor_set_client (). */
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
