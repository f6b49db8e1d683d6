/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The page for several numbers. */

#include "kc-manual-clock.h"
#include "kc-page-test.h"
#include "kc-several-page.h"
#include "kc-ui-test.h"

static KcNumberList *
get_list (KcPageTest *self)
{
  return kc_number_queue_get_list (kc_controller_get_number_queue (self->controller));
}

static void
fill (KcPageTest *self, const char *text)
{
  GtkWidget *view = kc_ui_test_find (GTK_WIDGET (self->page), GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  kc_page_test_press (self, "Make a List");
}

static int
get_minimum_width (KcPageTest *self)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (self->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);

  return minimum;
}

/* A long name does not make the page wider than the narrowest window. */
static void
test_narrow (KcPageTest *self, gconstpointer data)
{
  g_autofree char *name = g_strnfill (90, 'W');

  kc_page_test_show (self, kc_several_page_new (self->controller));
  g_assert_cmpint (get_minimum_width (self), <=, 360);
  fill (self, name);
  g_assert_cmpint (get_minimum_width (self), <=, 360);
  kc_number_list_set_state (get_list (self), 0, KC_LISTED_NOT_CONNECTED, NULL,
                            "The Request Was Declined by the Other Side");
  g_assert_cmpint (get_minimum_width (self), <=, 360);
}

static void
test_skip (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_several_page_new (self->controller));
  fill (self, "Front desk\nWorkshop");
  g_assert_true (kc_page_test_sees (self, "0 of 2 numbers connected"));
  kc_page_test_press (self, "Skip");
  g_assert_true (kc_page_test_sees (self, "Skipped"));
  kc_page_test_press (self, "Workshop");
  g_assert_cmpint (kc_number_queue_get_chosen (kc_controller_get_number_queue (self->controller)),
                   ==, 1);
  g_assert_cmpstr (kc_controller_get_request (self->controller)->name, ==, "Workshop");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "number");
}

/* Only a number that was tried is tried again. */
static void
test_retry (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_several_page_new (self->controller));
  fill (self, "Front desk\nWorkshop\nKiosk");
  kc_page_test_press (self, "Skip");
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Retry"));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "Connect"));
  kc_number_list_set_state (get_list (self), 1, KC_LISTED_NOT_CONNECTED, NULL, "Time Ran Out");
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "Retry"));
  kc_page_test_press (self, "Connect");
  g_assert_cmpstr (kc_controller_get_request (self->controller)->name, ==, "Front desk");
}

/* The key has no requests left: the page says when the next number can start, and nothing fails. */
static void
test_limit (KcPageTest *self, gconstpointer data)
{
  KcRateLimiter *rate_limiter
      = kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (self->controller));
  GtkWidget *button;

  kc_rate_limiter_slow_down (rate_limiter, 300 * 1000);
  kc_page_test_show (self, kc_several_page_new (self->controller));
  fill (self, "Front desk");
  g_assert_true (kc_page_test_sees (self, "The next number can start at "));
  button = kc_ui_test_find_button (GTK_WIDGET (self->page), "Front desk");
  g_assert_false (gtk_widget_is_sensitive (button));
  kc_clock_advance (self->clock, 300 * 1000);
  g_assert_false (kc_page_test_sees (self, "The next number can start at "));
  g_assert_true (gtk_widget_is_sensitive (button));
}

/* If there are more numbers than the limit allows in an hour, the page says so before the first
 * begins. */
static void
test_long_list (KcPageTest *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < KC_NUMBER_LIST_MAX; i++)
    g_string_append_printf (text, "Shop %u\n", i);
  kc_page_test_show (self, kc_several_page_new (self->controller));
  fill (self, text->str);
  g_assert_true (kc_page_test_sees (self, "1,000 requests an hour"));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Add Numbers"));
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/several-page/narrow", NULL, test_narrow);
  kc_page_test_add ("/several-page/skip", NULL, test_skip);
  kc_page_test_add ("/several-page/retry", NULL, test_retry);
  kc_page_test_add ("/several-page/limit", NULL, test_limit);
  kc_page_test_add ("/several-page/long-list", NULL, test_long_list);

  return g_test_run ();
}
