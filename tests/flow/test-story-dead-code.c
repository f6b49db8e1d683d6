/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "I scanned it five times and the phone only said: check your internet." A dead code still scans,
 * but then the phone hangs. So no dead code is shown: when the stream falls silent, the code is
 * covered, and only a new code uncovers it. */

#include "kc-story-fixture.h"

/* How long the program trusts the first code and a later one (kc-code-lifetime.h). At WhatsApp they
 * live 60 s and 20 s, but nobody tells us. */
#define FIRST_S 75
#define LATER_S 30
#define SILENCE_S 15

/* All goes well: every code is replaced in time, and none is dead while it is visible. */
static void
test_rotation (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_QR);
  for (guint i = 0; i < 60 + 5 * 20 + LATER_S - 2; i++)
    {
      kc_story_pass (story, 1);
      g_assert_true (kc_attempt_get_code_live (story->attempt));
    }
  kc_story_assert_diary (story, "starting scanning code");
  g_assert_cmpuint (kc_story_count (story, "stream"), ==, 1);

  /* A new series begins as slowly as the first. Nobody announces it, and covering a live code does
   * less harm than showing a dead one. */
  kc_story_pass (story, 60);
  g_assert_true (kc_attempt_get_code_live (story->attempt));
  kc_story_assert_diary (story, "starting scanning code covered retrying live code");
}

/* The first code is out, and then nothing at all follows, on a connection that stays open. */
static void
test_first_code_dies (KcStory *story, gconstpointer data)
{
  story->max_dead_s = FIRST_S - 60 + 1;
  kc_story_begin (story, KC_MODE_QR);
  kc_story_turn (story, "stream-stale", "on");
  kc_story_pass (story, FIRST_S + 1);
  g_assert_false (kc_attempt_get_code_live (story->attempt));
  kc_story_assert_told (story, KC_ATTEMPT_SCANNING, KC_CONNECTIVITY_LIVE, -1);

  /* The connection is not trusted any more, and opened again: nothing comes, and nothing is
   * uncovered. */
  kc_story_pass (story, SILENCE_S + 5);
  g_assert_cmpuint (kc_story_count (story, "stream"), >=, 2);
  g_assert_false (kc_attempt_get_code_live (story->attempt));

  /* Only a new code uncovers it, and that is the code shown. */
  kc_story_turn (story, "stream-stale", "off");
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 30);
  story->channels = 1;
  kc_story_scan (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
  kc_story_assert_connected (story);
}

/* By then the rotation is known, and the program trusts a code no longer than that. */
static void
test_later_code_dies (KcStory *story, gconstpointer data)
{
  story->max_dead_s = LATER_S - 20 + 1;
  kc_story_begin (story, KC_MODE_QR);
  kc_story_pass (story, 105);
  kc_story_turn (story, "stream-stale", "on");
  kc_story_until (story, !kc_attempt_get_code_live (story->attempt), LATER_S + 1);
  kc_story_pass (story, 60);
  g_assert_false (kc_attempt_get_code_live (story->attempt));
}

/* Nothing ever follows: the code stays covered, and the attempt ends all the same. */
static void
test_dead_until_the_end (KcStory *story, gconstpointer heartbeat)
{
  guint n_streams;

  story->max_dead_s = FIRST_S - 60 + 1;
  kc_story_turn (story, "stream-heartbeat", heartbeat);
  kc_story_begin (story, KC_MODE_QR);
  kc_story_turn (story, "stream-stale", "on");
  kc_story_turn (story, "stream-end", "silence");
  kc_story_pass (story, FIRST_S + 1);
  for (guint i = 0; i < 200; i++)
    {
      kc_story_pass (story, 1);
      g_assert_false (kc_attempt_get_code_live (story->attempt));
      g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_SCANNING);
    }
  n_streams = kc_story_count (story, "stream");
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 60);
  kc_story_assert_told (story, KC_ATTEMPT_EXPIRED, KC_CONNECTIVITY_LIVE, -1);

  /* A stream with signs of life is left alone; a silent one is opened again. */
  if (*(const char *) heartbeat != '0')
    g_assert_cmpuint (n_streams, ==, 1);
  else
    g_assert_cmpuint (n_streams, >=, 3);
}

/* No code at all: the person sees a page that says so, not a picture. */
static void
test_no_code_at_all (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "stream-silence", "on");
  kc_story_prepare (story, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (story->attempt);
  kc_story_until_state (story, KC_ATTEMPT_SCANNING, 1);
  for (guint i = 0; i < 100; i++)
    {
      kc_story_pass (story, 1);
      g_assert_null (kc_attempt_get_code (story->attempt));
    }
  g_assert_cmpuint (kc_story_count (story, "stream"), >=, 2);

  kc_story_turn (story, "stream-silence", "off");
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 61);
  kc_story_scan (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
  kc_story_assert_connected (story);
  story->channels = 1;
}

static void
test_no_code_until_the_end (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "stream-silence", "on");
  kc_story_prepare (story, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (story->attempt);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 340);
}

/* The other end disappears without an end or an error. */
static void
test_half_open (KcStory *story, gconstpointer data)
{
  story->max_dead_s = FIRST_S - 60 + 1;
  kc_story_begin (story, KC_MODE_QR);
  kc_client_set_deadline (story->client, 500);
  kc_story_turn (story, "half-open", "on");
  kc_story_until (story, !kc_attempt_get_code_live (story->attempt), FIRST_S + 1);
  kc_story_pass (story, SILENCE_S + 1);
  g_assert_false (kc_attempt_get_code_live (story->attempt));

  kc_story_turn (story, "half-open", "off");
  kc_story_await_deadlines (story);
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 60);
  kc_story_scan (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* A cut is noticed at once, and the code is covered. */
static void
test_cut_stream (KcStory *story, gconstpointer replay)
{
  kc_story_turn (story, "stream-replay", replay);
  kc_story_turn (story, "stream-drop", "2*1");
  kc_story_begin (story, KC_MODE_QR);
  /* It may be back within the same second. */
  kc_story_until (story, strstr (story->diary->str, "covered retrying") != NULL, 90);
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 30);
  kc_story_assert_told (story, KC_ATTEMPT_SCANNING, KC_CONNECTIVITY_LIVE, -1);
  g_assert_cmpuint (kc_story_count (story, "stream"), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("dead-code/rotation", NULL, test_rotation);
  KC_STORY_ADD ("dead-code/first-code-dies", NULL, test_first_code_dies);
  KC_STORY_ADD ("dead-code/later-code-dies", NULL, test_later_code_dies);
  KC_STORY_ADD ("dead-code/until-the-end", "0", test_dead_until_the_end);
  KC_STORY_ADD ("dead-code/until-the-end/heartbeat", "10", test_dead_until_the_end);
  KC_STORY_ADD ("dead-code/no-code-at-all", NULL, test_no_code_at_all);
  KC_STORY_ADD ("dead-code/no-code-until-the-end", NULL, test_no_code_until_the_end);
  KC_STORY_ADD ("dead-code/half-open", NULL, test_half_open);
  KC_STORY_ADD ("dead-code/cut/replayed", "on", test_cut_stream);
  KC_STORY_ADD ("dead-code/cut/not-replayed", "off", test_cut_stream);
  return g_test_run ();
}
