/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLinkStore: keeps the verification URI of the open session in memory and in the keyring, so that
 * another run of the program can show the link again. The URI is a secret. The keyring is never
 * unlocked for it: the person sees no prompt.
 *
 * Scenario: when the session is open, call kc_link_store_set (). Only when it is noted in the
 * journal, call kc_link_store_keep () to put the URI into the keyring: without the note nobody
 * would look for it there, and another program that has the journal may keep its URI in the same
 * place.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

/**
 * KcLinkStatus:
 * @KC_LINK_STATUS_NONE: nobody has asked for it yet
 * @KC_LINK_STATUS_LOOKING: the keyring is being asked
 * @KC_LINK_STATUS_KNOWN: it is in memory
 * @KC_LINK_STATUS_MISSING: the keyring does not have it: it could not be kept, or was removed
 * @KC_LINK_STATUS_LOCKED: the keyring is locked
 * @KC_LINK_STATUS_UNAVAILABLE: there is no keyring, or it does not answer
 */
typedef enum {
  KC_LINK_STATUS_NONE,
  KC_LINK_STATUS_LOOKING,
  KC_LINK_STATUS_KNOWN,
  KC_LINK_STATUS_MISSING,
  KC_LINK_STATUS_LOCKED,
  KC_LINK_STATUS_UNAVAILABLE,
} KcLinkStatus;

#define KC_TYPE_LINK_STATUS (kc_link_status_get_type ())
GType kc_link_status_get_type (void);

#define KC_TYPE_LINK_STORE (kc_link_store_get_type ())
G_DECLARE_FINAL_TYPE (KcLinkStore, kc_link_store, KC, LINK_STORE, GObject)

/* Properties, notified on change only:
 *   verification-uri (string or NULL)
 *   status (KcLinkStatus): whether the URI is known, or why not
 */

/* `keyring` may be NULL: then the URI lasts for this run. */
KcLinkStore *kc_link_store_new (KcKeyring *keyring, const char *base_url);

/* Borrowed; NULL if it is not known, or lost. */
const char *kc_link_store_get_uri (KcLinkStore *self);
KcLinkStatus kc_link_store_get_status (KcLinkStore *self);
gboolean kc_link_store_is_looking (KcLinkStore *self);

/* Asks the keyring for the URI of that session, unless it is known or already being looked up. */
void kc_link_store_look (KcLinkStore *self, const char *session_id);

/* Replaces the URI in memory. */
void kc_link_store_set (KcLinkStore *self, const char *session_id, const char *uri);

/* Puts the URI of that session into the keyring. Does nothing if it is not the URI in memory. Keeps
 * the program alive until that is done. */
void kc_link_store_keep (KcLinkStore *self, const char *session_id);

/* Removes the URI of that session from memory and from the keyring. A URI of another session,
 * perhaps of another program, stays in the keyring. */
void kc_link_store_forget (KcLinkStore *self, const char *session_id);

/* Stops looking; what is kept stays kept. */
void kc_link_store_close (KcLinkStore *self);

G_END_DECLS
