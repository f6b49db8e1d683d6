/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-page.h"

#include "kc-a11y.h"
#include "kc-center-layout.h"
#include "kc-channel-row.h"
#include "kc-channel-text.h"
#include "kc-foreign-text.h"
#include "kc-open-button.h"
#include "kc-step-row.h"
#include "kc-wrap-button.h"
#include "kc-wrap-row.h"

#include <glib/gi18n.h>

struct _KcChannelPage {
  KcPage parent_instance;

  GtkScrolledWindow *scrolled_window;
  GtkLabel *title;
  GtkWidget *chip_place;
  GtkWidget *chip;
  GtkLabel *meaning;
  GtkWidget *reconnect_button;
  GtkWidget *open_button;
  AdwPreferencesGroup *steps;
  AdwPreferencesGroup *facts;
  GPtrArray *rows; /* of both groups, borrowed */
};

G_DEFINE_FINAL_TYPE (KcChannelPage, kc_channel_page, KC_TYPE_PAGE)

static void
on_copy_clicked_cb (GtkButton *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          g_object_get_data (G_OBJECT (button), "text"));
  gtk_widget_activate_action (GTK_WIDGET (button), "win.toast", "s", _ ("Copied"));
}

static void
add_row (KcChannelPage *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  kc_a11y_watch (row);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

/* `shown` is the text of the row, `text` what is copied; NULL: nothing. `copy` is the button's
 * name. */
static void
add_fact (
    KcChannelPage *self, const char *title, const char *shown, const char *text, const char *copy)
{
  g_autofree char *markup = shown != NULL ? g_markup_escape_text (shown, -1) : NULL;
  GtkWidget *row;

  if (shown == NULL || *shown == '\0')
    return;

  row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", markup, "selectable", FALSE,
                      NULL);
  kc_wrap_row (row);
  gtk_widget_add_css_class (row, "fact");
  if (text != NULL)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

      gtk_widget_set_tooltip_text (button, copy);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, copy,
                                      -1);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      g_object_set_data_full (G_OBJECT (button), "text", g_strdup (text), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (on_copy_clicked_cb), NULL);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  add_row (self, self->facts, row);
}

static void
fill_facts (KcChannelPage *self, KcChannel *channel, const KcChannelNote *note)
{
  const char *number = kc_channel_get_phone_number (channel);
  const char *name = kc_channel_get_name (channel);
  GDateTime *created_at = kc_channel_get_created_at (channel);
  g_autofree char *shown_name
      = name != NULL && *name != '\0' ? kc_foreign_text_to_label (name) : NULL;
  g_autofree char *shown_id = kc_foreign_text_to_label (kc_channel_get_id (channel));
  g_autofree char *since = NULL;

  if (number == NULL && note != NULL)
    number = note->phone_number;
  if (created_at != NULL)
    {
      g_autoptr (GDateTime) local = g_date_time_to_local (created_at);

      since = g_date_time_format (local, "%x");
    }

  if (number != NULL)
    {
      g_autofree char *title = kc_channel_text_format_title (channel, note);

      add_fact (self, _ ("Phone number"), title, number, _ ("Copy Phone Number"));
    }
  add_fact (self, _ ("Name in Keebai"), shown_name, name, _ ("Copy Name"));
  add_fact (self, _ ("Connected by"), kc_channel_text_get_kind (kc_channel_get_kind (channel)),
            NULL, NULL);
  add_fact (self, _ ("Connected since"), since, NULL, NULL);
  add_fact (self, _ ("Channel ID"), shown_id, kc_channel_get_id (channel), _ ("Copy Channel ID"));
}

static void
fill_steps (KcChannelPage *self, const char *const *steps)
{
  for (guint i = 0; steps[i] != NULL; i++)
    add_row (self, self->steps,
             g_object_new (KC_TYPE_STEP_ROW, "number", i + 1, "title", _ (steps[i]), NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->steps), steps[0] != NULL);
}

/* A linked phone that does not work may be logged out: only the phone knows. */
static gboolean
may_reconnect (KcChannel *channel, KcChannelState state)
{
  return state == KC_CHANNEL_STATE_DISCONNECTED
         || (state == KC_CHANNEL_STATE_PAUSED
             && kc_channel_get_kind (channel) == KC_CHANNEL_KIND_WHATSAPP_QR);
}

static void
fill_buttons (KcChannelPage *self, gboolean reconnects)
{
  gtk_widget_set_visible (self->reconnect_button, reconnects);
  if (reconnects)
    gtk_widget_remove_css_class (self->open_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->open_button, "suggested-action");
  gtk_widget_set_visible (gtk_widget_get_parent (self->open_button),
                          reconnects || gtk_widget_get_visible (self->open_button));
}

static void
on_open_failed_cb (KcChannelPage *self)
{
  g_assert (KC_IS_CHANNEL_PAGE (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("The browser did not open. Go to app.keebai.com"));
}

static void
on_reconnect_clicked_cb (KcChannelPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  KcChannel *channel = kc_controller_get_chosen_channel (controller, NULL);
  const KcChannelNote *note
      = kc_channel_notes_find (kc_after_care_get_notes (kc_controller_get_after_care (controller)),
                               kc_channel_get_id (channel));
  g_autoptr (KcConnectRequest) request
      = kc_after_care_create_request (kc_controller_get_presets (controller),
                                      kc_channel_get_kind (channel), kc_channel_get_name (channel),
                                      note != NULL ? note->phone_number : NULL);

  g_assert (KC_IS_CHANNEL_PAGE (self));

  kc_controller_set_request (controller, request);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "choose");
}

static void
kc_channel_page_shown (KcPage *page)
{
  KcChannelPage *self = KC_CHANNEL_PAGE (page);
  KcController *controller = kc_page_get_controller (page);
  KcChannelState state;
  KcChannel *channel = kc_controller_get_chosen_channel (controller, &state);
  const KcChannelNote *note;
  g_autofree char *title = NULL;

  g_return_if_fail (channel != NULL);

  note = kc_channel_notes_find (kc_after_care_get_notes (kc_controller_get_after_care (controller)),
                                kc_channel_get_id (channel));
  title = kc_channel_text_format_title (channel, note);
  gtk_label_set_label (self->title, title);
  kc_channel_row_set_chip (self->chip, state);
  gtk_label_set_label (self->meaning,
                       kc_channel_text_get_meaning (state, kc_channel_get_kind (channel)));

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_preferences_group_remove (KC_IS_STEP_ROW (row) ? self->steps : self->facts, row);
    }
  g_ptr_array_set_size (self->rows, 0);
  fill_steps (self, kc_channel_text_get_steps (state, kc_channel_get_kind (channel)));
  fill_facts (self, channel, note);
  fill_buttons (self, may_reconnect (channel, state));

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
  kc_page_set_default (page, gtk_widget_get_visible (self->reconnect_button)
                                 ? self->reconnect_button
                             : gtk_widget_get_visible (self->open_button) ? self->open_button
                                                                          : NULL);
  kc_page_focus_heading (page);
}

static void
kc_channel_page_dispose (GObject *object)
{
  KcChannelPage *self = KC_CHANNEL_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_channel_page_parent_class)->dispose (object);
}

static void
kc_channel_page_class_init (KcChannelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_channel_page_dispose;
  KC_PAGE_CLASS (klass)->shown = kc_channel_page_shown;

  g_type_ensure (KC_TYPE_OPEN_BUTTON);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-channel-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, title);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, chip_place);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, meaning);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, reconnect_button);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KcChannelPage, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_reconnect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_failed_cb);
}

static void
kc_channel_page_init (KcChannelPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->chip = kc_channel_row_create_chip ();
  gtk_box_append (GTK_BOX (self->chip_place), self->chip);
}

GtkWidget *
kc_channel_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_CHANNEL_PAGE, "controller", controller, NULL);
}
