/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyringOperation: what one operation on the keyring carries along, and how it ends early.
 * Private to kc-keyring-steps.
 */

#pragma once

#include "kc-keyring-steps.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* The data of its task. libsecret is handed a cancellable of our own, so that the deadline can end
 * a call as well. A keyring that does not react even to that does not hold us up: the task returns,
 * `over` is set, and what comes back later is dropped by the callback. */
typedef struct {
  KcKeyringJob job;
  const SecretSchema *schema;
  gboolean quiet;     /* the person is never asked for anything */
  gboolean unlocking; /* the person is being asked for the password */
  gboolean over;
  char *label;
  char *base_url;
  char *session_id; /* of a link */
  GHashTable *attributes;
  GList *items;       /* still to be deleted */
  SecretValue *value; /* to be stored; in memory that is not swapped */
  guint deadline_ms;
  guint deadline_id;
  GCancellable *cancellable;
  GSource *caller_cancelled;
} KcKeyringOperation;

/* The only attribute of a schema is the address. */
KcKeyringOperation *kc_keyring_operation_new (KcKeyringJob job,
                                              const SecretSchema *schema,
                                              const char *base_url,
                                              guint deadline_ms);

/* Hands it over to the task. FALSE if that is cancelled already, and has returned. */
gboolean kc_keyring_operation_attach (KcKeyringOperation *self, GTask *task);

/* Begins a step. `may_ask`: it may ask the person, who has KC_KEYRING_PERSON_FACTOR times the
 * deadline. A step always has a call of libsecret's under way, which owns a reference to the task;
 * so the sources borrow it. */
void kc_keyring_operation_begin_step (GTask *task, gboolean may_ask);

/* The task returns now, and neither the deadline nor the caller ends it. */
void kc_keyring_operation_stop (KcKeyringOperation *self);

G_END_DECLS
