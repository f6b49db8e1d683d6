/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-error-text: a KC_ERROR (or another GError) as a sentence, a reason and one next step. The only
 * place where errors become words for a person.
 */

#pragma once

#include "kc-error.h"

G_BEGIN_DECLS

typedef enum {
  KC_REMEDY_TRY_AGAIN,   /* the same once more */
  KC_REMEDY_START_AGAIN, /* the same once more, which did not go wrong */
  KC_REMEDY_NEW_CODE,    /* the same once more, after a pause */
  KC_REMEDY_ASK_AGAIN,   /* how the session ended; never a new one */
  KC_REMEDY_CHANGE_KEY,  /* to the access key page */
  KC_REMEDY_SUPPORT,     /* nothing here helps: copy the details, write to support */
} KcRemedy;

typedef struct {
  char *title;  /* what happened; a heading, without a full stop */
  char *reason; /* why, and what to do */
  KcRemedy remedy;
  char *details; /* technical, for the clipboard: status, code, server's words; no secrets */
} KcErrorText;

KcErrorText *kc_error_text_new (const GError *error);
void kc_error_text_free (KcErrorText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcErrorText, kc_error_text_free)

/* The heading for a code of KC_ERROR; any other number: of an error that is not known. Borrowed,
 * translated. */
const char *kc_error_text_get_title (int code);

/* What to say while it is tried again: whole sentences, with what the person can do about it
 * meanwhile. Borrowed, translated. */
const char *kc_error_text_get_retry (const GError *error);

/* The label of the button for a remedy, with a mnemonic. Borrowed, translated. */
const char *kc_remedy_get_label (KcRemedy remedy);

G_END_DECLS
