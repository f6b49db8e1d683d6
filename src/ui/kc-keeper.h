/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeeper: finds the access key in the keyring, puts the one that was typed into it, or takes it
 * out again, and says what became of that.
 */

#pragma once

#include "kc-credential.h"
#include "kc-keyring.h"

G_BEGIN_DECLS

/* Whether the key that was typed will be there the next time. */
typedef enum {
  KC_KEEPING_NOT_ASKED, /* the person did not want it kept */
  KC_KEEPING_BUSY,      /* the keyring is being asked */
  KC_KEEPING_KEPT,
  KC_KEEPING_UNAVAILABLE, /* no keyring, locked or dismissed: it lasts for this run */
} KcKeeping;

#define KC_TYPE_KEEPER (kc_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KcKeeper, kc_keeper, KC, KEEPER, GObject)

/* Property: keeping (KcKeeping, as uint), notified on change only. */

/* `keyring` may be NULL: then nothing can be kept. */
KcKeeper *kc_keeper_new (KcKeyring *keyring, const char *base_url);

KcKeeping kc_keeper_get_keeping (KcKeeper *self);

/* The key that is kept, to be freed with kc_keyring_free_key (); NULL if there is none, or the
 * keyring cannot be asked. Fails only as cancelled. */
void kc_keeper_find_async (KcKeeper *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
char *kc_keeper_find_finish (KcKeeper *self, GAsyncResult *result, GError **error);

/* The key in use is another: keeps it or not, as it was wanted; ends what the one before began. */
void kc_keeper_follow (KcKeeper *self, const KcCredential *credential);

/* Takes out what is there. */
void kc_keeper_forget (KcKeeper *self);

G_END_DECLS
