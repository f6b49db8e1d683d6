/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-help-dialog.h"

#include "kc-a11y.h"
#include "kc-help-list.h"

#include <glib/gi18n.h>

struct _KcHelpDialog {
  AdwWindow parent_instance;

  GtkBox *content;
  GtkWidget *list; /* in it */
  KcMode mode;
  char *reason; /* NULL: none is known */
};

G_DEFINE_FINAL_TYPE (KcHelpDialog, kc_help_dialog, ADW_TYPE_WINDOW)

static void
show_list (KcHelpDialog *self, const char *reason)
{
  if (self->list != NULL)
    gtk_box_remove (self->content, self->list);

  g_free (self->reason);
  self->reason = g_strdup (reason);
  self->list = kc_help_list_new (self->mode, reason);
  gtk_widget_set_vexpand (self->list, TRUE);
  gtk_box_append (self->content, self->list);
  g_signal_connect_object (self->list, "stop-search", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (self->list);
}

static void
kc_help_dialog_finalize (GObject *object)
{
  g_free (KC_HELP_DIALOG (object)->reason);

  G_OBJECT_CLASS (kc_help_dialog_parent_class)->finalize (object);
}

static void
kc_help_dialog_class_init (KcHelpDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_help_dialog_finalize;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
kc_help_dialog_init (KcHelpDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();

  gtk_widget_add_css_class (header, "flat");
  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (self->content, header);
  adw_window_set_content (ADW_WINDOW (self), GTK_WIDGET (self->content));
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 620);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 294);
}

KcHelpDialog *
kc_help_dialog_new (GtkWindow *parent, KcMode mode, const char *reason)
{
  KcHelpDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KC_TYPE_HELP_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE,
                       "title",
                       mode == KC_MODE_QR ? _ ("What the Phone Says") : _ ("What the Page Says"),
                       NULL);
  self->mode = mode;
  show_list (self, reason);
  kc_a11y_watch (GTK_WIDGET (self));
  g_signal_connect_object (parent, "unmap", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);

  return self;
}

KcMode
kc_help_dialog_get_mode (KcHelpDialog *self)
{
  g_return_val_if_fail (KC_IS_HELP_DIALOG (self), KC_MODE_QR);

  return self->mode;
}

void
kc_help_dialog_show_reason (KcHelpDialog *self, const char *reason)
{
  g_return_if_fail (KC_IS_HELP_DIALOG (self));

  if (reason != NULL && g_strcmp0 (reason, self->reason) != 0)
    show_list (self, reason);
}
