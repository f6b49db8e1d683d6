/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-message-dialog.h"

#include "kc-key-repeat-filter.h"

static GtkWidget *
add_words (GtkBox *box, const char *words, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", words, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "justify", GTK_JUSTIFY_CENTER, NULL);

  g_assert (GTK_IS_BOX (box));

  gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);

  return label;
}

AdwMessageDialog *
kc_message_dialog_new (GtkWindow *parent, const char *heading, const char *body)
{
  GtkBox *box;
  GtkWidget *question;
  GtkWidget *body_label;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (heading != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  add_words (box, heading, "title-2");
  body_label = add_words (box, body, "body");

  question = adw_message_dialog_new (parent, NULL, NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (question), GTK_WIDGET (box));
  /* Enter that is still held down from the page does not answer. */
  kc_key_repeat_filter_ignore (GTK_WINDOW (question));
  /* Its accessible name. */
  gtk_window_set_title (GTK_WINDOW (question), heading);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (question), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  body_label, NULL, -1);

  return ADW_MESSAGE_DIALOG (question);
}
