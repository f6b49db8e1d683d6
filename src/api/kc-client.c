/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-client.h"

#include "kc-access-key.h"
#include "kc-config.h"
#include "kc-request.h"

#include <string.h>

#define CONNECT_PATH "/channels/whatsapp/connect"

struct _KcClient {
  GObject parent_instance;

  SoupSession *session;
  SoupSession *stream_session; /* for what stays open, without any timeout */
  char *base_url;
  char *key;
  guint deadline_ms;
  gboolean is_loopback;
};

G_DEFINE_FINAL_TYPE (KcClient, kc_client, G_TYPE_OBJECT)

/* What a body becomes, and what the parser needs to know besides. */
typedef gpointer (*ParseFunc) (KcClient *self, GBytes *bytes, KcMode mode, GError **error);

typedef struct {
  ParseFunc parse;
  GDestroyNotify free_value;
  KcMode mode;
} Answer;

static gpointer
parse_session (KcClient *self, GBytes *bytes, KcMode mode, GError **error)
{
  return kc_session_new_from_bytes (bytes, mode, self->base_url, error);
}

static gpointer
parse_poll (KcClient *self, GBytes *bytes, KcMode mode, GError **error)
{
  return kc_poll_new_from_bytes (bytes, mode, error);
}

static gpointer
parse_account (KcClient *self, GBytes *bytes, KcMode mode, GError **error)
{
  return kc_account_new_from_bytes (bytes, error);
}

static gpointer
parse_channels (KcClient *self, GBytes *bytes, KcMode mode, GError **error)
{
  return kc_channels_new_from_bytes (bytes, error);
}

static gpointer
parse_numbers (KcClient *self, GBytes *bytes, KcMode mode, GError **error)
{
  return kc_numbers_new_from_bytes (bytes, error);
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Answer *answer = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  gpointer value = NULL;

  bytes = kc_request_send_finish (SOUP_SESSION (source), result, &error);
  if (bytes != NULL)
    value = answer->parse (g_task_get_source_object (task), bytes, answer->mode, &error);
  if (value != NULL)
    g_task_return_pointer (task, value, answer->free_value);
  else
    g_task_return_error (task, error);
}

/* Sends one request; `body` is NULL for GET. Takes `task`, whose value the answer becomes. */
static void
send_request (GTask *task,
              GBytes *body,
              const char *path,
              const char *label,
              ParseFunc parse,
              GDestroyNotify free_value,
              KcMode mode)
{
  KcClient *self = g_task_get_source_object (task);
  g_autofree char *uri = g_strconcat (self->base_url, path, NULL);
  g_autoptr (SoupMessage) message
      = soup_message_new (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, uri);
  Answer *answer = g_new0 (Answer, 1);

  answer->parse = parse;
  answer->free_value = free_value;
  answer->mode = mode;
  g_task_set_task_data (task, answer, g_free);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  kc_request_send_async (self->session, message, self->key, body != NULL ? 201 : 200, label,
                         self->deadline_ms, g_task_get_cancellable (task), send_cb, task);
}

static void
kc_client_finalize (GObject *object)
{
  KcClient *self = KC_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->stream_session);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->key, kc_secret_free);

  G_OBJECT_CLASS (kc_client_parent_class)->finalize (object);
}

static void
kc_client_class_init (KcClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_client_finalize;
}

static void
kc_client_init (KcClient *self)
{
  self->deadline_ms = KC_CLIENT_DEADLINE_MS;
}

/* Proxies and the trust store are the system's. No cookies, no cache: libsoup has none unless asked
 * for. */
static SoupSession *
create_session (gboolean is_loopback)
{
  SoupSession *session
      = soup_session_new_with_options ("user-agent", "KeebaiConnect/" KC_VERSION, "timeout", 0,
                                       "max-conns", 16, "max-conns-per-host", 8, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  /* What is on this computer is never asked for by way of another one. */
  if (is_loopback)
    soup_session_set_proxy_resolver (session, NULL);

  return session;
}

static char *
normalize_base_url (const char *base_url)
{
  char *url;

  if (!kc_uri_is_allowed (base_url, TRUE) || strpbrk (base_url, "?#") != NULL)
    return NULL;

  url = g_strdup (base_url);
  for (gsize length = strlen (url); length > 0 && url[length - 1] == '/'; length--)
    url[length - 1] = '\0';

  return url;
}

KcClient *
kc_client_new (const char *base_url, const char *key, GError **error)
{
  g_autofree char *url = NULL;
  char *clean_key;
  KcClient *self;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  url = normalize_base_url (base_url);
  if (url == NULL)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_INSECURE,
                           "the address of the service is neither https nor on this computer");
      return NULL;
    }
  clean_key = kc_access_key_normalize (key, NULL, error);
  if (clean_key == NULL)
    return NULL;

  self = g_object_new (KC_TYPE_CLIENT, NULL);
  self->is_loopback = kc_uri_is_loopback (url);
  self->base_url = g_steal_pointer (&url);
  self->key = clean_key;
  self->session = create_session (self->is_loopback);
  self->stream_session = create_session (self->is_loopback);
  soup_session_set_idle_timeout (self->stream_session, 0);

  return self;
}

const char *
kc_client_get_base_url (KcClient *self)
{
  g_return_val_if_fail (KC_IS_CLIENT (self), NULL);

  return self->base_url;
}

gboolean
kc_client_is_loopback (KcClient *self)
{
  g_return_val_if_fail (KC_IS_CLIENT (self), FALSE);

  return self->is_loopback;
}

void
kc_client_set_deadline (KcClient *self, guint deadline_ms)
{
  g_return_if_fail (KC_IS_CLIENT (self));

  self->deadline_ms = deadline_ms;
}

void
kc_client_start_async (KcClient *self,
                       const KcConnectRequest *request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GBytes) body = NULL;
  GTask *task;

  g_return_if_fail (KC_IS_CLIENT (self));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_client_start_async);
  body = kc_connect_request_to_bytes (request);
  send_request (task, body, CONNECT_PATH, CONNECT_PATH, parse_session,
                (GDestroyNotify) kc_session_free, request->mode);
}

KcSession *
kc_client_start_finish (KcClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_client_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_client_poll_async (KcClient *self,
                      const KcSession *session,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  GTask *task;

  g_return_if_fail (KC_IS_CLIENT (self));
  g_return_if_fail (session != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_client_poll_async);
  /* An id is opaque: it may contain what means something in a path. */
  id = g_uri_escape_string (session->session_id, NULL, FALSE);
  path = g_strconcat (CONNECT_PATH "/", id, NULL);
  send_request (task, NULL, path, CONNECT_PATH "/{session_id}", parse_poll,
                (GDestroyNotify) kc_poll_free, session->mode);
}

KcPoll *
kc_client_poll_finish (KcClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_client_poll_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

KcSseStream *
kc_client_create_qr_stream (KcClient *self, const KcSession *session)
{
  KcSseStream *stream;

  g_return_val_if_fail (KC_IS_CLIENT (self), NULL);
  g_return_val_if_fail (session != NULL && session->stream_uri != NULL, NULL);

  stream = kc_sse_stream_new (self->stream_session, session->stream_uri, self->key);
  kc_sse_stream_set_head_deadline (stream, self->deadline_ms);

  return stream;
}

void
kc_client_get_account_async (KcClient *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_client_get_account_async);
  send_request (task, NULL, "/me", "/me", parse_account, (GDestroyNotify) kc_account_free, 0);
}

KcAccount *
kc_client_get_account_finish (KcClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_client_get_account_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_client_list_channels_async (KcClient *self,
                               KcChannelKind kind,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  const char *path = kind == KC_CHANNEL_KIND_WHATSAPP_QR ? "/channels?type=whatsapp_qr"
                                                         : "/channels?type=whatsapp";
  GTask *task;

  g_return_if_fail (KC_IS_CLIENT (self));
  g_return_if_fail (kind != KC_CHANNEL_KIND_OTHER);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_client_list_channels_async);
  send_request (task, NULL, path, path, parse_channels, (GDestroyNotify) g_ptr_array_unref, 0);
}

GPtrArray *
kc_client_list_channels_finish (KcClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_client_list_channels_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_client_list_numbers_async (KcClient *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_client_list_numbers_async);
  send_request (task, NULL, "/whatsapp/numbers", "/whatsapp/numbers", parse_numbers,
                (GDestroyNotify) g_ptr_array_unref, 0);
}

GPtrArray *
kc_client_list_numbers_finish (KcClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_client_list_numbers_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
