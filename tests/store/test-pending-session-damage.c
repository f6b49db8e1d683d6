/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How the reader of notes handles text that it did not write. */

#include "kc-journal-driver.h"
#include "kc-test-json.h"

#include "kc-json.h"

#include <string.h>

/* Each parameter is members to be added to an object; of a duplicate member, the last one counts.
 */
#define NOTE(opened, request, session, top)                                                        \
  "{\"version\":1,\"base_url\":\"" URL_A "\","                                                     \
  "\"opened\":{\"boot_ms\":1,\"wall_ms\":2" opened "},"                                            \
  "\"request\":{\"mode\":\"qr\"" request "},"                                                      \
  "\"session\":{\"session_id\":\"cs_01HXYZ\",\"stream_url\":\"/v1/s\",\"expires_in\":300,"         \
  "\"poll_interval\":5" session "}" top "}"

static char *
write_good (KcMode mode)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (mode, 300);
  g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Like the function under test; its errors repeat nothing of what it read. */
static KcPendingSession *
read_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  KcPendingSession *pending = kc_pending_session_new_from_bytes (bytes, URL_A, &local_error);

  g_assert_true ((pending == NULL) == (local_error != NULL));
  if (local_error == NULL)
    return pending;
  g_assert_true (local_error->domain == KC_JOURNAL_ERROR);
  g_assert_null (strstr (local_error->message, "cs_01HXYZ"));
  g_assert_null (strstr (local_error->message, "example"));
  g_assert_cmpuint (strlen (local_error->message), <, 100);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

static void
assert_refused (const char *data, gsize length, KcJournalError code)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_bytes (bytes, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, (int) code);
}

static void
assert_damaged (const char *text)
{
  assert_refused (text, strlen (text), KC_JOURNAL_ERROR_DAMAGED);
}

static void
test_truncated (void)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autofree char *good = write_good (mode);
      const gsize length = strlen (good);

      for (gsize i = 0; i < length; i++)
        assert_refused (good, i, KC_JOURNAL_ERROR_DAMAGED);
    }
}

/* A flipped bit anywhere: a note or an error, but nothing else. */
static void
test_bits (void)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autofree char *good = write_good (mode);
      const gsize length = strlen (good);
      guint n_refused = 0;

      for (gsize i = 0; i < length; i++)
        for (guint bit = 0; bit < 8; bit++)
          {
            g_autoptr (GBytes) bytes = NULL;
            g_autoptr (KcPendingSession) pending = NULL;

            good[i] ^= (char) (1 << bit);
            bytes = g_bytes_new (good, length);
            good[i] ^= (char) (1 << bit);
            pending = read_bytes (bytes, NULL);
            n_refused += pending == NULL;
          }
      g_assert_cmpuint (n_refused, >, length);
    }
}

#define TYPE(type) (1 << KC_TEST_##type)
#define ABSENT (1 << KC_TEST_N_TYPES)
#define OPTIONAL (TYPE (NULL) | ABSENT)
#define ANY (2 * ABSENT - 1)

static void
test_wrong_types (void)
{
  static const struct {
    const char *path;
    guint fine;
    KcMode mode;
  } fields[] = {
      {"version", 0, KC_MODE_QR}, /* 7 is newer */
      {"base_url", 0, KC_MODE_QR},
      {"key_mark", OPTIONAL | TYPE (STRING), KC_MODE_QR},
      {"opened", 0, KC_MODE_QR},
      {"opened.boot_id", OPTIONAL | TYPE (STRING), KC_MODE_QR},
      {"opened.boot_ms", TYPE (INTEGER), KC_MODE_QR},
      {"opened.wall_ms", TYPE (INTEGER), KC_MODE_QR},
      {"request", 0, KC_MODE_QR},
      {"request.mode", 0, KC_MODE_QR},
      {"request.name", OPTIONAL | TYPE (STRING), KC_MODE_QR},
      {"request.coexistence_enabled", OPTIONAL | TYPE (BOOLEAN), KC_MODE_QR},
      {"request.pipeline_id", OPTIONAL | TYPE (STRING), KC_MODE_EMBEDDED_SIGNUP},
      {"session", 0, KC_MODE_QR},
      {"session.session_id", TYPE (STRING), KC_MODE_QR},
      {"session.stream_url", TYPE (STRING), KC_MODE_QR},
      {"session.expires_in", TYPE (INTEGER), KC_MODE_QR},
      {"session.poll_interval", TYPE (INTEGER), KC_MODE_QR},
      {"before", OPTIONAL, KC_MODE_QR},
      {"before.0.id", TYPE (STRING) | TYPE (INTEGER), KC_MODE_QR},
      {"before.0.type", ANY, KC_MODE_QR},
      {"before.0.is_active", ANY, KC_MODE_QR},
      {"before.0.created_at", ANY, KC_MODE_QR},
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *good = write_good (fields[i].mode);

      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (good, fields[i].path, type);
          g_autoptr (KcPendingSession) pending = read_bytes (bytes, NULL);

          g_test_message ("%s, %u", fields[i].path, type);
          g_assert_cmpint (pending != NULL, ==, (fields[i].fine & (1 << type)) != 0);
        }
    }
}

static void
test_numbers (void)
{
  static const char *const wrong[] = {
      NOTE ("", "", ",\"expires_in\":0", ""),
      NOTE ("", "", ",\"expires_in\":-1", ""),
      NOTE ("", "", ",\"expires_in\":86401", ""),
      NOTE ("", "", ",\"expires_in\":9223372036854775807", ""),
      NOTE ("", "", ",\"expires_in\":-9223372036854775808", ""),
      NOTE ("", "", ",\"expires_in\":99999999999999999999999999999999", ""),
      NOTE ("", "", ",\"expires_in\":1e300", ""),
      NOTE ("", "", ",\"expires_in\":1e999", ""),
      NOTE ("", "", ",\"expires_in\":4294967297", ""),
      NOTE ("", "", ",\"poll_interval\":0", ""),
      NOTE ("", "", ",\"poll_interval\":301", ""),
      NOTE (",\"wall_ms\":-9223372036854775808", "", "", ""),
      NOTE ("", "", "", ",\"version\":0"),
      NOTE ("", "", "", ",\"version\":-1"),
      NOTE ("", "", "", ",\"version\":1e30"),
  };
  static const char *const fine[] = {
      NOTE ("", "", "", ""),
      NOTE ("", "", ",\"expires_in\":86400,\"poll_interval\":300", ""),
      NOTE (",\"boot_ms\":999999999999999999,\"wall_ms\":999999999999999999", "", "", ""),
      NOTE ("", "", "", ",\"version\":1.0"),
  };
  g_autoptr (KcBootTime) now = kc_boot_time_take ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_damaged (wrong[i]);
  for (guint i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autoptr (GBytes) bytes = kc_test_bytes (fine[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPendingSession) pending = read_bytes (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpint (kc_pending_session_get_ms_left (pending, now), >=, 0);
      g_assert_cmpint (kc_pending_session_get_ms_left (pending, now), <=, 86400 * 1000);
    }
}

/* The key would be sent there. */
static void
test_stream_elsewhere (void)
{
  static const char *const wrong[] = {
      NOTE ("", "", ",\"stream_url\":\"https://evil.example.net/v1/s\"", ""),
      NOTE ("", "", ",\"stream_url\":\"//evil.example.net/v1/s\"", ""),
      NOTE ("", "", ",\"stream_url\":\"http://api.example.com/v1/s\"", ""),
      NOTE ("", "", ",\"stream_url\":\"https://api.example.com:8443/v1/s\"", ""),
      NOTE ("", "", ",\"stream_url\":\"https://api.example.com@evil.example.net/v1/s\"", ""),
      NOTE ("", "", ",\"stream_url\":\"file:///etc/passwd\"", ""),
      NOTE ("", "", ",\"stream_url\":\"\"", ""),
      NOTE ("", "", ",\"stream_url\":\" /v1/s\"", ""),
      NOTE ("", "", ",\"session_id\":\"\"", ""),
      NOTE ("", ",\"mode\":\"\"", "", ""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_damaged (wrong[i]);
}

/* A link that somebody wrote into the file is not used. */
static void
test_link_in_file (void)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (
      NOTE ("", ",\"mode\":\"embedded_signup\"", ",\"verification_uri\":\"" LINK_A "\"", ""));
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) pending = read_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_null (pending->session->verification_uri);
  g_assert_null (pending->session->stream_uri);
}

static void
test_no_note (void)
{
  static const char *const texts[] = {
      "",
      " ",
      "\n",
      "null",
      "true",
      "1",
      "\"text\"",
      "[]",
      "{}",
      "{\"version\":1}",
      "not JSON",
      "<html></html>",
      "/* a comment */" NOTE ("", "", "", ""),
      NOTE ("", "", "", "") "{}",
      NOTE ("", "", "", "") "x",
      NOTE ("", "", "", ",\"before\":[1]"),
      NOTE ("", "", "", ",\"before\":[null]"),
      NOTE ("", "", "", ",\"before\":[{\"id\":\"\",\"type\":\"whatsapp\"}]"),
      NOTE ("", "", "", ",\"x\":\"\xff\xfe\""),
      NOTE ("", "", "", ",\"x\":\"\xed\xa0\x80\""),
      "\xff\xfe{\0}\0",
  };
  static const char with_nul[] = NOTE ("", "", "", "") "\0";

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_damaged (texts[i]);
  assert_refused (with_nul, sizeof with_nul, KC_JOURNAL_ERROR_DAMAGED);
  assert_refused ("\0\0\0\0", 4, KC_JOURNAL_ERROR_DAMAGED);
}

/* json-glib alone would crash here. */
static void
test_deep_and_huge (void)
{
  g_autofree char *deep = g_strnfill (200 * 1000, '[');
  g_autofree char *blanks = g_strnfill (KC_JSON_MAX_BYTES, ' ');
  g_autofree char *huge = g_strconcat (blanks, NOTE ("", "", "", ""), NULL);
  g_autofree char *x = g_strnfill (600, 'x');
  g_autofree char *long_id = g_strdup_printf (NOTE ("", "", ",\"session_id\":\"%s\"", ""), x);

  assert_damaged (deep);
  assert_damaged (huge);
  assert_damaged (long_id);
}

static void
test_newer (void)
{
  static const char *const texts[] = {
      NOTE ("", "", "", ",\"version\":2"),
      NOTE ("", "", "", ",\"version\":999999999999999999"),
      "{\"version\":2}",
      "{\"version\":3,\"base_url\":7,\"sessions\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), KC_JOURNAL_ERROR_NEWER);
}

static void
test_foreign (void)
{
  static const char *const texts[] = {
      NOTE ("", "", "", ",\"base_url\":\"" URL_B "\""),
      NOTE ("", "", "", ",\"base_url\":\"" URL_A "/\""),
      NOTE ("", "", "", ",\"base_url\":\"\""),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), KC_JOURNAL_ERROR_FOREIGN);
}

/* A field that a later program of the same version added is ignored. */
static void
test_unknown_field (void)
{
  g_autoptr (GBytes) bytes
      = kc_test_bytes (NOTE (",\"x\":1", ",\"x\":[{}]", ",\"x\":{}", ",\"x\":null"));
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) pending = read_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (pending->session->session_id, ==, "cs_01HXYZ");
  g_assert_cmpstr (pending->session->stream_uri, ==, "https://api.example.com/v1/s");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/store/pending-session-damage/" path, test)
  ADD ("truncated", test_truncated);
  ADD ("bits", test_bits);
  ADD ("wrong-types", test_wrong_types);
  ADD ("numbers", test_numbers);
  ADD ("stream-elsewhere", test_stream_elsewhere);
  ADD ("link-in-file", test_link_in_file);
  ADD ("no-note", test_no_note);
  ADD ("deep-and-huge", test_deep_and_huge);
  ADD ("newer", test_newer);
  ADD ("foreign", test_foreign);
  ADD ("unknown-field", test_unknown_field);
#undef ADD
  return g_test_run ();
}
