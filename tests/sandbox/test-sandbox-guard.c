/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What pages of other sites and other users of the computer cannot do: fill the memory of the
 * practice service, and change its knobs.
 */

#include "fixture.h"

#include <string.h>

#define BODY_BYTES (600 * 1024 * 1024)
/* Far less than the body, far more than a request needs. */
#define GROWTH_KIB (8 * 1024)

/* The largest amount of memory that the process has had so far. */
static guint64
read_peak_kib (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", pid);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *line;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

/* Sends that head and a body of BODY_BYTES, or as much of it as is accepted. */
static void
send_body (const char *origin, const char *head, gboolean chunked)
{
  static char block[64 * 1024];
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  GOutputStream *output;
  gboolean open;

  connection = g_socket_client_connect_to_uri (client, origin, 80, NULL, &error);
  g_assert_no_error (error);
  output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  open = g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL);
  for (gsize i = 0; open && i < BODY_BYTES / sizeof block; i++)
    open = (!chunked || g_output_stream_write_all (output, "10000\r\n", 7, NULL, NULL, NULL))
           && g_output_stream_write_all (output, block, sizeof block, NULL, NULL, NULL)
           && (!chunked || g_output_stream_write_all (output, "\r\n", 2, NULL, NULL, NULL));
}

static void
test_memory (void)
{
  static const struct {
    const char *path, *headers;
    gboolean chunked;
  } cases[] = {
      {"/v1/channels/whatsapp/connect", "Origin: https://evil.example\r\nContent-Length: 629145600",
       FALSE},
      {"/portal/x", "Origin: null\r\nTransfer-Encoding: chunked", TRUE},
      {"/v1/channels/whatsapp/connect", "Content-Length: 629145600", FALSE},
      {"/v1/channels/whatsapp/connect", "Transfer-Encoding: chunked", TRUE},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                      g_getenv ("KEEBAI_SANDBOX"), NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autofree char *origin = NULL;
  guint64 before;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (line, "base-url: "));
  origin = g_strdup (line + strlen ("base-url: "));
  origin[strlen (origin) - strlen ("/v1")] = '\0';

  before = read_peak_kib (g_subprocess_get_identifier (process));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *head = g_strdup_printf (
          "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: text/plain\r\n%s\r\n\r\n", cases[i].path,
          origin + strlen ("http://"), cases[i].headers);

      send_body (origin, head, cases[i].chunked);
      g_assert_cmpuint (read_peak_kib (g_subprocess_get_identifier (process)), <,
                        before + GROWTH_KIB);
    }
  g_subprocess_force_exit (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
}

/* A body that is only a little too long gets an answer that says so. */
static void
test_too_long (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *body = g_strnfill (100000, 'x');
  g_autoptr (Answer) start = NULL;
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) next = NULL;

  body[0] = '{';
  start = ask (f, "POST", "/v1/channels/whatsapp/connect", body);
  foreign = ask_with (f, "POST", "~/knobs", body, "Origin", "http://evil.example");
  next = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (start->status, ==, 413);
  assert_pick (start, "statusCode", "413");
  g_assert_cmpuint (foreign->status, ==, 403);
  g_assert_cmpuint (next->status, ==, 200);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 0);
}

/* The port can be guessed, the token cannot. */
static void
test_token (void)
{
  static const struct {
    const char *method, *path;
  } cases[] = {
      {"GET", "/"},
      {"GET", "/practice"},
      {"GET", "/practice/state"},
      {"GET", "/practice/phone"},
      {"POST", "/practice/phone"},
      {"POST", "/practice/knobs"},
      {"POST", "/practice/scan"},
      {"GET", "/practice/00000000000000000000000000000000/state"},
      {"POST", "/practice/00000000000000000000000000000000/knobs"},
      {"GET", "/practice//state"},
  };
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Fixture) other = fixture_new ();
  g_autofree char *token = g_path_get_basename (kc_sandbox_get_practice_url (f->sandbox));
  g_autofree char *other_token = g_path_get_basename (kc_sandbox_get_practice_url (other->sandbox));
  g_autofree char *longer = g_strconcat ("/practice/", token, "0/state", NULL);
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) right = NULL;
  g_autofree char *portal = NULL;
  g_autofree char *id = NULL;

  g_assert_cmpuint (strlen (token), ==, 32);
  g_assert_cmpstr (token, !=, other_token);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gboolean post = g_str_equal (cases[i].method, "POST");
      g_autoptr (Answer) answer
          = ask_as (f, NULL, cases[i].method, cases[i].path, post ? "{\"next-me\":\"503\"}" : NULL);

      g_assert_cmpuint (answer->status, ==, 404);
      g_assert_null (strstr (answer->text, token));
      g_assert_null (
          soup_message_headers_get_one (soup_message_get_response_headers (answer->message),
                                        "Location"));
    }
  wrong = ask_as (f, NULL, "GET", longer, NULL);
  g_assert_cmpuint (wrong->status, ==, 404);
  right = ask_as (f, NULL, "GET", "~/state", NULL);
  g_assert_cmpuint (right->status, ==, 200);
  assert_pick (right, "knobs.next-me", "off");

  /* The portal page: with the token and the secret of the session, but not with the secret alone.
   */
  id = start_embedded (f, &portal);
  {
    g_autofree char *secret = g_path_get_basename (portal);
    g_autofree char *without = g_strconcat ("/portal/connect/", secret, NULL);
    g_autoptr (Answer) page = ask_as (f, NULL, "GET", portal, NULL);
    g_autoptr (Answer) none = ask_as (f, NULL, "GET", without, NULL);

    g_assert_nonnull (strstr (portal, token));
    g_assert_cmpuint (page->status, ==, 200);
    g_assert_cmpuint (none->status, ==, 404);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/guard/memory", test_memory);
  g_test_add_func ("/sandbox/guard/too-long", test_too_long);
  g_test_add_func ("/sandbox/guard/token", test_token);
  return g_test_run ();
}
