/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Continuing a session of an earlier run: the controller with the practice service, which stands in
 * for the real one, and notes in a folder of the test. A run of the program is one controller; it
 * is "killed" by dropping it while nobody has asked for a stop. */

#include "kc-runs.h"

#include <glib/gstdio.h>
#include <string.h>

static void
assert_session (KcRuns *runs, const char *session_id)
{
  g_assert_cmpstr (kc_attempt_get_session (kc_runs_get_attempt (runs))->session_id, ==, session_id);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 1);
}

static void
test_goes_on (KcRuns *runs, gconstpointer data)
{
  KcMode mode = GPOINTER_TO_INT (data);
  g_autofree char *session_id = NULL;
  const KcConnectRequest *request;

  kc_runs_start (runs, kc_runs_get_key (runs));
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  session_id = kc_runs_begin (runs, mode);
  g_assert_false (kc_controller_was_resumed (runs->controller));
  kc_runs_kill (runs);
  g_assert_true (kc_runs_has_notes (runs));

  kc_runs_start (runs, kc_runs_get_key (runs));
  g_assert_null (kc_runs_get_attempt (runs));
  g_assert_nonnull (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));

  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  kc_controller_begin (runs->controller);
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  assert_session (runs, session_id);
  g_assert_true (kc_controller_was_resumed (runs->controller));
  g_assert_cmpint (kc_attempt_get_state (kc_runs_get_attempt (runs)), ==,
                   mode == KC_MODE_QR ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_attempt_get_seconds_left (kc_runs_get_attempt (runs)), >, 0);

  /* The earlier choices are made again. */
  request = kc_controller_get_request (runs->controller);
  g_assert_cmpint (request->mode, ==, mode);
  g_assert_cmpstr (request->name, ==, "Front desk");
  g_assert_cmpint (request->coexistence, ==, mode == KC_MODE_EMBEDDED_SIGNUP);
}

/* Over, and the person knows: there is nothing to continue any more. */
static void
test_end_removes_the_notes (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  kc_runs_turn (runs, "outcome-delay", "0.05");
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_QR);
  kc_runs_kill (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  kc_test_wait_until (kc_attempt_get_code (kc_runs_get_attempt (runs)) != NULL);
  code = g_strdup (kc_sandbox_get_code (runs->sandbox));
  g_assert_true (kc_sandbox_scan (runs->sandbox, code, &error));
  kc_test_wait_until (kc_attempt_get_state (kc_runs_get_attempt (runs)) == KC_ATTEMPT_CONNECTED);
  assert_session (runs, session_id);
  kc_test_wait_until (!kc_runs_has_notes (runs));
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
}

/* Stopped by the person: that ends it too, even if the window closes at once. */
static void
test_cancel_removes_the_notes (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_controller_cancel (runs->controller);
  kc_runs_kill (runs);
  kc_test_wait_until (!kc_runs_has_notes (runs));
  kc_runs_start (runs, kc_runs_get_key (runs));
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
}

/* Keebai does not say whether the session is still open: then nothing is claimed, and nobody waits
 * long. */
static void
test_unknown_result (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  KcSessionResumer *resumer;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_turn (runs, "next-poll", "silence");
  kc_runs_start (runs, kc_runs_get_key (runs));
  resumer = kc_controller_get_resumer (runs->controller);
  g_assert_true (kc_session_resumer_is_asking (resumer));
  kc_test_wait_until (!kc_session_resumer_is_asking (resumer));
  g_assert_false (kc_session_resumer_is_known_open (resumer));
  g_assert_null (kc_runs_get_attempt (runs));
  kc_session_resumer_resume (resumer);
  assert_session (runs, session_id);
}

/* Never two sessions by accident: the pending one comes first. */
static void
test_nothing_else_begins (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_controller_begin (runs->controller);
  g_assert_null (kc_runs_get_attempt (runs));

  kc_session_resumer_drop (kc_controller_get_resumer (runs->controller));
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  kc_test_wait_until (!kc_runs_has_notes (runs));
  kc_controller_begin (runs->controller);
  g_assert_true (kc_controller_is_running (runs->controller));
  g_assert_false (kc_controller_was_resumed (runs->controller));
}

static void
test_without_a_key (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);

  kc_runs_start (runs, NULL);
  g_assert_nonnull (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  g_assert_null (kc_runs_get_attempt (runs));
  g_assert_true (kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (runs->controller)));

  /* A key that may not connect numbers does not help. */
  g_assert_true (
      kc_runs_check_key (runs, kc_sandbox_get_key (runs->sandbox, KC_SANDBOX_KEY_NO_CONNECT)));
  g_assert_null (kc_runs_get_attempt (runs));
  g_assert_true (kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (runs->controller)));

  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  assert_session (runs, session_id);
  g_assert_false (
      kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (runs->controller)));
}

/* A key that was typed for another reason does not continue the session: nobody asked for that. */
static void
test_key_alone_resumes_nothing (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_start (runs, NULL);
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  g_assert_null (kc_runs_get_attempt (runs));
  g_assert_nonnull (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
}

/* The time is up: asking how it ended can do no harm. */
static void
test_time_is_over (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_turn (runs, "expires-in", "30");
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_pass (runs, 31);
  kc_runs_start (runs, kc_runs_get_key (runs));
  g_assert_nonnull (kc_runs_get_attempt (runs));
  kc_test_wait_until (kc_attempt_get_state (kc_runs_get_attempt (runs)) == KC_ATTEMPT_EXPIRED);
  assert_session (runs, session_id);
  kc_test_wait_until (!kc_runs_has_notes (runs));
}

/* 401 in the middle: the session is kept, and another key continues it. */
static void
test_another_key_in_the_middle (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autoptr (KcAttempt) attempt = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  attempt = g_object_ref (kc_runs_get_attempt (runs));
  kc_runs_turn (runs, "next-poll", "401");
  kc_test_wait_until (kc_controller_is_key_wanted (runs->controller));
  g_assert_true (kc_controller_is_running (runs->controller));

  g_assert_true (
      kc_runs_check_key (runs, kc_sandbox_get_key (runs->sandbox, KC_SANDBOX_KEY_NO_CONNECT)));
  g_assert_true (kc_controller_is_key_wanted (runs->controller));
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  g_assert_false (kc_controller_is_key_wanted (runs->controller));
  g_assert_true (kc_runs_get_attempt (runs) == attempt);
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_WAITING);
  assert_session (runs, session_id);
}

/* Keebai does not have to say what a key may do: such a key continues the session, too. */
static void
test_silent_key_in_the_middle (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_turn (runs, "next-poll", "401");
  kc_test_wait_until (kc_controller_is_key_wanted (runs->controller));

  kc_runs_turn (runs, "me-shape", "bare");
  kc_runs_turn (runs, "next-poll", "422*1");
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  g_assert_false (kc_controller_is_key_wanted (runs->controller));
  g_assert_cmpint (kc_attempt_get_state (kc_runs_get_attempt (runs)), ==, KC_ATTEMPT_WAITING);
  assert_session (runs, session_id);
}

/* It ended without a known result: it is kept and asked about again, without a second session. */
static void
test_asks_again (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_turn (runs, "expires-in", "1");
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_turn (runs, "next-poll", "401");
  kc_test_wait_until (kc_attempt_get_state (kc_runs_get_attempt (runs)) == KC_ATTEMPT_FAILED);
  g_assert_true (kc_attempt_may_ask_again (kc_runs_get_attempt (runs)));
  g_assert_nonnull (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  g_assert_true (kc_runs_has_notes (runs));

  kc_controller_begin (runs->controller);
  g_assert_false (kc_controller_is_running (runs->controller));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  kc_test_wait_until (kc_attempt_get_state (kc_runs_get_attempt (runs)) == KC_ATTEMPT_EXPIRED);
  assert_session (runs, session_id);
  kc_test_wait_until (!kc_runs_has_notes (runs));
}

static void
test_damaged_notes (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  KcJournalWriter *journal_writer;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  path = kc_runs_find_notes (runs);
  g_assert_true (g_file_set_contents (path, "{\"version\":", -1, &error));
  g_assert_no_error (error);

  kc_runs_start (runs, kc_runs_get_key (runs));
  journal_writer
      = kc_session_store_get_journal_writer (kc_controller_get_session_store (runs->controller));
  g_assert_error (kc_journal_writer_get_trouble (journal_writer), KC_JOURNAL_ERROR,
                  KC_JOURNAL_ERROR_DAMAGED);
  g_assert_true (
      g_file_test (kc_journal_writer_get_set_aside (journal_writer), G_FILE_TEST_EXISTS));
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  g_assert_cmpint (kc_journal_writer_get_status (journal_writer), ==, KC_JOURNAL_STATUS_UNREADABLE);
  kc_controller_begin (runs->controller);
  g_assert_true (kc_controller_is_running (runs->controller));
}

/* Notes cannot be written: it continues without them. */
static void
test_nowhere_to_write (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *in_the_way = g_build_filename (runs->folder, "file", NULL);
  g_autofree char *folder = g_steal_pointer (&runs->folder);

  g_assert_true (g_file_set_contents (in_the_way, "", -1, NULL));
  runs->folder = g_build_filename (in_the_way, "folder", NULL);
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpint (kc_attempt_get_state (kc_runs_get_attempt (runs)), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_journal_writer_get_status (kc_session_store_get_journal_writer (
                       kc_controller_get_session_store (runs->controller))),
                   ==, KC_JOURNAL_STATUS_UNWRITABLE);
  g_free (runs->folder);
  runs->folder = g_steal_pointer (&folder);
}

/* Neither the key nor the link is ever in the notes. */
static void
test_no_secrets_in_the_notes (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  path = kc_runs_find_notes (runs);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, session_id));
  g_assert_null (strstr (text, kc_runs_get_key (runs)));
  g_assert_null (strstr (text, kc_session_store_get_verification_uri (
                                   kc_controller_get_session_store (runs->controller))));
}

/* The page is lost with its link: another session takes its place. */
static void
test_starts_over (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autoptr (KcAttempt) old = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  g_assert_null (
      kc_session_store_get_verification_uri (kc_controller_get_session_store (runs->controller)));

  old = g_object_ref (kc_runs_get_attempt (runs));
  kc_controller_start_over (runs->controller);
  g_assert_cmpint (kc_attempt_get_state (old), ==, KC_ATTEMPT_CANCELLED);
  kc_test_wait_until (
      kc_session_store_get_verification_uri (kc_controller_get_session_store (runs->controller))
      != NULL);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 2);
  g_assert_true (kc_attempt_get_request (kc_runs_get_attempt (runs))->coexistence);
}

static KcLinkStore *
get_link_store (KcRuns *runs)
{
  return kc_session_store_get_link_store (kc_controller_get_session_store (runs->controller));
}

/* The keyring is already open, as after reading the key: nobody is asked to unlock it for a link.
 */
static void
set_up_keyring (KcRuns *runs)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  runs->keyring = kc_keyring_new ();
  kc_keyring_load_async (runs->keyring, KC_KEYRING_ACCESS_KEY,
                         kc_sandbox_get_base_url (runs->sandbox), NULL, cancellable,
                         kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  g_assert_null (kc_keyring_load_finish (runs->keyring, result, &error));
  g_assert_no_error (error);
}

/* Killed, but what was on its way into the keyring arrives. */
static void
let_go (KcRuns *runs)
{
  g_autoptr (KcLinkStore) link_store = g_object_ref (get_link_store (runs));

  kc_runs_kill (runs);
  kc_test_wait_until (G_OBJECT (link_store)->ref_count == 1);
}

/* The link is in the keyring as long as somebody may continue the session, and no longer. */
static void
test_link_in_the_keyring (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *link = NULL;

  set_up_keyring (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  link = g_strdup (
      kc_session_store_get_verification_uri (kc_controller_get_session_store (runs->controller)));
  g_assert_nonnull (link);
  let_go (runs);

  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  kc_test_wait_until (
      kc_session_store_get_verification_uri (kc_controller_get_session_store (runs->controller))
      != NULL);
  g_assert_true (g_str_equal (kc_session_store_get_verification_uri (
                                  kc_controller_get_session_store (runs->controller)),
                              link));
  kc_controller_cancel (runs->controller);
  let_go (runs);

  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_link_store_look (get_link_store (runs), session_id);
  g_assert_true (kc_link_store_is_looking (get_link_store (runs)));
  kc_test_wait_until (!kc_link_store_is_looking (get_link_store (runs)));
  g_assert_null (kc_link_store_get_uri (get_link_store (runs)));
  g_assert_cmpint (kc_link_store_get_status (get_link_store (runs)), ==, KC_LINK_STATUS_MISSING);
}

/* A second program for the same address opens its own session and stops it: the link of the first
 * is still there. */
static void
test_second_program_leaves_the_link (KcRuns *runs, gconstpointer data)
{
  KcRuns second = {.sandbox = runs->sandbox, .clock = runs->clock, .folder = runs->folder};
  g_autofree char *session_id = NULL;
  g_autofree char *second_id = NULL;
  g_autofree char *link = NULL;

  set_up_keyring (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  link = g_strdup (
      kc_session_store_get_verification_uri (kc_controller_get_session_store (runs->controller)));

  second.keyring = runs->keyring;
  kc_runs_start (&second, kc_runs_get_key (runs));
  g_assert_error (kc_journal_writer_get_trouble (kc_session_store_get_journal_writer (
                      kc_controller_get_session_store (second.controller))),
                  KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY);
  second_id = kc_runs_begin (&second, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpstr (second_id, !=, session_id);
  kc_controller_cancel (second.controller);
  let_go (&second);
  let_go (runs);

  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  kc_test_wait_until (!kc_link_store_is_looking (get_link_store (runs)));
  g_assert_cmpstr (kc_session_store_get_verification_uri (
                       kc_controller_get_session_store (runs->controller)),
                   ==, link);
}

/* A keyring that has gone hides nothing and delays nothing. */
static void
test_keyring_disappears (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  set_up_keyring (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  let_go (runs);
  g_clear_object (&runs->keyring);
  kc_runs_start (runs, kc_runs_get_key (runs));
  g_assert_nonnull (kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller)));
  kc_session_resumer_resume (kc_controller_get_resumer (runs->controller));
  assert_session (runs, session_id);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  g_autofree char *keyring = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);

  /* libsecret's variables for testing its file backend. */
  folder = g_dir_make_tmp ("kc-keyring-XXXXXX", NULL);
  keyring = g_build_filename (folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "not a secret", TRUE);

#define ADD(path, data, test)                                                                      \
  g_test_add (path, KcRuns, data, kc_runs_set_up, test, kc_runs_tear_down)
  ADD ("/resume/continues-in-the-browser", GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP), test_goes_on);
  ADD ("/resume/continues-with-the-phone", GINT_TO_POINTER (KC_MODE_QR), test_goes_on);
  ADD ("/resume/end-removes-the-notes", NULL, test_end_removes_the_notes);
  ADD ("/resume/cancel-removes-the-notes", NULL, test_cancel_removes_the_notes);
  ADD ("/resume/unknown-result", NULL, test_unknown_result);
  ADD ("/resume/nothing-else-begins", NULL, test_nothing_else_begins);
  ADD ("/resume/without-a-key", NULL, test_without_a_key);
  ADD ("/resume/key-alone-resumes-nothing", NULL, test_key_alone_resumes_nothing);
  ADD ("/resume/time-is-over", NULL, test_time_is_over);
  ADD ("/resume/another-key-in-the-middle", NULL, test_another_key_in_the_middle);
  ADD ("/resume/silent-key-in-the-middle", NULL, test_silent_key_in_the_middle);
  ADD ("/resume/asks-again", NULL, test_asks_again);
  ADD ("/resume/damaged-notes", NULL, test_damaged_notes);
  ADD ("/resume/nowhere-to-write", NULL, test_nowhere_to_write);
  ADD ("/resume/no-secrets-in-the-notes", NULL, test_no_secrets_in_the_notes);
  ADD ("/resume/starts-over", NULL, test_starts_over);
  ADD ("/resume/link-in-the-keyring", NULL, test_link_in_the_keyring);
  ADD ("/resume/second-program-leaves-the-link", NULL, test_second_program_leaves_the_link);
  ADD ("/resume/keyring-disappears", NULL, test_keyring_disappears);
#undef ADD

  result = g_test_run ();
  g_unlink (keyring);
  g_rmdir (folder);

  return result;
}
