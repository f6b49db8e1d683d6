/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-api.h"
#include "kc-sandbox-answers.h"
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
  KcSandboxAnswerFunc answer;
} Endpoint;

#define CONNECT "/channels/whatsapp/connect"

static const Endpoint endpoints[] = {
    {"start", "POST", CONNECT, NULL, KC_SCOPE_CONNECT, "next-start", "SESSION",
     kc_sandbox_answer_start},
    {"poll", "GET", CONNECT "/", "", KC_SCOPE_CONNECT, "next-poll", "SESSION",
     kc_sandbox_answer_poll},
    {"stream", "GET", CONNECT "/", "/qr-stream", KC_SCOPE_CONNECT, "next-stream", "SESSION",
     kc_sandbox_answer_stream},
    {"me", "GET", "/me", NULL, NULL, "next-me", "USER", kc_sandbox_answer_me},
    {"channels", "GET", "/channels", NULL, KC_SCOPE_READ, "next-channels", "CHANNEL",
     kc_sandbox_answer_channels},
    {"channel", "GET", "/channels/", "", KC_SCOPE_READ, "next-channels", "CHANNEL",
     kc_sandbox_answer_channel},
    {"numbers", "GET", "/whatsapp/numbers", NULL, KC_SCOPE_READ, "next-numbers", "NUMBER",
     kc_sandbox_answer_numbers},
};

/* `id` is what stands in the place of the id; a slash cannot be part of it. */
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
wire_gone_cb (KcSandboxWire *wire, gpointer user_data)
{
  KcSandbox *self = user_data;

  g_ptr_array_remove (self->wires, wire);
}

static void
deliver (KcSandbox *self, SoupServerMessage *message, KcSandboxFault *fault, KcSandboxReply *reply)
{
  KcSandboxWire *wire;
  gint64 delay_ms = 0;

  if ((fault == NULL || !kc_sandbox_fault_needs_wire (fault))
      && !kc_sandbox_network_faults_is_special (self))
    {
      kc_sandbox_reply_send (reply, message);
      return;
    }

  if (fault != NULL)
    delay_ms = (gint64) (kc_sandbox_fault_get_delay (fault) * 1000);
  wire = kc_sandbox_wire_new (&self->time, message, delay_ms, wire_gone_cb, self);
  g_ptr_array_add (self->wires, wire);
  kc_sandbox_network_faults_shape (self, wire);
  if (fault != NULL)
    kc_sandbox_fault_deliver (fault, reply, wire);
  else
    {
      kc_sandbox_wire_send (wire, kc_sandbox_reply_to_bytes (reply, 0));
      kc_sandbox_wire_end (wire, KC_SANDBOX_WIRE_CLOSE);
    }
}

/* It never came here, and nobody says so. */
static void
swallow (KcSandbox *self, SoupServerMessage *message)
{
  KcSandboxWire *wire = kc_sandbox_wire_new (&self->time, message, 0, wire_gone_cb, self);

  kc_sandbox_wire_fall_dumb (wire);
  g_ptr_array_add (self->wires, wire);
}

void
kc_sandbox_api_handle (KcSandbox *self,
                       SoupServerMessage *message,
                       const char *path,
                       GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  KcSandboxRequest request = {.sandbox = self, .message = message, .query = query};
  g_autoptr (KcSandboxFault) fault = NULL;
  g_autoptr (KcSandboxReply) reply = NULL;
  g_autofree char *id = NULL;
  g_autofree char *value = NULL;
  const Endpoint *endpoint = find_endpoint (method, path, &id);

  if (kc_sandbox_network_faults_is_dead (self))
    {
      swallow (self, message);
      return;
    }

  kc_sandbox_count (self, endpoint != NULL ? endpoint->name : "other");
  g_free (self->user_agent);
  self->user_agent = g_strdup (soup_message_headers_get_one (headers, "User-Agent"));

  if (endpoint == NULL)
    {
      g_autofree char *text = g_strdup_printf ("Cannot %s /v1%s", method, path);

      reply = kc_sandbox_reply_new_message (404, text, "Not Found");
      kc_sandbox_reply_send (reply, message);
      return;
    }

  value = kc_sandbox_knobs_take (self->knobs, endpoint->knob);
  if (value != NULL)
    fault = kc_sandbox_fault_parse (value);
  if (fault != NULL)
    reply
        = kc_sandbox_fault_create_reply (fault,
                                         endpoint->scope != NULL ? endpoint->scope : KC_SCOPE_READ,
                                         endpoint->what);
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
