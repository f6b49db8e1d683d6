/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "It said it had failed, I did it again, and now the number is there twice." The stream is lost
 * between `connecting` and `connected`, but the channel was made. So nothing is said before Keebai
 * was asked, and nothing new begins meanwhile. */

#include "kc-story-fixture.h"

typedef struct {
  const char *poll_qr;
  KcSandboxKey key;
  const char *poll_fault, *list_fault;
} Variant;

static void
begin (KcStory *story, const Variant *variant)
{
  kc_story_turn (story, "scan-outcome", "lost");
  kc_story_turn (story, "poll-qr", variant->poll_qr);
  kc_story_prepare (story, KC_MODE_QR, variant->key);
  kc_story_begin (story, KC_MODE_QR);
  kc_story_turn (story, "next-poll", variant->poll_fault);
  kc_story_turn (story, "next-channels", variant->list_fault);
  kc_story_scan (story);
  kc_story_until_state (story, KC_ATTEMPT_LINKING, 1);
  g_assert_false (kc_attempt_get_code_live (story->attempt));
  story->channels = 1;
}

/* If the session can be polled, the result is "connected"; a second press in between does nothing.
 */
static void
test_channel_is_there (KcStory *story, gconstpointer data)
{
  begin (story, data);
  for (guint i = 0; i < 90 && kc_attempt_get_state (story->attempt) != KC_ATTEMPT_CONNECTED; i++)
    {
      kc_attempt_start (story->attempt);
      kc_story_pass (story, 1);
      g_assert_cmpint (kc_attempt_get_state (story->attempt), !=, KC_ATTEMPT_FAILED);
      g_assert_cmpint (kc_attempt_get_state (story->attempt), !=, KC_ATTEMPT_EXPIRED);
    }
  kc_story_assert_connected (story);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
}

/* Only the list can be had: the channel is offered, because nobody says whose it is. */
static void
test_channel_is_in_the_list (KcStory *story, gconstpointer data)
{
  begin (story, data);
  /* If the stream was open again before the phone was through, the attempt goes on to scan, and
   * ends only with its time. */
  kc_story_until (story, kc_attempt_state_is_terminal (kc_attempt_get_state (story->attempt)), 400);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), !=, KC_ATTEMPT_CONNECTED);
  g_assert_null (kc_attempt_get_server_reason (story->attempt));
  kc_story_accept_new_channel (story);
  kc_story_assert_connected (story);
}

/* The network fails as well, and comes back: until then, nothing is said to be over. */
static void
test_network_goes_too (KcStory *story, gconstpointer seconds)
{
  const Variant variant = {"on", KC_SANDBOX_KEY_FULL, "", ""};

  begin (story, &variant);
  kc_story_unplug (story);
  kc_story_pass (story, GPOINTER_TO_UINT (seconds));
  g_assert_false (kc_attempt_state_is_terminal (kc_attempt_get_state (story->attempt)));
  kc_story_plug (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
  kc_story_assert_connected (story);
}

/* Neither can be had, ever: an unknown result is not called a failure of the phone. */
static void
test_nobody_to_ask (KcStory *story, gconstpointer data)
{
  begin (story, data);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 400);
  g_assert_null (kc_attempt_get_server_reason (story->attempt));
}

/* The stream is cut, and the phone has refused: that is "not linked", once the list was looked at.
 */
static void
test_no_channel (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "stream-disconnect-after-scan", "close");
  kc_story_turn (story, "scan-outcome", "failed");
  kc_story_begin_linking (story);
  kc_story_until (story, kc_attempt_state_is_terminal (kc_attempt_get_state (story->attempt)), 60);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), !=, KC_ATTEMPT_CONNECTED);
  g_assert_nonnull (strstr (story->diary->str, "confirming"));
}

int
main (int argc, char *argv[])
{
  static const Variant both = {"on", KC_SANDBOX_KEY_FULL, "", ""};
  static const Variant list_only = {"off", KC_SANDBOX_KEY_FULL, "", ""};
  static const Variant poll_only = {"on", KC_SANDBOX_KEY_NO_READ, "", ""};
  static const Variant poll_late = {"on", KC_SANDBOX_KEY_NO_READ, "502*4", ""};
  static const Variant list_late = {"off", KC_SANDBOX_KEY_FULL, "", "503*2"};
  static const Variant poll_broken = {"on", KC_SANDBOX_KEY_FULL, "html*0", "garbage*1"};
  static const Variant neither = {"off", KC_SANDBOX_KEY_NO_READ, "", ""};

  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("lost-link/channel-is-there", &both, test_channel_is_there);
  KC_STORY_ADD ("lost-link/channel-is-there/list-only", &list_only, test_channel_is_in_the_list);
  KC_STORY_ADD ("lost-link/channel-is-there/poll-only", &poll_only, test_channel_is_there);
  KC_STORY_ADD ("lost-link/channel-is-there/poll-late", &poll_late, test_channel_is_there);
  KC_STORY_ADD ("lost-link/channel-is-there/list-late", &list_late, test_channel_is_in_the_list);
  KC_STORY_ADD ("lost-link/channel-is-there/poll-broken", &poll_broken,
                test_channel_is_in_the_list);
  KC_STORY_ADD ("lost-link/network-goes-too/10-s", GUINT_TO_POINTER (10), test_network_goes_too);
  KC_STORY_ADD ("lost-link/network-goes-too/59-s", GUINT_TO_POINTER (59), test_network_goes_too);
  KC_STORY_ADD ("lost-link/network-goes-too/5-min", GUINT_TO_POINTER (300), test_network_goes_too);
  KC_STORY_ADD ("lost-link/nobody-to-ask", &neither, test_nobody_to_ask);
  KC_STORY_ADD ("lost-link/no-channel", NULL, test_no_channel);
  return g_test_run ();
}
