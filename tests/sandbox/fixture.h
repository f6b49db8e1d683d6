/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the tests of the practice service share: a running service, a client that uses no code of
 * the program's own, and streams that collect what arrives.
 */

#pragma once

#include "kc-sandbox.h"
#include "kc-test-wait.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

typedef struct {
  KcSandbox *sandbox;
  SoupSession *client;
  char *origin;
} Fixture;

typedef struct {
  guint status; /* 0: no answer */
  GError *error;
  GBytes *body;
  char *text;           /* the body */
  JsonNode *json;       /* NULL if it is not JSON */
  SoupMessage *message; /* for its headers */
} Answer;

typedef struct {
  GString *text; /* everything that has arrived */
  gboolean ended;
  GError *error;
  guint status;
  SoupMessage *message;
  GCancellable *cancellable;
  char buffer[4096];
} Listener;

Fixture *fixture_new (void);
/* Fails if the service is not finalized. */
void fixture_free (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

void set_knob (Fixture *self, const char *name, const char *value);

/* Sends a request and waits for its answer. `path` follows the origin; "~" stands for
 * "/practice/TOKEN"; `key` may be NULL. A body that starts with a brace is sent as JSON, any other
 * as a form. Redirects are not followed. */
Answer *
ask_as (Fixture *self, const char *key, const char *method, const char *path, const char *body);
/* With the full key. */
Answer *ask (Fixture *self, const char *method, const char *path, const char *body);
/* With one more header. */
Answer *ask_with (Fixture *self,
                  const char *method,
                  const char *path,
                  const char *body,
                  const char *header,
                  const char *value);
void answer_free (Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* A text in the answer by its path, such as "error.code" or "data.0.name"; NULL if it is missing or
 * null. Numbers and booleans are returned as their JSON text. */
char *pick (Answer *self, const char *path);
#define assert_pick(answer, path, expected)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *picked_value = pick (answer, path);                                           \
    g_assert_cmpstr (picked_value, ==, expected);                                                  \
  }                                                                                                \
  G_STMT_END

/* Starts a session. Returns its id, and for embedded sessions the path of its portal page. */
char *start_qr (Fixture *self);
char *start_embedded (Fixture *self, char **portal_path);
/* The status that the poll returns. */
char *poll_status (Fixture *self, const char *id);

Listener *listen_to (Fixture *self, const char *id);
void listener_free (Listener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, listener_free)

void wait_for (Listener *self, const char *text);
void wait_for_end (Listener *self);
guint count (const char *text, const char *part);
