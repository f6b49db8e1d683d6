/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "I clicked twice, and everything was there twice." Everything that can be pressed acts on one
 * session: more presses, more tabs and a late success do not make a second one. */

#include "kc-late-completion.h"
#include "kc-story-fixture.h"

/* --- presses --------------------------------------------------------------------------------- */

static void
press (KcStory *story, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    kc_attempt_start (story->attempt);
}

static void
on_attempt_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  kc_attempt_start (attempt);
}

/* Enter held down: before, while and after it starts, and from inside its notifications. */
static void
test_enter_held_down (KcStory *story, gconstpointer mode)
{
  kc_story_prepare (story, GPOINTER_TO_INT (mode), KC_SANDBOX_KEY_FULL);
  g_signal_connect (story->attempt, "notify", G_CALLBACK (on_attempt_changed_cb), NULL);
  press (story, 50);
  for (guint i = 0; i < 30; i++)
    {
      kc_story_pass (story, 1);
      press (story, 2);
    }
  kc_attempt_cancel (story->attempt);
  press (story, 50);
  kc_story_pass (story, 5);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
  kc_story_assert_told (story, KC_ATTEMPT_CANCELLED, KC_CONNECTIVITY_LIVE, -1);
}

/* The answer takes its time, and the person is impatient. */
static void
test_slow_start (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "next-start", "delay=20");
  kc_story_prepare (story, KC_MODE_EMBEDDED_SIGNUP, KC_SANDBOX_KEY_FULL);
  for (guint i = 0; i < 25; i++)
    {
      press (story, 3);
      kc_story_pass (story, 1);
    }
  g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
}

/* The window gets and loses the focus, again and again: never two polls within 2 s. */
static void
test_focus_storm (KcStory *story, gconstpointer mode)
{
  guint n_polls;

  kc_story_begin (story, GPOINTER_TO_INT (mode));
  n_polls = kc_story_count (story, "poll");
  for (guint i = 0; i < 60; i++)
    {
      for (guint j = 0; j < 10; j++)
        kc_attempt_poll_now (story->attempt);
      kc_story_pass (story, 1);
    }
  g_assert_cmpuint (kc_story_count (story, "poll") - n_polls, <=, 31);
  g_assert_cmpuint (kc_story_count (story, "stream"), <=, 1);
}

/* --- tabs ------------------------------------------------------------------------------------ */

/* "Open again", "Copy" and "Show as code" use one link, so a second tab finds it finished. */
static void
test_two_tabs (KcStory *story, gconstpointer first_cancels)
{
  g_autofree char *link = NULL;
  g_autoptr (GError) error = NULL;
  KcAttemptState end = first_cancels != NULL ? KC_ATTEMPT_CANCELLED : KC_ATTEMPT_CONNECTED;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  link = g_strdup (kc_attempt_get_verification_uri (story->attempt));
  kc_story_pass (story, 20);
  if (first_cancels != NULL)
    kc_story_cancel_there (story);
  else
    kc_story_finish (story);
  g_assert_false (kc_sandbox_finish (story->sandbox, link, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  kc_story_until_state (story, end, 6);
  kc_story_settle (story);
  if (first_cancels == NULL)
    kc_story_assert_connected (story);
  story->channels = first_cancels != NULL ? 0 : 1;
}

/* --- late success ----------------------------------------------------------------------------- */

typedef struct {
  guint n_connected, n_over;
  KcChannel *channel;
} Ear;

static void
on_late_completion_connected_cb (KcLateCompletion *late_completion,
                                 KcChannel *channel,
                                 gpointer user_data)
{
  Ear *ear = user_data;

  ear->n_connected++;
  g_set_object (&ear->channel, channel);
}

static void
on_late_completion_over_cb (KcLateCompletion *late_completion, gpointer user_data)
{
  ((Ear *) user_data)->n_over++;
}

/* The session of the attempt that has ended is still polled. */
static KcLateCompletion *
look_after (KcStory *story, Ear *ear)
{
  KcLateCompletion *late_completion;

  g_assert_true (kc_attempt_may_succeed_late (story->attempt));
  late_completion
      = kc_late_completion_new (story->client, story->clock, story->rate_limiter,
                                kc_attempt_get_session (story->attempt),
                                kc_attempt_get_seconds_left (story->attempt) * (gint64) 1000);
  g_signal_connect (late_completion, "connected", G_CALLBACK (on_late_completion_connected_cb),
                    ear);
  g_signal_connect (late_completion, "over", G_CALLBACK (on_late_completion_over_cb), ear);

  return late_completion;
}

static void
let_go (KcLateCompletion *late_completion, Ear *ear)
{
  g_assert_finalize_object (late_completion);
  g_clear_object (&ear->channel);
}

/* The success is announced, once; going back to that session shows it, without another one. */
static void
await_late_success (KcStory *story, guint seconds)
{
  Ear ear = {0};
  KcLateCompletion *late_completion = look_after (story, &ear);

  kc_story_until (story, ear.n_connected + ear.n_over > 0, seconds);
  g_assert_cmpuint (ear.n_connected, ==, 1);
  g_assert_cmpuint (ear.n_over, ==, 0);
  story->channels = 1;
  kc_story_pass (story, 200);
  g_assert_cmpuint (ear.n_connected + ear.n_over, ==, 1);
  g_assert_cmpstr (kc_channel_get_id (ear.channel), ==,
                   kc_sandbox_get_session_channel_id (story->sandbox, 0));

  kc_story_resume (story, 0);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
  kc_story_assert_connected (story);
  let_go (late_completion, &ear);
}

/* "Finish" at the last moment; Keebai needs a minute for it. */
static void
test_late_in_the_browser (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "outcome-delay", "60");
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 895);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 40);
  await_late_success (story, 60);
}

/* Keebai has refused once, some time ago: the key is slower since then, but nothing is missed. */
static void
test_late_with_a_slow_key (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "outcome-delay", "60");
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 100);
  kc_story_turn (story, "next-poll", "429;retry-after=10");
  kc_story_pass (story, 795);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 60);
  await_late_success (story, 120);
}

/* Keebai has trouble just when it would answer, up to the last moment: it is polled once more. */
static void
test_late_and_trouble (KcStory *story, gconstpointer data)
{
  Ear ear = {0};
  KcLateCompletion *late_completion;

  kc_story_turn (story, "outcome-delay", "20");
  kc_story_turn (story, "next-channels", "reset*0");
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 800);
  kc_story_finish (story);
  kc_attempt_cancel (story->attempt);
  story->channels = 1;
  late_completion = look_after (story, &ear);
  kc_story_turn (story, "next-poll", "502*0");
  kc_story_pass (story, 100 + 115);
  g_assert_cmpuint (ear.n_connected + ear.n_over, ==, 0);
  kc_story_turn (story, "next-poll", "off");
  kc_story_until (story, ear.n_connected > 0, 7);
  let_go (late_completion, &ear);
}

/* Scanned at the last moment. The end of the session's time does not cut the linking. */
static void
test_late_scan (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "outcome-delay", "50");
  kc_story_begin (story, KC_MODE_QR);
  kc_story_pass (story, 290);
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 9);
  kc_story_scan (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 55);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* Cancelled here, but finished in the browser all the same. */
static void
test_late_after_cancel (KcStory *story, gconstpointer mode)
{
  kc_story_turn (story, "outcome-delay", "20");
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_story_pass (story, 40);
  if (GPOINTER_TO_INT (mode) == KC_MODE_QR)
    kc_story_scan (story);
  else
    kc_story_finish (story);
  kc_story_pass (story, 1);
  kc_attempt_cancel (story->attempt);
  kc_story_assert_told (story, KC_ATTEMPT_CANCELLED, KC_CONNECTIVITY_LIVE, -1);
  await_late_success (story, 60);
}

/* Nothing comes: the polling ends too, and costs next to nothing. */
static void
test_nothing_late (KcStory *story, gconstpointer data)
{
  Ear ear = {0};
  KcLateCompletion *late_completion;
  guint n_requests;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 100);
  kc_attempt_cancel (story->attempt);
  n_requests = kc_sandbox_get_n_requests (story->sandbox);
  late_completion = look_after (story, &ear);
  kc_story_until (story, ear.n_connected + ear.n_over > 0, 800 + 125);
  g_assert_cmpuint (ear.n_over, ==, 1);
  g_assert_cmpuint (kc_sandbox_get_n_requests (story->sandbox) - n_requests, <=, 925 / 30 + 1);
  let_go (late_completion, &ear);
}

/* The next session is already running when the old one is finished. The success is announced, and
 * the new session can be given up: two sessions, one channel. */
static void
test_late_beside_another (KcStory *story, gconstpointer data)
{
  Ear ear = {0};
  KcLateCompletion *late_completion;
  g_autoptr (KcSession) old = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);

  kc_story_turn (story, "outcome-delay", "70");
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 890);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 40);
  late_completion = look_after (story, &ear);
  old = kc_session_copy (kc_attempt_get_session (story->attempt));
  before = g_ptr_array_ref (kc_attempt_get_earlier_channels (story->attempt));

  story->sessions = 2;
  kc_story_adopt (story,
                  kc_attempt_new (story->client, story->clock, story->rate_limiter, request));
  kc_attempt_start (story->attempt);
  kc_story_until (story, ear.n_connected + ear.n_over > 0, 120);
  g_assert_cmpuint (ear.n_connected, ==, 1);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_WAITING);

  kc_attempt_cancel (story->attempt);
  kc_story_adopt (story, kc_attempt_new_resumed (story->client, story->clock, story->rate_limiter,
                                                 request, old, before, 0));
  kc_attempt_start (story->attempt);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
  kc_story_assert_connected (story);
  story->channels = 1;
  let_go (late_completion, &ear);
}

int
main (int argc, char *argv[])
{
  gpointer embedded = GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP);
  gpointer qr = GINT_TO_POINTER (KC_MODE_QR);

  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("two-presses/enter-held-down", embedded, test_enter_held_down);
  KC_STORY_ADD ("two-presses/enter-held-down/qr", qr, test_enter_held_down);
  KC_STORY_ADD ("two-presses/slow-start", NULL, test_slow_start);
  KC_STORY_ADD ("two-presses/focus-storm", embedded, test_focus_storm);
  KC_STORY_ADD ("two-presses/focus-storm/qr", qr, test_focus_storm);
  KC_STORY_ADD ("two-tabs/both-finish", NULL, test_two_tabs);
  KC_STORY_ADD ("two-tabs/cancelled-first", "", test_two_tabs);
  KC_STORY_ADD ("late-success/in-the-browser", NULL, test_late_in_the_browser);
  KC_STORY_ADD ("late-success/slow-key", NULL, test_late_with_a_slow_key);
  KC_STORY_ADD ("late-success/trouble", NULL, test_late_and_trouble);
  KC_STORY_ADD ("late-success/scan", NULL, test_late_scan);
  KC_STORY_ADD ("late-success/after-cancel", embedded, test_late_after_cancel);
  KC_STORY_ADD ("late-success/after-cancel/qr", qr, test_late_after_cancel);
  KC_STORY_ADD ("late-success/nothing-comes", NULL, test_nothing_late);
  KC_STORY_ADD ("late-success/beside-another", NULL, test_late_beside_another);
  return g_test_run ();
}
