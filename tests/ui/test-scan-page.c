/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The page with the QR code. */

#include "kc-manual-clock.h"
#include "kc-page-test.h"
#include "kc-scan-page.h"
#include "kc-step-row.h"
#include "kc-ui-test.h"

static gboolean
is_first_step_done (KcPageTest *self)
{
  gboolean done;

  g_object_get (kc_ui_test_find (GTK_WIDGET (self->page), KC_TYPE_STEP_ROW), "done", &done, NULL);

  return done;
}

static gboolean
is_help_offered (KcPageTest *self)
{
  return gtk_revealer_get_reveal_child (
      GTK_REVEALER (kc_ui_test_find (GTK_WIDGET (self->page), GTK_TYPE_REVEALER)));
}

static GBytes *
get_shown_text (KcPageTest *self)
{
  GBytes *text;

  g_object_get (kc_page_test_get_code (self), "text", &text, NULL);

  return text;
}

static void
test_scan_shows_the_newest_code (KcPageTest *self, gconstpointer data)
{
  KcAttempt *attempt;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  kc_page_test_begin_scanning (self);
  attempt = kc_controller_get_attempt (self->controller);
  g_assert_true (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  first = get_shown_text (self);
  g_assert_true (g_bytes_equal (first, kc_attempt_get_code (attempt)));

  kc_page_test_turn (self, "advance", "61");
  kc_test_wait_until (!g_bytes_equal (first, kc_attempt_get_code (attempt)));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  second = get_shown_text (self);
  g_assert_true (g_bytes_equal (second, kc_attempt_get_code (attempt)));
}

static void
on_counted_cb (guint *count)
{
  *count += 1;
}

/* Of codes that come faster than frames, not every one is drawn; and a new code is one change. */
static void
test_scan_draws_once_a_frame (KcPageTest *self, gconstpointer data)
{
  KcAttempt *attempt;
  guint n_codes = 0, n_drawn = 0;

  kc_page_test_turn (self, "code-life", "1,1");
  kc_page_test_begin_scanning (self);
  attempt = kc_controller_get_attempt (self->controller);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_signal_connect_swapped (attempt, "notify::code", G_CALLBACK (on_counted_cb), &n_codes);
  g_signal_connect_swapped (kc_page_test_get_code (self), "notify::text",
                            G_CALLBACK (on_counted_cb), &n_drawn);
  kc_page_test_turn (self, "advance", "60");
  kc_test_wait_until (n_codes >= 60);
  g_assert_cmpuint (n_drawn, <, 30);
  kc_test_wait_until (n_drawn > 0);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  {
    g_autoptr (GBytes) shown = get_shown_text (self);

    g_assert_true (g_bytes_equal (shown, kc_attempt_get_code (attempt)));
  }
  g_signal_handlers_disconnect_by_func (attempt, on_counted_cb, &n_codes);
  g_signal_handlers_disconnect_by_func (kc_page_test_get_code (self), on_counted_cb, &n_drawn);
}

/* When the stream is lost, the code is covered until a live one arrives. */
static void
test_scan_covers_a_stale_code (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "stream-drop", "1*1");
  kc_page_test_show (self, kc_scan_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_QR, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_SCANNING
                      && kc_attempt_get_code (kc_controller_get_attempt (self->controller))
                             != NULL);
  kc_page_test_turn (self, "next-stream", "500*0");
  kc_page_test_turn (self, "advance", "61");
  kc_test_wait_until (kc_page_test_sees (self, "Getting a New Code…"));
  g_assert_false (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  g_assert_false (
      gtk_widget_is_sensitive (kc_ui_test_find_button (GTK_WIDGET (self->page), "Pretend Phone")));

  kc_page_test_turn (self, "next-stream", "off");
  for (int i = 0; i < 60 && !kc_qr_code_is_shown (kc_page_test_get_code (self)); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  g_assert_false (kc_page_test_sees (self, "Getting a New Code…"));
}

/* Codes have stopped coming on a stream that stays open: 20 s after the last one was covered, a new
 * session is offered. */
static void
test_scan_offers_a_new_code (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcAttempt) first = NULL;
  gint64 covered_at = 0;

  kc_page_test_begin_scanning (self);
  first = g_object_ref (kc_controller_get_attempt (self->controller));
  kc_page_test_turn (self, "stream-stale", "on");
  for (int i = 0; i < 120 && kc_qr_code_is_shown (kc_page_test_get_code (self)); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_false (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  g_assert_true (kc_page_test_sees (self, "Getting a New Code…"));

  covered_at = kc_clock_get_now (self->clock);
  while (!kc_page_test_sees (self, "No New Code Yet"))
    {
      g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Show a New Code"));
      g_assert_cmpint (kc_clock_get_now (self->clock) - covered_at, <, 40000);
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_cmpint (kc_clock_get_now (self->clock) - covered_at, >=, 19000);
  g_assert_true (kc_controller_get_attempt (self->controller) == first);

  kc_page_test_turn (self, "stream-stale", "off");
  gtk_widget_grab_focus (kc_ui_test_find_button (GTK_WIDGET (self->page), "Show a New Code"));
  kc_page_test_press (self, "Show a New Code");
  g_assert_true (kc_controller_get_attempt (self->controller) != first);
  g_assert_cmpint (kc_attempt_get_state (first), ==, KC_ATTEMPT_CANCELLED);
  kc_test_wait_until (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Show a New Code"));
  /* It went with the button's focus to what is to be scanned. */
  g_assert_true (
      gtk_widget_is_ancestor (gtk_window_get_focus (self->window), GTK_WIDGET (self->page)));
}

/* A silent stream: in the end the page says what to do. Nothing is animated meanwhile, so that the
 * computer can save power. */
static void
test_scan_without_codes (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "stream-silence", "on");
  kc_page_test_show (self, kc_scan_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_QR, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_SCANNING);
  g_assert_true (kc_page_test_sees (self, "Getting a Code…"));
  g_assert_true (kc_page_test_sees (self, "It appears here in a moment."));
  g_assert_null (kc_ui_test_find (GTK_WIDGET (self->page), GTK_TYPE_SPINNER));

  kc_clock_advance (self->clock, 19000);
  g_assert_false (kc_page_test_sees (self, "WhatsApp sends no code"));
  kc_clock_advance (self->clock, 1500);
  kc_test_wait_until (kc_page_test_sees (self, "WhatsApp sends no code right now."));

  /* A code that arrives after all. */
  kc_page_test_turn (self, "stream-silence", "off");
  kc_page_test_turn (self, "advance", "61");
  for (int i = 0; i < 120 && !kc_qr_code_is_shown (kc_page_test_get_code (self)); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  g_assert_false (kc_page_test_sees (self, "WhatsApp sends no code"));
}

static void
test_scan_links (KcPageTest *self, gconstpointer data)
{
  GtkWidget *code;
  graphene_rect_t before, after;

  kc_page_test_turn (self, "scan-outcome", "nothing");
  kc_page_test_begin_scanning (self);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  code = GTK_WIDGET (kc_page_test_get_code (self));
  g_assert_true (gtk_widget_compute_bounds (code, GTK_WIDGET (self->page), &before));
  g_assert_true (kc_page_test_sees (self, "Scan the Code"));
  g_assert_false (is_first_step_done (self));
  kc_page_test_press (self, "Pretend Phone: Scan This Code");
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_LINKING);
  g_assert_false (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  g_assert_true (kc_page_test_sees (self, "Look at Your Phone"));
  g_assert_true (kc_page_test_sees (self, "Phone Scanned"));
  g_assert_true (kc_page_test_sees (self, "Keep WhatsApp open"));
  /* The steps are ticked, and then make room. */
  g_assert_true (is_first_step_done (self));
  g_assert_false (kc_page_test_sees (self, "Confirm if the phone asks"));
  kc_clock_advance (self->clock, 3500);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, "Confirm if the phone asks"));
  /* Nothing moves. */
  g_assert_true (gtk_widget_compute_bounds (code, GTK_WIDGET (self->page), &after));
  g_assert_true (graphene_rect_equal (&before, &after));

  kc_clock_advance (self->clock, 38000);
  g_assert_false (is_help_offered (self));
  kc_clock_advance (self->clock, 4000);
  g_assert_true (is_help_offered (self));
  g_assert_true (kc_page_test_sees (self, "This takes longer than usual."));
}

/* Nobody scans the code for a minute and a half: perhaps the phone shows a message. */
static void
test_scan_offers_help (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "code-life", "290,20");
  kc_page_test_begin_scanning (self);
  kc_clock_advance (self->clock, 85000);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_false (is_help_offered (self));
  /* What a clock that was set forward interrupted is repeated first. */
  for (int i = 0; i < 30 && !is_help_offered (self); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (is_help_offered (self));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "See What It Means"));
}

/* While Keebai is not reached, the phone cannot explain the wait. */
static void
test_scan_offers_no_help_without_keebai (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "stream-drop", "1*1");
  kc_page_test_show (self, kc_scan_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_QR, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_SCANNING);
  kc_page_test_turn (self, "next-stream", "500*0");
  kc_page_test_turn (self, "next-poll", "500*0");
  for (int i = 0; i < 10; i++)
    {
      kc_clock_advance (self->clock, 10000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  kc_test_wait_until (kc_attempt_get_connectivity (kc_controller_get_attempt (self->controller))
                      != KC_CONNECTIVITY_LIVE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_false (is_help_offered (self));
}

static gboolean
keeps_awake (KcPageTest *self)
{
  gboolean keeps_awake;

  g_object_get (self->page, "keeps-awake", &keeps_awake, NULL);

  return keeps_awake;
}

/* The screen stays on while there is a code to scan on it, and no longer. */
static void
test_scan_keeps_the_screen_awake (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "scan-outcome", "nothing");
  kc_page_test_show (self, kc_scan_page_new (self->controller));
  g_assert_false (keeps_awake (self));
  kc_page_test_begin (self, KC_MODE_QR, FALSE);
  g_assert_false (keeps_awake (self));
  kc_test_wait_until (kc_qr_code_is_shown (kc_page_test_get_code (self)));
  g_assert_true (keeps_awake (self));

  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  g_assert_false (keeps_awake (self));
  gtk_window_present (self->window);
  kc_test_wait_until (keeps_awake (self));

  kc_page_test_press (self, "Pretend Phone: Scan This Code");
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_LINKING);
  g_assert_false (keeps_awake (self));
}

static void
test_scan_fills_the_window (KcPageTest *self, gconstpointer data)
{
  KcQrCode *code;
  int width;

  kc_page_test_begin_scanning (self);
  code = kc_page_test_get_code (self);
  width = gtk_widget_get_width (GTK_WIDGET (code));
  g_assert_false (kc_page_go_back (self->page));
  g_signal_emit_by_name (code, "activated");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (code)));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  {
    GtkWidget *focus = gtk_window_get_focus (self->window);

    g_assert_true (KC_IS_QR_CODE (focus));
    g_assert_true (kc_qr_code_is_shown (KC_QR_CODE (focus)));
    g_assert_cmpint (gtk_widget_get_width (focus), >, width);
  }
  /* Escape and Back shrink it again, and stop nothing. */
  g_assert_true (kc_page_go_back (self->page));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (code)));
  g_assert_cmpint (kc_page_test_get_state (self), ==, KC_ATTEMPT_SCANNING);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/scan-page/shows-the-newest-code", NULL, test_scan_shows_the_newest_code);
  kc_page_test_add ("/scan-page/offers-a-new-code", NULL, test_scan_offers_a_new_code);
  kc_page_test_add ("/scan-page/covers-a-stale-code", NULL, test_scan_covers_a_stale_code);
  kc_page_test_add ("/scan-page/without-codes", NULL, test_scan_without_codes);
  kc_page_test_add ("/scan-page/links", NULL, test_scan_links);
  kc_page_test_add ("/scan-page/draws-once-a-frame", NULL, test_scan_draws_once_a_frame);
  kc_page_test_add ("/scan-page/offers-help", NULL, test_scan_offers_help);
  kc_page_test_add ("/scan-page/offers-help/not-without-keebai", NULL,
                    test_scan_offers_no_help_without_keebai);
  kc_page_test_add ("/scan-page/keeps-the-screen-awake", NULL, test_scan_keeps_the_screen_awake);
  kc_page_test_add ("/scan-page/fills-the-window", NULL, test_scan_fills_the_window);

  return g_test_run ();
}
