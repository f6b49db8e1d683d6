/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-user-activity.h"

#include <math.h>

struct _KcUserActivity {
  GObject parent_instance;

  GtkWindow *window; /* our owner */
  double x, y;       /* the pointer's last known position */
};

G_DEFINE_FINAL_TYPE (KcUserActivity, kc_user_activity, G_TYPE_OBJECT)

enum {
  USED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
has_moved (KcUserActivity *self, GdkEvent *event)
{
  double x, y;

  if (!gdk_event_get_position (event, &x, &y) || fabs (x - self->x) + fabs (y - self->y) < 1)
    return FALSE;

  self->x = x;
  self->y = y;

  return TRUE;
}

static gboolean
is_use (KcUserActivity *self, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      return TRUE;
    case GDK_MOTION_NOTIFY:
      return has_moved (self, event);
    default:
      return FALSE;
    }
}

static gboolean
on_event_cb (KcUserActivity *self, GdkEvent *event)
{
  if (is_use (self, event))
    g_signal_emit (self, signals[USED], 0);

  return GDK_EVENT_PROPAGATE;
}

static void
on_is_active_notified_cb (KcUserActivity *self)
{
  if (gtk_window_is_active (self->window))
    g_signal_emit (self, signals[USED], 0);
}

static void
kc_user_activity_class_init (KcUserActivityClass *klass)
{
  signals[USED] = g_signal_new ("used", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
kc_user_activity_init (KcUserActivity *self)
{
}

KcUserActivity *
kc_user_activity_new (GtkWindow *window)
{
  KcUserActivity *self;
  GtkEventController *events;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (KC_TYPE_USER_ACTIVITY, NULL);
  self->window = window;

  /* Before the widgets, which stop events that they have handled. */
  events = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (on_event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), events);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_is_active_notified_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

gboolean
kc_user_activity_is_visible (KcUserActivity *self)
{
  GdkSurface *surface;
  gboolean suspended = FALSE;

  g_return_val_if_fail (KC_IS_USER_ACTIVITY (self), FALSE);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    return FALSE;

  surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  if (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED)
    return FALSE;

  /* From GTK 4.12 on. */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (self->window), "suspended") != NULL)
    g_object_get (self->window, "suspended", &suspended, NULL);

  return !suspended;
}

gboolean
kc_user_activity_is_active (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_is_active (window))
        return TRUE;
    }

  return FALSE;
}
