/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-answer.h"

#include <glib/gi18n.h>

struct _KcKeyAnswer {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *account_row;
  AdwActionRow *connect_row;
  GtkImage *connect_image;
  AdwActionRow *read_row;
  GtkImage *read_image;
  AdwActionRow *keeping_row;
  GtkWidget *forget_button;

  KcAssistant *assistant;
};

G_DEFINE_FINAL_TYPE (KcKeyAnswer, kc_key_answer, ADW_TYPE_PREFERENCES_GROUP)

static void
show_mark (KcKeyAnswer *self, AdwActionRow *row, GtkImage *image, KcAnswer answer)
{
  static const char *const icons[] = {
      [KC_ANSWER_UNKNOWN] = "dialog-question-symbolic",
      [KC_ANSWER_NO] = "window-close-symbolic",
      [KC_ANSWER_YES] = "keebai-ok-symbolic",
  };

  gtk_image_set_from_icon_name (image, icons[answer]);
  gtk_widget_remove_css_class (GTK_WIDGET (image), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (image), "error");
  if (answer == KC_ANSWER_YES)
    gtk_widget_add_css_class (GTK_WIDGET (image), "success");
  else if (answer == KC_ANSWER_NO && row == self->connect_row)
    gtk_widget_add_css_class (GTK_WIDGET (image), "error");
}

static void
show_rights (KcKeyAnswer *self, const KcKeyCheck *check)
{
  static const char *const connect_titles[] = {
      [KC_ANSWER_UNKNOWN] = N_ ("Keebai did not say whether it may connect numbers"),
      [KC_ANSWER_NO] = N_ ("It may not connect numbers"),
      [KC_ANSWER_YES] = N_ ("It may connect numbers"),
  };
  static const char *const connect_subtitles[] = {
      [KC_ANSWER_UNKNOWN] = N_ ("You will see when you connect one."),
      [KC_ANSWER_NO]
      = N_ ("The permission “channels:connect” is missing. Permissions of a key cannot "
            "be changed later: make a new key with it, or ask whoever looks after the "
            "API keys in your company."),
      [KC_ANSWER_YES] = "",
  };
  static const char *const read_titles[] = {
      [KC_ANSWER_UNKNOWN] = N_ ("Keebai did not say whether it may list your channels"),
      [KC_ANSWER_NO] = N_ ("It may not list your channels"),
      [KC_ANSWER_YES] = N_ ("It may list your channels"),
  };
  static const char *const read_subtitles[] = {
      [KC_ANSWER_UNKNOWN] = "",
      [KC_ANSWER_NO] = N_ ("The permission “channels:read” is missing. It is useful, not needed."),
      [KC_ANSWER_YES] = "",
  };
  const KcAccount *account = check->account;
  const char *company = account != NULL ? account->company_name : NULL;
  const char *user = account != NULL ? account->user_name : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->account_row),
                                 company != NULL ? company
                                 : user != NULL  ? user
                                                 : _ ("Keebai accepts this key"));
  adw_action_row_set_subtitle (self->account_row, company != NULL && user != NULL ? user : "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->connect_row),
                                 _ (connect_titles[check->can_connect]));
  adw_action_row_set_subtitle (self->connect_row, *connect_subtitles[check->can_connect] != '\0'
                                                      ? _ (connect_subtitles[check->can_connect])
                                                      : "");
  show_mark (self, self->connect_row, self->connect_image, check->can_connect);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->read_row),
                                 _ (read_titles[check->can_read]));
  adw_action_row_set_subtitle (self->read_row, *read_subtitles[check->can_read] != '\0'
                                                   ? _ (read_subtitles[check->can_read])
                                                   : "");
  show_mark (self, self->read_row, self->read_image, check->can_read);
}

static void
show_keeping (KcKeyAnswer *self)
{
  const char *title = NULL;
  const char *subtitle = "";

  switch (kc_assistant_get_key_origin (self->assistant))
    {
    case KC_KEY_ORIGIN_PRACTICE:
      title = _ ("This key is for practice");
      subtitle = _ ("The pretend Keebai made it. It works nowhere else.");
      break;
    case KC_KEY_ORIGIN_ENVIRONMENT:
      title = _ ("The key was given at the start");
      subtitle = _ ("It comes from KEEBAI_API_KEY and lasts until you close this window.");
      break;
    case KC_KEY_ORIGIN_NONE:
    case KC_KEY_ORIGIN_KEYRING:
    case KC_KEY_ORIGIN_TYPED:
    default:
      switch (kc_assistant_get_keeping (self->assistant))
        {
        case KC_KEEPING_BUSY:
          title = _ ("Putting it into the keyring…");
          break;
        case KC_KEEPING_KEPT:
          title = _ ("It is kept in this computer’s keyring");
          break;
        case KC_KEEPING_UNAVAILABLE:
          title = _ ("It lasts until you close this window");
          subtitle = _ ("This computer’s keyring is not there or stays locked, so the key could "
                        "not be kept.");
          break;
        case KC_KEEPING_NOT_ASKED:
        default:
          title = _ ("It lasts until you close this window");
          break;
        }
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keeping_row), title);
  adw_action_row_set_subtitle (self->keeping_row, subtitle);
  /* One that was typed and is good for nothing here is not kept, and nobody expects it to be. */
  gtk_widget_set_visible (GTK_WIDGET (self->keeping_row),
                          kc_assistant_get_key_origin (self->assistant) != KC_KEY_ORIGIN_TYPED
                              || kc_assistant_get_key_check (self->assistant)->can_connect
                                     != KC_ANSWER_NO);
  gtk_widget_set_visible (self->forget_button, !kc_assistant_is_practice (self->assistant));
}

static void
update (KcKeyAnswer *self)
{
  const KcKeyCheck *check = kc_assistant_get_key_check (self->assistant);

  g_assert (KC_IS_KEY_ANSWER (self));

  if (check == NULL)
    return;

  show_rights (self, check);
  show_keeping (self);
}

static void
on_forget_clicked_cb (KcKeyAnswer *self)
{
  g_assert (KC_IS_KEY_ANSWER (self));

  kc_assistant_forget_key (self->assistant);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("The key is forgotten"));
}

static void
kc_key_answer_dispose (GObject *object)
{
  KcKeyAnswer *self = KC_KEY_ANSWER (object);

  g_clear_object (&self->assistant);

  G_OBJECT_CLASS (kc_key_answer_parent_class)->dispose (object);
}

static void
kc_key_answer_class_init (KcKeyAnswerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_key_answer_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/kc-key-answer.ui");
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, account_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, connect_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, connect_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, read_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, read_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, keeping_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyAnswer, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
}

static void
kc_key_answer_init (KcKeyAnswer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_key_answer_set_assistant (KcKeyAnswer *self, KcAssistant *assistant)
{
  g_return_if_fail (KC_IS_KEY_ANSWER (self));
  g_return_if_fail (self->assistant == NULL);

  g_set_object (&self->assistant, assistant);
  g_signal_connect_object (assistant, "notify::key-check", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (assistant, "notify::keeping", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
