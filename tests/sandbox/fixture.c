/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;

  self->sandbox = kc_sandbox_new ();
  g_assert_null (kc_sandbox_get_base_url (self->sandbox));
  g_assert_true (kc_sandbox_start (self->sandbox, 0, &error));
  g_assert_no_error (error);
  self->client = soup_session_new_with_options ("timeout", 0, "max-conns-per-host", 10,
                                                "user-agent", "sandbox-test/1", NULL);
  self->origin = g_strdup (kc_sandbox_get_base_url (self->sandbox));
  g_assert_true (g_str_has_suffix (self->origin, "/v1"));
  self->origin[strlen (self->origin) - 3] = '\0';
  return self;
}

void
fixture_free (Fixture *self)
{
  /* A stream that was dropped has begun an asynchronous close, which holds the client. */
  soup_session_abort (self->client);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->client);
  g_assert_finalize_object (self->sandbox);
  g_free (self->origin);
  g_free (self);
}

void
set_knob (Fixture *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_set_knob (self->sandbox, name, value, &error));
  g_assert_no_error (error);
}

static SoupMessage *
create_message (
    Fixture *self, const char *key, const char *method, const char *path, const char *body)
{
  const char *practice_url = kc_sandbox_get_practice_url (self->sandbox);
  g_autofree char *uri = *path == '~' ? g_strconcat (practice_url, path + 1, NULL)
                                      : g_strconcat (self->origin, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (key != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", key, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                    bearer);
    }
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message,
                                                *body == '{' ? "application/json"
                                                             : "application/x-www-form-urlencoded",
                                                bytes);
    }
  return message;
}

/* Takes `message`. */
static Answer *
send_message (Fixture *self, SoupMessage *message)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_send_and_read_async (self->client, message, G_PRIORITY_DEFAULT, NULL,
                                    kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  answer->message = message;
  answer->body = soup_session_send_and_read_finish (self->client, result, &answer->error);
  if (answer->body != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (answer->body, &size);

      answer->status = soup_message_get_status (message);
      answer->text = g_strndup (data != NULL ? data : "", size);
      /* Deeply nested JSON would crash json-glib. */
      if (size < 10000)
        answer->json = json_from_string (answer->text, NULL);
    }
  return answer;
}

Answer *
ask_as (Fixture *self, const char *key, const char *method, const char *path, const char *body)
{
  return send_message (self, create_message (self, key, method, path, body));
}

Answer *
ask (Fixture *self, const char *method, const char *path, const char *body)
{
  return ask_as (self, kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL), method, path, body);
}

Answer *
ask_with (Fixture *self,
          const char *method,
          const char *path,
          const char *body,
          const char *header,
          const char *value)
{
  const char *key = kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL);
  SoupMessage *message = create_message (self, key, method, path, body);

  soup_message_headers_replace (soup_message_get_request_headers (message), header, value);
  return send_message (self, message);
}

void
answer_free (Answer *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_object (&self->message);
  g_free (self->text);
  g_free (self);
}

char *
pick (Answer *self, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  JsonNode *node = self->json;

  for (guint i = 0; steps[i] != NULL && node != NULL; i++)
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), steps[i]);
      else if (JSON_NODE_HOLDS_ARRAY (node)
               && g_ascii_strtoull (steps[i], NULL, 10)
                      < json_array_get_length (json_node_get_array (node)))
        node = json_array_get_element (json_node_get_array (node),
                                       (guint) g_ascii_strtoull (steps[i], NULL, 10));
      else
        node = NULL;
    }
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

char *
start_qr (Fixture *self)
{
  g_autoptr (Answer) answer = ask (self, "POST", CONNECT, "{\"mode\":\"qr\"}");

  g_assert_cmpuint (answer->status, ==, 201);
  return pick (answer, "session_id");
}

char *
start_embedded (Fixture *self, char **portal_path)
{
  g_autoptr (Answer) answer = ask (self, "POST", CONNECT, "{}");
  g_autofree char *uri = pick (answer, "verification_uri");

  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_true (g_str_has_prefix (uri, self->origin));
  *portal_path = g_strdup (uri + strlen (self->origin));
  return pick (answer, "session_id");
}

char *
poll_status (Fixture *self, const char *id)
{
  g_autofree char *path = g_strconcat (CONNECT "/", id, NULL);
  g_autoptr (Answer) answer = ask (self, "GET", path, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  return pick (answer, "status");
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GInputStream *stream = G_INPUT_STREAM (source);
  Listener *self = user_data;
  gssize n = g_input_stream_read_finish (stream, result, &self->error);

  if (n <= 0)
    {
      self->ended = TRUE;
      return;
    }
  g_string_append_len (self->text, self->buffer, n);
  g_input_stream_read_async (stream, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                             self->cancellable, heard_cb, self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Listener *self = user_data;
  g_autoptr (GInputStream) stream = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &self->error);
  if (stream == NULL)
    {
      self->ended = TRUE;
      return;
    }
  self->status = soup_message_get_status (self->message);
  g_input_stream_read_async (stream, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                             self->cancellable, heard_cb, self);
}

Listener *
listen_to (Fixture *self, const char *id)
{
  Listener *listener = g_new0 (Listener, 1);
  g_autofree char *path = g_strconcat (CONNECT "/", id, "/qr-stream", NULL);

  listener->text = g_string_new (NULL);
  listener->cancellable = g_cancellable_new ();
  listener->message = create_message (self, kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL),
                                      "GET", path, NULL);
  soup_session_send_async (self->client, listener->message, G_PRIORITY_DEFAULT,
                           listener->cancellable, opened_cb, listener);
  kc_test_wait_until (listener->status != 0 || listener->ended);
  return listener;
}

void
listener_free (Listener *self)
{
  g_cancellable_cancel (self->cancellable);
  kc_test_wait_until (self->ended);
  g_clear_error (&self->error);
  g_object_unref (self->cancellable);
  g_object_unref (self->message);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
wait_for (Listener *self, const char *text)
{
  kc_test_wait_until (strstr (self->text->str, text) != NULL);
}

void
wait_for_end (Listener *self)
{
  kc_test_wait_until (self->ended);
}

guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + strlen (part), part))
    n++;
  return n;
}
