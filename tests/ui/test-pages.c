/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What all pages have in common, and the welcome page. */

#include "kc-browser-page.h"
#include "kc-manual-clock.h"
#include "kc-page-test.h"
#include "kc-result-page.h"
#include "kc-scan-page.h"
#include "kc-ui-test.h"
#include "kc-welcome-page.h"

/* The list waits for the rate limit of the key like every request, and the page says so. */
static void
test_welcome_waits_for_the_rate_limiter (KcPageTest *self, gconstpointer data)
{
  kc_rate_limiter_slow_down (kc_key_manager_get_rate_limiter (
                                 kc_controller_get_key_manager (self->controller)),
                             300 * 1000);
  kc_page_test_show (self, kc_welcome_page_new (self->controller));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, "Too many requests"));
  kc_clock_advance (self->clock, 300 * 1000);
  kc_test_wait_until (!kc_page_test_sees (self, "Too many requests"));
}

static void
assert_fits (GtkWidget *page)
{
  int minimum;

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%s: %d px", G_OBJECT_TYPE_NAME (page), minimum);
  g_assert_cmpint (minimum, <=, 360);
}

/* 360 px, as on a phone, and text at 200 %. */
static void
test_pages_fit_a_narrow_window (KcPageTest *self, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *holder = adw_bin_new ();

  self->window = kc_ui_test_show (holder, 360, 700);
  for (int times = 1; times <= 2; times++)
    {
      GtkWidget *pages[] = {
          kc_browser_page_new (self->controller),
          kc_scan_page_new (self->controller),
          kc_result_page_new (self->controller),
      };

      g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * times, NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
        {
          adw_bin_set_child (ADW_BIN (holder), pages[i]);
          kc_ui_test_settle (holder);
          assert_fits (pages[i]);
          adw_bin_set_child (ADW_BIN (holder), NULL);
        }
    }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/welcome-page/waits-for-the-rate-limit", NULL,
                    test_welcome_waits_for_the_rate_limiter);
  kc_page_test_add ("/pages/fit-a-narrow-window", NULL, test_pages_fit_a_narrow_window);

  return g_test_run ();
}
