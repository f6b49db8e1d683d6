/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcOutcomeCheck: finds out what has become of a session that ended without a clear word. It polls
 * the session a few times, at the interval that Keebai named, then lists the channels and tells
 * which are new since the start. What these mean for the session, kc-verdict decides.
 *
 * It has an end: KC_OUTCOME_CHECK_LIMIT_MS after Keebai was reached; and while nobody can be
 * reached, KC_OUTCOME_CHECK_PATIENCE_MS after the start, if it was told to be patient. Nothing is
 * asked about a session after a word that is final.
 */

#pragma once

#include "kc-poller.h"

G_BEGIN_DECLS

#define KC_OUTCOME_CHECK_LIMIT_MS 30000
#define KC_OUTCOME_CHECK_PATIENCE_MS (10 * 60 * 1000)
/* Answers without a word after which the session is not asked any more. */
#define KC_OUTCOME_CHECK_POLLS 3
/* When the channels are looked at though the session has had no word yet, for the first time and
 * again; the session is asked again after that. */
#define KC_OUTCOME_CHECK_ASK_MS 15000
#define KC_OUTCOME_CHECK_ASK_AGAIN_MS 60000

#define KC_TYPE_OUTCOME_CHECK (kc_outcome_check_get_type ())
G_DECLARE_FINAL_TYPE (KcOutcomeCheck, kc_outcome_check, KC, OUTCOME_CHECK, GObject)

/**
 * KcOutcomeCheckFlags:
 * @KC_OUTCOME_CHECK_SESSION: the session is asked; without it, what it has come to is known, and
 * only the channel is looked for
 * @KC_OUTCOME_CHECK_COMPARE: the key is of the session's company, so that the channels may be
 * compared; without it, only once an answer for the session has shown that
 * @KC_OUTCOME_CHECK_PATIENT: goes on for as long as nobody can be reached
 */
typedef enum {
  KC_OUTCOME_CHECK_SESSION = 1 << 0,
  KC_OUTCOME_CHECK_COMPARE = 1 << 1,
  KC_OUTCOME_CHECK_PATIENT = 1 << 2,
} KcOutcomeCheckFlags;

/* What was found. */
typedef struct {
  gboolean answered;       /* Keebai could be asked: it said anything about the session at all, or
                            * listed the channels */
  KcSessionStatus word;    /* of the session; KC_SESSION_PENDING: none */
  gboolean clear;          /* the word is Keebai's own, not made of an HTTP status */
  gboolean pending;        /* Keebai knows the session, and says that it goes on */
  KcChannel *channel;      /* that Keebai named for this session, or NULL */
  GPtrArray *new_channels; /* KcChannel: of its kind, since the start, whoever made them, the newest
                            * first; NULL: none, or not known */
  GError *error;           /* 401 or 403: the session cannot be asked; or 404, to a key that may be
                            * another company's */
  GError *trouble;         /* why nobody could be asked; NULL if somebody was, or `error` tells */
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

/* `poller` is the session's only one, so that nobody asks twice within its spacing; it is free for
 * KcOutcomeCheck from the start to the end. `session` is not kept. `before`:
 * kc_session_start_run_finish (); NULL if not known. */
KcOutcomeCheck *kc_outcome_check_new (KcClient *client,
                                      KcClock *clock,
                                      KcRateLimiter *rate_limiter,
                                      KcPoller *poller,
                                      const KcSession *session,
                                      GPtrArray *before);

/* Once. Nothing is emitted before it returns. */
void kc_outcome_check_start (KcOutcomeCheck *self, KcOutcomeCheckFlags flags);

void kc_outcome_check_poll_now (KcOutcomeCheck *self);

/* Cancels; nothing is emitted any more. */
void kc_outcome_check_stop (KcOutcomeCheck *self);

G_END_DECLS
