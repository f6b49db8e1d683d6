/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "I closed the laptop, opened it again, and it showed the old code." While the computer sleeps,
 * time goes on, sessions end, connections die without a sign, and the wall clock may be set. On
 * waking nothing is trusted: the code is covered, and Keebai is asked at once. */

#include "kc-pending-session.h"
#include "kc-story-fixture.h"

#define SHORT_S (3 * 60)
#define LONG_S (20 * 60)

typedef struct {
  guint seconds;
  gboolean lines_hold;
} Sleep;

/* The code on the screen is covered before anything else happens, and the next code shown is a new
 * one. */
static void
fall_asleep (KcStory *story, const Sleep *sleep)
{
  g_autoptr (GBytes) old = NULL;

  kc_client_set_deadline (story->client, 500);
  if (kc_attempt_get_code_live (story->attempt))
    old = g_bytes_ref (kc_attempt_get_code (story->attempt));
  kc_story_forget (story);
  kc_story_sleep (story, sleep->seconds, sleep->lines_hold);
  if (old == NULL)
    return;

  g_assert_true (g_str_has_prefix (story->diary->str, "covered"));
  if (kc_attempt_get_code_live (story->attempt) && sleep->seconds > 60)
    g_assert_false (g_bytes_equal (kc_attempt_get_code (story->attempt), old));
}

/* Nothing was done meanwhile. */
static void
test_waiting (KcStory *story, gconstpointer data)
{
  const Sleep *sleep = data;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 61);
  fall_asleep (story, sleep);
  if (sleep->seconds == LONG_S)
    {
      kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 3);
      return;
    }

  g_assert_cmpint (kc_attempt_get_seconds_left (story->attempt), ==, 900 - 61 - SHORT_S);
  kc_story_pass (story, 3);
  kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_LIVE, -1);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 8);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* It was finished meanwhile, perhaps on the phone, perhaps long ago. */
static void
test_waiting_finished (KcStory *story, gconstpointer data)
{
  const Sleep *sleep = data;

  kc_story_turn (story, "outcome-delay", "30");
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 61);
  kc_story_finish (story);
  fall_asleep (story, sleep);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 3);
  kc_story_assert_connected (story);
  story->channels = 1;
}

static void
test_scanning (KcStory *story, gconstpointer data)
{
  const Sleep *sleep = data;

  kc_story_begin (story, KC_MODE_QR);
  kc_story_pass (story, 30);
  fall_asleep (story, sleep);
  if (sleep->seconds == LONG_S)
    {
      kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 15);
      return;
    }

  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 3);
  kc_story_assert_told (story, KC_ATTEMPT_SCANNING, KC_CONNECTIVITY_LIVE, -1);
  g_assert_cmpuint (kc_story_count (story, "stream"), ==, 2);
  kc_story_scan (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 4);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* The phone goes on linking while the computer sleeps. */
static void
test_linking (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "outcome-delay", "20");
  kc_story_begin_linking (story);
  kc_story_pass (story, 2);
  fall_asleep (story, data);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 8);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* The attempt was confirming. */
static void
test_confirming (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 880);
  kc_story_finish (story);
  story->channels = 1;
  kc_story_unplug (story);
  kc_story_until_state (story, KC_ATTEMPT_CONFIRMING, 30);
  kc_story_pass (story, 10);
  kc_story_turn (story, "offline", "off");
  kc_fake_monitor_change (story->monitor, TRUE);
  fall_asleep (story, data);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 20);
  kc_story_assert_connected (story);
}

/* The answer to the start arrived during the sleep: the rest of the session counts from there, and
 * Keebai decides. */
static void
test_starting (KcStory *story, gconstpointer data)
{
  const Sleep *sleep = data;

  kc_story_turn (story, "next-start", "delay=100");
  kc_story_prepare (story, KC_MODE_EMBEDDED_SIGNUP, KC_SANDBOX_KEY_FULL);
  kc_client_set_deadline (story->client, 2000);
  kc_attempt_start (story->attempt);
  kc_story_pass (story, 1);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_STARTING);
  kc_story_sleep (story, sleep->seconds, sleep->lines_hold);
  kc_test_wait_until (kc_attempt_get_state (story->attempt) != KC_ATTEMPT_STARTING);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
  if (sleep->lines_hold)
    kc_story_until_state (story, sleep->seconds == LONG_S ? KC_ATTEMPT_EXPIRED : KC_ATTEMPT_WAITING,
                          10);
  else
    kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_TIMED_OUT);
}

/* Another key was wanted when the computer fell asleep. */
static void
test_key_wanted (KcStory *story, gconstpointer data)
{
  const Sleep *sleep = data;
  g_autoptr (KcClient) client = NULL;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "full-key", "revoked");
  kc_story_until (story, kc_attempt_get_key_wanted (story->attempt), 7);
  kc_story_finish (story);
  fall_asleep (story, sleep);
  kc_story_pass (story, 3);
  client = kc_client_new (kc_sandbox_get_base_url (story->sandbox),
                          kc_sandbox_get_key (story->sandbox, KC_SANDBOX_KEY_SECOND), NULL);
  story->channels = 1;
  if (sleep->seconds == SHORT_S)
    {
      kc_attempt_set_client (story->attempt, client, NULL);
      kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 3);
      kc_story_assert_connected (story);
    }
  else
    {
      kc_story_until_state (story, KC_ATTEMPT_FAILED, 620);
      g_assert_true (kc_attempt_may_ask_again (story->attempt));
    }
}

/* The lid is closed and opened again and again. */
static void
test_short_naps (KcStory *story, gconstpointer data)
{
  static const Sleep kept = {8, TRUE};
  static const Sleep lost = {8, FALSE};

  kc_story_begin (story, KC_MODE_QR);
  for (guint i = 0; i < 15; i++)
    {
      fall_asleep (story, i % 2 == 0 ? &kept : &lost);
      kc_story_pass (story, 4);
    }
  kc_story_until (story, kc_attempt_get_code_live (story->attempt), 30);
  kc_story_assert_told (story, KC_ATTEMPT_SCANNING, KC_CONNECTIVITY_LIVE, -1);
  g_assert_cmpuint (kc_sandbox_get_n_requests (story->sandbox), <, 60);
}

/* --- the wall clock -------------------------------------------------------------------------- */

typedef struct {
  const char *boot;   /* at the second start */
  gint64 boot_ms;     /* at the second start; at the first it is 1,000,000 */
  gint64 wall_off_ms; /* by how much it was changed between the two, which are 100 s apart */
  gint64 ms_left;     /* really left, of 900 s */
} Wall;

/* The program was started again 100 s later, and somebody has set the wall clock meanwhile. */
static void
test_wall_clock (KcStory *story, gconstpointer data)
{
  const Wall *wall = data;
  const gint64 wall_ms = G_GINT64_CONSTANT (1795000000000);
  g_autoptr (KcBootTime) opened = kc_boot_time_new ("boot-1", 1000000, wall_ms);
  g_autoptr (KcBootTime) now
      = kc_boot_time_new (wall->boot, wall->boot_ms, wall_ms + 100000 + wall->wall_off_ms);
  g_autoptr (KcPendingSession) pending = NULL;
  gint64 ms_left;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  pending = kc_pending_session_new (kc_attempt_get_request (story->attempt),
                                    kc_attempt_get_session (story->attempt),
                                    kc_attempt_get_earlier_channels (story->attempt), opened, NULL);
  kc_story_pass (story, 100);
  ms_left = kc_pending_session_get_ms_left (pending, now);
  g_assert_cmpint (ms_left, ==, wall->ms_left);

  /* However much time it thinks is left: it ends when Keebai says so, and what was finished is
   * found. */
  kc_story_resume (story, ms_left);
  kc_story_until (story, kc_attempt_get_state (story->attempt) != KC_ATTEMPT_CONFIRMING, 31);
  if (ms_left > 0)
    {
      g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_WAITING);
      kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 810);
    }
  else
    g_assert_true (kc_attempt_may_succeed_late (story->attempt));
}

int
main (int argc, char *argv[])
{
  static const Sleep naps[] = {
      {SHORT_S, TRUE},
      {SHORT_S, FALSE},
      {LONG_S, TRUE},
      {LONG_S, FALSE},
  };
  static const char *const names[]
      = {"3-min", "3-min/dead-connections", "20-min", "20-min/dead-connections"};
  static const struct {
    const char *name;
    void (*func) (KcStory *, gconstpointer);
  } states[] = {
      {"starting", test_starting},     {"waiting", test_waiting},
      {"scanning", test_scanning},     {"waiting-finished", test_waiting_finished},
      {"linking", test_linking},       {"confirming", test_confirming},
      {"key-wanted", test_key_wanted},
  };
  static const Wall right = {"boot-1", 1100000, 0, 800000};
  static const Wall hour_on = {"boot-1", 1100000, 3600000, 800000};
  static const Wall hour_back = {"boot-1", 1100000, -3600000, 800000};
  static const Wall rebooted = {"boot-2", 20000, 0, 800000};
  static const Wall rebooted_hour_on = {"boot-2", 20000, 3600000, 0};
  static const Wall rebooted_hour_back = {"boot-2", 20000, -3600000, 900000};

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (naps); j++)
      {
        g_autofree char *path = g_strdup_printf ("/story/sleep/%s/%s", states[i].name, names[j]);

        g_test_add (path, KcStory, &naps[j], kc_story_set_up, states[i].func, kc_story_tear_down);
      }
  KC_STORY_ADD ("sleep/short-naps", NULL, test_short_naps);
  KC_STORY_ADD ("wall-clock/right", &right, test_wall_clock);
  KC_STORY_ADD ("wall-clock/hour-on", &hour_on, test_wall_clock);
  KC_STORY_ADD ("wall-clock/hour-back", &hour_back, test_wall_clock);
  KC_STORY_ADD ("wall-clock/rebooted", &rebooted, test_wall_clock);
  KC_STORY_ADD ("wall-clock/rebooted/hour-on", &rebooted_hour_on, test_wall_clock);
  KC_STORY_ADD ("wall-clock/rebooted/hour-back", &rebooted_hour_back, test_wall_clock);
  return g_test_run ();
}
