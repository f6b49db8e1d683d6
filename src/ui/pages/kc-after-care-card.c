/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-after-care-card.h"

#include "kc-a11y.h"
#include "kc-channel-text.h"
#include "kc-wrap-label.h"

#include <glib/gi18n.h>

/* More would push the list off the page; the next one appears when one is dismissed. */
#define CARDS 2

struct _KcAfterCareCard {
  AdwBin parent_instance;

  GtkWidget *box;
  KcController *controller;
  gboolean only_one;
  char *channel_id;          /* the only channel, if there is just one; else NULL */
  GtkWidget *connect_button; /* the only channel, if there is just one and it is gone; else NULL */
};

G_DEFINE_FINAL_TYPE (KcAfterCareCard, kc_after_care_card, ADW_TYPE_BIN)

static void
on_dismiss_clicked_cb (GtkButton *button, KcAfterCareCard *self)
{
  kc_after_care_dismiss (kc_controller_get_after_care (self->controller),
                         g_object_get_data (G_OBJECT (button), "channel-id"));
}

static void
on_connect_clicked_cb (GtkButton *button, KcAfterCareCard *self)
{
  const KcChannelNote *note
      = kc_channel_notes_find (kc_after_care_get_notes (
                                   kc_controller_get_after_care (self->controller)),
                               g_object_get_data (G_OBJECT (button), "channel-id"));
  g_autoptr (KcConnectRequest) request = NULL;

  /* Deleted meanwhile. */
  if (note == NULL)
    return;

  request = kc_after_care_create_request (kc_controller_get_presets (self->controller), note->kind,
                                          note->name, note->phone_number);
  kc_controller_set_request (self->controller, request);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "choose");
}

static GtkWidget *
add_button (KcAfterCareCard *self,
            GtkWidget *buttons,
            const char *label,
            const KcChannelNote *note,
            GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_object_set_data_full (G_OBJECT (button), "channel-id", g_strdup (note->id), g_free);
  g_signal_connect_object (button, "clicked", clicked_cb, self, 0);
  gtk_box_append (GTK_BOX (buttons), button);

  return button;
}

static GtkWidget *
create_card (KcAfterCareCard *self, const KcChannelNote *note, KcAfterCareState state)
{
  GtkWidget *card = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                  6, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *connect_button = NULL;
  g_autofree char *title = kc_channel_text_format_news_title (note, state);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "status-card");
  gtk_box_append (GTK_BOX (card), kc_wrap_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (card), kc_wrap_label_new (kc_channel_text_get_news (note, state), NULL));
  gtk_widget_set_margin_top (buttons, 6);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  if (!self->only_one)
    add_button (self, buttons, _ ("Got _It"), note, G_CALLBACK (on_dismiss_clicked_cb));
  if (state == KC_AFTER_CARE_GONE)
    connect_button = add_button (self, buttons, _ ("_Connect Again"), note,
                                 G_CALLBACK (on_connect_clicked_cb));
  if (self->only_one && connect_button != NULL)
    {
      self->connect_button = connect_button;
      gtk_widget_add_css_class (connect_button, "suggested-action");
    }
  gtk_widget_set_visible (buttons, gtk_widget_get_first_child (buttons) != NULL);
  gtk_box_append (GTK_BOX (card), buttons);
  kc_a11y_watch (card);

  return card;
}

static void
add_card (KcAfterCareCard *self, const KcChannelNote *note)
{
  KcAfterCareState state
      = kc_after_care_get_state (kc_controller_get_after_care (self->controller), note->id);

  if (state != KC_AFTER_CARE_NOT_SEEN)
    gtk_box_append (GTK_BOX (self->box), create_card (self, note, state));
}

/* GTK 4.8 keeps a pointer to a default widget that is removed with its parent. */
static void
unset_default (KcAfterCareCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->connect_button != NULL && GTK_IS_WINDOW (root)
      && gtk_window_get_default_widget (GTK_WINDOW (root)) == self->connect_button)
    gtk_window_set_default_widget (GTK_WINDOW (root), NULL);
  self->connect_button = NULL;
}

static void
update (KcAfterCareCard *self)
{
  KcAfterCare *after_care = kc_controller_get_after_care (self->controller);
  g_autoptr (GPtrArray) news = kc_after_care_get_news (after_care);
  const KcChannelNote *only
      = self->channel_id != NULL
            ? kc_channel_notes_find (kc_after_care_get_notes (after_care), self->channel_id)
            : NULL;
  GtkWidget *child;

  g_assert (KC_IS_AFTER_CARE_CARD (self));

  unset_default (self);
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  if (only != NULL)
    add_card (self, only);
  for (guint i = 0; !self->only_one && i < MIN (news->len, CARDS); i++)
    add_card (self, g_ptr_array_index (news, i));
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->box) != NULL);
}

static void
kc_after_care_card_dispose (GObject *object)
{
  KcAfterCareCard *self = KC_AFTER_CARE_CARD (object);

  g_clear_object (&self->controller);
  g_clear_pointer (&self->channel_id, g_free);

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

void
kc_after_care_card_show_only (KcAfterCareCard *self, const char *channel_id)
{
  g_return_if_fail (KC_IS_AFTER_CARE_CARD (self));

  self->only_one = TRUE;
  g_free (self->channel_id);
  self->channel_id = g_strdup (channel_id);
  update (self);
}

GtkWidget *
kc_after_care_card_get_button (KcAfterCareCard *self)
{
  g_return_val_if_fail (KC_IS_AFTER_CARE_CARD (self), NULL);

  return self->connect_button;
}
