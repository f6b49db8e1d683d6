/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "It said disconnected, so I closed it; my colleague says it is connected." WhatsApp reconnects
 * right after a scan, so `disconnected` between `connecting` and `connected` means nothing. The
 * page says "linking" until something follows; if nothing does, that ends too. */

#include "kc-story-fixture.h"

typedef struct {
  const char *hiccup, *format, *reason_form, *delay;
} Variant;

static void
test_then_connected (KcStory *story, gconstpointer data)
{
  const Variant *variant = data;

  kc_story_turn (story, "stream-disconnect-after-scan", variant->hiccup);
  kc_story_turn (story, "stream-format", variant->format);
  kc_story_turn (story, "fail-form", variant->reason_form);
  kc_story_turn (story, "outcome-delay", variant->delay);
  kc_story_begin_linking (story);
  kc_story_until (story, kc_attempt_get_state (story->attempt) != KC_ATTEMPT_LINKING, 59);
  kc_story_settle (story);
  kc_story_assert_connected (story);
  story->channels = 1;
  g_assert_null (strstr (story->diary->str, "confirming"));
  g_assert_nonnull (strstr (story->diary->str, "linking"));
}

/* The passkey step takes longer than the program's patience: it polls, learns that the session is
 * open, and takes back nothing that it said about the number. */
static void
test_then_connected_late (KcStory *story, gconstpointer hiccup)
{
  kc_story_turn (story, "stream-disconnect-after-scan", hiccup);
  kc_story_turn (story, "outcome-delay", "90");
  kc_story_begin_linking (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 95);
  kc_story_assert_connected (story);
  story->channels = 1;
}

static void
test_then_nothing (KcStory *story, gconstpointer hiccup)
{
  kc_story_turn (story, "stream-disconnect-after-scan", hiccup);
  kc_story_turn (story, "scan-outcome", "nothing");
  kc_story_begin_linking (story);
  kc_story_pass (story, 58);
  g_assert_cmpint (kc_attempt_get_state (story->attempt), ==, KC_ATTEMPT_LINKING);
  kc_story_until (story, kc_attempt_get_state (story->attempt) != KC_ATTEMPT_LINKING, 5);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 300);
  kc_story_assert_told (story, KC_ATTEMPT_EXPIRED, KC_CONNECTIVITY_LIVE, -1);
}

/* The connection is cut every 30 s, and each time the stream repeats `connecting`: that is no news,
 * and no reason to wait for ever. */
static void
test_then_the_same_again (KcStory *story, gconstpointer data)
{
  kc_story_turn (story, "scan-outcome", "nothing");
  kc_story_turn (story, "expires-in", "900");
  kc_story_turn (story, "idle-cut", "30");
  kc_story_begin_linking (story);
  kc_story_until (story, kc_attempt_get_state (story->attempt) != KC_ATTEMPT_LINKING, 121);
}

/* Then linking fails: the page says so with the server's reason, after the channels were listed. */
static void
test_then_failed (KcStory *story, gconstpointer reason_form)
{
  guint n_lists;

  kc_story_turn (story, "stream-disconnect-after-scan", "on");
  kc_story_turn (story, "scan-outcome", "failed");
  kc_story_turn (story, "fail-form", reason_form);
  kc_story_begin_linking (story);
  n_lists = kc_story_count (story, "channels");
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 40);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_REFUSED);
  g_assert_cmpuint (kc_story_count (story, "channels"), >, n_lists);
  if (g_str_equal (reason_form, "empty"))
    g_assert_null (kc_attempt_get_server_reason (story->attempt));
  else
    g_assert_nonnull (kc_attempt_get_server_reason (story->attempt));
}

int
main (int argc, char *argv[])
{
  static const Variant plain = {"on", "raw", "reason", "2"};
  static const Variant unnamed = {"on", "unnamed", "string", "2"};
  static const Variant closed = {"close", "raw", "empty", "2"};
  static const Variant closed_slow = {"close", "object-qr", "message", "50"};
  static const Variant slow = {"on", "raw", "error", "55"};

  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("hiccup/then-connected", &plain, test_then_connected);
  KC_STORY_ADD ("hiccup/then-connected/unnamed", &unnamed, test_then_connected);
  KC_STORY_ADD ("hiccup/then-connected/closed", &closed, test_then_connected);
  KC_STORY_ADD ("hiccup/then-connected/closed-slow", &closed_slow, test_then_connected);
  KC_STORY_ADD ("hiccup/then-connected/slow", &slow, test_then_connected);
  KC_STORY_ADD ("hiccup/then-connected-late", "on", test_then_connected_late);
  KC_STORY_ADD ("hiccup/then-connected-late/closed", "close", test_then_connected_late);
  KC_STORY_ADD ("hiccup/then-nothing", "on", test_then_nothing);
  KC_STORY_ADD ("hiccup/then-nothing/closed", "close", test_then_nothing);
  KC_STORY_ADD ("hiccup/then-the-same-again", NULL, test_then_the_same_again);
  KC_STORY_ADD ("hiccup/then-failed", "reason", test_then_failed);
  KC_STORY_ADD ("hiccup/then-failed/no-reason", "empty", test_then_failed);
  return g_test_run ();
}
