/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcMailDraft: a ready-made message to somebody who can help, to be copied or sent as mail. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KC_TYPE_MAIL_DRAFT (kc_mail_draft_get_type ())

typedef struct {
  char *subject;
  char *body; /* lines end in \n */
} KcMailDraft;

GType kc_mail_draft_get_type (void);
KcMailDraft *kc_mail_draft_copy (const KcMailDraft *self);
void kc_mail_draft_free (KcMailDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcMailDraft, kc_mail_draft_free)

/* Asks somebody who may manage keys for one with `permissions` (NULL-terminated, such as
 * "channels:connect"). `company` may be NULL. */
KcMailDraft *kc_mail_draft_new_for_permissions (const char *const *permissions,
                                                const char *company);

/* Asks the admin of the company's Facebook account to finish the signup behind `verification_uri`,
 * by `expires_at` in the reader's time. The draft is then a secret, as the link is. `company` may
 * be NULL. */
KcMailDraft *kc_mail_draft_new_for_signup (const char *verification_uri,
                                           GDateTime *expires_at,
                                           const char *company);

/* A report to Keebai's support; `report` is what the person has seen and wants to send. */
KcMailDraft *kc_mail_draft_new_for_support (const char *report);

/* The draft as a mailto: address (RFC 6068). `address` NULL: the person chooses it. Free with
 * g_free
 * (). */
char *kc_mail_draft_to_mailto (const KcMailDraft *self, const char *address);

G_END_DECLS
