/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStreamKeeper: keeps the event stream of one session open. One that is lost is opened again,
 * with backoff and jitter, when Keebai wants it (`Retry-After`, `retry`), within the budget of the
 * key. Knows nothing of what the events mean.
 *
 * A stream does not outlive a sleep of the computer, though nothing tells so before half an hour is
 * over: on waking it is taken for lost, and opened at once.
 */

#pragma once

#include "kc-budget.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

/* Two openings are at least this far apart, however often they are asked for. */
#define KC_STREAM_KEEPER_SPACING_MS 2000

#define KC_TYPE_STREAM_KEEPER (kc_stream_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KcStreamKeeper, kc_stream_keeper, KC, STREAM_KEEPER, GObject)

/* Signals:
 *   line (gpointer GError *): NULL: the stream was opened; else why it is not open, borrowed. It is
 *     opened again by itself, except after 401, 403, 404 and 410.
 *   activity (): bytes came.
 *   event (gpointer KcSseEvent *): borrowed.
 */

/* `session` is of KC_MODE_QR. */
KcStreamKeeper *
kc_stream_keeper_new (KcClient *client, KcClock *clock, KcBudget *budget, const KcSession *session);

/* Another key for the same session, while nothing is open. */
void kc_stream_keeper_set_client (KcStreamKeeper *self, KcClient *client, KcBudget *budget);

/* Opens the stream, unless it is open or about to be; not before the main loop runs. */
void kc_stream_keeper_start (KcStreamKeeper *self);

/* If it waits before opening the stream again, it waits no longer than has to be. */
void kc_stream_keeper_hurry (KcStreamKeeper *self);

/* Whatever it looks like, nothing comes any more: closed, told as lost, and opened again. */
void kc_stream_keeper_take_for_lost (KcStreamKeeper *self, const char *why);

/* All is well: the next loss is the first again. */
void kc_stream_keeper_note_success (KcStreamKeeper *self);

/* Closes the stream. No signal is emitted any more. */
void kc_stream_keeper_stop (KcStreamKeeper *self);

/* Whether the stream is open. */
gboolean kc_stream_keeper_get_live (KcStreamKeeper *self);

G_END_DECLS
