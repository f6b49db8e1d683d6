/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the person sees of an unfinished session: in the window, and on the pages. */

#include "kc-browser-page.h"
#include "kc-runs.h"
#include "kc-ui-test.h"
#include "kc-window.h"

#include <string.h>

static KcWindow *window;

static void
open_window (KcRuns *runs)
{
  window = kc_window_new (NULL, runs->controller);
  gtk_window_present (GTK_WINDOW (window));
  kc_ui_test_settle (GTK_WIDGET (window));
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&window)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
sees (const char *text)
{
  return kc_ui_test_sees (GTK_WIDGET (window), text);
}

static void
press (const char *label)
{
  GtkWidget *button;

  kc_test_wait_until ((button = kc_ui_test_find_button (GTK_WIDGET (window), label)) != NULL
                      && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
is_on_page (const char *name)
{
  return g_strcmp0 (kc_window_get_page_name (window), name) == 0;
}

/* A run that was killed, and the next run with its window. */
static void
come_back (KcRuns *runs, KcMode mode, const char *key)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, mode);
  kc_runs_kill (runs);
  kc_runs_start (runs, key);
  open_window (runs);
}

static void
test_is_offered_first (KcRuns *runs, gconstpointer data)
{
  come_back (runs, KC_MODE_QR, kc_runs_get_key (runs));
  g_assert_true (is_on_page ("welcome"));
  g_assert_true (sees ("“\342\201\250Front desk\342\201\251” with the phone"));
  g_assert_true (sees ("5 minutes left"));
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (window))
                 == kc_ui_test_find_button (GTK_WIDGET (window), "Continue"));

  press ("Continue");
  g_assert_true (is_on_page ("scan"));
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 1);
  close_window ();
}

/* It may have been finished in the browser meanwhile: the page claims nothing before Keebai was
 * asked. */
static void
test_claims_nothing_before_it_was_asked (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_turn (runs, "next-poll", "silence");
  kc_runs_start (runs, kc_runs_get_key (runs));
  open_window (runs);

  g_assert_true (kc_session_resumer_is_asking (kc_controller_get_resumer (runs->controller)));
  g_assert_true (sees ("Asking Keebai how it stands…"));
  g_assert_false (sees ("time to finish"));
  kc_test_wait_until (!kc_session_resumer_is_asking (kc_controller_get_resumer (runs->controller)));
  g_assert_true (sees ("There may be time to finish."));
  close_window ();
}

/* The note may hold any name: it must neither fill the page nor reverse the sentence. */
static void
test_long_name (KcRuns *runs, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  GtkWidget *label;

  request->name = g_strnfill (900, 'a');
  memcpy (request->name, "\342\200\256", 3);
  kc_runs_start (runs, kc_runs_get_key (runs));
  kc_controller_set_request (runs->controller, request);
  kc_controller_begin (runs->controller);
  kc_test_wait_until (
      kc_session_store_is_noted (kc_controller_get_session_store (runs->controller)));
  kc_runs_kill (runs);
  kc_runs_start (runs, kc_runs_get_key (runs));
  open_window (runs);
  label = kc_ui_test_find_label (GTK_WIDGET (window), "with the phone");
  g_assert_nonnull (label);
  g_assert_null (strstr (gtk_label_get_text (GTK_LABEL (label)), "\342\200\256"));
  g_assert_cmpint (g_utf8_strlen (gtk_label_get_text (GTK_LABEL (label)), -1), <, 160);
  close_window ();
}

static void
test_discard (KcRuns *runs, gconstpointer data)
{
  come_back (runs, KC_MODE_EMBEDDED_SIGNUP, NULL);
  g_assert_true (sees ("Welcome Back"));
  g_assert_false (sees ("Get Started"));
  press ("Discard");
  g_assert_false (sees ("Unfinished Number"));
  g_assert_true (sees ("Get Started"));
  kc_test_wait_until (!kc_runs_has_notes (runs));
  close_window ();
}

static void
test_without_a_key (KcRuns *runs, gconstpointer data)
{
  come_back (runs, KC_MODE_EMBEDDED_SIGNUP, NULL);
  press ("Continue");
  kc_test_wait_until (is_on_page ("key") && sees ("as last time to continue"));
  g_assert_true (sees ("15 minutes left"));
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  g_assert_true (is_on_page ("browser"));
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 1);
  close_window ();
}

/* Somebody who goes back has not agreed to continue with any key. */
static void
test_back_from_the_key_page (KcRuns *runs, gconstpointer data)
{
  come_back (runs, KC_MODE_EMBEDDED_SIGNUP, NULL);
  press ("Continue");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  g_assert_true (is_on_page ("welcome"));
  g_assert_false (
      kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (runs->controller)));
  g_assert_true (sees ("Unfinished Number"));
  close_window ();
}

/* If the key that was found is rejected, the key page says what a new one is for. */
static void
test_with_a_bad_key (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  kc_runs_start (runs, kc_sandbox_get_key (runs->sandbox, KC_SANDBOX_KEY_REVOKED));
  g_assert_true (kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (runs->controller)));
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  g_assert_cmpstr (kc_attempt_get_session (kc_runs_get_attempt (runs))->session_id, ==, session_id);
}

static void
test_another_session_asks_first (KcRuns *runs, gconstpointer data)
{
  GtkWindow *question = NULL;
  GListModel *toplevels = gtk_window_get_toplevels ();

  come_back (runs, KC_MODE_EMBEDDED_SIGNUP, kc_runs_get_key (runs));
  press ("Connect a Number");
  g_assert_true (is_on_page ("number"));
  kc_test_wait_until (kc_ui_test_find_button (GTK_WIDGET (window), "Connect a Number") == NULL);
  press ("I Know Which Way I Want");
  g_assert_true (is_on_page ("choose"));
  kc_test_wait_until (kc_ui_test_find_button (GTK_WIDGET (window), "I Know Which Way I Want")
                      == NULL);
  press ("Connect");
  g_assert_null (kc_runs_get_attempt (runs));

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        question = toplevel;
    }
  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "leave");
  gtk_window_destroy (question);
  g_assert_true (kc_controller_is_running (runs->controller));
  g_assert_false (kc_controller_was_resumed (runs->controller));
  kc_test_wait_until (kc_sandbox_get_n_sessions (runs->sandbox) == 2);
  close_window ();
}

static void
test_notes_set_aside (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;
  g_autofree char *path = NULL;

  kc_runs_start (runs, kc_runs_get_key (runs));
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_kill (runs);
  path = kc_runs_find_notes (runs);
  g_assert_true (g_file_set_contents (path, data, -1, NULL));
  kc_runs_start (runs, NULL);
  open_window (runs);
  g_assert_true (sees ("put aside"));
  g_assert_true (sees (runs->folder));
  g_assert_true (sees ("Get Started"));
  close_window ();
}

/* If the key is rejected in the middle, the key page asks for another one, and then returns. */
static void
test_key_is_wanted (KcRuns *runs, gconstpointer data)
{
  KcMode mode = GPOINTER_TO_INT (data);

  come_back (runs, mode, kc_runs_get_key (runs));
  kc_runs_turn (runs, "next-poll", "401");
  press ("Continue");
  kc_test_wait_until (is_on_page ("key"));
  g_assert_true (sees ("Key Not Accepted"));
  g_assert_true (sees ("Your progress is kept"));
  g_assert_true (sees ("minutes left"));
  /* The permissions of the previous key are of no interest now. */
  g_assert_true (sees ("Check Key"));
  g_assert_false (sees ("Can connect numbers"));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (window), "Forget Key"));

  g_assert_true (
      kc_runs_check_key (runs, kc_sandbox_get_key (runs->sandbox, KC_SANDBOX_KEY_NO_CONNECT)));
  g_assert_true (is_on_page ("key"));
  g_assert_true (sees ("Cannot connect numbers"));
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  g_assert_true (is_on_page (mode == KC_MODE_QR ? "scan" : "browser"));
  close_window ();
}

/* Nothing opens by itself a second time, and the page says that the link is lost. */
static void
test_link_is_lost (KcRuns *runs, gconstpointer data)
{
  come_back (runs, KC_MODE_EMBEDDED_SIGNUP, kc_runs_get_key (runs));
  press ("Continue");
  g_assert_true (sees ("Page Closed?"));
  g_assert_false (sees ("Copy Link"));
  press ("Start Again");
  kc_test_wait_until (
      kc_session_store_get_verification_uri (kc_controller_get_session_store (runs->controller))
      != NULL);
  kc_test_wait_until (sees ("Copy Link"));
  g_assert_false (sees ("Page Closed?"));
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 2);
  close_window ();
}

static void
test_not_known_yet (KcRuns *runs, gconstpointer data)
{
  g_autofree char *session_id = NULL;

  kc_runs_turn (runs, "expires-in", "1");
  kc_runs_start (runs, kc_runs_get_key (runs));
  open_window (runs);
  session_id = kc_runs_begin (runs, KC_MODE_EMBEDDED_SIGNUP);
  kc_runs_turn (runs, "next-poll", "401*0");
  kc_test_wait_until (is_on_page ("result"));
  g_assert_true (sees ("Result Not Known Yet"));
  g_assert_false (sees ("Try Again"));
  press ("Change Access Key");
  g_assert_true (is_on_page ("key"));
  kc_runs_turn (runs, "next-poll", "off");
  g_assert_true (kc_runs_check_key (runs, kc_runs_get_key (runs)));
  kc_test_wait_until (is_on_page ("result") && sees ("Time Ran Out"));
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 1);
  close_window ();
}

/* Its time may run out while another page is shown. */
static void
test_runs_out_unseen (KcRuns *runs, gconstpointer data)
{
  const KcPendingSession *pending;
  gint64 left_ms = 1;

  kc_runs_turn (runs, "expires-in", "4");
  come_back (runs, KC_MODE_QR, kc_runs_get_key (runs));
  pending = kc_session_resumer_get_pending (kc_controller_get_resumer (runs->controller));
  g_assert_true (sees ("time to finish"));
  press ("Connect a Number");
  g_assert_true (is_on_page ("number"));
  while (left_ms > 0)
    {
      g_autoptr (KcBootTime) now = kc_boot_time_take ();

      left_ms = kc_pending_session_get_ms_left (pending, now);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_null (kc_runs_get_attempt (runs));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  kc_test_wait_until (kc_runs_get_attempt (runs) != NULL);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (runs->sandbox), ==, 1);
  close_window ();
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, data, test)                                                                      \
  g_test_add (path, KcRuns, data, kc_runs_set_up, test, kc_runs_tear_down)
  ADD ("/resume-card/is-offered-first", NULL, test_is_offered_first);
  ADD ("/resume-card/claims-nothing-before-it-was-asked", NULL,
       test_claims_nothing_before_it_was_asked);
  ADD ("/resume-card/long-name", NULL, test_long_name);
  ADD ("/resume-card/discard", NULL, test_discard);
  ADD ("/resume-card/without-a-key", NULL, test_without_a_key);
  ADD ("/resume-card/back-from-the-key-page", NULL, test_back_from_the_key_page);
  ADD ("/resume-card/with-a-bad-key", NULL, test_with_a_bad_key);
  ADD ("/resume-card/another-session-asks-first", NULL, test_another_session_asks_first);
  ADD ("/resume-card/notes-set-aside", "{", test_notes_set_aside);
  ADD ("/resume-card/key-is-wanted-in-the-browser", GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP),
       test_key_is_wanted);
  ADD ("/resume-card/key-is-wanted-with-the-phone", GINT_TO_POINTER (KC_MODE_QR),
       test_key_is_wanted);
  ADD ("/resume-card/link-is-lost", NULL, test_link_is_lost);
  ADD ("/resume-card/not-known-yet", NULL, test_not_known_yet);
  ADD ("/resume-card/runs-out-unseen", NULL, test_runs_out_unseen);
#undef ADD

  return g_test_run ();
}
