/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-uri: which addresses may be requested and opened. */

#pragma once

#include "kc-error.h"

G_BEGIN_DECLS

#define KC_URI_MAX_BYTES 8192

/* TRUE for https, and for http to a loopback address (127.0.0.0/8, [::1], localhost) when
 * `allow_loopback`. No user info, a host, no control characters. Every address is checked here
 * before it is requested or opened. */
gboolean kc_uri_is_allowed (const char *uri, gboolean allow_loopback);

/* The address of a service, without slashes at its end. KC_ERROR_INSECURE if it is http to another
 * computer, KC_ERROR_INVALID_ADDRESS if it is no address, or has a user name, a password, a query
 * or a fragment; both unsent. The message does not quote it. */
char *kc_uri_normalize_service (const char *uri, GError **error);

/* TRUE for an address that is allowed and on a loopback address, whatever its scheme. */
gboolean kc_uri_is_loopback (const char *uri);

/* The host of `uri` for display: in ASCII, so that no letter looks like another, and with the port
 * if that is not the scheme's. NULL if `uri` has none. Free with g_free (). */
char *kc_uri_copy_host (const char *uri);

/* `reference` resolved against `base`, absolute; KC_ERROR_BAD_REPLY if that is another origin (RFC
 * 6454: scheme, host and port). The message does not quote it. */
char *kc_uri_resolve_same_origin (const char *base, const char *reference, GError **error);

G_END_DECLS
