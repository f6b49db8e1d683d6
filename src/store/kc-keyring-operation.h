/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyringOperation: the data of one operation on the keyring, and its deadline. Private to
 * kc-keyring.
 */

#pragma once

#include "kc-deadline.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

typedef enum {
  KC_KEYRING_LOAD,  /* the task returns the secret, or NULL */
  KC_KEYRING_STORE, /* the task returns TRUE */
  KC_KEYRING_CLEAR, /* the task returns TRUE */
} KcKeyringJob;

/* From ten seconds to two minutes, for someone who has to find the password first. */
#define KC_KEYRING_PERSON_FACTOR 12

/* The task's data. libsecret gets the deadline's cancellable. If the keyring does not react to it,
 * the task returns all the same, `over` is set, and the callback drops a late result. */
typedef struct {
  KcKeyringJob job;
  const SecretSchema *schema;
  gboolean quiet;     /* the person is never asked for anything */
  gboolean unlocking; /* the person is being asked for the password */
  gboolean over;
  char *label;
  char *base_url;
  char *session_id; /* of a verification URI, else NULL */
  GHashTable *attributes;
  GList *items;       /* found; those that are deleted leave the list */
  SecretValue *value; /* to be stored; in memory that is not swapped */
  guint deadline_ms;
  KcDeadline *deadline;
  GCancellable *cancellable; /* the deadline's */
} KcKeyringOperation;

/* The schema's only attribute is the address. Owned by the caller until it is attached. */
KcKeyringOperation *kc_keyring_operation_new (KcKeyringJob job,
                                              const SecretSchema *schema,
                                              const char *base_url,
                                              guint deadline_ms);

/* Gives `self` to the task. FALSE if that was cancelled already, and has returned. */
gboolean kc_keyring_operation_attach (KcKeyringOperation *self, GTask *task);

/* Begins a step. `may_ask`: it may ask the person, so the deadline is KC_KEYRING_PERSON_FACTOR
 * times as long. During a step a call to libsecret owns a reference to the task; the sources borrow
 * it. */
void kc_keyring_operation_begin_step (GTask *task, gboolean may_ask);

/* The task is about to return: neither the deadline nor the caller may end it any more. */
void kc_keyring_operation_stop (KcKeyringOperation *self);

G_END_DECLS
