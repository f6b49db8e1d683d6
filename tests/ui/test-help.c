/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The messages on the phone and on Meta's page are found by their words and by Keebai's reason. */

#include "kc-help-dialog.h"
#include "kc-help-entry.h"
#include "kc-help-list.h"
#include "kc-ui-test.h"

static GtkWidget *
find_search (GtkWidget *list)
{
  return kc_ui_test_find (list, GTK_TYPE_SEARCH_ENTRY);
}

static void
search (GtkWidget *list, const char *words)
{
  GtkWidget *entry = find_search (list);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  /* It waits for more letters. */
  g_signal_emit_by_name (entry, "search-changed");
  kc_ui_test_settle (list);
}

static KcHelpEntry *
get_first_entry (GtkWidget *list)
{
  return KC_HELP_ENTRY (kc_ui_test_find (list, KC_TYPE_HELP_ENTRY));
}

static const char *
get_id (KcHelpEntry *entry)
{
  return kc_help_message_get_id (kc_help_entry_get_message (entry));
}

static void
test_each_way_has_its_own (void)
{
  GtkWidget *list = kc_help_list_new (KC_MODE_QR, NULL);
  GtkWindow *window = kc_ui_test_show (list, 480, 600);

  g_assert_true (kc_ui_test_sees (list, "Create a passkey"));
  g_assert_false (kc_ui_test_sees (list, "permission to create WhatsApp Business Accounts"));
  kc_ui_test_close (window);

  list = kc_help_list_new (KC_MODE_EMBEDDED_SIGNUP, NULL);
  window = kc_ui_test_show (list, 480, 600);
  g_assert_false (kc_ui_test_sees (list, "Create a passkey"));
  g_assert_true (kc_ui_test_sees (list, "permission to create WhatsApp Business Accounts"));
  kc_ui_test_close (window);
}

/* A person types "huella" from a phone in Spanish; a single result is unfolded. */
static void
test_found_by_words_on_the_phone (void)
{
  GtkWidget *list = kc_help_list_new (KC_MODE_QR, NULL);
  GtkWindow *window = kc_ui_test_show (list, 480, 600);

  g_assert_false (kc_ui_test_sees (list, "The owner of the phone unlocks it"));
  search (list, "huella");
  g_assert_true (kc_ui_test_sees (list, "1 message"));
  g_assert_true (kc_ui_test_sees (list, "fingerprint, face, or PIN"));
  g_assert_true (kc_ui_test_sees (list, "The owner of the phone unlocks it"));
  g_assert_true (kc_ui_test_sees (list, "Waiting does not help"));
  g_assert_false (kc_ui_test_sees (list, "Create a passkey"));

  search (list, "no such words");
  g_assert_true (kc_ui_test_sees (list, "Try fewer"));
  search (list, "");
  g_assert_true (kc_ui_test_sees (list, "Create a passkey"));

  kc_ui_test_close (window);
}

static void
test_reason_picks_the_first (void)
{
  GtkWidget *list = kc_help_list_new (KC_MODE_QR, "Device limit reached");
  GtkWindow *window = kc_ui_test_show (list, 480, 600);

  g_assert_cmpstr (get_id (get_first_entry (list)), ==, "device-limit");
  g_assert_true (kc_help_entry_get_expanded (get_first_entry (list)));
  g_assert_true (kc_ui_test_sees (list, "log it out"));
  kc_ui_test_close (window);

  list = kc_help_list_new (KC_MODE_QR, "something new");
  window = kc_ui_test_show (list, 480, 600);
  g_assert_cmpstr (get_id (get_first_entry (list)), !=, "device-limit");
  g_assert_false (kc_help_entry_get_expanded (get_first_entry (list)));
  kc_ui_test_close (window);
}

/* Each is an expander, whose accessible name is the message on the phone. */
static void
test_entries_have_names (void)
{
  GtkWidget *list = kc_help_list_new (KC_MODE_QR, "device limit");
  GtkWindow *window = kc_ui_test_show (list, 480, 600);
  GtkWidget *expander = kc_ui_test_find (list, GTK_TYPE_EXPANDER);

  gtk_test_accessible_assert_property (expander, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "You have reached the maximum number of linked devices");
  gtk_test_accessible_assert_state (expander, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  kc_ui_test_close (window);
}

static void
test_dialog_goes_with_its_parent (void)
{
  GtkWindow *parent = kc_ui_test_show (gtk_label_new ("parent"), 400, 400);
  GtkWindow *dialog = GTK_WINDOW (kc_help_dialog_new (parent, KC_MODE_QR, NULL));
  GtkWidget *list;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_present (dialog);
  list = kc_ui_test_find (GTK_WIDGET (dialog), KC_TYPE_HELP_LIST);
  kc_ui_test_settle (list);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (dialog), find_search (list)));

  /* Escape empties the search first. */
  gtk_editable_set_text (GTK_EDITABLE (find_search (list)), "PIN");
  g_signal_emit_by_name (find_search (list), "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_search (list))), ==, "");
  g_assert_nonnull (dialog);
  g_signal_emit_by_name (find_search (list), "stop-search");
  kc_test_wait_until (dialog == NULL);

  dialog = GTK_WINDOW (kc_help_dialog_new (parent, KC_MODE_QR, NULL));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_present (dialog);
  gtk_widget_set_visible (GTK_WIDGET (parent), FALSE);
  kc_test_wait_until (dialog == NULL);

  kc_ui_test_close (parent);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  g_test_add_func ("/help/each-way-has-its-own", test_each_way_has_its_own);
  g_test_add_func ("/help/found-by-words-on-the-phone", test_found_by_words_on_the_phone);
  g_test_add_func ("/help/reason-picks-the-first", test_reason_picks_the_first);
  g_test_add_func ("/help/entries-have-names", test_entries_have_names);
  g_test_add_func ("/help/dialog-goes-with-its-parent", test_dialog_goes_with_its_parent);

  return g_test_run ();
}
