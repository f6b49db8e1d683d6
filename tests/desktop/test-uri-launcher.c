/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The home folder is the test's own (in-home.sh). */

#include "kc-uri-launcher.h"
#include "kc-messages.h"
#include "kc-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define LINK "https://app.keebai.invalid/connect/verysecret?a=1&b=two"

static GAsyncResult *
open_link (const char *uri, gboolean allow_loopback, GCancellable *cancellable)
{
  GAsyncResult *result = NULL;

  kc_uri_launcher_open_async (NULL, uri, allow_loopback, cancellable, kc_test_take_result_cb,
                              &result);
  kc_test_wait_until (result != NULL);

  return result;
}

/* Replaces the old file by a new one: a program that is just being started cannot be overwritten.
 */
static void
write_file (const char *folder, const char *name, const char *text, int mode)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, mode, &error);
  g_assert_no_error (error);
}

/* A "browser" that writes its arguments to a file. Returns the path of the file. */
static char *
install_browser (void)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *script = g_build_filename (g_get_home_dir (), "browser.sh", NULL);
  g_autofree char *desktop = g_strdup_printf ("[Desktop Entry]\n"
                                              "Type=Application\n"
                                              "Name=Browser\n"
                                              "Exec=%s %%u\n"
                                              "MimeType=x-scheme-handler/https;"
                                              "x-scheme-handler/http;"
                                              "x-scheme-handler/mailto;\n",
                                              script);
  char *note = g_build_filename (g_get_home_dir (), "note", NULL);
  g_autofree char *program
      = g_strdup_printf ("#!/bin/sh\nprintf '%%s' \"$*\" > '%s.part'\nmv '%s.part' '%s'\n", note,
                         note, note);

  write_file (g_get_home_dir (), "browser.sh", program, 0700);
  write_file (applications, "kc-browser.desktop", desktop, 0600);
  write_file (g_get_user_config_dir (), "mimeapps.list",
              "[Default Applications]\n"
              "x-scheme-handler/https=kc-browser.desktop\n"
              "x-scheme-handler/http=kc-browser.desktop\n"
              "x-scheme-handler/mailto=kc-browser.desktop\n",
              0600);

  return note;
}

static void
test_only_allowed_addresses (void)
{
  static const char *const refused[] = {
      "http://app.keebai.invalid/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "mailto:a@b.c",
      "https://user@app.keebai.invalid/",
      "http://127.0.0.1:1/",
      "-h",
      "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GAsyncResult) result = open_link (refused[i], FALSE, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (kc_uri_launcher_open_finish (result, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_INSECURE);
    }
}

static void
test_no_browser (void)
{
  g_autoptr (GAsyncResult) result = open_link (LINK, FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kc_uri_launcher_open_finish (result, &error));
  g_assert_nonnull (error);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  /* The link is a secret. */
  g_assert_null (strstr (error->message, "verysecret"));
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  result = open_link (LINK, FALSE, cancellable);
  g_assert_false (kc_uri_launcher_open_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Waits for the arguments with which the browser was called. */
static char *
take_note (const char *note)
{
  char *text = NULL;

  kc_test_wait_until (g_file_test (note, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (note, &text, NULL, NULL));
  g_remove (note);

  return text;
}

/* The whole address is one argument, whatever it contains. */
static void
test_opened (void)
{
  g_autofree char *note = install_browser ();
  g_autofree char *link = NULL;
  g_autofree char *portal = NULL;
  GAsyncResult *result;
  g_autoptr (GError) error = NULL;

  /* The system notices new programs only a moment later. */
  for (int i = 0; i < 50; i++)
    {
      result = open_link (LINK, FALSE, NULL);
      if (kc_uri_launcher_open_finish (result, NULL))
        break;
      g_clear_object (&result);
      g_usleep (100000);
    }
  g_assert_nonnull (result);
  g_clear_object (&result);
  link = take_note (note);
  g_assert_cmpstr (link, ==, LINK);

  result = open_link ("http://127.0.0.1:8080/portal", TRUE, NULL);
  g_assert_true (kc_uri_launcher_open_finish (result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  portal = take_note (note);
  g_assert_cmpstr (portal, ==, "http://127.0.0.1:8080/portal");
}

/* A mail reaches the mail program as one argument, and adds nothing but a subject and a body,
 * whatever they contain. Runs after test_opened (). */
static void
test_mailed (void)
{
  static const KcMailDraft draft
      = {(char *) "A key?&attach=/etc/passwd", (char *) "Hello\n#1 %s\n"};
  g_autofree char *note = g_build_filename (g_get_home_dir (), "note", NULL);
  g_autofree char *text = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  kc_uri_launcher_mail_async (NULL, &draft, NULL, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  g_assert_true (kc_uri_launcher_open_finish (result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  text = take_note (note);
  g_assert_cmpstr (text, ==,
                   "mailto:?subject=A%20key%3F%26attach%3D%2Fetc%2Fpasswd"
                   "&body=Hello%0D%0A%231%20%25s%0D%0A");
}

/* A browser that never finishes starting does not keep anybody waiting. Runs after test_opened ().
 */
static void
test_hanging_browser (void)
{
  g_autofree char *note = g_build_filename (g_get_home_dir (), "hangs", NULL);
  g_autofree char *ended = g_build_filename (g_get_home_dir (), "ended", NULL);
  g_autofree char *program
      = g_strdup_printf ("#!/bin/sh\nexec >/dev/null 2>&1\ntouch '%s'\nsleep 5\ntouch '%s'\n", note,
                         ended);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_file (g_get_home_dir (), "browser.sh", program, 0700);
  result = open_link (LINK, FALSE, NULL);
  g_assert_true (kc_uri_launcher_open_finish (result, &error));
  g_assert_no_error (error);
  kc_test_wait_until (g_file_test (note, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (ended, G_FILE_TEST_EXISTS));
}

/* One that cannot be started: an error, without the link. */
static void
test_broken_browser (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_file (g_get_home_dir (), "browser.sh", "not a program", 0700);
  result = open_link (LINK, FALSE, NULL);
  if (!kc_uri_launcher_open_finish (result, &error))
    g_assert_null (strstr (error->message, "verysecret"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uri-launcher/only-allowed-addresses", test_only_allowed_addresses);
  g_test_add_func ("/uri-launcher/no-browser", test_no_browser);
  g_test_add_func ("/uri-launcher/cancelled", test_cancelled);
  g_test_add_func ("/uri-launcher/opened", test_opened);
  g_test_add_func ("/uri-launcher/mailed", test_mailed);
  g_test_add_func ("/uri-launcher/hanging-browser", test_hanging_browser);
  g_test_add_func ("/uri-launcher/broken-browser", test_broken_browser);

  return g_test_run ();
}
