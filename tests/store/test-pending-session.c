/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"

#include "kc-json.h"

#include <string.h>

#define BOOT_ID "0f0e0d0c-0b0a-4908-8706-050403020100"

static void
test_round_trip (void)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autoptr (KcPendingSession) pending = kc_journal_status_new_pending (mode, 300);
      g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPendingSession) read = kc_pending_session_new_from_bytes (bytes, URL_A, &error);
      g_autoptr (KcPendingSession) copy = NULL;

      g_assert_no_error (error);
      kc_journal_status_assert_equal (pending, read);
      copy = g_boxed_copy (KC_TYPE_PENDING_SESSION, read);
      kc_journal_status_assert_equal (pending, copy);
    }
}

/* A start that knew nothing of the list, on a system that tells little. */
static void
test_little_known (void)
{
  g_autoptr (KcPendingSession) pending
      = kc_journal_status_new_pending (KC_MODE_EMBEDDED_SIGNUP, 900);
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
  kc_journal_status_assert_equal (pending, read);
  g_assert_false (kc_pending_session_matches_key (read, KEY_A));
}

/* No channel before the start is something else than not knowing. */
static void
test_no_channels (void)
{
  g_autoptr (KcPendingSession) pending = kc_journal_status_new_pending (KC_MODE_QR, 300);
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

/* The note holds no secret, and of other people's channels only what is compared. */
static void
test_without_secrets (void)
{
  static const char *const nobodys_business[]
      = {LINK_A, "obviously", KEY_A, "kbai_pk_", "+34600000", "Shop"};
  g_autoptr (KcPendingSession) pending
      = kc_journal_status_new_pending (KC_MODE_EMBEDDED_SIGNUP, 900);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  /* As it is once the link has come out of the keyring. */
  pending->session->verification_uri = g_strdup (LINK_A);
  bytes = kc_pending_session_to_bytes (pending, URL_A);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "ch_1"));
  for (guint i = 0; i < G_N_ELEMENTS (nobodys_business); i++)
    g_assert_null (strstr (text, nobodys_business[i]));
}

/* What is written can be read: rather without the list than too long. */
static void
test_many_channels (void)
{
  g_autoptr (KcPendingSession) pending = kc_journal_status_new_pending (KC_MODE_QR, 300);
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
  g_autoptr (KcPendingSession) pending = kc_journal_status_new_pending (KC_MODE_QR, 300);

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
  g_autoptr (KcPendingSession) pending = kc_journal_status_new_pending (KC_MODE_QR, 300);
  g_autofree char *mark = kc_pending_session_mark_key (KEY_A);
  static const char *const others[]
      = {"", ":", "::", "salt", "salt:", ":0123456789abcdef", "0123456789abcdef"};

  g_assert_true (g_regex_match_simple ("^[0-9a-f]{32}:[0-9a-f]{16}$", mark, 0, 0));
  g_assert_true (kc_pending_session_matches_key (pending, KEY_A));
  g_assert_false (kc_pending_session_matches_key (pending, KEY_B));
  g_assert_false (kc_pending_session_matches_key (pending, ""));

  /* Two notes of the same key do not tell that it is the same. */
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
#define ADD(path, test) g_test_add_func ("/store/pending/" path, test)
  ADD ("round-trip", test_round_trip);
  ADD ("little-known", test_little_known);
  ADD ("no-channels", test_no_channels);
  ADD ("without-secrets", test_without_secrets);
  ADD ("many-channels", test_many_channels);
  ADD ("ms-left", test_ms_left);
  ADD ("key-mark", test_key_mark);
#undef ADD
  return g_test_run ();
}
