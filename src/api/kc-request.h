/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-request: one request and its whole answer, bounded in time and size. Private to kc-client.
 *
 * What is built around, because libsoup 3.2 does not: a deadline over everything (its own timeout
 * counts per read), a limit on the body, a body shorter than its Content-Length (a success to it if
 * the connection is to be closed), and redirects that it hands out or follows. It does send a POST
 * once only: what it repeats on a fresh connection is idempotent.
 */

#pragma once

#include "kc-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Sends `message`, once. Its head is completed here; method, address and body are the caller's.
 * `status` is the one expected, besides 200. `label` is what the debug log calls the path: without
 * ids. A body of more than `max_bytes` is an error. The callback runs in the thread-default main
 * context. */
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

/* The body of a good answer, said to be JSON and complete but not parsed; else KC_ERROR or
 * G_IO_ERROR_CANCELLED. */
GBytes *kc_request_send_finish (SoupSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
