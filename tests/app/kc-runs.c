/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-runs.h"

#include "kc-aged-notes.h"

#include <glib/gstdio.h>
#include <string.h>

void
kc_runs_start (KcRuns *self, const char *key)
{
  g_autoptr (KcJournal) journal
      = kc_journal_new (self->folder, kc_sandbox_get_base_url (self->sandbox));

  g_assert_null (self->controller);
  self->controller = kc_controller_new (kc_sandbox_get_base_url (self->sandbox), key, NULL,
                                        self->keyring, self->clock);
  kc_controller_set_journal (self->controller, journal);
  kc_controller_look_for_key (self->controller);
  kc_test_wait_until (!kc_controller_is_looking (self->controller));
}

void
kc_runs_kill (KcRuns *self)
{
  KcController *controller = g_steal_pointer (&self->controller);

  kc_controller_close (controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (controller);
}

void
kc_runs_pass (KcRuns *self, guint seconds)
{
  g_autofree char *path = kc_runs_find_notes (self);
  g_autofree char *text = g_strdup_printf ("%u", seconds);

  g_assert_null (self->controller);
  kc_age_notes (path, kc_sandbox_get_base_url (self->sandbox), seconds * (gint64) 1000);
  kc_runs_turn (self, "advance", text);
}

const char *
kc_runs_get_key (KcRuns *self)
{
  return kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL);
}

void
kc_runs_set_up (KcRuns *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (self->sandbox, 0, &error));
  g_assert_no_error (error);
  self->clock = kc_clock_new_system ();
  self->folder = g_dir_make_tmp ("kc-resume-XXXXXX", &error);
  g_assert_no_error (error);
}

static gboolean
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  return g_rmdir (folder) == 0;
}

void
kc_runs_tear_down (KcRuns *self, gconstpointer data)
{
  if (self->controller != NULL)
    kc_runs_kill (self);
  g_object_unref (self->clock);
  g_object_unref (self->sandbox);
  g_clear_object (&self->keyring);

  /* A worker may still be writing the last note, under a temporary name. */
  kc_test_wait_until (remove_folder (self->folder));
  g_free (self->folder);
}

char *
kc_runs_find_notes (KcRuns *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && strstr (name, "set-aside") == NULL)
      return g_build_filename (self->folder, name, NULL);

  return NULL;
}

gboolean
kc_runs_has_notes (KcRuns *self)
{
  g_autofree char *path = kc_runs_find_notes (self);

  return path != NULL;
}

KcAttempt *
kc_runs_get_attempt (KcRuns *self)
{
  return kc_controller_get_attempt (self->controller);
}

void
kc_runs_turn (KcRuns *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_set_knob (self->sandbox, name, value, &error));
  g_assert_no_error (error);
}

char *
kc_runs_begin (KcRuns *self, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  request->name = g_strdup ("Front desk");
  request->coexistence = mode == KC_MODE_EMBEDDED_SIGNUP;
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
  kc_test_wait_until (
      kc_session_store_is_noted (kc_controller_get_session_store (self->controller)));

  return g_strdup (kc_attempt_get_session (kc_runs_get_attempt (self))->session_id);
}

gboolean
kc_runs_check_key (KcRuns *self, const char *key)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  kc_key_manager_check_key_async (kc_controller_get_key_manager (self->controller), key, FALSE,
                                  cancellable, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);

  return kc_key_manager_check_key_finish (kc_controller_get_key_manager (self->controller), result,
                                          NULL);
}
