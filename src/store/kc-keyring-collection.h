/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-keyring-collection: where new things go, and whether they could go there without a question.
 * Private to kc-keyring-steps.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

/* Inside Flatpak. */
gboolean kc_keyring_collection_is_sandbox (void);

/* It is libsecret's file, which has the portal's key, and not the Secret Service. */
gboolean kc_keyring_collection_is_file (void);

/* KC_KEYRING_ERROR_LOCKED or _UNAVAILABLE if libsecret would have it unlocked, or made. */
void kc_keyring_collection_check_async (GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean kc_keyring_collection_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
