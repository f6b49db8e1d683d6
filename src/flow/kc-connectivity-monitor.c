/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-connectivity-monitor.h"

#include "kc-error.h"

struct _KcConnectivityMonitor {
  GObject parent_instance;

  GNetworkMonitor *monitor;
  gulong changed_handler;
  gulong connectivity_handler;
  gboolean away;     /* the monitor said so, and nothing came since */
  gboolean was_full; /* the connectivity */
  KcConnectivity connectivity;
  GError *error;
};

G_DEFINE_ENUM_TYPE (KcConnectivity,
                    kc_connectivity,
                    G_DEFINE_ENUM_VALUE (KC_CONNECTIVITY_LIVE, "live"),
                    G_DEFINE_ENUM_VALUE (KC_CONNECTIVITY_RETRYING, "retrying"),
                    G_DEFINE_ENUM_VALUE (KC_CONNECTIVITY_OFFLINE, "offline"))

G_DEFINE_FINAL_TYPE (KcConnectivityMonitor, kc_connectivity_monitor, G_TYPE_OBJECT)

enum {
  CHANGED,
  NETWORK_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_connectivity (KcConnectivityMonitor *self, KcConnectivity connectivity)
{
  if (self->connectivity == connectivity)
    return;

  self->connectivity = connectivity;
  g_signal_emit (self, signals[CHANGED], 0);
}

static GNetworkConnectivity
get_connectivity (KcConnectivityMonitor *self)
{
  return self->monitor != NULL ? g_network_monitor_get_connectivity (self->monitor)
                               : G_NETWORK_CONNECTIVITY_FULL;
}

static void
tell_network_back (KcConnectivityMonitor *self)
{
  gboolean was_away = self->away;

  self->away = FALSE;
  if (self->connectivity == KC_CONNECTIVITY_OFFLINE)
    set_connectivity (self, KC_CONNECTIVITY_RETRYING);
  g_signal_emit (self, signals[NETWORK_BACK], 0, was_away);
}

static void
on_monitor_network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  g_autoptr (KcConnectivityMonitor) self = g_object_ref (KC_CONNECTIVITY_MONITOR (user_data));

  if (available)
    {
      tell_network_back (self);
      return;
    }

  self->away = TRUE;
  if (self->error == NULL)
    g_set_error_literal (&self->error, KC_ERROR, KC_ERROR_OFFLINE, "there is no network");
  set_connectivity (self, KC_CONNECTIVITY_OFFLINE);
}

/* The person has signed in to the network, or it has a connection now. */
static void
on_monitor_connectivity_changed_cb (GNetworkMonitor *monitor, GParamSpec *pspec, gpointer user_data)
{
  g_autoptr (KcConnectivityMonitor) self = g_object_ref (KC_CONNECTIVITY_MONITOR (user_data));
  gboolean was_full = self->was_full;

  self->was_full = get_connectivity (self) == G_NETWORK_CONNECTIVITY_FULL;
  if (self->was_full && !was_full)
    tell_network_back (self);
}

static void
drop_monitor (KcConnectivityMonitor *self)
{
  if (self->monitor == NULL)
    return;

  g_clear_signal_handler (&self->changed_handler, self->monitor);
  g_clear_signal_handler (&self->connectivity_handler, self->monitor);
  g_clear_object (&self->monitor);
}

/* Whether a missing network may be the reason for `error`. An HTTP status means that there is one,
 * and a rate limit needs none. */
static gboolean
may_be_offline (KcConnectivityMonitor *self, const GError *error)
{
  if (self->monitor == NULL || kc_error_get_http_status (error) != 0
      || g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED))
    return FALSE;

  return !g_network_monitor_get_network_available (self->monitor)
         || get_connectivity (self) == G_NETWORK_CONNECTIVITY_LOCAL;
}

static void
kc_connectivity_monitor_dispose (GObject *object)
{
  KcConnectivityMonitor *self = KC_CONNECTIVITY_MONITOR (object);

  drop_monitor (self);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kc_connectivity_monitor_parent_class)->dispose (object);
}

static void
kc_connectivity_monitor_class_init (KcConnectivityMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_connectivity_monitor_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[NETWORK_BACK]
      = g_signal_new ("network-back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
kc_connectivity_monitor_init (KcConnectivityMonitor *self)
{
  self->connectivity = KC_CONNECTIVITY_LIVE;
}

KcConnectivityMonitor *
kc_connectivity_monitor_new (GNetworkMonitor *monitor)
{
  KcConnectivityMonitor *self;

  g_return_val_if_fail (monitor == NULL || G_IS_NETWORK_MONITOR (monitor), NULL);

  self = g_object_new (KC_TYPE_CONNECTIVITY_MONITOR, NULL);
  if (monitor != NULL)
    {
      self->monitor = g_object_ref (monitor);
      self->changed_handler = g_signal_connect (monitor, "network-changed",
                                                G_CALLBACK (on_monitor_network_changed_cb), self);
      self->connectivity_handler
          = g_signal_connect (monitor, "notify::connectivity",
                              G_CALLBACK (on_monitor_connectivity_changed_cb), self);
      self->was_full = get_connectivity (self) == G_NETWORK_CONNECTIVITY_FULL;
    }

  return self;
}

KcConnectivity
kc_connectivity_monitor_get_connectivity (KcConnectivityMonitor *self)
{
  g_return_val_if_fail (KC_IS_CONNECTIVITY_MONITOR (self), KC_CONNECTIVITY_LIVE);

  return self->connectivity;
}

const GError *
kc_connectivity_monitor_get_error (KcConnectivityMonitor *self)
{
  g_return_val_if_fail (KC_IS_CONNECTIVITY_MONITOR (self), NULL);

  return self->error;
}

GError *
kc_connectivity_monitor_explain (KcConnectivityMonitor *self, const GError *error)
{
  GError *portal;

  g_return_val_if_fail (KC_IS_CONNECTIVITY_MONITOR (self), NULL);
  g_return_val_if_fail (error != NULL, NULL);

  if (kc_error_was_sent (error) || error->domain != KC_ERROR
      || get_connectivity (self) != G_NETWORK_CONNECTIVITY_PORTAL
      || g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED))
    return g_error_copy (error);

  portal = g_error_new (KC_ERROR, KC_ERROR_PORTAL, "behind a sign-in page: %s", error->message);

  return kc_error_mark_unsent (portal);
}

void
kc_connectivity_monitor_note (KcConnectivityMonitor *self, const GError *error)
{
  g_return_if_fail (KC_IS_CONNECTIVITY_MONITOR (self));

  g_clear_error (&self->error);
  if (error == NULL)
    {
      self->away = FALSE;
      set_connectivity (self, KC_CONNECTIVITY_LIVE);
      return;
    }

  self->error = kc_connectivity_monitor_explain (self, error);
  set_connectivity (self, may_be_offline (self, error) ? KC_CONNECTIVITY_OFFLINE
                                                       : KC_CONNECTIVITY_RETRYING);
}

void
kc_connectivity_monitor_stop (KcConnectivityMonitor *self)
{
  g_return_if_fail (KC_IS_CONNECTIVITY_MONITOR (self));

  drop_monitor (self);
  kc_connectivity_monitor_note (self, NULL);
}
