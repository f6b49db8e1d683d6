/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sse-stream.h"

#include "kc-stub-server.h"
#include "kc-test-wait.h"

#include <string.h>

#define FAKE_KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define PATH "/channels/whatsapp/connect/cs_fake/qr-stream"
#define CHUNKED "Transfer-Encoding: chunked\r\n"

typedef struct {
  KcStubServer *server;
  SoupSession *session;
  KcSseStream *stream;
  GCancellable *cancellable;
  GAsyncResult *result;
  GString *record; /* "type|data|id\n" for each event */
  guint n_opened;
  guint n_activity;
  guint n_events;
  guint cancel_at_event;
  gboolean cancel_when_opened;
  gboolean cancel_at_activity;
  gboolean drop_at_event;
} Fixture;

static void
on_stream_opened_cb (KcSseStream *stream, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_opened++;
  if (fixture->cancel_when_opened)
    g_cancellable_cancel (fixture->cancellable);
}

static void
on_stream_activity_cb (KcSseStream *stream, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpuint (fixture->n_opened, >, 0);
  fixture->n_activity++;
  if (fixture->cancel_at_activity)
    g_cancellable_cancel (fixture->cancellable);
}

static void
on_stream_event_cb (KcSseStream *stream, const KcSseEvent *event, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  g_assert_cmpuint (fixture->n_activity, >, 0);
  fixture->n_events++;
  g_string_append_printf (fixture->record, "%s|%s|%s\n", event->type, event->data, event->id);
  if (fixture->n_events == fixture->cancel_at_event)
    g_cancellable_cancel (fixture->cancellable);
  if (fixture->drop_at_event)
    g_clear_object (&fixture->stream);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->server = kc_stub_server_new ();
  /* Like the one of kc-client: libsoup does not cut a quiet stream. */
  fixture->session = soup_session_new_with_options ("timeout", 0, "idle-timeout", 0, NULL);
  fixture->record = g_string_new (NULL);
  fixture->cancellable = g_cancellable_new ();

  uri = g_strconcat (kc_stub_server_get_base_url (fixture->server), PATH, NULL);
  fixture->stream = kc_sse_stream_new (fixture->session, uri, FAKE_KEY);
  g_signal_connect (fixture->stream, "opened", G_CALLBACK (on_stream_opened_cb), fixture);
  g_signal_connect (fixture->stream, "activity", G_CALLBACK (on_stream_activity_cb), fixture);
  g_signal_connect (fixture->stream, "event", G_CALLBACK (on_stream_event_cb), fixture);
}

/* If the stream, its message or its socket leaks, the test fails. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->cancellable);
  if (fixture->stream != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->stream));
  kc_stub_server_free (fixture->server);
  /* libsoup frees a finished message only when it next runs. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&fixture->session));
  g_string_free (fixture->record, TRUE);
}

static void
start (Fixture *fixture)
{
  g_clear_object (&fixture->result);
  kc_sse_stream_run_async (fixture->stream, fixture->cancellable, kc_test_take_result_cb,
                           &fixture->result);
}

static void
start_and_wait_until_open (Fixture *fixture)
{
  guint n_opened = fixture->n_opened;

  start (fixture);
  kc_test_wait_until (fixture->n_opened > n_opened);
}

static GError *
wait_for_error (Fixture *fixture)
{
  GError *error = NULL;

  kc_test_wait_until (fixture->result != NULL);
  g_assert_false (kc_sse_stream_run_finish (fixture->stream, fixture->result, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, FAKE_KEY));
  return error;
}

static void
wait_for_end (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  kc_test_wait_until (fixture->result != NULL);
  g_assert_true (kc_sse_stream_run_finish (fixture->stream, fixture->result, &error));
  g_assert_no_error (error);
}

/* The callback has been called; nothing may follow, and the server must see the socket close. */
static void
assert_cancelled (Fixture *fixture)
{
  g_autoptr (GError) error = wait_for_error (fixture);
  guint n_activity = fixture->n_activity;

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kc_stub_server_send (fixture->server, "data: too late\n\n");
  kc_test_wait_until (kc_stub_server_get_n_streams (fixture->server) == 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_activity, ==, n_activity);
}

static void
reply (Fixture *fixture, KcStubFlags flags, const char *answer)
{
  kc_stub_server_reply_raw (fixture->server, "GET", PATH, 0, flags, answer, strlen (answer));
}

static gboolean
head_has (Fixture *fixture, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("\r\n%s\r\n", line);

  return strstr (kc_stub_server_get_last_head (fixture->server), whole) != NULL;
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);

  g_assert_true (g_str_has_prefix (kc_stub_server_get_last_head (fixture->server),
                                   "GET /v1" PATH " HTTP/1.1\r\n"));
  g_assert_true (head_has (fixture, "Authorization: Bearer " FAKE_KEY));
  g_assert_true (head_has (fixture, "Accept: text/event-stream"));
  g_assert_true (head_has (fixture, "Accept-Encoding: identity"));
  g_assert_true (head_has (fixture, "Cache-Control: no-store"));
  g_assert_null (strstr (kc_stub_server_get_last_head (fixture->server), "Last-Event-ID"));
  g_assert_cmpstr (kc_stub_server_get_last_body (fixture->server), ==, "");
  g_assert_cmpint (kc_sse_stream_get_retry_ms (fixture->stream), ==, -1);

  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
  g_assert_cmpuint (fixture->n_opened, ==, 1);
  g_assert_cmpuint (kc_stub_server_count (fixture->server, NULL, NULL), ==, 1);
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);

  kc_stub_server_send (fixture->server, "\nevent: qr\nid: 1\ndata: 2@AAAA,BBBB\n\n");
  kc_test_wait_until (fixture->n_events == 1);
  g_assert_cmpstr (fixture->record->str, ==, "qr|2@AAAA,BBBB|1\n");

  kc_stub_server_send (fixture->server, "event: connecting\ndata: {}\n\nevent: connected\nda");
  kc_test_wait_until (fixture->n_events == 2);
  kc_stub_server_send (fixture->server, "ta: {\"channel_id\":\"ch_fake\"}\r");
  kc_stub_server_send (fixture->server, "\n\r\n");
  kc_test_wait_until (fixture->n_events == 3);
  g_assert_cmpstr (fixture->record->str, ==,
                   "qr|2@AAAA,BBBB|1\nconnecting|{}|1\nconnected|{\"channel_id\":\"ch_fake\"}|1\n");

  kc_stub_server_send (fixture->server, "data: half an event\n");
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
  g_assert_cmpuint (fixture->n_events, ==, 3);
}

/* However the network cuts it: head and body of one answer, cut at every byte. */
static void
test_events_slow (Fixture *fixture, gconstpointer data)
{
  reply (fixture, KC_STUB_SLOW,
         "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
         "\xef\xbb\xbf"
         "id:9\r\ndata:\xc3\xa9\r\n\r\n");
  start (fixture);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->record->str, ==, "message|\xc3\xa9|9\n");
  g_assert_cmpuint (fixture->n_activity, >, 10);
}

static void
test_events_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("data: ");

  for (guint i = 0; i < 50000; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\n\n");

  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, text->str);
  kc_test_wait_until (fixture->n_events == 1);
  g_assert_cmpuint (fixture->record->len, ==, strlen ("message|") + 50000 + strlen ("|\n"));

  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
}

static void
test_comments (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);

  for (guint i = 1; i <= 3; i++)
    {
      kc_stub_server_send (fixture->server, ": still here\n");
      kc_test_wait_until (fixture->n_activity == i);
    }
  g_assert_cmpuint (fixture->n_events, ==, 0);

  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
  g_assert_cmpuint (fixture->n_activity, ==, 3);
}

static void
test_reopen (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "retry: 2500\nid: first \xc3\xa9\ndata: a\n\nid: second\n");
  kc_test_wait_until (fixture->n_events == 1);
  kc_stub_server_end_streams (fixture->server, TRUE);
  g_error_free (wait_for_error (fixture));
  g_assert_cmpint (kc_sse_stream_get_retry_ms (fixture->stream), ==, 2500);

  /* The id of the half event does not count, and the half does not run into the new connection. */
  start_and_wait_until_open (fixture);
  g_assert_true (head_has (fixture, "Last-Event-ID: first \xc3\xa9"));
  kc_stub_server_send (fixture->server, "data: b\n\nid\ndata: c\n\n");
  kc_test_wait_until (fixture->n_events == 3);
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->record->str, ==,
                   "message|a|first \xc3\xa9\nmessage|b|first \xc3\xa9\nmessage|c|\n");

  /* The server took it back: it is not sent any more. */
  start_and_wait_until_open (fixture);
  g_assert_null (strstr (kc_stub_server_get_last_head (fixture->server), "Last-Event-ID"));
  g_assert_cmpint (kc_sse_stream_get_retry_ms (fixture->stream), ==, 2500);
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
}

/* An id that HTTP cannot carry, or that no server accepts, would keep the stream closed for good.
 */
static void
test_reopen_odd_id (Fixture *fixture, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (4096, 'x');
  const struct {
    const char *id;
    gboolean is_sent;
  } cases[] = {
      {"\xc3\xb1: \"x\"; \xef\xbf\xbd", TRUE},
      {longest, TRUE},
      {"a\x01", FALSE},
      {"a\x7f", FALSE},
      {"a\tb", FALSE},
      {"x\x1b", FALSE},
  };

  for (gsize i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      const gboolean is_longer = i == G_N_ELEMENTS (cases);
      g_autofree char *id
          = g_strconcat (is_longer ? longest : cases[i].id, is_longer ? "x" : NULL, NULL);
      g_autofree char *text = g_strdup_printf ("id: %s\ndata: a\n\n", id);
      g_autofree char *header = g_strdup_printf ("Last-Event-ID: %s", id);
      const guint n_events = fixture->n_events;

      kc_stub_server_reply_stream (fixture->server, PATH, 0);
      start_and_wait_until_open (fixture);
      kc_stub_server_send (fixture->server, text);
      kc_test_wait_until (fixture->n_events == n_events + 1);
      kc_stub_server_end_streams (fixture->server, FALSE);
      wait_for_end (fixture);

      start_and_wait_until_open (fixture);
      if (!is_longer && cases[i].is_sent)
        g_assert_true (head_has (fixture, header));
      else
        g_assert_null (strstr (kc_stub_server_get_last_head (fixture->server), "Last-Event-ID"));
      kc_stub_server_end_streams (fixture->server, FALSE);
      wait_for_end (fixture);
    }
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint status;
    KcError code;
  } answers[] = {
      {201, KC_ERROR_BAD_REPLY},    {204, KC_ERROR_GONE},           {400, KC_ERROR_REFUSED},
      {401, KC_ERROR_UNAUTHORIZED}, {403, KC_ERROR_FORBIDDEN},      {404, KC_ERROR_NOT_FOUND},
      {409, KC_ERROR_REFUSED},      {410, KC_ERROR_GONE},           {422, KC_ERROR_REFUSED},
      {429, KC_ERROR_RATE_LIMITED}, {500, KC_ERROR_SERVER},         {502, KC_ERROR_SERVER},
      {503, KC_ERROR_MAINTENANCE},  {407, KC_ERROR_PROXY_PASSWORD},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply (fixture->server, "GET", PATH, 1, answers[i].status,
                            "Retry-After: 7\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                            "Proxy-Authenticate: Basic realm=\"x\"\r\n",
                            answers[i].status == 204 ? ""
                                                     : "{\"message\":\"No\",\"statusCode\":400}");
      start (fixture);
      error = wait_for_error (fixture);
      g_assert_error (error, KC_ERROR, (int) answers[i].code);
      g_assert_cmpuint (kc_error_get_http_status (error), ==, answers[i].status);
      g_assert_cmpint (kc_error_get_retry_after_ms (error), ==, 7000);
      if (answers[i].status >= 400)
        g_assert_cmpstr (kc_error_get_server_message (error), ==, "No");
      g_assert_cmpuint (kc_stub_server_count (fixture->server, NULL, NULL), ==, i + 1);
    }
  g_assert_cmpuint (fixture->n_opened, ==, 0);
  g_assert_cmpuint (fixture->n_activity, ==, 0);
}

/* A firewall, a filter, a gateway: whatever the status, it says nothing about key and session. */
static void
test_status_of_a_gateway (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = {400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503};

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *answer
          = g_strdup_printf ("HTTP/1.1 %u X\r\nContent-Type: text/html\r\n\r\n<html>blocked",
                             statuses[i]);

      reply (fixture, KC_STUB_CLOSE, answer);
      start (fixture);
      error = wait_for_error (fixture);
      g_assert_error (error, KC_ERROR, KC_ERROR_GATEWAY);
      g_assert_cmpuint (kc_error_get_http_status (error), ==, statuses[i]);
    }
}

static void
test_status_details (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_stub_server_reply (fixture->server, "GET", PATH, 0, 403, NULL,
                        "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"Missing\","
                        "\"details\":{\"required\":[\"channels:connect\"],"
                        "\"missing\":[\"channels:connect\"]}}}");
  start (fixture);
  error = wait_for_error (fixture);
  g_assert_error (error, KC_ERROR, KC_ERROR_FORBIDDEN);
  g_assert_cmpstr (kc_error_get_server_code (error), ==, "INSUFFICIENT_SCOPE");
  g_assert_cmpstr (kc_error_get_missing_scopes (error)[0], ==, "channels:connect");
  g_assert_null (kc_error_get_missing_scopes (error)[1]);
}

/* Half a body, or somebody else's, is not an answer of Keebai. */
static void
test_status_hostile_body (Fixture *fixture, gconstpointer data)
{
  static const struct {
    KcStubFlags flags;
    const char *answer;
  } answers[] = {
      {KC_STUB_CLOSE, "HTTP/1.1 410 Gone\r\n\r\n<html>over</html>"},
      {KC_STUB_CLOSE, "HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\n{\"message\":"},
      {KC_STUB_RESET, "HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\n{\"message\":"},
      {KC_STUB_HANG, "HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\n{\"message\":"},
      {KC_STUB_CLOSE, "HTTP/1.1 410 Gone\r\n\r\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["},
  };
  g_autoptr (GError) last_error = NULL;
  g_autoptr (GString) endless = g_string_new ("HTTP/1.1 410 Gone\r\n\r\n");

  kc_sse_stream_set_head_deadline (fixture->stream, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      reply (fixture, answers[i].flags, answers[i].answer);
      start (fixture);
      error = wait_for_error (fixture);
      g_assert_error (error, KC_ERROR, KC_ERROR_GATEWAY);
      g_assert_cmpuint (kc_error_get_http_status (error), ==, 410);
      g_assert_null (kc_error_get_server_message (error));
    }

  for (guint i = 0; i < 1024 * 1024; i++)
    g_string_append_c (endless, 'x');
  reply (fixture, KC_STUB_HANG, endless->str);
  start (fixture);
  last_error = wait_for_error (fixture);
  g_assert_error (last_error, KC_ERROR, KC_ERROR_GATEWAY);
}

static void
test_content_type (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *headers;
    gboolean accepted;
  } answers[] = {
      {"Content-Type: text/event-stream\r\n", TRUE},
      {"Content-Type: text/event-stream;charset=utf-8\r\n", TRUE},
      {"Content-Type: Text/Event-Stream; charset=UTF-8; x=\"y\"\r\n", TRUE},
      {"content-type: text/event-stream\r\nContent-Encoding: identity\r\n", TRUE},
      {"Content-Type: text/event-stream\r\nContent-Encoding: none\r\n", TRUE},
      {"Content-Type: text/event-stream\r\nContent-Encoding: x-unknown\r\n", TRUE},
      {"Content-Type: text/event-stream\r\nContent-Encoding:\r\n", TRUE},
      {"Content-Type: text/event-streams\r\n", FALSE},
      {"Content-Type: text/html\r\n", FALSE},
      {"Content-Type: application/json\r\n", FALSE},
      {"Content-Type:\r\n", FALSE},
      {"", FALSE},
      {"Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\n", FALSE},
      {"Content-Type: text/event-stream\r\nContent-Encoding: br\r\n", FALSE},
      {"Content-Type: text/event-stream\r\nContent-Encoding: identity, GZIP\r\n", FALSE},
      {"Content-Type: text/event-stream\r\nContent-Encoding: none\r\nContent-Encoding: zstd\r\n",
       FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *answer
          = g_strdup_printf ("HTTP/1.1 200 OK\r\n%s\r\ndata: a\n\n", answers[i].headers);

      fixture->n_opened = fixture->n_events = 0;
      reply (fixture, KC_STUB_CLOSE, answer);
      start (fixture);
      if (answers[i].accepted)
        {
          wait_for_end (fixture);
          g_assert_cmpuint (fixture->n_events, ==, 1);
        }
      else
        {
          g_autoptr (GError) error = wait_for_error (fixture);

          g_assert_error (error, KC_ERROR,
                          (strstr (answers[i].headers, "html") ? KC_ERROR_PORTAL
                                                               : KC_ERROR_BAD_REPLY));
          g_assert_cmpuint (kc_error_get_http_status (error), ==, 200);
        }
      g_assert_cmpuint (fixture->n_opened, ==, answers[i].accepted ? 1 : 0);
    }
}

/* The key would be sent along. */
static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = {301, 302, 303, 307, 308};
  KcStubServer *other = kc_stub_server_new ();

  kc_stub_server_reply_stream (other, PATH, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *location
          = g_strdup_printf ("Location: %s" PATH "\r\n", kc_stub_server_get_base_url (other));

      kc_stub_server_reply (fixture->server, "GET", PATH, 1, statuses[i], location, "");
      start (fixture);
      error = wait_for_error (fixture);
      g_assert_error (error, KC_ERROR, KC_ERROR_PORTAL);
      g_assert_cmpuint (kc_error_get_http_status (error), ==, statuses[i]);
      g_assert_null (strstr (error->message, "127.0.0.1"));
    }
  g_assert_cmpuint (kc_stub_server_count (other, NULL, NULL), ==, 0);
  kc_stub_server_free (other);
}

static void
test_head_deadline (Fixture *fixture, gconstpointer data)
{
  static const struct {
    KcStubFlags flags;
    const char *answer;
  } answers[] = {
      {KC_STUB_HANG, ""},
      {KC_STUB_HANG, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"},
      {KC_STUB_SLOW, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX: aaaaaaaaaa\r\n\r\n"},
  };

  kc_sse_stream_set_head_deadline (fixture->stream, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      reply (fixture, answers[i].flags, answers[i].answer);
      start (fixture);
      error = wait_for_error (fixture);
      g_assert_error (error, KC_ERROR, KC_ERROR_TIMED_OUT);
    }
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

/* Once the head has arrived, silence is the owner's business. */
static void
test_quiet_stream (Fixture *fixture, gconstpointer data)
{
  gint64 until;

  kc_sse_stream_set_head_deadline (fixture->stream, 100);
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);

  until = g_get_monotonic_time () + 300 * 1000;
  kc_test_wait_until (g_get_monotonic_time () > until);
  g_assert_null (fixture->result);
  g_assert_cmpuint (kc_stub_server_get_n_streams (fixture->server), ==, 1);

  kc_stub_server_send (fixture->server, "data: a\n\n");
  kc_test_wait_until (fixture->n_events == 1);
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  static const struct {
    KcStubFlags flags;
    const char *answer;
    guint n_events;
  } answers[] = {
      {KC_STUB_RESET, "", 0},
      {KC_STUB_RESET, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" CHUNKED "\r\n", 0},
      {KC_STUB_CLOSE,
       "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" CHUNKED "\r\n"
       "20\r\ndata: a\n\ndata: b",
       1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      fixture->n_events = 0;
      reply (fixture, answers[i].flags, answers[i].answer);
      start (fixture);
      error = wait_for_error (fixture);
      g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
      g_assert_true (kc_error_is_transient (error));
      g_assert_cmpuint (fixture->n_events, ==, answers[i].n_events);
    }
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "data: a\n\n");
  kc_test_wait_until (fixture->n_events == 1);
  kc_stub_server_end_streams (fixture->server, TRUE);
  error = wait_for_error (fixture);
  g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
}

static void
test_refused_connection (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Its port is closed from here on. */
  kc_stub_server_free (fixture->server);
  start (fixture);
  error = wait_for_error (fixture);
  g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
  fixture->server = kc_stub_server_new ();
}

static void
test_bad_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (g_steal_pointer (&fixture->stream));
  fixture->stream = kc_sse_stream_new (fixture->session, "not an address", FAKE_KEY);
  start (fixture);
  error = wait_for_error (fixture);
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
}

typedef struct {
  Fixture *fixture;
  guint n_frames;
  guint first; /* events before the first and the last frame */
  guint last;
} Drawing;

static gboolean
draw_cb (gpointer user_data)
{
  Drawing *drawing = user_data;

  if (drawing->n_frames++ == 0)
    drawing->first = drawing->fixture->n_events;
  drawing->last = drawing->fixture->n_events;

  return drawing->n_frames < 30;
}

/* However many events come, frames are drawn first, at GTK's priority. */
static void
test_flood_yields_to_drawing (Fixture *fixture, gconstpointer data)
{
  const guint n_events = 2 * 15000;
  g_autoptr (GString) text = g_string_new (NULL);
  Drawing drawing = {.fixture = fixture};

  for (guint i = 0; i < n_events / 2; i++)
    g_string_append_printf (text, "event: qr\ndata: 2@%u\n\nevent: disconnected\ndata: {}\n\n", i);
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, text->str);
  kc_test_wait_until (fixture->n_events > 100);
  g_assert_cmpuint (fixture->n_events, <, n_events);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, draw_cb, &drawing, NULL);
  kc_test_wait_until (fixture->n_events == n_events);
  g_assert_cmpuint (drawing.n_frames, ==, 30);
  g_assert_cmpuint (drawing.last, ==, drawing.first);
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("data: first\n\ndata:");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= KC_SSE_MAX_LINE; i++)
    g_string_append_c (text, 'x');

  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, text->str);
  error = wait_for_error (fixture);
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
  g_assert_cmpuint (fixture->n_events, ==, 1);
  kc_test_wait_until (kc_stub_server_get_n_streams (fixture->server) == 0);

  /* The next connection starts afresh. */
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "data: second\n\n");
  kc_test_wait_until (fixture->n_events == 2);
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
}

static void
test_cancel_before (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  g_cancellable_cancel (fixture->cancellable);
  start (fixture);
  g_assert_null (fixture->result);
  assert_cancelled (fixture);
  g_assert_cmpuint (kc_stub_server_count (fixture->server, NULL, NULL), ==, 0);
}

static void
test_cancel_at_once (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start (fixture);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (fixture->result);
  assert_cancelled (fixture);
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

static void
test_cancel_before_head (Fixture *fixture, gconstpointer data)
{
  reply (fixture, KC_STUB_HANG, "HTTP/1.1 200 OK\r\n");
  start (fixture);
  kc_test_wait_until (kc_stub_server_count (fixture->server, NULL, NULL) == 1);
  g_cancellable_cancel (fixture->cancellable);
  assert_cancelled (fixture);
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

static void
test_cancel_in_refusal (Fixture *fixture, gconstpointer data)
{
  gint64 until;

  reply (fixture, KC_STUB_HANG, "HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\n{");
  start (fixture);
  kc_test_wait_until (kc_stub_server_count (fixture->server, NULL, NULL) == 1);
  until = g_get_monotonic_time () + 50 * 1000;
  kc_test_wait_until (g_get_monotonic_time () > until);
  g_assert_null (fixture->result);
  g_cancellable_cancel (fixture->cancellable);
  assert_cancelled (fixture);
}

static void
test_cancel_when_opened (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  fixture->cancel_when_opened = TRUE;
  start (fixture);
  assert_cancelled (fixture);
  g_assert_cmpuint (fixture->n_opened, ==, 1);
}

static void
test_cancel_while_quiet (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "data: a\n\n");
  kc_test_wait_until (fixture->n_events == 1);
  g_cancellable_cancel (fixture->cancellable);
  assert_cancelled (fixture);
}

static void
test_cancel_at_activity (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  fixture->cancel_at_activity = TRUE;
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "data: a\n\n");
  assert_cancelled (fixture);
  g_assert_cmpuint (fixture->n_events, ==, 0);
}

/* The other events of the same read are not delivered any more. */
static void
test_cancel_at_event (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  fixture->cancel_at_event = 2;
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "data: a\n\ndata: b\n\ndata: c\n\ndata: d\n\n");
  assert_cancelled (fixture);
  g_assert_cmpuint (fixture->n_events, ==, 2);
}

static void
test_cancel_at_end (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  start_and_wait_until_open (fixture);
  kc_stub_server_end_streams (fixture->server, FALSE);
  g_cancellable_cancel (fixture->cancellable);
  assert_cancelled (fixture);
}

/* The stream that is running keeps the object alive; the owner may drop it in the middle of an
 * event. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  GObject *watched = G_OBJECT (fixture->stream);

  g_object_add_weak_pointer (watched, (gpointer *) &watched);
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  fixture->drop_at_event = TRUE;
  start_and_wait_until_open (fixture);
  kc_stub_server_send (fixture->server, "data: a\n\ndata: b\n\n");
  kc_test_wait_until (fixture->n_events == 2);
  g_assert_null (fixture->stream);
  g_assert_nonnull (watched);

  g_cancellable_cancel (fixture->cancellable);
  kc_test_wait_until (fixture->result != NULL);
  g_assert_true (g_task_had_error (G_TASK (fixture->result)));
  g_clear_object (&fixture->result);
  kc_test_wait_until (watched == NULL);
  kc_test_wait_until (kc_stub_server_get_n_streams (fixture->server) == 0);
}

static void
run_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sse_stream_run_finish (KC_SSE_STREAM (source), result, &error));
  g_assert_no_error (error);
  start (fixture);
}

/* "One at a time" ends when the callback is called, not when it has returned. */
static void
test_run_from_callback (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_stream (fixture->server, PATH, 0);
  kc_sse_stream_run_async (fixture->stream, NULL, run_again_cb, fixture);
  kc_test_wait_until (fixture->n_opened == 1);
  kc_stub_server_end_streams (fixture->server, FALSE);
  kc_test_wait_until (fixture->n_opened == 2);
  kc_stub_server_end_streams (fixture->server, FALSE);
  wait_for_end (fixture);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/api/sse-stream/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("request", test_request);
  ADD ("events", test_events);
  ADD ("events/slow", test_events_slow);
  ADD ("events/large", test_events_large);
  ADD ("comments", test_comments);
  ADD ("reopen", test_reopen);
  ADD ("reopen/odd-id", test_reopen_odd_id);
  ADD ("status", test_status);
  ADD ("status/of-a-gateway", test_status_of_a_gateway);
  ADD ("status/details", test_status_details);
  ADD ("status/hostile-body", test_status_hostile_body);
  ADD ("content-type", test_content_type);
  ADD ("redirect", test_redirect);
  ADD ("head-deadline", test_head_deadline);
  ADD ("quiet", test_quiet_stream);
  ADD ("offline", test_offline);
  ADD ("reset", test_reset);
  ADD ("refused-connection", test_refused_connection);
  ADD ("bad-address", test_bad_address);
  ADD ("flood-yields-to-drawing", test_flood_yields_to_drawing);
  ADD ("too-large", test_too_large);
  ADD ("cancel/before", test_cancel_before);
  ADD ("cancel/at-once", test_cancel_at_once);
  ADD ("cancel/before-head", test_cancel_before_head);
  ADD ("cancel/in-refusal", test_cancel_in_refusal);
  ADD ("cancel/when-opened", test_cancel_when_opened);
  ADD ("cancel/while-quiet", test_cancel_while_quiet);
  ADD ("cancel/at-activity", test_cancel_at_activity);
  ADD ("cancel/at-event", test_cancel_at_event);
  ADD ("cancel/at-end", test_cancel_at_end);
  ADD ("drop", test_drop);
  ADD ("run-from-callback", test_run_from_callback);

  return g_test_run ();
}
