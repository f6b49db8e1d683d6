/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The pages of an attempt, over the practice service. They have nothing of their own to decide: a
 * test brings the attempt into a state and looks at what stands on the page. */

#include "kc-browser-page.h"
#include "kc-copy-button.h"
#include "kc-countdown.h"
#include "kc-error-view.h"
#include "kc-manual-clock.h"
#include "kc-phone-format.h"
#include "kc-qr-code.h"
#include "kc-result-page.h"
#include "kc-scan-page.h"
#include "kc-step-row.h"
#include "kc-welcome-page.h"
#include "kc-ui-test.h"

#include <string.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  GtkWindow *window;
  KcPage *page;
} Fixture;

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (KcKeyring) keyring = kc_keyring_new ();
  g_autoptr (GError) error = NULL;

  self->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (self->sandbox, 0, &error));
  g_assert_no_error (error);
  self->clock = kc_clock_new_manual ();
  self->controller = kc_controller_new (kc_sandbox_get_base_url (self->sandbox), NULL,
                                        self->sandbox, keyring, self->clock);
  kc_controller_look_for_key (self->controller);
  kc_test_wait_until (kc_key_manager_get_client (kc_controller_get_key_manager (self->controller))
                      != NULL);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    kc_ui_test_close (self->window);
  kc_controller_close (self->controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->controller);
  g_clear_object (&self->clock);
  g_clear_object (&self->sandbox);
}

static void
turn_knob (Fixture *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, name, value, &error);
  g_assert_no_error (error);
}

static void
show (Fixture *self, GtkWidget *page)
{
  self->page = KC_PAGE (page);
  self->window = kc_ui_test_show (page, 700, 800);
  kc_page_shown (self->page);
}

static void
begin (Fixture *self, KcMode mode, gboolean coexistence)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  request->coexistence = coexistence;
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
}

static KcAttemptState
get_state (Fixture *self)
{
  return kc_attempt_get_state (kc_controller_get_attempt (self->controller));
}

static gboolean
sees (Fixture *self, const char *text)
{
  return kc_ui_test_sees (GTK_WIDGET (self->page), text);
}

static void
press (Fixture *self, const char *label)
{
  GtkWidget *button = kc_ui_test_find_button (GTK_WIDGET (self->page), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static int
get_natural_height (Fixture *self)
{
  int natural;

  gtk_widget_measure (GTK_WIDGET (self->page), GTK_ORIENTATION_VERTICAL, 700, NULL, &natural, NULL,
                      NULL);

  return natural;
}

/* --- the welcome page ------------------------------------------------------------------------- */

/* The list waits for the budget of the key as everything does, and says so. */
static void
test_welcome_waits_for_the_rate_limiter (Fixture *self, gconstpointer data)
{
  kc_rate_limiter_slow_down (kc_key_manager_get_rate_limiter (
                                 kc_controller_get_key_manager (self->controller)),
                             300 * 1000);
  show (self, kc_welcome_page_new (self->controller));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, "Too many requests"));
  kc_clock_advance (self->clock, 300 * 1000);
  kc_test_wait_until (!sees (self, "Too many requests"));
}

/* --- the browser page ------------------------------------------------------------------------- */

/* Buttons in blue that can be seen. */
static guint
count_suggested (GtkWidget *root)
{
  guint n = GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root)
            && gtk_widget_has_css_class (root, "suggested-action");

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_suggested (child);

  return n;
}

static void
test_browser_without_attempt (Fixture *self, gconstpointer data)
{
  show (self, kc_browser_page_new (self->controller));
  g_assert_true (sees (self, "Getting the link from Keebai"));
  g_assert_false (
      gtk_widget_is_sensitive (kc_ui_test_find_button (GTK_WIDGET (self->page), "Copy Link")));
}

static void
test_browser_waits (Fixture *self, gconstpointer data)
{
  int height;

  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  g_assert_cmpint (get_state (self), ==, KC_ATTEMPT_STARTING);
  height = get_natural_height (self);
  g_assert_true (sees (self, "Getting the link from Keebai"));

  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_true (sees (self, "Waiting for you to finish"));
  g_assert_true (sees (self, "15 minutes left"));
  g_assert_true (sees (self, "Enter the phone number"));
  g_assert_false (sees (self, "Confirm in the WhatsApp Business app"));
  /* Nothing jumps when the link is there. */
  g_assert_cmpint (get_natural_height (self), ==, height);
  g_assert_true (gtk_widget_is_sensitive (
      kc_ui_test_find_button (GTK_WIDGET (self->page), "Open Page Again")));
}

/* A start that was surely not carried out is no end: the page says what it waits for. */
static void
test_browser_start_waits (Fixture *self, gconstpointer data)
{
  show (self, kc_browser_page_new (self->controller));
  turn_knob (self, "next-start", "503");
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_attempt_get_connectivity (kc_controller_get_attempt (self->controller))
                      != KC_CONNECTIVITY_LIVE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_cmpint (get_state (self), ==, KC_ATTEMPT_STARTING);
  g_assert_true (sees (self, "down for maintenance"));
  g_assert_true (sees (self, "Trying again"));
  kc_clock_advance (self->clock, 1500);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_false (sees (self, "down for maintenance"));
}

/* There is no browser in the test's desktop: the page says so, and the link stands there. */
static void
test_browser_not_opened (Fixture *self, gconstpointer data)
{
  const char *link;

  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (sees (self, "Browser Not Opened"));
  link = kc_attempt_get_verification_uri (kc_controller_get_attempt (self->controller));
  g_assert_true (sees (self, link));

  /* It is gone with the attempt. */
  g_autofree char *kept = g_strdup (link);
  kc_controller_cancel (self->controller);
  g_assert_false (sees (self, "Browser Not Opened"));
  g_assert_false (sees (self, kept));
}

/* What happened stands in the place of the primary button: one blue button, one message. */
static void
test_browser_not_opened_replaces_the_button (Fixture *self, gconstpointer data)
{
  GtkWidget *button;

  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (sees (self, "Browser Not Opened"));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_cmpuint (count_suggested (GTK_WIDGET (self->page)), ==, 1);
  button = kc_ui_test_find_button (GTK_WIDGET (self->page), "Open Page Again");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (button), "card"));
  g_assert_true (sees (self, "Copy this link"));
}

/* Somebody else is the admin: nothing opens by itself, and mail comes first. */
static void
test_browser_hand_over (Fixture *self, gconstpointer data)
{
  GtkWidget *button;

  kc_controller_set_hand_over (self->controller, TRUE);
  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_false (sees (self, "Browser Not Opened"));
  g_assert_true (sees (self, "Waiting for your admin"));
  button = kc_ui_test_find_button (GTK_WIDGET (self->page), "Send by Mail");
  g_assert_true (gtk_widget_has_css_class (button, "suggested-action"));
  /* Practice has a link that nobody else can open. */
  g_assert_true (sees (self, "on this computer only"));

  /* There is no browser in the test's desktop. */
  press (self, "Open Page Here");
  kc_test_wait_until (sees (self, "Browser Not Opened"));
}

/* The picture gives its place to the steps in a narrow window. */
static void
test_browser_art (Fixture *self, gconstpointer data)
{
  GtkWidget *page = kc_browser_page_new (self->controller);
  GtkWidget *art = kc_ui_test_find (page, GTK_TYPE_IMAGE);

  show (self, page);
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (art)), ==, "keebai-art-browser");
  g_assert_true (gtk_widget_get_visible (art));
  kc_ui_test_close (self->window);

  page = kc_browser_page_new (self->controller);
  art = kc_ui_test_find (page, GTK_TYPE_IMAGE);
  self->window = kc_ui_test_show (page, 360, 700);
  kc_test_wait_until (!gtk_widget_get_visible (art));
}

static void
test_browser_copies_only_on_request (Fixture *self, gconstpointer data)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;

  gdk_clipboard_set_text (clipboard, "mine");
  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  g_value_init (&value, G_TYPE_STRING);
  content = gdk_clipboard_get_content (clipboard);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "mine");

  press (self, "Copy Link");
  g_assert_cmpstr (kc_ui_test_get_toast (self->window), ==, "Copied");
  content = gdk_clipboard_get_content (clipboard);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==,
                   kc_attempt_get_verification_uri (kc_controller_get_attempt (self->controller)));
}

static void
test_browser_shows_link_as_code (Fixture *self, gconstpointer data)
{
  GtkWidget *code;

  show (self, kc_browser_page_new (self->controller));
  code = kc_ui_test_find (GTK_WIDGET (self->page), KC_TYPE_QR_CODE);
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
  g_assert_false (kc_page_go_back (self->page));

  press (self, "Show as QR Code");
  kc_ui_test_settle (code);
  g_assert_true (kc_qr_code_is_shown (KC_QR_CODE (code)));
  /* No one shall take it for the code of WhatsApp. */
  g_assert_true (sees (self, "not a code for WhatsApp"));
  g_assert_true (kc_page_go_back (self->page));
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));

  press (self, "Show as QR Code");
  kc_controller_cancel (self->controller);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
}

static void
test_browser_coexistence (Fixture *self, gconstpointer data)
{
  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, TRUE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, "Confirm in the WhatsApp Business app"));
  g_assert_false (sees (self, "Enter the phone number"));
}

static void
test_browser_trouble (Fixture *self, gconstpointer data)
{
  show (self, kc_browser_page_new (self->controller));
  turn_knob (self, "next-poll", "500*0");
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_false (sees (self, "Trying again"));
  kc_clock_advance (self->clock, 6000);
  kc_test_wait_until (sees (self, "Trying again"));
  /* Over the state that goes on. */
  g_assert_true (sees (self, "Waiting for you to finish"));

  turn_knob (self, "next-poll", "off");
  kc_clock_advance (self->clock, 60000);
  kc_test_wait_until (!sees (self, "Trying again"));
}

/* --- the scan page ---------------------------------------------------------------------------- */

static KcQrCode *
get_code (Fixture *self)
{
  return KC_QR_CODE (kc_ui_test_find (GTK_WIDGET (self->page), KC_TYPE_QR_CODE));
}

static void
begin_scanning (Fixture *self)
{
  show (self, kc_scan_page_new (self->controller));
  begin (self, KC_MODE_QR, FALSE);
  g_assert_true (sees (self, "Getting a Code…"));
  kc_test_wait_until (kc_qr_code_is_shown (get_code (self)));
}

static gboolean
is_first_step_done (Fixture *self)
{
  gboolean done;

  g_object_get (kc_ui_test_find (GTK_WIDGET (self->page), KC_TYPE_STEP_ROW), "done", &done, NULL);

  return done;
}

static gboolean
is_help_offered (Fixture *self)
{
  return gtk_revealer_get_reveal_child (
      GTK_REVEALER (kc_ui_test_find (GTK_WIDGET (self->page), GTK_TYPE_REVEALER)));
}

static GBytes *
get_shown_text (Fixture *self)
{
  GBytes *text;

  g_object_get (get_code (self), "text", &text, NULL);

  return text;
}

static void
test_scan_shows_the_newest_code (Fixture *self, gconstpointer data)
{
  KcAttempt *attempt;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  begin_scanning (self);
  attempt = kc_controller_get_attempt (self->controller);
  g_assert_true (kc_qr_code_is_shown (get_code (self)));
  first = get_shown_text (self);
  g_assert_true (g_bytes_equal (first, kc_attempt_get_code (attempt)));

  turn_knob (self, "advance", "61");
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

/* Codes that come faster than frames are not all drawn, and a code that comes is one change. */
static void
test_scan_draws_once_a_frame (Fixture *self, gconstpointer data)
{
  KcAttempt *attempt;
  guint n_codes = 0, n_drawn = 0;

  turn_knob (self, "code-life", "1,1");
  begin_scanning (self);
  attempt = kc_controller_get_attempt (self->controller);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_signal_connect_swapped (attempt, "notify::code", G_CALLBACK (on_counted_cb), &n_codes);
  g_signal_connect_swapped (get_code (self), "notify::text", G_CALLBACK (on_counted_cb), &n_drawn);
  turn_knob (self, "advance", "60");
  kc_test_wait_until (n_codes >= 60);
  g_assert_cmpuint (n_drawn, <, 30);
  kc_test_wait_until (n_drawn > 0);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  {
    g_autoptr (GBytes) shown = get_shown_text (self);

    g_assert_true (g_bytes_equal (shown, kc_attempt_get_code (attempt)));
  }
  g_signal_handlers_disconnect_by_func (attempt, on_counted_cb, &n_codes);
  g_signal_handlers_disconnect_by_func (get_code (self), on_counted_cb, &n_drawn);
}

/* A stream that is lost: the code is covered until a live one is there. */
static void
test_scan_covers_a_stale_code (Fixture *self, gconstpointer data)
{
  turn_knob (self, "stream-drop", "1*1");
  show (self, kc_scan_page_new (self->controller));
  begin (self, KC_MODE_QR, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_SCANNING
                      && kc_attempt_get_code (kc_controller_get_attempt (self->controller))
                             != NULL);
  turn_knob (self, "next-stream", "500*0");
  turn_knob (self, "advance", "61");
  kc_test_wait_until (sees (self, "Getting a New Code…"));
  g_assert_false (kc_qr_code_is_shown (get_code (self)));
  g_assert_false (
      gtk_widget_is_sensitive (kc_ui_test_find_button (GTK_WIDGET (self->page), "Pretend Phone")));

  turn_knob (self, "next-stream", "off");
  for (int i = 0; i < 60 && !kc_qr_code_is_shown (get_code (self)); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (kc_qr_code_is_shown (get_code (self)));
  g_assert_false (sees (self, "Getting a New Code…"));
}

/* A stream that says nothing: in the end the person is told what to do. Nothing moves meanwhile, so
 * that the computer may sleep. */
static void
test_scan_without_codes (Fixture *self, gconstpointer data)
{
  turn_knob (self, "stream-silence", "on");
  show (self, kc_scan_page_new (self->controller));
  begin (self, KC_MODE_QR, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_SCANNING);
  g_assert_true (sees (self, "Getting a Code…"));
  g_assert_true (sees (self, "It appears here in a moment."));
  g_assert_null (kc_ui_test_find (GTK_WIDGET (self->page), GTK_TYPE_SPINNER));

  kc_clock_advance (self->clock, 19000);
  g_assert_false (sees (self, "WhatsApp sends no code"));
  kc_clock_advance (self->clock, 1500);
  kc_test_wait_until (sees (self, "WhatsApp sends no code right now."));

  /* One that comes after all. */
  turn_knob (self, "stream-silence", "off");
  turn_knob (self, "advance", "61");
  for (int i = 0; i < 120 && !kc_qr_code_is_shown (get_code (self)); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (kc_qr_code_is_shown (get_code (self)));
  g_assert_false (sees (self, "WhatsApp sends no code"));
}

static void
test_scan_links (Fixture *self, gconstpointer data)
{
  GtkWidget *code;
  graphene_rect_t before, after;

  turn_knob (self, "scan-outcome", "nothing");
  begin_scanning (self);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  code = GTK_WIDGET (get_code (self));
  g_assert_true (gtk_widget_compute_bounds (code, GTK_WIDGET (self->page), &before));
  g_assert_true (sees (self, "Scan the Code"));
  g_assert_false (is_first_step_done (self));
  press (self, "Pretend Phone: Scan This Code");
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_LINKING);
  g_assert_false (kc_qr_code_is_shown (get_code (self)));
  g_assert_true (sees (self, "Look at Your Phone"));
  g_assert_true (sees (self, "Phone Scanned"));
  g_assert_true (sees (self, "Keep WhatsApp open"));
  /* The steps are ticked, and then make room. */
  g_assert_true (is_first_step_done (self));
  g_assert_false (sees (self, "Confirm if the phone asks"));
  kc_clock_advance (self->clock, 3500);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, "Confirm if the phone asks"));
  /* Nothing jumps. */
  g_assert_true (gtk_widget_compute_bounds (code, GTK_WIDGET (self->page), &after));
  g_assert_true (graphene_rect_equal (&before, &after));

  kc_clock_advance (self->clock, 38000);
  g_assert_false (is_help_offered (self));
  kc_clock_advance (self->clock, 4000);
  g_assert_true (is_help_offered (self));
  g_assert_true (sees (self, "This takes longer than usual."));
}

/* A code that nobody scans for a minute and a half: perhaps the phone shows a message. */
static void
test_scan_offers_help (Fixture *self, gconstpointer data)
{
  turn_knob (self, "code-life", "290,20");
  begin_scanning (self);
  kc_clock_advance (self->clock, 85000);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_false (is_help_offered (self));
  kc_clock_advance (self->clock, 6000);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (is_help_offered (self));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "See What It Means"));
}

static gboolean
keeps_awake (Fixture *self)
{
  gboolean keeps_awake;

  g_object_get (self->page, "keeps-awake", &keeps_awake, NULL);

  return keeps_awake;
}

/* The screen stays on while there is a code to scan on it, and no longer. */
static void
test_scan_keeps_the_screen_awake (Fixture *self, gconstpointer data)
{
  turn_knob (self, "scan-outcome", "nothing");
  show (self, kc_scan_page_new (self->controller));
  g_assert_false (keeps_awake (self));
  begin (self, KC_MODE_QR, FALSE);
  g_assert_false (keeps_awake (self));
  kc_test_wait_until (kc_qr_code_is_shown (get_code (self)));
  g_assert_true (keeps_awake (self));

  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  g_assert_false (keeps_awake (self));
  gtk_window_present (self->window);
  kc_test_wait_until (keeps_awake (self));

  press (self, "Pretend Phone: Scan This Code");
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_LINKING);
  g_assert_false (keeps_awake (self));
}

static void
test_scan_fills_the_window (Fixture *self, gconstpointer data)
{
  KcQrCode *code;
  int width;

  begin_scanning (self);
  code = get_code (self);
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
  /* Escape and Back make it small again, and stop nothing. */
  g_assert_true (kc_page_go_back (self->page));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (code)));
  g_assert_cmpint (get_state (self), ==, KC_ATTEMPT_SCANNING);
}

/* --- the result page -------------------------------------------------------------------------- */

static GtkExpander *
find_mapped_expander (Fixture *self)
{
  GtkWidget *button = NULL;

  for (GtkWidget *label = kc_ui_test_find_label (GTK_WIDGET (self->page), "Details");
       label != NULL && button == NULL; label = gtk_widget_get_parent (label))
    if (GTK_IS_EXPANDER (label))
      button = label;
  g_assert_nonnull (button);

  return GTK_EXPANDER (button);
}

static void
test_result_connected (Fixture *self, gconstpointer data)
{
  KcAttempt *attempt;

  turn_knob (self, "outcome-delay", "0");
  begin_scanning (self);
  press (self, "Pretend Phone: Scan This Code");
  for (int i = 0; i < 20 && get_state (self) != KC_ATTEMPT_CONNECTED; i++)
    kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_cmpint (get_state (self), ==, KC_ATTEMPT_CONNECTED);
  kc_ui_test_close (self->window);

  show (self, kc_result_page_new (self->controller));
  attempt = kc_controller_get_attempt (self->controller);
  g_assert_cmpstr (kc_page_get_title (self->page), ==, "Connected");
  g_assert_true (sees (self, "+1\302\240202\302\240555"));
  g_assert_true (sees (self, "14 days"));
  g_assert_false (sees (self, "display name"));
  /* Practice has no Keebai to open. */
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Open Keebai"));

  /* What only developers want is folded away. */
  g_assert_false (sees (self, kc_channel_get_id (kc_attempt_get_channel (attempt))));
  g_assert_false (sees (self, "whatsapp.channel.connected"));
  gtk_expander_set_expanded (find_mapped_expander (self), TRUE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, kc_channel_get_id (kc_attempt_get_channel (attempt))));
  g_assert_true (sees (self, "whatsapp.channel.connected"));

  /* Enter is enough to go on. */
  g_assert_true (gtk_window_get_focus (self->window)
                 == kc_ui_test_find_button (GTK_WIDGET (self->page), "Done"));
  press (self, "Connect Another");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "number");
  press (self, "Done");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "welcome");
}

static void
test_result_of_every_end (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *fault, *title, *button;
  } ends[] = {
      {"500", "Problem at Keebai", "Try Again"},
      {"empty", "Unexpected Answer", "Try Again"},
      {"401", "Key Not Accepted", "Change Access Key"},
      {"403", "Permission Missing", "Change Access Key"},
      {"409", "Request Declined", "Copy Details for Support"},
      {"html", "Sign In to the Network", "Try Again"},
  };

  show (self, kc_result_page_new (self->controller));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      turn_knob (self, "next-start", ends[i].fault);
      begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
      kc_test_wait_until (get_state (self) == KC_ATTEMPT_FAILED);
      kc_ui_test_settle (GTK_WIDGET (self->page));
      g_test_message ("%s", ends[i].fault);
      g_assert_true (sees (self, ends[i].title));
      g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), ends[i].button));
      g_assert_true (sees (self, "Details"));
      g_assert_true (sees (self, "Choose Another Way"));
      /* The help that fits, and a way to report, which hide where the window has neither. */
      g_assert_true (sees (self, "What the Page Says"));
      g_assert_false (sees (self, "Report a Problem"));
    }
  g_assert_cmpstr (kc_page_get_title (self->page), ==, "Not Connected");

  turn_knob (self, "next-start", "401");
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  press (self, "Change Access Key");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "key");
}

static void
test_result_try_again (Fixture *self, gconstpointer data)
{
  g_autoptr (KcAttempt) first = NULL;

  show (self, kc_result_page_new (self->controller));
  turn_knob (self, "next-start", "500");
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  /* Held, so that the next one has another address. */
  first = g_object_ref (kc_controller_get_attempt (self->controller));
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  press (self, "Try Again");
  g_assert_true (kc_controller_get_attempt (self->controller) != first);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
}

/* No error, no details: the person's own doing, or the clock's. */
static void
test_result_cancelled_and_expired (Fixture *self, gconstpointer data)
{
  show (self, kc_result_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  kc_controller_cancel (self->controller);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, "Connecting Canceled"));
  g_assert_false (sees (self, "Details"));

  turn_knob (self, "expires-in", "3");
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  turn_knob (self, "advance", "4");
  for (int i = 0; i < 50 && get_state (self) != KC_ATTEMPT_EXPIRED; i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (sees (self, "Time Ran Out"));
  g_assert_false (sees (self, "Details"));
}

static void
on_attempt_accepted_cb (guint *n_accepted)
{
  *n_accepted += 1;
}

static void
assert_has_class (GtkWidget *button, const char *css_class, gboolean has)
{
  g_assert_nonnull (button);
  g_assert_cmpint (gtk_widget_has_css_class (button, css_class), ==, has);
}

/* Keebai says nothing of the session any more, and there is a new channel: the person is asked. */
static void
test_result_new_channel (Fixture *self, gconstpointer answer)
{
  gboolean yes = g_str_equal (answer, "Yes, That Is It");
  g_autoptr (GError) error = NULL;
  KcAttempt *attempt;
  guint n_accepted = 0;

  show (self, kc_result_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  attempt = kc_controller_get_attempt (self->controller);
  g_signal_connect_swapped (attempt, "accepted", G_CALLBACK (on_attempt_accepted_cb), &n_accepted);
  turn_knob (self, "next-poll", "404*0");
  turn_knob (self, "outcome-delay", "0");
  kc_sandbox_finish (self->sandbox, kc_attempt_get_verification_uri (attempt), &error);
  g_assert_no_error (error);
  for (int i = 0; i < 50 && kc_controller_is_running (self->controller); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }

  g_assert_cmpint (get_state (self), ==, KC_ATTEMPT_EXPIRED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, "Is This Your Number?"));
  g_assert_true (sees (self, "Keebai ended the session early"));
  g_assert_false (sees (self, "Time ran out"));
  g_assert_true (sees (self, "Is it the one you were connecting?"));
  /* It says which one. */
  {
    KcChannel *channel = g_ptr_array_index (kc_attempt_get_new_channels (attempt), 0);
    g_autofree char *number = kc_phone_format_format (kc_channel_get_phone_number (channel));

    g_assert_true (sees (self, number));
  }
  /* Only the answers stand on top. */
  assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Yes"), "suggested-action",
                    TRUE);
  assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Try Again"), "pill", FALSE);
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Choose Another Way"));
  g_assert_true (kc_ui_test_find_button (GTK_WIDGET (self->page), "Yes")
                 == gtk_window_get_focus (self->window));

  press (self, answer);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  if (!yes)
    {
      g_assert_true (sees (self, "Keebai Ended the Session Early"));
      assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Try Again"),
                        "suggested-action", TRUE);
    }
  g_assert_cmpint (get_state (self), ==, yes ? KC_ATTEMPT_CONNECTED : KC_ATTEMPT_EXPIRED);
  g_assert_cmpuint (n_accepted, ==, yes ? 1 : 0);
  g_assert_false (sees (self, "Is it the one you were connecting?"));
}

static void
test_result_not_linked (Fixture *self, gconstpointer data)
{
  begin_scanning (self);
  turn_knob (self, "stream-fail",
             "the phone said "
             "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaa");
  for (int i = 0; i < 50 && kc_controller_is_running (self->controller); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  kc_ui_test_close (self->window);

  show (self, kc_result_page_new (self->controller));
  g_assert_true (sees (self, "Phone Not Linked"));
  gtk_expander_set_expanded (find_mapped_expander (self), TRUE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (sees (self, "the phone said kbai_…"));
  g_assert_false (sees (self, "aaaa"));
}

/* --- all of them ------------------------------------------------------------------------------ */

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
test_pages_fit_a_narrow_window (Fixture *self, gconstpointer data)
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

/* --- the countdown ---------------------------------------------------------------------------- */

static void
test_countdown_texts (void)
{
  static const struct {
    int seconds;
    const char *text;
  } vectors[] = {
      {-1, ""},
      {0, "No time left"},
      {1, "1 second left"},
      {2, "2 seconds left"},
      {59, "59 seconds left"},
      {60, "1 min 00 s left"},
      {112, "1 min 52 s left"},
      {120, "2 min 00 s left"},
      {121, "3 minutes left"},
      {180, "3 minutes left"},
      {252, "5 minutes left"},
      {3599, "60 minutes left"},
      {3600, "1 h 00 min left"},
      {86400, "24 h 00 min left"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *text = kc_countdown_format (vectors[i].seconds);

      g_assert_cmpstr (text, ==, vectors[i].text);
    }
}

static void
test_countdown_follows_the_clock (Fixture *self, gconstpointer data)
{
  show (self, kc_browser_page_new (self->controller));
  begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_true (sees (self, "15 minutes left"));
  turn_knob (self, "rate-limit", "off");
  kc_clock_advance (self->clock, 861000);
  kc_test_wait_until (sees (self, "40 seconds left"));
  kc_clock_advance (self->clock, 31000);
  kc_test_wait_until (sees (self, "8 seconds left"));
  kc_controller_cancel (self->controller);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/welcome-page/waits-for-the-budget", test_welcome_waits_for_the_rate_limiter);
  ADD ("/browser-page/without-attempt", test_browser_without_attempt);
  ADD ("/browser-page/start-waits", test_browser_start_waits);
  ADD ("/browser-page/waits", test_browser_waits);
  ADD ("/browser-page/not-opened", test_browser_not_opened);
  ADD ("/browser-page/not-opened-replaces-the-button", test_browser_not_opened_replaces_the_button);
  ADD ("/browser-page/art", test_browser_art);
  ADD ("/browser-page/hand-over", test_browser_hand_over);
  ADD ("/browser-page/copies-only-on-request", test_browser_copies_only_on_request);
  ADD ("/browser-page/shows-link-as-code", test_browser_shows_link_as_code);
  ADD ("/browser-page/coexistence", test_browser_coexistence);
  ADD ("/browser-page/trouble", test_browser_trouble);
  ADD ("/scan-page/shows-the-newest-code", test_scan_shows_the_newest_code);
  ADD ("/scan-page/covers-a-stale-code", test_scan_covers_a_stale_code);
  ADD ("/scan-page/without-codes", test_scan_without_codes);
  ADD ("/scan-page/links", test_scan_links);
  ADD ("/scan-page/draws-once-a-frame", test_scan_draws_once_a_frame);
  ADD ("/scan-page/offers-help", test_scan_offers_help);
  ADD ("/scan-page/keeps-the-screen-awake", test_scan_keeps_the_screen_awake);
  ADD ("/scan-page/fills-the-window", test_scan_fills_the_window);
  ADD ("/result-page/connected", test_result_connected);
  ADD ("/result-page/every-end", test_result_of_every_end);
  ADD ("/result-page/try-again", test_result_try_again);
  ADD ("/result-page/cancelled-and-expired", test_result_cancelled_and_expired);
  g_test_add ("/result-page/new-channel/yes", Fixture, "Yes, That Is It", fixture_set_up,
              test_result_new_channel, fixture_tear_down);
  g_test_add ("/result-page/new-channel/no", Fixture, "No", fixture_set_up, test_result_new_channel,
              fixture_tear_down);
  ADD ("/result-page/not-linked", test_result_not_linked);
  ADD ("/pages/fit-a-narrow-window", test_pages_fit_a_narrow_window);
  g_test_add_func ("/countdown/texts", test_countdown_texts);
  ADD ("/countdown/follows-the-clock", test_countdown_follows_the_clock);

  return g_test_run ();
}
