/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The window over the practice service: which page it shows, what it asks, what it leaves behind.
 */

#include "kc-choose-page.h"
#include "kc-error-view.h"
#include "kc-help-dialog.h"
#include "kc-key-page.h"
#include "kc-practice-banner.h"
#include "kc-report-dialog.h"
#include "kc-ui-test.h"
#include "kc-uri.h"
#include "kc-welcome-page.h"
#include "kc-window.h"

#define WRONG_KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define FULL_KEY "kbai_pk_fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11fa11"

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcWindow *window;
} Fixture;

/* `data` is the key of the environment, or "practice", or NULL. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  gboolean practice = g_strcmp0 (data, "practice") == 0;
  g_autoptr (GError) error = NULL;

  fixture->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (fixture->sandbox, 0, &error));
  g_assert_no_error (error);
  fixture->clock = kc_clock_new_system ();
  fixture->controller
      = kc_controller_new (kc_sandbox_get_base_url (fixture->sandbox), practice ? NULL : data,
                           practice ? fixture->sandbox : NULL, NULL, fixture->clock);
  fixture->window = kc_window_new (NULL, fixture->controller);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kc_test_wait_until (!kc_controller_is_looking (fixture->controller));
  kc_ui_test_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kc_test_wait_until (window == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->controller);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
}

#define assert_page(fixture, name)                                                                 \
  g_assert_cmpstr (kc_window_get_page_name ((fixture)->window), ==, (name))

static void
go (Fixture *fixture, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.go", "s", name);
}

static void
go_back (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
}

static gboolean
sees (Fixture *fixture, const char *text)
{
  return kc_ui_test_sees (GTK_WIDGET (fixture->window), text);
}

static void
press (GtkWidget *root, const char *label)
{
  GtkWidget *button;

  kc_test_wait_until ((button = kc_ui_test_find_button (root, label)) != NULL);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The question about stopping, or NULL. */
static GtkWidget *
get_question (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return window;
    }

  return NULL;
}

static void
answer_question (const char *label)
{
  kc_test_wait_until (get_question () != NULL);
  press (get_question (), label);
  kc_test_wait_until (get_question () == NULL);
}

static GtkEditable *
get_entry (Fixture *fixture)
{
  return GTK_EDITABLE (kc_ui_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_PASSWORD_ENTRY));
}

static void
type_key (Fixture *fixture, const char *key)
{
  gtk_editable_set_text (get_entry (fixture), key);
}

static void
begin (Fixture *fixture, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  kc_controller_set_request (fixture->controller, request);
  kc_controller_begin (fixture->controller);
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  assert_page (fixture, "welcome");
  g_assert_true (sees (fixture, "Get Started"));
  g_assert_true (sees (fixture, "Practice First"));
  g_assert_false (sees (fixture, "Practice: "));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Keebai Connect");

  /* There is nowhere to go back to. */
  go_back (fixture);
  assert_page (fixture, "welcome");

  /* Nothing can be chosen without a key. */
  go (fixture, "choose");
  assert_page (fixture, "key");
  go_back (fixture);
  assert_page (fixture, "welcome");

  /* There is no attempt that they could show. */
  go (fixture, "result");
  go (fixture, "browser");
  assert_page (fixture, "welcome");
}

static void
test_key_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  g_autofree char *pasted = NULL;
  GtkWidget *button;

  go (fixture, "key");
  kc_ui_test_settle (root);
  button = kc_ui_test_find_button (root, "Check Key");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_false (sees (fixture, "Forget Key"));

  /* An unusual prefix gives a hint, not an error; and nothing is sent before the person asks for
   * it. */
  type_key (fixture, "kbai");
  g_assert_false (sees (fixture, "usually begin"));
  type_key (fixture, "pat_1234");
  g_assert_true (sees (fixture, "usually begin"));
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_cmpuint (kc_sandbox_get_n_requests (fixture->sandbox), ==, 0);

  /* A wrong key is checked as soon as it is complete. The error is at the field and in its style;
   * the text is kept and selected, and the entry has the focus. */
  type_key (fixture, WRONG_KEY);
  g_assert_false (sees (fixture, "usually begin"));
  kc_test_wait_until (sees (fixture, "Key Not Accepted"));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, WRONG_KEY);
  g_assert_true (gtk_editable_get_selection_bounds (get_entry (fixture), NULL, NULL));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_entry (fixture)), "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (root)),
                                         GTK_WIDGET (get_entry (fixture))));
  g_assert_true (sees (fixture, "Get a Key"));
  /* It can be checked again, because the cause may have been elsewhere. */
  press (root, "Check Key");
  g_assert_false (sees (fixture, "Key Not Accepted"));
  kc_test_wait_until (sees (fixture, "Key Not Accepted"));

  /* The error is about that key, not the next one. */
  type_key (fixture, "kbai_pk_0");
  g_assert_false (sees (fixture, "Key Not Accepted"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_entry (fixture)), "error"));

  /* Copied from a web page. */
  pasted = g_strdup_printf (" Bearer “%s”\n",
                            kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL));
  type_key (fixture, pasted);
  kc_test_wait_until (sees (fixture, "Key accepted"));
  g_assert_true (sees (fixture, "Molino & Sol Bakery"));
  g_assert_true (sees (fixture, "Can connect numbers"));
  g_assert_true (sees (fixture, "without the words and characters around it"));
  /* An accepted key does not stay on the screen, and the field folds away. */
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_entry (fixture))));
  g_assert_true (sees (fixture, "Kept until the window closes"));
  g_assert_true (sees (fixture, "Get a Key"));

  press (root, "Continue");
  assert_page (fixture, "number");
}

/* Not a dead end: the steps stay, a message for whoever can help is ready, another key can be
 * given, and because only a 403 from Keebai decides, the person may continue. */
static void
test_key_lacks_permission (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);

  go (fixture, "key");
  type_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_NO_CONNECT));
  kc_test_wait_until (sees (fixture, "Permission missing"));
  kc_ui_test_settle (root);
  g_assert_true (sees (fixture, "This key lacks “\u2068channels:connect\u2069”"));
  g_assert_true (sees (fixture, "Get a Key"));
  g_assert_nonnull (kc_ui_test_find_button (root, "Send by Mail"));
  g_assert_nonnull (kc_ui_test_find_button (root, "Forget Key"));

  press (root, "Continue Anyway");
  assert_page (fixture, "number");
  go (fixture, "key");
  press (root, "Use Another Key");
  kc_ui_test_settle (root);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_entry (fixture))));
  g_assert_nonnull (kc_ui_test_find_button (root, "Forget Key"));
  type_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL));
  kc_test_wait_until (sees (fixture, "Key accepted"));
  g_assert_false (sees (fixture, "This key lacks"));
}

/* The key page shows why a start was refused, whatever the check had said. */
static void
test_key_is_refused_at_start (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "next-start", "403", &error));
  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (g_strcmp0 (kc_window_get_page_name (fixture->window), "result") == 0);
  press (root, "Change Access Key");
  assert_page (fixture, "key");
  kc_test_wait_until (sees (fixture, "Permission missing"));
  g_assert_true (sees (fixture, "channels:connect"));
  g_assert_nonnull (kc_ui_test_find_button (root, "Use Another Key"));
  kc_ui_test_settle (root);
  /* Another key can be given at once. */
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_entry (fixture))));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (root)),
                                         GTK_WIDGET (get_entry (fixture))));
  /* That would fail in the same way. */
  g_assert_null (kc_ui_test_find_button (root, "Continue Anyway"));
  /* Keebai could not be asked: the key can be checked once more. */
  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "next-me", "503", &error));
  press (root, "Check Again");
  kc_test_wait_until (sees (fixture, "Keebai Is Down for Maintenance"));
  kc_ui_test_settle (root);
  press (root, "Check Again");
  kc_test_wait_until (sees (fixture, "Key accepted"));
  g_assert_nonnull (kc_ui_test_find_button (root, "Continue"));

  /* Another key ends that. */
  press (root, "Use Another Key");
  type_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_SECOND));
  kc_test_wait_until (sees (fixture, "Key accepted"));
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (root);

  go (fixture, "key");
  kc_ui_test_settle (root);
  gdk_clipboard_set_text (clipboard, "");
  press (root, "Paste");
  kc_test_wait_until (sees (fixture, "There is no text to paste"));
  gdk_clipboard_set_text (clipboard, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL));
  press (root, "Paste");
  kc_test_wait_until (sees (fixture, "Key accepted"));
  g_assert_false (sees (fixture, "There is no text to paste"));
}

static void
test_check_is_stopped (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);

  go (fixture, "key");
  kc_ui_test_settle (root);
  type_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL));
  g_assert_null (kc_ui_test_find_button (root, "Paste"));
  press (root, "Cancel");
  kc_ui_test_settle (root);
  g_assert_true (sees (fixture, "Check Key"));
  g_assert_true (gtk_widget_is_sensitive (kc_ui_test_find_button (root, "Paste")));
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));

  /* Leaving the page cancels the check too, and clears the key. */
  press (root, "Check Key");
  go_back (fixture);
  kc_ui_test_settle (root);
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "");
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);

  go (fixture, "key");
  kc_ui_test_settle (root);
  type_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL));
  press (root, "Forget Key");
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  kc_ui_test_settle (root);
  g_assert_true (sees (fixture, "Get a Key"));
  go_back (fixture);
  kc_test_wait_until (sees (fixture, "Get Started"));
}

/* If the key that was found is rejected, the window shows the page where another is given. */
static void
test_bad_key_found (Fixture *fixture, gconstpointer data)
{
  assert_page (fixture, "key");
  kc_test_wait_until (sees (fixture, "Key Not Accepted"));
}

static void
test_practice (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);

  g_assert_true (sees (fixture, "Practice: "));
  g_assert_true (sees (fixture, "Leave Practice"));
  assert_page (fixture, "welcome");
  kc_test_wait_until (sees (fixture, "Your Channels"));
  g_assert_true (sees (fixture, "Active"));
  g_assert_true (sees (fixture, "Linked phone"));

  /* The clipboard is empty. */
  go (fixture, "key");
  kc_ui_test_settle (root);
  g_assert_true (sees (fixture, "This key is for practice"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_entry (fixture))));
  press (root, "Continue");
  assert_page (fixture, "number");
}

/* The outcome is chosen in the banner, also during an attempt. */
static void
test_scenario (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  KcKeyManager *key_manager = kc_controller_get_key_manager (fixture->controller);

  GtkWidget *banner = kc_ui_test_find (root, KC_TYPE_PRACTICE_BANNER);

  g_assert_nonnull (kc_ui_test_find (banner, GTK_TYPE_TOGGLE_BUTTON));
  g_assert_true (sees (fixture, "Connecting works, unless you choose otherwise."));
  gtk_widget_activate_action (banner, "practice.scenario", "s", "no-permission");
  g_assert_cmpint (kc_sandbox_get_scenario (fixture->sandbox), ==,
                   KC_SANDBOX_SCENARIO_NO_PERMISSION);
  g_assert_true (sees (fixture, "As chosen, the key lacks a permission."));
  kc_test_wait_until (kc_key_manager_get_missing_permissions (key_manager) != NULL);
  go (fixture, "key");
  kc_ui_test_settle (root);
  g_assert_true (sees (fixture, "Permission missing"));
  g_assert_null (kc_ui_test_find_button (root, "Use Another Key"));

  gtk_widget_activate_action (banner, "practice.scenario", "s", "works");
  kc_test_wait_until (sees (fixture, "Key accepted"));

  /* A session that is open follows the new choice. */
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (kc_sandbox_get_n_sessions (fixture->sandbox) == 1);
  gtk_widget_activate_action (banner, "practice.scenario", "s", "device-limit");
  kc_test_wait_until (kc_sandbox_get_code (fixture->sandbox) != NULL);
  g_assert_true (kc_sandbox_scan (fixture->sandbox, kc_sandbox_get_code (fixture->sandbox), NULL));
  kc_test_wait_until (g_strcmp0 (kc_window_get_page_name (fixture->window), "result") == 0);
}

static void
test_list_fails (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  g_autoptr (GError) error = NULL;

  kc_test_wait_until (sees (fixture, "Your Channels"));
  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "next-channels", "503*2", &error));
  go (fixture, "choose");
  go (fixture, "welcome");
  kc_test_wait_until (sees (fixture, "Down for Maintenance"));
  /* The person can connect all the same. */
  g_assert_true (sees (fixture, "Connect a Number"));
  press (root, "Try Again");
  kc_test_wait_until (!sees (fixture, "Down for Maintenance"));
  kc_test_wait_until (sees (fixture, "Your Channels"));

  /* Or without a press, when the network is back. */
  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "next-channels", "503*2", &error));
  go (fixture, "choose");
  go (fixture, "welcome");
  kc_test_wait_until (sees (fixture, "Down for Maintenance"));
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  kc_test_wait_until (!sees (fixture, "Down for Maintenance"));
  kc_test_wait_until (sees (fixture, "Your Channels"));
}

static void
test_choose (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);

  request->name = g_strdup ("Front desk");
  kc_controller_set_request (fixture->controller, request);
  go (fixture, "choose");
  kc_ui_test_settle (root);
  g_assert_true (sees (fixture, "Name in Keebai"));
  g_assert_false (sees (fixture, "Keep Using the Business App"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (kc_ui_test_find_button (root, "In the browser")),
                                TRUE);
  kc_ui_test_settle (root);
  g_assert_false (sees (fixture, "Name in Keebai"));
  g_assert_true (sees (fixture, "Keep Using the Business App"));

  /* The choice is kept when the person goes back and returns. */
  go_back (fixture);
  assert_page (fixture, "welcome");
  g_assert_cmpint (kc_controller_get_request (fixture->controller)->mode, ==,
                   KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpstr (kc_controller_get_request (fixture->controller)->name, ==, "Front desk");

  go (fixture, "choose");
  kc_ui_test_settle (root);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (kc_ui_test_find_button (root, "With the phone")),
                                TRUE);
  kc_ui_test_settle (root);
  {
    GtkWidget *button = kc_ui_test_find_button (
        gtk_widget_get_ancestor (kc_ui_test_find (root, KC_TYPE_CHOOSE_PAGE), KC_TYPE_PAGE),
        "Connect");

    /* A double click opens one session. */
    g_signal_emit_by_name (button, "clicked");
    g_signal_emit_by_name (button, "clicked");
  }
  assert_page (fixture, "scan");
  kc_test_wait_until (kc_attempt_get_code (kc_controller_get_attempt (fixture->controller))
                      != NULL);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);
  kc_controller_cancel (fixture->controller);
  assert_page (fixture, "choose");
}

/* Leaving a running attempt asks once, whichever way the person leaves. */
static void
test_question (Fixture *fixture, gconstpointer data)
{
  KcAttempt *attempt;

  begin (fixture, KC_MODE_QR);
  attempt = kc_controller_get_attempt (fixture->controller);
  assert_page (fixture, "scan");

  go_back (fixture);
  go_back (fixture);
  answer_question ("Keep Going");
  assert_page (fixture, "scan");
  g_assert_true (kc_controller_is_running (fixture->controller));

  go (fixture, "key");
  answer_question ("Stop");
  assert_page (fixture, "key");
  kc_test_wait_until (sees (fixture, "Stopped. Nothing was connected."));
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_CANCELLED);

  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  assert_page (fixture, "browser");
  go_back (fixture);
  answer_question ("Stop");
  assert_page (fixture, "choose");

  begin (fixture, KC_MODE_QR);
  gtk_window_close (GTK_WINDOW (fixture->window));
  answer_question ("Keep Going");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_true (kc_controller_is_running (fixture->controller));
}

static void
escape_under_a_toast (Fixture *fixture)
{
  kc_window_show_toast (fixture->window, "Copied");
  kc_ui_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (sees (fixture, "Copied"));
  g_assert_true (kc_ui_test_press_key (GTK_WINDOW (fixture->window), GDK_KEY_Escape, 0));
}

/* Also with a toast above, which would take the first one to be closed. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"key", "number", "choose", "several"};
  static const KcMode modes[] = {KC_MODE_EMBEDDED_SIGNUP, KC_MODE_QR};
  GtkWidget *root = GTK_WIDGET (fixture->window);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  kc_test_wait_until (sees (fixture, "Your Channels"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      go (fixture, names[i]);
      assert_page (fixture, names[i]);
      escape_under_a_toast (fixture);
      assert_page (fixture, "welcome");
    }
  press (root, "0100");
  assert_page (fixture, "channel");
  escape_under_a_toast (fixture);
  assert_page (fixture, "welcome");

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      begin (fixture, modes[i]);
      escape_under_a_toast (fixture);
      answer_question ("Keep Going");
      g_assert_true (kc_controller_is_running (fixture->controller));
      kc_controller_cancel (fixture->controller);
    }
  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "next-start", "500", NULL));
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (g_strcmp0 (kc_window_get_page_name (fixture->window), "result") == 0);
  escape_under_a_toast (fixture);
  assert_page (fixture, "welcome");

  /* Where nothing is to go back to, it closes them one by one. */
  for (int i = 0; i < 10 && sees (fixture, "Copied"); i++)
    {
      g_assert_true (kc_ui_test_press_key (GTK_WINDOW (fixture->window), GDK_KEY_Escape, 0));
      kc_ui_test_settle (root);
    }
  g_assert_false (sees (fixture, "Copied"));
  assert_page (fixture, "welcome");
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.report", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (KC_IS_REPORT_DIALOG (toplevel))
        dialog = toplevel;
    }
  g_assert_nonnull (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  kc_ui_test_settle (dialog);
  press (dialog, "Copy");
  kc_ui_test_settle (dialog);
  g_assert_true (kc_ui_test_sees (dialog, "Report copied"));
  gtk_test_accessible_assert_property (gtk_window_get_focus (GTK_WINDOW (dialog)),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Report copied");
  g_assert_true (kc_ui_test_press_key (GTK_WINDOW (dialog), GDK_KEY_Escape, 0));
  kc_test_wait_until (dialog == NULL);
}

static void
test_question_goes_with_the_attempt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "outcome-delay", "0.05", &error));
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (kc_attempt_get_code (kc_controller_get_attempt (fixture->controller))
                      != NULL);
  go_back (fixture);
  kc_test_wait_until (get_question () != NULL);

  code = g_strdup (kc_sandbox_get_code (fixture->sandbox));
  g_assert_true (kc_sandbox_scan (fixture->sandbox, code, &error));
  kc_test_wait_until (g_strcmp0 (kc_window_get_page_name (fixture->window), "result") == 0);
  g_assert_null (get_question ());

  /* An attempt that is over can be left without a question, and shown again. */
  go (fixture, "choose");
  assert_page (fixture, "choose");
  go (fixture, "result");
  assert_page (fixture, "result");
}

/* Into practice and out of it: both times, the earlier pages and their controller are gone. */
static void
test_another_controller (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcAttempt) attempt = NULL;
  KcController *before = fixture->controller;

  begin (fixture, KC_MODE_QR);
  attempt = g_object_ref (kc_controller_get_attempt (before));
  kc_test_wait_until (kc_attempt_get_state (attempt) == KC_ATTEMPT_SCANNING);

  fixture->controller = kc_controller_new (kc_sandbox_get_base_url (fixture->sandbox), NULL, NULL,
                                           NULL, fixture->clock);
  kc_window_set_controller (fixture->window, fixture->controller);
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_CANCELLED);
  assert_page (fixture, "welcome");
  kc_test_wait_until (sees (fixture, "Get Started"));
  g_assert_false (sees (fixture, "Practice: "));
  g_clear_object (&attempt);
  g_assert_finalize_object (before);
}

/* No page is wider than the narrowest window, however long its words are. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"welcome", "key", "number", "choose"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      int minimum = 0;

      go (fixture, names[i]);
      kc_ui_test_settle (GTK_WIDGET (fixture->window));
      gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                          NULL, NULL, NULL);
      g_test_message ("%s: %d", names[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
      gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_VERTICAL, 360, &minimum,
                          NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 294);
    }
}

/* One at a time, however often it is asked for. */
static void
test_help (Fixture *fixture, gconstpointer data)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (int i = 0; i < 2; i++)
    g_assert_true (
        gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.help", "s", "qr"));
  kc_ui_test_settle (GTK_WIDGET (fixture->window));

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (KC_IS_HELP_DIALOG (toplevel))
        {
          g_assert_true (kc_ui_test_sees (toplevel, "Create a passkey"));
          n++;
        }
    }
  g_assert_cmpuint (n, ==, 1);
}

static GtkWidget *
find_help (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (KC_IS_HELP_DIALOG (toplevel) && gtk_widget_get_visible (toplevel))
        return toplevel;
    }

  return NULL;
}

static void
scan (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (kc_attempt_get_code (kc_controller_get_attempt (fixture->controller))
                      != NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.help", "s", "qr");
  g_assert_nonnull (find_help ());
  code = g_strdup (kc_sandbox_get_code (fixture->sandbox));
  g_assert_true (kc_sandbox_scan (fixture->sandbox, code, &error));
  kc_test_wait_until (g_strcmp0 (kc_window_get_page_name (fixture->window), "result") == 0);
}

/* It outlives an end only if it can explain it. */
static void
test_help_follows_the_attempt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, "outcome-delay", "0", &error));
  scan (fixture);
  kc_test_wait_until (find_help () == NULL);

  kc_sandbox_set_scenario (fixture->sandbox, KC_SANDBOX_SCENARIO_DEVICE_LIMIT);
  scan (fixture);
  kc_ui_test_settle (GTK_WIDGET (fixture->window));
  g_assert_nonnull (find_help ());
  /* The message is unfolded. */
  g_assert_true (kc_ui_test_sees (find_help (), "log it out"));

  /* It is about the phone. */
  kc_sandbox_set_scenario (fixture->sandbox, KC_SANDBOX_SCENARIO_WORKS);
  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (find_help () == NULL);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.help", "s", "embedded_signup");
  g_assert_nonnull (find_help ());
  go_back (fixture);
  answer_question ("Stop");
  kc_test_wait_until (find_help () == NULL);
}

/* On the page for the key there is another sentence with the host. */
static void
test_other_host_is_named (Fixture *fixture, gconstpointer data)
{
  g_autofree char *host = kc_uri_copy_host (kc_sandbox_get_base_url (fixture->sandbox));

  assert_page (fixture, "welcome");
  g_assert_true (kc_ui_test_sees (GTK_WIDGET (fixture->window), host));
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, data, test) g_test_add ("/window/" path, Fixture, data, set_up, test, tear_down)
  ADD ("first-start", NULL, test_first_start);
  ADD ("other-host-is-named", NULL, test_other_host_is_named);
  ADD ("key-page", NULL, test_key_page);
  ADD ("key-lacks-permission", NULL, test_key_lacks_permission);
  ADD ("key-is-refused-at-start", FULL_KEY, test_key_is_refused_at_start);
  ADD ("paste", NULL, test_paste);
  ADD ("check-is-stopped", NULL, test_check_is_stopped);
  ADD ("forget", NULL, test_forget);
  ADD ("bad-key-found", WRONG_KEY, test_bad_key_found);
  ADD ("practice", "practice", test_practice);
  ADD ("scenario", "practice", test_scenario);
  ADD ("list-fails", "practice", test_list_fails);
  ADD ("choose", "practice", test_choose);
  ADD ("question", "practice", test_question);
  ADD ("escape", "practice", test_escape);
  ADD ("report", "practice", test_report);
  ADD ("question-goes-with-the-attempt", "practice", test_question_goes_with_the_attempt);
  ADD ("another-controller", "practice", test_another_controller);
  ADD ("narrow", "practice", test_narrow);
  ADD ("help", "practice", test_help);
  ADD ("help-follows-the-attempt", "practice", test_help_follows_the_attempt);
#undef ADD

  return g_test_run ();
}
