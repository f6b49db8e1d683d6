/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLetter: a ready-made message to somebody who has to help: to be copied, or sent as mail. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KC_TYPE_LETTER (kc_letter_get_type ())

typedef struct {
  char *subject;
  char *body; /* lines end in \n */
} KcLetter;

GType kc_letter_get_type (void);
KcLetter *kc_letter_copy (const KcLetter *self);
void kc_letter_free (KcLetter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcLetter, kc_letter_free)

/* Asks whoever may manage keys for one with `permissions` (NULL-terminated, such as
 * "channels:connect"). `company` may be NULL. */
KcLetter *kc_letter_new_for_permissions (const char *const *permissions, const char *company);

/* Asks the admin of the company's Facebook account to finish the signup behind `verification_uri`,
 * by `expires_at` in the reader's time. The letter is then a secret, as the link is. `company` may
 * be NULL. */
KcLetter *
kc_letter_new_for_signup (const char *verification_uri, GDateTime *expires_at, const char *company);

/* A report to Keebai's support; `report` is what the person has seen and wants to send. */
KcLetter *kc_letter_new_for_support (const char *report);

/* The letter as a mailto: address (RFC 6068). `address` NULL: the person chooses it. */
char *kc_letter_to_mailto (const KcLetter *self, const char *address);

G_END_DECLS
