/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring-driver.h"
#include "kc-log-watch.h"
#include "kc-mock-secrets.h"

#include <libsecret/secret.h>

/* Long enough for a busy machine to answer in time, … */
#define PROGRAMS_MS 1000
/* … and short enough to let it pass as often as a person needs. */
#define SHORT_MS 500

typedef struct {
  KcMockSecrets *mock;
  KcKeyring *keyring;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->mock = kc_mock_secrets_new ();
  fixture->keyring = kc_keyring_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kc_driver_assert_finalize (fixture->keyring);
  g_clear_pointer (&fixture->mock, kc_mock_secrets_free);
  secret_service_disconnect ();
}

static void
set_up_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (fixture, data);
  kc_driver_store (fixture->keyring, URL_A, NULL, KEY_A, NULL, &error);
  g_assert_no_error (error);
}

/* The calls, so that one test can run all of them. */
typedef enum {
  CALL_LOAD,
  CALL_STORE,
  CALL_CLEAR,
  N_CALLS,
} Call;

static void
call (KcKeyring *keyring, Call which, GCancellable *cancellable, GError **error)
{
  if (which == CALL_LOAD)
    g_assert_null (kc_driver_load (keyring, URL_A, NULL, cancellable, error));
  else if (which == CALL_STORE)
    g_assert_false (kc_driver_store (keyring, URL_A, NULL, KEY_B, cancellable, error));
  else
    g_assert_false (kc_driver_clear (keyring, URL_A, NULL, cancellable, error));
}

static void
assert_call_fails (KcKeyring *keyring, Call which, KcKeyringError code)
{
  g_autoptr (GError) error = NULL;

  call (keyring, which, NULL, &error);
  g_assert_error (error, KC_KEYRING_ERROR, (int) code);
}

static void
test_no_bus (void)
{
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  KcKeyring *keyring = kc_keyring_new ();

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  for (Call which = 0; which < N_CALLS; which++)
    assert_call_fails (keyring, which, KC_KEYRING_ERROR_UNAVAILABLE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  kc_driver_assert_finalize (keyring);
}

static void
test_no_keyring (void)
{
  KcKeyring *keyring = kc_keyring_new ();

  for (Call which = 0; which < N_CALLS; which++)
    assert_call_fails (keyring, which, KC_KEYRING_ERROR_UNAVAILABLE);
  kc_driver_assert_finalize (keyring);
}

static void
test_nothing_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, NULL);
  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 0);
}

static void
test_label (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* What a person reads in a password manager: whose key it is, but not the key. */
  g_assert_cmpstr (kc_mock_secrets_get_label (fixture->mock, URL_A), ==,
                   "Access key of Keebai Connect (api.example.com)");
  kc_driver_store (fixture->keyring, "no address", NULL, KEY_A, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kc_mock_secrets_get_label (fixture->mock, "no address"), ==,
                   "Access key of Keebai Connect (no address)");
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  kc_driver_store (fixture->keyring, URL_A, NULL, KEY_B, NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_B);
  g_assert_cmpuint (kc_mock_secrets_get_n_items (fixture->mock), ==, 1);
}

static void
test_addresses_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_driver_assert_kept (fixture->keyring, URL_B, NULL, NULL);
  kc_driver_store (fixture->keyring, URL_B, NULL, KEY_B, NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  kc_driver_assert_kept (fixture->keyring, URL_B, NULL, KEY_B);

  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, NULL, NULL, &error));
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, NULL);
  kc_driver_assert_kept (fixture->keyring, URL_B, NULL, KEY_B);
}

/* Nothing hangs: whichever answer is missing, the call ends. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *method;
    Call call;
  } cases[] = {
      {"SearchItems", CALL_LOAD},  {"SearchItems", CALL_STORE}, {"SearchItems", CALL_CLEAR},
      {"GetSecrets", CALL_LOAD},   {"OpenSession", CALL_LOAD},  {"CreateItem", CALL_STORE},
      {"OpenSession", CALL_STORE}, {"Delete", CALL_CLEAR},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("no answer to %s", cases[i].method);
      /* A new connection, so that a new session has to be opened. */
      secret_service_disconnect ();
      kc_keyring_set_deadline (fixture->keyring, 60);
      fixture->mock->silent_method = cases[i].method;
      assert_call_fails (fixture->keyring, cases[i].call, KC_KEYRING_ERROR_UNAVAILABLE);
    }
  fixture->mock->silent_method = NULL;
  kc_keyring_set_deadline (fixture->keyring, 10 * 1000);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

/* Whatever the keyring says is not repeated: it could contain the key. */
static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *method;
    Call call;
  } cases[] = {
      {"SearchItems", CALL_LOAD}, {"SearchItems", CALL_STORE}, {"SearchItems", CALL_CLEAR},
      {"GetSecrets", CALL_LOAD},  {"CreateItem", CALL_STORE},
  };
  static const struct {
    const char *name;
    KcKeyringError code;
  } errors[] = {
      {"org.example.Error.Odd", KC_KEYRING_ERROR_FAILED},
      {"org.freedesktop.DBus.Error.Failed", KC_KEYRING_ERROR_FAILED},
      {"org.freedesktop.DBus.Error.AccessDenied", KC_KEYRING_ERROR_UNAVAILABLE},
      {"org.freedesktop.DBus.Error.NoReply", KC_KEYRING_ERROR_UNAVAILABLE},
      {"org.freedesktop.Secret.Error.IsLocked", KC_KEYRING_ERROR_LOCKED},
  };

  fixture->mock->error_message = KEYRINGS_WORDS;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (errors); j++)
      {
        g_test_message ("%s to %s", errors[j].name, cases[i].method);
        fixture->mock->failing_method = cases[i].method;
        fixture->mock->error_name = errors[j].name;
        assert_call_fails (fixture->keyring, cases[i].call, errors[j].code);
      }
  fixture->mock->failing_method = NULL;
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

static void
test_delete_refused (Fixture *fixture, gconstpointer data)
{
  fixture->mock->failing_method = "Delete";
  fixture->mock->error_name = "org.example.Error.Odd";
  fixture->mock->error_message = KEYRINGS_WORDS;
  assert_call_fails (fixture->keyring, CALL_CLEAR, KC_KEYRING_ERROR_FAILED);
}

static void
test_locked_accepted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->mock->locked = TRUE;
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 1);

  fixture->mock->locked = TRUE;
  kc_driver_store (fixture->keyring, URL_A, NULL, KEY_B, NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_B);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 2);

  fixture->mock->locked = TRUE;
  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (kc_mock_secrets_get_n_items (fixture->mock), ==, 0);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 3);
}

/* Dismissed once is enough: the person is not asked again for the same call. */
static void
test_locked_dismissed (Fixture *fixture, gconstpointer data)
{
  fixture->mock->locked = TRUE;
  fixture->mock->person = KC_MOCK_PERSON_DISMISSES;
  for (Call which = 0; which < N_CALLS; which++)
    {
      assert_call_fails (fixture->keyring, which, KC_KEYRING_ERROR_LOCKED);
      g_assert_cmpuint (fixture->mock->n_prompts, ==, which + 1);
    }
  fixture->mock->locked = FALSE;
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

static void
test_locked_prompt_broken (Fixture *fixture, gconstpointer data)
{
  fixture->mock->locked = TRUE;
  fixture->mock->failing_method = "Prompt";
  fixture->mock->error_name = "org.freedesktop.DBus.Error.Failed";
  fixture->mock->error_message = KEYRINGS_WORDS;
  assert_call_fails (fixture->keyring, CALL_LOAD, KC_KEYRING_ERROR_LOCKED);
  assert_call_fails (fixture->keyring, CALL_CLEAR, KC_KEYRING_ERROR_LOCKED);
}

/* Somebody who has to look up the password gets more time than a program does. */
static void
test_locked_slow_person (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_keyring_set_deadline (fixture->keyring, PROGRAMS_MS);
  g_assert_cmpuint (PROGRAMS_MS, <, KC_MOCK_SLOW_MS);
  fixture->mock->person = KC_MOCK_PERSON_IS_SLOW;

  fixture->mock->locked = TRUE;
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  fixture->mock->locked = TRUE;
  kc_driver_store (fixture->keyring, URL_A, NULL, KEY_B, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 2);
}

/* … but not for ever, and the prompt does not stay on the screen. */
static void
test_locked_nobody_there (Fixture *fixture, gconstpointer data)
{
  kc_keyring_set_deadline (fixture->keyring, SHORT_MS);
  fixture->mock->locked = TRUE;
  fixture->mock->person = KC_MOCK_PERSON_IS_AWAY;
  assert_call_fails (fixture->keyring, CALL_LOAD, KC_KEYRING_ERROR_LOCKED);
  while (fixture->mock->n_dismissed_by_us == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_first_keyring (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->mock->no_collection = TRUE;
  fixture->mock->person = KC_MOCK_PERSON_DISMISSES;
  assert_call_fails (fixture->keyring, CALL_STORE, KC_KEYRING_ERROR_LOCKED);
  fixture->mock->person = KC_MOCK_PERSON_ACCEPTS;
  kc_driver_store (fixture->keyring, URL_A, NULL, KEY_A, NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

static gboolean
on_cancel_due_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
assert_cancels (KcKeyring *keyring, Call which, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  call (keyring, which, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const char *const methods[N_CALLS][2] = {
      [CALL_LOAD] = {"SearchItems", "GetSecrets"},
      [CALL_STORE] = {"SearchItems", "CreateItem"},
      [CALL_CLEAR] = {"SearchItems", "Delete"},
  };

  for (Call which = 0; which < N_CALLS; which++)
    {
      g_autoptr (GCancellable) cancelled = g_cancellable_new ();

      g_cancellable_cancel (cancelled);
      assert_cancels (fixture->keyring, which, cancelled);

      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (GCancellable) cancellable = g_cancellable_new ();

          fixture->mock->silent_method = methods[which][i];
          g_timeout_add (50, on_cancel_due_cb, cancellable);
          assert_cancels (fixture->keyring, which, cancellable);
        }
      fixture->mock->silent_method = NULL;
    }
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

/* After the callback, the caller may use its cancellable again. */
static void
test_cancel_afterwards (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  char *key = kc_driver_load (fixture->keyring, URL_A, NULL, cancellable, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY_A);
  kc_secret_free (key);
  g_cancellable_cancel (cancellable);
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

static void
test_cancel_prompt (Fixture *fixture, gconstpointer data)
{
  fixture->mock->locked = TRUE;
  fixture->mock->person = KC_MOCK_PERSON_IS_AWAY;
  for (Call which = 0; which < N_CALLS; which++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();

      fixture->mock->cancel_when_asked = cancellable;
      assert_cancels (fixture->keyring, which, cancellable);
      while (fixture->mock->n_dismissed_by_us < which + 1)
        g_main_context_iteration (NULL, TRUE);
    }
  fixture->mock->cancel_when_asked = NULL;
  fixture->mock->locked = FALSE;
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
}

/* libsecret returns its own task twice then, which GLib refuses with a critical message
 * (on_prompt_dismissed (), 0.20 and 0.21); the caller hears of it once, and the keyring is of use.
 */
static void
test_cancel_crosses_the_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  fixture->mock->locked = TRUE;
  fixture->mock->person = KC_MOCK_PERSON_IS_AWAY;
  fixture->mock->answers_crossed = TRUE;
  fixture->mock->cancel_when_asked = cancellable;
  assert_cancels (fixture->keyring, CALL_LOAD, cancellable);
  while (fixture->mock->n_dismissed_by_us == 0)
    g_main_context_iteration (NULL, TRUE);
  fixture->mock->cancel_when_asked = NULL;
  fixture->mock->locked = FALSE;
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  g_log_set_always_fatal (fatal);
}

static void
test_free_nothing (void)
{
  kc_secret_free (NULL);
}

int
main (int argc, char *argv[])
{
  static GTestDBus *bus;
  int status;

  g_test_init (&argc, &argv, NULL);
  kc_log_watch_begin ();
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  g_test_add_func ("/store/keyring/no-bus", test_no_bus);
  g_test_add_func ("/store/keyring/no-keyring", test_no_keyring);
  g_test_add_func ("/store/keyring/free-nothing", test_free_nothing);

#define ADD(path, up, test) g_test_add ("/store/keyring/" path, Fixture, NULL, up, test, tear_down)
  ADD ("nothing-kept", set_up, test_nothing_kept);
  ADD ("label", set_up_kept, test_label);
  ADD ("replace", set_up_kept, test_replace);
  ADD ("addresses-apart", set_up_kept, test_addresses_apart);
  ADD ("silence", set_up_kept, test_silence);
  ADD ("refusals", set_up_kept, test_refusals);
  ADD ("delete-refused", set_up_kept, test_delete_refused);
  ADD ("locked/accepted", set_up_kept, test_locked_accepted);
  ADD ("locked/dismissed", set_up_kept, test_locked_dismissed);
  ADD ("locked/prompt-broken", set_up_kept, test_locked_prompt_broken);
  ADD ("locked/slow-person", set_up_kept, test_locked_slow_person);
  ADD ("locked/nobody-there", set_up_kept, test_locked_nobody_there);
  ADD ("first-keyring", set_up, test_first_keyring);
  ADD ("cancel", set_up_kept, test_cancel);
  ADD ("cancel/afterwards", set_up_kept, test_cancel_afterwards);
  ADD ("cancel/crosses-the-answer", set_up_kept, test_cancel_crosses_the_answer);
  ADD ("cancel/prompt", set_up_kept, test_cancel_prompt);
#undef ADD

  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  /* Neither g_test_dbus_down () nor g_object_unref (): they wait for the last reference to the bus,
   * and libsecret 0.20.5 keeps one for each service that something was stored in. */
  g_test_dbus_stop (bus);
  return status;
}
