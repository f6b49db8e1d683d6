/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The page of Embedded Signup, and the countdown on it. */

#include "kc-browser-page.h"
#include "kc-manual-clock.h"
#include "kc-page-test.h"
#include "kc-ui-test.h"

static int
get_natural_height (KcPageTest *self)
{
  int natural;

  gtk_widget_measure (GTK_WIDGET (self->page), GTK_ORIENTATION_VERTICAL, 700, NULL, &natural, NULL,
                      NULL);

  return natural;
}

/* The suggested (blue) buttons that are visible. */
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
test_browser_without_attempt (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  g_assert_true (kc_page_test_sees (self, "Getting the link from Keebai"));
  g_assert_false (
      gtk_widget_is_sensitive (kc_ui_test_find_button (GTK_WIDGET (self->page), "Copy Link")));
}

static void
test_browser_waits (KcPageTest *self, gconstpointer data)
{
  int height;

  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  g_assert_cmpint (kc_page_test_get_state (self), ==, KC_ATTEMPT_STARTING);
  height = get_natural_height (self);
  g_assert_true (kc_page_test_sees (self, "Getting the link from Keebai"));

  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_true (kc_page_test_sees (self, "Waiting for you to finish"));
  g_assert_true (kc_page_test_sees (self, "15 minutes left"));
  g_assert_true (kc_page_test_sees (self, "Enter the phone number"));
  g_assert_false (kc_page_test_sees (self, "Confirm in the WhatsApp Business app"));
  /* Nothing moves when the link arrives. */
  g_assert_cmpint (get_natural_height (self), ==, height);
  g_assert_true (gtk_widget_is_sensitive (
      kc_ui_test_find_button (GTK_WIDGET (self->page), "Open Page Again")));
}

/* A start that was certainly not carried out does not end the attempt: the page says what it waits
 * for. */
static void
test_browser_start_waits (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_turn (self, "next-start", "503");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_attempt_get_connectivity (kc_controller_get_attempt (self->controller))
                      != KC_CONNECTIVITY_LIVE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_cmpint (kc_page_test_get_state (self), ==, KC_ATTEMPT_STARTING);
  g_assert_true (kc_page_test_sees (self, "down for maintenance"));
  g_assert_true (kc_page_test_sees (self, "Trying again"));
  kc_clock_advance (self->clock, 1500);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_false (kc_page_test_sees (self, "down for maintenance"));
}

/* There is no browser on the test's desktop: the page says so, and shows the link. */
static void
test_browser_not_opened (KcPageTest *self, gconstpointer data)
{
  const char *link;

  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_sees (self, "Browser Not Opened"));
  link = kc_attempt_get_verification_uri (kc_controller_get_attempt (self->controller));
  g_assert_true (kc_page_test_sees (self, link));

  /* It disappears with the attempt. */
  g_autofree char *kept = g_strdup (link);
  kc_controller_cancel (self->controller);
  g_assert_false (kc_page_test_sees (self, "Browser Not Opened"));
  g_assert_false (kc_page_test_sees (self, kept));
}

/* The message about what happened replaces the primary button: one blue button, one message. */
static void
test_browser_not_opened_replaces_the_button (KcPageTest *self, gconstpointer data)
{
  GtkWidget *button;

  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_sees (self, "Browser Not Opened"));
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_cmpuint (count_suggested (GTK_WIDGET (self->page)), ==, 1);
  button = kc_ui_test_find_button (GTK_WIDGET (self->page), "Open Page Again");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (button), "card"));
  g_assert_true (kc_page_test_sees (self, "Copy this link"));
}

/* If somebody else is the admin, nothing opens by itself, and mail comes first. */
static void
test_browser_hand_over (KcPageTest *self, gconstpointer data)
{
  GtkWidget *button;

  kc_controller_set_hand_over (self->controller, TRUE);
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_false (kc_page_test_sees (self, "Browser Not Opened"));
  g_assert_true (kc_page_test_sees (self, "Waiting for your admin"));
  button = kc_ui_test_find_button (GTK_WIDGET (self->page), "Send by Mail");
  g_assert_true (gtk_widget_has_css_class (button, "suggested-action"));
  g_assert_true (kc_page_test_sees (self, "What Your Admin Does"));
  g_assert_true (kc_page_test_sees (self, "Tell them the code"));
  g_assert_false (kc_page_test_sees (self, "Come back here"));
  /* In practice, the link works only on this computer. */
  g_assert_true (kc_page_test_sees (self, "on this computer only"));

  /* There is no browser on the test's desktop. */
  kc_page_test_press (self, "Open Page Here");
  kc_test_wait_until (kc_page_test_sees (self, "Browser Not Opened"));
}

/* In a narrow window the picture makes room for the steps. */
static void
test_browser_art (KcPageTest *self, gconstpointer data)
{
  GtkWidget *page = kc_browser_page_new (self->controller);
  GtkWidget *art = kc_ui_test_find (page, GTK_TYPE_IMAGE);

  kc_page_test_show (self, page);
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (art)), ==, "keebai-art-browser");
  g_assert_true (gtk_widget_get_visible (art));
  kc_ui_test_close (self->window);

  page = kc_browser_page_new (self->controller);
  art = kc_ui_test_find (page, GTK_TYPE_IMAGE);
  self->window = kc_ui_test_show (page, 360, 700);
  kc_test_wait_until (!gtk_widget_get_visible (art));
}

static void
test_browser_copies_only_on_request (KcPageTest *self, gconstpointer data)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;

  gdk_clipboard_set_text (clipboard, "mine");
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  g_value_init (&value, G_TYPE_STRING);
  content = gdk_clipboard_get_content (clipboard);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "mine");

  kc_page_test_press (self, "Copy Link");
  g_assert_cmpstr (kc_ui_test_get_toast (self->window), ==, "Copied");
  content = gdk_clipboard_get_content (clipboard);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==,
                   kc_attempt_get_verification_uri (kc_controller_get_attempt (self->controller)));
}

static void
test_browser_shows_link_as_code (KcPageTest *self, gconstpointer data)
{
  GtkWidget *code;

  kc_page_test_show (self, kc_browser_page_new (self->controller));
  code = kc_ui_test_find (GTK_WIDGET (self->page), KC_TYPE_QR_CODE);
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
  g_assert_false (kc_page_go_back (self->page));

  kc_page_test_press (self, "Show as QR Code");
  kc_ui_test_settle (code);
  g_assert_true (kc_qr_code_is_shown (KC_QR_CODE (code)));
  /* Nobody should mistake it for a code of WhatsApp. */
  g_assert_true (kc_page_test_sees (self, "not a code for WhatsApp"));
  g_assert_true (kc_page_go_back (self->page));
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));

  kc_page_test_press (self, "Show as QR Code");
  kc_controller_cancel (self->controller);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
}

static void
test_browser_coexistence (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, TRUE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, "Confirm in the WhatsApp Business app"));
  g_assert_false (kc_page_test_sees (self, "Enter the phone number"));
}

static void
test_browser_trouble (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_turn (self, "next-poll", "500*0");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_false (kc_page_test_sees (self, "Trying again"));
  kc_clock_advance (self->clock, 6000);
  kc_test_wait_until (kc_page_test_sees (self, "Trying again"));
  /* Trouble is shown on top of the state, which stays. */
  g_assert_true (kc_page_test_sees (self, "Waiting for you to finish"));

  kc_page_test_turn (self, "next-poll", "off");
  kc_clock_advance (self->clock, 60000);
  kc_test_wait_until (!kc_page_test_sees (self, "Trying again"));
}

/* In its last seconds it updates every second; testing the time before that would take long. */
static void
test_countdown_follows_the_clock (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "expires-in", "9");
  kc_page_test_show (self, kc_browser_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  g_assert_true (kc_page_test_sees (self, "9 seconds left"));
  kc_clock_advance (self->clock, 4000);
  kc_test_wait_until (kc_page_test_sees (self, "5 seconds left"));
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/browser-page/without-attempt", NULL, test_browser_without_attempt);
  kc_page_test_add ("/browser-page/start-waits", NULL, test_browser_start_waits);
  kc_page_test_add ("/browser-page/waits", NULL, test_browser_waits);
  kc_page_test_add ("/browser-page/not-opened", NULL, test_browser_not_opened);
  kc_page_test_add ("/browser-page/not-opened-replaces-the-button", NULL,
                    test_browser_not_opened_replaces_the_button);
  kc_page_test_add ("/browser-page/art", NULL, test_browser_art);
  kc_page_test_add ("/browser-page/hand-over", NULL, test_browser_hand_over);
  kc_page_test_add ("/browser-page/copies-only-on-request", NULL,
                    test_browser_copies_only_on_request);
  kc_page_test_add ("/browser-page/shows-link-as-code", NULL, test_browser_shows_link_as_code);
  kc_page_test_add ("/browser-page/coexistence", NULL, test_browser_coexistence);
  kc_page_test_add ("/browser-page/trouble", NULL, test_browser_trouble);
  kc_page_test_add ("/countdown/follows-the-clock", NULL, test_countdown_follows_the_clock);

  return g_test_run ();
}
