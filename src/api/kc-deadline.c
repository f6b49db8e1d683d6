/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-deadline.h"

struct _KcDeadline {
  GCancellable *cancellable;
  GSource *caller_cancelled;
  GSource *deadline;
  gboolean late;
  gboolean over;
  KcDeadlineFunc ended_func;
  gpointer ended_data;
};

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (GSource *source, GSourceFunc callback, KcDeadline *self)
{
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

/* `ended_func`, or the callback of the operation, may free `self`. */
static void
cancel (KcDeadline *self)
{
  g_autoptr (GCancellable) cancellable = g_object_ref (self->cancellable);

  kc_deadline_end (self);
  if (self->ended_func != NULL)
    self->ended_func (self->ended_data);
  g_cancellable_cancel (cancellable);
}

static gboolean
on_caller_cancelled_cb (GCancellable *caller, gpointer user_data)
{
  cancel (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
on_deadline_passed_cb (gpointer user_data)
{
  KcDeadline *self = user_data;

  self->late = TRUE;
  cancel (self);

  return G_SOURCE_REMOVE;
}

KcDeadline *
kc_deadline_new (GCancellable *caller, guint deadline_ms)
{
  return kc_deadline_new_for_source (caller, g_timeout_source_new (deadline_ms));
}

KcDeadline *
kc_deadline_new_for_source (GCancellable *caller, GSource *source)
{
  KcDeadline *self;

  g_return_val_if_fail (caller == NULL || G_IS_CANCELLABLE (caller), NULL);

  self = g_new0 (KcDeadline, 1);
  self->cancellable = g_cancellable_new ();
  if (source != NULL)
    self->deadline = attach (source, on_deadline_passed_cb, self);
  if (caller != NULL)
    self->caller_cancelled
        = attach (g_cancellable_source_new (caller), G_SOURCE_FUNC (on_caller_cancelled_cb), self);

  return self;
}

void
kc_deadline_free (KcDeadline *self)
{
  if (self == NULL)
    return;

  kc_deadline_end (self);
  g_clear_object (&self->cancellable);
  g_free (self);
}

GCancellable *
kc_deadline_get_cancellable (KcDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cancellable;
}

void
kc_deadline_set_ended_func (KcDeadline *self, KcDeadlineFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->ended_func = func;
  self->ended_data = user_data;
}

void
kc_deadline_restart (KcDeadline *self, guint deadline_ms)
{
  g_return_if_fail (self != NULL);

  if (self->over)
    return;

  clear_source (&self->deadline);
  self->deadline = attach (g_timeout_source_new (deadline_ms), on_deadline_passed_cb, self);
}

void
kc_deadline_lift_deadline (KcDeadline *self)
{
  g_return_if_fail (self != NULL);

  clear_source (&self->deadline);
}

void
kc_deadline_end (KcDeadline *self)
{
  g_return_if_fail (self != NULL);

  self->over = TRUE;
  clear_source (&self->caller_cancelled);
  clear_source (&self->deadline);
}

gboolean
kc_deadline_was_late (KcDeadline *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->late;
}
