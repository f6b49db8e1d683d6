/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The other tests rely on the stub server, so it is tested first, with a bare socket. */

#include "kc-stub-server.h"
#include "kc-test-wait.h"

#include <string.h>

typedef struct {
  GSocketConnection *connection;
  GString *received;
  guint8 buffer[4096];
  gboolean ended;
  GError *error;
} Peer;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Peer *peer = user_data;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &peer->error);

  if (n_read <= 0)
    {
      peer->ended = TRUE;
      return;
    }
  g_string_append_len (peer->received, (const char *) peer->buffer, n_read);
  g_input_stream_read_async (G_INPUT_STREAM (source), peer->buffer, sizeof peer->buffer,
                             G_PRIORITY_DEFAULT, NULL, read_cb, peer);
}

static Peer *
peer_new (KcStubServer *server, const char *request)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GIOStream *io;

  g_socket_client_set_enable_proxy (client, FALSE);
  peer->received = g_string_new (NULL);
  peer->connection = g_socket_client_connect_to_uri (client, kc_stub_server_get_base_url (server),
                                                     80, NULL, &error);
  g_assert_no_error (error);
  io = G_IO_STREAM (peer->connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (io), request, strlen (request), NULL,
                             NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_async (g_io_stream_get_input_stream (io), peer->buffer, sizeof peer->buffer,
                             G_PRIORITY_DEFAULT, NULL, read_cb, peer);

  return peer;
}

static void
peer_free (Peer *peer)
{
  g_socket_shutdown (g_socket_connection_get_socket (peer->connection), TRUE, TRUE, NULL);
  kc_test_wait_until (peer->ended);
  g_object_unref (peer->connection);
  g_string_free (peer->received, TRUE);
  g_clear_error (&peer->error);
  g_free (peer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

static void
test_newest_rule_with_uses_left_wins (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  const char *const expected[] = {"once", "always", "always"};

  kc_stub_server_reply (server, "GET", "/thing", 0, 200, NULL, "\"always\"");
  kc_stub_server_reply (server, "GET", "/thing", 1, 200, "X-Extra: 1\r\n", "\"once\"");

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (Peer) peer = peer_new (server, "GET /v1/thing/5 HTTP/1.1\r\nHost: x\r\n\r\n");

      kc_test_wait_until (peer->ended);
      g_assert_no_error (peer->error);
      g_assert_nonnull (strstr (peer->received->str, expected[i]));
    }

  g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 3);
  g_assert_cmpuint (kc_stub_server_count (server, "GET", "/thing/5"), ==, 3);
  g_assert_cmpuint (kc_stub_server_count (server, "POST", NULL), ==, 0);
}

static void
test_waits_for_the_whole_request (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (Peer) peer = NULL;

  kc_stub_server_reply (server, "POST", "/thing", 1, 201, NULL, "{}");
  peer = peer_new (server, "POST /v1/thing HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (peer->connection)), "cd",
                             2, NULL, NULL, NULL);
  kc_test_wait_until (peer->ended);
  g_assert_cmpstr (kc_stub_server_get_last_body (server), ==, "abcd");
  g_assert_true (g_str_has_prefix (kc_stub_server_get_last_head (server), "POST /v1/thing"));
}

static void
test_resets_and_hangs (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (Peer) reset = NULL;
  g_autoptr (Peer) hung = NULL;

  kc_stub_server_reply_raw (server, "GET", "/reset", 0, KC_STUB_RESET, "half", 4);
  kc_stub_server_reply_raw (server, "GET", "/hang", 0, KC_STUB_HANG | KC_STUB_SLOW, "slow", 4);

  reset = peer_new (server, "GET /v1/reset HTTP/1.1\r\n\r\n");
  kc_test_wait_until (reset->ended);
  g_assert_error (reset->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);

  hung = peer_new (server, "GET /v1/hang HTTP/1.1\r\n\r\n");
  kc_test_wait_until (hung->received->len > 0);
  g_assert_cmpuint (hung->received->len, <, 4);
  kc_test_wait_until (hung->received->len == 4);
  g_assert_false (hung->ended);
}

static void
test_streams_until_it_is_ended (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (Peer) peer = NULL;

  kc_stub_server_reply_stream (server, "/stream", 0);
  peer = peer_new (server, "GET /v1/stream HTTP/1.1\r\n\r\n");
  kc_test_wait_until (kc_stub_server_get_n_streams (server) == 1);
  kc_stub_server_send (server, "data: 1\n\n");
  kc_test_wait_until (strstr (peer->received->str, "9\r\ndata: 1\n\n\r\n") != NULL);
  kc_stub_server_end_streams (server, FALSE);
  g_assert_cmpuint (kc_stub_server_get_n_streams (server), ==, 0);
  kc_test_wait_until (peer->ended);
  g_assert_true (g_str_has_suffix (peer->received->str, "\r\n0\r\n\r\n"));
}

static void
test_notices_that_the_client_went_away (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  Peer *peer;

  kc_stub_server_reply_stream (server, "/stream", 0);
  peer = peer_new (server, "GET /v1/stream HTTP/1.1\r\n\r\n");
  kc_test_wait_until (kc_stub_server_get_n_streams (server) == 1);
  peer_free (peer);
  kc_test_wait_until (kc_stub_server_get_n_streams (server) == 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/support/stub-server/newest-rule-with-uses-left-wins",
                   test_newest_rule_with_uses_left_wins);
  g_test_add_func ("/support/stub-server/waits-for-the-whole-request",
                   test_waits_for_the_whole_request);
  g_test_add_func ("/support/stub-server/resets-and-hangs", test_resets_and_hangs);
  g_test_add_func ("/support/stub-server/streams-until-it-is-ended",
                   test_streams_until_it_is_ended);
  g_test_add_func ("/support/stub-server/notices-that-the-client-went-away",
                   test_notices_that_the_client_went_away);

  return g_test_run ();
}
