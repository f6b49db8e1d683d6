/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-error.h"

#define MAX_RETRY_AFTER_MS (60 * 60 * 1000)

typedef struct {
  guint http_status;
  gint64 retry_after_ms;
  gboolean unsent;
  char *server_code;
  char *server_message;
  char **missing_scopes;
  char *proxy_host;
} KcErrorPrivate;

static void
kc_error_private_init (KcErrorPrivate *priv)
{
  priv->retry_after_ms = -1;
}

static void
kc_error_private_copy (const KcErrorPrivate *src, KcErrorPrivate *dest)
{
  dest->http_status = src->http_status;
  dest->retry_after_ms = src->retry_after_ms;
  dest->unsent = src->unsent;
  dest->server_code = g_strdup (src->server_code);
  dest->server_message = g_strdup (src->server_message);
  dest->missing_scopes = g_strdupv (src->missing_scopes);
  dest->proxy_host = g_strdup (src->proxy_host);
}

static void
kc_error_private_clear (KcErrorPrivate *priv)
{
  g_clear_pointer (&priv->server_code, g_free);
  g_clear_pointer (&priv->server_message, g_free);
  g_clear_pointer (&priv->missing_scopes, g_strfreev);
  g_clear_pointer (&priv->proxy_host, g_free);
}

G_DEFINE_EXTENDED_ERROR (KcError, kc_error)
G_DEFINE_ENUM_TYPE (KcError,
                    kc_error,
                    G_DEFINE_ENUM_VALUE (KC_ERROR_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_TIMED_OUT, "timed-out"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_TLS, "tls"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_TLS_AUTHORITY, "tls-authority"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_TLS_TIME, "tls-time"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_TLS_HOST, "tls-host"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_PROXY, "proxy"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_PROXY_PASSWORD, "proxy-password"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_PORTAL, "portal"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_GATEWAY, "gateway"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_INSECURE, "insecure"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_INVALID_ADDRESS, "invalid-address"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_WRONG_ADDRESS, "wrong-address"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_KEY_MALFORMED, "key-malformed"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_UNAUTHORIZED, "unauthorized"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_FORBIDDEN, "forbidden"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_NOT_FOUND, "not-found"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_GONE, "gone"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_NO_STREAM, "no-stream"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_RATE_LIMITED, "rate-limited"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_MAINTENANCE, "maintenance"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_SERVER, "server"),
                    G_DEFINE_ENUM_VALUE (KC_ERROR_BAD_REPLY, "bad-reply"))

static const KcErrorPrivate *
find_private (const GError *error)
{
  return error != NULL && error->domain == KC_ERROR ? kc_error_get_private (error) : NULL;
}

guint
kc_error_get_http_status (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->http_status : 0;
}

gint64
kc_error_get_retry_after_ms (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->retry_after_ms : -1;
}

const char *
kc_error_get_server_code (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->server_code : NULL;
}

const char *
kc_error_get_server_message (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->server_message : NULL;
}

const char *const *
kc_error_get_missing_scopes (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv != NULL ? (const char *const *) priv->missing_scopes : NULL;
}

const char *
kc_error_get_proxy_host (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv != NULL ? priv->proxy_host : NULL;
}

gboolean
kc_error_was_sent (const GError *error)
{
  const KcErrorPrivate *priv = find_private (error);

  return priv == NULL || !priv->unsent;
}

gboolean
kc_error_is_transient (const GError *error)
{
  if (error == NULL || error->domain != KC_ERROR)
    return FALSE;

  switch ((KcError) error->code)
    {
    case KC_ERROR_OFFLINE:
    case KC_ERROR_TIMED_OUT:
    case KC_ERROR_PROXY:
    case KC_ERROR_PORTAL:
    case KC_ERROR_GATEWAY:
    case KC_ERROR_RATE_LIMITED:
    case KC_ERROR_MAINTENANCE:
    case KC_ERROR_SERVER:
    case KC_ERROR_BAD_REPLY:
      return TRUE;
    case KC_ERROR_TLS:
    case KC_ERROR_TLS_AUTHORITY:
    case KC_ERROR_TLS_TIME:
    case KC_ERROR_TLS_HOST:
    case KC_ERROR_PROXY_PASSWORD:
    case KC_ERROR_INSECURE:
    case KC_ERROR_INVALID_ADDRESS:
    case KC_ERROR_WRONG_ADDRESS:
    case KC_ERROR_KEY_MALFORMED:
    case KC_ERROR_UNAUTHORIZED:
    case KC_ERROR_FORBIDDEN:
    case KC_ERROR_NOT_FOUND:
    case KC_ERROR_GONE:
    case KC_ERROR_NO_STREAM:
    case KC_ERROR_REFUSED:
      return FALSE;
    default:
      return FALSE;
    }
}

gboolean
kc_error_locks_out (const GError *error)
{
  return g_error_matches (error, KC_ERROR, KC_ERROR_UNAUTHORIZED)
         || g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN);
}

gboolean
kc_error_is_over (const GError *error)
{
  return g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)
         || g_error_matches (error, KC_ERROR, KC_ERROR_GONE);
}

GError *
kc_error_new_full (KcError code,
                   guint http_status,
                   gint64 retry_after_ms,
                   const char *server_code,
                   const char *server_message,
                   const char *const *missing_scopes,
                   const char *message)
{
  GError *error = g_error_new_literal (KC_ERROR, code, message != NULL ? message : "");
  KcErrorPrivate *priv = kc_error_get_private (error);

  priv->http_status = http_status;
  priv->retry_after_ms = retry_after_ms < 0 ? -1 : MIN (retry_after_ms, MAX_RETRY_AFTER_MS);
  priv->server_code = g_strdup (server_code);
  priv->server_message = g_strdup (server_message);
  priv->missing_scopes = g_strdupv ((char **) missing_scopes);

  return error;
}

GError *
kc_error_mark_unsent (GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == KC_ERROR, error);

  kc_error_get_private (error)->unsent = TRUE;

  return error;
}

void
kc_error_set_proxy_host (GError *error, const char *host)
{
  KcErrorPrivate *priv;

  g_return_if_fail (error != NULL && error->domain == KC_ERROR);

  priv = kc_error_get_private (error);
  g_free (priv->proxy_host);
  priv->proxy_host = g_strdup (host);
}
