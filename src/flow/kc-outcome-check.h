/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcOutcomeCheck: finds out how a session ended that has no final word. It polls the session a few
 * times, at the interval that Keebai named, then lists the channels and tells which are new since
 * the start. kc-verdict decides what that means.
 *
 * It ends KC_OUTCOME_CHECK_LIMIT_MS after Keebai was reached (longer if the key was slowed down; if
 * the last answer is old by then, the channels are listed once more), or, if Keebai cannot be
 * reached and  is set, KC_OUTCOME_CHECK_UNREACHABLE_LIMIT_MS after the start. If the
 * computer slept over that limit, or the process was suspended, there is a new one, as nobody was
 * asked meanwhile; but not more than KC_OUTCOME_CHECK_MAX_RESTARTS times. A session is not polled
 * after a final word.
 */

#pragma once

#include "kc-poller.h"

G_BEGIN_DECLS

#define KC_OUTCOME_CHECK_LIMIT_MS 30000
#define KC_OUTCOME_CHECK_UNREACHABLE_LIMIT_MS (10 * 60 * 1000)
#define KC_OUTCOME_CHECK_MAX_RESTARTS 3
/* Answers without a final word after which the session is not polled any more. */
#define KC_OUTCOME_CHECK_POLLS 3
/* When the channels are listed although the session has no final word yet: for the first time, and
 * again. The session is polled again after that. */
#define KC_OUTCOME_CHECK_ASK_MS 15000
#define KC_OUTCOME_CHECK_ASK_AGAIN_MS 60000

#define KC_TYPE_OUTCOME_CHECK (kc_outcome_check_get_type ())
G_DECLARE_FINAL_TYPE (KcOutcomeCheck, kc_outcome_check, KC, OUTCOME_CHECK, GObject)

/**
 * KcOutcomeCheckFlags:
 * @KC_OUTCOME_CHECK_SESSION: the session is polled; without it, its result is known, and only the
 * channel is looked for
 * @KC_OUTCOME_CHECK_COMPARE: the key belongs to the session's company, so that the channels may be
 * compared; without it, only after an answer for the session has shown that
 * @KC_OUTCOME_CHECK_SEEMS_OVER: the poll before was answered with 404 or 410, so another one counts
 * @KC_OUTCOME_CHECK_KEEP_TRYING: continues while Keebai cannot be reached
 */
typedef enum {
  KC_OUTCOME_CHECK_SESSION = 1 << 0,
  KC_OUTCOME_CHECK_COMPARE = 1 << 1,
  KC_OUTCOME_CHECK_KEEP_TRYING = 1 << 2,
  KC_OUTCOME_CHECK_SEEMS_OVER = 1 << 3,
} KcOutcomeCheckFlags;

/* What was found. */
typedef struct {
  gboolean answered;       /* Keebai could be asked: it said anything about the session, or listed
                            * the channels */
  KcSessionStatus word;    /* of the session; KC_SESSION_PENDING: none */
  gboolean clear;          /* the word is Keebai's own, not derived from an HTTP status */
  gboolean pending;        /* Keebai knows the session, and says that it goes on */
  KcChannel *channel;      /* that Keebai named for this session, or NULL */
  GPtrArray *new_channels; /* KcChannel: of its kind, since the start, whoever connected them, the
                            * newest first; NULL: none, or not known */
  GError *error;           /* 401 or 403: the session cannot be asked; or 404, to a key that may be
                            * another company's */
  GError *trouble;         /* why Keebai could not be asked; NULL if it could, or `error` is set */
} KcFindings;

#define KC_TYPE_FINDINGS (kc_findings_get_type ())
GType kc_findings_get_type (void);
KcFindings *kc_findings_copy (const KcFindings *self);
void kc_findings_free (KcFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcFindings, kc_findings_free)

/* Signals:
 *   concluded (KcFindings findings): once
 *   connectivity (GError or NULL): NULL: Keebai answered properly; else what went wrong
 */

/* `poller` is the only one of the session, so that its interval holds; nobody else uses it from the
 * start to the end. `session` is not kept. `before` is from kc_session_start_run_finish (); NULL if
 * not known. */
KcOutcomeCheck *kc_outcome_check_new (KcClient *client,
                                      KcClock *clock,
                                      KcRateLimiter *rate_limiter,
                                      KcPoller *poller,
                                      const KcSession *session,
                                      GPtrArray *before);

/* May be called once. Nothing is emitted before it returns. */
void kc_outcome_check_start (KcOutcomeCheck *self, KcOutcomeCheckFlags flags);

void kc_outcome_check_poll_now (KcOutcomeCheck *self);

/* Cancels; nothing is emitted any more. */
void kc_outcome_check_stop (KcOutcomeCheck *self);

G_END_DECLS
