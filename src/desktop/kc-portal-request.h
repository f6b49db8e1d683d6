/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-portal-request: calls a portal of the desktop. A portal answers in two steps: the method
 * returns a Request object at once, which emits Response when the person or the desktop has
 * decided.
 *
 * https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Request.html
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Calls `method` of the portal `interface_name`. `arguments`: a tuple of the arguments before the
 * options; consumed if floating. Adds the token of the request to `options`. `cancellable` is not
 * NULL: a portal may never answer, so the caller cancels when it has waited long enough. */
void kc_portal_request_async (GDBusConnection *bus,
                              const char *interface_name,
                              const char *method,
                              GVariant *arguments,
                              GVariantDict *options,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The results (a{sv}) of a request that was granted. Returns: (transfer full). Fails with
 * G_IO_ERROR_PERMISSION_DENIED if it was not granted, or with an error of D-Bus if there is no such
 * portal or it rejected the call. No error repeats an argument. */
GVariant *kc_portal_request_finish (GAsyncResult *result, GError **error);

G_END_DECLS
