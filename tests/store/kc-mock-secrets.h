/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A small org.freedesktop.secrets on the session bus of a test, with one collection, in the main
 * context of the test. Unlike a real keyring, it can be told to be locked, silent or broken.
 * Sessions are plain: nothing is encrypted.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  KC_MOCK_PERSON_ACCEPTS,
  KC_MOCK_PERSON_IS_SLOW, /* accepts after KC_MOCK_SLOW_MS */
  KC_MOCK_PERSON_DISMISSES,
  KC_MOCK_PERSON_IS_AWAY, /* the prompt stays until it is dismissed over the bus */
} KcMockPerson;

#define KC_MOCK_SLOW_MS 1300

typedef struct {
  gboolean locked;
  gboolean no_collection; /* a computer on which there never was a keyring */
  KcMockPerson person;
  GCancellable *cancel_when_asked; /* borrowed; cancelled as soon as the prompt is shown */
  const char *silent_method;       /* the D-Bus method that gets no answer, or NULL */
  const char *failing_method;      /* … that answers `error_name` and `error_message` */
  const char *error_name;
  const char *error_message;
  gboolean answers_crossed; /* the prompt completes, and dismissing it is an error: the person and
                             * the program were equally fast */

  /* What happened. */
  guint n_prompts;
  guint n_dismissed_by_us;

  GDBusConnection *connection;
  GDBusNodeInfo *interfaces;
  GHashTable *items; /* object path to MockItem */
  GVariant *prompt_result;
  GPtrArray *unanswered;
  guint slow_id;
  guint next_id;
} KcMockSecrets;

KcMockSecrets *kc_mock_secrets_new (void);
void kc_mock_secrets_free (KcMockSecrets *self);

guint kc_mock_secrets_get_n_items (KcMockSecrets *self);
/* Sets the secret of all items. */
void kc_mock_secrets_spoil (KcMockSecrets *self, const char *text);
/* The label of an item of the address `base_url`, or NULL. Borrowed. */
const char *kc_mock_secrets_get_label (KcMockSecrets *self, const char *base_url);

G_END_DECLS
