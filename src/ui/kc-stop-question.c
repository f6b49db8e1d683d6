/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-stop-question.h"

#include "kc-accessible.h"

#include <glib/gi18n.h>

#define KEEP "keep"

GtkWindow *
kc_stop_question_new (GtkWindow *parent)
{
  GtkWidget *widget;
  AdwMessageDialog *question;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  widget = adw_message_dialog_new (
      parent, _ ("Stop Connecting?"),
      _ ("The number is not connected yet. You can start again at any time."));
  question = ADW_MESSAGE_DIALOG (widget);
  adw_message_dialog_add_responses (question, KEEP, _ ("_Keep Going"), KC_STOP_QUESTION_STOP,
                                    _ ("_Stop"), NULL);
  adw_message_dialog_set_response_appearance (question, KC_STOP_QUESTION_STOP,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, KEEP);
  adw_message_dialog_set_close_response (question, KEEP);
  kc_accessible_watch (widget);

  return GTK_WINDOW (question);
}
