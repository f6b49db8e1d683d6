/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-http: what HTTP and the network say, as KC_ERROR. For the inside of the api layer: shared by
 * the requests (kc-client) and the event stream (kc-sse-stream), so that both mean the same.
 */

#pragma once

#include "kc-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The error for an answer of another status than was hoped for, with what `body` says in either
 * envelope. `body` may be NULL, cut off, or no JSON at all: then only the status counts. */
GError *kc_http_error_new_from_reply (SoupMessage *message, GBytes *body) G_GNUC_WARN_UNUSED_RESULT;

/* The error for one of libsoup or GIO; takes `error`. One of KC_ERROR and G_IO_ERROR_CANCELLED
 * come back as they are. */
GError *kc_http_error_new_from_transport (GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* `Retry-After` in milliseconds, seconds or date (relative to the answer's own `Date`, because the
 * computer's clock may be wrong), at most one hour; -1 if there is none that can be read. */
gint64 kc_http_get_retry_after_ms (SoupMessage *message);

/* Has `message` sent over HTTP/1.1, if it is the one that opens the connection: to be called for
 * every message of a session. libsoup 3.2 offers HTTP/2 and then never completes a request that is
 * cancelled before the head of the answer came, and never notices that a connection was lost. Its
 * soup_message_set_force_http1 () came with 3.4. */
void kc_http_avoid_http2 (SoupMessage *message);

/* Has the connection closed after `message`. On one that was used before libsoup sends a request
 * that was reset once more by itself, uncounted; and 3.2 then crashes (run_until_read_done () on a
 * message without I/O) if the second answer is there before it has heard of the first one's end. A
 * server that closes what was idle for as long as we wait between two polls makes that likely. */
void kc_http_use_connection_once (SoupMessage *message);

G_END_DECLS
