/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-outcome-check.h"

#include "kc-flow-fixture.h"
#include "kc-channel-diff.h"

#define ASK (KC_OUTCOME_CHECK_SESSION | KC_OUTCOME_CHECK_COMPARE)

typedef struct {
  KcFlowFixture flow;
  KcPoller *poller;
  KcOutcomeCheck *confirm;
  GPtrArray *before;
  guint n_concluded;
  guint n_troubles;
  KcSessionStatus word;
  gboolean answered;
  gboolean clear;
  gboolean pending;
  char *channel_id; /* of the session's own channel */
  char *new_id;     /* of the newest of the other channels */
  GError *error;
  GError *trouble;
} Fixture;

static void
on_concluded_cb (KcOutcomeCheck *confirm, const KcFindings *findings, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_concluded++;
  fixture->word = findings->word;
  fixture->answered = findings->answered;
  fixture->clear = findings->clear;
  fixture->pending = findings->pending;
  if (findings->channel != NULL)
    fixture->channel_id = g_strdup (kc_channel_get_id (findings->channel));
  if (findings->new_channels != NULL)
    fixture->new_id = g_strdup (kc_channel_get_id (g_ptr_array_index (findings->new_channels, 0)));
  if (findings->error != NULL)
    fixture->error = g_error_copy (findings->error);
  if (findings->trouble != NULL)
    fixture->trouble = g_error_copy (findings->trouble);

  /* If nobody gave an answer, one of them gives the reason. */
  g_assert_true (findings->answered || findings->error != NULL || findings->trouble != NULL);
  g_assert_false (findings->answered && findings->trouble != NULL);
}

static void
on_connectivity_cb (KcOutcomeCheck *confirm, const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (error != NULL)
    fixture->n_troubles++;
}

static KcChannel *
make_channel (const char *id, const char *created_at)
{
  g_autoptr (GDateTime) time
      = created_at != NULL ? g_date_time_new_from_iso8601 (created_at, NULL) : NULL;

  return kc_channel_new (id, KC_CHANNEL_KIND_WHATSAPP_QR, NULL, NULL, NULL, TRUE, time);
}

static void
set_up (Fixture *fixture, gconstpointer unknown)
{
  g_autoptr (KcSession) session = NULL;

  kc_flow_set_up (&fixture->flow, KC_MODE_QR);
  session = kc_flow_make_session (&fixture->flow, KC_MODE_QR);
  if (unknown == NULL)
    {
      fixture->before = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (fixture->before, make_channel ("ch_old", "2026-01-01T00:00:00Z"));
    }
  fixture->poller = kc_poller_new (fixture->flow.client, fixture->flow.clock,
                                   fixture->flow.rate_limiter, session);
  fixture->confirm
      = kc_outcome_check_new (fixture->flow.client, fixture->flow.clock, fixture->flow.rate_limiter,
                              fixture->poller, session, fixture->before);
  g_signal_connect (fixture->confirm, "concluded", G_CALLBACK (on_concluded_cb), fixture);
  g_signal_connect (fixture->confirm, "connectivity", G_CALLBACK (on_connectivity_cb), fixture);
}

static void
set_up_known (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unknown)
{
  g_assert_finalize_object (fixture->confirm);
  g_assert_finalize_object (fixture->poller);
  g_clear_pointer (&fixture->before, g_ptr_array_unref);
  g_clear_pointer (&fixture->channel_id, g_free);
  g_clear_pointer (&fixture->new_id, g_free);
  g_clear_error (&fixture->error);
  g_clear_error (&fixture->trouble);
  kc_flow_tear_down (&fixture->flow);
}

static guint
count_lists (Fixture *fixture)
{
  return kc_stub_server_count (fixture->flow.server, "GET", KC_FLOW_LIST_PATH);
}

static void
test_no_final_answer (Fixture *fixture, gconstpointer unknown)
{
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_flow_pass (&fixture->flow, 9);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_flow_pass (&fixture->flow, 1);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, KC_OUTCOME_CHECK_POLLS);
  g_assert_cmpuint (count_lists (fixture), ==, unknown == NULL ? 1 : 0);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpint (fixture->word, ==, KC_SESSION_PENDING);
  g_assert_true (fixture->pending);
  g_assert_null (fixture->channel_id);
  g_assert_null (fixture->new_id);

  kc_flow_pass (&fixture->flow, 40);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
}

static void
test_new_channel (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL,
                        KC_FLOW_LIST_NEW);
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_pass (&fixture->flow, 10);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpstr (fixture->new_id, ==, "ch_new");
  g_assert_null (fixture->channel_id);
}

static void
test_only_the_channel (Fixture *fixture, gconstpointer data)
{
  kc_flow_list_once (&fixture->flow, 200, KC_FLOW_LIST_NEW);
  kc_outcome_check_start (fixture->confirm, KC_OUTCOME_CHECK_COMPARE);
  kc_test_wait_until (fixture->n_concluded == 1);
  g_assert_cmpstr (fixture->new_id, ==, "ch_new");
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 0);
}

static void
test_locked_out (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 401, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_test_wait_until (fixture->n_concluded == 1);
  g_assert_error (fixture->error, KC_ERROR, KC_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (count_lists (fixture), ==, 1);
}

/* The key may connect but no longer list channels, or do neither: no channel, and no error because
 * of it. */
static void
test_list_forbidden (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 200, NULL, "{\"status\":\"expired\"}");
  kc_flow_list_once (&fixture->flow, 403, "{}");
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_test_wait_until (fixture->n_concluded == 1);
  g_assert_cmpint (fixture->word, ==, KC_SESSION_EXPIRED);
  g_assert_no_error (fixture->error);
}

static void
test_errors_then_found (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 404, NULL, "{}");
  kc_flow_poll_once (&fixture->flow, 500, NULL, "{}");
  kc_flow_list_once (&fixture->flow, 200, KC_FLOW_LIST_NEW);
  kc_flow_list_once (&fixture->flow, 502, "<html>");
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_pass (&fixture->flow, 14);
  g_assert_cmpuint (fixture->n_troubles, ==, 2);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpstr (fixture->new_id, ==, "ch_new");
}

static void
assert_ends_after_the_limit (Fixture *fixture, KcSessionStatus word)
{
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_LIMIT_MS / 1000 - 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_flow_pass (&fixture->flow, 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpint (fixture->word, ==, word);
}

static void
test_errors_until_the_limit (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 500, NULL, "{}");
  assert_ends_after_the_limit (fixture, KC_SESSION_PENDING);
  g_assert_false (fixture->pending);
}

static void
test_no_answer_until_the_limit (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 200, NULL, "{\"status\":\"expired\"}");
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_LIST_PATH, 0);
  assert_ends_after_the_limit (fixture, KC_SESSION_EXPIRED);
}

/* --- Keebai cannot be reached --- */

/* While Keebai cannot be reached, it goes on slowly, and ends at last. */
static void
test_keep_trying (Fixture *fixture, gconstpointer unknown)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 502, NULL, "<html>");
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 503, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_UNREACHABLE_LIMIT_MS / 1000 - 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_flow_pass (&fixture->flow, 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_false (fixture->answered);
  g_assert_nonnull (fixture->trouble);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), >=, 30);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), <=, 60);
  g_assert_cmpuint (count_lists (fixture), ==, unknown == NULL ? 10 : 0);
}

/* Nor does a request that hangs count as an answer. */
static void
test_keep_trying_silence (Fixture *fixture, gconstpointer data)
{
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 0);
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_LIST_PATH, 0);
  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_UNREACHABLE_LIMIT_MS / 1000);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_false (fixture->answered);
  g_assert_error (fixture->trouble, KC_ERROR, KC_ERROR_TIMED_OUT);
}

/* Reached after a long while: from then on it is as quick as ever. */
static void
test_keep_trying_answered (Fixture *fixture, gconstpointer json)
{
  kc_stub_server_reply_raw (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, KC_STUB_RESET, "",
                            0);
  kc_stub_server_reply_raw (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, KC_STUB_RESET, "",
                            0);
  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, 400);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, json);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL,
                        KC_FLOW_LIST_NEW);
  kc_outcome_check_poll_now (fixture->confirm);
  kc_flow_pass (&fixture->flow, 20);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_true (fixture->answered);
  g_assert_cmpstr (g_str_equal (json, KC_FLOW_COMPLETED) ? fixture->channel_id : fixture->new_id,
                   ==, "ch_new");
}

/* Only the list was answered, without a new channel: the session is polled for the usual time. */
static void
test_keep_trying_list (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 500, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_ASK_MS / 1000);
  g_assert_cmpuint (count_lists (fixture), ==, 1);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_LIMIT_MS / 1000 - 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_flow_pass (&fixture->flow, 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_true (fixture->answered);
  g_assert_false (fixture->clear);
  g_assert_cmpuint (count_lists (fixture), ==, 1);
}

/* A final answer ends the retries, even if the list that is still needed fails. */
static void
test_keep_trying_until_final (Fixture *fixture, gconstpointer data)
{
  if (data == NULL)
    kc_flow_poll_once (&fixture->flow, 200, NULL, "{\"status\":\"expired\"}");
  else
    kc_flow_poll_once (&fixture->flow, 401, NULL, "{}");
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 503, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_LIMIT_MS / 1000 + 1);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  if (data == NULL)
    g_assert_true (fixture->clear);
  else
    g_assert_error (fixture->error, KC_ERROR, KC_ERROR_UNAUTHORIZED);
}

/* Time that the computer slept does not count as time spent asking. */
static void
test_sleep (Fixture *fixture, gconstpointer flags)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 503, NULL, "{}");
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 503, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK | GPOINTER_TO_UINT (flags));
  kc_flow_pass (&fixture->flow, 12);
  kc_clock_sleep (fixture->flow.clock, 3600 * 1000);
  kc_flow_settle ();
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        KC_FLOW_COMPLETED);
  kc_flow_pass (&fixture->flow, 22);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpstr (fixture->channel_id, ==, "ch_new");
}

/* From now on the key polls once a minute. */
static void
slow_down (Fixture *fixture)
{
  for (guint i = 0; i < 6; i++)
    {
      kc_rate_limiter_slow_down (fixture->flow.rate_limiter, -1);
      kc_clock_advance (fixture->flow.clock, KC_RATE_LIMITER_SLOWEST_MS);
    }
}

/* The list alone is no answer for the session. */
static void
test_slowed_down (Fixture *fixture, gconstpointer data)
{
  slow_down (fixture);
  kc_poller_start (fixture->poller, 0, 5000);
  kc_flow_settle ();
  kc_poller_poll_now (fixture->poller);
  kc_flow_pass (&fixture->flow, 61);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);

  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, 120);
  g_assert_cmpuint (count_lists (fixture), >, 0);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_true (fixture->pending);
}

/* Polls fail, and when time is up, the list is old: the session may have been finished since. */
static void
test_slowed_down_and_an_old_list (Fixture *fixture, gconstpointer list_fails)
{
  slow_down (fixture);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 503, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_ASK_MS / 1000 + 5);
  g_assert_cmpuint (count_lists (fixture), ==, 1);

  if (list_fails != NULL)
    kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 503, NULL, "{}");
  else
    kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL,
                          KC_FLOW_LIST_NEW);
  kc_flow_pass (&fixture->flow, 120);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpuint (count_lists (fixture), >=, 2);
  if (list_fails != NULL)
    g_assert_error (fixture->trouble, KC_ERROR, KC_ERROR_MAINTENANCE);
  else
    g_assert_cmpstr (fixture->new_id, ==, "ch_new");
}

/* The check ends even if the process is held up beyond each limit, again and again. */
static void
test_held_up_again_and_again (Fixture *fixture, gconstpointer flags)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 503, NULL, "{}");
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 503, NULL, "{}");
  kc_outcome_check_start (fixture->confirm, ASK | GPOINTER_TO_UINT (flags));
  for (guint i = 0; i <= KC_OUTCOME_CHECK_MAX_RESTARTS; i++)
    {
      g_assert_cmpuint (fixture->n_concluded, ==, 0);
      kc_clock_sleep (fixture->flow.clock, KC_OUTCOME_CHECK_UNREACHABLE_LIMIT_MS + 60 * 1000);
      kc_flow_settle ();
    }
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_error (fixture->trouble, KC_ERROR, KC_ERROR_MAINTENANCE);
}

/* --- a key that may belong to another company ------------------------------------------------ */

static void
test_doubted_key (Fixture *fixture, gconstpointer json)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL,
                        KC_FLOW_LIST_NEW);
  if (json != NULL)
    kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, json);
  else
    kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL, "{}");
  kc_outcome_check_start (fixture->confirm,
                          KC_OUTCOME_CHECK_SESSION | KC_OUTCOME_CHECK_KEEP_TRYING);
  kc_flow_pass (&fixture->flow, 10);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpuint (count_lists (fixture), ==, json != NULL ? 1 : 0);
  g_assert_cmpstr (fixture->new_id, ==, json != NULL ? "ch_new" : NULL);
  g_assert_cmpint (fixture->answered, ==, json != NULL);
  if (json == NULL)
    g_assert_error (fixture->error, KC_ERROR, KC_ERROR_NOT_FOUND);
}

static void
test_doubted_key_only_the_channel (Fixture *fixture, gconstpointer data)
{
  kc_outcome_check_start (fixture->confirm, 0);
  kc_flow_settle ();
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpuint (kc_stub_server_count (fixture->flow.server, NULL, NULL), ==, 0);
}

/* --- never above the rate limit -------------------------------------------------------------- */

static void
test_list_waits_for_the_rate_limiter (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < KC_RATE_LIMITER_PER_MINUTE; i++)
    kc_rate_limiter_count (fixture->flow.rate_limiter);
  kc_flow_list_once (&fixture->flow, 200, KC_FLOW_LIST_NEW);
  kc_clock_advance (fixture->flow.clock, 45000);
  kc_outcome_check_start (fixture->confirm, KC_OUTCOME_CHECK_COMPARE);
  kc_flow_pass (&fixture->flow, 14);
  g_assert_cmpuint (count_lists (fixture), ==, 0);
  kc_flow_pass (&fixture->flow, 2);
  g_assert_cmpstr (fixture->new_id, ==, "ch_new");
}

/* Polls that fail do not keep it from listing the channels. */
static void
assert_looks_at_the_list (Fixture *fixture)
{
  kc_flow_list_once (&fixture->flow, 200, KC_FLOW_LIST_NEW);
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_ASK_MS / 1000 - 1);
  g_assert_cmpuint (count_lists (fixture), ==, 0);
  kc_flow_pass (&fixture->flow, 1);
  g_assert_cmpuint (count_lists (fixture), ==, 1);
  /* That is not an answer: the session is polled again. */
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_LIMIT_MS / 1000);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpstr (fixture->new_id, ==, "ch_new");
}

static void
test_list_though_polls_fail (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 503, NULL, "{}");
  assert_looks_at_the_list (fixture);
}

static void
test_list_though_polls_hang (Fixture *fixture, gconstpointer data)
{
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 0);
  assert_looks_at_the_list (fixture);
}

/* No new channel is not an answer: the session is polled again, though not by the poll that hangs.
 */
static void
test_asked_again_after_the_list (Fixture *fixture, gconstpointer data)
{
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 1);
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_settle ();
  kc_flow_poll_once (&fixture->flow, 200, NULL, "{\"status\":\"cancelled\"}");
  kc_flow_pass (&fixture->flow, KC_OUTCOME_CHECK_ASK_MS / 1000 + 6);
  g_assert_cmpuint (count_lists (fixture), ==, 1);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
  g_assert_cmpuint (fixture->n_concluded, ==, 1);
  g_assert_cmpint (fixture->word, ==, KC_SESSION_CANCELLED);
}

static void
test_poll_now (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_raw (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 2, KC_STUB_RESET, "",
                            0);
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_settle ();
  kc_outcome_check_poll_now (fixture->confirm);
  kc_flow_pass (&fixture->flow, 2);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  kc_outcome_check_start (fixture->confirm, ASK);
  kc_flow_settle ();
  kc_outcome_check_stop (fixture->confirm);
  kc_flow_pass (&fixture->flow, 40);
  g_assert_cmpuint (fixture->n_concluded, ==, 0);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
}

/* --- which channel is new -------------------------------------------------------------------- */

/* Words of the form "id" or "id@time". */
static GPtrArray *
make_list (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "@", 2);

      g_ptr_array_add (list, make_channel (parts[0], parts[1]));
    }

  return list;
}

static void
assert_new (const char *before_text, const char *after_text, const char *expected)
{
  g_autoptr (GPtrArray) before = make_list (before_text);
  g_autoptr (GPtrArray) after = make_list (after_text);
  g_autoptr (GPtrArray) found = kc_channel_diff_find (before, after);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; found != NULL && i < found->len; i++)
    g_string_append (ids, kc_channel_get_id (g_ptr_array_index (found, i)));
  g_assert_cmpstr (ids->str, ==, expected);
  g_assert_cmpint (found == NULL, ==, *expected == '\0');
}

static void
test_find_new (void)
{
  assert_new ("", "", "");
  assert_new ("a b", "b a", "");
  assert_new ("a b", "b", "");
  assert_new ("", "a", "a");
  assert_new ("a", "a b", "b");
  assert_new ("a", "b a", "b");

  /* Not listed before, but older than what was: the earlier list need not have been complete. */
  assert_new ("a@2026-01-05T00:00:00Z", "a b@2026-01-04T00:00:00Z", "");
  assert_new ("a@2026-01-05T00:00:00Z", "a b@2026-01-05T00:00:00Z", "b");
  assert_new ("a@2026-01-05T00:00:00Z c", "a b", "b");

  /* All of them, the newest first, those without a time last. */
  assert_new ("a", "b@2026-01-01T00:00:00Z c@2026-01-03T00:00:00Z d@2026-01-02T00:00:00Z", "cdb");
  assert_new ("a", "b c@2026-01-03T00:00:00Z", "cb");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_DATA(name, data, func)                                                                 \
  g_test_add ("/outcome-check/" name, Fixture, data, set_up, func, tear_down)
#define ADD(name, func) ADD_DATA (name, NULL, func)
  ADD ("no-final-answer", test_no_final_answer);
  ADD_DATA ("no-final-answer/no-list", "unknown", test_no_final_answer);
  ADD ("new-channel", test_new_channel);
  ADD ("only-the-channel", test_only_the_channel);
  ADD ("locked-out", test_locked_out);
  ADD ("list-forbidden", test_list_forbidden);
  ADD ("errors-then-found", test_errors_then_found);
  ADD_DATA ("errors-until-the-limit", "unknown", test_errors_until_the_limit);
  ADD ("list-though-polls-fail", test_list_though_polls_fail);
  ADD ("list-though-polls-hang", test_list_though_polls_hang);
  ADD ("asked-again-after-the-list", test_asked_again_after_the_list);
  ADD ("no-answer-until-the-limit", test_no_answer_until_the_limit);
  ADD ("unreachable", test_keep_trying);
  ADD_DATA ("unreachable/no-list", "unknown", test_keep_trying);
  ADD ("unreachable/silence", test_keep_trying_silence);
  ADD ("unreachable/list", test_keep_trying_list);
  g_test_add ("/outcome-check/unreachable/then-answers/completed", Fixture, KC_FLOW_COMPLETED,
              set_up_known, test_keep_trying_answered, tear_down);
  g_test_add ("/outcome-check/unreachable/then-answers/pending", Fixture,
              "{\"status\":\"pending\"}", set_up_known, test_keep_trying_answered, tear_down);
  ADD ("unreachable/until-final/expired", test_keep_trying_until_final);
  g_test_add ("/outcome-check/unreachable/until-final/401", Fixture, "401", set_up_known,
              test_keep_trying_until_final, tear_down);
  g_test_add ("/outcome-check/slowed-down", Fixture, NULL, set_up_known, test_slowed_down,
              tear_down);
  g_test_add ("/outcome-check/slowed-down/old-list", Fixture, NULL, set_up_known,
              test_slowed_down_and_an_old_list, tear_down);
  g_test_add ("/outcome-check/slowed-down/old-list/fails", Fixture, "fails", set_up_known,
              test_slowed_down_and_an_old_list, tear_down);
  g_test_add ("/outcome-check/held-up-again-and-again", Fixture, NULL, set_up_known,
              test_held_up_again_and_again, tear_down);
  g_test_add ("/outcome-check/held-up-again-and-again/keep-trying", Fixture,
              GUINT_TO_POINTER (KC_OUTCOME_CHECK_KEEP_TRYING), set_up_known,
              test_held_up_again_and_again, tear_down);
  g_test_add ("/outcome-check/sleep", Fixture, NULL, set_up_known, test_sleep, tear_down);
  g_test_add ("/outcome-check/sleep/keep-trying", Fixture,
              GUINT_TO_POINTER (KC_OUTCOME_CHECK_KEEP_TRYING), set_up_known, test_sleep, tear_down);
  ADD ("doubted-key/not-found", test_doubted_key);
  g_test_add ("/outcome-check/doubted-key/pending", Fixture, "{\"status\":\"pending\"}",
              set_up_known, test_doubted_key, tear_down);
  ADD ("doubted-key/only-the-channel", test_doubted_key_only_the_channel);
  ADD ("list-waits-for-the-rate-limit", test_list_waits_for_the_rate_limiter);
  ADD ("poll-now", test_poll_now);
  ADD ("stopped", test_stopped);
#undef ADD
#undef ADD_DATA
  g_test_add_func ("/outcome-check/new-channel/find", test_find_new);

  return g_test_run ();
}
