/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-step-row.h"

#include "kc-wrap-row.h"

#include <glib/gi18n.h>

#define PICTURE_SIZE 64
#define TICK_SIZE 16

struct _KcStepRow {
  AdwActionRow parent_instance;

  guint number;
  gboolean done;

  GtkImage *picture;
  GtkWidget *badge;
  GtkLabel *number_label;
};

G_DEFINE_FINAL_TYPE (KcStepRow, kc_step_row, ADW_TYPE_ACTION_ROW)

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_PICTURE,
  PROP_DONE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_number (KcStepRow *self, guint number)
{
  g_autofree char *text = NULL;

  if (self->number == number)
    return;

  self->number = number;
  text = g_strdup_printf ("%u", number);
  gtk_label_set_label (self->number_label, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
}

/* With a picture, the number is a badge on it. */
static void
set_picture (KcStepRow *self, const char *icon_name)
{
  GtkWidget *overlay;

  /* Construct-only. */
  g_assert (self->picture == NULL);

  if (icon_name == NULL)
    {
      adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->badge);
      return;
    }

  self->picture = GTK_IMAGE (gtk_image_new_from_icon_name (icon_name));
  gtk_image_set_pixel_size (self->picture, PICTURE_SIZE);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "step-picture");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                               -1);

  overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));
  gtk_widget_set_halign (self->badge, GTK_ALIGN_START);
  gtk_widget_set_valign (self->badge, GTK_ALIGN_START);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->badge);
  gtk_overlay_set_measure_overlay (GTK_OVERLAY (overlay), self->badge, TRUE);
  gtk_widget_set_valign (overlay, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (overlay, 6);
  gtk_widget_set_margin_bottom (overlay, 6);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), overlay);
}

static void
kc_step_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, KC_STEP_ROW (object)->number);
      break;
    case PROP_DONE:
      g_value_set_boolean (value, KC_STEP_ROW (object)->done);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_step_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NUMBER:
      set_number (KC_STEP_ROW (object), g_value_get_uint (value));
      break;
    case PROP_PICTURE:
      set_picture (KC_STEP_ROW (object), g_value_get_string (value));
      break;
    case PROP_DONE:
      kc_step_row_set_done (KC_STEP_ROW (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_step_row_class_init (KcStepRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_step_row_get_property;
  object_class->set_property = kc_step_row_set_property;

  properties[PROP_NUMBER]
      = g_param_spec_uint ("number", NULL, NULL, 0, 99, 0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PICTURE]
      = g_param_spec_string ("picture", NULL, NULL, NULL,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_DONE]
      = g_param_spec_boolean ("done", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_step_row_init (KcStepRow *self)
{
  GtkWidget *tick = gtk_image_new_from_icon_name ("object-select-symbolic");

  self->number_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_image_set_pixel_size (GTK_IMAGE (tick), TICK_SIZE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Done"),
                                  -1);

  /* Both in the same place, with the same size. */
  self->badge = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->badge), GTK_WIDGET (self->number_label));
  gtk_stack_add_child (GTK_STACK (self->badge), tick);
  gtk_widget_add_css_class (self->badge, "step-number");
  gtk_widget_add_css_class (self->badge, "numeric");
  gtk_widget_set_valign (self->badge, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  kc_wrap_row (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

void
kc_step_row_set_done (KcStepRow *self, gboolean done)
{
  g_return_if_fail (KC_IS_STEP_ROW (self));

  done = !!done;
  if (self->done == done)
    return;

  self->done = done;
  gtk_stack_set_visible_child (GTK_STACK (self->badge),
                               done ? gtk_widget_get_last_child (self->badge)
                                    : gtk_widget_get_first_child (self->badge));
  if (done)
    gtk_widget_add_css_class (self->badge, "done");
  else
    gtk_widget_remove_css_class (self->badge, "done");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}
