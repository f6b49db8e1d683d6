/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-help-row.h"

struct _KcHelpRow {
  AdwExpanderRow parent_instance;

  GtkLabel *answer;
};

G_DEFINE_FINAL_TYPE (KcHelpRow, kc_help_row, ADW_TYPE_EXPANDER_ROW)

enum {
  PROP_0,
  PROP_ANSWER,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_answer (KcHelpRow *self, const char *answer)
{
  if (answer == NULL)
    answer = "";
  if (g_str_equal (gtk_label_get_label (self->answer), answer))
    return;

  gtk_label_set_label (self->answer, answer);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER]);
}

static void
kc_help_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcHelpRow *self = KC_HELP_ROW (object);

  switch (prop_id)
    {
    case PROP_ANSWER:
      g_value_set_string (value, gtk_label_get_label (self->answer));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_help_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ANSWER:
      set_answer (KC_HELP_ROW (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_help_row_class_init (KcHelpRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_help_row_get_property;
  object_class->set_property = kc_help_row_set_property;

  properties[PROP_ANSWER]
      = g_param_spec_string ("answer", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_help_row_init (KcHelpRow *self)
{
  GtkWidget *row = gtk_list_box_row_new ();

  self->answer = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->answer, TRUE);
  gtk_label_set_wrap_mode (self->answer, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->answer, 0);
  gtk_widget_set_margin_top (GTK_WIDGET (self->answer), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->answer), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self->answer), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->answer), 12);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->answer));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}
