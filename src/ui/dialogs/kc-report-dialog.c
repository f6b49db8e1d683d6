/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-report-dialog.h"

#include "kc-a11y.h"
#include "kc-support.h"
#include "kc-toast.h"
#include "kc-uri-launcher.h"

#include <glib/gi18n.h>
#include <string.h>

struct _KcReportDialog {
  AdwWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkTextView *text;
  GtkWidget *mail_button;

  char *report;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KcReportDialog, kc_report_dialog, ADW_TYPE_WINDOW)

static void
show_toast (KcReportDialog *self, const char *sentence)
{
  kc_toast_show (self->toast_overlay, sentence);
}

static void
on_copy_clicked_cb (KcReportDialog *self)
{
  g_assert (KC_IS_REPORT_DIALOG (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->report);
  show_toast (self, _ ("Report copied"));
}

static void
mail_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = kc_support_replace_address (
      _ ("No mail program opened. Copy the report and send it to support@keebai.com."));
  gboolean opened = kc_uri_launcher_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!opened)
    show_toast (KC_REPORT_DIALOG (user_data), sentence);
}

static void
on_mail_clicked_cb (KcReportDialog *self)
{
  g_autoptr (KcMailDraft) draft = kc_mail_draft_new_for_support (self->report);
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  g_assert (KC_IS_REPORT_DIALOG (self));

  kc_uri_launcher_mail_async (G_APP_LAUNCH_CONTEXT (context), draft, kc_support_get_address (),
                              self->cancellable, mail_opened_cb, self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  show_toast (KC_REPORT_DIALOG (user_data),
              saved ? _ ("Report saved") : _ ("The report could not be saved there"));
}

static void
on_chooser_responded_cb (KcReportDialog *self, int response)
{
  g_assert (KC_IS_REPORT_DIALOG (self));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
      g_autoptr (GBytes) bytes = g_bytes_new (self->report, strlen (self->report));

      /* Only for its owner to read. */
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                           self->cancellable, saved_cb, self);
    }
  g_clear_object (&self->chooser);
}

static void
on_save_clicked_cb (KcReportDialog *self)
{
  g_assert (KC_IS_REPORT_DIALOG (self));

  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Save the Report"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "keebai-connect.txt");
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_responded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
kc_report_dialog_dispose (GObject *object)
{
  KcReportDialog *self = KC_REPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (kc_report_dialog_parent_class)->dispose (object);
}

static void
kc_report_dialog_finalize (GObject *object)
{
  g_free (KC_REPORT_DIALOG (object)->report);

  G_OBJECT_CLASS (kc_report_dialog_parent_class)->finalize (object);
}

static void
kc_report_dialog_class_init (KcReportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kc_report_dialog_dispose;
  object_class->finalize = kc_report_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/dialogs/kc-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KcReportDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, KcReportDialog, text);
  gtk_widget_class_bind_template_child (widget_class, KcReportDialog, mail_button);
  gtk_widget_class_bind_template_callback (widget_class, on_mail_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kc_report_dialog_init (KcReportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_a11y_watch (GTK_WIDGET (self));
}

GtkWindow *
kc_report_dialog_new (GtkWindow *parent, const char *report)
{
  KcReportDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (report != NULL, NULL);

  self = g_object_new (KC_TYPE_REPORT_DIALOG, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  self->report = g_strdup (report);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), report, -1);
  gtk_widget_grab_focus (self->mail_button);

  return GTK_WINDOW (self);
}
