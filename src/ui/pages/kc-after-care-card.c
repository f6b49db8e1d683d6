/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-after-care-card.h"

#include "kc-a11y.h"
#include "kc-channel-text.h"
#include "kc-wrap-label.h"

#include <glib/gi18n.h>

/* More would push the list off the page; the next comes when one is dismissed. */
#define CARDS 2

struct _KcAfterCareCard {
  AdwBin parent_instance;

  GtkWidget *box;
  KcController *controller;
};

G_DEFINE_FINAL_TYPE (KcAfterCareCard, kc_after_care_card, ADW_TYPE_BIN)

static void
on_dismiss_clicked_cb (GtkButton *button, KcAfterCareCard *self)
{
  kc_after_care_dismiss (kc_controller_get_after_care (self->controller),
                         g_object_get_data (G_OBJECT (button), "channel-id"));
}

static GtkWidget *
create_card (KcAfterCareCard *self, const KcChannelNote *note, KcAfterCareState state)
{
  GtkWidget *card = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                  6, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *dismiss = gtk_button_new_with_mnemonic (_ ("Got _It"));
  g_autofree char *title = kc_channel_text_format_news_title (note, state);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "status-card");
  gtk_box_append (GTK_BOX (card), kc_wrap_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (card), kc_wrap_label_new (kc_channel_text_get_news (note, state), NULL));
  gtk_widget_set_margin_top (buttons, 6);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  g_object_set_data_full (G_OBJECT (dismiss), "channel-id", g_strdup (note->id), g_free);
  g_signal_connect_object (dismiss, "clicked", G_CALLBACK (on_dismiss_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (buttons), dismiss);
  gtk_box_append (GTK_BOX (card), buttons);
  kc_a11y_watch (card);

  return card;
}

static void
update (KcAfterCareCard *self)
{
  KcAfterCare *after_care = kc_controller_get_after_care (self->controller);
  g_autoptr (GPtrArray) news = kc_after_care_get_news (after_care);
  GtkWidget *child;

  g_assert (KC_IS_AFTER_CARE_CARD (self));

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; i < MIN (news->len, CARDS); i++)
    {
      const KcChannelNote *note = g_ptr_array_index (news, i);

      gtk_box_append (GTK_BOX (self->box),
                      create_card (self, note, kc_after_care_get_state (after_care, note->id)));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), news->len > 0);
}

static void
kc_after_care_card_dispose (GObject *object)
{
  g_clear_object (&KC_AFTER_CARE_CARD (object)->controller);

  G_OBJECT_CLASS (kc_after_care_card_parent_class)->dispose (object);
}

static void
kc_after_care_card_class_init (KcAfterCareCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_after_care_card_dispose;
}

static void
kc_after_care_card_init (KcAfterCareCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  adw_bin_set_child (ADW_BIN (self), self->box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
kc_after_care_card_set_controller (KcAfterCareCard *self, KcController *controller)
{
  g_return_if_fail (KC_IS_AFTER_CARE_CARD (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (self->controller == NULL);

  self->controller = g_object_ref (controller);
  g_signal_connect_object (kc_controller_get_after_care (controller), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
