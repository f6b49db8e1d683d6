/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-keyring-collection: the collection that new items go to, and whether they can be stored there
 * without asking the person. Private to kc-keyring.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the program runs inside Flatpak. */
gboolean kc_keyring_collection_is_sandbox (void);

/* Whether libsecret uses its file, encrypted with the portal's key, and not the Secret Service. */
gboolean kc_keyring_collection_is_file (void);

/* Fails with KC_KEYRING_ERROR_LOCKED or _UNAVAILABLE if libsecret would ask the person to unlock
 * the collection, or to create it. */
void kc_keyring_collection_check_async (GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean kc_keyring_collection_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
