/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first byte chooses one of the program's own files, the rest is its content. What can be read
 * can be written and read again, with the same result.
 */

#include "kc-channel-notes.h"
#include "kc-fuzz.h"
#include "kc-history-entry.h"
#include "kc-json.h"
#include "kc-pending-session.h"

#include <string.h>

#define BASE_URL "https://keebai.example/v1"

static void
check_pending_session (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) pending
      = kc_pending_session_new_from_bytes (bytes, BASE_URL, &error);
  g_autoptr (KcPendingSession) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) rewritten = NULL;
  g_autoptr (KcBootTime) now = kc_boot_time_new (NULL, 0, 0);
  gint64 left;

  if (pending == NULL)
    {
      g_assert_true (error->domain == KC_JOURNAL_ERROR);
      return;
    }
  written = kc_pending_session_to_bytes (pending, BASE_URL);
  again = kc_pending_session_new_from_bytes (written, BASE_URL, &error);
  g_assert_no_error (error);
  rewritten = kc_pending_session_to_bytes (again, BASE_URL);
  g_assert_true (g_bytes_equal (written, rewritten));

  left = kc_pending_session_get_ms_left (pending, now);
  g_assert_cmpint (left, >=, 0);
  g_assert_cmpint (left, <=, (gint64) pending->session->expires_in * 1000);
  kc_pending_session_matches_key (pending, "kbai_pk_obviously_fake");
}

static char *
write_entry (KcHistoryEntry *entry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  kc_history_entry_write (entry, builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);

  return json_to_string (node, FALSE);
}

static KcHistoryEntry *
read_entry (GBytes *bytes)
{
  g_autoptr (JsonObject) object = kc_json_parse_object (bytes, NULL);

  return object != NULL ? kc_history_entry_read (object) : NULL;
}

static void
check_history_entry (GBytes *bytes)
{
  g_autoptr (KcHistoryEntry) entry = read_entry (bytes);
  g_autoptr (KcHistoryEntry) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autofree char *text = NULL;
  g_autofree char *rewritten = NULL;

  if (entry == NULL)
    return;
  text = write_entry (entry);
  written = g_bytes_new (text, strlen (text));
  again = read_entry (written);
  g_assert_nonnull (again);
  rewritten = write_entry (again);
  g_assert_cmpstr (text, ==, rewritten);
}

static void
check_channel_notes (GBytes *bytes)
{
  g_autoptr (KcRecordFile) file
      = kc_record_file_new (KC_TYPE_CHANNEL_FILE, "/nonexistent", BASE_URL);
  g_autoptr (GError) error = NULL;

  if (!KC_RECORD_FILE_GET_CLASS (file)->check (file, bytes, &error))
    g_assert_true (error->domain == KC_JOURNAL_ERROR);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 kind = kc_fuzz_take_byte (&data, &size) % 3;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  if (kind == 0)
    check_pending_session (bytes);
  else if (kind == 1)
    check_history_entry (bytes);
  else
    check_channel_notes (bytes);

  return 0;
}
