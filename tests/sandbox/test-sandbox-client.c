/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The program's own client against the practice service: both ways to the end, and how the client
 * reports each fault.
 */

#include "fixture.h"
#include "kc-client.h"

#include <string.h>

typedef struct {
  KcSandbox *sandbox;
  KcQrEventKind last;
  guint n_codes;
  KcChannel *channel;
} Heard;

static KcClient *
create_client (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  KcClient *client = kc_client_new (kc_sandbox_get_base_url (f->sandbox),
                                    kc_sandbox_get_key (f->sandbox, KC_SANDBOX_KEY_FULL), &error);

  g_assert_no_error (error);
  return client;
}

static KcSession *
start (KcClient *client, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KcSession *session;

  kc_client_start_async (client, request, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  session = kc_client_start_finish (client, result, &error);
  g_assert_no_error (error);
  return session;
}

static KcPoll *
poll (KcClient *client, KcSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KcPoll *answer;

  kc_client_poll_async (client, session, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  answer = kc_client_poll_finish (client, result, &error);
  g_assert_no_error (error);
  return answer;
}

static void
test_embedded (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (KcClient) client = create_client (f);
  g_autoptr (KcSession) session = start (client, KC_MODE_EMBEDDED_SIGNUP);
  g_autoptr (KcPoll) before = poll (client, session);
  g_autoptr (KcPoll) after = NULL;
  g_autoptr (Answer) posted
      = ask_as (f, NULL, "POST", session->verification_uri + strlen (f->origin),
                "action=finish&name=Ana&number=%2B12025550177");

  g_assert_cmpint (before->status, ==, KC_SESSION_PENDING);
  after = poll (client, session);
  g_assert_cmpint (after->status, ==, KC_SESSION_COMPLETED);
  g_assert_cmpstr (kc_channel_get_phone_number (after->channel), ==, "+12025550177");
}

static void
on_stream_event_cb (KcSseStream *stream, KcSseEvent *raw, gpointer user_data)
{
  Heard *heard = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrEvent) event = kc_qr_event_new (raw->type, raw->data, raw->data_length, &error);

  g_assert_no_error (error);
  heard->last = event->kind;
  if (event->kind == KC_QR_EVENT_CODE)
    {
      g_autofree char *code
          = g_strndup (g_bytes_get_data (event->code, NULL), g_bytes_get_size (event->code));

      /* The second code is scanned, exactly as it came. */
      if (++heard->n_codes == 2)
        g_assert_true (kc_sandbox_scan (heard->sandbox, code, NULL));
    }
  g_set_object (&heard->channel, event->channel);
}

static void
test_qr (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (KcClient) client = create_client (f);
  g_autoptr (KcSession) session = NULL;
  g_autoptr (KcSseStream) stream = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KcPoll) after = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = {.sandbox = f->sandbox};

  set_knob (f, "time-scale", "1000");
  session = start (client, KC_MODE_QR);
  stream = kc_client_create_qr_stream (client, session);
  g_signal_connect (stream, "event", G_CALLBACK (on_stream_event_cb), &heard);
  kc_sse_stream_run_async (stream, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  g_assert_true (kc_sse_stream_run_finish (stream, result, &error));
  g_assert_no_error (error);

  g_assert_cmpint (heard.last, ==, KC_QR_EVENT_CONNECTED);
  g_assert_cmpuint (heard.n_codes, ==, 2);
  after = poll (client, session);
  g_assert_cmpint (after->status, ==, KC_SESSION_COMPLETED);
  g_assert_cmpstr (kc_channel_get_id (after->channel), ==, kc_channel_get_id (heard.channel));
  g_clear_object (&heard.channel);
}

static void
test_faults (void)
{
  static const struct {
    const char *fault;
    KcError code;
  } cases[] = {
      {"401", KC_ERROR_UNAUTHORIZED},  {"403", KC_ERROR_FORBIDDEN},
      {"404", KC_ERROR_WRONG_ADDRESS}, {"410", KC_ERROR_GONE},
      {"422", KC_ERROR_REFUSED},       {"429", KC_ERROR_RATE_LIMITED},
      {"500", KC_ERROR_SERVER},        {"502", KC_ERROR_GATEWAY},
      {"503", KC_ERROR_MAINTENANCE},   {"html", KC_ERROR_PORTAL},
      {"empty", KC_ERROR_BAD_REPLY},   {"truncated", KC_ERROR_BAD_REPLY},
      {"garbage", KC_ERROR_BAD_REPLY}, {"deep", KC_ERROR_BAD_REPLY},
      {"huge", KC_ERROR_BAD_REPLY},    {"wrong-type", KC_ERROR_BAD_REPLY},
      {"reset", KC_ERROR_OFFLINE},     {"redirect=http://127.0.0.1:9/", KC_ERROR_PORTAL},
      {"silence", KC_ERROR_TIMED_OUT},
  };
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (KcClient) client = create_client (f);

  kc_client_set_deadline (client, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) channels = NULL;
      g_autoptr (GError) error = NULL;

      set_knob (f, "next-channels", cases[i].fault);
      kc_client_list_channels_async (client, KC_CHANNEL_KIND_WHATSAPP, NULL, kc_test_take_result_cb,
                                     &result);
      kc_test_wait_until (result != NULL);
      channels = kc_client_list_channels_finish (client, result, &error);
      g_test_message ("%s", cases[i].fault);
      g_assert_error (error, KC_ERROR, (int) cases[i].code);
      set_knob (f, "next-channels", "off");
    }
}

/* Nothing is repeated unnoticed: after a reset, libsoup repeats a request by itself if the
 * connection was used before. */
static void
test_nothing_is_repeated (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (KcClient) client = create_client (f);
  g_autoptr (KcSession) session = start (client, KC_MODE_QR);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (KcPoll) good = poll (client, session);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (KcSseStream) stream = kc_client_create_qr_stream (client, session);
      g_autoptr (GAsyncResult) stream_result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) stream_error = NULL;
      guint n_requests = kc_sandbox_get_n_requests (f->sandbox);

      set_knob (f, "next-poll", "reset");
      kc_client_poll_async (client, session, NULL, kc_test_take_result_cb, &result);
      kc_test_wait_until (result != NULL);
      g_assert_null (kc_client_poll_finish (client, result, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
      g_assert_cmpuint (kc_sandbox_get_n_requests (f->sandbox), ==, n_requests + 1);

      set_knob (f, "next-stream", "reset");
      kc_sse_stream_run_async (stream, NULL, kc_test_take_result_cb, &stream_result);
      kc_test_wait_until (stream_result != NULL);
      g_assert_false (kc_sse_stream_run_finish (stream, stream_result, &stream_error));
      g_assert_error (stream_error, KC_ERROR, KC_ERROR_OFFLINE);
      g_assert_cmpuint (kc_sandbox_get_n_requests (f->sandbox), ==, n_requests + 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/client/embedded", test_embedded);
  g_test_add_func ("/sandbox/client/qr", test_qr);
  g_test_add_func ("/sandbox/client/faults", test_faults);
  g_test_add_func ("/sandbox/client/nothing-is-repeated", test_nothing_is_repeated);
  return g_test_run ();
}
