/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-clock.h"

G_DEFINE_ABSTRACT_TYPE (KcClock, kc_clock, G_TYPE_OBJECT)

enum {
  WOKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  GSourceOnceFunc func;
  gpointer user_data;
} Call;

static gboolean
call_once_cb (gpointer data)
{
  Call *call = data;

  call->func (call->user_data);

  return G_SOURCE_REMOVE;
}

static void
kc_clock_class_init (KcClockClass *klass)
{
  signals[WOKE] = g_signal_new ("woke", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
kc_clock_init (KcClock *self)
{
}

gint64
kc_clock_get_now (KcClock *self)
{
  g_return_val_if_fail (KC_IS_CLOCK (self), 0);

  return KC_CLOCK_GET_CLASS (self)->get_now (self);
}

GSource *
kc_clock_add_timer (KcClock *self, gint64 delay_ms, GSourceOnceFunc func, gpointer user_data)
{
  GSource *source;
  Call *call;

  g_return_val_if_fail (KC_IS_CLOCK (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  call = g_new (Call, 1);
  call->func = func;
  call->user_data = user_data;

  source = KC_CLOCK_GET_CLASS (self)->create_timer (self, MAX (delay_ms, 0));
  g_source_set_callback (source, call_once_cb, call, g_free);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

KcDeadline *
kc_clock_create_deadline (KcClock *self, GCancellable *caller, gint64 deadline_ms)
{
  g_return_val_if_fail (KC_IS_CLOCK (self), NULL);

  return kc_deadline_new_for_source (
      caller, KC_CLOCK_GET_CLASS (self)->create_timer (self, MAX (deadline_ms, 0)));
}

void
kc_clear_timer (GSource **timer)
{
  GSource *source = g_steal_pointer (timer);

  if (source == NULL)
    return;

  g_source_destroy (source);
  g_source_unref (source);
}

void
kc_clock_wake (KcClock *self)
{
  KcClockClass *klass;

  g_return_if_fail (KC_IS_CLOCK (self));

  klass = KC_CLOCK_GET_CLASS (self);
  g_signal_emit (self, signals[WOKE], 0, klass->take_sleep != NULL ? klass->take_sleep (self) : 0);
}
