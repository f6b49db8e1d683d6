/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-home-view.h"

#include "kc-after-care-card.h"
#include "kc-center-layout.h"
#include "kc-foreign-text.h"
#include "kc-number-text.h"
#include "kc-resume-card.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

struct _KcHomeView {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *description;
  KcResumeCard *card;
  GtkWidget *connect_button;
  GtkButton *several_button;
  KcAfterCareCard *after_care_card;
  KcChannelList *channels;

  KcController *controller;
};

G_DEFINE_FINAL_TYPE (KcHomeView, kc_home_view, ADW_TYPE_BIN)

/* The company, or that it has no channels yet. */
static void
update_title (KcHomeView *self)
{
  const KcKeyCheck *check
      = kc_key_manager_get_key_check (kc_controller_get_key_manager (self->controller));
  const char *company
      = check != NULL && check->account != NULL ? check->account->company_name : NULL;
  const gboolean empty = kc_channel_list_is_empty (self->channels);
  g_autofree char *name = company != NULL ? kc_foreign_text_to_label (company) : NULL;
  g_autofree char *description = name != NULL
                                     /* Translators: %s is the name of a company. */
                                     ? g_strdup_printf (_ ("Connect the first number of %s."), name)
                                     : g_strdup (_ ("Connect the first number of your company."));

  g_assert (KC_IS_HOME_VIEW (self));

  gtk_label_set_label (self->title, empty          ? _ ("No Channels Yet")
                                    : name != NULL ? name
                                                   : _ ("Your Company"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), empty ? NULL : name);
  gtk_label_set_label (self->description, description);
}

/* Only one button is suggested at a time. */
static void
update_button (KcHomeView *self)
{
  g_assert (KC_IS_HOME_VIEW (self));

  if (kc_home_view_get_button (self) == self->connect_button
      && !kc_channel_list_has_failed (self->channels))
    gtk_widget_add_css_class (self->connect_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->connect_button, "suggested-action");
}

/* If a list of numbers was begun, it comes next. */
static void
update_several (KcHomeView *self)
{
  KcNumberQueue *queue = kc_controller_get_number_queue (self->controller);
  g_autofree char *progress = kc_number_text_format_progress (queue);
  g_autofree char *label = NULL;

  g_assert (KC_IS_HOME_VIEW (self));

  if (kc_number_queue_is_unfinished (queue))
    /* Translators: %s is how far a list of numbers is, such as “2 of 5 numbers connected”. */
    label = g_strdup_printf (_ ("Continue _List (%s)"), progress);
  gtk_button_set_label (self->several_button, label != NULL ? label : _ ("_Several Numbers…"));
}

static void
kc_home_view_dispose (GObject *object)
{
  KcHomeView *self = KC_HOME_VIEW (object);

  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_home_view_parent_class)->dispose (object);
}

static void
kc_home_view_class_init (KcHomeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_home_view_dispose;

  g_type_ensure (KC_TYPE_AFTER_CARE_CARD);
  g_type_ensure (KC_TYPE_CHANNEL_LIST);
  g_type_ensure (KC_TYPE_RESUME_CARD);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-home-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, title);
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, description);
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, after_care_card);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, card);
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, connect_button);
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, several_button);
  gtk_widget_class_bind_template_child (widget_class, KcHomeView, channels);
}

static void
kc_home_view_init (KcHomeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_home_view_new (KcController *controller)
{
  KcHomeView *self;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);

  self = g_object_new (KC_TYPE_HOME_VIEW, NULL);
  self->controller = g_object_ref (controller);
  kc_resume_card_set_controller (self->card, controller);
  kc_after_care_card_set_controller (self->after_care_card, controller);
  g_signal_connect_object (kc_number_queue_get_list (kc_controller_get_number_queue (controller)),
                           "changed", G_CALLBACK (update_several), self, G_CONNECT_SWAPPED);
  update_several (self);

  return GTK_WIDGET (self);
}

void
kc_home_view_update (KcHomeView *self)
{
  g_return_if_fail (KC_IS_HOME_VIEW (self));

  update_title (self);
  kc_channel_list_load (self->channels, self->controller);
  update_button (self);
}

void
kc_home_view_stop (KcHomeView *self)
{
  g_return_if_fail (KC_IS_HOME_VIEW (self));

  kc_channel_list_stop (self->channels);
}

GtkWidget *
kc_home_view_get_button (KcHomeView *self)
{
  GtkWidget *button;

  g_return_val_if_fail (KC_IS_HOME_VIEW (self), NULL);

  button = kc_resume_card_get_button (self->card);

  return button != NULL ? button : self->connect_button;
}

KcChannelList *
kc_home_view_get_channel_list (KcHomeView *self)
{
  g_return_val_if_fail (KC_IS_HOME_VIEW (self), NULL);

  return self->channels;
}
