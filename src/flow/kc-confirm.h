/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConfirm: asks what has become of a session that ended without a clear word. It polls the
 * session a few times, then compares the channels with those before the start: a channel that is
 * there was connected, whatever else was said, unless an embedded session has expired by Keebai's
 * own word. It has an end, after KC_CONFIRM_LIMIT_MS at the
 * latest; it only gathers, and leaves the verdict to the attempt.
 */

#pragma once

#include "kc-budget.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_CONFIRM_LIMIT_MS 30000
/* Answers without a word, this far apart, after which the session is not asked any more. */
#define KC_CONFIRM_POLLS 3
#define KC_CONFIRM_INTERVAL_MS 2000
/* When the channels are looked at though the session has had no word yet; it is asked again after.
 */
#define KC_CONFIRM_ASK_MS 15000

#define KC_TYPE_CONFIRM (kc_confirm_get_type ())
G_DECLARE_FINAL_TYPE (KcConfirm, kc_confirm, KC, CONFIRM, GObject)

/* What was found. */
typedef struct {
  KcSessionStatus word; /* of the session; KC_SESSION_PENDING: none */
  gboolean pending;     /* Keebai knows the session, and says that it goes on */
  KcChannel *channel;   /* what was connected, NULL if nothing was found */
  GError *error;        /* 401 or 403: the session cannot be asked */
} KcFindings;

/* Signals:
 *   concluded (gpointer KcFindings *): once; borrowed.
 *   line (gpointer GError *): NULL: Keebai answered properly; else what went wrong.
 */

/* `before`: kc_opening_run_finish (); NULL if not known. */
KcConfirm *kc_confirm_new (KcClient *client,
                           KcClock *clock,
                           KcBudget *budget,
                           const KcSession *session,
                           GPtrArray *before);

/* Once. `ask_session` FALSE: what it has come to is known, only the channel is looked for. */
void kc_confirm_start (KcConfirm *self, gboolean ask_session);

void kc_confirm_poll_now (KcConfirm *self);

/* Cancels; nothing is emitted any more. */
void kc_confirm_stop (KcConfirm *self);

/* The channel in `after` that was not in `before`, or NULL; borrowed from `after`. By id; one that
 * is older than the newest of those before was only not listed then. Of several the newest. */
KcChannel *kc_confirm_find_new (GPtrArray *before, GPtrArray *after);

G_END_DECLS
