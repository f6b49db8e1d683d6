/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How the client interprets a refusal: status, both envelopes, Retry-After. */

#include "kc-test-endpoint.h"

/* The error of a call that is answered like this. */
static GError *
get_refusal (const KcTestEndpoint *endpoint,
             guint status,
             const char *extra_headers,
             const char *body)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  GError *error = NULL;

  kc_stub_server_reply (server, endpoint->method, endpoint->path, 1, status, extra_headers, body);
  g_assert_false (kc_test_call (client, endpoint, &error));
  g_assert_nonnull (error);
  /* The client itself repeats nothing. */
  g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 1);

  return error;
}

static void
test_each_status_of_each_endpoint (void)
{
  static const struct {
    guint status;
    KcError code;
  } cases[] = {
      {201, KC_ERROR_BAD_REPLY},   {202, KC_ERROR_BAD_REPLY},    {206, KC_ERROR_BAD_REPLY},
      {300, KC_ERROR_PORTAL},      {304, KC_ERROR_BAD_REPLY},    {511, KC_ERROR_PORTAL},
      {400, KC_ERROR_REFUSED},     {401, KC_ERROR_UNAUTHORIZED}, {402, KC_ERROR_REFUSED},
      {403, KC_ERROR_FORBIDDEN},   {404, KC_ERROR_NOT_FOUND},    {407, KC_ERROR_PROXY_PASSWORD},
      {408, KC_ERROR_TIMED_OUT},   {409, KC_ERROR_REFUSED},      {410, KC_ERROR_GONE},
      {418, KC_ERROR_REFUSED},     {422, KC_ERROR_REFUSED},      {429, KC_ERROR_RATE_LIMITED},
      {500, KC_ERROR_SERVER},      {501, KC_ERROR_SERVER},       {502, KC_ERROR_SERVER},
      {503, KC_ERROR_MAINTENANCE}, {504, KC_ERROR_SERVER},       {599, KC_ERROR_SERVER},
      {600, KC_ERROR_BAD_REPLY},   {999, KC_ERROR_BAD_REPLY},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        {
          g_autoptr (GError) error = NULL;

          if (cases[j].status == kc_test_endpoints[i].status)
            continue;
          error = get_refusal (&kc_test_endpoints[i], cases[j].status, NULL, "{}");
          /* A 404 of a session is about the session; a 404 of an endpoint that every Keebai has
           * means that the address is wrong.
           */
          if (cases[j].status == 404 && !strstr (kc_test_endpoints[i].path, "/cs_1"))
            g_assert_error (error, KC_ERROR, KC_ERROR_WRONG_ADDRESS);
          else
            g_assert_error (error, KC_ERROR, (int) cases[j].code);
          g_assert_cmpuint (kc_error_get_http_status (error), ==, cases[j].status);
          g_assert_cmpint (kc_error_get_retry_after_ms (error), ==, -1);
        }
    }
}

/* 204 has no body by definition, and 304 none either. */
static void
test_a_status_without_body (void)
{
  static const char *const texts[] = {
      "HTTP/1.1 204 No Content\r\n\r\n",
      "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 304 Not Modified\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply_raw (server, "GET", "/me", 1, KC_STUB_CLOSE, texts[i],
                                strlen (texts[i]));
      g_assert_false (kc_test_call (client, KC_TEST_ACCOUNT, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

static void
test_reads_both_envelopes (void)
{
  static const struct {
    const char *body;
    const char *code;
    const char *message;
    gboolean is_envelope;
  } cases[] = {
      {"{\"message\":\"Invalid or missing API token\",\"error\":\"Unauthorized\",\"statusCode\":401}",
       NULL, "Invalid or missing API token", TRUE},
      {"{\"message\":[\"name must be a string\",\"mode is wrong\"],\"statusCode\":400}", NULL,
       "name must be a string; mode is wrong", TRUE},
      {"{\"error\":{\"code\":\"CHANNEL_NOT_FOUND\",\"message\":\"Canal no encontrado\"}}",
       "CHANNEL_NOT_FOUND", "Canal no encontrado", TRUE},
      {"{\"error\":{\"code\":\"X\",\"message\":[\"a\",5,\"b\"],\"details\":null}}", "X", "a; b",
       TRUE},
      {"{\"error\":\"Bad Request\",\"statusCode\":400}", NULL, "Bad Request", FALSE},
      /* Every field of a wrong type, and no envelope at all. */
      {"{\"error\":{\"code\":5,\"message\":{},\"details\":[]},\"message\":\"outer\"}", NULL, NULL,
       FALSE},
      {"{\"error\":{\"code\":null,\"message\":null,\"details\":\"x\"}}", NULL, NULL, FALSE},
      {"{\"error\":[],\"message\":5}", NULL, NULL, FALSE},
      {"{\"error\":true,\"message\":[]}", NULL, NULL, FALSE},
      {"{\"message\":{\"a\":1},\"statusCode\":\"x\"}", NULL, NULL, FALSE},
      {"{ }", NULL, NULL, FALSE},
      {"{\"status\":\"blocked\"}", NULL, NULL, FALSE},
      {"[]", NULL, NULL, FALSE},
      {"\"text\"", NULL, NULL, FALSE},
      {"null", NULL, NULL, FALSE},
      {"", NULL, NULL, FALSE},
      {"<html><body>502</body></html>", NULL, NULL, FALSE},
      {"{\"message\":\"cut", NULL, NULL, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = get_refusal (KC_TEST_ACCOUNT, 400, NULL, cases[i].body);

      /* Without an envelope it is not Keebai's answer. */
      g_assert_cmpint (error->code, ==, cases[i].is_envelope ? KC_ERROR_REFUSED : KC_ERROR_GATEWAY);
      g_assert_cmpstr (kc_error_get_server_code (error), ==, cases[i].code);
      g_assert_cmpstr (kc_error_get_server_message (error), ==, cases[i].message);
      g_assert_null (kc_error_get_missing_scopes (error));
    }
}

static void
test_names_the_missing_scopes (void)
{
  static const struct {
    const char *missing;
    const char *const scopes[3];
  } cases[] = {
      {"[\"channels:connect\"]", {"channels:connect"}},
      {"[\"channels:connect\",5,null,\"channels:read\"]", {"channels:connect", "channels:read"}},
      {"[]", {NULL}},
      {"[5]", {NULL}},
      {"\"channels:connect\"", {NULL}},
      {"null", {NULL}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body
          = g_strdup_printf ("{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"No\","
                             "\"details\":{\"required\":[\"channels:connect\"],\"missing\":%s}}}",
                             cases[i].missing);
      g_autoptr (GError) error = get_refusal (KC_TEST_ACCOUNT, 403, NULL, body);

      g_assert_error (error, KC_ERROR, KC_ERROR_FORBIDDEN);
      g_assert_cmpstr (kc_error_get_server_code (error), ==, "INSUFFICIENT_SCOPE");
      if (cases[i].scopes[0] != NULL)
        g_assert_cmpstrv (kc_error_get_missing_scopes (error), cases[i].scopes);
      else
        g_assert_null (kc_error_get_missing_scopes (error));
    }
}

/* Errors go into reports. */
static void
test_drops_what_echoes_the_key (void)
{
  g_autoptr (GError) error = get_refusal (KC_TEST_ACCOUNT, 401, NULL,
                                          "{\"error\":{\"code\":\"" KC_TEST_KEY
                                          "\",\"message\":\"Bad " KC_TEST_KEY "!\"}}");

  g_assert_error (error, KC_ERROR, KC_ERROR_GATEWAY);
  g_assert_null (kc_error_get_server_code (error));
  g_assert_null (kc_error_get_server_message (error));
  g_assert_null (strstr (error->message, "kbai"));
}

/* RFC 9110 section 10.2.3: seconds or a date, the latter relative to the server's own clock. */
static void
test_reads_retry_after (void)
{
  static const struct {
    const char *headers;
    gint64 ms;
  } cases[] = {
      {"Retry-After: 7\r\n", 7000},
      {"retry-after:   0  \r\n", 0},
      {"Retry-After: 3600\r\n", 3600000},
      {"Retry-After: 3601\r\n", 3600000},
      {"Retry-After: 99999999999999999999999\r\n", 3600000},
      {"Retry-After: -5\r\n", -1},
      {"Retry-After: 1.5\r\n", -1},
      {"Retry-After: 5s\r\n", -1},
      {"Retry-After: soon\r\n", -1},
      {"Retry-After: \r\n", -1},
      {"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:07 GMT\r\n",
       30000},
      {"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sunday, 06-Nov-94 08:50:07 GMT\r\n",
       30000},
      {"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:00:00 GMT\r\n", 0},
      {"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 2094 08:00:00 GMT\r\n",
       3600000},
      /* Without a usable Date, the computer's clock has to do. */
      {"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 0},
      {"Date: yesterday\r\nRetry-After: Fri, 06 Nov 2893 08:49:37 GMT\r\n", 3600000},
  };
  static const guint statuses[] = {429, 503, 500};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error
          = get_refusal (KC_TEST_ACCOUNT, statuses[i % G_N_ELEMENTS (statuses)], cases[i].headers,
                         "{\"message\":\"ThrottlerException: Too Many Requests\"}");

      g_assert_cmpint (kc_error_get_retry_after_ms (error), ==, cases[i].ms);
      g_assert_true (kc_error_is_transient (error));
    }
}

/* The status counts, however broken the body is. */
static void
test_the_status_outlives_its_body (void)
{
  static const struct {
    const char *text;
    KcStubFlags flags;
  } cases[] = {
      {"HTTP/1.1 502 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", 0},
      {"HTTP/1.1 502 X\r\n\r\n", 0},
      {"HTTP/1.1 502 X\r\nContent-Length: 50\r\n\r\nshort", 0},
      {"HTTP/1.1 502 X\r\nContent-Length: 50\r\n\r\nshort", KC_STUB_RESET},
      {"HTTP/1.1 502 X\r\nContent-Length: 50\r\n\r\nshort", KC_STUB_HANG},
      {"HTTP/1.1 502 X\r\nTransfer-Encoding: chunked\r\n\r\nnonsense", 0},
      {"HTTP/1.1 502 X\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nshort", 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GError) error = NULL;

      kc_client_set_deadline (client, 300);
      kc_stub_server_reply_raw (server, "GET", "/me", 0, cases[i].flags, cases[i].text,
                                strlen (cases[i].text));
      g_assert_false (kc_test_call (client, KC_TEST_ACCOUNT, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_GATEWAY);
      g_assert_cmpuint (kc_error_get_http_status (error), ==, 502);
    }
}

/* A firewall, a filter, a gateway: whatever the status, it says nothing about key and session. */
static void
test_only_keebai_judges (void)
{
  static const guint statuses[] = {400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 504};
  static const char *const bodies[]
      = {"<html><body>blocked</body></html>", "", "Forbidden", "{\"status\":403}", "[1]"};

  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
        {
          g_autoptr (GError) error
              = get_refusal (&kc_test_endpoints[i], statuses[j], "Retry-After: 7\r\n",
                             bodies[(i + j) % G_N_ELEMENTS (bodies)]);

          g_assert_error (error, KC_ERROR, KC_ERROR_GATEWAY);
          g_assert_cmpuint (kc_error_get_http_status (error), ==, statuses[j]);
          g_assert_cmpint (kc_error_get_retry_after_ms (error), ==, 7000);
          g_assert_true (kc_error_is_transient (error));
          g_assert_false (kc_error_locks_out (error));
          g_assert_false (kc_error_is_over (error));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/client/refusals/each-status-of-each-endpoint",
                   test_each_status_of_each_endpoint);
  g_test_add_func ("/api/client/refusals/a-status-without-body", test_a_status_without_body);
  g_test_add_func ("/api/client/refusals/reads-both-envelopes", test_reads_both_envelopes);
  g_test_add_func ("/api/client/refusals/names-the-missing-scopes", test_names_the_missing_scopes);
  g_test_add_func ("/api/client/refusals/drops-what-echoes-the-key",
                   test_drops_what_echoes_the_key);
  g_test_add_func ("/api/client/refusals/reads-retry-after", test_reads_retry_after);
  g_test_add_func ("/api/client/refusals/the-status-outlives-its-body",
                   test_the_status_outlives_its_body);
  g_test_add_func ("/api/client/refusals/only-keebai-judges", test_only_keebai_judges);

  return g_test_run ();
}
