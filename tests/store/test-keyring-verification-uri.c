/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The verification URI of the open session. Above all: nobody is asked for a password because of
 * it. */

#include "kc-keyring-driver.h"
#include "kc-log-watch.h"
#include "kc-mock-secrets.h"

#include <libsecret/secret.h>

#define SESSION_A "cs_01HXYZ"
#define SESSION_B "cs_01HABC"

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
set_up_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (fixture, data);
  kc_driver_store (fixture->keyring, URL_A, SESSION_A, URI_A, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (fixture->mock->n_prompts, ==, 0);
  kc_driver_assert_finalize (fixture->keyring);
  g_clear_pointer (&fixture->mock, kc_mock_secrets_free);
  secret_service_disconnect ();
}

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
    g_assert_null (kc_driver_load (keyring, URL_A, SESSION_A, cancellable, error));
  else if (which == CALL_STORE)
    g_assert_false (kc_driver_store (keyring, URL_A, SESSION_B, URI_B, cancellable, error));
  else
    g_assert_false (kc_driver_clear (keyring, URL_A, SESSION_A, cancellable, error));
}

static void
assert_call_fails (KcKeyring *keyring, Call which, KcKeyringError code)
{
  g_autoptr (GError) error = NULL;

  call (keyring, which, NULL, &error);
  g_assert_error (error, KC_KEYRING_ERROR, (int) code);
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

  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, NULL);
  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, SESSION_A, NULL, &error));
  g_assert_no_error (error);
}

/* One for each address: that of the next session replaces it. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_A);
  g_assert_cmpstr (kc_mock_secrets_get_label (fixture->mock, URL_A), ==,
                   "Link of Keebai Connect (api.example.com)");
  g_assert_true (kc_driver_store (fixture->keyring, URL_A, SESSION_B, URI_B, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (kc_mock_secrets_get_n_items (fixture->mock), ==, 1);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_B, URI_B);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, NULL);

  /* That of another session stays: it may belong to another program. */
  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, SESSION_A, NULL, &error));
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_B, URI_B);

  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, SESSION_B, NULL, &error));
  g_assert_no_error (error);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_B, NULL);
  g_assert_cmpuint (kc_mock_secrets_get_n_items (fixture->mock), ==, 0);
}

/* Neither another address nor the key is touched. */
static void
test_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_driver_store (fixture->keyring, URL_A, NULL, KEY_A, NULL, &error);
  g_assert_no_error (error);
  kc_driver_store (fixture->keyring, URL_B, SESSION_A, URI_B, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kc_mock_secrets_get_n_items (fixture->mock), ==, 3);

  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_A);
  kc_driver_assert_kept (fixture->keyring, URL_B, SESSION_A, URI_B);
  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, SESSION_A, NULL, NULL));
  kc_driver_assert_kept (fixture->keyring, URL_A, NULL, KEY_A);
  kc_driver_assert_kept (fixture->keyring, URL_B, SESSION_A, URI_B);
  g_assert_true (kc_driver_clear (fixture->keyring, URL_A, NULL, NULL, NULL));
  kc_driver_assert_kept (fixture->keyring, URL_B, SESSION_A, URI_B);
}

/* The URI will be opened in the browser; one that somebody else wrote there must not be. */
static void
test_spoilt (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
      "",
      "\n",
      URI_A,
      URI_A "\n",
      URI_A "\n" SESSION_A " ",
      "\n" SESSION_A,
      "file:///etc/passwd\n" SESSION_A,
      "http://app.example.com/\n" SESSION_A,
      "http://127.0.0.1:8080/\n" SESSION_A,
      "https://user@app.example.com/\n" SESSION_A,
      "javascript:alert(1)\n" SESSION_A,
      "--help\n" SESSION_A,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%u", i);
      kc_mock_secrets_spoil (fixture->mock, texts[i]);
      kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, NULL);
    }
  kc_mock_secrets_spoil (fixture->mock, URI_B "\n" SESSION_A);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_B);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  fixture->mock->locked = TRUE;
  for (Call which = 0; which < N_CALLS; which++)
    assert_call_fails (fixture->keyring, which, KC_KEYRING_ERROR_LOCKED);
  fixture->mock->locked = FALSE;
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_A);
}

/* libsecret would create the first keyring, and ask the person for a password for it. */
static void
test_first_keyring (Fixture *fixture, gconstpointer data)
{
  fixture->mock->no_collection = TRUE;
  assert_call_fails (fixture->keyring, CALL_STORE, KC_KEYRING_ERROR_UNAVAILABLE);
  fixture->mock->no_collection = FALSE;
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, NULL);
}

static void
test_locked_and_empty (Fixture *fixture, gconstpointer data)
{
  fixture->mock->locked = TRUE;
  assert_call_fails (fixture->keyring, CALL_STORE, KC_KEYRING_ERROR_LOCKED);
}

/* Slow, or dead: nothing hangs, and a late answer changes nothing. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *method;
    Call call;
  } cases[] = {
      {"SearchItems", CALL_LOAD}, {"SearchItems", CALL_STORE}, {"SearchItems", CALL_CLEAR},
      {"GetSecrets", CALL_LOAD},  {"ReadAlias", CALL_STORE},   {"CreateItem", CALL_STORE},
      {"GetSecrets", CALL_CLEAR}, {"Delete", CALL_CLEAR},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("no answer to %s", cases[i].method);
      secret_service_disconnect ();
      kc_keyring_set_deadline (fixture->keyring, 60);
      fixture->mock->silent_method = cases[i].method;
      assert_call_fails (fixture->keyring, cases[i].call, KC_KEYRING_ERROR_UNAVAILABLE);
    }
  fixture->mock->silent_method = NULL;
  kc_keyring_set_deadline (fixture->keyring, 10 * 1000);
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_A);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *method;
    Call call;
  } cases[] = {
      {"SearchItems", CALL_LOAD}, {"SearchItems", CALL_STORE}, {"SearchItems", CALL_CLEAR},
      {"GetSecrets", CALL_LOAD},  {"ReadAlias", CALL_STORE},   {"CreateItem", CALL_STORE},
      {"GetSecrets", CALL_CLEAR}, {"Delete", CALL_CLEAR},
  };

  fixture->mock->error_message = KEYRINGS_WORDS;
  fixture->mock->error_name = "org.example.Error.Odd";
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].method);
      fixture->mock->failing_method = cases[i].method;
      assert_call_fails (fixture->keyring, cases[i].call, KC_KEYRING_ERROR_FAILED);
    }
  fixture->mock->failing_method = NULL;
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_A);
}

static gboolean
on_cancel_due_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *method;
    Call call;
  } cases[] = {
      {NULL, CALL_LOAD},          {NULL, CALL_STORE},        {NULL, CALL_CLEAR},
      {"SearchItems", CALL_LOAD}, {"GetSecrets", CALL_LOAD}, {"ReadAlias", CALL_STORE},
      {"CreateItem", CALL_STORE}, {"Delete", CALL_CLEAR},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      if (cases[i].method == NULL)
        g_cancellable_cancel (cancellable);
      else
        g_timeout_add (50, on_cancel_due_cb, cancellable);
      fixture->mock->silent_method = cases[i].method;
      call (fixture->keyring, cases[i].call, cancellable, &error);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  fixture->mock->silent_method = NULL;
  kc_driver_assert_kept (fixture->keyring, URL_A, SESSION_A, URI_A);
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

  g_test_add_func ("/store/keyring-verification-uri/no-keyring", test_no_keyring);
#define ADD(path, up, test)                                                                        \
  g_test_add ("/store/keyring-verification-uri/" path, Fixture, NULL, up, test, tear_down)
  ADD ("nothing-kept", set_up, test_nothing_kept);
  ADD ("replace", set_up_kept, test_replace);
  ADD ("apart", set_up_kept, test_apart);
  ADD ("spoilt", set_up_kept, test_spoilt);
  ADD ("never-asks/locked", set_up_kept, test_locked);
  ADD ("never-asks/locked-and-empty", set_up, test_locked_and_empty);
  ADD ("never-asks/first-keyring", set_up, test_first_keyring);
  ADD ("silence", set_up_kept, test_silence);
  ADD ("refusals", set_up_kept, test_refusals);
  ADD ("cancel", set_up_kept, test_cancel);
#undef ADD

  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("obviously");
  /* See test-keyring.c. */
  g_test_dbus_stop (bus);
  return status;
}
