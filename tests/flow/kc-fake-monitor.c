/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-fake-monitor.h"

struct _KcFakeMonitor {
  GObject parent_instance;

  gboolean available;
  GNetworkConnectivity connectivity;
};

static gboolean
kc_fake_monitor_initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
initable_iface_init (GInitableIface *iface)
{
  iface->init = kc_fake_monitor_initable_init;
}

static void
network_monitor_iface_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KcFakeMonitor,
                               kc_fake_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          network_monitor_iface_init))

enum {
  PROP_0,
  PROP_NETWORK_AVAILABLE,
  PROP_NETWORK_METERED,
  PROP_CONNECTIVITY,
};

static void
kc_fake_monitor_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  KcFakeMonitor *self = KC_FAKE_MONITOR (object);

  switch (property_id)
    {
    case PROP_NETWORK_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_NETWORK_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, self->connectivity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kc_fake_monitor_class_init (KcFakeMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_fake_monitor_get_property;
  g_object_class_override_property (object_class, PROP_NETWORK_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_NETWORK_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
kc_fake_monitor_init (KcFakeMonitor *self)
{
  self->available = TRUE;
  self->connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

KcFakeMonitor *
kc_fake_monitor_new (void)
{
  return g_object_new (KC_TYPE_FAKE_MONITOR, NULL);
}

void
kc_fake_monitor_change (KcFakeMonitor *self, gboolean available)
{
  self->available = available;
  g_signal_emit_by_name (self, "network-changed", available);
}

void
kc_fake_monitor_set_connectivity (KcFakeMonitor *self, GNetworkConnectivity connectivity)
{
  self->connectivity = connectivity;
  g_object_notify (G_OBJECT (self), "connectivity");
}
