/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-status.h"

#include "kc-announce.h"
#include "kc-foreign-text.h"
#include "kc-permission-card.h"

#include <glib/gi18n.h>

struct _KcKeyStatus {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *account_row;
  GtkImage *account_image;
  AdwActionRow *connect_row;
  GtkImage *connect_image;
  AdwActionRow *read_row;
  GtkImage *read_image;
  AdwActionRow *key_storage_row;
  GtkWidget *forget_button;
  KcPermissionCard *permission_card;

  KcController *controller;
};

G_DEFINE_FINAL_TYPE (KcKeyStatus, kc_key_status, ADW_TYPE_PREFERENCES_GROUP)

static void
show_mark (AdwActionRow *row, GtkImage *image, KcAnswer answer, const char *const titles[])
{
  static const char *const icons[] = {
      [KC_ANSWER_UNKNOWN] = "dialog-question-symbolic",
      [KC_ANSWER_NO] = "window-close-symbolic",
      [KC_ANSWER_YES] = "keebai-ok-symbolic",
  };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (titles[answer]));
  gtk_image_set_from_icon_name (image, icons[answer]);
  gtk_widget_remove_css_class (GTK_WIDGET (image), "success");
  if (answer == KC_ANSWER_YES)
    gtk_widget_add_css_class (GTK_WIDGET (image), "success");
}

static void
show_rights (KcKeyStatus *self, const KcKeyCheck *check, gboolean is_lacking)
{
  static const char *const connect_titles[] = {
      [KC_ANSWER_UNKNOWN] = N_ ("Keebai did not say whether it can connect numbers"),
      [KC_ANSWER_NO] = N_ ("Cannot connect numbers"),
      [KC_ANSWER_YES] = N_ ("Can connect numbers"),
  };
  static const char *const read_titles[] = {
      [KC_ANSWER_UNKNOWN] = N_ ("Keebai did not say whether it can list your channels"),
      [KC_ANSWER_NO] = N_ ("Cannot list your channels"),
      [KC_ANSWER_YES] = N_ ("Can list your channels"),
  };
  const KcAccount *account = check->account;
  g_autofree char *company = account != NULL && account->company_name != NULL
                                 ? kc_foreign_text_to_label (account->company_name)
                                 : NULL;
  g_autofree char *user = account != NULL && account->user_name != NULL
                              ? kc_foreign_text_to_label (account->user_name)
                              : NULL;
  g_autofree char *both
      = company != NULL && user != NULL ? g_strdup_printf ("%s · %s", company, user) : NULL;
  const char *who = both != NULL ? both : company != NULL ? company : user;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->account_row),
                                 is_lacking ? _ ("Permission missing") : _ ("Key accepted"));
  adw_action_row_set_subtitle (self->account_row, who != NULL ? who : "");
  gtk_image_set_from_icon_name (self->account_image,
                                is_lacking ? "dialog-warning-symbolic" : "keebai-ok-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->account_image),
                               is_lacking ? "success" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->account_image), is_lacking ? "warning" : "success");

  show_mark (self->connect_row, self->connect_image, check->can_connect, connect_titles);
  show_mark (self->read_row, self->read_image, check->can_read, read_titles);
  adw_action_row_set_subtitle (self->connect_row, check->can_connect == KC_ANSWER_UNKNOWN
                                                      ? _ ("You will see when you connect one.")
                                                      : "");
  adw_action_row_set_subtitle (self->read_row,
                               check->can_read == KC_ANSWER_NO ? _ (
                                   "The permission “channels:read” is missing. It is optional.")
                                                               : "");
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
      subtitle = kc_key_manager_get_missing_permissions (
                     kc_controller_get_key_manager (self->controller))
                         != NULL
                     ? _ ("To go on, choose “It Works” under “Outcome” above.")
                     : _ ("The pretend Keebai made it. It works nowhere else.");
      break;
    case KC_KEY_ORIGIN_ENVIRONMENT:
      title = _ ("The key was given at the start");
      subtitle = _ ("It comes from KEEBAI_API_KEY and is kept until the window closes.");
      break;
    case KC_KEY_ORIGIN_NONE:
    case KC_KEY_ORIGIN_KEYRING:
    case KC_KEY_ORIGIN_TYPED:
    default:
      switch (kc_key_manager_get_key_storage (kc_controller_get_key_manager (self->controller)))
        {
        case KC_KEY_STORAGE_BUSY:
          title = _ ("Saving in the keyring…");
          break;
        case KC_KEY_STORAGE_KEPT:
          title = _ ("Saved in this computer’s keyring");
          break;
        case KC_KEY_STORAGE_UNAVAILABLE:
          title = _ ("Kept until the window closes");
          subtitle = _ ("This computer’s keyring is not there or stays locked, so the key could "
                        "not be kept.");
          break;
        case KC_KEY_STORAGE_NOT_ASKED:
        default:
          title = _ ("Kept until the window closes");
          subtitle = _ ("It is not in this computer’s keyring: paste it again next time.");
          break;
        }
    }

  if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->key_storage_row)), title)
      != 0)
    kc_announce (GTK_WIDGET (self->key_storage_row), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_storage_row), title);
  adw_action_row_set_subtitle (self->key_storage_row, subtitle);
  gtk_widget_set_visible (self->forget_button, !kc_controller_is_practice (self->controller));
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

  g_type_ensure (KC_TYPE_PERMISSION_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-key-status.ui");
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, account_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, account_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, connect_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, connect_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, read_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, read_image);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, key_storage_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, forget_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, permission_card);
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
}

void
kc_key_status_update (KcKeyStatus *self, gboolean is_in_doubt)
{
  KcKeyManager *key_manager;
  const KcKeyCheck *check;
  const char *const *missing;
  gboolean shows_rights;

  g_return_if_fail (KC_IS_KEY_STATUS (self));

  key_manager = kc_controller_get_key_manager (self->controller);
  check = kc_key_manager_get_key_check (key_manager);
  missing = kc_key_manager_get_missing_permissions (key_manager);
  shows_rights = check != NULL && (!is_in_doubt || missing != NULL);

  if (shows_rights)
    show_rights (self, check, missing != NULL);
  show_key_storage (self);

  gtk_widget_set_visible (GTK_WIDGET (self->account_row), shows_rights);
  kc_permission_card_update (self->permission_card, key_manager, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), check != NULL
                                                 || kc_key_manager_get_key_storage (key_manager)
                                                        == KC_KEY_STORAGE_KEPT);
}

void
kc_key_status_announce (KcKeyStatus *self)
{
  AdwActionRow *rows[]
      = {self->account_row, self->connect_row, self->read_row, self->key_storage_row};

  g_return_if_fail (KC_IS_KEY_STATUS (self));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (rows[i]));
      const char *subtitle = adw_action_row_get_subtitle (rows[i]);
      gboolean has_subtitle = subtitle != NULL && subtitle[0] != '\0';
      g_autofree char *text
          = g_strconcat (title, has_subtitle ? ": " : "", has_subtitle ? subtitle : "", NULL);

      kc_announce (GTK_WIDGET (rows[i]), text);
    }
}
