/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStubServer: a loopback TCP server for tests that sends exactly the bytes it is told to send:
 * well-formed HTTP, broken HTTP, half an answer, silence. It runs in the thread-default main
 * context.
 *
 * Each rule matches a method and the beginning of a path (after "/v1"); the newest matching rule
 * with uses left wins. So a test sets the normal answer first, and then what differs.
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

/* FALSE: cuts every connection and refuses new ones, until it is TRUE again. */
void kc_stub_server_set_reachable (KcStubServer *self, gboolean reachable);

/* A complete JSON answer. "{}" with an error status stands for the envelope that Keebai sends with
 * it. `uses` 0: for ever. `extra_headers`: lines ending in CRLF, or NULL. */
void kc_stub_server_reply (KcStubServer *self,
                           const char *method,
                           const char *path,
                           guint uses,
                           guint status,
                           const char *extra_headers,
                           const char *json);

/* Arbitrary bytes, including the status line. Copied. */
void kc_stub_server_reply_raw (KcStubServer *self,
                               const char *method,
                               const char *path,
                               guint uses,
                               KcStubFlags flags,
                               const void *bytes,
                               gsize length);

/* An event stream: sends the head (200, text/event-stream, chunked) and stays open;
 * kc_stub_server_send () then sends to every open stream, each time one chunk. */
void kc_stub_server_reply_stream (KcStubServer *self, const char *path, guint uses);
void kc_stub_server_send (KcStubServer *self, const char *text);
/* Ends the streams in order (last chunk), or resets them. */
void kc_stub_server_end_streams (KcStubServer *self, gboolean reset);
guint kc_stub_server_get_n_streams (KcStubServer *self);

/* How many requests matched; NULL matches everything. */
guint kc_stub_server_count (KcStubServer *self, const char *method, const char *path);

/* Head and body of the newest request, as received; "" before the first. */
const char *kc_stub_server_get_last_head (KcStubServer *self);
const char *kc_stub_server_get_last_body (KcStubServer *self);

/* How many bytes of its answers the system has accepted, over all connections that have finished a
 * write or failed in one. */
guint64 kc_stub_server_get_n_bytes_sent (KcStubServer *self);

G_END_DECLS
