/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-status.h"

#include "kc-foreign-text.h"

#include <glib/gi18n.h>

struct _KcKeyStatus {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *account_row;
  AdwActionRow *connect_row;
  GtkImage *connect_image;
  AdwActionRow *read_row;
  GtkImage *read_image;
  AdwActionRow *key_storage_row;
  GtkWidget *forget_button;

  KcController *controller;
};

G_DEFINE_FINAL_TYPE (KcKeyStatus, kc_key_status, ADW_TYPE_PREFERENCES_GROUP)

static void
show_mark (KcKeyStatus *self, AdwActionRow *row, GtkImage *image, KcAnswer answer)
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
show_rights (KcKeyStatus *self, const KcKeyCheck *check)
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
  g_autofree char *company = account != NULL && account->company_name != NULL
                                 ? kc_foreign_text_to_label (account->company_name)
                                 : NULL;
  g_autofree char *user = account != NULL && account->user_name != NULL
                              ? kc_foreign_text_to_label (account->user_name)
                              : NULL;

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
show_key_storage (KcKeyStatus *self)
{
  const char *title = NULL;
  const char *subtitle = "";

  switch (kc_key_manager_get_key_origin (kc_controller_get_key_manager (self->controller)))
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
      switch (kc_key_manager_get_key_storage (kc_controller_get_key_manager (self->controller)))
        {
        case KC_KEY_STORAGE_BUSY:
          title = _ ("Putting it into the keyring…");
          break;
        case KC_KEY_STORAGE_KEPT:
          title = _ ("It is kept in this computer’s keyring");
          break;
        case KC_KEY_STORAGE_UNAVAILABLE:
          title = _ ("It lasts until you close this window");
          subtitle = _ ("This computer’s keyring is not there or stays locked, so the key could "
                        "not be kept.");
          break;
        case KC_KEY_STORAGE_NOT_ASKED:
        default:
          title = _ ("It lasts until you close this window");
          break;
        }
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_storage_row), title);
  adw_action_row_set_subtitle (self->key_storage_row, subtitle);
  /* One that was typed and is good for nothing here is not kept, and nobody expects it to be. */
  gtk_widget_set_visible (
      GTK_WIDGET (self->key_storage_row),
      kc_key_manager_get_key_origin (kc_controller_get_key_manager (self->controller))
              != KC_KEY_ORIGIN_TYPED
          || kc_key_manager_get_key_check (kc_controller_get_key_manager (self->controller))
                     ->can_connect
                 != KC_ANSWER_NO);
  gtk_widget_set_visible (self->forget_button, !kc_controller_is_practice (self->controller));
}

static void
update (KcKeyStatus *self)
{
  const KcKeyCheck *check
      = kc_key_manager_get_key_check (kc_controller_get_key_manager (self->controller));

  g_assert (KC_IS_KEY_STATUS (self));

  if (check == NULL)
    return;

  show_rights (self, check);
  show_key_storage (self);
}

static void
on_forget_clicked_cb (KcKeyStatus *self)
{
  g_assert (KC_IS_KEY_STATUS (self));

  kc_key_manager_forget_key (kc_controller_get_key_manager (self->controller));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("The key is forgotten"));
}

static void
kc_key_status_dispose (GObject *object)
{
  KcKeyStatus *self = KC_KEY_STATUS (object);

  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_key_status_parent_class)->dispose (object);
}

static void
kc_key_status_class_init (KcKeyStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_key_status_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-key-status.ui");
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, account_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, connect_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, connect_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, read_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, read_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, key_storage_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
}

static void
kc_key_status_init (KcKeyStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_key_status_set_controller (KcKeyStatus *self, KcController *controller)
{
  g_return_if_fail (KC_IS_KEY_STATUS (self));
  g_return_if_fail (self->controller == NULL);

  g_set_object (&self->controller, controller);
  g_signal_connect_object (kc_controller_get_key_manager (controller), "notify::key-check",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_key_manager (controller), "notify::key-storage",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
