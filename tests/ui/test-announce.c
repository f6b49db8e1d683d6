/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a screen reader says by itself. Before GTK 4.14, and in tests, that is the description of
 * the widget that has the focus. */

#include "kc-a11y.h"
#include "kc-announce.h"
#include "kc-browser-page.h"
#include "kc-manual-clock.h"
#include "kc-page-test.h"
#include "kc-ui-test.h"

static void
assert_said (GtkWindow *window, const char *text)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  g_assert_nonnull (focus);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_test_accessible_assert_property (focus, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text);
}

static void
test_said_once_and_together (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_label ("First");
  GtkWidget *other = gtk_button_new_with_label ("Second");
  GtkWidget *status
      = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  GtkWindow *window;

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  "Its own", -1);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), other);
  gtk_box_append (GTK_BOX (box), status);
  kc_a11y_watch (box);
  window = kc_ui_test_show (box, 300, 300);
  gtk_widget_grab_focus (button);
  assert_said (window, "Its own");

  gtk_label_set_label (GTK_LABEL (status), "Waiting…");
  kc_announce (button, "2 of 3");
  kc_announce (other, "2 of 3");
  kc_announce (box, "Doing it");
  kc_announce (box, "Done.");
  kc_announce (box, " ");
  assert_said (window, "Waiting… 2 of 3. Done.");

  /* It was out of sight before anybody could have read it. */
  gtk_label_set_label (GTK_LABEL (status), "For a moment");
  gtk_widget_set_visible (status, FALSE);
  assert_said (window, "Waiting… 2 of 3. Done.");

  /* The focus moves on, and takes nothing along. */
  gtk_widget_grab_focus (other);
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (other),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  gtk_widget_grab_focus (button);
  assert_said (window, "Its own");

  /* What cannot be seen is not said; what comes into sight is. */
  gtk_widget_set_visible (status, FALSE);
  gtk_label_set_label (GTK_LABEL (status), "Ended.");
  assert_said (window, "Its own");
  gtk_widget_set_visible (status, TRUE);
  kc_ui_test_settle (box);
  assert_said (window, "Ended.");

  kc_ui_test_close (window);
}

/* At 5 minutes, 1 minute, 30 seconds and the end, and never every second. */
static void
test_time (KcPageTest *self, gconstpointer data)
{
  static const struct {
    int seconds;
    const char *said;
  } steps[] = {
      {590, "Waiting"},        {300, "5 minutes left"}, {299, "5 minutes left"},
      {200, "5 minutes left"}, {60, "1 minute left"},   {59, "1 minute left"},
      {31, "1 minute left"},   {30, "30 seconds left"}, {29, "30 seconds left"},
      {1, "30 seconds left"},
  };
  int left;

  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  kc_page_focus_heading (self->page);
  kc_announce (GTK_WIDGET (self->page), "Waiting");
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      KcAttempt *attempt = kc_controller_get_attempt (self->controller);

      left = kc_attempt_get_seconds_left (attempt);
      kc_clock_advance (self->clock, (left - steps[i].seconds) * 1000);
      /* It looks as soon as anything changes. */
      g_object_notify (G_OBJECT (attempt), "state");
      assert_said (self->window, steps[i].said);
    }
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);
  g_test_add_func ("/announce/once-and-together", test_said_once_and_together);
  kc_page_test_add ("/announce/time", NULL, test_time);

  return g_test_run ();
}
