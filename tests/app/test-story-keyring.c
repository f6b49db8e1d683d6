/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "It asks for a password I have never heard of." The keyring may be absent, locked, dismissed or
 * slow: then key and link last only as long as the program runs, and connecting works all the same.
 */

#include "kc-mock-secrets.h"
#include "kc-story-program.h"

#include <libsecret/secret.h>

typedef struct {
  KcStoryProgram program;
  KcMockSecrets *mock; /* NULL: there is none on this computer */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kc_story_program_set_up (&fixture->program, data);
  fixture->program.keyring = kc_keyring_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  KcKeyring *keyring;

  kc_story_program_end (&fixture->program);
  keyring = g_steal_pointer (&fixture->program.keyring);
  g_object_add_weak_pointer (G_OBJECT (keyring), (gpointer *) &keyring);
  g_object_unref (keyring);
  kc_test_wait_until (keyring == NULL);
  kc_story_program_tear_down (&fixture->program, data);
  g_clear_pointer (&fixture->mock, kc_mock_secrets_free);
  secret_service_disconnect ();
}

static const char *
get_key (Fixture *fixture)
{
  return kc_sandbox_get_key (fixture->program.sandbox, KC_SANDBOX_KEY_FULL);
}

static KcController *
get_controller (Fixture *fixture)
{
  return fixture->program.controller;
}

static void
type_key_with (Fixture *fixture, KcKeyKeeping keeping)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kc_key_manager_check_key_async (kc_controller_get_key_manager (get_controller (fixture)),
                                  get_key (fixture), keeping, cancellable, kc_test_take_result_cb,
                                  &result);
  kc_test_wait_until (result != NULL);
  g_assert_true (
      kc_key_manager_check_key_finish (kc_controller_get_key_manager (get_controller (fixture)),
                                       result, &error));
  g_assert_no_error (error);
}

/* The person types the key and wants to keep it. */
static void
type_key (Fixture *fixture)
{
  type_key_with (fixture, KC_KEY_KEEPING_STORE);
}

/* Until the link can be opened, which is only after the session is noted. */
static void
begin (Fixture *fixture)
{
  kc_controller_begin (get_controller (fixture));
  kc_story_program_await (&fixture->program, KC_ATTEMPT_WAITING);
  kc_test_wait_until (
      kc_session_store_is_noted (kc_controller_get_session_store (get_controller (fixture))));
  g_assert_nonnull (kc_session_store_get_verification_uri (
      kc_controller_get_session_store (get_controller (fixture))));
}

static void
connect_and_see (Fixture *fixture)
{
  kc_story_program_connect (&fixture->program);
  kc_story_program_assert_connected (&fixture->program);
  kc_story_program_assert_counts (&fixture->program, 1, 1);
}

/* The program ends with the session open, and runs again. `knows_key`: it finds the key by itself.
 */
static void
run_again (Fixture *fixture, gboolean knows_key)
{
  kc_story_program_end (&fixture->program);
  kc_story_program_pass (&fixture->program, 100);
  kc_story_program_run (&fixture->program, NULL);
  g_assert_cmpint (
      kc_key_manager_get_client (kc_controller_get_key_manager (get_controller (fixture))) != NULL,
      ==, knows_key);
  g_assert_nonnull (
      kc_session_resumer_get_pending (kc_controller_get_resumer (get_controller (fixture))));
  kc_session_resumer_resume (kc_controller_get_resumer (get_controller (fixture)));
  if (!knows_key)
    {
      g_assert_true (kc_session_resumer_is_awaiting_key (
          kc_controller_get_resumer (get_controller (fixture))));
      type_key (fixture);
    }
  kc_story_program_await (&fixture->program, KC_ATTEMPT_WAITING);
}

/* The normal case, to which the others are exceptions: key and link are found again. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = NULL;

  fixture->mock = kc_mock_secrets_new ();
  kc_story_program_run (&fixture->program, NULL);
  type_key (fixture);
  kc_test_wait_until (
      kc_key_manager_get_key_storage (kc_controller_get_key_manager (get_controller (fixture)))
      == KC_KEY_STORAGE_KEPT);
  begin (fixture);
  link = g_strdup (kc_session_store_get_verification_uri (
      kc_controller_get_session_store (get_controller (fixture))));
  kc_test_wait_until (kc_mock_secrets_get_n_items (fixture->mock) == 2);

  run_again (fixture, TRUE);
  kc_test_wait_until (kc_session_store_get_verification_uri (
                          kc_controller_get_session_store (get_controller (fixture)))
                      != NULL);
  g_assert_cmpstr (kc_session_store_get_verification_uri (
                       kc_controller_get_session_store (get_controller (fixture))),
                   ==, link);
  connect_and_see (fixture);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 0);
  /* The link is of no use any more. */
  kc_test_wait_until (kc_mock_secrets_get_n_items (fixture->mock) == 1);
}

/* The page says why the link is lost. */
static void
assert_lost (Fixture *fixture, KcLinkStatus status)
{
  KcLinkStore *link_store = kc_session_store_get_link_store (
      kc_controller_get_session_store (get_controller (fixture)));

  kc_test_wait_until (!kc_link_store_is_looking (link_store));
  g_assert_null (kc_link_store_get_uri (link_store));
  g_assert_cmpint (kc_link_store_get_status (link_store), ==, status);
}

/* None on this computer. */
static void
test_absent (Fixture *fixture, gconstpointer data)
{
  kc_story_program_run (&fixture->program, NULL);
  type_key (fixture);
  kc_test_wait_until (
      kc_key_manager_get_key_storage (kc_controller_get_key_manager (get_controller (fixture)))
      == KC_KEY_STORAGE_UNAVAILABLE);
  begin (fixture);

  /* The notes do not need a keyring; only the link is lost, and the page may still be open. */
  run_again (fixture, FALSE);
  g_assert_null (kc_session_store_get_verification_uri (
      kc_controller_get_session_store (get_controller (fixture))));
  assert_lost (fixture, KC_LINK_STATUS_UNAVAILABLE);
  connect_and_see (fixture);
}

/* The keyring is locked and the person dismisses the prompt: nobody is asked again for the link. */
static void
test_dismissed (Fixture *fixture, gconstpointer data)
{
  guint n_prompts;

  fixture->mock = kc_mock_secrets_new ();
  fixture->mock->locked = TRUE;
  fixture->mock->person = KC_MOCK_PERSON_DISMISSES;
  kc_story_program_run (&fixture->program, NULL);
  type_key (fixture);
  kc_test_wait_until (
      kc_key_manager_get_key_storage (kc_controller_get_key_manager (get_controller (fixture)))
      == KC_KEY_STORAGE_UNAVAILABLE);
  n_prompts = fixture->mock->n_prompts;
  begin (fixture);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, n_prompts);

  run_again (fixture, FALSE);
  /* Nothing was kept, so nothing is locked. */
  assert_lost (fixture, KC_LINK_STATUS_MISSING);
  connect_and_see (fixture);
  g_assert_cmpuint (kc_mock_secrets_get_n_items (fixture->mock), ==, 0);
}

/* Locked between the two runs: with it unlocked, key and link are back; without, only the session.
 */
static void
test_locked_meanwhile (Fixture *fixture, gconstpointer data)
{
  KcMockPerson person = GPOINTER_TO_INT (data);
  gboolean opens = person != KC_MOCK_PERSON_DISMISSES;

  fixture->mock = kc_mock_secrets_new ();
  kc_story_program_run (&fixture->program, NULL);
  type_key (fixture);
  begin (fixture);
  kc_test_wait_until (kc_mock_secrets_get_n_items (fixture->mock) == 2);

  fixture->mock->locked = TRUE;
  fixture->mock->person = person;
  run_again (fixture, opens);
  if (opens)
    kc_test_wait_until (kc_session_store_get_verification_uri (
                            kc_controller_get_session_store (get_controller (fixture)))
                        != NULL);
  else
    assert_lost (fixture, KC_LINK_STATUS_LOCKED);
  connect_and_see (fixture);
}

/* The keyring exists but does not answer. The program waits for a while, and then no longer. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  kc_keyring_set_deadline (fixture->program.keyring, 200);
  fixture->mock = kc_mock_secrets_new ();
  fixture->mock->silent_method = "SearchItems";
  kc_story_program_run (&fixture->program, NULL);
  type_key (fixture);
  kc_test_wait_until (
      kc_key_manager_get_key_storage (kc_controller_get_key_manager (get_controller (fixture)))
      == KC_KEY_STORAGE_UNAVAILABLE);
  begin (fixture);
  run_again (fixture, FALSE);
  connect_and_see (fixture);
}

/* A key that is kept goes only by the person's word. */
static void
test_removed_only_if_asked (Fixture *fixture, gconstpointer data)
{
  fixture->mock = kc_mock_secrets_new ();
  kc_story_program_run (&fixture->program, NULL);
  type_key (fixture);
  kc_test_wait_until (kc_mock_secrets_get_n_items (fixture->mock) == 1);
  kc_test_wait_until (
      kc_key_manager_get_key_storage (kc_controller_get_key_manager (get_controller (fixture)))
      == KC_KEY_STORAGE_KEPT);

  type_key_with (fixture, KC_KEY_KEEPING_LEAVE);
  kc_story_program_end (&fixture->program);
  kc_story_program_run (&fixture->program, NULL);
  g_assert_nonnull (
      kc_key_manager_get_client (kc_controller_get_key_manager (get_controller (fixture))));

  type_key_with (fixture, KC_KEY_KEEPING_REMOVE);
  kc_test_wait_until (kc_mock_secrets_get_n_items (fixture->mock) == 0);
}

int
main (int argc, char *argv[])
{
  static GTestDBus *bus;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

#define ADD(path, data, test)                                                                      \
  g_test_add ("/story/keyring/" path, Fixture, data, set_up, test, tear_down)
  ADD ("kept", NULL, test_kept);
  ADD ("absent", NULL, test_absent);
  ADD ("dismissed", NULL, test_dismissed);
  ADD ("locked-meanwhile", GINT_TO_POINTER (KC_MOCK_PERSON_ACCEPTS), test_locked_meanwhile);
  ADD ("locked-meanwhile/slow", GINT_TO_POINTER (KC_MOCK_PERSON_IS_SLOW), test_locked_meanwhile);
  ADD ("locked-meanwhile/dismissed", GINT_TO_POINTER (KC_MOCK_PERSON_DISMISSES),
       test_locked_meanwhile);
  ADD ("silent", NULL, test_silent);
  ADD ("removed-only-if-asked", NULL, test_removed_only_if_asked);
#undef ADD
  status = g_test_run ();

  /* Not unreferenced: that waits for libsecret, which keeps the connection. */
  g_test_dbus_stop (bus);

  return status;
}
