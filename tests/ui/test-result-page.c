/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is shown at the end of an attempt. */

#include "kc-manual-clock.h"
#include "kc-number-lines.h"
#include "kc-page-test.h"
#include "kc-phone-format.h"
#include "kc-result-page.h"
#include "kc-result-text.h"
#include "kc-ui-test.h"

static GtkExpander *
find_mapped_expander (KcPageTest *self)
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
test_result_connected (KcPageTest *self, gconstpointer data)
{
  KcAttempt *attempt;

  kc_page_test_turn (self, "outcome-delay", "0");
  kc_page_test_begin_scanning (self);
  kc_page_test_press (self, "Pretend Phone: Scan This Code");
  for (int i = 0; i < 20 && kc_page_test_get_state (self) != KC_ATTEMPT_CONNECTED; i++)
    kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_cmpint (kc_page_test_get_state (self), ==, KC_ATTEMPT_CONNECTED);
  kc_ui_test_close (self->window);

  kc_page_test_show (self, kc_result_page_new (self->controller));
  attempt = kc_controller_get_attempt (self->controller);
  g_assert_cmpstr (kc_page_get_title (self->page), ==, "Connected");
  g_assert_true (kc_page_test_sees (self, "+1\302\240202\302\240555"));
  g_assert_true (kc_page_test_sees (self, "14 days"));
  g_assert_false (kc_page_test_sees (self, "display name"));
  /* In practice there is no Keebai to open. */
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Open Keebai"));

  /* What only developers want is folded away. */
  g_assert_false (kc_page_test_sees (self, kc_channel_get_id (kc_attempt_get_channel (attempt))));
  g_assert_false (kc_page_test_sees (self, "whatsapp.channel.connected"));
  gtk_expander_set_expanded (find_mapped_expander (self), TRUE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, kc_channel_get_id (kc_attempt_get_channel (attempt))));
  g_assert_true (kc_page_test_sees (self, "whatsapp.channel.connected"));

  /* Enter is enough to go on. */
  g_assert_true (gtk_window_get_default_widget (self->window)
                 == kc_ui_test_find_button (GTK_WIDGET (self->page), "Done"));
  kc_page_test_press (self, "Connect Another");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "number");
  kc_page_test_press (self, "Done");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "welcome");
}

static void
assert_has_class (GtkWidget *button, const char *css_class, gboolean has)
{
  g_assert_nonnull (button);
  g_assert_cmpint (gtk_widget_has_css_class (button, css_class), ==, has);
}

static void
connect_phone (KcPageTest *self, const char *name)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autoptr (GError) error = NULL;

  request->name = g_strdup (name);
  kc_page_test_turn (self, "outcome-delay", "0");
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
  kc_test_wait_until (kc_attempt_get_code_live (kc_controller_get_attempt (self->controller)));
  g_assert_true (kc_sandbox_scan (self->sandbox, kc_sandbox_get_code (self->sandbox), &error));
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_CONNECTED);
  kc_page_test_show (self, kc_result_page_new (self->controller));
}

/* Half a minute later, the page itself says what became of the channel. */
static void
test_after_care_active (KcPageTest *self, gconstpointer data)
{
  connect_phone (self, "Front desk");
  g_assert_false (kc_page_test_sees (self, "is connected and active"));
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_page_test_sees (self, "is connected and active"));
  g_assert_true (kc_page_test_sees (self, "Messages now arrive in Keebai."));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Got It"));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Connect Again"));
}

static void
test_after_care_not_active (KcPageTest *self, gconstpointer data)
{
  kc_page_test_turn (self, "review", "100000");
  connect_phone (self, "Front desk");
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_page_test_sees (self, "is not active"));
  /* That would not be true here. */
  g_assert_false (kc_page_test_sees (self, "Messages now arrive in Keebai."));
  g_assert_true (kc_page_test_sees (self, "Number Connected"));
}

static void
test_after_care_gone (KcPageTest *self, gconstpointer data)
{
  GtkWidget *again;

  connect_phone (self, NULL);
  kc_page_test_turn (self, "newest-channel", "gone");
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_page_test_sees (self, "is no longer connected"));
  g_assert_true (kc_page_test_sees (self, "Number Disconnected"));
  g_assert_false (kc_page_test_sees (self, "Number Connected"));
  again = kc_ui_test_find_button (GTK_WIDGET (self->page), "Connect Again");
  assert_has_class (again, "suggested-action", TRUE);
  assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Done"), "suggested-action",
                    FALSE);
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (self->window)) == again);
  kc_page_test_press (self, "Connect Again");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "choose");
  g_assert_cmpint (kc_controller_get_request (self->controller)->mode, ==, KC_MODE_QR);
  g_assert_nonnull (kc_controller_get_request (self->controller)->name);
}

/* Keebai may call the next session completed without naming a channel. */
static void
test_after_care_of_another_number (KcPageTest *self, gconstpointer data)
{
  connect_phone (self, NULL);
  kc_page_test_turn (self, "newest-channel", "gone");
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_page_test_sees (self, "Number Disconnected"));

  kc_page_test_turn (self, "poll-status-word", "completed");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (
      (kc_clock_advance (self->clock, 100), kc_page_test_get_state (self) == KC_ATTEMPT_CONNECTED));
  g_assert_null (kc_attempt_get_channel (kc_controller_get_attempt (self->controller)));
  g_assert_true (kc_page_test_sees (self, "Number Connected"));
  g_assert_false (kc_page_test_sees (self, "Number Disconnected"));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Connect Again"));
}

static void
test_result_of_every_end (KcPageTest *self, gconstpointer data)
{
  static const struct {
    const char *fault, *title, *button;
    gboolean has_other_way, asks_for_key;
  } ends[] = {
      {"500", "Problem at Keebai", "Try Again", TRUE, FALSE},
      {"empty", "Unexpected Answer", "Try Again", TRUE, FALSE},
      {"401", "Key Not Accepted", "Change Access Key", FALSE, FALSE},
      {"403", "Permission Missing", "Change Access Key", FALSE, TRUE},
      {"409", "Request Declined", "Copy Details for Support", TRUE, FALSE},
      {"html", "Sign In to the Network", "Try Again", FALSE, FALSE},
  };

  kc_page_test_show (self, kc_result_page_new (self->controller));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      kc_page_test_turn (self, "next-start", ends[i].fault);
      kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
      kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_FAILED);
      kc_ui_test_settle (GTK_WIDGET (self->page));
      g_test_message ("%s", ends[i].fault);
      g_assert_true (kc_page_test_sees (self, ends[i].title));
      g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), ends[i].button));
      g_assert_true (kc_page_test_sees (self, "Details"));
      g_assert_cmpint (kc_page_test_sees (self, "Use the Phone Instead"), ==,
                       ends[i].has_other_way);
      g_assert_cmpint (kc_page_test_sees (self, "Check Again"), ==, ends[i].asks_for_key);
      g_assert_cmpint (kc_page_test_sees (self, "Send by Mail"), ==, ends[i].asks_for_key);
      /* No page was opened that could have said something. */
      g_assert_false (kc_page_test_sees (self, "What the Page Says"));
      /* It hides where the window has none. */
      g_assert_false (kc_page_test_sees (self, "Report a Problem"));
    }
  g_assert_cmpstr (kc_page_get_title (self->page), ==, "Not Connected");

  kc_page_test_turn (self, "next-start", "401");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  kc_page_test_press (self, "Change Access Key");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "key");
}

/* It is chosen already, and has the name; what it means stands there. */
static void
test_result_other_way (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);

  request->name = g_strdup ("Front desk");
  kc_page_test_show (self, kc_result_page_new (self->controller));
  kc_page_test_turn (self, "next-start", "500");
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  kc_page_test_press (self, "Use the Phone Instead");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "choose");
  g_assert_cmpint (kc_controller_get_request (self->controller)->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (kc_controller_get_request (self->controller)->name, ==, "Front desk");

  kc_page_test_turn (self, "next-start", "500");
  kc_controller_begin (self->controller);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  kc_page_test_press (self, "Use the Browser Instead");
  g_assert_cmpint (kc_controller_get_request (self->controller)->mode, ==, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpstr (kc_controller_get_request (self->controller)->name, ==, "Front desk");
}

/* The refusal of a start is final for that key until it is checked again. */
static void
test_result_check_again (KcPageTest *self, gconstpointer data)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (self->controller);
  g_autoptr (KcAttempt) first = NULL;

  kc_page_test_show (self, kc_result_page_new (self->controller));
  kc_page_test_turn (self, "next-start", "403");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  first = g_object_ref (kc_controller_get_attempt (self->controller));
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_key_manager_is_refused (key_manager));

  /* Nobody could be asked: nothing is known that was not known before. */
  kc_page_test_turn (self, "next-me", "503");
  kc_page_test_press (self, "Check Again");
  kc_test_wait_until (kc_key_manager_get_key_error (key_manager) != NULL);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_key_manager_is_refused (key_manager));
  g_assert_true (kc_controller_get_attempt (self->controller) == first);

  kc_page_test_press (self, "Check Again");
  kc_test_wait_until (kc_controller_get_attempt (self->controller) != first);
  g_assert_false (kc_key_manager_is_refused (key_manager));
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
}

static void
test_result_try_again (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcAttempt) first = NULL;

  kc_page_test_show (self, kc_result_page_new (self->controller));
  kc_page_test_turn (self, "next-start", "500");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  /* Held, so that the next one has another address. */
  first = g_object_ref (kc_controller_get_attempt (self->controller));
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_FAILED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  kc_page_test_press (self, "Try Again");
  g_assert_true (kc_controller_get_attempt (self->controller) != first);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
}

/* No error, no details: it was the person's own decision, or the time was up. */
static void
test_result_cancelled_and_expired (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_result_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  kc_controller_cancel (self->controller);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, "Connecting Canceled"));
  g_assert_true (kc_page_test_sees (self, "What the Page Says"));
  g_assert_false (kc_page_test_sees (self, "Details"));

  kc_page_test_turn (self, "expires-in", "3");
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  kc_page_test_turn (self, "advance", "4");
  for (int i = 0; i < 50 && kc_page_test_get_state (self) != KC_ATTEMPT_EXPIRED; i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  g_assert_true (kc_page_test_sees (self, "Time Ran Out"));
  g_assert_false (kc_page_test_sees (self, "Details"));
}

static void
on_attempt_accepted_cb (guint *n_accepted)
{
  *n_accepted += 1;
}

/* One attempt is one entry, whatever the person answers. */
static void
assert_history_says (KcPageTest *self, const char *title)
{
  GListModel *history = G_LIST_MODEL (
      kc_history_recorder_get_history (kc_controller_get_history_recorder (self->controller)));
  g_autoptr (KcHistoryEntry) entry = g_list_model_get_item (history, 0);

  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  g_assert_cmpstr (kc_result_text_get_entry_title (entry), ==, title);
}

/* Keebai says nothing about the session any more, but there is a new channel: the person is asked.
 */
static void
test_result_new_channel (KcPageTest *self, gconstpointer answer)
{
  gboolean yes = g_str_equal (answer, "Yes, That Is It");
  g_autoptr (GError) error = NULL;
  KcAttempt *attempt;
  guint n_accepted = 0;

  kc_page_test_show (self, kc_result_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_EMBEDDED_SIGNUP, FALSE);
  kc_test_wait_until (kc_page_test_get_state (self) == KC_ATTEMPT_WAITING);
  attempt = kc_controller_get_attempt (self->controller);
  g_signal_connect_swapped (attempt, "accepted", G_CALLBACK (on_attempt_accepted_cb), &n_accepted);
  kc_page_test_turn (self, "next-poll", "404*0");
  kc_page_test_turn (self, "outcome-delay", "0");
  kc_sandbox_finish (self->sandbox, kc_attempt_get_verification_uri (attempt), &error);
  g_assert_no_error (error);
  for (int i = 0; i < 50 && kc_controller_is_running (self->controller); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }

  g_assert_cmpint (kc_page_test_get_state (self), ==, KC_ATTEMPT_EXPIRED);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, "Is This Your Number?"));
  assert_history_says (self, "Result Not Known Yet");
  g_assert_true (kc_page_test_sees (self, "Keebai ended the session early"));
  g_assert_false (kc_page_test_sees (self, "Time ran out"));
  g_assert_true (kc_page_test_sees (self, "Is it the one you were connecting?"));
  /* The question says which channel. */
  {
    KcChannel *channel = g_ptr_array_index (kc_attempt_get_new_channels (attempt), 0);
    g_autofree char *number = kc_phone_format_format (kc_channel_get_phone_number (channel));

    g_assert_true (kc_page_test_sees (self, number));
  }
  /* Only the answers are at the top. */
  assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Yes"), "suggested-action",
                    TRUE);
  assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Try Again"), "pill", FALSE);
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Use the Phone Instead"));
  g_assert_true (kc_ui_test_find_button (GTK_WIDGET (self->page), "Yes")
                 == gtk_window_get_default_widget (self->window));

  kc_page_test_press (self, answer);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  if (!yes)
    {
      g_assert_true (kc_page_test_sees (self, "Session Ended Early"));
      assert_has_class (kc_ui_test_find_button (GTK_WIDGET (self->page), "Try Again"),
                        "suggested-action", TRUE);
    }
  g_assert_cmpint (kc_page_test_get_state (self), ==,
                   yes ? KC_ATTEMPT_CONNECTED : KC_ATTEMPT_EXPIRED);
  assert_history_says (self, yes ? "Connected" : "Session Ended Early");
  g_assert_cmpuint (n_accepted, ==, yes ? 1 : 0);
  g_assert_false (kc_page_test_sees (self, "Is it the one you were connecting?"));
}

static void
test_result_not_linked (KcPageTest *self, gconstpointer data)
{
  kc_page_test_begin_scanning (self);
  kc_page_test_turn (self, "stream-fail",
                     "the phone said "
                     "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaa");
  for (int i = 0; i < 50 && kc_controller_is_running (self->controller); i++)
    {
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (GTK_WIDGET (self->page));
    }
  kc_ui_test_close (self->window);

  kc_page_test_show (self, kc_result_page_new (self->controller));
  g_assert_true (kc_page_test_sees (self, "Phone Not Linked"));
  gtk_expander_set_expanded (find_mapped_expander (self), TRUE);
  kc_ui_test_settle (GTK_WIDGET (self->page));
  g_assert_true (kc_page_test_sees (self, "the phone said kbai_…"));
  g_assert_false (kc_page_test_sees (self, "aaaa"));
}

/* Another number than the one of the list whose turn it was: the page says so, and that one comes
 * next. Back leads to the list. */
static void
test_result_another_number (KcPageTest *self, gconstpointer data)
{
  KcNumberQueue *queue = kc_controller_get_number_queue (self->controller);
  g_autoptr (KcNumberLines) lines
      = kc_number_lines_parse ("+34 600 111 222\n+34 600 111 333", NULL, 2);

  kc_number_list_add (kc_number_queue_get_list (queue), lines->lines);
  kc_number_queue_choose (queue, 0);
  connect_phone (self, "+34600111999");
  g_assert_true (kc_page_test_sees (self, "This is not "));
  g_assert_true (kc_page_test_sees (self, "It is still waiting."));
  g_assert_cmpstr (kc_page_get_back_page (self->page), ==, "several");
  kc_page_test_press (self, "Next: ");
  g_assert_cmpint (kc_number_queue_get_chosen (queue), ==, 0);
  kc_ui_test_close (self->window);

  connect_phone (self, "+34 600 111 222");
  g_assert_false (kc_page_test_sees (self, "This is not "));
  g_assert_cmpuint (kc_number_queue_count (queue, KC_LISTED_CONNECTED), ==, 1);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/result-page/after-care/active", NULL, test_after_care_active);
  kc_page_test_add ("/result-page/after-care/not-active", NULL, test_after_care_not_active);
  kc_page_test_add ("/result-page/after-care/gone", NULL, test_after_care_gone);
  kc_page_test_add ("/result-page/after-care/of-another-number", NULL,
                    test_after_care_of_another_number);
  kc_page_test_add ("/result-page/connected", NULL, test_result_connected);
  kc_page_test_add ("/result-page/every-end", NULL, test_result_of_every_end);
  kc_page_test_add ("/result-page/check-again", NULL, test_result_check_again);
  kc_page_test_add ("/result-page/other-way", NULL, test_result_other_way);
  kc_page_test_add ("/result-page/try-again", NULL, test_result_try_again);
  kc_page_test_add ("/result-page/cancelled-and-expired", NULL, test_result_cancelled_and_expired);
  kc_page_test_add ("/result-page/not-linked", NULL, test_result_not_linked);
  kc_page_test_add ("/result-page/new-channel/yes", "Yes, That Is It", test_result_new_channel);
  kc_page_test_add ("/result-page/new-channel/no", "No", test_result_new_channel);
  kc_page_test_add ("/result-page/another-number", NULL, test_result_another_number);

  return g_test_run ();
}
