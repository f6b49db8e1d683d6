/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The question before an attempt is left: only one is open at a time, and the latest wish is
 * carried out. */

#include "kc-stop-guard.h"
#include "kc-ui-test.h"

typedef struct {
  GtkWindow *window;
  KcStopGuard *guard;
  GString *heard;
} Fixture;

static void
on_stop_cb (Fixture *fixture, gboolean then_close, const char *then_go)
{
  g_string_append_printf (fixture->heard, "stop %s %s;", then_close ? "close" : "stay",
                          then_go != NULL ? then_go : "-");
}

static void
on_hide_cb (Fixture *fixture)
{
  g_string_append (fixture->heard, "hide;");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->guard = kc_stop_guard_new (fixture->window);
  fixture->heard = g_string_new (NULL);
  g_signal_connect_swapped (fixture->guard, "stop", G_CALLBACK (on_stop_cb), fixture);
  g_signal_connect_swapped (fixture->guard, "hide", G_CALLBACK (on_hide_cb), fixture);
  gtk_window_present (fixture->window);
}

static guint
count_questions (GtkWidget **question)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (!ADW_IS_MESSAGE_DIALOG (window) || !gtk_widget_get_visible (window))
        continue;
      n++;
      if (question != NULL)
        *question = window;
    }

  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->guard);
  kc_test_wait_until (count_questions (NULL) == 0);
  gtk_window_destroy (fixture->window);
  g_string_free (fixture->heard, TRUE);
}

static void
answer (const char *label)
{
  GtkWidget *question = NULL;
  GtkWidget *button = NULL;

  g_assert_cmpuint (count_questions (&question), ==, 1);
  kc_test_wait_until ((button = kc_ui_test_find_button (question, label)) != NULL);
  g_signal_emit_by_name (button, "clicked");
  kc_test_wait_until (count_questions (NULL) == 0);
}

static void
test_latest_choice_counts (Fixture *fixture, gconstpointer data)
{
  kc_stop_guard_ask (fixture->guard, FALSE, NULL, FALSE);
  kc_stop_guard_ask (fixture->guard, FALSE, "key", FALSE);
  answer ("Stop");
  g_assert_cmpstr (fixture->heard->str, ==, "stop stay key;");

  kc_stop_guard_ask (fixture->guard, FALSE, "key", FALSE);
  kc_stop_guard_ask (fixture->guard, TRUE, NULL, FALSE);
  answer ("Stop");
  g_assert_cmpstr (fixture->heard->str, ==, "stop stay key;stop close -;");
}

/* "Quit" while the question of "Back" is open: the new question offers what the old one could not.
 */
static void
test_back_then_close (Fixture *fixture, gconstpointer data)
{
  kc_stop_guard_ask (fixture->guard, FALSE, NULL, FALSE);
  kc_stop_guard_ask (fixture->guard, TRUE, NULL, TRUE);
  answer ("Run in Background");
  g_assert_cmpstr (fixture->heard->str, ==, "hide;");

  /* And the other way round: here the window cannot be hidden. */
  kc_stop_guard_ask (fixture->guard, TRUE, NULL, TRUE);
  kc_stop_guard_ask (fixture->guard, FALSE, NULL, FALSE);
  answer ("Keep Going");
  g_assert_cmpstr (fixture->heard->str, ==, "hide;");
}

static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  kc_stop_guard_drop (fixture->guard);
  kc_stop_guard_ask (fixture->guard, TRUE, NULL, TRUE);
  kc_stop_guard_drop (fixture->guard);
  g_assert_cmpuint (count_questions (NULL), ==, 0);
  g_assert_cmpstr (fixture->heard->str, ==, "");

  /* Left open to the end: it is destroyed together with the guard. */
  kc_stop_guard_ask (fixture->guard, FALSE, "choose", FALSE);
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/stop-guard/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("latest-choice-counts", test_latest_choice_counts);
  ADD ("back-then-close", test_back_then_close);
  ADD ("dropped", test_dropped);
#undef ADD

  return g_test_run ();
}
