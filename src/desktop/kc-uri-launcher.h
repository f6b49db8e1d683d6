/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-uri-launcher: opens a web address in the person's browser, or a message in their mail program,
 * and reports if that did not work.
 */

#pragma once

#include "kc-mail-draft.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A launch that takes longer fails with G_IO_ERROR_TIMED_OUT. */
#define KC_URI_LAUNCHER_DEADLINE_MS 10000

/* Opens `uri` with the system's browser: through the portal in a sandbox, otherwise through GIO,
 * never through a shell. `context` (GdkAppLaunchContext): the window that asks; NULL without one.
 *
 * Fails with KC_ERROR_INSECURE unless kc_uri_is_allowed (uri, allow_loopback). Success means that
 * the system took the address; a browser that crashes afterwards goes unnoticed, so keep showing
 * the link. Errors do not contain the address. */
void kc_uri_launcher_open_async (GAppLaunchContext *context,
                                 const char *uri,
                                 gboolean allow_loopback,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Shows `draft` in the person's mail program, for them to send. `address` NULL: they choose it.
 * Other mailto: addresses cannot be opened, because they might attach files or add recipients. */
void kc_uri_launcher_mail_async (GAppLaunchContext *context,
                                 const KcMailDraft *draft,
                                 const char *address,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* For both. */
gboolean kc_uri_launcher_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
