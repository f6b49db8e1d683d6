/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What kc-attempt (the object as pages see it), kc-attempt-machine (what happens when) and
 * kc-attempt-session (what becomes of the open session) share. Nobody else includes this.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-outcome-check.h"
#include "kc-session-monitor.h"

G_BEGIN_DECLS

struct _KcAttempt {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcConnectRequest *request;
  KcConnectivityMonitor *line;
  GCancellable *cancellable; /* of the opening */

  KcAttemptState state;
  gint64 state_since;

  /* From the opening on; of a resumed attempt from the beginning. */
  KcSession *session;
  GPtrArray *before; /* the channels there were, NULL if not known */
  KcSessionMonitor *watch;
  gboolean other_key; /* than the one that opened it, before there is a watch */
  gboolean key_wanted;
  gint64 deadline;
  GSource *deadline_timer;

  GSource *linking_timer;  /* LINKING: until the silence has lasted too long */
  gint64 linking_since;    /* or since there is a key again to link with */
  KcOutcomeCheck *confirm; /* CONFIRMING */
  KcAttemptState fallback; /* CONFIRMING: what it is if the server has no word either */
  gboolean failed_at_end;  /* FAILED is what it falls back to, but its time was nearly over */

  gboolean may_ask_again;
  gboolean may_succeed_late;

  KcChannel *channel;
  char *phone_number;
  char *push_name;
  char *server_reason;
  GError *error; /* while the key is wanted, and CONFIRMING after that: why; FAILED: why */
};

/* --- kc-attempt-machine ---------------------------------------------------------------------- */

/* The only place where the state changes. Whoever is notified may do anything to the attempt, up to
 * dropping it: a caller that holds no reference touches nothing of it afterwards. */
void kc_attempt_set_state (KcAttempt *self, KcAttemptState state);
void kc_attempt_fail (KcAttempt *self, const GError *error);
/* Asks what has become of the session; anew, if it does so already. `fallback` is what it is if
 * the server has no word either. */
void kc_attempt_confirm (KcAttempt *self, KcAttemptState fallback);

/* Begins it once more, if that is what it does. */
void kc_attempt_confirm_anew (KcAttempt *self);

/* In milliseconds; negative when it is over. */
gint64 kc_attempt_get_time_left (KcAttempt *self);
void kc_attempt_await_deadline (KcAttempt *self);
/* From the beginning; or for a while longer, for something was heard of it. */
void kc_attempt_begin_linking (KcAttempt *self);
void kc_attempt_await_linking (KcAttempt *self);

/* Ends whatever is under way, without a word to anybody: the object goes. */
void kc_attempt_end (KcAttempt *self);

/* --- kc-attempt-session ---------------------------------------------------------------------- */

/* STARTING: the session is there, and so is its deadline. */
void kc_attempt_take_session (KcAttempt *self);
void kc_attempt_drop_watch (KcAttempt *self);
void kc_attempt_want_key (KcAttempt *self, gboolean key_wanted);

G_END_DECLS
