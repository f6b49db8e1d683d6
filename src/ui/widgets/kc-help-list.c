/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-help-list.h"

#include "kc-a11y.h"
#include "kc-help-entry.h"
#include "kc-help-message.h"

#include <glib/gi18n.h>

struct _KcHelpList {
  AdwBin parent_instance;

  GtkEditable *search;
  GtkLabel *found;
  GtkBox *entries;
  GtkAdjustment *scroll;
};

G_DEFINE_FINAL_TYPE (KcHelpList, kc_help_list, ADW_TYPE_BIN)

enum {
  STOP_SEARCH,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
describe_found (guint n)
{
  if (n == 0)
    return g_strdup (_ ("No message has these words. Try fewer, exactly as they appear."));

  /* Translators: %u counts messages that stand on the phone or on a page. */
  return g_strdup_printf (ngettext ("%u message", "%u messages", n), n);
}

static void
on_search_changed_cb (KcHelpList *self)
{
  const char *words = gtk_editable_get_text (self->search);
  g_autofree char *found = NULL;
  GtkWidget *last = NULL;
  guint n = 0;

  g_assert (KC_IS_HELP_LIST (self));

  for (GtkWidget *entry = gtk_widget_get_first_child (GTK_WIDGET (self->entries)); entry != NULL;
       entry = gtk_widget_get_next_sibling (entry))
    {
      gboolean matches
          = kc_help_message_matches (kc_help_entry_get_message (KC_HELP_ENTRY (entry)), words);

      gtk_widget_set_visible (entry, matches);
      if (matches)
        {
          last = entry;
          n++;
        }
    }

  if (n == 1)
    kc_help_entry_set_expanded (KC_HELP_ENTRY (last), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->entries), n > 0);
  found = describe_found (n);
  gtk_label_set_label (self->found, found);
  gtk_adjustment_set_value (self->scroll, 0);
}

static void
on_stop_search_cb (KcHelpList *self)
{
  g_assert (KC_IS_HELP_LIST (self));

  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    g_signal_emit (self, signals[STOP_SEARCH], 0);
}

static gboolean
kc_help_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KC_HELP_LIST (widget)->search));
}

static void
kc_help_list_class_init (KcHelpListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = kc_help_list_grab_focus;

  signals[STOP_SEARCH] = g_signal_new ("stop-search", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/widgets/kc-help-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KcHelpList, search);
  gtk_widget_class_bind_template_child (widget_class, KcHelpList, found);
  gtk_widget_class_bind_template_child (widget_class, KcHelpList, entries);
  gtk_widget_class_bind_template_child (widget_class, KcHelpList, scroll);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
}

static void
kc_help_list_init (KcHelpList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_help_list_new (KcMode mode, const char *reason)
{
  KcHelpList *self = g_object_new (KC_TYPE_HELP_LIST, NULL);
  g_autoptr (GListModel) messages = kc_help_message_list_new (mode);
  KcHelpMessage *fitting = kc_help_message_find_by_reason (messages, reason);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (KcHelpMessage) message = g_list_model_get_item (messages, i);
      GtkWidget *entry = kc_help_entry_new (message);

      if (message == fitting)
        {
          kc_help_entry_set_expanded (KC_HELP_ENTRY (entry), TRUE);
          gtk_box_prepend (self->entries, entry);
        }
      else
        {
          gtk_box_append (self->entries, entry);
        }
    }
  g_object_set (self->search, "placeholder-text",
                mode == KC_MODE_QR ? _ ("Words on the phone") : _ ("Words on the page"), NULL);
  on_search_changed_cb (self);
  kc_a11y_watch (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
