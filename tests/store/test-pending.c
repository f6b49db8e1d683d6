/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"

#include "kc-json.h"

#include <string.h>

static void
test_round_trip (void)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autoptr (KcPending) pending = kc_notes_new_pending (mode, 300);
      g_autoptr (GBytes) bytes = kc_pending_to_bytes (pending, URL_A);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPending) read = kc_pending_new_from_bytes (bytes, URL_A, &error);
      g_autoptr (KcPending) copy = NULL;

      g_assert_no_error (error);
      kc_notes_assert_equal (pending, read);
      copy = g_boxed_copy (KC_TYPE_PENDING, read);
      kc_notes_assert_equal (pending, copy);
    }
}

/* A start that knew nothing of the list, on a system that tells little. */
static void
test_little_known (void)
{
  g_autoptr (KcPending) pending = kc_notes_new_pending (KC_MODE_EMBEDDED_SIGNUP, 900);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPending) read = NULL;

  g_clear_pointer (&pending->before, g_ptr_array_unref);
  g_clear_pointer (&pending->key_mark, g_free);
  g_clear_pointer (&pending->opened->boot_id, g_free);
  g_clear_pointer (&pending->request->pipeline_id, g_free);
  bytes = kc_pending_to_bytes (pending, URL_A);
  read = kc_pending_new_from_bytes (bytes, URL_A, &error);
  g_assert_no_error (error);
  kc_notes_assert_equal (pending, read);
  g_assert_false (kc_pending_matches_key (read, KEY_A));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/pending/round-trip", test_round_trip);
  g_test_add_func ("/store/pending/little-known", test_little_known);
  return g_test_run ();
}
