/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-client.h"

#include "kc-access-key.h"
#include "kc-config.h"
#include "kc-enum.h"
#include "kc-json.h"
#include "kc-request.h"

#include <string.h>

#define CONNECT_PATH "/channels/whatsapp/connect"
/* What is read at once: below a millisecond. */
#define MAX_SHORT_BYTES (64 * 1024)

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

/* What a body becomes. Has to be ready for any thread if the body may be long. */
typedef gpointer (*ParseFunc) (GBytes *bytes, const char *base_url, guint kind, GError **error);

/* An endpoint: what is asked, and how the answer is read. */
typedef struct {
  ParseFunc parse;
  GDestroyNotify free_value;
  gsize max_bytes;
  gboolean is_session; /* a 404 is about the session, not about the address of the service */
} Endpoint;

typedef struct {
  const Endpoint *endpoint;
  GBytes *bytes;
  char *base_url;
  guint kind; /* KcMode or KcChannelKind */
} Answer;

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_free (answer->base_url);
  g_free (answer);
}

static gpointer
parse_session (GBytes *bytes, const char *base_url, guint mode, GError **error)
{
  return kc_session_new_from_bytes (bytes, mode, base_url, error);
}

static gpointer
parse_poll (GBytes *bytes, const char *base_url, guint mode, GError **error)
{
  return kc_poll_new_from_bytes (bytes, mode, error);
}

static gpointer
parse_account (GBytes *bytes, const char *base_url, guint kind, GError **error)
{
  return kc_account_new_from_bytes (bytes, error);
}

static gpointer
parse_channels (GBytes *bytes, const char *base_url, guint kind, GError **error)
{
  return kc_channels_new_from_bytes (bytes, kind, error);
}

static gpointer
parse_numbers (GBytes *bytes, const char *base_url, guint kind, GError **error)
{
  return kc_numbers_new_from_bytes (bytes, error);
}

static const Endpoint start_endpoint
    = {parse_session, (GDestroyNotify) kc_session_free, KC_JSON_MAX_BYTES, FALSE};
static const Endpoint poll_endpoint
    = {parse_poll, (GDestroyNotify) kc_poll_free, KC_JSON_MAX_BYTES, TRUE};
static const Endpoint account_endpoint
    = {parse_account, (GDestroyNotify) kc_account_free, KC_JSON_MAX_BYTES, FALSE};
static const Endpoint channels_endpoint
    = {parse_channels, (GDestroyNotify) g_ptr_array_unref, KC_JSON_MAX_LIST_BYTES, FALSE};

static const Endpoint numbers_endpoint
    = {parse_numbers, (GDestroyNotify) g_ptr_array_unref, KC_JSON_MAX_LIST_BYTES, FALSE};

static void
parse_answer (GTask *task)
{
  const Answer *answer = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = answer->endpoint->parse (answer->bytes, answer->base_url, answer->kind, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, answer->endpoint->free_value);
  else
    g_task_return_error (task, error);
}

static void
parse_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  parse_answer (task);
}

static void
parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Answer *answer = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (value != NULL)
    g_task_return_pointer (task, value, answer->endpoint->free_value);
  else
    g_task_return_error (task, error);
}

/* In a thread. Its task does not know the client, because the last reference must not be dropped
 * there. */
static void
parse_long_answer (GTask *task)
{
  const Answer *answer = g_task_get_task_data (task);
  Answer *copy = g_new0 (Answer, 1);
  g_autoptr (GTask) thread_task
      = g_task_new (NULL, g_task_get_cancellable (task), parsed_cb, g_object_ref (task));

  g_task_set_source_tag (thread_task, parse_long_answer);
  copy->endpoint = answer->endpoint;
  copy->bytes = g_bytes_ref (answer->bytes);
  copy->base_url = g_strdup (answer->base_url);
  copy->kind = answer->kind;
  g_task_set_task_data (thread_task, copy, (GDestroyNotify) answer_free);
  g_task_run_in_thread (thread_task, parse_in_thread);
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Answer *answer = g_task_get_task_data (task);
  GError *error = NULL;

  answer->bytes = kc_request_send_finish (SOUP_SESSION (source), result, &error);
  if (answer->bytes == NULL)
    {
      if (g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND) && !answer->endpoint->is_session)
        error->code = KC_ERROR_WRONG_ADDRESS;
      g_task_return_error (task, error);
    }
  else if (g_bytes_get_size (answer->bytes) > MAX_SHORT_BYTES)
    parse_long_answer (task);
  else
    parse_answer (task);
}

/* Sends one request; `body` is NULL for GET. Takes `task`, whose value the answer becomes. */
static void
send_request (GTask *task,
              GBytes *body,
              const char *path,
              const char *label,
              const Endpoint *endpoint,
              guint kind)
{
  KcClient *self = g_task_get_source_object (task);
  g_autofree char *uri = g_strconcat (self->base_url, path, NULL);
  g_autoptr (SoupMessage) message
      = soup_message_new (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, uri);
  Answer *answer = g_new0 (Answer, 1);

  answer->endpoint = endpoint;
  answer->base_url = g_strdup (self->base_url);
  answer->kind = kind;
  g_task_set_task_data (task, answer, (GDestroyNotify) answer_free);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  kc_request_send_async (self->session, message, self->key, body != NULL ? 201 : 200, label,
                         self->deadline_ms, endpoint->max_bytes, g_task_get_cancellable (task),
                         send_cb, task);
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
  /* A service on this computer is never reached through a proxy. */
  if (is_loopback)
    soup_session_set_proxy_resolver (session, NULL);

  return session;
}

KcClient *
kc_client_new (const char *base_url, const char *key, GError **error)
{
  g_autofree char *url = NULL;
  char *clean_key;
  KcClient *self;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  url = kc_uri_normalize_service (base_url, error);
  if (url == NULL)
    return NULL;
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
  send_request (task, body, CONNECT_PATH, CONNECT_PATH, &start_endpoint, request->mode);
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
  if (!kc_session_id_is_usable (session->session_id))
    {
      g_task_return_error (task, kc_error_mark_unsent (
                                     g_error_new_literal (KC_ERROR, KC_ERROR_BAD_REPLY,
                                                          "the session has no usable id")));
      g_object_unref (task);
      return;
    }
  /* An id is opaque: it may contain characters with a meaning in a path. */
  id = g_uri_escape_string (session->session_id, NULL, FALSE);
  path = g_strconcat (CONNECT_PATH "/", id, NULL);
  send_request (task, NULL, path, CONNECT_PATH "/{session_id}", &poll_endpoint, session->mode);
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
  send_request (task, NULL, "/me", "/me", &account_endpoint, 0);
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
  g_autofree char *path
      = g_strconcat ("/channels?type=", kc_enum_get_nick (KC_TYPE_CHANNEL_KIND, (int) kind), NULL);
  GTask *task;

  g_return_if_fail (KC_IS_CLIENT (self));
  g_return_if_fail (kind != KC_CHANNEL_KIND_OTHER);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_client_list_channels_async);
  send_request (task, NULL, path, path, &channels_endpoint, kind);
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
  send_request (task, NULL, "/whatsapp/numbers", "/whatsapp/numbers", &numbers_endpoint, 0);
}

GPtrArray *
kc_client_list_numbers_finish (KcClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_client_list_numbers_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
