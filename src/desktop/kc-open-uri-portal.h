/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-open-uri-portal: opens a web address from within a sandbox.
 *
 * GIO would use the portal too, but it aborts the program when that call fails or is cancelled (an
 * assertion in gopenuriportal.c, seen with GLib 2.84): on a desktop without portals, "Connect"
 * would crash.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the program runs in a Flatpak. */
gboolean kc_open_uri_portal_is_needed (void);

/* Opens `uri`. Completes once the browser has the address, the person has declined, or there is no
 * portal. The desktop may ask the person first, so the caller cancels when it has waited long
 * enough. `activation_token` lets the browser come to the front; may be NULL. Errors are those of
 * kc_portal_request_finish (). */
void kc_open_uri_portal_open_async (GDBusConnection *bus,
                                    const char *uri,
                                    const char *activation_token,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kc_open_uri_portal_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
