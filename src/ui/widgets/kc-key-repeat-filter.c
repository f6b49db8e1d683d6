/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-repeat-filter.h"

/* Keyboards start repeating after at most 660 ms, then many times a second. If another program got
 * the release, the key is forgotten after this time. */
#define REPEATS_WITHIN_US 1000000

/* There is one keyboard, and windows may change while a key is held down: "Stop" in the question
 * must not press "Connect" behind it. */
static guint held_keycode; /* 0 for none */
static gint64 held_at;     /* when it was last seen, in µs */

static gboolean
presses_buttons (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter
         || keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space;
}

static gboolean
on_key_pressed_cb (GtkEventController *controller,
                   guint keyval,
                   guint keycode,
                   GdkModifierType state,
                   gpointer user_data)
{
  GtkRoot *root = GTK_ROOT (gtk_event_controller_get_widget (controller));
  const gint64 now = g_get_monotonic_time ();
  gboolean is_held = keycode == held_keycode && now - held_at < REPEATS_WITHIN_US;

  if (!presses_buttons (keyval))
    return GDK_EVENT_PROPAGATE;

  held_keycode = keycode;
  held_at = now;

  return is_held && !GTK_IS_EDITABLE (gtk_root_get_focus (root)) ? GDK_EVENT_STOP
                                                                 : GDK_EVENT_PROPAGATE;
}

static void
on_key_released_cb (void)
{
  held_keycode = 0;
}

void
kc_key_repeat_filter_ignore (GtkWindow *window)
{
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_WINDOW (window));

  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_name (controller, "kc-key-repeat-filter");
  /* Before the widget that has the focus. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_pressed_cb), NULL);
  g_signal_connect (controller, "key-released", G_CALLBACK (on_key_released_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
