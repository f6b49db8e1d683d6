/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-messages.h"

#include "kc-test-json.h"

#define BASE_URL "https://api.keebai.com/v1"
#define LOOPBACK_URL "http://127.0.0.1:8080/v1"

#define EMBEDDED                                                                                   \
  "{\"session_id\":\"cs_01\",\"verification_uri\":\"https://app.keebai.com/connect/x?y=1#z\","     \
  "\"expires_in\":900,\"poll_interval\":5}"
#define QR                                                                                         \
  "{\"session_id\":\"cs_01\",\"provider\":\"whatsapp_qr\",\"mode\":\"qr\","                        \
  "\"stream_url\":\"/v1/channels/whatsapp/connect/cs_01/qr-stream\",\"expires_in\":300,"           \
  "\"poll_interval\":5}"
#define COMPLETED                                                                                  \
  "{\"status\":\"completed\",\"channel\":{\"id\":\"ch_1\",\"name\":\"Shop\","                      \
  "\"phone_number\":\"+5215512345678\",\"phone_number_id\":\"1045\",\"is_active\":false,"          \
  "\"created_at\":\"2026-11-22T10:00:00.123Z\"}}"

static KcSession *
read_session (const char *json, KcMode mode, const char *base_url, GError **error)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (json);

  return kc_session_new_from_bytes (bytes, mode, base_url, error);
}

static KcPoll *
read_poll (const char *json, KcMode mode)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (json);
  g_autoptr (GError) error = NULL;
  KcPoll *poll = kc_poll_new_from_bytes (bytes, mode, &error);

  g_assert_no_error (error);

  return poll;
}

static void
assert_request (const KcConnectRequest *request, const char *json)
{
  g_autoptr (GBytes) bytes = kc_connect_request_to_bytes (request);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, json);
}

/* Keebai refuses a request that mixes the fields of the two modes. */
static void
test_request_keeps_the_modes_apart (void)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);
  g_autoptr (KcConnectRequest) copy = NULL;

  assert_request (request, "{\"mode\":\"embedded_signup\"}");
  request->name = g_strdup ("My \"shop\"\n");
  request->pipeline_id = g_strdup (" pip_1 ");
  request->coexistence = TRUE;
  assert_request (
      request,
      "{\"mode\":\"embedded_signup\",\"pipeline_id\":\"pip_1\",\"coexistence_enabled\":true}");

  copy = kc_connect_request_copy (request);
  copy->mode = KC_MODE_QR;
  assert_request (copy, "{\"mode\":\"qr\",\"name\":\"My \\\"shop\\\"\"}");
  g_assert_cmpstr (copy->pipeline_id, ==, " pip_1 ");
  g_assert_true (copy->coexistence);
}

static void
test_request_leaves_blanks_out (void)
{
  g_autoptr (KcConnectRequest) embedded = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);
  g_autoptr (KcConnectRequest) qr = kc_connect_request_new (KC_MODE_QR);

  embedded->pipeline_id = g_strdup (" \t");
  assert_request (embedded, "{\"mode\":\"embedded_signup\"}");
  qr->name = g_strdup ("");
  assert_request (qr, "{\"mode\":\"qr\"}");
}

static void
test_session_of_each_mode (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcSession) embedded
      = read_session (EMBEDDED, KC_MODE_EMBEDDED_SIGNUP, BASE_URL, &error);
  g_autoptr (KcSession) qr = NULL;
  g_autoptr (KcSession) copy = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (embedded->mode, ==, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpstr (embedded->session_id, ==, "cs_01");
  g_assert_cmpstr (embedded->verification_uri, ==, "https://app.keebai.com/connect/x?y=1#z");
  g_assert_null (embedded->stream_uri);
  g_assert_cmpuint (embedded->expires_in, ==, 900);
  g_assert_cmpuint (embedded->poll_interval, ==, 5);

  qr = read_session (QR, KC_MODE_QR, BASE_URL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (qr->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (qr->stream_uri, ==,
                   "https://api.keebai.com/v1/channels/whatsapp/connect/cs_01/qr-stream");
  g_assert_null (qr->verification_uri);
  g_assert_cmpuint (qr->expires_in, ==, 300);

  copy = kc_session_copy (qr);
  g_assert_cmpint (copy->mode, ==, qr->mode);
  g_assert_cmpstr (copy->session_id, ==, qr->session_id);
  g_assert_cmpstr (copy->stream_uri, ==, qr->stream_uri);
  g_assert_null (copy->verification_uri);
  g_assert_cmpuint (copy->expires_in, ==, qr->expires_in);
  g_assert_cmpuint (copy->poll_interval, ==, qr->poll_interval);
}

/* Each field with each JSON type, and missing. */
static void
test_session_refuses_wrong_types (void)
{
  static const struct {
    const char *json;
    const char *field;
    KcMode mode;
    gboolean is_seconds;
  } cases[] = {
      {EMBEDDED, "session_id", KC_MODE_EMBEDDED_SIGNUP, FALSE},
      {EMBEDDED, "verification_uri", KC_MODE_EMBEDDED_SIGNUP, FALSE},
      {EMBEDDED, "expires_in", KC_MODE_EMBEDDED_SIGNUP, TRUE},
      {EMBEDDED, "poll_interval", KC_MODE_EMBEDDED_SIGNUP, TRUE},
      {QR, "session_id", KC_MODE_QR, FALSE},
      {QR, "stream_url", KC_MODE_QR, FALSE},
      {QR, "expires_in", KC_MODE_QR, TRUE},
      {QR, "poll_interval", KC_MODE_QR, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (cases[i].json, cases[i].field, type);
          g_autoptr (GError) error = NULL;
          g_autoptr (KcSession) session
              = kc_session_new_from_bytes (bytes, cases[i].mode, BASE_URL, &error);

          /* The session is open, whatever its numbers are. Texts and whole numbers are accepted as
           * ids, and "text" is a path beside /v1. */
          if (cases[i].is_seconds
              || (g_str_equal (cases[i].field, "session_id")
                  && (type == KC_TEST_STRING || type == KC_TEST_INTEGER))
              || (g_str_equal (cases[i].field, "stream_url") && type == KC_TEST_STRING))
            {
              g_assert_no_error (error);
              continue;
            }
          g_assert_null (session);
          g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
        }
    }
}

static void
test_session_bounds_its_times (void)
{
  static const struct {
    const char *json;
    guint expires_in;
    guint poll_interval;
  } cases[] = {
      {"\"a\":1", 900, 5},
      {"\"expires_in\":null,\"poll_interval\":null", 900, 5},
      {"\"expires_in\":1,\"poll_interval\":1", 1, 1},
      {"\"expires_in\":900.0,\"poll_interval\":5e0", 900, 5},
      {"\"expires_in\":86401,\"poll_interval\":301", 86400, 300},
      {"\"expires_in\":123456789012345678,\"poll_interval\":4294967301", 86400, 300},
      {"\"expires_in\":123456789012345678901,\"poll_interval\":1e999", 86400, 300},
      {"\"expires_in\":\"600\",\"poll_interval\":\"7\"", 600, 7},
      {"\"expires_in\":899.5,\"poll_interval\":2.9", 899, 2},
      {"\"expires_in\":\"899.5\",\"poll_interval\":\"2.9\"", 899, 2},
      {"\"expires_in\":0,\"poll_interval\":0", 900, 5},
      {"\"expires_in\":-1,\"poll_interval\":-5", 900, 5},
      {"\"expires_in\":0.5,\"poll_interval\":0.5", 900, 5},
      {"\"expires_in\":\"0\",\"poll_interval\":\"\"", 900, 5},
      {"\"expires_in\":\"soon\",\"poll_interval\":\"5s\"", 900, 5},
      {"\"expires_in\":true,\"poll_interval\":[5]", 900, 5},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"session_id\":\"cs\",\"verification_uri\":\"https://a.example/\",%s}", cases[i].json);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcSession) session
          = read_session (json, KC_MODE_EMBEDDED_SIGNUP, BASE_URL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (session->expires_in, ==, cases[i].expires_in);
      g_assert_cmpuint (session->poll_interval, ==, cases[i].poll_interval);
    }
}

static void
test_session_defaults_by_mode (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcSession) session = read_session ("{\"session_id\":\"cs\",\"stream_url\":\"/v1/s\"}",
                                                KC_MODE_QR, BASE_URL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (session->expires_in, ==, 300);
  g_assert_cmpuint (session->poll_interval, ==, 5);
}

/* The link is opened in a browser, so it must be https, or loopback if the service is there as
 * well. */
static void
test_session_checks_the_link (void)
{
  static const struct {
    const char *link;
    gboolean remote;
    gboolean loopback;
  } cases[] = {
      {"https://app.keebai.com/x", TRUE, TRUE},       {"http://127.0.0.1:9/x", FALSE, TRUE},
      {"http://app.keebai.com/x", FALSE, FALSE},      {"javascript:alert(1)", FALSE, FALSE},
      {"file:///etc/passwd", FALSE, FALSE},           {"/relative", FALSE, FALSE},
      {"https://user@app.keebai.com/", FALSE, FALSE}, {"", FALSE, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"session_id\":\"cs\",\"verification_uri\":\"%s\"}", cases[i].link);
      g_autoptr (KcSession) remote = read_session (json, KC_MODE_EMBEDDED_SIGNUP, BASE_URL, NULL);
      g_autoptr (KcSession) loopback
          = read_session (json, KC_MODE_EMBEDDED_SIGNUP, LOOPBACK_URL, NULL);

      g_assert_cmpint (remote != NULL, ==, cases[i].remote);
      g_assert_cmpint (loopback != NULL, ==, cases[i].loopback);
    }
}

/* The key is sent to the address of the stream. */
static void
test_session_keeps_the_stream_on_its_origin (void)
{
  static const char *const addresses[] = {
      "//evil.example/s",
      "https://evil.example/s",
      "http://api.keebai.com/s",
      "javascript:alert(1)",
      "https://api.keebai.com:8443/s",
      "https://a@api.keebai.com/s",
      "/\\\\evil.example/s",
      "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"session_id\":\"cs\",\"stream_url\":\"%s\"}", addresses[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_session (json, KC_MODE_QR, BASE_URL, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      g_assert_null (strstr (error->message, "evil"));
    }
}

static void
test_session_needs_an_id (void)
{
  /* This id would address something other than the session. */
  static const char *const other_paths[] = {"\".\"", "\"..\"", "\"a\\u0000\"", "1.5", "null"};
  g_autoptr (GError) error = NULL;

  g_assert_null (
      read_session ("{\"session_id\":\"\",\"stream_url\":\"/s\"}", KC_MODE_QR, BASE_URL, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (other_paths); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"session_id\":%s,\"stream_url\":\"/s\"}", other_paths[i]);

      g_assert_null (read_session (json, KC_MODE_QR, BASE_URL, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      g_clear_error (&error);
    }
  g_assert_null (read_session ("[]", KC_MODE_QR, BASE_URL, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
}

static void
test_poll_knows_its_words (void)
{
  static const struct {
    const char *word;
    KcSessionStatus status;
  } cases[] = {
      {"pending", KC_SESSION_PENDING},     {"completed", KC_SESSION_COMPLETED},
      {"expired", KC_SESSION_EXPIRED},     {"cancelled", KC_SESSION_CANCELLED},
      {"in_progress", KC_SESSION_PENDING}, {"0", KC_SESSION_PENDING},
      {"Completed", KC_SESSION_PENDING},   {"\\ud83d\\ude00", KC_SESSION_PENDING},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"status\":\"%s\"}", cases[i].word);
      g_autoptr (KcPoll) poll = read_poll (json, KC_MODE_EMBEDDED_SIGNUP);

      g_assert_cmpint (poll->status, ==, cases[i].status);
      g_assert_null (poll->channel);
    }
}

static void
test_poll_brings_the_channel (void)
{
  g_autoptr (KcPoll) poll = read_poll (COMPLETED, KC_MODE_EMBEDDED_SIGNUP);
  g_autofree char *time = NULL;

  g_assert_cmpint (poll->status, ==, KC_SESSION_COMPLETED);
  g_assert_cmpstr (kc_channel_get_id (poll->channel), ==, "ch_1");
  g_assert_cmpint (kc_channel_get_kind (poll->channel), ==, KC_CHANNEL_KIND_WHATSAPP);
  g_assert_cmpstr (kc_channel_get_name (poll->channel), ==, "Shop");
  g_assert_cmpstr (kc_channel_get_phone_number (poll->channel), ==, "+5215512345678");
  g_assert_cmpstr (kc_channel_get_phone_number_id (poll->channel), ==, "1045");
  g_assert_false (kc_channel_get_active (poll->channel));
  time = g_date_time_format_iso8601 (kc_channel_get_created_at (poll->channel));
  g_assert_cmpstr (time, ==, "2026-11-22T10:00:00.123000Z");
}

/* "completed" counts; a channel of an odd shape does not change that. */
static void
test_poll_survives_an_odd_channel (void)
{
  static const char *const fields[] = {
      "channel",
      "channel.id",
      "channel.name",
      "channel.phone_number",
      "channel.phone_number_id",
      "channel.is_active",
      "channel.created_at",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (COMPLETED, fields[i], type);
          g_autoptr (GError) error = NULL;
          g_autoptr (KcPoll) poll = kc_poll_new_from_bytes (bytes, KC_MODE_QR, &error);

          g_assert_no_error (error);
          g_assert_cmpint (poll->status, ==, KC_SESSION_COMPLETED);
          if (i >= 2)
            g_assert_cmpstr (kc_channel_get_id (poll->channel), ==, "ch_1");
          else if (i == 1 && type == KC_TEST_INTEGER)
            g_assert_cmpstr (kc_channel_get_id (poll->channel), ==, "7");
          else if (type != KC_TEST_STRING)
            g_assert_null (poll->channel);
        }
    }
}

static void
test_poll_finds_the_channel_elsewhere (void)
{
  static const char *const texts[] = {
      "{\"status\":\"completed\",\"channel_id\":\"ch_1\",\"phone_number\":\"52\","
      "\"phone_number_id\":\"7\",\"id\":\"cs_1\"}",
      "{\"status\":\"completed\",\"channel\":null,\"data\":{\"channel_id\":\"ch_1\","
      "\"phone_number\":\"52\",\"phone_number_id\":\"7\"}}",
      "{\"status\":\"completed\",\"data\":{\"channel\":{\"id\":\"ch_1\",\"phone_number\":\"52\","
      "\"phone_number_id\":\"7\"}}}",
      "{\"status\":\"completed\",\"channel\":{\"channel_id\":\"ch_1\"},\"phone_number\":\"52\","
      "\"phone_number_id\":\"7\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcPoll) poll = read_poll (texts[i], KC_MODE_QR);

      g_assert_cmpstr (kc_channel_get_id (poll->channel), ==, "ch_1");
      g_assert_cmpint (kc_channel_get_kind (poll->channel), ==, KC_CHANNEL_KIND_WHATSAPP_QR);
      g_assert_cmpstr (kc_channel_get_phone_number (poll->channel), ==, "52");
      g_assert_cmpstr (kc_channel_get_phone_number_id (poll->channel), ==, "7");
      g_assert_true (kc_channel_get_active (poll->channel));
    }
}

static void
test_poll_needs_a_status (void)
{
  for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
    {
      g_autoptr (GBytes) bytes = kc_test_spoil (COMPLETED, "status", type);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPoll) poll = kc_poll_new_from_bytes (bytes, KC_MODE_QR, &error);

      if (type == KC_TEST_STRING)
        g_assert_cmpint (poll->status, ==, KC_SESSION_PENDING);
      else
        g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

/* A word that is not known means "not finished"; without a word it is not an answer. */
static void
test_poll_refuses_an_empty_status (void)
{
  static const char *const texts[]
      = {"{\"status\":\"\"}", "{\"status\":\" \\n\"}", "{\"status\":\"completed\\u0000\"}"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = kc_test_bytes (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (kc_poll_new_from_bytes (bytes, KC_MODE_QR, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

/* A NUL in a field, a number that does not fit into 64 bits, a byte order mark: the rest is still
 * read. */
static void
test_poll_reads_past_what_is_odd (void)
{
  g_autoptr (KcPoll) poll
      = read_poll ("\xef\xbb\xbf{\"status\":\"completed\",\"x\":99999999999999999999,"
                   "\"channel\":{\"id\":77,\"name\":\"a\\u0000b\",\"phone_number\":5215512345678}}",
                   KC_MODE_QR);

  g_assert_cmpint (poll->status, ==, KC_SESSION_COMPLETED);
  g_assert_cmpstr (kc_channel_get_id (poll->channel), ==, "77");
  g_assert_null (kc_channel_get_name (poll->channel));
  g_assert_cmpstr (kc_channel_get_phone_number (poll->channel), ==, "5215512345678");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/session/request-keeps-the-modes-apart",
                   test_request_keeps_the_modes_apart);
  g_test_add_func ("/api/session/request-leaves-blanks-out", test_request_leaves_blanks_out);
  g_test_add_func ("/api/session/of-each-mode", test_session_of_each_mode);
  g_test_add_func ("/api/session/refuses-wrong-types", test_session_refuses_wrong_types);
  g_test_add_func ("/api/session/bounds-its-times", test_session_bounds_its_times);
  g_test_add_func ("/api/session/defaults-by-mode", test_session_defaults_by_mode);
  g_test_add_func ("/api/session/checks-the-link", test_session_checks_the_link);
  g_test_add_func ("/api/session/keeps-the-stream-on-its-origin",
                   test_session_keeps_the_stream_on_its_origin);
  g_test_add_func ("/api/session/needs-an-id", test_session_needs_an_id);
  g_test_add_func ("/api/poll/knows-its-words", test_poll_knows_its_words);
  g_test_add_func ("/api/poll/brings-the-channel", test_poll_brings_the_channel);
  g_test_add_func ("/api/poll/survives-an-odd-channel", test_poll_survives_an_odd_channel);
  g_test_add_func ("/api/poll/finds-the-channel-elsewhere", test_poll_finds_the_channel_elsewhere);
  g_test_add_func ("/api/poll/needs-a-status", test_poll_needs_a_status);
  g_test_add_func ("/api/poll/refuses-an-empty-status", test_poll_refuses_an_empty_status);
  g_test_add_func ("/api/poll/reads-past-what-is-odd", test_poll_reads_past_what_is_odd);

  return g_test_run ();
}
