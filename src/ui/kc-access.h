/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAccess: the access key: found, checked, used, kept, forgotten. Owned by the assistant, which
 * hands its properties on to the pages.
 */

#pragma once

#include "kc-keeper.h"

G_BEGIN_DECLS

#define KC_TYPE_ACCESS (kc_access_get_type ())
G_DECLARE_FINAL_TYPE (KcAccess, kc_access, KC, ACCESS, GObject)

/* Properties: client, key-check, looking, key-error and keeping, as KcAssistant explains them. */

/* The keys and the keyring may be NULL. */
KcAccess *kc_access_new (const char *base_url,
                         const char *environment_key,
                         const char *practice_key,
                         KcKeyring *keyring,
                         KcClock *clock);

KcClient *kc_access_get_client (KcAccess *self);
KcBudget *kc_access_get_budget (KcAccess *self);
/* Borrowed; a secret. NULL without ::client. */
const char *kc_access_get_key (KcAccess *self);
const KcKeyCheck *kc_access_get_key_check (KcAccess *self);
const GError *kc_access_get_key_error (KcAccess *self);
KcKeyOrigin kc_access_get_key_origin (KcAccess *self);
KcKeeping kc_access_get_keeping (KcAccess *self);

/* See the functions of the same names of KcAssistant. */
void kc_access_look_for_key (KcAccess *self);
gboolean kc_access_is_looking (KcAccess *self);
void kc_access_check_key_async (KcAccess *self,
                                const char *key,
                                gboolean keep,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean kc_access_check_key_finish (KcAccess *self, GAsyncResult *result, GError **error);
void kc_access_forget_key (KcAccess *self);
void kc_access_close (KcAccess *self);

G_END_DECLS
