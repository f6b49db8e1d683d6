/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-stop-question.h"

#include "kc-accessible.h"

#include <glib/gi18n.h>

#define KEEP "keep"

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

/* Heading and body in labels of our own: libadwaita 1.7 measures its heading for widths that are
 * too small for it, of each of which GTK 4.18 warns. */
static void
set_words (AdwMessageDialog *question, const char *heading, const char *body)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  GtkWidget *body_label;

  g_assert (ADW_IS_MESSAGE_DIALOG (question));

  add_words (box, heading, "title-2");
  body_label = add_words (box, body, "body");
  /* The dialog's name for those who do not see it. */
  gtk_window_set_title (GTK_WINDOW (question), heading);
  adw_message_dialog_set_extra_child (question, GTK_WIDGET (box));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (question), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  body_label, NULL, -1);
}

GtkWindow *
kc_stop_question_new (GtkWindow *parent, gboolean can_hide)
{
  GtkWidget *widget;
  AdwMessageDialog *question;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  widget = adw_message_dialog_new (parent, NULL, NULL);
  question = ADW_MESSAGE_DIALOG (widget);
  adw_message_dialog_set_close_response (question, KEEP);
  if (can_hide)
    {
      set_words (question, _ ("Close the Window?"),
                 _ ("The number is not connected yet. Connecting can go on "
                    "without the window; a notification tells you how it "
                    "ended."));
      /* They stand one above the other, the last on top, and that has the focus. */
      adw_message_dialog_add_responses (question, KC_STOP_QUESTION_STOP, _ ("_Stop Connecting"),
                                        KEEP, _ ("_Keep It Open"), KC_STOP_QUESTION_HIDE,
                                        _ ("Only _Close the Window"), NULL);
      adw_message_dialog_set_response_appearance (question, KC_STOP_QUESTION_HIDE,
                                                  ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (question, KC_STOP_QUESTION_HIDE);
    }
  else
    {
      set_words (question, _ ("Stop Connecting?"),
                 _ ("The number is not connected yet. You can start again at any time."));
      adw_message_dialog_add_responses (question, KEEP, _ ("_Keep Going"), KC_STOP_QUESTION_STOP,
                                        _ ("_Stop"), NULL);
      adw_message_dialog_set_default_response (question, KEEP);
    }
  adw_message_dialog_set_response_appearance (question, KC_STOP_QUESTION_STOP,
                                              ADW_RESPONSE_DESTRUCTIVE);
  kc_accessible_watch (widget);

  return GTK_WINDOW (question);
}
