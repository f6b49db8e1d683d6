/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-keyring-steps: one operation on the keyring, step by step, each with a deadline. */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

typedef enum {
  KC_KEYRING_LOAD,  /* the task returns the key or the link, or NULL */
  KC_KEYRING_STORE, /* … TRUE */
  KC_KEYRING_CLEAR, /* … TRUE */
} KcKeyringJob;

/* Both take the task data. `key`, `link`: NULL except for KC_KEYRING_STORE. A step that asks the
 * person has KC_KEYRING_PERSON_FACTOR times the deadline. */
void kc_keyring_steps_key (
    GTask *task, KcKeyringJob job, const char *base_url, const char *key, guint deadline_ms);

/* Never asks. `session_id`: NULL for KC_KEYRING_CLEAR. */
void kc_keyring_steps_link (GTask *task,
                            KcKeyringJob job,
                            const char *base_url,
                            const char *session_id,
                            const char *link,
                            guint deadline_ms);

/* From ten seconds to two minutes, for someone who has to find the password first. */
#define KC_KEYRING_PERSON_FACTOR 12

G_END_DECLS
