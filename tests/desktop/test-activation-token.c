/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Clicks on notifications, as a notification service on the test's own bus reports them. */

#include "kc-activation-token.h"
#include "kc-test-wait.h"

#define SERVICE "org.freedesktop.Notifications"

typedef struct {
  GTestDBus *dbus;
  GDBusConnection *client;
  GDBusConnection *service;
  GDBusConnection *other;
  KcActivationToken *token;
  guint subscription;
  gboolean heard;
} Fixture;

static GDBusConnection *
connect_to (GTestDBus *dbus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (dbus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
on_last_heard_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *parameters,
                  gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
call_bus (GDBusConnection *connection, const char *method, GVariant *parameters)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/",
                                       "org.freedesktop.DBus", method, parameters, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->dbus);
  fixture->client = connect_to (fixture->dbus);
  fixture->service = connect_to (fixture->dbus);
  fixture->other = connect_to (fixture->dbus);
  call_bus (fixture->service, "RequestName", g_variant_new ("(su)", SERVICE, 0));
  fixture->token = kc_activation_token_new (fixture->client);
  fixture->subscription
      = g_dbus_connection_signal_subscribe (fixture->client, NULL, SERVICE, "Last", NULL, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_last_heard_cb,
                                            &fixture->heard, NULL);
  /* When the bus answers, it has handled the subscriptions. */
  call_bus (fixture->client, "GetId", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->token);
  g_dbus_connection_signal_unsubscribe (fixture->client, fixture->subscription);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->service);
  g_clear_object (&fixture->other);
  g_test_dbus_down (fixture->dbus);
  g_clear_object (&fixture->dbus);
}

/* Sends the signal, and waits until everything that was sent before has arrived too. */
static void
emit (Fixture *fixture, GDBusConnection *sender, const char *signal, GVariant *parameters)
{
  fixture->heard = FALSE;
  g_dbus_connection_emit_signal (sender, NULL, "/org/freedesktop/Notifications", SERVICE, signal,
                                 parameters, NULL);
  g_dbus_connection_emit_signal (sender, NULL, "/last", SERVICE, "Last", NULL, NULL);
  kc_test_wait_until (fixture->heard);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = NULL;

  g_assert_null (kc_activation_token_take (fixture->token));
  emit (fixture, fixture->service, "ActivationToken", g_variant_new ("(us)", 1, "first"));
  emit (fixture, fixture->service, "ActivationToken", g_variant_new ("(us)", 2, "second"));
  token = kc_activation_token_take (fixture->token);
  g_assert_cmpstr (token, ==, "second");
  g_assert_null (kc_activation_token_take (fixture->token));
}

static void
test_of_another_program (Fixture *fixture, gconstpointer data)
{
  emit (fixture, fixture->service, "ActivationToken", g_variant_new ("(us)", 1, "theirs"));
  emit (fixture, fixture->service, "NotificationClosed", g_variant_new ("(uu)", 1, 2));
  g_assert_null (kc_activation_token_take (fixture->token));
}

static void
test_not_from_the_service (Fixture *fixture, gconstpointer data)
{
  emit (fixture, fixture->other, "ActivationToken", g_variant_new ("(us)", 1, "forged"));
  g_assert_null (kc_activation_token_take (fixture->token));
  emit (fixture, fixture->service, "ActivationToken", g_variant_new ("(s)", "odd"));
  g_assert_null (kc_activation_token_take (fixture->token));
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/activation-token/taken", test_taken);
  add ("/activation-token/of-another-program", test_of_another_program);
  add ("/activation-token/not-from-the-service", test_not_from_the_service);

  return g_test_run ();
}
