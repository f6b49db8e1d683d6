/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-resume-dialog.h"

#include "kc-a11y.h"
#include "kc-message-dialog.h"

#include <glib/gi18n.h>

#define BACK "back"

GtkWindow *
kc_resume_dialog_new (GtkWindow *parent)
{
  AdwMessageDialog *question;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  question = kc_message_dialog_new (
      parent, _ ("Finish the Other Number?"),
      _ ("One number is not finished yet. If you discard it, you cannot finish it here later."));
  /* The buttons are stacked, the last one on top, and that one has the focus. */
  adw_message_dialog_add_responses (question, BACK, _ ("_Back"), KC_RESUME_DIALOG_LEAVE,
                                    _ ("_Discard It"), KC_RESUME_DIALOG_GO_ON, _ ("_Finish It"),
                                    NULL);
  adw_message_dialog_set_close_response (question, BACK);
  adw_message_dialog_set_default_response (question, KC_RESUME_DIALOG_GO_ON);
  adw_message_dialog_set_response_appearance (question, KC_RESUME_DIALOG_GO_ON,
                                              ADW_RESPONSE_SUGGESTED);
  kc_a11y_watch (GTK_WIDGET (question));

  return GTK_WINDOW (question);
}
