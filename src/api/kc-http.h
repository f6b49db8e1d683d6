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

/* The error for an answer with another status than hoped for. Only a `body` in one of Keebai's
 * envelopes is Keebai's own word; whatever else has such a status is KC_ERROR_GATEWAY. `body` may
 * be NULL or cut off. */
GError *kc_http_error_new_from_reply (SoupMessage *message, GBytes *body) G_GNUC_WARN_UNUSED_RESULT;

/* The error for one of libsoup or GIO that `message` met; takes `error`. One of KC_ERROR and
 * G_IO_ERROR_CANCELLED come back as they are, except that nothing but a proxy can be at fault
 * before the proxy has let us through: that is KC_ERROR_PROXY. Knows whether the message was sent.
 */
GError *kc_http_error_new_from_transport (SoupMessage *message,
                                          GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* What it is if an answer is of this content type and not of the one that it has to be. */
KcError kc_http_get_code_for_type (const char *type);

/* Whether the body is compressed: a few bytes could become gigabytes, so we ask for no compression
 * and read none. Any other coding ("none", "identity", an unknown word) leaves it as it is. */
gboolean kc_http_is_compressed (SoupMessage *message);

/* What is wrong with an answer of status 200 to a request for an event stream, or NULL. */
GError *kc_http_find_stream_fault (SoupMessage *message);

/* `Retry-After` in milliseconds, seconds or date (relative to the answer's own `Date`, because the
 * computer's clock may be wrong), at most one hour; -1 if there is none that can be read. */
gint64 kc_http_get_retry_after_ms (SoupMessage *message);

/* To be called once for every message, before it is sent in `session` with `cancellable`. `accept`
 * is the content type asked for. Sets the head, `key` as bearer token included; follows no
 * redirect, which would take the key along; has the system probe the connection (keepalive);
 * remembers what the errors above tell; and avoids three things that libsoup does otherwise:
 *
 * HTTP/1.1 is used, if this is the message that opens the connection. libsoup 3.2 offers HTTP/2 and
 * then never completes a request that is cancelled before the head of the answer came, and never
 * notices that a connection was lost. Its soup_message_set_force_http1 () came with 3.4.
 *
 * The connection is closed after the message. On one that was used before, libsoup sends a request
 * that was reset once more by itself, uncounted; and 3.2 then crashes (run_until_read_done () on a
 * message without I/O) if the second answer is there before it has heard of the first one's end. A
 * server that closes what was idle for as long as we wait between two polls makes that likely.
 *
 * A proxy is shown its password once. libsoup 3.2 takes the one in the proxy's address again and
 * again, some hundred times a second, when the proxy does not accept it. */
void kc_http_prepare (SoupMessage *message,
                      SoupSession *session,
                      const char *key,
                      const char *accept,
                      GCancellable *cancellable);

G_END_DECLS
