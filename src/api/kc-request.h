/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-request: one request and its whole answer, limited in time and size. Private to kc-client.
 *
 * Adds what libsoup 3.2 lacks: a deadline for the whole request (its own timeout counts for each
 * read), a limit for the body, an error for a body that is shorter than its Content-Length (libsoup
 * accepts it if the connection is to be closed), and for redirects. A POST is sent only once: what
 * libsoup repeats on a new connection is idempotent.
 */

#pragma once

#include "kc-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Sends `message` once. Completes its head; method, address and body are set by the caller.
 * `status` is expected, or 200. `label` is the path in the debug log, without ids. A body of more
 * than `max_bytes` is an error. The callback runs in the thread-default main context. */
void kc_request_send_async (SoupSession *session,
                            SoupMessage *message,
                            const char *key,
                            guint status,
                            const char *label,
                            guint deadline_ms,
                            gsize max_bytes,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* The body of a successful answer: complete, with the content type of JSON, not parsed. Fails with
 * KC_ERROR or G_IO_ERROR_CANCELLED. */
GBytes *kc_request_send_finish (SoupSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
