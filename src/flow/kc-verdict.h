/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-verdict: how a session ended, from what led to CONFIRMING and what was found out. Pure.
 *
 * Only what Keebai says about this very session means "connected": a channel in the company's list
 * may be a colleague's. Without a final word a new channel is offered to the person; after one it
 * is only mentioned. One case needs no question: see kc_verdict_reach ().
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-outcome-check.h"

G_BEGIN_DECLS

/* What is known when CONFIRMING begins. Borrowed. */
typedef struct {
  KcMode mode;
  KcAttemptState fallback;   /* the state if the server has no final word either */
  KcSessionStatus word;      /* what Keebai had said before; KC_SESSION_PENDING: nothing */
  gboolean failed_at_end;    /* fallback FAILED, but it may be expired: the time was nearly over, or
                              * Keebai said so before anybody scanned */
  gboolean time_left;        /* by our own clock */
  gboolean scanned;          /* a phone has scanned a code of this session here */
  const char *name;          /* of the channel, given by the person; NULL: Keebai's default */
  GDateTime *began;          /* when the session was opened, by this computer's clock; or NULL */
  const GError *no_stream;   /* fallback FAILED: only because there is no event stream; or NULL */
  const GError *turned_away; /* the key was rejected before; or NULL */
} KcVerdictInput;

typedef struct {
  KcAttemptState state;
  const GError *error; /* FAILED: why, borrowed; NULL: the server said so, or nobody knows */
  KcChannel *channel;  /* CONNECTED: which one, borrowed; NULL: not known */
  /* The result is not known: asking again makes sense. */
  gboolean may_ask_again;
  /* It may still be finished in the browser or on the phone. */
  gboolean may_succeed_late;
  /* What is done about the new channels. */
  KcNewChannels new_channels;
} KcVerdict;

/* A new channel counts as connected without a question only if the phone has scanned here, Keebai
 * said nothing else, and the channel is the only new one, is active, was created after the session
 * began, and has the name that the person gave. */
KcVerdict kc_verdict_reach (const KcVerdictInput *input, const KcFindings *findings);

G_END_DECLS
