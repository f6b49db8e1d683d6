/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-account: whose key it is, and which channels and numbers the company has. Part of
 * kc-messages.
 */

#pragma once

#include "kc-channel.h"
#include "kc-error.h"

G_BEGIN_DECLS

/* --- GET /v1/me ---------------------------------------------------------------------------- */

#define KC_SCOPE_CONNECT "channels:connect"
#define KC_SCOPE_READ "channels:read"

/* What the key is. The format is not documented, so everything may be missing. */
typedef struct {
  char *company_name;
  char *user_name;
  char **scopes; /* NULL: not known, which is not the same as none */
} KcAccount;

#define KC_TYPE_ACCOUNT (kc_account_get_type ())
GType kc_account_get_type (void);

KcAccount *kc_account_new_from_bytes (GBytes *bytes, GError **error);
KcAccount *kc_account_copy (const KcAccount *self);
void kc_account_free (KcAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcAccount, kc_account_free)

/* --- GET /v1/channels, /v1/whatsapp/numbers ------------------------------------------------- */

/* The KcChannel objects of a list that was asked for with `kind`. A list may have other kinds too;
 * an item without a type counts as `kind`. Items without an id are left out; a list with only such
 * items is KC_ERROR_BAD_REPLY. At most KC_JSON_MAX_LIST_BYTES. May be called in any thread. */
GPtrArray *kc_channels_new_from_bytes (GBytes *bytes, KcChannelKind kind, GError **error);

/* An item of /v1/whatsapp/numbers; everything but the id may be NULL. */
typedef struct {
  char *id;
  char *phone_number;
  char *channel_id;
  char *status; /* "active", "paused", "disconnected" or a word not known yet */
} KcNumber;

void kc_number_free (KcNumber *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcNumber, kc_number_free)

/* KcNumber structs, freed with the array; read like the channels. */
GPtrArray *kc_numbers_new_from_bytes (GBytes *bytes, GError **error);

G_END_DECLS
