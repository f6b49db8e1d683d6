/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sleep-monitor.h"

#define LOGIND_NAME "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"

struct _KcSleepMonitor {
  GObject parent_instance;

  KcClock *clock;
  GCancellable *cancellable; /* while the bus is connected */
  GDBusConnection *bus;
  guint subscription;
  gboolean about_to; /* logind has announced a sleep, and not yet the end of it */
};

G_DEFINE_FINAL_TYPE (KcSleepMonitor, kc_sleep_monitor, G_TYPE_OBJECT)

static void
on_logind_prepared_cb (GDBusConnection *bus,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *signal,
                       GVariant *parameters,
                       gpointer user_data)
{
  KcSleepMonitor *self = KC_SLEEP_MONITOR (user_data);
  gboolean starts;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &starts);
  g_debug ("logind: the computer %s", starts ? "is about to sleep" : "is awake");
  if (starts)
    self->about_to = TRUE;
  else if (self->about_to)
    kc_clock_wake (self->clock);
}

/* The clock may have been first. */
static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  KC_SLEEP_MONITOR (user_data)->about_to = FALSE;
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  KcSleepMonitor *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_SLEEP_MONITOR (user_data);
  if (bus == NULL)
    {
      g_debug ("nobody tells when the computer wakes up: %s", error->message);
      return;
    }

  self->bus = g_steal_pointer (&bus);
  /* The program does not end when the bus does. */
  g_dbus_connection_set_exit_on_close (self->bus, FALSE);
  self->subscription = g_dbus_connection_signal_subscribe (self->bus, LOGIND_NAME, LOGIND_MANAGER,
                                                           "PrepareForSleep", LOGIND_PATH, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_logind_prepared_cb, self, NULL);
}

static void
kc_sleep_monitor_dispose (GObject *object)
{
  KcSleepMonitor *self = KC_SLEEP_MONITOR (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_sleep_monitor_parent_class)->dispose (object);
}

static void
kc_sleep_monitor_finalize (GObject *object)
{
  g_clear_object (&KC_SLEEP_MONITOR (object)->cancellable);

  G_OBJECT_CLASS (kc_sleep_monitor_parent_class)->finalize (object);
}

static void
kc_sleep_monitor_class_init (KcSleepMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_sleep_monitor_dispose;
  object_class->finalize = kc_sleep_monitor_finalize;
}

static void
kc_sleep_monitor_init (KcSleepMonitor *self)
{
  self->cancellable = g_cancellable_new ();
}

KcSleepMonitor *
kc_sleep_monitor_new (KcClock *clock)
{
  KcSleepMonitor *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_SLEEP_MONITOR, NULL);
  self->clock = g_object_ref (clock);
  g_signal_connect (clock, "woke", G_CALLBACK (on_clock_woke_cb), self);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, self);

  return self;
}
