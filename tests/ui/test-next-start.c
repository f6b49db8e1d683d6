/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the person finds again when the program is started the next time: the number of a phone that
 * was linked, the way to connect it again, and the answers about the last number. */

#include "kc-channel-row.h"
#include "kc-runs.h"
#include "kc-settings.h"
#include "kc-ui-test.h"
#include "kc-window.h"

#include <string.h>

static KcWindow *window;

static void
set_up (KcRuns *runs, gconstpointer data)
{
  static const char *const none[] = {NULL};

  kc_settings_set_number_answers (none);
  kc_runs_set_up (runs, data);
}

/* Like kc_composition_new_real (), but in the folder of the test. */
static void
start (KcRuns *runs)
{
  const char *base_url = kc_sandbox_get_base_url (runs->sandbox);
  g_autoptr (KcChannelFile) file
      = kc_record_file_new (KC_TYPE_CHANNEL_FILE, runs->folder, base_url);

  g_assert_null (runs->controller);
  runs->controller = kc_controller_new (base_url, kc_runs_get_key (runs), NULL, NULL, runs->clock);
  kc_after_care_set_file (kc_controller_get_after_care (runs->controller), file);
  kc_controller_look_for_key (runs->controller);
  kc_test_wait_until (!kc_controller_is_looking (runs->controller));
}

static void
end (KcRuns *runs)
{
  kc_test_wait_until (!kc_records_is_busy (
      KC_RECORDS (kc_after_care_get_notes (kc_controller_get_after_care (runs->controller)))));
  kc_runs_kill (runs);
}

static void
open_window (KcRuns *runs)
{
  start (runs);
  window = kc_window_new (NULL, runs->controller);
  gtk_window_present (GTK_WINDOW (window));
  kc_ui_test_settle (GTK_WIDGET (window));
}

static void
close_window (KcRuns *runs)
{
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&window)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  end (runs);
}

static gboolean
sees (const char *text)
{
  return kc_ui_test_sees (GTK_WIDGET (window), text);
}

static void
go (const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", page);
  kc_ui_test_settle (GTK_WIDGET (window));
  g_assert_cmpstr (kc_window_get_page_name (window), ==, page);
}

/* A button with that label, or a card with that title. */
static void
press (const char *label)
{
  GtkWidget *found;

  kc_test_wait_until ((found = kc_ui_test_find_label (GTK_WIDGET (window), label)) != NULL);
  found = gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON);
  g_assert_nonnull (found);
  g_assert_true (gtk_widget_is_sensitive (found));
  g_signal_emit_by_name (found, "clicked");
  kc_ui_test_settle (GTK_WIDGET (window));
}

/* Returns the number; free with g_free (). */
static char *
link_phone (KcRuns *runs)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  KcAttempt *attempt;

  kc_runs_turn (runs, "outcome-delay", "0");
  start (runs);
  request->name = g_strdup ("Front desk");
  kc_controller_set_request (runs->controller, request);
  kc_controller_begin (runs->controller);
  attempt = kc_runs_get_attempt (runs);
  kc_test_wait_until (kc_attempt_get_code (attempt) != NULL);
  code = g_strdup (kc_sandbox_get_code (runs->sandbox));
  g_assert_true (kc_sandbox_scan (runs->sandbox, code, &error));
  g_assert_no_error (error);
  kc_test_wait_until (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED);

  return g_strdup (kc_attempt_get_phone_number (attempt));
}

/* In the list, not in the card above it. */
static gboolean
lists (GtkWidget *widget, const char *text)
{
  if (KC_IS_CHANNEL_ROW (widget))
    return kc_ui_test_sees (widget, text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (lists (child, text))
        return TRUE;
    }

  return FALSE;
}

/* Keebai lists no number of a linked phone: it was noted here. */
static void
test_number_of_a_linked_phone (KcRuns *runs, gconstpointer data)
{
  g_autofree char *number = link_phone (runs);

  end (runs);
  open_window (runs);
  kc_test_wait_until (lists (GTK_WIDGET (window), "Front desk"));
  g_assert_true (lists (GTK_WIDGET (window), number + strlen (number) - 4));
  close_window (runs);
}

static void
test_connect_again_is_filled_in (KcRuns *runs, gconstpointer data)
{
  g_autofree char *number = link_phone (runs);
  GtkEditable *name;

  end (runs);
  kc_runs_turn (runs, "newest-channel", "gone");
  open_window (runs);
  press ("Connect Again");
  g_assert_cmpstr (kc_window_get_page_name (window), ==, "choose");
  g_assert_cmpint (kc_controller_get_request (runs->controller)->mode, ==, KC_MODE_QR);
  name = GTK_EDITABLE (
      gtk_widget_get_ancestor (kc_ui_test_find_label (GTK_WIDGET (window), "Name in Keebai"),
                               ADW_TYPE_ENTRY_ROW));
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Front desk");
  close_window (runs);
}

static void
test_answers (KcRuns *runs, gconstpointer data)
{
  open_window (runs);
  go ("number");
  press ("In the WhatsApp Business app");
  press ("Yes, use both");
  /* The answers are not complete. */
  close_window (runs);
  open_window (runs);
  go ("number");
  press ("In the WhatsApp Business app");
  press ("Yes, use both");
  press ("I am");
  press ("Not right now");
  g_assert_true (sees ("Cannot Connect This Number Yet"));
  close_window (runs);

  open_window (runs);
  go ("number");
  /* A question whose answer was true only at that moment is asked again. */
  g_assert_true (sees ("Do you have the phone"));
  press ("Yes");
  g_assert_true (sees ("Connect in the Browser and Keep the App"));
  g_assert_true (sees ("Based on your earlier answers"));
  press ("Answer Again");
  press ("With another provider");
  press ("No");
  close_window (runs);

  open_window (runs);
  go ("number");
  g_assert_true (sees ("Ask the other one"));
  g_assert_true (sees ("Based on your earlier answers"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  kc_ui_test_settle (GTK_WIDGET (window));
  g_assert_cmpstr (kc_window_get_page_name (window), ==, "welcome");
  close_window (runs);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, test)                                                                            \
  g_test_add ("/next-start/" path, KcRuns, NULL, set_up, test, kc_runs_tear_down)
  ADD ("number-of-a-linked-phone", test_number_of_a_linked_phone);
  ADD ("connect-again-is-filled-in", test_connect_again_is_filled_in);
  ADD ("answers", test_answers);
#undef ADD

  return g_test_run ();
}
