/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcDeadline: a cancellable that an operation is given in place of the caller's. The caller's
 * cancels it, and so does a deadline; afterwards it is known which. An operation that reacts to
 * being cancelled says so in its own callback. For one that may not, and for what only waits, there
 * is kc_deadline_set_ended_func ().
 *
 * Belongs to the main context that is the thread's default when it is made.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* For a whole request, and for the head of an event stream. */
#define KC_CLIENT_DEADLINE_MS 30000

typedef struct _KcDeadline KcDeadline;

/* Called from the main loop, once, after the caller's cancel or the deadline, and just before the
 * cancellable is cancelled. */
typedef void (*KcDeadlineFunc) (gpointer user_data);

/* `caller` may be NULL. */
KcDeadline *kc_deadline_new (GCancellable *caller, guint deadline_ms);

/* The deadline is when `source` fires, which is taken: not attached yet, and without a callback.
 * NULL: there is no deadline, and only the caller cancels. */
KcDeadline *kc_deadline_new_for_source (GCancellable *caller, GSource *source);
void kc_deadline_free (KcDeadline *self);

/* Borrowed; for the operations. */
GCancellable *kc_deadline_get_cancellable (KcDeadline *self);

/* `func` may free the deadline. Nothing is called after kc_deadline_end (). */
void kc_deadline_set_ended_func (KcDeadline *self, KcDeadlineFunc func, gpointer user_data);

/* The deadline is `deadline_ms` from now. Does nothing once the operation is over. */
void kc_deadline_restart (KcDeadline *self, guint deadline_ms);

/* There is no deadline any more; the caller still may cancel. */
void kc_deadline_lift_deadline (KcDeadline *self);

/* The operation is over, and nothing is cancelled any more. May be called twice. */
void kc_deadline_end (KcDeadline *self);

/* Whether the deadline passed. */
gboolean kc_deadline_was_late (KcDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcDeadline, kc_deadline_free)

G_END_DECLS
