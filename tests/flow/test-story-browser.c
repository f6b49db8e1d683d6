/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "I pressed the button and nothing opened." Whatever the browser does, the attempt does not depend
 * on it: the link stays good until its time is up, in whichever browser it is opened. The tests of
 * desktop/kc-uri-launcher cover the button itself. */

#include "kc-story-fixture.h"

/* Nothing opens for fourteen minutes; then the link is opened elsewhere. */
static void
test_opened_late (KcStory *story, gconstpointer data)
{
  g_autofree char *link = NULL;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  link = g_strdup (kc_attempt_get_verification_uri (story->attempt));
  kc_story_pass (story, 14 * 60);
  kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_LIVE, -1);
  g_assert_cmpstr (kc_attempt_get_verification_uri (story->attempt), ==, link);
  g_assert_cmpint (kc_attempt_get_seconds_left (story->attempt), ==, 60);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 6);
  kc_story_assert_connected (story);
  story->channels = 1;
  kc_story_assert_diary (story, "starting waiting connected");
}

/* Nothing ever opens: it waits until its time is up, and then only as long as polling takes. */
static void
test_never_opened (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 905);
  kc_story_assert_told (story, KC_ATTEMPT_EXPIRED, KC_CONNECTIVITY_LIVE, -1);
  /* One poll in five seconds. */
  g_assert_cmpuint (kc_story_count (story, "poll"), <=, 900 / 5 + 1);
  g_assert_cmpuint (kc_story_count (story, "poll"), >=, 900 / 5 - 10);
}

/* The person leaves the page with its "Cancel". */
static void
test_cancelled_there (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 30);
  kc_story_cancel_there (story);
  kc_story_until_state (story, KC_ATTEMPT_CANCELLED, 6);
  kc_story_assert_told (story, KC_ATTEMPT_CANCELLED, KC_CONNECTIVITY_LIVE, -1);
}

/* The window comes to the front after the page was finished: the result is known at once, not after
 * a poll's interval. */
static void
test_back_at_the_window (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 13);
  kc_story_finish (story);
  kc_attempt_poll_now (story->attempt);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 2);
  kc_story_assert_connected (story);
  story->channels = 1;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("browser/opened-late", NULL, test_opened_late);
  KC_STORY_ADD ("browser/never-opened", NULL, test_never_opened);
  KC_STORY_ADD ("browser/cancelled-there", NULL, test_cancelled_there);
  KC_STORY_ADD ("browser/back-at-the-window", NULL, test_back_at_the_window);
  return g_test_run ();
}
