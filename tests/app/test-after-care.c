/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What becomes of a channel that was connected: looked at 30 s later, and at the next start.
 * Against the practice service, with a file as in the real program. */

#include "kc-channel-text.h"
#include "kc-controller.h"
#include "kc-manual-clock.h"
#include "kc-test-wait.h"

#include <glib/gstdio.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  char *folder;
  KcController *controller;
  guint n_changes;
} Fixture;

static void
turn_knob (Fixture *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, name, value, &error);
  g_assert_no_error (error);
}

static KcAfterCare *
get_after_care (Fixture *self)
{
  return kc_controller_get_after_care (self->controller);
}

static void
open_program (Fixture *self)
{
  g_autoptr (KcChannelFile) file = kc_record_file_new (KC_TYPE_CHANNEL_FILE, self->folder,
                                                       kc_sandbox_get_base_url (self->sandbox));

  self->controller = kc_controller_new (kc_sandbox_get_base_url (self->sandbox), NULL,
                                        self->sandbox, NULL, self->clock);
  kc_after_care_set_file (get_after_care (self), file);
  kc_controller_look_for_key (self->controller);
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (self->controller)) != NULL
      && !kc_records_is_busy (KC_RECORDS (kc_after_care_get_notes (get_after_care (self)))));
}

/* … and with it the lock of the file. */
static void
close_program (Fixture *self)
{
  KcChannelNotes *notes = g_object_ref (kc_after_care_get_notes (get_after_care (self)));

  kc_controller_close (self->controller);
  kc_test_wait_until (!kc_records_is_busy (KC_RECORDS (notes)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->controller);
  g_assert_finalize_object (notes);
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
  self->folder = g_dir_make_tmp ("after-care-XXXXXX", NULL);
  open_program (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  close_program (self);
  folder = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_object_unref (self->clock);
  g_object_unref (self->sandbox);
}

/* Returns the id of the channel. */
static const char *
connect_phone (Fixture *self, const char *name)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autoptr (GError) error = NULL;
  KcAttempt *attempt;

  request->name = g_strdup (name);
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
  attempt = kc_controller_get_attempt (self->controller);
  kc_test_wait_until (kc_attempt_get_code_live (attempt));
  g_assert_true (kc_sandbox_scan (self->sandbox, kc_sandbox_get_code (self->sandbox), &error));
  kc_test_wait_until (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED);

  return kc_channel_get_id (kc_attempt_get_channel (attempt));
}

static void
query_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(KcChannelQuery **) user_data = kc_channel_query_load_finish (result, &error);
  g_assert_no_error (error);
}

/* As the first page does it. */
static void
load_list (Fixture *self)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (self->controller);
  g_autoptr (KcChannelQuery) query = NULL;

  kc_channel_query_load_async (kc_key_manager_get_client (key_manager),
                               kc_key_manager_get_rate_limiter (key_manager), NULL, query_loaded_cb,
                               &query);
  kc_test_wait_until (query != NULL);
  kc_after_care_take_query (get_after_care (self), query);
}

static guint
count_news (Fixture *self)
{
  g_autoptr (GPtrArray) news = kc_after_care_get_news (get_after_care (self));

  return news->len;
}

static void
test_active (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strdup (connect_phone (self, "Front desk"));
  const KcChannelNote *note
      = kc_channel_notes_find (kc_after_care_get_notes (get_after_care (self)), id);
  g_autofree char *number = g_strdup (note->phone_number);

  g_assert_cmpstr (note->name, ==, "Front desk");
  g_assert_nonnull (number);
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS - 1);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_NOT_SEEN);
  g_assert_cmpuint (count_news (self), ==, 0);
  kc_clock_advance (self->clock, 1);
  kc_test_wait_until (kc_after_care_get_state (get_after_care (self), id) == KC_AFTER_CARE_ACTIVE);
  g_assert_cmpuint (count_news (self), ==, 1);
  kc_after_care_dismiss (get_after_care (self), id);
  g_assert_cmpuint (count_news (self), ==, 0);

  /* Looked at once more at the next start, and never again. */
  close_program (self);
  open_program (self);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_ACTIVE);
  g_assert_cmpuint (count_news (self), ==, 1);
  close_program (self);
  open_program (self);
  load_list (self);
  g_assert_cmpuint (count_news (self), ==, 0);
  /* The number is known as long as there is the note. */
  note = kc_channel_notes_find (kc_after_care_get_notes (get_after_care (self)), id);
  g_assert_cmpstr (note->phone_number, ==, number);
}

/* It stays "not active", however often the person has read that, until it is active. */
static void
test_active_later (Fixture *self, gconstpointer data)
{
  g_autofree char *id = NULL;

  turn_knob (self, "review", "100000");
  id = g_strdup (connect_phone (self, "Front desk"));
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_after_care_get_state (get_after_care (self), id)
                      == KC_AFTER_CARE_NOT_ACTIVE);
  kc_after_care_dismiss (get_after_care (self), id);
  g_assert_cmpuint (count_news (self), ==, 0);

  close_program (self);
  open_program (self);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==,
                   KC_AFTER_CARE_NOT_ACTIVE);
  g_assert_cmpuint (count_news (self), ==, 1);
  turn_knob (self, "advance", "100000");
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_ACTIVE);
}

static void
test_gone (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strdup (connect_phone (self, NULL));

  close_program (self);
  turn_knob (self, "newest-channel", "gone");
  open_program (self);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_GONE);
  kc_after_care_dismiss (get_after_care (self), id);
  close_program (self);
  open_program (self);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_NOT_SEEN);
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  kc_key_manager_check_key_finish (KC_KEY_MANAGER (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Another company's key does not list the channel: that does not mean that it is gone. */
static void
test_other_company (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strdup (connect_phone (self, "Front desk"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean checked = FALSE;

  kc_key_manager_check_key_async (kc_controller_get_key_manager (self->controller),
                                  kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_ELSEWHERE),
                                  FALSE, cancellable, key_checked_cb, &checked);
  kc_test_wait_until (checked);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_NOT_SEEN);
  g_assert_cmpuint (count_news (self), ==, 0);
}

static const KcChannelNote *
get_last_note (KcAfterCare *after_care)
{
  GPtrArray *notes = kc_channel_notes_get_all (kc_after_care_get_notes (after_care));

  g_assert_cmpuint (notes->len, >, 0);

  return g_ptr_array_index (notes, notes->len - 1);
}

/* It was finished with another key than the one in use now: perhaps for another company, whose
 * channels this key does not list. */
static void
test_late_with_another_key (Fixture *self, gconstpointer data)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (self->controller);
  KcLateSessions *late_sessions = kc_controller_get_late_sessions (self->controller);
  g_autoptr (KcLateSession) late = g_rc_box_new0 (KcLateSession);

  late->request = kc_connect_request_new (KC_MODE_QR);
  late->session = g_new0 (KcSession, 1);
  late->session->session_id = g_strdup ("late");
  late->channel
      = kc_channel_new ("ch_late", KC_CHANNEL_KIND_WHATSAPP_QR, NULL, NULL, NULL, TRUE, NULL);

  g_signal_emit_by_name (late_sessions, "finished-in-background", late);
  g_assert_cmpstr (get_last_note (get_after_care (self))->company, ==,
                   kc_key_manager_get_key_check (key_manager)->account->company_name);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), "ch_late"), ==,
                   KC_AFTER_CARE_GONE);

  late->key_replaced = TRUE;
  g_signal_emit_by_name (late_sessions, "finished-in-background", late);
  g_assert_null (get_last_note (get_after_care (self))->company);
  load_list (self);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), "ch_late"), ==,
                   KC_AFTER_CARE_NOT_SEEN);
}

/* One look of three requests, however long the program stays open. */
static void
test_asks_once (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strdup (connect_phone (self, "Front desk"));
  guint before;

  turn_knob (self, "next-channels", "503*0");
  before = kc_sandbox_get_n_requests (self->sandbox);
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_sandbox_get_n_requests (self->sandbox) == before + 3);
  kc_clock_advance (self->clock, 60 * 60 * 1000);
  g_assert_cmpuint (kc_sandbox_get_n_requests (self->sandbox), ==, before + 3);
  g_assert_cmpint (kc_after_care_get_state (get_after_care (self), id), ==, KC_AFTER_CARE_NOT_SEEN);
}

/* A new key of the same company cuts the look off: it is made again. */
static void
test_new_key (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_strdup (connect_phone (self, "Front desk"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const guint before = kc_sandbox_get_n_requests (self->sandbox);
  gboolean checked = FALSE;

  turn_knob (self, "next-channels", "silence");
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_sandbox_get_n_requests (self->sandbox) > before);
  turn_knob (self, "next-channels", "off");
  kc_key_manager_check_key_async (kc_controller_get_key_manager (self->controller),
                                  kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_SECOND), FALSE,
                                  cancellable, key_checked_cb, &checked);
  kc_test_wait_until (checked);
  kc_clock_advance (self->clock, KC_AFTER_CARE_DELAY_MS);
  kc_test_wait_until (kc_after_care_get_state (get_after_care (self), id) == KC_AFTER_CARE_ACTIVE);
}

/* The same way and name as before; what else is preset counts here as well. */
static void
test_request_again (void)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_autoptr (KcConnectRequest) browser = NULL;
  g_autoptr (KcConnectRequest) named = NULL;
  g_autoptr (KcConnectRequest) numbered = NULL;
  g_autoptr (KcConnectRequest) nameless = NULL;

  kc_presets_set_pipeline (presets, "pipe_1");
  kc_presets_set_channel_name (presets, "Desk", "host", "user");
  presets->coexistence = TRUE;

  browser = kc_after_care_create_request (presets, KC_CHANNEL_KIND_WHATSAPP, "Sol", "+34600111222");
  g_assert_cmpint (browser->mode, ==, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpstr (browser->pipeline_id, ==, "pipe_1");
  g_assert_true (browser->coexistence);

  named = kc_after_care_create_request (presets, KC_CHANNEL_KIND_WHATSAPP_QR, "Front desk",
                                        "+34600111222");
  g_assert_cmpint (named->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (named->name, ==, "Front desk");
  numbered
      = kc_after_care_create_request (presets, KC_CHANNEL_KIND_WHATSAPP_QR, "", "+34600111222");
  g_assert_cmpstr (numbered->name, ==, "+34600111222");
  nameless = kc_after_care_create_request (presets, KC_CHANNEL_KIND_WHATSAPP_QR, NULL, NULL);
  g_assert_cmpstr (nameless->name, ==, "Desk");
}

/* Each state has its sentence, and a foreign name cannot change how it reads. */
static void
test_words (void)
{
  KcChannelNote note = {.id = (char *) "ch_1",
                        .kind = KC_CHANNEL_KIND_WHATSAPP_QR,
                        .name = (char *) "\xe2\x80\xaeodd"};
  g_autofree char *title = kc_channel_text_format_news_title (&note, KC_AFTER_CARE_GONE);

  g_assert_cmpstr (title, ==, "\xe2\x81\xa8\xef\xbf\xbdodd\xe2\x81\xa9 is no longer connected");
  for (KcChannelState state = KC_CHANNEL_STATE_ACTIVE; state <= KC_CHANNEL_STATE_DISCONNECTED;
       state++)
    for (KcChannelKind kind = KC_CHANNEL_KIND_WHATSAPP; kind <= KC_CHANNEL_KIND_OTHER; kind++)
      {
        g_assert_cmpstr (kc_channel_text_get_meaning (state, kind), !=, "");
        g_assert_true ((*kc_channel_text_get_steps (state, kind) == NULL)
                       == (state == KC_CHANNEL_STATE_ACTIVE));
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/after-care/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("active", test_active);
  ADD ("active-later", test_active_later);
  ADD ("gone", test_gone);
  ADD ("other-company", test_other_company);
  ADD ("late-with-another-key", test_late_with_another_key);
  ADD ("asks-once", test_asks_once);
  ADD ("new-key", test_new_key);
  g_test_add_func ("/after-care/request-again", test_request_again);
  g_test_add_func ("/after-care/words", test_words);

  return g_test_run ();
}
