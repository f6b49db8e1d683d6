/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-verdict: what is said when all has been found out that can be. Pure: doubt and findings in,
 * verdict out.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-outcome-check.h"

G_BEGIN_DECLS

/* Why it was asked. Borrowed. */
typedef struct {
  KcMode mode;
  KcAttemptState fallback;   /* what it is if the server has no word either */
  gboolean failed_at_end;    /* fallback FAILED: but so near the end that it may mean just that */
  gboolean time_left;        /* by our own clock */
  const GError *turned_away; /* the key was, before; or NULL */
} KcDoubt;

typedef struct {
  KcAttemptState state;
  const GError *error; /* FAILED: why, borrowed; NULL: the stream said so */
  /* How it ended is not known, for nobody could be asked: worth asking again. */
  gboolean may_ask_again;
  /* It may yet be finished at the other end. */
  gboolean may_succeed_late;
} KcVerdict;

KcVerdict kc_verdict_reach (const KcDoubt *doubt, const KcFindings *findings);

G_END_DECLS
