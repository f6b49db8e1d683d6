/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-stop-guard.h"

#include "kc-stop-dialog.h"

struct _KcStopGuard {
  GObject parent_instance;

  GtkWindow *window; /* our owner */

  /* The open dialog: owned by GTK. */
  GtkWindow *question;
  gboolean can_hide;
  gboolean then_close;
  char *then_go;
};

G_DEFINE_FINAL_TYPE (KcStopGuard, kc_stop_guard, G_TYPE_OBJECT)

enum {
  STOP,
  HIDE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_question_responded_cb (KcStopGuard *self, const char *response)
{
  g_autofree char *then_go = g_steal_pointer (&self->then_go);
  GtkWindow *question = g_steal_pointer (&self->question);

  g_assert (KC_IS_STOP_GUARD (self));

  if (g_str_equal (response, KC_STOP_DIALOG_HIDE))
    {
      g_signal_emit (self, signals[HIDE], 0);
    }
  else if (g_str_equal (response, KC_STOP_DIALOG_STOP))
    {
      /* It closes after this object, and then GTK 4.8 would use its parent. */
      if (self->then_close)
        gtk_window_set_transient_for (question, NULL);
      g_signal_emit (self, signals[STOP], 0, self->then_close, then_go);
    }
}

static void
kc_stop_guard_dispose (GObject *object)
{
  kc_stop_guard_drop (KC_STOP_GUARD (object));

  G_OBJECT_CLASS (kc_stop_guard_parent_class)->dispose (object);
}

static void
kc_stop_guard_class_init (KcStopGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_stop_guard_dispose;

  signals[STOP] = g_signal_new ("stop", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[HIDE] = g_signal_new ("hide", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
kc_stop_guard_init (KcStopGuard *self)
{
}

KcStopGuard *
kc_stop_guard_new (GtkWindow *window)
{
  KcStopGuard *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (KC_TYPE_STOP_GUARD, NULL);
  self->window = window;

  return self;
}

void
kc_stop_guard_ask (KcStopGuard *self, gboolean then_close, const char *then_go, gboolean can_hide)
{
  g_return_if_fail (KC_IS_STOP_GUARD (self));

  /* The question of "Back" cannot offer to hide the window; "Quit" may follow while it is open. */
  if (self->question != NULL && self->can_hide != can_hide)
    kc_stop_guard_drop (self);

  self->then_close = then_close;
  g_free (self->then_go);
  self->then_go = g_strdup (then_go);

  if (self->question == NULL)
    {
      self->can_hide = can_hide;
      self->question = kc_stop_dialog_new (self->window, can_hide);
      g_signal_connect_object (self->question, "response", G_CALLBACK (on_question_responded_cb),
                               self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->question);
}

void
kc_stop_guard_drop (KcStopGuard *self)
{
  g_return_if_fail (KC_IS_STOP_GUARD (self));

  g_clear_pointer (&self->then_go, g_free);
  if (self->question == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->question, on_question_responded_cb, self);
  gtk_window_destroy (g_steal_pointer (&self->question));
}
