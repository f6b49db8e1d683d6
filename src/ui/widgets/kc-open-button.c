/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-open-button.h"

#include "kc-uri-launcher.h"

struct _KcOpenButton {
  KcWrapButton parent_instance;

  char *uri;
  GCancellable *launch; /* of the running launch, if any */
};

G_DEFINE_FINAL_TYPE (KcOpenButton, kc_open_button, KC_TYPE_WRAP_BUTTON)

enum {
  PROP_0,
  PROP_URI,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
stop_launch (KcOpenButton *self)
{
  g_cancellable_cancel (self->launch);
  g_clear_object (&self->launch);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = kc_uri_launcher_open_finish (result, &error);
  KcOpenButton *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_OPEN_BUTTON (user_data);
  g_clear_object (&self->launch);
  if (!opened)
    g_signal_emit (self, signals[FAILED], 0);
}

static void
kc_open_button_clicked (GtkButton *button)
{
  KcOpenButton *self = KC_OPEN_BUTTON (button);
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  stop_launch (self);
  self->launch = g_cancellable_new ();
  kc_uri_launcher_open_async (G_APP_LAUNCH_CONTEXT (context), self->uri, FALSE, self->launch,
                              opened_cb, self);
}

static void
kc_open_button_unmap (GtkWidget *widget)
{
  stop_launch (KC_OPEN_BUTTON (widget));

  GTK_WIDGET_CLASS (kc_open_button_parent_class)->unmap (widget);
}

static void
kc_open_button_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KcOpenButton *self = KC_OPEN_BUTTON (object);

  switch (prop_id)
    {
    case PROP_URI:
      self->uri = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_open_button_dispose (GObject *object)
{
  stop_launch (KC_OPEN_BUTTON (object));

  G_OBJECT_CLASS (kc_open_button_parent_class)->dispose (object);
}

static void
kc_open_button_finalize (GObject *object)
{
  g_free (KC_OPEN_BUTTON (object)->uri);

  G_OBJECT_CLASS (kc_open_button_parent_class)->finalize (object);
}

static void
kc_open_button_class_init (KcOpenButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = kc_open_button_set_property;
  object_class->dispose = kc_open_button_dispose;
  object_class->finalize = kc_open_button_finalize;
  GTK_WIDGET_CLASS (klass)->unmap = kc_open_button_unmap;
  GTK_BUTTON_CLASS (klass)->clicked = kc_open_button_clicked;

  properties[PROP_URI]
      = g_param_spec_string ("uri", NULL, NULL, NULL,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_open_button_init (KcOpenButton *self)
{
}
