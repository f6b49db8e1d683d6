/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLinkKeeper: the link of the session that is open, in memory and in the keyring, so that it is
 * there when the person goes on with the session in another run of the program. The link is a
 * secret. The keyring is never made to ask the person for it.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

#define KC_TYPE_LINK_KEEPER (kc_link_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KcLinkKeeper, kc_link_keeper, KC, LINK_KEEPER, GObject)

/* Properties, notified on change only:
 *   link (string or NULL)
 *   looking (gboolean): the keyring is being asked for it
 */

/* `keyring` may be NULL: then the link lasts for this run. */
KcLinkKeeper *kc_link_keeper_new (KcKeyring *keyring, const char *base_url);

/* Borrowed; NULL: not known, or lost. */
const char *kc_link_keeper_get_link (KcLinkKeeper *self);
gboolean kc_link_keeper_is_looking (KcLinkKeeper *self);

/* Asks the keyring for the link of that session, unless it is known or asked for already. */
void kc_link_keeper_look (KcLinkKeeper *self, const char *session_id);

/* Keeps it, replacing the one before. */
void kc_link_keeper_keep (KcLinkKeeper *self, const char *session_id, const char *link);

/* Nobody goes on with that session: out of memory and keyring. */
void kc_link_keeper_forget (KcLinkKeeper *self);

/* Nothing is looked for any more; what is kept stays kept. */
void kc_link_keeper_close (KcLinkKeeper *self);

G_END_DECLS
