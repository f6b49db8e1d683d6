/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-http: turns what HTTP and the network report into KC_ERROR. Private to the api layer: requests
 * (kc-request) and the event stream (kc-sse-stream) share it.
 */

#pragma once

#include "kc-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The error for an answer with an unexpected status. Only a `body` in one of Keebai's envelopes is
 * Keebai's; anything else with such a status is KC_ERROR_GATEWAY. `body` may be NULL or truncated.
 */
GError *kc_http_error_new_from_reply (SoupMessage *message, GBytes *body) G_GNUC_WARN_UNUSED_RESULT;

/* The error for an error of libsoup or GIO while `message` was sent; takes `error`. KC_ERROR and
 * G_IO_ERROR_CANCELLED are returned as they are, except that a failure before the proxy has let the
 * connection through is KC_ERROR_PROXY. Knows whether the message was sent. */
GError *kc_http_error_new_from_transport (SoupMessage *message,
                                          GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* The error code for an answer with this unexpected content type. */
KcError kc_http_get_code_for_type (const char *type);

/* Whether the body is compressed. A few bytes could become gigabytes, so compression is not
 * requested and not read. With any other coding ("none", "identity", an unknown word) the body is
 * read as it is. */
gboolean kc_http_is_compressed (SoupMessage *message);

/* What is wrong with an answer of status 200 to a request for an event stream, or NULL. */
GError *kc_http_find_stream_fault (SoupMessage *message);

/* `Retry-After` in milliseconds, seconds or date (relative to the answer's own `Date`, because the
 * computer's clock may be wrong), at most one hour; -1 if there is none that can be read. */
gint64 kc_http_get_retry_after_ms (SoupMessage *message);

/* Call this once for every message, before it is sent in `session` with `cancellable`. `accept` is
 * the expected content type. Sets the head, including `key` as bearer token; switches redirects
 * off, which would get the key; switches keepalive on; records what the errors above need; and
 * avoids three faults of libsoup:
 *
 * HTTP/1.1 is used, if this is the message that opens the connection. libsoup 3.2 offers HTTP/2 and
 * then never completes a request that is cancelled before the head of the answer came, and never
 * notices that a connection was lost. Its soup_message_set_force_http1 () came with 3.4.
 *
 * The connection is closed after the message. On a reused connection libsoup repeats a request that
 * was reset, uncounted; and 3.2 then crashes (run_until_read_done () on a message without I/O) if
 * the second answer arrives before it has noticed the end of the first. A server that closes
 * connections that were idle for one poll interval makes that likely.
 *
 * A proxy gets its password once. libsoup 3.2 sends the one in the proxy's address again and again,
 * some hundred times a second, when the proxy rejects it. */
void kc_http_prepare (SoupMessage *message,
                      SoupSession *session,
                      const char *key,
                      const char *accept,
                      GCancellable *cancellable);

G_END_DECLS
