/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"

#include "kc-channel-reader.h"
#include "kc-json.h"
#include "kc-uri.h"

#include <string.h>

#define BOOT_ID "0f0e0d0c-0b0a-4908-8706-050403020100"

static void
test_round_trip (void)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (mode, 300);
      g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPendingSession) read = kc_pending_session_new_from_bytes (bytes, URL_A, &error);
      g_autoptr (KcPendingSession) copy = NULL;

      g_assert_no_error (error);
      kc_journal_driver_assert_equal (pending, read);
      copy = g_boxed_copy (KC_TYPE_PENDING_SESSION, read);
      kc_journal_driver_assert_equal (pending, copy);
    }
}

/* A start without a list of channels, on a system that reports little. */
static void
test_little_known (void)
{
  g_autoptr (KcPendingSession) pending
      = kc_journal_driver_new_pending (KC_MODE_EMBEDDED_SIGNUP, 900);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) read = NULL;

  g_clear_pointer (&pending->before, g_ptr_array_unref);
  g_clear_pointer (&pending->key_mark, g_free);
  g_clear_pointer (&pending->opened->boot_id, g_free);
  g_clear_pointer (&pending->request->pipeline_id, g_free);
  bytes = kc_pending_session_to_bytes (pending, URL_A);
  read = kc_pending_session_new_from_bytes (bytes, URL_A, &error);
  g_assert_no_error (error);
  kc_journal_driver_assert_equal (pending, read);
  g_assert_false (kc_pending_session_matches_key (read, KEY_A));
}

/* "There were no channels before the start" differs from "not known". */
static void
test_no_channels (void)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) read = NULL;

  g_ptr_array_set_size (pending->before, 0);
  bytes = kc_pending_session_to_bytes (pending, URL_A);
  read = kc_pending_session_new_from_bytes (bytes, URL_A, &error);
  g_assert_no_error (error);
  g_assert_nonnull (read->before);
  g_assert_cmpuint (read->before->len, ==, 0);
}

/* The note contains no secret, and about other channels only what is compared. */
static void
test_without_secrets (void)
{
  static const char *const nobodys_business[]
      = {LINK_A, "obviously", KEY_A, "kbai_pk_", "+34600000", "Shop"};
  g_autoptr (KcPendingSession) pending
      = kc_journal_driver_new_pending (KC_MODE_EMBEDDED_SIGNUP, 900);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  /* As after the link was read from the keyring. */
  pending->session->verification_uri = g_strdup (LINK_A);
  bytes = kc_pending_session_to_bytes (pending, URL_A);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "ch_1"));
  for (guint i = 0; i < G_N_ELEMENTS (nobodys_business); i++)
    g_assert_null (strstr (text, nobodys_business[i]));
}

/* What is written can be read again: if necessary without the list. */
static void
test_many_channels (void)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  g_autofree char *long_id = g_strnfill (500, 'x');
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) read = NULL;

  for (guint i = 0; i < 3000; i++)
    g_ptr_array_add (pending->before, kc_channel_new (long_id, KC_CHANNEL_KIND_WHATSAPP, NULL, NULL,
                                                      NULL, TRUE, NULL));
  bytes = kc_pending_session_to_bytes (pending, URL_A);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, KC_JSON_MAX_BYTES);
  read = kc_pending_session_new_from_bytes (bytes, URL_A, &error);
  g_assert_no_error (error);
  g_assert_null (read->before);
  g_assert_cmpstr (read->session->session_id, ==, pending->session->session_id);
}

static char *
draw_string (guint max_bytes)
{
  static const char *const pieces[] = {"a", "7", "-", "\"", "\\", "\n", "\x7f", "é", "🐝", " "};
  GString *string = g_string_new ("x");

  while (string->len + 4 <= max_bytes && g_test_rand_int_range (0, 30) > 0)
    g_string_append (string, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  return g_string_free (string, FALSE);
}

static gint64
draw_time (void)
{
  static const gint64 odd[]
      = {0, -1, 1, -3564746, -86400000, G_GINT64_CONSTANT (1795600000000), G_MININT64, G_MAXINT64};

  if (g_test_rand_bit ())
    return odd[g_test_rand_int_range (0, G_N_ELEMENTS (odd))];

  return (gint64) (((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ())
         >> g_test_rand_int_range (0, 64);
}

static KcPendingSession *
draw_pending (void)
{
  KcMode mode = g_test_rand_bit () ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  KcPendingSession *pending
      = kc_journal_driver_new_pending (mode, (guint) g_test_rand_int_range (1, 24 * 60 * 60 + 1));
  g_autoptr (GDateTime) created_at
      = g_date_time_new_utc (g_test_rand_int_range (1, 10000), g_test_rand_int_range (1, 13), 1, 0,
                             0, 0);
  g_autofree char *channel_id = draw_string (KC_ID_MAX_BYTES);

  g_free (pending->session->session_id);
  pending->session->session_id = draw_string (KC_ID_MAX_BYTES);
  pending->session->poll_interval = (guint) g_test_rand_int_range (1, 301);
  if (mode == KC_MODE_QR && g_test_rand_bit ())
    {
      g_autofree char *path
          = g_strnfill (KC_URI_MAX_BYTES - strlen ("https://api.example.com/"), 'p');
      g_autofree char *address = g_strconcat ("/", path, NULL);

      g_free (pending->session->stream_uri);
      pending->session->stream_uri = kc_uri_resolve_same_origin (URL_A, address, NULL);
      g_assert_nonnull (pending->session->stream_uri);
    }
  g_free (pending->request->name);
  pending->request->name = draw_string (1000);
  pending->opened->boot_ms = draw_time ();
  pending->opened->wall_ms = draw_time ();
  if (g_test_rand_bit ())
    g_clear_pointer (&pending->opened->boot_id, g_free);
  g_ptr_array_add (pending->before, kc_channel_new (channel_id, KC_CHANNEL_KIND_WHATSAPP, NULL,
                                                    NULL, NULL, TRUE, created_at));

  return pending;
}

/* Whatever the clocks show when it is written: an uptime shorter than the age of the session, 1970,
 * steps. */
static void
test_written_is_readable (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (KcPendingSession) pending = draw_pending ();
      g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPendingSession) read = kc_pending_session_new_from_bytes (bytes, URL_A, &error);
      KcBootTime now = {pending->opened->boot_id, draw_time (), draw_time ()};
      gint64 ms_left;

      g_assert_no_error (error);
      g_assert_cmpstr (read->session->session_id, ==, pending->session->session_id);
      g_assert_cmpstr (read->session->stream_uri, ==, pending->session->stream_uri);
      g_assert_cmpstr (read->request->name, ==, pending->request->name);
      g_assert_cmpuint (read->before->len, ==, pending->before->len);
      ms_left = kc_pending_session_get_ms_left (read, &now);
      g_assert_cmpint (ms_left, >=, 0);
      g_assert_cmpint (ms_left, <=, (gint64) pending->session->expires_in * 1000);
    }
}

static void
test_ms_left (void)
{
  static const struct {
    const char *what;
    KcBootTime now;
    gint64 ms_left;
  } cases[] = {
      {"at once", {(char *) BOOT_ID, 12345, 67890}, 300000},
      {"after a minute", {(char *) BOOT_ID, 72345, 127890}, 240000},
      {"a minute by a wall clock an hour ahead", {(char *) BOOT_ID, 72345, 3727890}, 240000},
      {"to the end", {(char *) BOOT_ID, 312345, 67890}, 0},
      {"long after", {(char *) BOOT_ID, G_MAXINT64, 67890}, 0},
      {"after a restart", {NULL, 100, 167890}, 200000},
      {"after a restart the day after", {NULL, 100, 86467890}, 0},
      {"not known: the server is the judge", {NULL, 100, 67889}, 300000},
  };
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].what);
      g_assert_cmpint (kc_pending_session_get_ms_left (pending, &cases[i].now), ==,
                       cases[i].ms_left);
    }
}

static void
test_key_mark (void)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  g_autofree char *mark = kc_pending_session_mark_key (KEY_A);
  static const char *const others[]
      = {"", ":", "::", "salt", "salt:", ":0123456789abcdef", "0123456789abcdef"};

  g_assert_true (g_regex_match_simple ("^[0-9a-f]{32}:[0-9a-f]{16}$", mark, 0, 0));
  g_assert_true (kc_pending_session_matches_key (pending, KEY_A));
  g_assert_false (kc_pending_session_matches_key (pending, KEY_B));
  g_assert_false (kc_pending_session_matches_key (pending, ""));

  /* Two notes of the same key do not reveal that it is the same. */
  g_assert_cmpstr (mark, !=, pending->key_mark);
  g_free (pending->key_mark);
  pending->key_mark = g_steal_pointer (&mark);
  g_assert_true (kc_pending_session_matches_key (pending, KEY_A));

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_free (pending->key_mark);
      pending->key_mark = g_strdup (others[i]);
      g_assert_false (kc_pending_session_matches_key (pending, KEY_A));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/store/pending-session/" path, test)
  ADD ("round-trip", test_round_trip);
  ADD ("little-known", test_little_known);
  ADD ("no-channels", test_no_channels);
  ADD ("without-secrets", test_without_secrets);
  ADD ("many-channels", test_many_channels);
  ADD ("written-is-readable", test_written_is_readable);
  ADD ("ms-left", test_ms_left);
  ADD ("key-mark", test_key_mark);
#undef ADD
  return g_test_run ();
}
