/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStubServer: a loopback TCP server for tests that says exactly the bytes it is told: well-formed
 * HTTP, broken HTTP, half an answer, silence. It serves from the thread-default main context.
 *
 * Each rule matches a method and the beginning of a path (after "/v1"); the newest matching rule
 * with uses left wins, so a test states the normal case first and then what differs.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KcStubServer KcStubServer;

typedef enum {
  KC_STUB_CLOSE = 0,      /* the answer as given, then an orderly close */
  KC_STUB_HANG = 1 << 0,  /* after the bytes: silence, the connection stays open */
  KC_STUB_RESET = 1 << 1, /* after the bytes: RST */
  KC_STUB_SLOW = 1 << 2,  /* one byte every 20 ms */
} KcStubFlags;

KcStubServer *kc_stub_server_new (void);
/* The same over TLS; the base URL is https then. */
KcStubServer *kc_stub_server_new_tls (GTlsCertificate *certificate);
void kc_stub_server_free (KcStubServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcStubServer, kc_stub_server_free)

/* "http://127.0.0.1:PORT/v1" */
const char *kc_stub_server_get_base_url (KcStubServer *self);

/* FALSE: every connection is cut, and further ones are refused, until it is TRUE again. */
void kc_stub_server_set_reachable (KcStubServer *self, gboolean reachable);

/* A whole JSON answer; "{}" with an error status stands for the envelope that Keebai sends with it.
 * `uses` 0: for ever. `extra_headers`: lines ending in CRLF, or NULL. */
void kc_stub_server_reply (KcStubServer *self,
                           const char *method,
                           const char *path,
                           guint uses,
                           guint status,
                           const char *extra_headers,
                           const char *json);

/* Any bytes at all, the status line included. Copied. */
void kc_stub_server_reply_raw (KcStubServer *self,
                               const char *method,
                               const char *path,
                               guint uses,
                               KcStubFlags flags,
                               const void *bytes,
                               gsize length);

/* An event stream: answers with the head of one (200, text/event-stream, chunked) and stays open;
 * what kc_stub_server_send () says from then on goes to every open stream, as one chunk. */
void kc_stub_server_reply_stream (KcStubServer *self, const char *path, guint uses);
void kc_stub_server_send (KcStubServer *self, const char *text);
/* An orderly end (last chunk), or a reset. */
void kc_stub_server_end_streams (KcStubServer *self, gboolean reset);
guint kc_stub_server_get_n_streams (KcStubServer *self);

/* How many requests matched; NULL matches all. */
guint kc_stub_server_count (KcStubServer *self, const char *method, const char *path);

/* Head and body of the newest request, as received; "" before the first. */
const char *kc_stub_server_get_last_head (KcStubServer *self);
const char *kc_stub_server_get_last_body (KcStubServer *self);

/* How many bytes of its answers went to the system, over all connections that have finished a
 * write or broke off in one. */
guint64 kc_stub_server_get_n_bytes_sent (KcStubServer *self);

G_END_DECLS
