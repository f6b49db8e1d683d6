/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "It stopped because somebody else was using our key"; "they renewed the key, and I had to start
 * over". Limits, revoked keys and unknown words do not end a session. */

#include "kc-story-fixture.h"

#include <string.h>

#define EMBEDDED GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP)
#define QR GINT_TO_POINTER (KC_MODE_QR)

/* Together with what the person does in the browser or with the phone. */
static void
connect_there (KcStory *story)
{
  if (kc_attempt_get_mode (story->attempt) == KC_MODE_QR)
    {
      kc_story_until (story, kc_attempt_get_code_live (story->attempt), 90);
      kc_story_scan (story);
    }
  else
    kc_story_finish (story);
}

static void
connect_and_see (KcStory *story)
{
  connect_there (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 75);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* --- 429 and 503 ----------------------------------------------------------------------------- */

/* Keebai asks for half a minute: it gets it, and from then on it is polled half as often. */
static void
test_on_poll (KcStory *story, gconstpointer data)
{
  guint n_polls;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "next-poll", "429;retry-after=30");
  kc_story_until (story, kc_attempt_get_connectivity (story->attempt) == KC_CONNECTIVITY_RETRYING,
                  6);
  kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_RETRYING, KC_ERROR_RATE_LIMITED);
  n_polls = kc_story_count (story, "poll");
  kc_attempt_poll_now (story->attempt);
  kc_story_pass (story, 28);
  g_assert_cmpuint (kc_story_count (story, "poll"), ==, n_polls);
  kc_story_until (story, kc_attempt_get_connectivity (story->attempt) == KC_CONNECTIVITY_LIVE, 6);
  n_polls = kc_story_count (story, "poll");
  kc_story_pass (story, 100);
  g_assert_cmpuint (kc_story_count (story, "poll") - n_polls, <=, 100 / 10 + 1);
  g_assert_cmpuint (kc_story_count (story, "poll") - n_polls, >=, 100 / 60);
  connect_and_see (story);
}

/* For the rest of the session and beyond. What was finished meanwhile is noticed as soon as Keebai
 * accepts requests again. */
static void
test_on_poll_for_long (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "next-poll", "429;retry-after=60*0");
  kc_story_turn (story, "next-channels", "429;retry-after=60*0");
  kc_story_pass (story, 300);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_CONFIRMING, 620);
  kc_story_pass (story, 300);
  kc_story_assert_told (story, KC_ATTEMPT_CONFIRMING, KC_CONNECTIVITY_RETRYING,
                        KC_ERROR_RATE_LIMITED);
  g_assert_cmpuint (kc_sandbox_get_n_requests (story->sandbox), <=, 5 + 1200 / 60 * 2);
  kc_story_turn (story, "next-poll", "off");
  kc_story_turn (story, "next-channels", "off");
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 130);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* For an hour. Then the result is not known, and the program says so; asking again later finds it.
 */
static void
test_on_poll_for_an_hour (KcStory *story, gconstpointer data)
{
  guint n_requests;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "next-poll", "429;retry-after=3600*0");
  kc_story_turn (story, "next-channels", "429;retry-after=3600*0");
  kc_story_pass (story, 300);
  kc_story_finish (story);
  story->channels = 1;
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 600 + 600 + 10);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_RATE_LIMITED);
  g_assert_true (kc_attempt_may_ask_again (story->attempt));
  n_requests = kc_sandbox_get_n_requests (story->sandbox);
  g_assert_cmpuint (n_requests, <=, 10);

  kc_story_turn (story, "next-poll", "off");
  kc_story_turn (story, "next-channels", "off");
  kc_story_pass (story, 40 * 60);
  kc_story_resume (story, 0);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 600);
  kc_story_assert_connected (story);
}

/* The stream is refused: the code is covered, and comes back. */
static void
test_on_stream (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_QR);
  kc_story_turn (story, "next-stream", "429;retry-after=20*2");
  kc_story_turn (story, "stream-drop", "1*1");
  kc_story_turn (story, "offline", "1");
  kc_story_pass (story, 15);
  kc_story_assert_told (story, KC_ATTEMPT_SCANNING, KC_CONNECTIVITY_RETRYING,
                        KC_ERROR_RATE_LIMITED);
  g_assert_false (kc_attempt_get_code_live (story->attempt));
  kc_story_turn (story, "stream-drop", "off");
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 120);
  connect_and_see (story);
}

/* Somebody else uses the key, up to its limit, every minute. Keebai refuses us now and then, and
 * connecting works all the same. */
static void
test_shared_key (KcStory *story, gconstpointer mode)
{
  g_autoptr (KcClient) other = NULL;
  g_autoptr (GError) error = NULL;

  other = kc_client_new (kc_sandbox_get_base_url (story->sandbox),
                         kc_sandbox_get_key (story->sandbox, KC_SANDBOX_KEY_FULL), &error);
  g_assert_no_error (error);
  kc_story_prepare (story, GPOINTER_TO_INT (mode), KC_SANDBOX_KEY_FULL);
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  for (guint i = 0; i < 120; i++)
    {
      for (guint j = 0; j < 5; j++)
        {
          g_autoptr (GAsyncResult) result = NULL;
          g_autoptr (KcAccount) account = NULL;

          kc_client_get_account_async (other, NULL, kc_test_take_result_cb, &result);
          kc_test_wait_until (result != NULL);
          account = kc_client_get_account_finish (other, result, NULL);
        }
      kc_story_pass (story, 1);
      g_assert_false (kc_attempt_state_is_terminal (kc_attempt_get_state (story->attempt)));
    }
  connect_and_see (story);
  story->throttled = kc_sandbox_get_n_throttled (story->sandbox);
}

/* --- 401 and 403 ----------------------------------------------------------------------------- */

typedef struct {
  const char *full_key;
  int code;
  KcMode mode;
} Withdrawal;

static void
withdraw_key (KcStory *story, const Withdrawal *withdrawal)
{
  kc_story_begin (story, withdrawal->mode);
  kc_story_pass (story, 20);
  kc_story_turn (story, "full-key", withdrawal->full_key);
  /* An open stream stays open: only a poll is refused. */
  kc_story_until (story, kc_attempt_get_key_wanted (story->attempt), 65);
  g_assert_error (kc_attempt_get_error (story->attempt), KC_ERROR, withdrawal->code);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), ==,
                   withdrawal->mode == KC_MODE_QR ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING);
  g_assert_false (kc_attempt_get_code_live (story->attempt));
}

static void
give_key (KcStory *story, KcSandboxKey which)
{
  g_autoptr (KcClient) client = NULL;
  g_autoptr (GError) error = NULL;

  client = kc_client_new (kc_sandbox_get_base_url (story->sandbox),
                          kc_sandbox_get_key (story->sandbox, which), &error);
  g_assert_no_error (error);
  kc_attempt_set_client (story->attempt, client, NULL);
}

/* Another key, and it continues where it was: one session, the same link. */
static void
test_new_key (KcStory *story, gconstpointer data)
{
  g_autofree char *link = NULL;
  guint n_requests;

  withdraw_key (story, data);
  link = g_strdup (kc_attempt_get_verification_uri (story->attempt));
  n_requests = kc_sandbox_get_n_requests (story->sandbox);
  kc_story_pass (story, 60);
  kc_attempt_poll_now (story->attempt);
  kc_story_pass (story, 5);
  g_assert_cmpuint (kc_sandbox_get_n_requests (story->sandbox), ==, n_requests);

  give_key (story, KC_SANDBOX_KEY_SECOND);
  g_assert_false (kc_attempt_get_key_wanted (story->attempt));
  kc_story_pass (story, 3);
  g_assert_false (kc_attempt_get_key_wanted (story->attempt));
  g_assert_cmpstr (kc_attempt_get_verification_uri (story->attempt), ==, link);
  connect_and_see (story);
}

/* The person finishes while no key works: the new key shows it at once. */
static void
test_new_key_after_the_end (KcStory *story, gconstpointer data)
{
  const Withdrawal *withdrawal = data;

  withdraw_key (story, withdrawal);
  if (withdrawal->mode == KC_MODE_QR)
    kc_sandbox_scan (story->sandbox, kc_sandbox_get_code (story->sandbox), NULL);
  else
    kc_story_finish (story);
  kc_story_pass (story, 30);
  give_key (story, KC_SANDBOX_KEY_SECOND);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 8);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* Nobody has another key before the time is up: the program does not say that the session failed.
 */
static void
test_no_new_key (KcStory *story, gconstpointer data)
{
  const Withdrawal *withdrawal = data;

  withdraw_key (story, withdrawal);
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 1000);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, withdrawal->code);
  g_assert_true (kc_attempt_may_ask_again (story->attempt));
  g_assert_true (kc_attempt_may_succeed_late (story->attempt));
}

/* The key of another company does not know the session: that says nothing about it. */
static void
test_key_of_another_company (KcStory *story, gconstpointer data)
{
  withdraw_key (story, data);
  give_key (story, KC_SANDBOX_KEY_ELSEWHERE);
  kc_story_until (story, kc_attempt_get_key_wanted (story->attempt), 20);
  g_assert_false (kc_attempt_state_is_terminal (kc_attempt_get_state (story->attempt)));
  give_key (story, KC_SANDBOX_KEY_SECOND);
  kc_story_pass (story, 3);
  connect_and_see (story);
}

/* Revoked while the phone is being linked. */
static void
test_new_key_while_linking (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "outcome-delay", "30");
  kc_story_turn (story, "stream-disconnect-after-scan", "close");
  kc_story_begin_linking (story);
  kc_story_turn (story, "full-key", "revoked");
  kc_story_until (story, kc_attempt_get_key_wanted (story->attempt), 10);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_LINKING);
  kc_story_pass (story, 40);
  give_key (story, KC_SANDBOX_KEY_SECOND);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 8);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* Rejected at the start, the person is told at once, and nothing has been opened. */
static void
test_key_on_start (KcStory *story, gconstpointer which)
{
  gboolean revoked = GPOINTER_TO_INT (which) == KC_SANDBOX_KEY_REVOKED;

  story->sessions = 0;
  kc_story_prepare (story, KC_MODE_QR, GPOINTER_TO_INT (which));
  kc_attempt_start (story->attempt);
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 1);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE,
                        revoked ? KC_ERROR_UNAUTHORIZED : KC_ERROR_FORBIDDEN);
  if (!revoked)
    g_assert_cmpstr (kc_error_get_missing_scopes (kc_attempt_get_error (story->attempt))[0], ==,
                     "channels:connect");
}

/* --- 404, 410, unknown words ----------------------------------------------------------------- */

/* One server of several lags behind. */
static void
test_not_found_once (KcStory *story, gconstpointer mode)
{
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_story_pass (story, 61);
  kc_story_turn (story, "next-poll", "404*1");
  kc_story_pass (story, 70);
  connect_and_see (story);
}

/* Keebai says that it is over, and keeps saying so, long before its time is up: if the number is
 * connected after all, that is noticed. */
static void
test_gone (KcStory *story, gconstpointer fault)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "next-poll", fault);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 60);
  kc_story_assert_told (story, KC_ATTEMPT_EXPIRED, KC_CONNECTIVITY_LIVE, -1);
  g_assert_false (kc_attempt_is_time_up (story->attempt));
  g_assert_true (kc_attempt_may_succeed_late (story->attempt));
}

/* Over, says the poll; but there is a new channel: it is offered. */
static void
test_gone_but_connected (KcStory *story, gconstpointer fault)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_finish (story);
  kc_story_turn (story, "next-poll", fault);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 60);
  kc_story_accept_new_channel (story);
  kc_story_assert_connected (story);
  story->channels = 1;
}

static void
test_unknown_word (KcStory *story, gconstpointer word)
{
  kc_story_turn (story, "poll-status-word", word);
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 120);
  kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_LIVE, -1);
  connect_and_see (story);
}

static void
test_unknown_word_until_the_end (KcStory *story, gconstpointer mode)
{
  kc_story_turn (story, "poll-status-word", "on_hold");
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 940);
}

int
main (int argc, char *argv[])
{
  static const Withdrawal revoked = {"revoked", KC_ERROR_UNAUTHORIZED, KC_MODE_EMBEDDED_SIGNUP};
  static const Withdrawal revoked_qr = {"revoked", KC_ERROR_UNAUTHORIZED, KC_MODE_QR};
  static const Withdrawal reduced = {"no-connect", KC_ERROR_FORBIDDEN, KC_MODE_EMBEDDED_SIGNUP};
  static const Withdrawal reduced_qr = {"no-connect", KC_ERROR_FORBIDDEN, KC_MODE_QR};

  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("limits/on-poll", NULL, test_on_poll);
  KC_STORY_ADD ("limits/on-poll-for-long", NULL, test_on_poll_for_long);
  KC_STORY_ADD ("limits/on-poll-for-an-hour", NULL, test_on_poll_for_an_hour);
  KC_STORY_ADD ("limits/on-stream", NULL, test_on_stream);
  KC_STORY_ADD ("limits/shared-key", EMBEDDED, test_shared_key);
  KC_STORY_ADD ("limits/shared-key/qr", QR, test_shared_key);
  KC_STORY_ADD ("key/new", &revoked, test_new_key);
  KC_STORY_ADD ("key/new/qr", &revoked_qr, test_new_key);
  KC_STORY_ADD ("key/new/reduced", &reduced, test_new_key);
  KC_STORY_ADD ("key/new/reduced/qr", &reduced_qr, test_new_key);
  KC_STORY_ADD ("key/new-after-the-end", &revoked, test_new_key_after_the_end);
  KC_STORY_ADD ("key/new-after-the-end/qr", &revoked_qr, test_new_key_after_the_end);
  KC_STORY_ADD ("key/none", &revoked, test_no_new_key);
  KC_STORY_ADD ("key/none/reduced/qr", &reduced_qr, test_no_new_key);
  KC_STORY_ADD ("key/of-another-company", &revoked, test_key_of_another_company);
  KC_STORY_ADD ("key/of-another-company/qr", &revoked_qr, test_key_of_another_company);
  KC_STORY_ADD ("key/new-while-linking", NULL, test_new_key_while_linking);
  KC_STORY_ADD ("key/on-start/revoked", GINT_TO_POINTER (KC_SANDBOX_KEY_REVOKED),
                test_key_on_start);
  KC_STORY_ADD ("key/on-start/reduced", GINT_TO_POINTER (KC_SANDBOX_KEY_NO_CONNECT),
                test_key_on_start);
  KC_STORY_ADD ("gone/once", EMBEDDED, test_not_found_once);
  KC_STORY_ADD ("gone/once/qr", QR, test_not_found_once);
  KC_STORY_ADD ("gone/404", "404*0", test_gone);
  KC_STORY_ADD ("gone/410", "410*0", test_gone);
  KC_STORY_ADD ("gone-but-connected/404", "404*0", test_gone_but_connected);
  KC_STORY_ADD ("gone-but-connected/410", "410*0", test_gone_but_connected);
  KC_STORY_ADD ("unknown-word/spanish", "PENDIENTE", test_unknown_word);
  KC_STORY_ADD ("unknown-word/number", "0", test_unknown_word);
  KC_STORY_ADD ("unknown-word/until-the-end", EMBEDDED, test_unknown_word_until_the_end);
  KC_STORY_ADD ("unknown-word/until-the-end/qr", QR, test_unknown_word_until_the_end);
  return g_test_run ();
}
