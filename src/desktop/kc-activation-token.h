/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcActivationToken: the right to bring a window to the front, on Wayland, after a click on a
 * notification.
 *
 * The notification service emits ActivationToken just before ActionInvoked. GLib 2.74 listens only
 * to the latter, so that the window would stay behind the others.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_ACTIVATION_TOKEN (kc_activation_token_get_type ())
G_DECLARE_FINAL_TYPE (KcActivationToken, kc_activation_token, KC, ACTIVATION_TOKEN, GObject)

/* Listens on the session bus from now on. */
KcActivationToken *kc_activation_token_new (GDBusConnection *bus);

/* The token of the click that is being handled; NULL if there is none, or it was already taken.
 * Free with g_free (). */
char *kc_activation_token_take (KcActivationToken *self);

G_END_DECLS
