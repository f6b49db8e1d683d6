/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcDeadline: the cancellable that the transport is handed in the caller's place. The caller's ends
 * it, and so does a deadline; afterwards it is known which. Whoever holds the leash hears of either
 * by the callback of the operation.
 *
 * Belongs to the main context that is the thread's default when it is made.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* For a whole request, and for the head of an event stream. */
#define KC_CLIENT_DEADLINE_MS 30000

typedef struct _KcDeadline KcDeadline;

/* `caller` may be NULL. */
KcDeadline *kc_deadline_new (GCancellable *caller, guint deadline_ms);
void kc_deadline_free (KcDeadline *self);

/* Borrowed; for the operations. */
GCancellable *kc_deadline_get_cancellable (KcDeadline *self);

/* There is no deadline any more; the caller still may cancel. */
void kc_deadline_lift_deadline (KcDeadline *self);

/* The operation is over: nothing is cancelled any more. Twice does no harm. */
void kc_deadline_end (KcDeadline *self);

/* Whether the deadline passed. */
gboolean kc_deadline_was_late (KcDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcDeadline, kc_deadline_free)

G_END_DECLS
