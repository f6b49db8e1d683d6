/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-prompt.h"

#include "kc-countdown.h"
#include "kc-error-text.h"

#include <glib/gi18n.h>

struct _KcKeyPrompt {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *request;
  GtkLabel *reason;
  KcCountdown *countdown;
};

G_DEFINE_FINAL_TYPE (KcKeyPrompt, kc_key_prompt, ADW_TYPE_BIN)

static void
kc_key_prompt_class_init (KcKeyPromptClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KC_TYPE_COUNTDOWN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-key-prompt.ui");
  gtk_widget_class_bind_template_child (widget_class, KcKeyPrompt, title);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPrompt, request);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPrompt, reason);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPrompt, countdown);
}

static void
kc_key_prompt_init (KcKeyPrompt *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_key_prompt_show (KcKeyPrompt *self, KcController *controller)
{
  gboolean is_running = kc_controller_is_key_wanted (controller);
  gboolean is_wanted
      = is_running || kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (controller));
  KcAttempt *attempt = kc_controller_get_attempt (controller);
  const GError *error = attempt != NULL ? kc_attempt_get_error (attempt) : NULL;
  g_autoptr (KcErrorText) text = error != NULL ? kc_error_text_new (error) : NULL;

  g_return_if_fail (KC_IS_KEY_PROMPT (self));

  gtk_widget_set_visible (GTK_WIDGET (self), is_wanted);
  kc_countdown_set_attempt (self->countdown, is_running ? attempt : NULL);
  kc_countdown_set_pending (self->countdown, is_wanted ? kc_session_resumer_get_pending (
                                                 kc_controller_get_resumer (controller))
                                                       : NULL);
  if (!is_wanted)
    return;

  gtk_label_set_label (self->title,
                       text != NULL ? text->title : _ ("Access Key Needed to Continue"));
  gtk_label_set_label (
      self->request,
      is_running ? _ ("Your progress is kept. Enter another key of the same company to continue.")
                 : _ ("Enter a key of the same company as last time to continue."));
  gtk_label_set_label (self->reason, text != NULL ? text->reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), text != NULL);
}
