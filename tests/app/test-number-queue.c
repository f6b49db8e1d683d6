/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Several numbers one after another, against the practice service, with the files of the real
 * program. */

#include "kc-controller.h"
#include "kc-manual-clock.h"
#include "kc-number-text.h"
#include "kc-session-start.h"
#include "kc-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  char *folder;
  KcJournal *journal;
  KcController *controller;
} Fixture;

static void
turn_knob (Fixture *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, name, value, &error);
  g_assert_no_error (error);
}

static KcNumberQueue *
get_queue (Fixture *self)
{
  return kc_controller_get_number_queue (self->controller);
}

static const KcListedNumber *
get_number (Fixture *self, guint index)
{
  return kc_number_list_get (kc_number_queue_get_list (get_queue (self)), index);
}

static KcAttempt *
get_attempt (Fixture *self)
{
  return kc_controller_get_attempt (self->controller);
}

static KcRecords *
get_notes (Fixture *self)
{
  return KC_RECORDS (kc_after_care_get_notes (kc_controller_get_after_care (self->controller)));
}

static void
open_program_without_waiting (Fixture *self)
{
  const char *base_url = kc_sandbox_get_base_url (self->sandbox);
  g_autoptr (KcNumberFile) file = kc_record_file_new (KC_TYPE_NUMBER_FILE, self->folder, base_url);
  g_autoptr (KcChannelFile) channel_file
      = kc_record_file_new (KC_TYPE_CHANNEL_FILE, self->folder, base_url);

  self->controller = kc_controller_new (base_url, NULL, self->sandbox, NULL, self->clock);
  kc_controller_set_journal (self->controller, self->journal);
  kc_number_queue_set_file (get_queue (self), file);
  kc_after_care_set_file (kc_controller_get_after_care (self->controller), channel_file);
  kc_controller_look_for_key (self->controller);
}

static void
wait_for_program (Fixture *self)
{
  kc_test_wait_until (
      !kc_controller_is_looking (self->controller)
      && kc_key_manager_get_client (kc_controller_get_key_manager (self->controller)) != NULL
      && !kc_records_is_busy (KC_RECORDS (kc_number_queue_get_list (get_queue (self))))
      && !kc_records_is_busy (get_notes (self)));
}

static void
open_program (Fixture *self)
{
  open_program_without_waiting (self);
  wait_for_program (self);
}

/* … and with them the locks of the files. */
static void
close_program (Fixture *self)
{
  KcNumberList *list = g_object_ref (kc_number_queue_get_list (get_queue (self)));

  kc_controller_close (self->controller);
  kc_test_wait_until (!kc_records_is_busy (KC_RECORDS (list)));
  kc_test_wait_until (!kc_records_is_busy (get_notes (self)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->controller);
  g_assert_finalize_object (list);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (self->sandbox, 0, &error));
  g_assert_no_error (error);
  turn_knob (self, "outcome-delay", "0");
  self->clock = kc_clock_new_manual ();
  self->folder = g_dir_make_tmp ("number-queue-XXXXXX", NULL);
  self->journal = kc_journal_new (self->folder, kc_sandbox_get_base_url (self->sandbox));
  open_program (self);
}

static gboolean
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }

  return g_rmdir (path) == 0;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_program (self);
  g_object_unref (self->journal);
  /* A worker may still be writing the last note. */
  kc_test_wait_until (remove_folder (self->folder));
  g_free (self->folder);
  g_object_unref (self->clock);
  g_object_unref (self->sandbox);
}

static void
fill (Fixture *self, const char *text)
{
  g_autoptr (KcNumberLines) lines = kc_number_lines_parse (text, NULL, KC_NUMBER_LIST_MAX);

  kc_number_list_add (kc_number_queue_get_list (get_queue (self)), lines->lines);
}

/* As the page does it. The practice service connects the number that `name` is. */
static void
begin_as (Fixture *self, int index, const char *name)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);

  request->name = g_strdup (name);
  kc_controller_set_request (self->controller, request);
  kc_number_queue_choose (get_queue (self), index);
  kc_controller_begin (self->controller);
}

static void
begin (Fixture *self, int index)
{
  begin_as (self, index, get_number (self, (guint) index)->text);
}

static char *
wait_for_code (Fixture *self)
{
  kc_test_wait_until (kc_attempt_get_code_live (get_attempt (self)));

  return g_strdup (kc_sandbox_get_code (self->sandbox));
}

static void
scan (Fixture *self, const char *code)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_scan (self->sandbox, code, &error));
}

static void
connect_it (Fixture *self, int index)
{
  g_autofree char *code = NULL;

  begin (self, index);
  code = wait_for_code (self);
  g_assert_cmpint (get_number (self, (guint) index)->state, ==, KC_LISTED_NOW);
  scan (self, code);
  kc_test_wait_until (get_number (self, (guint) index)->state == KC_LISTED_CONNECTED);
}

/* Another number than the one whose turn it is. */
static void
connect_other (Fixture *self, int index, const char *phone_number)
{
  g_autofree char *code = NULL;

  begin_as (self, index, phone_number);
  code = wait_for_code (self);
  scan (self, code);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (self)) == KC_ATTEMPT_CONNECTED);
}

static void
assert_number (Fixture *self, guint index, KcListedState state, const char *phone_number)
{
  g_assert_cmpint (get_number (self, index)->state, ==, state);
  g_assert_cmpstr (get_number (self, index)->phone_number, ==, phone_number);
}

/* Each has its turn, in the order of the list; those that were skipped come once more at the end.
 */
static void
test_order (Fixture *self, gconstpointer data)
{
  KcNumberList *list = kc_number_queue_get_list (get_queue (self));

  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, -1);
  fill (self, "Front desk\nWorkshop\nKiosk");
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 0);
  connect_it (self, 0);
  g_assert_nonnull (get_number (self, 0)->phone_number);
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 1);
  kc_number_list_set_state (list, 1, KC_LISTED_SKIPPED, NULL, NULL);
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 2);
  connect_it (self, 2);
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, -1);
  g_assert_false (kc_number_queue_is_unfinished (get_queue (self)));
  kc_number_list_set_state (list, 1, KC_LISTED_WAITING, NULL, NULL);
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 1);
  g_assert_true (kc_number_queue_is_unfinished (get_queue (self)));
  /* One session for each number. */
  g_assert_cmpuint (kc_sandbox_get_n_sessions (self->sandbox), ==, 2);
}

/* A number that is not on the list was connected: the one whose turn it was is not ticked. */
static void
test_another_number (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *difference = NULL;

  fill (self, "+34 600 111 222\n+34 600 111 333");
  connect_other (self, 0, "+34600111999");
  assert_number (self, 0, KC_LISTED_OTHER, "+34600111999");
  assert_number (self, 1, KC_LISTED_WAITING, NULL);
  g_assert_cmpuint (kc_number_queue_count (get_queue (self), KC_LISTED_CONNECTED), ==, 0);
  g_assert_cmpuint (kc_number_queue_count_waiting (get_queue (self)), ==, 2);
  text = kc_number_text_format_state (get_number (self, 0));
  g_assert_true (g_str_has_prefix (text, "Waiting · ") && strstr (text, "999") != NULL);
  difference = kc_number_text_format_difference (get_queue (self));
  g_assert_nonnull (strstr (difference, "is still waiting"));
  /* It is its turn again, also in the next run. */
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 0);
  close_program (self);
  open_program (self);
  assert_number (self, 0, KC_LISTED_OTHER, "+34600111999");
  g_assert_true (kc_number_queue_is_unfinished (get_queue (self)));

  connect_it (self, 0);
  assert_number (self, 0, KC_LISTED_CONNECTED, "+34600111222");
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 1);
}

/* It is another number of the list: that one is ticked. */
static void
test_another_place (Fixture *self, gconstpointer data)
{
  g_autofree char *difference = NULL;

  fill (self, "+34 600 111 222\nFront desk\n600 111 333\nWorkshop");
  connect_other (self, 0, "+34600111333");
  assert_number (self, 0, KC_LISTED_OTHER, "+34600111333");
  assert_number (self, 2, KC_LISTED_CONNECTED, "+34600111333");
  g_assert_cmpint (kc_number_queue_find_instead (get_queue (self), 0), ==, 2);
  difference = kc_number_text_format_difference (get_queue (self));
  g_assert_nonnull (strstr (difference, "number 3 of your list"));

  /* A name can be any number, but not one that is another place's: listed, or connected there. */
  connect_other (self, 1, "+34600111222");
  assert_number (self, 0, KC_LISTED_CONNECTED, "+34600111222");
  assert_number (self, 1, KC_LISTED_OTHER, "+34600111222");
  connect_other (self, 1, "+34600111555");
  assert_number (self, 1, KC_LISTED_CONNECTED, "+34600111555");
  connect_other (self, 3, "+34600111555");
  assert_number (self, 1, KC_LISTED_CONNECTED, "+34600111555");
  assert_number (self, 3, KC_LISTED_OTHER, "+34600111555");
}

/* The late one is compared too. */
static void
test_late_other (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;

  fill (self, "+34 600 111 222\nWorkshop");
  begin_as (self, 0, "+34600111999");
  first = wait_for_code (self);
  kc_controller_cancel (self->controller);
  begin (self, 1);
  g_free (wait_for_code (self));
  scan (self, first);
  for (int i = 0; i < 1200 && get_number (self, 0)->phone_number == NULL; i++)
    {
      kc_clock_advance (self->clock, 100);
      g_usleep (500);
    }
  assert_number (self, 0, KC_LISTED_OTHER, "+34600111999");
  g_assert_cmpint (get_number (self, 1)->state, ==, KC_LISTED_NOW);
}

/* The list of channels was loaded, and names the number of that one. */
static void
take_number (Fixture *self, const char *channel_id, const char *phone_number)
{
  KcChannelQuery query = {
      .channels = g_ptr_array_new_with_free_func (g_object_unref),
      .states = g_hash_table_new (g_str_hash, g_str_equal),
  };

  g_ptr_array_add (query.channels, kc_channel_new (channel_id, KC_CHANNEL_KIND_WHATSAPP_QR, NULL,
                                                   phone_number, NULL, TRUE, NULL));
  kc_after_care_take_query (kc_controller_get_after_care (self->controller), &query);
  g_ptr_array_unref (query.channels);
  g_hash_table_unref (query.states);
}

/* Keebai names the number only later, after a restart: the list says so until then, and is
 * corrected by it. */
static void
test_number_told_later (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *difference = NULL;

  fill (self, "+34 600 111 222\n+34 600 111 333\n+34 600 111 444");
  turn_knob (self, "scan-outcome", "null-fields");
  connect_it (self, 0);
  first = g_strdup (kc_channel_get_id (kc_attempt_get_channel (get_attempt (self))));
  text = kc_number_text_format_state (get_number (self, 0));
  g_assert_cmpstr (text, ==, "Connected · number not confirmed");
  difference = kc_number_text_format_difference (get_queue (self));
  g_assert_nonnull (strstr (difference, "has not said which number"));
  connect_it (self, 1);
  second = g_strdup (kc_channel_get_id (kc_attempt_get_channel (get_attempt (self))));
  close_program (self);
  open_program (self);

  assert_number (self, 0, KC_LISTED_CONNECTED, NULL);
  take_number (self, second, "+34600111444");
  assert_number (self, 0, KC_LISTED_CONNECTED, NULL);
  assert_number (self, 1, KC_LISTED_OTHER, "+34600111444");
  assert_number (self, 2, KC_LISTED_CONNECTED, "+34600111444");
  take_number (self, first, "34600111222");
  assert_number (self, 0, KC_LISTED_CONNECTED, "34600111222");
}

/* A slow disk: the list of the last run is read after a number was chosen. */
static void
test_list_read_late (Fixture *self, gconstpointer data)
{
  KcNumberList *list;

  fill (self, "Front desk\nWorkshop");
  close_program (self);
  open_program_without_waiting (self);
  list = kc_number_queue_get_list (get_queue (self));
  g_assert_cmpuint (kc_number_list_get_length (list), ==, 0);
  fill (self, "Garage\nWorkshop");
  kc_number_queue_choose (get_queue (self), 0);
  wait_for_program (self);
  g_assert_cmpuint (kc_number_list_get_length (list), ==, 3);
  g_assert_cmpstr (get_number (self, 0)->text, ==, "Front desk");
  g_assert_cmpstr (get_number (self, 2)->text, ==, "Garage");
  g_assert_cmpint (kc_number_queue_get_chosen (get_queue (self)), ==, 2);

  connect_it (self, 2);
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_WAITING);
}

/* The list says why a number was not connected, and another try is for the same number. */
static void
test_not_connected (Fixture *self, gconstpointer data)
{
  g_autofree char *code = NULL;

  fill (self, "Front desk\nWorkshop");
  turn_knob (self, "next-start", "409");
  begin (self, 0);
  kc_test_wait_until (get_number (self, 0)->state == KC_LISTED_NOT_CONNECTED);
  g_assert_cmpstr (get_number (self, 0)->reason, ==, "Request Declined");
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 1);

  kc_controller_begin (self->controller);
  code = wait_for_code (self);
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_NOW);
  g_assert_null (get_number (self, 0)->reason);
  kc_controller_cancel (self->controller);
  g_assert_cmpstr (get_number (self, 0)->reason, ==, "Connecting Canceled");
}

/* An attempt for a number that is not on the list changes nothing in it. */
static void
test_others (Fixture *self, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autofree char *code = NULL;

  fill (self, "Front desk");
  begin (self, 0);
  g_free (wait_for_code (self));
  kc_controller_cancel (self->controller);
  kc_number_queue_choose (get_queue (self), -1);
  request->name = g_strdup ("Somebody else");
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
  code = wait_for_code (self);
  scan (self, code);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (self)) == KC_ATTEMPT_CONNECTED);
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_NOT_CONNECTED);

  /* Nor does an attempt that follows a successful one, for a number that nobody listed. */
  kc_number_list_set_state (kc_number_queue_get_list (get_queue (self)), 0, KC_LISTED_WAITING, NULL,
                            NULL);
  connect_it (self, 0);
  kc_controller_begin (self->controller);
  g_free (wait_for_code (self));
  g_assert_cmpint (kc_number_queue_get_chosen (get_queue (self)), ==, -1);
  kc_controller_cancel (self->controller);
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_CONNECTED);
}

/* Closed in the middle: the next run continues the session, and it still belongs to that number. */
static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autofree char *code = NULL;
  const KcPendingSession *pending;

  fill (self, "Front desk\nWorkshop\nKiosk");
  connect_it (self, 0);
  begin (self, 1);
  code = wait_for_code (self);
  close_program (self);
  open_program (self);

  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_CONNECTED);
  g_assert_cmpint (get_number (self, 1)->state, ==, KC_LISTED_WAITING);
  g_assert_cmpint (get_number (self, 2)->state, ==, KC_LISTED_WAITING);
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 1);
  pending = kc_session_resumer_get_pending (kc_controller_get_resumer (self->controller));
  g_assert_nonnull (pending);
  g_assert_cmpstr (get_number (self, 1)->session_id, ==, pending->session->session_id);

  kc_session_resumer_resume (kc_controller_get_resumer (self->controller));
  kc_test_wait_until (get_number (self, 1)->state == KC_LISTED_NOW);
  g_clear_pointer (&code, g_free);
  code = wait_for_code (self);
  scan (self, code);
  kc_test_wait_until (get_number (self, 1)->state == KC_LISTED_CONNECTED);
  g_assert_cmpint (kc_number_queue_find_next (get_queue (self)), ==, 2);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (self->sandbox), ==, 2);
}

/* The person went on to the next number, and the phone of the first one scanned after all. */
static void
test_late (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;

  fill (self, "Front desk\nWorkshop");
  begin (self, 0);
  first = wait_for_code (self);
  kc_controller_cancel (self->controller);
  begin (self, 1);
  g_free (wait_for_code (self));
  scan (self, first);
  for (int i = 0; i < 1200 && get_number (self, 0)->state != KC_LISTED_CONNECTED; i++)
    {
      kc_clock_advance (self->clock, 100);
      g_usleep (500);
    }
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_CONNECTED);
  g_assert_null (get_number (self, 0)->reason);
  g_assert_cmpint (get_number (self, 1)->state, ==, KC_LISTED_NOW);
}

/* Too many requests are not the number's fault: it keeps its turn, and the list says when it can
 * start. */
static void
test_limit (Fixture *self, gconstpointer data)
{
  KcRateLimiter *rate_limiter
      = kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (self->controller));
  g_autofree char *text = NULL;

  fill (self, "Front desk\nWorkshop");
  turn_knob (self, "next-start", "429;retry-after=3000");
  begin (self, 0);
  kc_test_wait_until (kc_rate_limiter_get_delay (rate_limiter) > KC_SESSION_START_LIMIT_MS);
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_NOW);
  kc_clock_advance (self->clock, KC_SESSION_START_LIMIT_MS);
  kc_test_wait_until (get_number (self, 0)->state == KC_LISTED_WAITING);
  g_assert_cmpint (kc_attempt_get_state (get_attempt (self)), ==, KC_ATTEMPT_FAILED);
  g_assert_cmpint (kc_rate_limiter_get_delay (rate_limiter), >, 0);
  text = kc_number_text_format_wait (kc_rate_limiter_get_delay (rate_limiter));
  g_assert_nonnull (strstr (text, ":"));

  kc_clock_advance (self->clock, kc_rate_limiter_get_delay (rate_limiter));
  kc_number_queue_choose (get_queue (self), -1);
  connect_it (self, 0);
}

static void
test_deleted_meanwhile (Fixture *self, gconstpointer data)
{
  g_autofree char *code = NULL;

  fill (self, "Front desk");
  begin (self, 0);
  code = wait_for_code (self);
  kc_records_clear (KC_RECORDS (kc_number_queue_get_list (get_queue (self))));
  g_assert_cmpint (kc_number_queue_get_chosen (get_queue (self)), ==, -1);
  fill (self, "Workshop");
  scan (self, code);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (self)) == KC_ATTEMPT_CONNECTED);
  kc_controller_begin (self->controller);
  g_free (wait_for_code (self));
  g_assert_cmpint (get_number (self, 0)->state, ==, KC_LISTED_WAITING);
}

static void
test_words (Fixture *self, gconstpointer data)
{
  KcListedNumber number
      = {.text = (char *) "+34600111222", .phone_number = (char *) "+34600111333"};
  g_autoptr (KcNumberLines) lines = kc_number_lines_parse ("a\na\nb\nc\nd", NULL, 2);
  g_autofree char *title = kc_number_text_format_title (&number);
  g_autofree char *left_out = kc_number_text_format_left_out (lines);
  g_autofree char *limit = NULL;
  g_autofree char *chosen = NULL;

  g_assert_nonnull (strstr (title, "+34\302\240600"));
  g_assert_cmpstr (left_out, ==,
                   "1 line was left out because it is in the list already. 2 lines were left out "
                   "because a list has at most 50 numbers.");
  for (KcListedState state = KC_LISTED_WAITING; state <= KC_LISTED_OTHER; state++)
    {
      g_autofree char *text = NULL;

      number.state = state;
      text = kc_number_text_format_state (&number);
      g_assert_cmpstr (text, !=, "");
    }

  /* A short list fits into an hour, and so does the longest list of phones. */
  g_assert_null (kc_number_text_format_limit (35, KC_MODE_EMBEDDED_SIGNUP));
  limit = kc_number_text_format_limit (36, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_nonnull (strstr (limit, "about 35 numbers"));
  g_assert_null (kc_number_text_format_limit (KC_NUMBER_LIST_MAX, KC_MODE_QR));

  g_assert_null (kc_number_text_format_chosen (get_queue (self), TRUE));
  g_assert_null (kc_number_text_format_difference (get_queue (self)));
  fill (self, "Front desk\n+34600111222");
  kc_number_queue_choose (get_queue (self), 1);
  chosen = kc_number_text_format_chosen (get_queue (self), TRUE);
  g_assert_true (g_str_has_prefix (chosen, "Number 2 of 2: enter "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, test) g_test_add ("/number-queue/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("order", test_order);
  ADD ("another-number", test_another_number);
  ADD ("another-place", test_another_place);
  ADD ("late-other", test_late_other);
  ADD ("number-told-later", test_number_told_later);
  ADD ("list-read-late", test_list_read_late);
  ADD ("not-connected", test_not_connected);
  ADD ("others", test_others);
  ADD ("restart", test_restart);
  ADD ("late", test_late);
  ADD ("limit", test_limit);
  ADD ("deleted-meanwhile", test_deleted_meanwhile);
  ADD ("words", test_words);
#undef ADD

  return g_test_run ();
}
