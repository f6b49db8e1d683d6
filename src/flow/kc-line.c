/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-line.h"

#include "kc-error.h"

struct _KcLine {
  GObject parent_instance;

  GNetworkMonitor *monitor;
  gulong monitor_handler;
  KcLink link;
  GError *error;
};

G_DEFINE_FINAL_TYPE (KcLine, kc_line, G_TYPE_OBJECT)

enum {
  CHANGED,
  NETWORK_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_link (KcLine *self, KcLink link)
{
  if (self->link == link)
    return;

  self->link = link;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_monitor_network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  KcLine *self = KC_LINE (user_data);

  if (!available)
    {
      if (self->error == NULL)
        g_set_error_literal (&self->error, KC_ERROR, KC_ERROR_OFFLINE, "there is no network");
      set_link (self, KC_LINK_OFFLINE);
      return;
    }

  if (self->link == KC_LINK_OFFLINE)
    set_link (self, KC_LINK_RETRYING);
  g_signal_emit (self, signals[NETWORK_BACK], 0);
}

static void
kc_line_dispose (GObject *object)
{
  KcLine *self = KC_LINE (object);

  g_clear_signal_handler (&self->monitor_handler, self->monitor);
  g_clear_object (&self->monitor);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kc_line_parent_class)->dispose (object);
}

static void
kc_line_class_init (KcLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_line_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[NETWORK_BACK] = g_signal_new ("network-back", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_line_init (KcLine *self)
{
  self->link = KC_LINK_LIVE;
}

KcLine *
kc_line_new (GNetworkMonitor *monitor)
{
  KcLine *self;

  g_return_val_if_fail (monitor == NULL || G_IS_NETWORK_MONITOR (monitor), NULL);

  self = g_object_new (KC_TYPE_LINE, NULL);
  if (monitor != NULL)
    {
      self->monitor = g_object_ref (monitor);
      self->monitor_handler = g_signal_connect (monitor, "network-changed",
                                                G_CALLBACK (on_monitor_network_changed_cb), self);
    }

  return self;
}

KcLink
kc_line_get_link (KcLine *self)
{
  g_return_val_if_fail (KC_IS_LINE (self), KC_LINK_LIVE);

  return self->link;
}

const GError *
kc_line_get_error (KcLine *self)
{
  g_return_val_if_fail (KC_IS_LINE (self), NULL);

  return self->error;
}

void
kc_line_note (KcLine *self, const GError *error)
{
  g_return_if_fail (KC_IS_LINE (self));

  g_clear_error (&self->error);
  if (error == NULL)
    {
      set_link (self, KC_LINK_LIVE);
      return;
    }

  self->error = g_error_copy (error);
  if (self->monitor != NULL && !g_network_monitor_get_network_available (self->monitor))
    set_link (self, KC_LINK_OFFLINE);
  else
    set_link (self, KC_LINK_RETRYING);
}

void
kc_line_hang_up (KcLine *self)
{
  g_return_if_fail (KC_IS_LINE (self));

  g_clear_signal_handler (&self->monitor_handler, self->monitor);
  kc_line_note (self, NULL);
}
