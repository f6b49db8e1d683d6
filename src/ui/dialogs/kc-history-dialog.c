/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history-dialog.h"

#include "kc-a11y.h"
#include "kc-debug-info.h"
#include "kc-foreign-text.h"
#include "kc-message-dialog.h"
#include "kc-phone-format.h"
#include "kc-report-dialog.h"
#include "kc-report.h"
#include "kc-result-text.h"
#include "kc-toolkit-info.h"
#include "kc-wrap-button.h"
#include "kc-wrap-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _KcHistoryDialog {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkEditable *search;
  GtkListBox *list;

  GtkWidget *forget_button;
  GtkWidget *forget_button_below_nothing;

  KcController *controller;
  KcHistory *history;
  KcChannelNotes *notes;
};

G_DEFINE_FINAL_TYPE (KcHistoryDialog, kc_history_dialog, ADW_TYPE_WINDOW)

static const char *
get_outcome_icon (KcOutcome outcome)
{
  switch (outcome)
    {
    case KC_OUTCOME_CONNECTED:
      return "keebai-ok-symbolic";
    case KC_OUTCOME_CANCELLED:
      return "keebai-end-canceled-symbolic";
    case KC_OUTCOME_EXPIRED:
      return "keebai-end-expired-symbolic";
    case KC_OUTCOME_FAILED:
      return "keebai-end-failed-symbolic";
    case KC_OUTCOME_UNKNOWN:
    default:
      return "keebai-end-unknown-symbolic";
    }
}

static char *
describe_time (KcHistoryEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (kc_history_entry_get_time (entry));

  /* In the format of the person's locale. */
  return time != NULL ? g_date_time_format (time, "%x %R") : g_strdup ("");
}

/* The number if there is one, else the name, else the way. */
static char *
describe_number (KcHistoryEntry *entry)
{
  if (kc_history_entry_get_phone_number (entry) != NULL)
    return kc_phone_format_format (kc_history_entry_get_phone_number (entry));
  if (kc_history_entry_get_name (entry) != NULL)
    return kc_foreign_text_to_label (kc_history_entry_get_name (entry));

  return g_strdup (_ ("A number"));
}

static void
add_detail (AdwExpanderRow *row, const char *title, const char *text)
{
  GtkWidget *detail;

  if (text == NULL)
    return;
  detail = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (detail), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (detail), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (detail), text);
  kc_wrap_row (detail);
  gtk_widget_add_css_class (detail, "fact");
  adw_expander_row_add_row (row, detail);
}

static void
on_report_clicked_cb (KcHistoryDialog *self, GtkButton *button)
{
  KcHistoryEntry *entry = g_object_get_data (G_OBJECT (button), "entry");
  g_autofree char *toolkit = kc_toolkit_info_new ();
  g_autofree char *debug_info = kc_debug_info_new (self->controller, toolkit);
  g_autofree char *report = kc_report_new_for_entry (entry, debug_info);

  g_assert (KC_IS_HISTORY_DIALOG (self));

  gtk_window_present (kc_report_dialog_new (GTK_WINDOW (self), report));
}

static void
add_report (KcHistoryDialog *self, AdwExpanderRow *row, KcHistoryEntry *entry)
{
  GtkWidget *detail = adw_action_row_new ();
  /* Without a mnemonic: each row has one. */
  GtkWidget *button = gtk_button_new_with_label (_ ("Show Report"));

  g_object_set_data_full (G_OBJECT (button), "entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_report_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (detail), _ ("For support"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (detail), button);
  adw_expander_row_add_row (row, detail);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  KcHistoryEntry *entry = KC_HISTORY_ENTRY (item);
  KcOutcome outcome = kc_history_entry_get_outcome (entry);
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *number = describe_number (entry);
  g_autofree char *time = describe_time (entry);
  g_autofree char *name = kc_history_entry_get_name (entry) != NULL
                              ? kc_foreign_text_to_label (kc_history_entry_get_name (entry))
                              : NULL;
  /* Translators: how an attempt ended, and when: “Connected · 11/28/2026 14:05”. */
  g_autofree char *subtitle
      = g_strdup_printf (_ ("%s · %s"), kc_result_text_get_entry_title (entry), time);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), number);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  kc_wrap_row (row);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               gtk_image_new_from_icon_name (get_outcome_icon (outcome)));
  add_detail (ADW_EXPANDER_ROW (row), _ ("Connected by"),
              kc_history_entry_get_mode (entry) == KC_MODE_QR ? _ ("Phone, by QR code")
                                                              : _ ("Browser, by Meta’s signup"));
  add_detail (ADW_EXPANDER_ROW (row), _ ("Name"), name);
  add_detail (ADW_EXPANDER_ROW (row), _ ("Channel ID"), kc_history_entry_get_channel_id (entry));
  add_report (KC_HISTORY_DIALOG (user_data), ADW_EXPANDER_ROW (row), entry);
  g_object_set_data_full (G_OBJECT (row), "entry", g_object_ref (entry), g_object_unref);
  kc_a11y_watch (row);

  return row;
}

static char *
fold (const char *text)
{
  return text != NULL ? g_utf8_casefold (text, -1) : g_strdup ("");
}

static gboolean
is_searched (KcHistoryDialog *self, GtkListBoxRow *row)
{
  KcHistoryEntry *entry = g_object_get_data (G_OBJECT (row), "entry");
  g_autofree char *words = fold (gtk_editable_get_text (self->search));
  g_autofree char *name = fold (kc_history_entry_get_name (entry));
  const char *number = kc_history_entry_get_phone_number (entry);
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strstr (name, parts[i]) == NULL && (number == NULL || strstr (number, parts[i]) == NULL))
        return FALSE;
    }

  return TRUE;
}

static void
on_search_changed_cb (KcHistoryDialog *self)
{
  GtkListBoxRow *row;
  gboolean found = FALSE;

  g_assert (KC_IS_HISTORY_DIALOG (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      gboolean searched = is_searched (self, row);

      gtk_widget_set_visible (GTK_WIDGET (row), searched);
      found |= searched;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), found);
}

static void
update_stack (KcHistoryDialog *self)
{
  g_assert (KC_IS_HISTORY_DIALOG (self));

  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->history)) > 0 ? "list" : "empty");
}

static void
update_forget (KcHistoryDialog *self)
{
  gboolean has_notes = kc_channel_notes_get_all (self->notes)->len > 0;

  g_assert (KC_IS_HISTORY_DIALOG (self));

  gtk_widget_set_visible (self->forget_button, has_notes);
  gtk_widget_set_visible (self->forget_button_below_nothing, has_notes);
}

/* One answer does it, the other does nothing. */
static void
ask (KcHistoryDialog *self,
     const char *heading,
     const char *body,
     const char *label,
     GCallback responded_cb)
{
  AdwMessageDialog *question = kc_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_responses (question, "cancel", _ ("_Cancel"), "clear", label, NULL);
  adw_message_dialog_set_response_appearance (question, "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  kc_a11y_watch (GTK_WIDGET (question));
  g_signal_connect_object (question, "response", responded_cb, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_clear_responded_cb (KcHistoryDialog *self, const char *response)
{
  g_assert (KC_IS_HISTORY_DIALOG (self));

  if (g_str_equal (response, "clear"))
    kc_records_clear (KC_RECORDS (self->history));
}

static void
on_clear_clicked_cb (KcHistoryDialog *self)
{
  g_assert (KC_IS_HISTORY_DIALOG (self));

  ask (self, _ ("Clear History?"),
       _ ("The list is deleted from this computer. The numbers stay connected."), _ ("C_lear"),
       G_CALLBACK (on_clear_responded_cb));
}

static void
on_forget_responded_cb (KcHistoryDialog *self, const char *response)
{
  g_assert (KC_IS_HISTORY_DIALOG (self));

  if (g_str_equal (response, "clear"))
    kc_records_clear (KC_RECORDS (self->notes));
}

static void
on_forget_clicked_cb (KcHistoryDialog *self)
{
  g_assert (KC_IS_HISTORY_DIALOG (self));

  ask (
      self, _ ("Forget Connected Numbers?"),
      _ ("This computer forgets the numbers that were connected here, and no longer checks whether "
         "they are active. They stay connected."),
      _ ("_Forget"), G_CALLBACK (on_forget_responded_cb));
}

static void
kc_history_dialog_dispose (GObject *object)
{
  KcHistoryDialog *self = KC_HISTORY_DIALOG (object);

  g_clear_object (&self->controller);
  g_clear_object (&self->history);
  g_clear_object (&self->notes);

  G_OBJECT_CLASS (kc_history_dialog_parent_class)->dispose (object);
}

static void
kc_history_dialog_class_init (KcHistoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_history_dialog_dispose;

  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/dialogs/kc-history-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KcHistoryDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, KcHistoryDialog, search);
  gtk_widget_class_bind_template_child (widget_class, KcHistoryDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_child (widget_class, KcHistoryDialog, forget_button);
  gtk_widget_class_bind_template_child (widget_class, KcHistoryDialog, forget_button_below_nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kc_history_dialog_init (KcHistoryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_a11y_watch (GTK_WIDGET (self));
}

GtkWindow *
kc_history_dialog_new (GtkWindow *parent, KcController *controller)
{
  KcHistoryDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);

  self = g_object_new (KC_TYPE_HISTORY_DIALOG, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  self->controller = g_object_ref (controller);
  self->history = g_object_ref (
      kc_history_recorder_get_history (kc_controller_get_history_recorder (controller)));
  self->notes = g_object_ref (kc_after_care_get_notes (kc_controller_get_after_care (controller)));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->history), create_row, self, NULL);
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notes, "changed", G_CALLBACK (update_forget), self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
  update_forget (self);

  return GTK_WINDOW (self);
}
