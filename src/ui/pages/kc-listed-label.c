/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-listed-label.h"

#include "kc-number-text.h"
#include "kc-page.h"

struct _KcListedLabel {
  AdwBin parent_instance;

  GtkLabel *label;
  gboolean entered;
  gboolean result;
  KcController *controller; /* of the page, while the label is on it */
};

G_DEFINE_FINAL_TYPE (KcListedLabel, kc_listed_label, ADW_TYPE_BIN)

enum { PROP_0, PROP_ENTERED, PROP_RESULT, N_PROPS };

static GParamSpec *properties[N_PROPS];

static char *
create_text (KcListedLabel *self)
{
  KcNumberQueue *queue = kc_controller_get_number_queue (self->controller);
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);

  if (!self->result)
    return kc_number_text_format_chosen (queue, self->entered);
  if (attempt == NULL || kc_attempt_get_state (attempt) != KC_ATTEMPT_CONNECTED)
    return NULL;

  return kc_number_text_format_difference (queue);
}

static void
update (KcListedLabel *self)
{
  g_autofree char *text = create_text (self);

  g_assert (KC_IS_LISTED_LABEL (self));

  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

/* The page exists for as long as the label is on it. */
static void
kc_listed_label_root (GtkWidget *widget)
{
  KcListedLabel *self = KC_LISTED_LABEL (widget);
  GtkWidget *page = gtk_widget_get_ancestor (widget, KC_TYPE_PAGE);

  GTK_WIDGET_CLASS (kc_listed_label_parent_class)->root (widget);

  self->controller = g_object_ref (kc_page_get_controller (KC_PAGE (page)));
  g_signal_connect_swapped (self->controller, "notify::attempt", G_CALLBACK (update), self);
  g_signal_connect_swapped (kc_controller_get_number_queue (self->controller), "notify::chosen",
                            G_CALLBACK (update), self);
  g_signal_connect_swapped (kc_number_queue_get_list (
                                kc_controller_get_number_queue (self->controller)),
                            "changed", G_CALLBACK (update), self);
  update (self);
}

static void
kc_listed_label_unroot (GtkWidget *widget)
{
  KcListedLabel *self = KC_LISTED_LABEL (widget);

  g_signal_handlers_disconnect_by_data (self->controller, self);
  g_signal_handlers_disconnect_by_data (kc_controller_get_number_queue (self->controller), self);
  g_signal_handlers_disconnect_by_data (kc_number_queue_get_list (
                                            kc_controller_get_number_queue (self->controller)),
                                        self);
  g_clear_object (&self->controller);

  GTK_WIDGET_CLASS (kc_listed_label_parent_class)->unroot (widget);
}

static void
kc_listed_label_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_ENTERED)
    KC_LISTED_LABEL (object)->entered = g_value_get_boolean (value);
  else if (prop_id == PROP_RESULT)
    KC_LISTED_LABEL (object)->result = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kc_listed_label_class_init (KcListedLabelClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->set_property = kc_listed_label_set_property;
  GTK_WIDGET_CLASS (klass)->root = kc_listed_label_root;
  GTK_WIDGET_CLASS (klass)->unroot = kc_listed_label_unroot;

  properties[PROP_ENTERED] = g_param_spec_boolean ("entered", NULL, NULL, FALSE, flags);
  properties[PROP_RESULT] = g_param_spec_boolean ("result", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
kc_listed_label_init (KcListedLabel *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
