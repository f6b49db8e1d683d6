/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLinkStore: the link of the session that is open, in memory and in the keyring, so that it is
 * there when the person goes on with the session in another run of the program. The link is a
 * secret. The keyring is never made to ask the person for it.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

#define KC_TYPE_LINK_STORE (kc_link_store_get_type ())
G_DECLARE_FINAL_TYPE (KcLinkStore, kc_link_store, KC, LINK_STORE, GObject)

/* Properties, notified on change only:
 *   link (string or NULL)
 *   looking (gboolean): the keyring is being asked for it
 */

/* `keyring` may be NULL: then the link lasts for this run. */
KcLinkStore *kc_link_store_new (KcKeyring *keyring, const char *base_url);

/* Borrowed; NULL: not known, or lost. */
const char *kc_link_store_get_uri (KcLinkStore *self);
gboolean kc_link_store_is_looking (KcLinkStore *self);

/* Asks the keyring for the link of that session, unless it is known or asked for already. */
void kc_link_store_look (KcLinkStore *self, const char *session_id);

/* Keeps it, replacing the one before. */
void kc_link_store_keep (KcLinkStore *self, const char *session_id, const char *link);

/* Nobody goes on with that session: out of memory and keyring. */
void kc_link_store_forget (KcLinkStore *self);

/* Nothing is looked for any more; what is kept stays kept. */
void kc_link_store_close (KcLinkStore *self);

G_END_DECLS
