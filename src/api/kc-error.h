/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-error: one code for each thing that a person can do something about.
 *
 * Every error that leaves the api layer is of the domain KC_ERROR. `message` is a short technical
 * English text for the "Details" of a report: it never contains the access key, a link or a QR
 * text, and it is never shown as the explanation (app/text/kc-error-text has the sentences for
 * that). G_IO_ERROR_CANCELLED is passed on unchanged.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_ERROR (kc_error_quark ())

/**
 * KcError:
 * @KC_ERROR_OFFLINE: no route, name not resolved, connection refused or reset
 * @KC_ERROR_TIMED_OUT: no complete answer within the deadline, or 408
 * @KC_ERROR_TLS: the connection is not secure, for another reason than the three below
 * @KC_ERROR_TLS_AUTHORITY: the certificate is from an unknown authority: usually security software
 *   or a company network that intercepts connections
 * @KC_ERROR_TLS_TIME: the certificate is not valid yet or has expired: usually this computer's
 *   clock is wrong
 * @KC_ERROR_TLS_HOST: the certificate is another host's: usually a network's sign-in page
 * @KC_ERROR_PROXY: the proxy cannot be reached or refused (see kc_error_get_proxy_host())
 * @KC_ERROR_PROXY_PASSWORD: 407, the proxy asks for a password
 * @KC_ERROR_PORTAL: a sign-in page of the network: no TLS where there must be, a web page or a
 *   redirect instead of an answer
 * @KC_ERROR_GATEWAY: an error status without one of Keebai's envelopes: a firewall, a filter or a
 *   gateway answered, which says nothing about the key or the session
 * @KC_ERROR_INSECURE: the address is neither https nor http to a loopback address
 * @KC_ERROR_INVALID_ADDRESS: the address of the service is no address, or has parts that it must
 *   not have; nothing was sent
 * @KC_ERROR_WRONG_ADDRESS: 404 for what every Keebai service has: the address is wrong
 * @KC_ERROR_KEY_MALFORMED: the key has a character that no key has; nothing was sent
 * @KC_ERROR_UNAUTHORIZED: 401, the key is wrong, revoked or expired
 * @KC_ERROR_FORBIDDEN: 403, the key lacks a permission (see kc_error_get_missing_scopes())
 * @KC_ERROR_NOT_FOUND: 404, session unknown
 * @KC_ERROR_GONE: 410, the session is over
 * @KC_ERROR_NO_STREAM: 204, 404 or 410 for the event stream of a session that goes on
 * @KC_ERROR_REFUSED: 400, 409, 422 and any other 4xx: the request was understood and declined
 * @KC_ERROR_RATE_LIMITED: 429
 * @KC_ERROR_MAINTENANCE: 503
 * @KC_ERROR_SERVER: any other 5xx
 * @KC_ERROR_BAD_REPLY: an answer that is not what Keebai sends: another content type, truncated,
 * too large, too deep, not UTF-8, not JSON, a missing field or one of a wrong type
 */
typedef enum {
  KC_ERROR_OFFLINE,
  KC_ERROR_TIMED_OUT,
  KC_ERROR_TLS,
  KC_ERROR_TLS_AUTHORITY,
  KC_ERROR_TLS_TIME,
  KC_ERROR_TLS_HOST,
  KC_ERROR_PROXY,
  KC_ERROR_PROXY_PASSWORD,
  KC_ERROR_PORTAL,
  KC_ERROR_GATEWAY,
  KC_ERROR_INSECURE,
  KC_ERROR_INVALID_ADDRESS,
  KC_ERROR_WRONG_ADDRESS,
  KC_ERROR_KEY_MALFORMED,
  KC_ERROR_UNAUTHORIZED,
  KC_ERROR_FORBIDDEN,
  KC_ERROR_NOT_FOUND,
  KC_ERROR_GONE,
  KC_ERROR_NO_STREAM,
  KC_ERROR_REFUSED,
  KC_ERROR_RATE_LIMITED,
  KC_ERROR_MAINTENANCE,
  KC_ERROR_SERVER,
  KC_ERROR_BAD_REPLY,
} KcError;

GQuark kc_error_quark (void);

/* The nicks are the words for "Details" and reports. */
#define KC_TYPE_ERROR (kc_error_get_type ())
GType kc_error_get_type (void);

/* What the server said. It is part of the error (GLib's extended errors), so that copies have it
 * too. All of these accept any GError, and return "nothing" for another domain than KC_ERROR. */

/* The HTTP status, or 0 if there was none. */
guint kc_error_get_http_status (const GError *error);

/* How long the server asks to wait (`Retry-After`, RFC 9110 section 10.2.3, both forms), in
 * milliseconds, or -1 if it did not say. At most one hour. */
gint64 kc_error_get_retry_after_ms (const GError *error);

/* The server's own code, such as "INSUFFICIENT_SCOPE", or NULL. */
const char *kc_error_get_server_code (const GError *error);

/* The server's own message, in whatever language it chose, or NULL. Only for "Details". */
const char *kc_error_get_server_message (const GError *error);

/* The permissions that the key lacks (403), NULL if not told. */
const char *const *kc_error_get_missing_scopes (const GError *error);

/* KC_ERROR_PROXY, KC_ERROR_PROXY_PASSWORD: the proxy's host, NULL if not known. */
const char *kc_error_get_proxy_host (const GError *error);

/* FALSE if no part of the request was sent to Keebai, so that it was surely not carried out. TRUE
 * also if that is not known. */
gboolean kc_error_was_sent (const GError *error);

/* Whether waiting and asking again can help: offline, timed out, 429, 5xx, an unreachable proxy, a
 * sign-in page, a gateway's or a garbled reply. FALSE for everything that would fail again in the
 * same way. */
gboolean kc_error_is_transient (const GError *error);

/* 401 or 403: the key is rejected. */
gboolean kc_error_locks_out (const GError *error);

/* 404 or 410: Keebai does not know the session, or it is over. */
gboolean kc_error_is_over (const GError *error);

/* Makes an error of the domain KC_ERROR. The texts and the list are copied; all may be NULL.
 * `retry_after_ms` is -1 if unknown. For the api layer and for tests. */
GError *kc_error_new_full (KcError code,
                           guint http_status,
                           gint64 retry_after_ms,
                           const char *server_code,
                           const char *server_message,
                           const char *const *missing_scopes,
                           const char *message) G_GNUC_WARN_UNUSED_RESULT;

/* Returns `error`, of the domain KC_ERROR; kc_error_was_sent () is FALSE from now on. For the api
 * layer and for tests. */
GError *kc_error_mark_unsent (GError *error);

/* For the api layer and for tests. `host` is copied; NULL if not known. */
void kc_error_set_proxy_host (GError *error, const char *host);

G_END_DECLS
