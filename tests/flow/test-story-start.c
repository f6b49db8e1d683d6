/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "It would not even begin." If a start was certainly not carried out, because nothing was sent or
 * because Keebai was busy or under maintenance, it has not failed: it waits, says why, and begins
 * by itself; and that ends too. */

#include "kc-story-fixture.h"

#define EMBEDDED GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP)
#define QR GINT_TO_POINTER (KC_MODE_QR)

/* Together with what the person does in the browser or with the phone. */
static void
connect_and_see (KcStory *story)
{
  if (kc_attempt_get_mode (story->attempt) == KC_MODE_QR)
    {
      kc_story_until (story, kc_attempt_get_code_live (story->attempt), 90);
      kc_story_scan (story);
    }
  else
    kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 75);
  kc_story_assert_connected (story);
  story->channels = 1;
}

static void
start (KcStory *story, KcMode mode)
{
  kc_story_prepare (story, mode, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (story->attempt);
  kc_story_settle (story);
}

static KcAttemptState
get_open_state (gconstpointer mode)
{
  return GPOINTER_TO_INT (mode) == KC_MODE_QR ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING;
}

/* --- 429 and 503 ----------------------------------------------------------------------------- */

typedef struct {
  const char *fault;
  int code;
  KcMode mode;
} Refusal;

/* The start was certainly not carried out: it waits as long as it is asked to, and then continues.
 */
static void
test_on_start (KcStory *story, gconstpointer data)
{
  const Refusal *refusal = data;

  kc_story_turn (story, "next-start", refusal->fault);
  kc_story_prepare (story, refusal->mode, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (story->attempt);
  kc_story_settle (story);
  kc_story_assert_told (story, KC_ATTEMPT_STARTING, KC_CONNECTIVITY_RETRYING, refusal->code);
  kc_story_pass (story, 28);
  kc_story_assert_told (story, KC_ATTEMPT_STARTING, KC_CONNECTIVITY_RETRYING, refusal->code);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
  kc_story_until (story, kc_attempt_get_state (story->attempt) != KC_ATTEMPT_STARTING, 10);
  kc_story_settle (story);
  kc_story_assert_told (story,
                        refusal->mode == KC_MODE_QR ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING,
                        KC_CONNECTIVITY_LIVE, -1);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 2);
  connect_and_see (story);
}

/* For an hour: longer than anybody waits. It ends, with the reason. */
static void
test_on_start_for_an_hour (KcStory *story, gconstpointer data)
{
  const Refusal *refusal = data;

  story->sessions = 0;
  kc_story_turn (story, "next-start", refusal->fault);
  kc_story_prepare (story, refusal->mode, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (story->attempt);
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 15 * 60 + 5);
  g_assert_cmpint (kc_story_now (story), >=, 14 * 60);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, refusal->code);
  g_assert_false (kc_attempt_may_ask_again (story->attempt));
  g_assert_false (kc_attempt_may_succeed_late (story->attempt));
  g_assert_cmpuint (kc_story_count (story, "start"), <, 80);
}

/* Stopped while it waits for the rate limit: nothing is sent any more. */
static void
test_on_start_cancelled (KcStory *story, gconstpointer data)
{
  story->sessions = 0;
  kc_story_turn (story, "next-start", "429;retry-after=30*0");
  kc_story_prepare (story, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (story->attempt);
  kc_story_pass (story, 10);
  kc_attempt_cancel (story->attempt);
  kc_story_pass (story, 60);
  kc_story_assert_told (story, KC_ATTEMPT_CANCELLED, KC_CONNECTIVITY_LIVE, -1);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
}

/* --- no network ------------------------------------------------------------------------------ */

/* No network before the start: nothing was sent, so it begins by itself when the network is there.
 */
static void
test_offline_before_start (KcStory *story, gconstpointer mode)
{
  kc_story_unplug (story);
  start (story, GPOINTER_TO_INT (mode));
  kc_story_pass (story, 100);
  kc_story_assert_told (story, KC_ATTEMPT_STARTING, KC_CONNECTIVITY_OFFLINE, KC_ERROR_OFFLINE);
  kc_story_plug (story);
  kc_story_until_state (story, get_open_state (mode), 3);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
  connect_and_see (story);
}

static void
test_offline_for_good (KcStory *story, gconstpointer mode)
{
  story->sessions = 0;
  kc_story_unplug (story);
  start (story, GPOINTER_TO_INT (mode));
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 15 * 60 + 5);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_OFFLINE);
  g_assert_false (kc_attempt_may_ask_again (story->attempt));
}

int
main (int argc, char *argv[])
{
  static const Refusal busy = {"429;retry-after=30", KC_ERROR_RATE_LIMITED, KC_MODE_QR};
  static const Refusal maintenance
      = {"503;retry-after=30", KC_ERROR_MAINTENANCE, KC_MODE_EMBEDDED_SIGNUP};
  static const Refusal busy_for_long
      = {"429;retry-after=3600*0", KC_ERROR_RATE_LIMITED, KC_MODE_EMBEDDED_SIGNUP};
  static const Refusal maintenance_for_long = {"503*0", KC_ERROR_MAINTENANCE, KC_MODE_QR};

  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("start/busy", &busy, test_on_start);
  KC_STORY_ADD ("start/maintenance", &maintenance, test_on_start);
  KC_STORY_ADD ("start/busy-for-an-hour", &busy_for_long, test_on_start_for_an_hour);
  KC_STORY_ADD ("start/maintenance-for-an-hour", &maintenance_for_long, test_on_start_for_an_hour);
  KC_STORY_ADD ("start/cancelled", NULL, test_on_start_cancelled);
  KC_STORY_ADD ("start/offline", EMBEDDED, test_offline_before_start);
  KC_STORY_ADD ("start/offline/qr", QR, test_offline_before_start);
  KC_STORY_ADD ("start/offline-for-good", EMBEDDED, test_offline_for_good);
  return g_test_run ();
}
