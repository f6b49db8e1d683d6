/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "It stopped when the train went into the tunnel." No network at any step, a network that only
 * looks like one, proxies and certificates: connection trouble is shown and ends nothing; and what
 * waiting cannot repair is named. */

#include "kc-story-fixture.h"

#define EMBEDDED GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP)
#define QR GINT_TO_POINTER (KC_MODE_QR)

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
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 35);
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

/* --- no network, at every step --------------------------------------------------------------- */

/* The session is open, but the answer never came: nobody has its link, and nobody can finish it.
 * Trying again is safe, and up to the person. */
static void
test_start_lost (KcStory *story, gconstpointer mode)
{
  kc_story_turn (story, "next-start", "lost");
  start (story, GPOINTER_TO_INT (mode));
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 1);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_OFFLINE);
  kc_story_pass (story, 60);
  g_assert_cmpuint (kc_story_count (story, "start"), ==, 1);
}

typedef struct {
  KcMode mode;
  guint seconds;
} Tunnel;

static void
test_offline_in_the_middle (KcStory *story, gconstpointer data)
{
  const Tunnel *tunnel = data;

  kc_story_begin (story, tunnel->mode);
  kc_story_pass (story, 20);
  kc_story_unplug (story);
  g_assert_false (kc_attempt_get_code_live (story->attempt));
  kc_story_pass (story, tunnel->seconds);
  kc_story_assert_told (story, get_open_state (GINT_TO_POINTER (tunnel->mode)),
                        KC_CONNECTIVITY_OFFLINE, KC_ERROR_OFFLINE);
  kc_story_plug (story);
  kc_story_pass (story, 3);
  kc_story_assert_told (story, get_open_state (GINT_TO_POINTER (tunnel->mode)),
                        KC_CONNECTIVITY_LIVE, -1);
  connect_and_see (story);
}

/* Its time is up when the network comes back. */
static void
test_offline_until_after_the_end (KcStory *story, gconstpointer mode)
{
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_story_pass (story, 20);
  kc_story_unplug (story);
  kc_story_pass (story, 1100);
  kc_story_assert_told (story, KC_ATTEMPT_CONFIRMING, KC_CONNECTIVITY_OFFLINE, KC_ERROR_OFFLINE);
  kc_story_plug (story);
  kc_story_until_state (story, KC_ATTEMPT_EXPIRED, 31);
}

static void
test_offline_while_linking (KcStory *story, gconstpointer seconds)
{
  kc_story_begin_linking (story);
  kc_story_unplug (story);
  kc_story_pass (story, GPOINTER_TO_UINT (seconds));
  kc_story_plug (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 4);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* While confirming, for minutes; nothing is said to be over. */
static void
test_offline_while_confirming (KcStory *story, gconstpointer seconds)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 880);
  kc_story_finish (story);
  kc_story_unplug (story);
  kc_story_until_state (story, KC_ATTEMPT_CONFIRMING, 25);
  kc_story_pass (story, GPOINTER_TO_UINT (seconds));
  kc_story_assert_told (story, KC_ATTEMPT_CONFIRMING, KC_CONNECTIVITY_OFFLINE, KC_ERROR_OFFLINE);
  kc_story_plug (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 4);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* For good: then the program says that nobody could be asked, and asking again helps. */
static void
test_offline_for_good_while_confirming (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_pass (story, 880);
  kc_story_finish (story);
  kc_story_unplug (story);
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 20 + 600 + 5);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_OFFLINE);
  g_assert_true (kc_attempt_may_ask_again (story->attempt));

  kc_story_plug (story);
  kc_story_resume (story, 0);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 4);
  kc_story_assert_connected (story);
  story->channels = 1;
}

/* --- networks that are not what they seem ---------------------------------------------------- */

/* "Connected", says the computer, but nothing gets through. */
static void
test_monitor_says_there_is_one (KcStory *story, gconstpointer mode)
{
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_story_turn (story, "offline", "60");
  kc_story_pass (story, 30);
  kc_story_assert_told (story, get_open_state (mode), KC_CONNECTIVITY_RETRYING, KC_ERROR_OFFLINE);
  kc_story_until (story, kc_attempt_get_connectivity (story->attempt) == KC_CONNECTIVITY_LIVE, 50);
  connect_and_see (story);
}

/* "No network", says the computer, but the tunnel of a VPN works. */
static void
test_monitor_says_there_is_none (KcStory *story, gconstpointer mode)
{
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_fake_monitor_change (story->monitor, FALSE);
  kc_story_pass (story, 6);
  if (GPOINTER_TO_INT (mode) == KC_MODE_EMBEDDED_SIGNUP)
    kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_LIVE, -1);
  connect_and_see (story);
}

typedef struct {
  const char *fault;
  int code;
} Answer;

/* For a while, every answer is something else. */
static void
test_wrong_answers (KcStory *story, gconstpointer data)
{
  const Answer *answer = data;

  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "next-poll", answer->fault);
  kc_story_pass (story, 60);
  kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_RETRYING, answer->code);
  /* Polled more and more slowly, even when the window is clicked. */
  g_assert_cmpuint (kc_story_count (story, "poll"), <, 12);
  kc_story_turn (story, "next-poll", "off");
  kc_story_until (story, kc_attempt_get_connectivity (story->attempt) == KC_CONNECTIVITY_LIVE, 35);
  connect_and_see (story);
}

static void
test_wrong_answers_to_the_stream (KcStory *story, gconstpointer data)
{
  const Answer *answer = data;

  kc_story_turn (story, "next-stream", answer->fault);
  start (story, KC_MODE_QR);
  kc_story_pass (story, 40);
  kc_story_assert_told (story, KC_ATTEMPT_SCANNING, KC_CONNECTIVITY_RETRYING, answer->code);
  g_assert_null (kc_attempt_get_code (story->attempt));
  kc_story_turn (story, "next-stream", "off");
  connect_and_see (story);
}

/* The other end is gone without a sign. */
static void
test_half_open (KcStory *story, gconstpointer mode)
{
  kc_story_begin (story, GPOINTER_TO_INT (mode));
  kc_client_set_deadline (story->client, 500);
  story->max_dead_s = 16;
  kc_story_turn (story, "half-open", "on");
  kc_story_pass (story, 62);
  kc_story_turn (story, "half-open", "off");
  kc_story_await_deadlines (story);
  kc_story_pass (story, 40);
  kc_story_assert_told (story, get_open_state (mode), KC_CONNECTIVITY_LIVE, -1);
  connect_and_see (story);
}

/* --- the bytes ------------------------------------------------------------------------------- */

/* However the network cuts the bytes, the result is the same. */
static void
test_pieces (KcStory *story, gconstpointer n_bytes)
{
  static const char *const formats[] = {"raw", "json-string", "object-qr", "unnamed"};
  guint index = 0;

  story->sessions = G_N_ELEMENTS (formats) + 1;
  kc_story_turn (story, "pieces", n_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      kc_story_turn (story, "stream-format", formats[i]);
      kc_story_prepare (story, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
      kc_story_begin (story, KC_MODE_QR);
      kc_story_pass (story, 65);
      kc_story_scan (story);
      kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 5);
      g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (story->attempt)), ==,
                       kc_sandbox_get_session_channel_id (story->sandbox, index++));
    }
  kc_story_prepare (story, KC_MODE_EMBEDDED_SIGNUP, KC_SANDBOX_KEY_FULL);
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_finish (story);
  kc_story_until_state (story, KC_ATTEMPT_CONNECTED, 6);
  story->channels = G_N_ELEMENTS (formats) + 1;
}

/* A connection that is cut whenever it is quiet for 30 s: the code is covered for a moment and
 * comes back, and the key's requests are not used up. */
static void
test_idle_cut (KcStory *story, gconstpointer replay)
{
  guint n_live = 0;

  kc_story_turn (story, "idle-cut", "30");
  kc_story_begin (story, KC_MODE_QR);
  /* Only now: without a replay the first stream has no code either, and whether the second is cut
   * before its code comes, or at the same moment, would be decided by the backoff's jitter. */
  kc_story_turn (story, "stream-replay", replay);
  for (guint i = 0; i < 200; i++)
    {
      kc_story_pass (story, 1);
      if (kc_attempt_get_code_live (story->attempt))
        n_live++;
    }
  g_assert_cmpuint (n_live, >=, g_str_equal (replay, "on") ? 180 : 100);
  g_assert_cmpuint (kc_sandbox_get_n_requests (story->sandbox), <, 60);
  connect_and_see (story);
}

/* --- what waiting does not repair ------------------------------------------------------------- */

static void
test_proxy_wants_password (KcStory *story, gconstpointer data)
{
  story->sessions = 0;
  kc_story_turn (story, "next-start", "407");
  kc_story_turn (story, "next-channels", "407");
  start (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_until_state (story, KC_ATTEMPT_FAILED, 1);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_PROXY_PASSWORD);
}

/* In the middle of a session, it is shown on top of the state; the session is not given up. */
static void
test_proxy_wants_password_in_the_middle (KcStory *story, gconstpointer data)
{
  kc_story_begin (story, KC_MODE_EMBEDDED_SIGNUP);
  kc_story_turn (story, "next-poll", "407*0");
  kc_story_pass (story, 60);
  kc_story_assert_told (story, KC_ATTEMPT_WAITING, KC_CONNECTIVITY_RETRYING,
                        KC_ERROR_PROXY_PASSWORD);
  kc_story_turn (story, "next-poll", "off");
  kc_story_until (story, kc_attempt_get_connectivity (story->attempt) == KC_CONNECTIVITY_LIVE, 35);
  connect_and_see (story);
}

/* Somebody intercepts the connection, or pretends to be Keebai: that is named, and nothing is sent.
 */
static void
test_unknown_authority (KcStory *story, gconstpointer data)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "api", "data", "self-signed.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  story->sessions = 0;
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS backend (glib-networking)");
      return;
    }

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  kc_sandbox_stop (story->sandbox);
  kc_sandbox_set_certificate (story->sandbox, certificate);
  kc_sandbox_start (story->sandbox, 0, &error);
  g_assert_no_error (error);
  start (story, KC_MODE_QR);
  kc_test_wait_until (kc_attempt_get_state (story->attempt) == KC_ATTEMPT_FAILED);
  kc_story_assert_told (story, KC_ATTEMPT_FAILED, KC_CONNECTIVITY_LIVE, KC_ERROR_TLS_AUTHORITY);
  g_assert_false (kc_attempt_may_ask_again (story->attempt));
  g_assert_cmpuint (kc_sandbox_get_n_requests (story->sandbox), ==, 0);
}

int
main (int argc, char *argv[])
{
  static const Tunnel tunnels[] = {
      {KC_MODE_EMBEDDED_SIGNUP, 10},
      {KC_MODE_EMBEDDED_SIGNUP, 300},
      {KC_MODE_QR, 10},
      {KC_MODE_QR, 200},
  };
  static const Answer answers[] = {
      {"502*0", KC_ERROR_GATEWAY},       {"504*0", KC_ERROR_GATEWAY},
      {"html*0", KC_ERROR_PORTAL},       {"redirect=http://guest.example/*0", KC_ERROR_PORTAL},
      {"reset*0", KC_ERROR_OFFLINE},     {"truncated*0", KC_ERROR_BAD_REPLY},
      {"garbage*0", KC_ERROR_BAD_REPLY}, {"wrong-type*0", KC_ERROR_BAD_REPLY},
  };
  static const char *const pieces[] = {"1", "2", "3", "7", "64"};

  g_test_init (&argc, &argv, NULL);
  KC_STORY_ADD ("offline/start-lost", EMBEDDED, test_start_lost);
  KC_STORY_ADD ("offline/start-lost/qr", QR, test_start_lost);
  KC_STORY_ADD ("offline/waiting/10-s", &tunnels[0], test_offline_in_the_middle);
  KC_STORY_ADD ("offline/waiting/5-min", &tunnels[1], test_offline_in_the_middle);
  KC_STORY_ADD ("offline/scanning/10-s", &tunnels[2], test_offline_in_the_middle);
  KC_STORY_ADD ("offline/scanning/200-s", &tunnels[3], test_offline_in_the_middle);
  KC_STORY_ADD ("offline/until-after-the-end", EMBEDDED, test_offline_until_after_the_end);
  KC_STORY_ADD ("offline/linking/1-s", GUINT_TO_POINTER (1), test_offline_while_linking);
  KC_STORY_ADD ("offline/linking/30-s", GUINT_TO_POINTER (30), test_offline_while_linking);
  KC_STORY_ADD ("offline/linking/5-min", GUINT_TO_POINTER (300), test_offline_while_linking);
  KC_STORY_ADD ("offline/confirming/20-s", GUINT_TO_POINTER (20), test_offline_while_confirming);
  KC_STORY_ADD ("offline/confirming/9-min", GUINT_TO_POINTER (540), test_offline_while_confirming);
  KC_STORY_ADD ("offline/confirming/for-good", NULL, test_offline_for_good_while_confirming);
  KC_STORY_ADD ("network/said-to-be-there", EMBEDDED, test_monitor_says_there_is_one);
  KC_STORY_ADD ("network/said-to-be-there/qr", QR, test_monitor_says_there_is_one);
  KC_STORY_ADD ("network/said-to-be-gone", EMBEDDED, test_monitor_says_there_is_none);
  KC_STORY_ADD ("network/said-to-be-gone/qr", QR, test_monitor_says_there_is_none);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *word = g_strndup (answers[i].fault, strcspn (answers[i].fault, "*="));
      g_autofree char *poll = g_strdup_printf ("/story/answers/poll/%s", word);
      g_autofree char *stream = g_strdup_printf ("/story/answers/stream/%s", word);

      g_test_add (poll, KcStory, &answers[i], kc_story_set_up, test_wrong_answers,
                  kc_story_tear_down);
      if (i < 5)
        g_test_add (stream, KcStory, &answers[i], kc_story_set_up, test_wrong_answers_to_the_stream,
                    kc_story_tear_down);
    }
  KC_STORY_ADD ("half-open/waiting", EMBEDDED, test_half_open);
  KC_STORY_ADD ("half-open/scanning", QR, test_half_open);
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *path = g_strdup_printf ("/story/pieces/%s", pieces[i]);

      g_test_add (path, KcStory, pieces[i], kc_story_set_up, test_pieces, kc_story_tear_down);
    }
  KC_STORY_ADD ("idle-cut/replayed", "on", test_idle_cut);
  KC_STORY_ADD ("idle-cut/not-replayed", "off", test_idle_cut);
  KC_STORY_ADD ("proxy/wants-password", NULL, test_proxy_wants_password);
  KC_STORY_ADD ("proxy/wants-password/in-the-middle", NULL,
                test_proxy_wants_password_in_the_middle);
  KC_STORY_ADD ("certificate/unknown-authority", NULL, test_unknown_authority);
  return g_test_run ();
}
