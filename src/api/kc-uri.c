/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-uri.h"

#include <string.h>

/* Only what RFC 3986 allows in an address at all: others, such as a backslash, are read differently
 * by GLib and by browsers. Non-ASCII letters have to be escaped or in Punycode. */
static gboolean
is_spelt_cleanly (const char *uri)
{
  const gsize length = strlen (uri);

  if (length == 0 || length > KC_URI_MAX_BYTES)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (uri[i]) || strchr ("\\\"<>", uri[i]) != NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* An https or http address with a host and without user info, or NULL. */
static GUri *
parse (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  const char *host;

  if (!is_spelt_cleanly (uri))
    return NULL;
  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  if (parsed == NULL || g_uri_get_userinfo (parsed) != NULL)
    return NULL;
  host = g_uri_get_host (parsed);
  if (host == NULL || *host == '\0')
    return NULL;
  if (!g_str_equal (g_uri_get_scheme (parsed), "https")
      && !g_str_equal (g_uri_get_scheme (parsed), "http"))
    return NULL;

  return g_steal_pointer (&parsed);
}

/* Whether GLib can resolve it: g_uri_resolve_relative () ends in a critical for some that have a
 * scheme and no host. */
static gboolean
is_reference (const char *reference)
{
  /* Not g_uri_peek_scheme (): it interns the scheme, and text from outside would stay in memory. */
  g_autofree char *scheme = g_uri_parse_scheme (reference);
  g_autoptr (GUri) uri = scheme != NULL ? parse (reference) : NULL;

  return scheme != NULL ? uri != NULL : is_spelt_cleanly (reference);
}

static int
get_default_port (GUri *uri)
{
  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

static int
get_port (GUri *uri)
{
  return g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : get_default_port (uri);
}

gboolean
kc_uri_is_allowed (const char *uri, gboolean allow_loopback)
{
  g_autoptr (GUri) parsed = NULL;

  g_return_val_if_fail (uri != NULL, FALSE);

  parsed = parse (uri);
  if (parsed == NULL)
    return FALSE;

  return g_str_equal (g_uri_get_scheme (parsed), "https")
         || (allow_loopback && host_is_loopback (g_uri_get_host (parsed)));
}

char *
kc_uri_normalize_service (const char *uri, GError **error)
{
  g_autoptr (GUri) parsed = NULL;
  const char *complaint = NULL;
  KcError code = KC_ERROR_INVALID_ADDRESS;
  gsize length;

  g_return_val_if_fail (uri != NULL, NULL);

  parsed = parse (uri);
  if (parsed == NULL)
    complaint = "the address of the service is no https address, or has a user name in it";
  else if (strpbrk (uri, "?#") != NULL)
    complaint = "the address of the service has a query or a fragment";
  else if (!kc_uri_is_allowed (uri, TRUE))
    {
      complaint = "the address of the service is neither https nor on this computer";
      code = KC_ERROR_INSECURE;
    }
  if (complaint != NULL)
    {
      g_propagate_error (error,
                         kc_error_mark_unsent (g_error_new_literal (KC_ERROR, code, complaint)));
      return NULL;
    }

  for (length = strlen (uri); length > 0 && uri[length - 1] == '/'; length--)
    ;

  return g_strndup (uri, length);
}

gboolean
kc_uri_is_loopback (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;

  g_return_val_if_fail (uri != NULL, FALSE);

  parsed = parse (uri);

  return parsed != NULL && host_is_loopback (g_uri_get_host (parsed));
}

char *
kc_uri_resolve_same_origin (const char *base, const char *reference, GError **error)
{
  g_autoptr (GUri) base_uri = parse (base);
  g_autofree char *resolved = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (base_uri != NULL, NULL);

  if (is_reference (reference))
    resolved = g_uri_resolve_relative (base, reference, G_URI_FLAGS_ENCODED, NULL);
  if (resolved != NULL)
    uri = parse (resolved);
  if (uri == NULL)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "an address that cannot be used");
      return NULL;
    }

  if (!g_str_equal (g_uri_get_scheme (uri), g_uri_get_scheme (base_uri))
      || g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (base_uri)) != 0
      || get_port (uri) != get_port (base_uri))
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "an address on another server");
      return NULL;
    }

  return g_steal_pointer (&resolved);
}

char *
kc_uri_copy_host (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  g_autofree char *host = NULL;
  g_autofree char *authority = NULL;
  int port;

  g_return_val_if_fail (uri != NULL, NULL);

  /* Only the host is decoded: a path need not be UTF-8. */
  parsed = g_uri_parse (uri,
                        G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY
                            | G_URI_FLAGS_ENCODED_FRAGMENT,
                        NULL);
  if (parsed != NULL && g_uri_get_host (parsed) != NULL)
    host = g_hostname_to_ascii (g_uri_get_host (parsed));
  if (host == NULL)
    return NULL;

  port = get_port (parsed) != get_default_port (parsed) ? get_port (parsed) : -1;
  authority = g_uri_join (G_URI_FLAGS_NONE, NULL, NULL, host, port, "", NULL, NULL);

  return g_strdup (authority + strlen ("//"));
}
