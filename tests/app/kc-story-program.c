/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-story-program.h"

#include "kc-aged-notes.h"
#include "kc-manual-clock.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

/* --- the process that is killed --------------------------------------------------------------- */

static void
say (const char *word)
{
  printf ("%s\n", word);
  fflush (stdout);
}

static void
on_attempt_state_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  say (kc_attempt_state_to_string (kc_attempt_get_state (attempt)));
}

static void
on_attempt_key_wanted_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  say (kc_attempt_get_key_wanted (attempt) ? "key wanted" : "key given");
}

static void
on_session_store_noted_changed_cb (KcSessionStore *session_store,
                                   GParamSpec *pspec,
                                   gpointer user_data)
{
  if (kc_session_store_is_noted (session_store))
    say ("noted");
}

gboolean
kc_story_program_is_child (int argc, char *argv[])
{
  g_autoptr (KcClock) clock = NULL;
  g_autoptr (KcController) controller = NULL;
  g_autoptr (KcJournal) journal = NULL;
  g_autoptr (KcConnectRequest) request = NULL;
  KcAttempt *attempt;

  if (argc != 6 || !g_str_equal (argv[1], "--child"))
    return FALSE;

  clock = kc_clock_new_system ();
  journal = kc_journal_new (argv[3], argv[2]);
  controller = kc_controller_new (argv[2], argv[4], NULL, NULL, clock);
  kc_controller_set_journal (controller, journal);
  kc_controller_look_for_key (controller);
  kc_test_wait_until (!kc_controller_is_looking (controller));

  request
      = kc_connect_request_new (g_str_equal (argv[5], "qr") ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  kc_controller_set_request (controller, request);
  g_signal_connect (kc_controller_get_session_store (controller), "notify::noted",
                    G_CALLBACK (on_session_store_noted_changed_cb), NULL);
  kc_controller_begin (controller);
  attempt = kc_controller_get_attempt (controller);
  on_attempt_state_changed_cb (attempt, NULL, NULL);
  g_signal_connect (attempt, "notify::state", G_CALLBACK (on_attempt_state_changed_cb), NULL);
  g_signal_connect (attempt, "notify::key-wanted", G_CALLBACK (on_attempt_key_wanted_changed_cb),
                    NULL);

  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
read_line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KcStoryProgram *self = user_data;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL,
                                                    NULL);
  if (line == NULL)
    {
      g_clear_object (&self->said);
      return;
    }

  g_string_append_printf (self->heard, "%s\n", line);
  g_data_input_stream_read_line_async (self->said, G_PRIORITY_DEFAULT, NULL, read_line_cb, self);
}

void
kc_story_program_spawn (KcStoryProgram *self, KcMode mode)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->child
      = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "--child",
                                     kc_sandbox_get_base_url (self->sandbox), self->folder,
                                     kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL),
                                     mode == KC_MODE_QR ? "qr" : "embedded", NULL);
  g_assert_no_error (error);
  self->heard = g_string_new (NULL);
  self->said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->child));
  g_data_input_stream_read_line_async (self->said, G_PRIORITY_DEFAULT, NULL, read_line_cb, self);
}

void
kc_story_program_hear (KcStoryProgram *self, const char *word)
{
  g_autofree char *line = g_strconcat (word, "\n", NULL);

  kc_test_wait_until (strstr (self->heard->str, line) != NULL);
}

void
kc_story_program_kill (KcStoryProgram *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_subprocess_force_exit (self->child);
  g_subprocess_wait_async (self->child, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL && self->said == NULL);
  g_assert_true (g_subprocess_wait_finish (self->child, result, NULL));
  g_assert_true (g_subprocess_get_if_signaled (self->child));
  g_assert_cmpint (g_subprocess_get_term_sig (self->child), ==, SIGKILL);
  g_clear_object (&self->child);
  g_string_free (g_steal_pointer (&self->heard), TRUE);
}

/* --- between the runs ------------------------------------------------------------------------ */

char *
kc_story_program_find_notes (KcStoryProgram *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      return g_build_filename (self->folder, name, NULL);

  return NULL;
}

void
kc_story_program_pass (KcStoryProgram *self, guint seconds)
{
  g_autofree char *text = g_strdup_printf ("%u", seconds);

  kc_story_program_turn (self, "advance", text);
  if (self->controller == NULL)
    {
      g_autofree char *path = kc_story_program_find_notes (self);

      if (path != NULL)
        kc_age_notes (path, kc_sandbox_get_base_url (self->sandbox), seconds * (gint64) 1000);
    }
}

/* --- the run in this process ----------------------------------------------------------------- */

/* Small steps of real time, with a little more for the program. */
static void
turn_once (KcStoryProgram *self)
{
  kc_clock_advance (self->clock, 20);
  g_usleep (500);
}

#define await(self, condition)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 end_us = g_get_monotonic_time () + KC_TEST_WAIT_SECONDS * G_USEC_PER_SEC;         \
    while (!(condition))                                                                           \
      {                                                                                            \
        if (g_get_monotonic_time () > end_us)                                                      \
          g_error ("waited in vain for %s", #condition);                                           \
        turn_once (self);                                                                          \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

void
kc_story_program_run (KcStoryProgram *self, const char *key)
{
  const char *base_url = kc_sandbox_get_base_url (self->sandbox);
  g_autoptr (KcJournal) journal = kc_journal_new (self->folder, base_url);

  g_assert_null (self->controller);
  self->controller = kc_controller_new (base_url, key, NULL, self->keyring, self->clock);
  kc_controller_set_journal (self->controller, journal);
  self->journal = journal;
  g_object_add_weak_pointer (G_OBJECT (journal), (gpointer *) &self->journal);
  kc_controller_look_for_key (self->controller);
  /* With the clock standing still: this story is not about the program's patience with the disk. */
  kc_test_wait_until (!kc_controller_is_looking (self->controller));
}

void
kc_story_program_end (KcStoryProgram *self)
{
  KcController *controller = g_steal_pointer (&self->controller);

  if (controller == NULL)
    return;
  kc_controller_close (controller);
  g_object_add_weak_pointer (G_OBJECT (controller), (gpointer *) &controller);
  g_object_unref (controller);
  /* What was begun is written, and the notes are unlocked for the next run. */
  kc_test_wait_until (controller == NULL && self->journal == NULL);
}

KcAttempt *
kc_story_program_get_attempt (KcStoryProgram *self)
{
  return kc_controller_get_attempt (self->controller);
}

void
kc_story_program_await (KcStoryProgram *self, KcAttemptState state)
{
  await (self, kc_attempt_get_state (kc_story_program_get_attempt (self)) == state);
}

void
kc_story_program_connect (KcStoryProgram *self)
{
  KcAttempt *attempt = kc_story_program_get_attempt (self);
  g_autoptr (GError) error = NULL;

  if (kc_attempt_get_mode (attempt) == KC_MODE_QR)
    {
      await (self, kc_attempt_get_code_live (attempt));
      kc_sandbox_scan (self->sandbox, kc_sandbox_get_code (self->sandbox), &error);
    }
  else
    kc_sandbox_finish_newest (self->sandbox, &error);
  g_assert_no_error (error);
  kc_story_program_turn (self, "advance", "2");
  kc_story_program_await (self, KC_ATTEMPT_CONNECTED);
}

void
kc_story_program_assert_connected (KcStoryProgram *self)
{
  KcAttempt *attempt = kc_story_program_get_attempt (self);
  guint n_sessions = kc_sandbox_get_n_sessions (self->sandbox);

  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (attempt)), ==,
                   kc_sandbox_get_session_channel_id (self->sandbox, n_sessions - 1));
}

void
kc_story_program_assert_counts (KcStoryProgram *self, guint n_sessions, guint n_new_channels)
{
  g_assert_cmpuint (kc_sandbox_get_n_sessions (self->sandbox), ==, n_sessions);
  g_assert_cmpuint (kc_sandbox_get_n_channels (self->sandbox), ==,
                    self->n_channels + n_new_channels);
  g_assert_cmpuint (kc_sandbox_get_n_throttled (self->sandbox), ==, 0);
}

/* --- from the beginning to the end -------------------------------------------------------------
 */

void
kc_story_program_turn (KcStoryProgram *self, const char *knob, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, knob, value, &error);
  g_assert_no_error (error);
}

void
kc_story_program_set_up (KcStoryProgram *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->sandbox = kc_sandbox_new ();
  kc_sandbox_start (self->sandbox, 0, &error);
  g_assert_no_error (error);
  kc_story_program_turn (self, "time-scale", "0");
  self->n_channels = kc_sandbox_get_n_channels (self->sandbox);
  self->clock = kc_clock_new_manual ();
  self->folder = g_dir_make_tmp ("kc-story-XXXXXX", &error);
  g_assert_no_error (error);
}

void
kc_story_program_tear_down (KcStoryProgram *self, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self->child != NULL)
    kc_story_program_kill (self);
  kc_story_program_end (self);
  g_clear_object (&self->clock);
  g_clear_object (&self->sandbox);

  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_clear_pointer (&self->folder, g_free);
}
