/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Going on with a session of an earlier run: the assistant over the practice service, which stands
 * for the real one, with notes in a folder of the test. A run of the program is one assistant; it
 * is "killed" by letting go of it where nobody wanted anything stopped. */

#include "kc-assistant.h"
#include "kc-test-wait.h"

#include <glib/gstdio.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  char *folder;
  KcAssistant *assistant;
} Fixture;

/* Another run of the program; `key` may be NULL: none is kept. */
static void
run_program (Fixture *fixture, const char *key)
{
  g_autoptr (KcJournal) journal
      = kc_journal_new (fixture->folder, kc_sandbox_get_base_url (fixture->sandbox));

  g_assert_null (fixture->assistant);
  fixture->assistant = kc_assistant_new (kc_sandbox_get_base_url (fixture->sandbox), key, NULL,
                                         NULL, fixture->clock);
  kc_assistant_set_journal (fixture->assistant, journal);
  kc_assistant_look_for_key (fixture->assistant);
  kc_test_wait_until (!kc_assistant_is_looking (fixture->assistant));
}

static void
end_program (Fixture *fixture)
{
  KcAssistant *assistant = g_steal_pointer (&fixture->assistant);

  kc_assistant_close (assistant);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (assistant);
}

static const char *
get_key (Fixture *fixture)
{
  return kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (fixture->sandbox, 0, &error));
  g_assert_no_error (error);
  fixture->clock = kc_clock_new_system ();
  fixture->folder = g_dir_make_tmp ("kc-resume-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (fixture->assistant != NULL)
    end_program (fixture);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

/* The notes of the address; NULL if there are none. */
static char *
find_notes (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      return g_build_filename (fixture->folder, name, NULL);

  return NULL;
}

static gboolean
are_there_notes (Fixture *fixture)
{
  g_autofree char *path = find_notes (fixture);

  return path != NULL;
}

static KcAttempt *
get_attempt (Fixture *fixture)
{
  return kc_assistant_get_attempt (fixture->assistant);
}

static void
turn (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, name, value, &error));
  g_assert_no_error (error);
}

/* Until the session is open and noted; free its id with g_free (). */
static char *
begin (Fixture *fixture, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  request->name = g_strdup ("Front desk");
  request->coexistence = mode == KC_MODE_EMBEDDED_SIGNUP;
  kc_assistant_set_request (fixture->assistant, request);
  kc_assistant_begin (fixture->assistant);
  kc_test_wait_until (kc_keepsake_is_noted (kc_assistant_get_keepsake (fixture->assistant)));

  return g_strdup (kc_attempt_get_session (get_attempt (fixture))->session_id);
}

static gboolean
check_key (Fixture *fixture, const char *key)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  kc_assistant_check_key_async (fixture->assistant, key, FALSE, cancellable, kc_test_take_result_cb,
                                &result);
  kc_test_wait_until (result != NULL);

  return kc_assistant_check_key_finish (fixture->assistant, result, NULL);
}

static void
assert_session (Fixture *fixture, const char *session_id)
{
  g_assert_cmpstr (kc_attempt_get_session (get_attempt (fixture))->session_id, ==, session_id);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);
}

static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  KcMode mode = GPOINTER_TO_INT (data);
  g_autofree char *session_id = NULL;
  const KcConnectRequest *request;

  run_program (fixture, get_key (fixture));
  g_assert_null (kc_assistant_get_pending (fixture->assistant));
  session_id = begin (fixture, mode);
  g_assert_false (kc_assistant_was_resumed (fixture->assistant));
  end_program (fixture);
  g_assert_true (are_there_notes (fixture));

  run_program (fixture, get_key (fixture));
  g_assert_null (get_attempt (fixture));
  g_assert_nonnull (kc_assistant_get_pending (fixture->assistant));

  kc_assistant_resume (fixture->assistant);
  kc_assistant_resume (fixture->assistant);
  kc_assistant_begin (fixture->assistant);
  g_assert_null (kc_assistant_get_pending (fixture->assistant));
  assert_session (fixture, session_id);
  g_assert_true (kc_assistant_was_resumed (fixture->assistant));
  g_assert_cmpint (kc_attempt_get_state (get_attempt (fixture)), ==,
                   mode == KC_MODE_QR ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_attempt_get_seconds_left (get_attempt (fixture)), >, 0);

  /* What was chosen then is chosen again. */
  request = kc_assistant_get_request (fixture->assistant);
  g_assert_cmpint (request->mode, ==, mode);
  g_assert_cmpstr (request->name, ==, "Front desk");
  g_assert_cmpint (request->coexistence, ==, mode == KC_MODE_EMBEDDED_SIGNUP);
}

/* Over and told: there is nothing to go on with any more. */
static void
test_end_takes_the_notes_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  turn (fixture, "outcome-delay", "0.05");
  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_QR);
  end_program (fixture);
  run_program (fixture, get_key (fixture));
  kc_assistant_resume (fixture->assistant);
  kc_test_wait_until (kc_attempt_get_code (get_attempt (fixture)) != NULL);
  code = g_strdup (kc_sandbox_get_code (fixture->sandbox));
  g_assert_true (kc_sandbox_scan (fixture->sandbox, code, &error));
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_CONNECTED);
  assert_session (fixture, session_id);
  kc_test_wait_until (!are_there_notes (fixture));
  g_assert_null (kc_assistant_get_pending (fixture->assistant));
}

/* Stopped by the person: that is an end too, also if the window closes at once. */
static void
test_cancel_takes_the_notes_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_assistant_cancel (fixture->assistant);
  end_program (fixture);
  kc_test_wait_until (!are_there_notes (fixture));
  run_program (fixture, get_key (fixture));
  g_assert_null (kc_assistant_get_pending (fixture->assistant));
}

/* Never two sessions by accident: what is pending comes first. */
static void
test_nothing_else_begins (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  end_program (fixture);
  run_program (fixture, get_key (fixture));
  kc_assistant_begin (fixture->assistant);
  g_assert_null (get_attempt (fixture));

  kc_assistant_drop_pending (fixture->assistant);
  g_assert_null (kc_assistant_get_pending (fixture->assistant));
  kc_test_wait_until (!are_there_notes (fixture));
  kc_assistant_begin (fixture->assistant);
  g_assert_true (kc_assistant_is_running (fixture->assistant));
  g_assert_false (kc_assistant_was_resumed (fixture->assistant));
}

static void
test_without_a_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  end_program (fixture);

  run_program (fixture, NULL);
  g_assert_nonnull (kc_assistant_get_pending (fixture->assistant));
  kc_assistant_resume (fixture->assistant);
  g_assert_null (get_attempt (fixture));
  g_assert_true (kc_assistant_is_awaiting_key (fixture->assistant));

  /* One that may not connect numbers does not help. */
  g_assert_true (
      check_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_NO_CONNECT)));
  g_assert_null (get_attempt (fixture));
  g_assert_true (kc_assistant_is_awaiting_key (fixture->assistant));

  g_assert_true (check_key (fixture, get_key (fixture)));
  assert_session (fixture, session_id);
  g_assert_false (kc_assistant_is_awaiting_key (fixture->assistant));
}

/* A key is typed for another reason: nobody said that it is to go on. */
static void
test_key_alone_goes_on_with_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  end_program (fixture);
  run_program (fixture, NULL);
  g_assert_true (check_key (fixture, get_key (fixture)));
  g_assert_null (get_attempt (fixture));
  g_assert_nonnull (kc_assistant_get_pending (fixture->assistant));
}

/* Time over: nothing is lost by asking what has become of it. */
static void
test_time_is_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  turn (fixture, "expires-in", "1");
  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  end_program (fixture);
  g_usleep (1100 * 1000);
  run_program (fixture, get_key (fixture));
  g_assert_nonnull (get_attempt (fixture));
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_EXPIRED);
  assert_session (fixture, session_id);
  kc_test_wait_until (!are_there_notes (fixture));
}

/* 401 in the middle: the session is kept, and another key goes on with it. */
static void
test_another_key_in_the_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autoptr (KcAttempt) attempt = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  attempt = g_object_ref (get_attempt (fixture));
  turn (fixture, "next-poll", "401");
  kc_test_wait_until (kc_assistant_is_key_wanted (fixture->assistant));
  g_assert_true (kc_assistant_is_running (fixture->assistant));

  g_assert_true (
      check_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_NO_CONNECT)));
  g_assert_true (kc_assistant_is_key_wanted (fixture->assistant));
  g_assert_true (check_key (fixture, get_key (fixture)));
  g_assert_false (kc_assistant_is_key_wanted (fixture->assistant));
  g_assert_true (get_attempt (fixture) == attempt);
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_WAITING);
  assert_session (fixture, session_id);
}

/* Ended without knowing: it is kept, and asked again, with no second session. */
static void
test_asks_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  turn (fixture, "expires-in", "1");
  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  turn (fixture, "next-poll", "401");
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_FAILED);
  g_assert_true (kc_attempt_may_ask_again (get_attempt (fixture)));
  g_assert_nonnull (kc_assistant_get_pending (fixture->assistant));
  g_assert_true (are_there_notes (fixture));

  kc_assistant_begin (fixture->assistant);
  g_assert_false (kc_assistant_is_running (fixture->assistant));
  kc_assistant_resume (fixture->assistant);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_EXPIRED);
  assert_session (fixture, session_id);
  kc_test_wait_until (!are_there_notes (fixture));
}

static void
test_damaged_notes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  KcNotebook *notebook;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  end_program (fixture);
  path = find_notes (fixture);
  g_assert_true (g_file_set_contents (path, "{\"version\":", -1, &error));
  g_assert_no_error (error);

  run_program (fixture, get_key (fixture));
  notebook = kc_keepsake_get_notebook (kc_assistant_get_keepsake (fixture->assistant));
  g_assert_error (kc_notebook_get_trouble (notebook), KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED);
  g_assert_true (g_file_test (kc_notebook_get_set_aside (notebook), G_FILE_TEST_EXISTS));
  g_assert_null (kc_assistant_get_pending (fixture->assistant));
  g_assert_cmpint (kc_notebook_get_notes (notebook), ==, KC_NOTES_UNREADABLE);
  kc_assistant_begin (fixture->assistant);
  g_assert_true (kc_assistant_is_running (fixture->assistant));
}

/* No room for notes: it goes on without them. */
static void
test_nowhere_to_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *in_the_way = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *folder = g_steal_pointer (&fixture->folder);

  g_assert_true (g_file_set_contents (in_the_way, "", -1, NULL));
  fixture->folder = g_build_filename (in_the_way, "folder", NULL);
  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpint (kc_attempt_get_state (get_attempt (fixture)), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_notebook_get_notes (
                       kc_keepsake_get_notebook (kc_assistant_get_keepsake (fixture->assistant))),
                   ==, KC_NOTES_UNWRITABLE);
  g_free (fixture->folder);
  fixture->folder = g_steal_pointer (&folder);
}

/* Neither the key nor the link ever stands in the notes. */
static void
test_no_secrets_in_the_notes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  path = find_notes (fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, session_id));
  g_assert_null (strstr (text, get_key (fixture)));
  g_assert_null (strstr (text, kc_assistant_get_link (fixture->assistant)));
}

/* The page is lost with its link: another session takes the place of this one. */
static void
test_starts_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autoptr (KcAttempt) old = NULL;

  run_program (fixture, get_key (fixture));
  session_id = begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  end_program (fixture);
  run_program (fixture, get_key (fixture));
  kc_assistant_resume (fixture->assistant);
  g_assert_null (kc_assistant_get_link (fixture->assistant));

  old = g_object_ref (get_attempt (fixture));
  kc_assistant_start_over (fixture->assistant);
  g_assert_cmpint (kc_attempt_get_state (old), ==, KC_ATTEMPT_CANCELLED);
  kc_test_wait_until (kc_assistant_get_link (fixture->assistant) != NULL);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 2);
  g_assert_true (kc_attempt_get_request (get_attempt (fixture))->coexistence);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)
  ADD ("/resume/goes-on-in-the-browser", GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP), test_goes_on);
  ADD ("/resume/goes-on-with-the-phone", GINT_TO_POINTER (KC_MODE_QR), test_goes_on);
  ADD ("/resume/end-takes-the-notes-away", NULL, test_end_takes_the_notes_away);
  ADD ("/resume/cancel-takes-the-notes-away", NULL, test_cancel_takes_the_notes_away);
  ADD ("/resume/nothing-else-begins", NULL, test_nothing_else_begins);
  ADD ("/resume/without-a-key", NULL, test_without_a_key);
  ADD ("/resume/key-alone-goes-on-with-nothing", NULL, test_key_alone_goes_on_with_nothing);
  ADD ("/resume/time-is-over", NULL, test_time_is_over);
  ADD ("/resume/another-key-in-the-middle", NULL, test_another_key_in_the_middle);
  ADD ("/resume/asks-again", NULL, test_asks_again);
  ADD ("/resume/damaged-notes", NULL, test_damaged_notes);
  ADD ("/resume/nowhere-to-write", NULL, test_nowhere_to_write);
  ADD ("/resume/no-secrets-in-the-notes", NULL, test_no_secrets_in_the_notes);
  ADD ("/resume/starts-over", NULL, test_starts_over);
#undef ADD

  return g_test_run ();
}
