/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-status.h"

#include "kc-announce.h"
#include "kc-copy-button.h"
#include "kc-foreign-text.h"
#include "kc-letter.h"
#include "kc-uri-launcher.h"
#include "kc-wrap-button.h"

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
  GtkWidget *note;
  GtkLabel *note_label;
  GtkLabel *letter_label;
  KcCopyButton *copy_button;

  KcController *controller;
  KcLetter *letter;               /* NULL: nothing is missing */
  GCancellable *mail_cancellable; /* lives as long as this */
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
                                 is_lacking ? _ ("Permission Missing") : _ ("Key Accepted"));
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

/* The message to whoever can make a key with the permissions `missing`, and with the optional one,
 * as a key cannot be changed later. */
static void
write_letter (KcKeyStatus *self, const KcKeyCheck *check, const char *const *missing)
{
  g_autoptr (GPtrArray) permissions = g_ptr_array_new ();
  g_autofree char *list = g_strjoinv ("”, “", (char **) missing);
  g_autofree char *label = kc_foreign_text_to_label (list);
  g_autofree char *note = NULL;

  for (guint i = 0; missing[i] != NULL; i++)
    g_ptr_array_add (permissions, (char *) missing[i]);
  if (!g_strv_contains (missing, KC_SCOPE_CONNECT))
    g_ptr_array_add (permissions, (char *) KC_SCOPE_CONNECT);
  if (!g_strv_contains (missing, KC_SCOPE_READ))
    g_ptr_array_add (permissions, (char *) KC_SCOPE_READ);
  g_ptr_array_add (permissions, NULL);

  g_clear_pointer (&self->letter, kc_letter_free);
  self->letter
      = kc_letter_new_for_permissions ((const char *const *) permissions->pdata,
                                       check->account != NULL ? check->account->company_name
                                                              : NULL);
  note = g_strdup_printf (
      /* Translators: %s is one permission or several, such as channels:connect. */
      _ ("This key lacks “%s”, and Keebai connects no number without it. The permissions of a key "
         "cannot be changed later: create a new key with the steps above, or send this message to "
         "whoever manages the keys of your company."),
      label);
  gtk_label_set_label (self->note_label, note);
  gtk_label_set_label (self->letter_label, self->letter->body);
  kc_copy_button_set_text (self->copy_button, self->letter->body);
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
                     ? _ ("To go on, choose “It Works” under “What Shall Happen” above.")
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
letter_mailed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (kc_uri_launcher_open_finish (result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_activate_action (
      GTK_WIDGET (user_data), "win.toast", "s",
      _ ("Your mail program could not be opened. Copy the message instead."));
}

static void
on_mail_clicked_cb (KcKeyStatus *self)
{
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  g_assert (KC_IS_KEY_STATUS (self));

  kc_uri_launcher_mail_async (G_APP_LAUNCH_CONTEXT (context), self->letter, NULL,
                              self->mail_cancellable, letter_mailed_cb, self);
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

  g_cancellable_cancel (self->mail_cancellable);
  g_clear_object (&self->mail_cancellable);
  g_clear_pointer (&self->letter, kc_letter_free);
  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_key_status_parent_class)->dispose (object);
}

static void
kc_key_status_class_init (KcKeyStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_key_status_dispose;

  g_type_ensure (KC_TYPE_COPY_BUTTON);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
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
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, note);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, note_label);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, letter_label);
  gtk_widget_class_bind_template_child (widget_class, KcKeyStatus, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_mail_clicked_cb);
}

static void
kc_key_status_init (KcKeyStatus *self)
{
  self->mail_cancellable = g_cancellable_new ();
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
  if (missing != NULL)
    write_letter (self, check, missing);
  show_key_storage (self);

  gtk_widget_set_visible (GTK_WIDGET (self->account_row), shows_rights);
  gtk_widget_set_visible (self->note, missing != NULL);
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
