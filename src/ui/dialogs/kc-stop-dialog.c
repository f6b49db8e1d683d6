/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-stop-dialog.h"

#include "kc-a11y.h"
#include "kc-message-dialog.h"

#include <glib/gi18n.h>

#define KEEP "keep"

GtkWindow *
kc_stop_dialog_new (GtkWindow *parent, gboolean can_hide)
{
  AdwMessageDialog *question;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  if (can_hide)
    {
      question
          = kc_message_dialog_new (parent, _ ("Close the Window?"),
                                   _ ("The number is not connected yet. Connecting can continue "
                                      "in the background; a notification tells you how it "
                                      "ended."));
      /* The buttons are stacked, the last one on top, and that one has the focus. */
      adw_message_dialog_add_responses (question, KC_STOP_DIALOG_STOP, _ ("_Stop Connecting"), KEEP,
                                        _ ("_Keep It Open"), KC_STOP_DIALOG_HIDE,
                                        _ ("Run in _Background"), NULL);
      adw_message_dialog_set_response_appearance (question, KC_STOP_DIALOG_HIDE,
                                                  ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (question, KC_STOP_DIALOG_HIDE);
    }
  else
    {
      question
          = kc_message_dialog_new (parent, _ ("Stop Connecting?"),
                                   _ ("The number is not connected yet. You can start again at any "
                                      "time."));
      adw_message_dialog_add_responses (question, KEEP, _ ("_Keep Going"), KC_STOP_DIALOG_STOP,
                                        _ ("_Stop"), NULL);
      adw_message_dialog_set_default_response (question, KEEP);
    }
  adw_message_dialog_set_close_response (question, KEEP);
  adw_message_dialog_set_response_appearance (question, KC_STOP_DIALOG_STOP,
                                              ADW_RESPONSE_DESTRUCTIVE);
  kc_a11y_watch (GTK_WIDGET (question));

  return GTK_WINDOW (question);
}
