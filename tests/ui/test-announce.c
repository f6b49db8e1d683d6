/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a screen reader says without being asked. Before GTK 4.14, and in tests, that is the
 * description of the widget that has the focus. */

#include "kc-a11y.h"
#include "kc-announce.h"
#include "kc-browser-page.h"
#include "kc-manual-clock.h"
#include "kc-page-test.h"
#include "kc-toast.h"
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
assert_says_nothing (GtkWindow *window)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (gtk_window_get_focus (window)),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
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

  /* It disappeared before anybody could have read it. */
  gtk_label_set_label (GTK_LABEL (status), "For a moment");
  gtk_widget_set_visible (status, FALSE);
  assert_said (window, "Its own");

  /* When the focus moves on, it does not take the description along. */
  gtk_widget_grab_focus (other);
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (other),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  gtk_widget_grab_focus (button);
  assert_said (window, "Its own");

  /* What is not visible is not said; what becomes visible is. */
  gtk_widget_set_visible (status, FALSE);
  gtk_label_set_label (GTK_LABEL (status), "Ended.");
  assert_said (window, "Its own");
  gtk_widget_set_visible (status, TRUE);
  kc_ui_test_settle (box);
  assert_said (window, "Ended.");

  kc_ui_test_close (window);
}

/* For assistive technology, the entry has the focus, and not the text in it. */
static void
test_while_typing (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entries[] = {gtk_password_entry_new (), gtk_search_entry_new ()};
  GtkWidget *button = gtk_button_new_with_label ("First");
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), button);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_box_append (GTK_BOX (box), entries[i]);
  kc_a11y_watch (box);
  window = kc_ui_test_show (box, 300, 300);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      gtk_widget_grab_focus (entries[i]);
      kc_announce (button, "Checking…");
      while (g_main_context_iteration (NULL, FALSE))
        ;
      gtk_test_accessible_assert_property (entries[i], GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                           "Checking…");
    }
  gtk_widget_grab_focus (button);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (entries[i]),
                                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));

  kc_ui_test_close (window);
}

/* Somebody who asks later is not told what no longer applies. */
static void
test_goes_with_what_it_says (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_label ("First");
  GtkWidget *status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                                    "label", "Checking…", NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), status);
  gtk_box_append (GTK_BOX (box), row);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  kc_a11y_watch (box);
  window = kc_ui_test_show (overlay, 300, 300);
  gtk_widget_grab_focus (button);
  assert_said (window, "Checking…");
  gtk_widget_set_visible (status, FALSE);
  assert_says_nothing (window);

  gtk_widget_set_visible (status, TRUE);
  kc_ui_test_settle (box);
  assert_said (window, "Checking…");
  gtk_label_set_label (GTK_LABEL (status), " ");
  assert_says_nothing (window);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Saved");
  kc_announce (row, "Saved");
  assert_said (window, "Saved");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Kept");
  assert_says_nothing (window);

  kc_toast_show (ADW_TOAST_OVERLAY (overlay), "Salt & pepper");
  assert_said (window, "Salt & pepper");
  g_assert_true (kc_ui_test_sees (overlay, "Salt & pepper"));
  /* Of a toast, the button that closes it comes last. */
  g_signal_emit_by_name (gtk_widget_get_last_child (gtk_widget_get_last_child (overlay)),
                         "clicked");
  assert_says_nothing (window);

  kc_ui_test_close (window);
}

/* At 5 minutes, 1 minute, 30 seconds and the end, and never every second. Who asks later is not
 * told how much time there was. */
static void
test_time (KcPageTest *self, gconstpointer data)
{
  static const struct {
    int seconds;
    const char *said;
  } steps[] = {
      {590, "Waiting"},        {300, "5 minutes left"}, {200, NULL},
      {60, "1 minute left"},   {59, "1 minute left"},   {31, NULL},
      {30, "30 seconds left"}, {29, "30 seconds left"}, {1, NULL},
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
      /* It updates as soon as anything changes. */
      g_object_notify (G_OBJECT (attempt), "state");
      if (steps[i].said != NULL)
        assert_said (self->window, steps[i].said);
      else
        assert_says_nothing (self->window);
    }
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);
  g_test_add_func ("/announce/once-and-together", test_said_once_and_together);
  g_test_add_func ("/announce/while-typing", test_while_typing);
  g_test_add_func ("/announce/goes-with-what-it-says", test_goes_with_what_it_says);
  kc_page_test_add ("/announce/time", NULL, test_time);

  return g_test_run ();
}
