/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Tests that are the same for every backend that keeps the key and the URI: they run with a real
 * keyring (with-keyring.sh), and with the file that libsecret uses inside Flatpak. */

#include "kc-keyring-driver.h"
#include "kc-log-watch.h"

#include <libsecret/secret.h>

static gboolean
is_file (void)
{
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0;
}

static void
assert_stores (KcKeyring *keyring, const char *base_url, const char *key)
{
  g_autoptr (GError) error = NULL;

  kc_driver_store (keyring, base_url, NULL, key, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_clears (KcKeyring *keyring, const char *base_url)
{
  g_autoptr (GError) error = NULL;

  kc_driver_clear (keyring, base_url, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  KcKeyring *keyring = kc_keyring_new ();

  assert_clears (keyring, URL_A);
  kc_driver_assert_kept (keyring, URL_A, NULL, NULL);

  assert_stores (keyring, URL_A, KEY_A);
  assert_stores (keyring, URL_B, KEY_B);
  kc_driver_assert_kept (keyring, URL_A, NULL, KEY_A);
  kc_driver_assert_kept (keyring, URL_B, NULL, KEY_B);

  assert_stores (keyring, URL_A, KEY_B);
  kc_driver_assert_kept (keyring, URL_A, NULL, KEY_B);

  assert_clears (keyring, URL_A);
  kc_driver_assert_kept (keyring, URL_A, NULL, NULL);
  kc_driver_assert_kept (keyring, URL_B, NULL, KEY_B);
  assert_clears (keyring, URL_B);
  kc_driver_assert_finalize (keyring);
}

/* The portal may ask the person when the file is opened, so the URI does not open it. */
static void
test_uri_of_closed_file (void)
{
  KcKeyring *keyring = kc_keyring_new ();
  g_autoptr (GError) error = NULL;

  if (!is_file ())
    g_test_skip ("a service has no file");
  else
    {
      g_assert_null (kc_driver_load (keyring, URL_A, "cs_1", NULL, &error));
      g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE);
      g_clear_error (&error);
      g_assert_false (kc_driver_store (keyring, URL_A, "cs_1", URI_A, NULL, &error));
      g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE);
    }
  kc_driver_assert_finalize (keyring);
}

static void
test_uri (void)
{
  KcKeyring *keyring = kc_keyring_new ();
  g_autoptr (GError) error = NULL;

  assert_stores (keyring, URL_A, KEY_A);
  kc_driver_assert_kept (keyring, URL_A, "cs_1", NULL);
  kc_driver_store (keyring, URL_A, "cs_1", URI_A, NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (keyring, URL_A, "cs_1", URI_A);
  kc_driver_assert_kept (keyring, URL_A, "cs_2", NULL);
  kc_driver_assert_kept (keyring, URL_B, "cs_1", NULL);

  kc_driver_store (keyring, URL_A, "cs_2", URI_B, NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (keyring, URL_A, "cs_2", URI_B);
  kc_driver_assert_kept (keyring, URL_A, "cs_1", NULL);
  kc_driver_assert_kept (keyring, URL_A, NULL, KEY_A);

  kc_driver_clear (keyring, URL_A, "cs_1", NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (keyring, URL_A, "cs_2", URI_B);
  kc_driver_clear (keyring, URL_A, "cs_2", NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (keyring, URL_A, "cs_2", NULL);
  kc_driver_clear (keyring, URL_A, "cs_2", NULL, &error);
  g_assert_no_error (error);
  kc_driver_assert_kept (keyring, URL_A, NULL, KEY_A);
  assert_clears (keyring, URL_A);
  kc_driver_assert_finalize (keyring);
}

/* What survives the window: read by a process that knows nothing of the one that stored it. Runs
 * first, because libsecret reads its file only once. */
static void
test_next_start (void)
{
  KcKeyring *keyring = kc_keyring_new ();
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      assert_stores (keyring, URL_A, KEY_A);
      kc_driver_store (keyring, URL_A, "cs_1", URI_A, NULL, &error);
      g_assert_no_error (error);
      kc_driver_assert_finalize (keyring);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  kc_driver_assert_kept (keyring, URL_A, NULL, KEY_A);
  kc_driver_assert_kept (keyring, URL_A, "cs_1", URI_A);
  kc_driver_clear (keyring, URL_A, "cs_1", NULL, &error);
  g_assert_no_error (error);
  assert_clears (keyring, URL_A);
  kc_driver_assert_finalize (keyring);
}

static void
lock_all (void)
{
  static const char *const collections[] = {"/org/freedesktop/secrets/collection/login", NULL};
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  reply
      = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                     "org.freedesktop.Secret.Service", "Lock",
                                     g_variant_new ("(^ao)", collections), G_VARIANT_TYPE ("(aoo)"),
                                     G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
}

/* Locked, and without a display nobody can be asked. Runs last, because it stays locked. */
static void
test_locked (void)
{
  KcKeyring *keyring = kc_keyring_new ();
  g_autoptr (GError) error = NULL;

  if (is_file ())
    {
      g_test_skip ("a file has no lock");
      kc_driver_assert_finalize (keyring);
      return;
    }
  assert_stores (keyring, URL_A, KEY_A);
  kc_driver_store (keyring, URL_A, "cs_1", URI_A, NULL, &error);
  g_assert_no_error (error);
  lock_all ();
  kc_keyring_set_deadline (keyring, 500);

  g_assert_null (kc_driver_load (keyring, URL_A, NULL, NULL, &error));
  g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (kc_driver_clear (keyring, URL_A, NULL, NULL, &error));
  g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (kc_driver_store (keyring, URL_A, NULL, KEY_B, NULL, &error));
  g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);

  /* At once, not after the time that a person gets. */
  kc_keyring_set_deadline (keyring, 60 * 1000);
  g_assert_null (kc_driver_load (keyring, URL_A, "cs_1", NULL, &error));
  g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (kc_driver_store (keyring, URL_B, "cs_2", URI_B, NULL, &error));
  g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (kc_driver_clear (keyring, URL_A, "cs_1", NULL, &error));
  g_assert_error (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED);
  kc_driver_assert_finalize (keyring);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kc_log_watch_begin ();
  g_test_add_func ("/store/keyring-kept/uri-of-closed-file", test_uri_of_closed_file);
  g_test_add_func ("/store/keyring-kept/next-start", test_next_start);
  g_test_add_func ("/store/keyring-kept/round-trip", test_round_trip);
  g_test_add_func ("/store/keyring-kept/verification-uri", test_uri);
  g_test_add_func ("/store/keyring-kept/with-lock", test_locked);
  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("obviously");
  return status;
}
