/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-flow-fixture.h"

/* If nothing happens for that long, nothing will. */
#define QUIET_US 5000

static void
on_attempt_state_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcFlowFixture *self = user_data;

  if (self->diary->len > 0)
    g_string_append_c (self->diary, ' ');
  g_string_append (self->diary, kc_attempt_state_to_string (kc_attempt_get_state (attempt)));
}

static void
on_attempt_finished_cb (KcAttempt *attempt, gpointer user_data)
{
  KcFlowFixture *self = user_data;

  g_assert_true (kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)));
  self->n_finished++;
}

void
kc_flow_set_up (KcFlowFixture *self, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);
  g_autoptr (GError) error = NULL;

  self->server = kc_stub_server_new ();
  self->client = kc_client_new (kc_stub_server_get_base_url (self->server), KC_FLOW_KEY, &error);
  g_assert_no_error (error);
  self->clock = kc_clock_new_manual ();
  self->rate_limiter = kc_rate_limiter_new (self->clock);
  self->diary = g_string_new (NULL);
  kc_flow_replace_attempt (self,
                           kc_attempt_new (self->client, self->clock, self->rate_limiter, request));

  kc_stub_server_reply (self->server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL, KC_FLOW_LIST_OLD);
  kc_stub_server_reply (self->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        "{\"status\":\"pending\"}");
  kc_stub_server_reply_stream (self->server, KC_FLOW_STREAM_PATH, 0);
  kc_stub_server_reply (self->server, "POST", KC_FLOW_START_PATH, 0, 201, NULL,
                        mode == KC_MODE_QR
                            ? "{\"session_id\":\"cs_1\",\"provider\":\"whatsapp_qr\","
                              "\"mode\":\"qr\",\"stream_url\":\"/v1" KC_FLOW_STREAM_PATH
                              "\",\"expires_in\":300,\"poll_interval\":5}"
                            : "{\"session_id\":\"cs_1\",\"verification_uri\":\"" KC_FLOW_LINK
                              "\",\"expires_in\":900,\"poll_interval\":5}");
}

/* The callbacks of cancelled calls still have to come. */
static void
drop_client (KcClient **client)
{
  if (*client == NULL)
    return;

  g_object_add_weak_pointer (G_OBJECT (*client), (gpointer *) client);
  g_object_unref (*client);
  kc_test_wait_until (*client == NULL);
}

void
kc_flow_tear_down (KcFlowFixture *self)
{
  if (self->attempt != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->attempt));

  drop_client (&self->client);
  drop_client (&self->other_client);

  g_assert_finalize_object (self->rate_limiter);
  g_assert_finalize_object (self->clock);
  g_clear_pointer (&self->server, kc_stub_server_free);
  g_string_free (self->diary, TRUE);
}

void
kc_flow_fixture_set_up (KcFlowFixture *self, gconstpointer mode)
{
  kc_flow_set_up (self, GPOINTER_TO_INT (mode));
}

void
kc_flow_fixture_tear_down (KcFlowFixture *self, gconstpointer mode)
{
  kc_flow_tear_down (self);
}

KcSession *
kc_flow_make_session (KcFlowFixture *self, KcMode mode)
{
  KcSession *session = g_new0 (KcSession, 1);

  session->mode = mode;
  session->session_id = g_strdup ("cs_1");
  session->expires_in = 900;
  session->poll_interval = 5;
  if (mode == KC_MODE_QR)
    session->stream_uri
        = g_strconcat (kc_stub_server_get_base_url (self->server), KC_FLOW_STREAM_PATH, NULL);
  else
    session->verification_uri = g_strdup (KC_FLOW_LINK);

  return session;
}

void
kc_flow_replace_attempt (KcFlowFixture *self, KcAttempt *attempt)
{
  if (self->attempt != NULL)
    g_assert_finalize_object (self->attempt);

  self->attempt = attempt;
  g_string_truncate (self->diary, 0);
  self->n_finished = 0;
  g_signal_connect (attempt, "notify::state", G_CALLBACK (on_attempt_state_changed_cb), self);
  g_signal_connect (attempt, "finished", G_CALLBACK (on_attempt_finished_cb), self);
}

void
kc_flow_resume (KcFlowFixture *self, gboolean before_is_known, gint64 ms_left)
{
  KcMode mode = kc_attempt_get_mode (self->attempt);
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);
  g_autoptr (KcSession) session = kc_flow_make_session (self, mode);
  g_autoptr (GPtrArray) before = NULL;

  if (before_is_known)
    {
      before = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (before, kc_channel_new ("ch_old", KC_CHANNEL_KIND_WHATSAPP_QR, NULL, NULL,
                                               NULL, TRUE, NULL));
    }
  kc_flow_replace_attempt (self,
                           kc_attempt_new_resumed (self->client, self->clock, self->rate_limiter,
                                                   request, session, before, ms_left));
}

void
kc_flow_poll_once (KcFlowFixture *self, guint status, const char *headers, const char *json)
{
  kc_stub_server_reply (self->server, "GET", KC_FLOW_POLL_PATH, 1, status, headers, json);
}

void
kc_flow_list_once (KcFlowFixture *self, guint status, const char *json)
{
  kc_stub_server_reply (self->server, "GET", KC_FLOW_LIST_PATH, 1, status, NULL, json);
}

void
kc_flow_hang (KcFlowFixture *self, const char *method, const char *path, guint uses)
{
  kc_stub_server_reply_raw (self->server, method, path, uses, KC_STUB_HANG, "", 0);
}

guint
kc_flow_count_polls (KcFlowFixture *self)
{
  return kc_stub_server_count (self->server, "GET", KC_FLOW_POLL_PATH);
}

void
kc_flow_settle (void)
{
  const gint64 quiet_us = QUIET_US * kc_test_get_slowness ();
  gint64 last = g_get_monotonic_time ();

  while (g_get_monotonic_time () - last < quiet_us)
    {
      if (g_main_context_iteration (NULL, FALSE))
        last = g_get_monotonic_time ();
      else
        g_usleep (200);
    }
}

void
kc_flow_pass (KcFlowFixture *self, guint seconds)
{
  for (guint i = 0; i < seconds; i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_flow_settle ();
    }
}

void
kc_flow_wait_for (KcFlowFixture *self, KcAttemptState state)
{
  kc_test_wait_until (kc_attempt_get_state (self->attempt) == state);
}

void
kc_flow_enter_waiting (KcFlowFixture *self)
{
  kc_attempt_start (self->attempt);
  kc_flow_wait_for (self, KC_ATTEMPT_WAITING);
}

void
kc_flow_send_code (KcFlowFixture *self, guint n)
{
  g_autofree char *event = n == 0 ? g_strdup (KC_FLOW_EVENT_QR)
                                  : g_strdup_printf ("event: qr\ndata: " KC_FLOW_CODE ",%u\n\n", n);

  kc_stub_server_send (self->server, event);
}

void
kc_flow_enter_scanning (KcFlowFixture *self)
{
  kc_attempt_start (self->attempt);
  kc_flow_wait_for (self, KC_ATTEMPT_SCANNING);
  kc_test_wait_until (kc_stub_server_get_n_streams (self->server) == 1);
  kc_stub_server_send (self->server, KC_FLOW_EVENT_QR);
  kc_test_wait_until (kc_attempt_get_code_live (self->attempt));
}

void
kc_flow_enter_linking (KcFlowFixture *self)
{
  kc_flow_enter_scanning (self);
  kc_stub_server_send (self->server, KC_FLOW_EVENT_CONNECTING);
  kc_flow_wait_for (self, KC_ATTEMPT_LINKING);
}

void
kc_flow_want_key (KcFlowFixture *self, guint seconds)
{
  kc_flow_poll_once (self, 401, NULL, "{\"message\":\"Invalid\",\"statusCode\":401}");
  kc_clock_advance (self->clock, seconds * (gint64) 1000);
  kc_test_wait_until (kc_attempt_get_key_wanted (self->attempt));
}

void
kc_flow_set_other_client (KcFlowFixture *self)
{
  g_autoptr (KcRateLimiter) rate_limiter = kc_rate_limiter_new (self->clock);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->other_client);
  self->other_client
      = kc_client_new (kc_stub_server_get_base_url (self->server), KC_FLOW_OTHER_KEY, &error);
  g_assert_no_error (error);
  kc_attempt_set_client (self->attempt, self->other_client, rate_limiter);
}

void
kc_flow_accept_new_channel (KcFlowFixture *self, KcAttemptState state)
{
  GPtrArray *channels;

  kc_flow_wait_for (self, state);
  g_assert_null (kc_attempt_get_channel (self->attempt));
  channels = kc_attempt_get_new_channels (self->attempt);
  g_assert_cmpuint (channels->len, ==, 1);
  g_assert_true (kc_attempt_is_offered (self->attempt, g_ptr_array_index (channels, 0)));

  kc_attempt_accept_channel (self->attempt, g_ptr_array_index (channels, 0));
  g_assert_cmpint (kc_attempt_get_state (self->attempt), ==, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (self->attempt)), ==, "ch_new");
  g_assert_no_error (kc_attempt_get_error (self->attempt));
  g_assert_false (kc_attempt_may_ask_again (self->attempt));
  g_assert_false (kc_attempt_may_succeed_late (self->attempt));
  g_assert_null (kc_attempt_get_new_channels (self->attempt));
  g_assert_cmpuint (self->n_finished, ==, 1);
}
