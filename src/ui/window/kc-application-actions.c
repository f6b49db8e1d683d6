/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the menus, the desktop file and the notifications can ask the program to do. */

#include "kc-application-private.h"

#include "kc-about.h"

#include <glib/gi18n.h>

static void
show_mode (KcApplication *self, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  kc_application_show_preset (self, request);
}

static void
activate_show_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static void
activate_connect_browser_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_mode (KC_APPLICATION (user_data), KC_MODE_EMBEDDED_SIGNUP);
}

static void
activate_connect_phone_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_mode (KC_APPLICATION (user_data), KC_MODE_QR);
}

static void
activate_practise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = kc_application_get_window (self);
  g_autoptr (GError) error = NULL;

  if (window != NULL && kc_controller_is_running (kc_window_get_controller (window)))
    {
      kc_window_show_toast (window, _ ("Stop connecting first, then you can practise"));
      gtk_window_present (GTK_WINDOW (window));
      return;
    }
  if (kc_application_show_practice (self, &error))
    return;

  g_message ("The practice service did not start: %s", error->message);
  g_application_activate (G_APPLICATION (self));
  kc_window_show_toast (kc_application_get_window (self),
                        _ ("Practice is not possible on this computer right now"));
}

/* From outside, where nobody knows whether the window is there and practises already. */
static void
activate_open_practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcWindow *window = kc_application_get_window (KC_APPLICATION (user_data));

  if (window != NULL && kc_controller_is_practice (kc_window_get_controller (window)))
    gtk_window_present (GTK_WINDOW (window));
  else
    activate_practise_cb (action, parameter, user_data);
}

static void
activate_leave_practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = kc_application_get_window (self);

  /* Practised is practised: an attempt that runs is not worth a question. */
  if (window != NULL && kc_controller_is_practice (kc_window_get_controller (window)))
    kc_application_show_real (self);
}

static void
activate_go_on_hidden_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kc_application_go_on_hidden (KC_APPLICATION (user_data));
}

static void
activate_about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcWindow *window = kc_application_get_window (KC_APPLICATION (user_data));

  kc_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                    window != NULL ? kc_window_get_controller (window) : NULL);
}

static void
activate_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcWindow *window = kc_application_get_window (KC_APPLICATION (user_data));

  /* It asks if an attempt runs; the program ends with its window. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

static const GActionEntry actions[] = {
    /* These three are the actions of the desktop file. */
    {"connect-browser", activate_connect_browser_cb},
    {"connect-phone", activate_connect_phone_cb},
    {"open-practice", activate_open_practice_cb},
    /* The default action of notifications. */
    {"show-window", activate_show_window_cb},
    /* Those of the window's menus. */
    {"practise", activate_practise_cb},
    {"leave-practice", activate_leave_practice_cb},
    {"go-on-hidden", activate_go_on_hidden_cb},
    {"about", activate_about_cb},
    {"quit", activate_quit_cb},
};

void
kc_application_add_actions (KcApplication *self)
{
  g_return_if_fail (KC_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
