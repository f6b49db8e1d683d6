/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-open-uri-portal: how a program in a sandbox opens a web address.
 *
 * GIO would ask the portal too, but its code ends the program when that call fails or is cancelled
 * (an assertion in gopenuriportal.c, seen with GLib 2.84): on a desktop without portals a press on
 * "Connect" would be a crash.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the program runs in a Flatpak. */
gboolean kc_open_uri_portal_is_needed (void);

/* Returns once the browser has the address, the person declined, or there is no portal. The desktop
 * may ask the person first, so the caller cancels it when it has waited long enough.
 * `activation_token` lets the browser come to the front; NULL if there is none. */
void kc_open_uri_portal_open_async (GDBusConnection *bus,
                                    const char *uri,
                                    const char *activation_token,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kc_open_uri_portal_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
