/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-opening: opens a session, and takes a look at the channels before that, so that afterwards a
 * channel that was not there can be recognised (kc-confirm).
 *
 * The look is a favour: a key that may not read channels, or an answer that takes long, does not
 * keep the session from being opened. The request that opens it is sent once and never repeated:
 * whether Keebai has carried out one that got no answer cannot be known from here.
 */

#pragma once

#include "kc-budget.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

/* How long the session waits for the list of channels. */
#define KC_OPENING_LIST_MS 5000

/* Fails with KC_ERROR, or G_IO_ERROR_CANCELLED. */
void kc_opening_run_async (KcClient *client,
                           KcClock *clock,
                           KcBudget *budget,
                           const KcConnectRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* `before`: the channels of the mode's kind there were (KcChannel), or NULL if that is not known.
 * The caller owns both. */
KcSession *kc_opening_run_finish (GAsyncResult *result, GPtrArray **before, GError **error);

/* The kind of channel that a mode makes. */
KcChannelKind kc_opening_get_kind (KcMode mode);

G_END_DECLS
