/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-status-label.h"

struct _KcStatusLabel {
  AdwBin parent_instance;

  GtkStringList *phrases;
  gboolean centered;

  GtkStack *stack;
  GtkWidget *other; /* for texts that are not in the list; NULL until it is needed */
};

G_DEFINE_FINAL_TYPE (KcStatusLabel, kc_status_label, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_PHRASES,
  PROP_CENTERED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
create_label (KcStatusLabel *self, const char *phrase)
{
  /* ARIA's status role: something to know, nothing to do. */
  GtkLabel *label = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role",
                                             GTK_ACCESSIBLE_ROLE_STATUS, "label", phrase, NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (label, self->centered ? 0.5f : 0.0f);
  gtk_label_set_yalign (label, 0.0f);
  if (self->centered)
    gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);

  return GTK_WIDGET (label);
}

static void
kc_status_label_constructed (GObject *object)
{
  KcStatusLabel *self = KC_STATUS_LABEL (object);
  guint n = self->phrases != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->phrases)) : 0;

  G_OBJECT_CLASS (kc_status_label_parent_class)->constructed (object);

  for (guint i = 0; i < n; i++)
    gtk_stack_add_child (self->stack,
                         create_label (self, gtk_string_list_get_string (self->phrases, i)));
}

static void
kc_status_label_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  KcStatusLabel *self = KC_STATUS_LABEL (object);

  switch (prop_id)
    {
    case PROP_PHRASES:
      g_assert (self->phrases == NULL);
      self->phrases = g_value_dup_object (value);
      break;
    case PROP_CENTERED:
      self->centered = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_status_label_finalize (GObject *object)
{
  KcStatusLabel *self = KC_STATUS_LABEL (object);

  g_clear_object (&self->phrases);

  G_OBJECT_CLASS (kc_status_label_parent_class)->finalize (object);
}

static void
kc_status_label_class_init (KcStatusLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = kc_status_label_constructed;
  object_class->set_property = kc_status_label_set_property;
  object_class->finalize = kc_status_label_finalize;

  properties[PROP_PHRASES]
      = g_param_spec_object ("phrases", NULL, NULL, GTK_TYPE_STRING_LIST, flags);
  properties[PROP_CENTERED] = g_param_spec_boolean ("centered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_status_label_init (KcStatusLabel *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

void
kc_status_label_show (KcStatusLabel *self, guint index)
{
  g_autoptr (GtkSelectionModel) pages = NULL;

  g_return_if_fail (KC_IS_STATUS_LABEL (self));

  pages = gtk_stack_get_pages (self->stack);
  g_return_if_fail (index < g_list_model_get_n_items (G_LIST_MODEL (pages)));
  gtk_selection_model_select_item (pages, index, TRUE);
}

void
kc_status_label_show_text (KcStatusLabel *self, const char *text)
{
  g_return_if_fail (KC_IS_STATUS_LABEL (self));
  g_return_if_fail (text != NULL);

  if (self->other == NULL)
    {
      self->other = create_label (self, text);
      gtk_stack_add_child (self->stack, self->other);
    }
  gtk_label_set_label (GTK_LABEL (self->other), text);
  gtk_stack_set_visible_child (self->stack, self->other);
}
