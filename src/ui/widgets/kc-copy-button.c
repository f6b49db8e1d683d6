/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-copy-button.h"

#include "kc-secret.h"

#include <glib/gi18n.h>

struct _KcCopyButton {
  KcWrapButton parent_instance;

  char *text;
};

G_DEFINE_FINAL_TYPE (KcCopyButton, kc_copy_button, KC_TYPE_WRAP_BUTTON)

enum {
  COPIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
kc_copy_button_clicked (GtkButton *button)
{
  KcCopyButton *self = KC_COPY_BUTTON (button);

  if (self->text == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Copied"));
  g_signal_emit (self, signals[COPIED], 0);
}

static void
kc_copy_button_finalize (GObject *object)
{
  KcCopyButton *self = KC_COPY_BUTTON (object);

  g_clear_pointer (&self->text, kc_secret_free);

  G_OBJECT_CLASS (kc_copy_button_parent_class)->finalize (object);
}

static void
kc_copy_button_class_init (KcCopyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkButtonClass *button_class = GTK_BUTTON_CLASS (klass);

  object_class->finalize = kc_copy_button_finalize;
  button_class->clicked = kc_copy_button_clicked;

  signals[COPIED] = g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_copy_button_init (KcCopyButton *self)
{
  gtk_button_set_use_underline (GTK_BUTTON (self), TRUE);
  gtk_button_set_label (GTK_BUTTON (self), "");
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kc_copy_button_new (const char *label)
{
  return g_object_new (KC_TYPE_COPY_BUTTON, "label", label, NULL);
}

void
kc_copy_button_set_text (KcCopyButton *self, const char *text)
{
  g_return_if_fail (KC_IS_COPY_BUTTON (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;

  kc_secret_free (self->text);
  self->text = g_strdup (text);
  gtk_widget_set_sensitive (GTK_WIDGET (self), text != NULL);
}
