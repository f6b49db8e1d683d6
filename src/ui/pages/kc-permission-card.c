/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-permission-card.h"

#include "kc-copy-button.h"
#include "kc-foreign-text.h"
#include "kc-mail-draft.h"
#include "kc-uri-launcher.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

struct _KcPermissionCard {
  AdwBin parent_instance;

  GtkLabel *note_label;
  GtkLabel *draft_label;
  KcCopyButton *copy_button;

  KcMailDraft *draft;             /* NULL: nothing is missing */
  GCancellable *mail_cancellable; /* lives as long as this object */
};

G_DEFINE_FINAL_TYPE (KcPermissionCard, kc_permission_card, ADW_TYPE_BIN)

static void
show_note (KcPermissionCard *self, const char *const *missing)
{
  g_autofree char *list = g_strjoinv ("”, “", (char **) missing);
  g_autofree char *label = kc_foreign_text_to_label (list);
  g_autofree char *note = g_strdup_printf (
      /* Translators: %s is one permission or several, such as channels:connect. */
      _ ("This key lacks “%s”, and Keebai connects no number without it. The permissions of a key "
         "cannot be changed later: create a new key with the steps above, or send this message to "
         "whoever manages the keys of your company."),
      label);

  gtk_label_set_label (self->note_label, note);
}

/* Asks for the optional permission too, because a key cannot be changed later. */
static void
write_draft (KcPermissionCard *self, const KcKeyCheck *check, const char *const *missing)
{
  g_autoptr (GPtrArray) permissions = g_ptr_array_new ();

  for (guint i = 0; missing[i] != NULL; i++)
    g_ptr_array_add (permissions, (char *) missing[i]);
  if (!g_strv_contains (missing, KC_SCOPE_CONNECT))
    g_ptr_array_add (permissions, (char *) KC_SCOPE_CONNECT);
  if (!g_strv_contains (missing, KC_SCOPE_READ))
    g_ptr_array_add (permissions, (char *) KC_SCOPE_READ);
  g_ptr_array_add (permissions, NULL);

  g_clear_pointer (&self->draft, kc_mail_draft_free);
  self->draft
      = kc_mail_draft_new_for_permissions ((const char *const *) permissions->pdata,
                                           check->account != NULL ? check->account->company_name
                                                                  : NULL);
  gtk_label_set_label (self->draft_label, self->draft->body);
  kc_copy_button_set_text (self->copy_button, self->draft->body);
}

static void
mail_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
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
on_mail_clicked_cb (KcPermissionCard *self)
{
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  g_assert (KC_IS_PERMISSION_CARD (self));

  kc_uri_launcher_mail_async (G_APP_LAUNCH_CONTEXT (context), self->draft, NULL,
                              self->mail_cancellable, mail_opened_cb, self);
}

static void
kc_permission_card_dispose (GObject *object)
{
  KcPermissionCard *self = KC_PERMISSION_CARD (object);

  g_cancellable_cancel (self->mail_cancellable);
  g_clear_object (&self->mail_cancellable);
  g_clear_pointer (&self->draft, kc_mail_draft_free);

  G_OBJECT_CLASS (kc_permission_card_parent_class)->dispose (object);
}

static void
kc_permission_card_class_init (KcPermissionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_permission_card_dispose;

  g_type_ensure (KC_TYPE_COPY_BUTTON);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-permission-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KcPermissionCard, note_label);
  gtk_widget_class_bind_template_child (widget_class, KcPermissionCard, draft_label);
  gtk_widget_class_bind_template_child (widget_class, KcPermissionCard, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_mail_clicked_cb);
}

static void
kc_permission_card_init (KcPermissionCard *self)
{
  self->mail_cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_permission_card_update (KcPermissionCard *self, KcKeyManager *key_manager, gboolean has_note)
{
  const char *const *missing;

  g_return_if_fail (KC_IS_PERMISSION_CARD (self));
  g_return_if_fail (KC_IS_KEY_MANAGER (key_manager));

  missing = kc_key_manager_get_missing_permissions (key_manager);
  gtk_widget_set_visible (GTK_WIDGET (self), missing != NULL);
  if (missing == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->note_label), has_note);
  show_note (self, missing);
  write_draft (self, kc_key_manager_get_key_check (key_manager), missing);
}
