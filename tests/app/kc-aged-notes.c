/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-aged-notes.h"

#include "kc-pending-session.h"

void
kc_age_notes (const char *path, const char *base_url, gint64 ms)
{
  g_autoptr (KcPendingSession) pending = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bytes = g_bytes_new (text, length);
  pending = kc_pending_session_new_from_bytes (bytes, base_url, &error);
  g_assert_no_error (error);
  pending->opened->wall_ms -= ms;
  if (pending->opened->boot_ms > ms)
    pending->opened->boot_ms -= ms;
  else
    {
      /* The computer has not been running for that long, so it was noted before the last boot. */
      g_free (pending->opened->boot_id);
      pending->opened->boot_id = g_strdup ("another");
    }
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = kc_pending_session_to_bytes (pending, base_url);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}
