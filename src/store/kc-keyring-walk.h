/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-keyring-walk: one operation on the keyring, step by step, each with a deadline. */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

typedef enum {
  KC_KEYRING_LOAD,  /* the task returns the key, or NULL */
  KC_KEYRING_STORE, /* … TRUE */
  KC_KEYRING_CLEAR, /* … TRUE */
} KcKeyringJob;

/* Takes the task data. `key` is NULL except for KC_KEYRING_STORE. A step that asks the person has
 * KC_KEYRING_PERSON_FACTOR times the deadline. */
void kc_keyring_walk_begin (
    GTask *task, KcKeyringJob job, const char *base_url, const char *key, guint deadline_ms);

/* From ten seconds to two minutes, for someone who has to find the password first. */
#define KC_KEYRING_PERSON_FACTOR 12

G_END_DECLS
