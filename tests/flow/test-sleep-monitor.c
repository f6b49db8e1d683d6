/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The test's own system bus, with a logind on it that says what it is told. */

#include "kc-sleep-monitor.h"
#include "kc-manual-clock.h"
#include "kc-test-wait.h"

typedef struct {
  GTestDBus *bus;
  GDBusConnection *logind;
  KcClock *clock;
  KcSleepMonitor *sleep;
  guint n_woke;
} Fixture;

static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_woke++;
}

/* When this returns, the bus has dealt with all that `bus` has sent before. */
static void
wait_for_bus (GDBusConnection *bus)
{
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", "GetId", NULL, NULL,
                                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (reply);
}

static void
prepare (Fixture *fixture, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (fixture->logind, NULL, "/org/freedesktop/login1",
                                 "org.freedesktop.login1.Manager", "PrepareForSleep", parameters,
                                 &error);
  g_assert_no_error (error);
  /* Flushing is not enough: the bus may read another connection first. */
  wait_for_bus (fixture->logind);
}

/* Nothing else shows when the subscription has reached the bus. */
static void
wait_for_subscription (Fixture *fixture)
{
  for (guint n = fixture->n_woke; fixture->n_woke == n;)
    {
      prepare (fixture, g_variant_new ("(b)", TRUE));
      prepare (fixture, g_variant_new ("(b)", FALSE));
      for (guint i = 0; i < 20 && fixture->n_woke == n; i++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (1000);
        }
    }
}

/* When this returns, everything that was prepared before has arrived. */
static void
wait_for_signals (Fixture *fixture)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);

  wait_for_bus (bus);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *address;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  address = g_test_dbus_get_bus_address (fixture->bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", address, TRUE);
  fixture->logind = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (fixture->logind, "org.freedesktop.login1",
                                G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);

  fixture->clock = kc_clock_new_manual ();
  g_signal_connect (fixture->clock, "woke", G_CALLBACK (on_clock_woke_cb), fixture);
  fixture->sleep = kc_sleep_monitor_new (fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->sleep);
  g_assert_finalize_object (fixture->clock);
  g_clear_object (&fixture->logind);
  g_clear_object (&fixture->bus);
}

static void
test_tells_the_clock (Fixture *fixture, gconstpointer data)
{
  guint n;

  wait_for_subscription (fixture);
  wait_for_signals (fixture);

  n = fixture->n_woke;
  prepare (fixture, g_variant_new ("(b)", TRUE));
  wait_for_signals (fixture);
  g_assert_cmpuint (fixture->n_woke, ==, n);
  prepare (fixture, g_variant_new ("(b)", FALSE));
  wait_for_signals (fixture);
  g_assert_cmpuint (fixture->n_woke, ==, n + 1);

  /* The clock has noticed it first: still, it is one sleep. */
  prepare (fixture, g_variant_new ("(b)", TRUE));
  wait_for_signals (fixture);
  kc_clock_sleep (fixture->clock, 180000);
  prepare (fixture, g_variant_new ("(b)", FALSE));
  wait_for_signals (fixture);
  g_assert_cmpuint (fixture->n_woke, ==, n + 2);

  /* Signals that logind never sends. */
  prepare (fixture, g_variant_new ("(s)", "TRUE"));
  prepare (fixture, g_variant_new ("(b)", FALSE));
  wait_for_signals (fixture);
  g_assert_cmpuint (fixture->n_woke, ==, n + 2);

  /* When the bus goes away, the program does not end, and reports nothing. */
  g_test_dbus_stop (fixture->bus);
  for (guint i = 0; i < 20; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (fixture->n_woke, ==, n + 2);
}

/* As in a Flatpak. */
static void
test_without_a_bus (void)
{
  g_autoptr (KcClock) clock = kc_clock_new_manual ();
  KcSleepMonitor *sleep;

  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  sleep = kc_sleep_monitor_new (clock);
  for (guint i = 0; i < 20; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_finalize_object (sleep);

  /* Dropped before the bus was reached. */
  sleep = kc_sleep_monitor_new (clock);
  g_assert_finalize_object (sleep);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sleep-monitor/tells-the-clock", Fixture, NULL, set_up, test_tells_the_clock,
              tear_down);
  g_test_add_func ("/sleep-monitor/without-a-bus", test_without_a_bus);

  return g_test_run ();
}
