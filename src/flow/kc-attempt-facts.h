/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAttemptFacts: what is known about one attempt and its session, and how news and the outcome
 * check change it. Belongs to KcAttemptMachine; everybody else only reads.
 */

#pragma once

#include "kc-attempt-rules.h"
#include "kc-verdict.h"

G_BEGIN_DECLS

/* Keebai's clock may end a session this much earlier than ours. */
#define KC_ATTEMPT_FACTS_NEAR_END_MS 15000

typedef struct {
  KcAttemptState state;
  KcConnectRequest *request;

  /* Once the session is open; of a resumed attempt from the beginning. */
  KcSession *session;
  GPtrArray *before; /* the channels there were (KcChannel), NULL if not known */
  gboolean scanned;  /* by a phone, and no new code came since */

  gboolean key_wanted;
  GError *error; /* while the key is wanted, and CONFIRMING after that: why; FAILED: why */

  /* CONFIRMING. */
  KcAttemptState fallback; /* the state if the server has no final word either */
  KcSessionStatus word;    /* KC_SESSION_PENDING: Keebai has said nothing final */
  gboolean failed_at_end;  /* fallback FAILED, but the time was nearly over, or Keebai said so */
  GError *no_stream;       /* fallback FAILED because of this, or NULL */

  /* The end. */
  KcChannel *channel;
  char *phone_number;
  char *push_name;
  char *server_reason;
  gboolean may_ask_again;
  gboolean may_succeed_late;
  gboolean time_was_up;
  GPtrArray *new_channels; /* KcChannel, or NULL */
  KcNewChannels new_channels_are;
} KcAttemptFacts;

/* Frees what is in it. */
void kc_attempt_facts_clear (KcAttemptFacts *self);

/* `error` is copied; may be NULL. */
void kc_attempt_facts_set_error (KcAttemptFacts *self, const GError *error);

/* Decides about the news, then remembers what they say. `left_ms` is what is left of the session's
 * time. */
KcStep kc_attempt_facts_take_news (KcAttemptFacts *self, const KcNews *news, gint64 left_ms);

/* CONFIRMING: what the outcome check has to ask; without KC_OUTCOME_CHECK_COMPARE. */
KcOutcomeCheckFlags kc_attempt_facts_get_check_flags (const KcAttemptFacts *self, gint64 left_ms);

/* Decides how the session ended, and remembers it. The caller enters the state that is returned.
 * `trouble` is the connection trouble until now, or NULL. */
KcAttemptState kc_attempt_facts_conclude (KcAttemptFacts *self,
                                          const KcFindings *findings,
                                          gint64 left_ms,
                                          const GError *trouble);

/* The person recognises this new channel. FALSE if it was not offered. */
gboolean kc_attempt_facts_accept_channel (KcAttemptFacts *self, KcChannel *channel);
void kc_attempt_facts_drop_new_channels (KcAttemptFacts *self);

G_END_DECLS
