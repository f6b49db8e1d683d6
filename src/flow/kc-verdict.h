/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-verdict: how a session ended, from why it was doubted and what could be found out. Pure.
 *
 * Only a word of Keebai for this very session means "connected": a channel in the company's list
 * may be a colleague's. Without a clear word a new channel is offered to the person; after a clear
 * one it is only told. One case needs no question: see kc_verdict_reach ().
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-outcome-check.h"

G_BEGIN_DECLS

/* Why it was asked. Borrowed. */
typedef struct {
  KcMode mode;
  KcAttemptState fallback;   /* what it is if the server has no word either */
  KcSessionStatus word;      /* what Keebai had said before; KC_SESSION_PENDING: nothing */
  gboolean failed_at_end;    /* fallback FAILED: but so near the end that it may mean just that */
  gboolean time_left;        /* by our own clock */
  gboolean scanned;          /* a phone has scanned a code of this session here */
  const char *name;          /* that the person gave the channel; NULL: Keebai's default */
  GDateTime *began;          /* when the session was opened, by this computer's clock; or NULL */
  const GError *no_stream;   /* fallback FAILED: only because there is no event stream; or NULL */
  const GError *turned_away; /* the key was, before; or NULL */
} KcDoubt;

typedef struct {
  KcAttemptState state;
  const GError *error; /* FAILED: why, borrowed; NULL: the server said so, or nobody knows */
  KcChannel *channel;  /* CONNECTED: which one, borrowed; NULL: not known */
  /* How it ended is not known: worth asking again. */
  gboolean may_ask_again;
  /* It may yet be finished at the other end. */
  gboolean may_succeed_late;
  /* What becomes of the new channels that were found. */
  KcNewChannels new_channels;
} KcVerdict;

/* A new channel is taken without a question only where the phone has scanned here, Keebai said
 * nothing else, and it is the only new one, active, made after the session began, and bears the
 * name that the person gave. */
KcVerdict kc_verdict_reach (const KcDoubt *doubt, const KcFindings *findings);

G_END_DECLS
