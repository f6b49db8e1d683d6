/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-api.h"
#include "kc-sandbox-endpoints.h"
#include "kc-sandbox-fault.h"
#include "kc-sandbox-network-faults.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *method;
  const char *before, *after; /* what stands around the id, or the whole path and NULL */
  const char *scope;
  const char *knob;
  const char *what; /* what a 404 did not find */
  KcSandboxEndpointFunc answer;
} Endpoint;

#define CONNECT "/channels/whatsapp/connect"

static const Endpoint endpoints[] = {
    {"start", "POST", CONNECT, NULL, KC_SCOPE_CONNECT, "next-start", "SESSION",
     kc_sandbox_endpoint_start},
    {"poll", "GET", CONNECT "/", "", KC_SCOPE_CONNECT, "next-poll", "SESSION",
     kc_sandbox_endpoint_poll},
    {"stream", "GET", CONNECT "/", "/qr-stream", KC_SCOPE_CONNECT, "next-stream", "SESSION",
     kc_sandbox_endpoint_stream},
    {"me", "GET", "/me", NULL, NULL, "next-me", "USER", kc_sandbox_endpoint_me},
    {"channels", "GET", "/channels", NULL, KC_SCOPE_READ, "next-channels", "CHANNEL",
     kc_sandbox_endpoint_channels},
    {"channel", "GET", "/channels/", "", KC_SCOPE_READ, "next-channels", "CHANNEL",
     kc_sandbox_endpoint_channel},
    {"numbers", "GET", "/whatsapp/numbers", NULL, KC_SCOPE_READ, "next-numbers", "NUMBER",
     kc_sandbox_endpoint_numbers},
};

/* `id` is what is in place of the id; it has no slash. */
static gboolean
matches (const Endpoint *endpoint, const char *method, const char *path, char **id)
{
  const char *start = path + strlen (endpoint->before);
  gsize length;

  if (!g_str_equal (method, endpoint->method))
    return FALSE;
  if (endpoint->after == NULL)
    return g_str_equal (path, endpoint->before);
  if (!g_str_has_prefix (path, endpoint->before))
    return FALSE;
  length = strcspn (start, "/");
  if (length == 0 || !g_str_equal (start + length, endpoint->after))
    return FALSE;
  *id = g_strndup (start, length);
  return TRUE;
}

static const Endpoint *
find_endpoint (const char *method, const char *path, char **id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    if (matches (&endpoints[i], method, path, id))
      return &endpoints[i];
  return NULL;
}

static void
connection_closed_cb (KcSandboxConnection *connection, gpointer user_data)
{
  KcSandboxService *self = user_data;

  g_ptr_array_remove (self->connections, connection);
}

static void
deliver (KcSandboxService *self,
         SoupServerMessage *message,
         KcSandboxFault *fault,
         KcSandboxReply *reply)
{
  KcSandboxConnection *connection;
  gint64 delay_ms = 0;

  if ((fault == NULL || !kc_sandbox_fault_needs_connection (fault))
      && !kc_sandbox_network_faults_split (self->knobs))
    {
      kc_sandbox_reply_send (reply, message);
      return;
    }

  if (fault != NULL)
    delay_ms = (gint64) (kc_sandbox_fault_get_delay (fault) * 1000);
  connection
      = kc_sandbox_connection_new (&self->time, message, delay_ms, connection_closed_cb, self);
  g_ptr_array_add (self->connections, connection);
  kc_sandbox_network_faults_apply (self->knobs, connection);
  if (fault != NULL)
    kc_sandbox_fault_deliver (fault, reply, connection);
  else
    {
      kc_sandbox_connection_send (connection, kc_sandbox_reply_to_bytes (reply, 0));
      kc_sandbox_connection_end (connection, KC_SANDBOX_CONNECTION_CLOSE);
    }
}

/* As if the request had been lost: no answer. */
static void
swallow (KcSandboxService *self, SoupServerMessage *message)
{
  KcSandboxConnection *connection
      = kc_sandbox_connection_new (&self->time, message, 0, connection_closed_cb, self);

  kc_sandbox_connection_silence (connection);
  g_ptr_array_add (self->connections, connection);
}

static void
note_poll (KcSandboxService *self, const char *id)
{
  KcSandboxSession *session = kc_sandbox_service_find_session (self, id);

  if (session != NULL)
    kc_sandbox_session_note_poll (session);
}

void
kc_sandbox_api_handle (KcSandboxService *self,
                       SoupServerMessage *message,
                       const char *path,
                       GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  KcSandboxRequest request = {.service = self, .message = message, .query = query};
  g_autoptr (KcSandboxFault) fault = NULL;
  g_autoptr (KcSandboxReply) reply = NULL;
  g_autofree char *id = NULL;
  g_autofree char *value = NULL;
  const Endpoint *endpoint = find_endpoint (method, path, &id);

  if (kc_sandbox_network_faults_swallow (self->knobs))
    {
      swallow (self, message);
      return;
    }

  kc_sandbox_service_count (self, endpoint != NULL ? endpoint->name : "other");
  g_free (self->user_agent);
  self->user_agent = g_strdup (soup_message_headers_get_one (headers, "User-Agent"));

  if (endpoint == NULL)
    {
      g_autofree char *text = g_strdup_printf ("Cannot %s /v1%s", method, path);

      reply = kc_sandbox_reply_new_message (404, text, "Not Found");
      kc_sandbox_reply_send (reply, message);
      return;
    }

  if (endpoint->answer == kc_sandbox_endpoint_poll)
    note_poll (self, id);
  value = kc_sandbox_knobs_take (self->knobs, endpoint->knob, kc_sandbox_time_now (&self->time));
  if (value != NULL)
    fault = kc_sandbox_fault_parse (value);
  if (fault != NULL)
    reply
        = kc_sandbox_fault_create_reply (fault,
                                         endpoint->scope != NULL ? endpoint->scope : KC_SCOPE_READ,
                                         endpoint->what);
  if (reply == NULL && kc_sandbox_knobs_get_scenario (self->knobs) == KC_SANDBOX_SCENARIO_DOWN)
    reply = kc_sandbox_reply_new_message (503, "Service Unavailable", NULL);
  if (reply == NULL)
    reply = kc_sandbox_keys_check (headers, endpoint->scope, self->knobs, self->limits,
                                   kc_sandbox_time_now (&self->time), &request.key);
  if (reply == NULL)
    {
      request.id = id;
      reply = endpoint->answer (&request);
    }
  if (reply != NULL)
    deliver (self, message, fault, reply);
}
