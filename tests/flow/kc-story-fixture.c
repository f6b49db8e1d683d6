/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-story-fixture.h"

#include <libsoup/soup.h>

/* If nothing happens for that long in real time, nothing will: when every request has its answer,
 * and when one is still awaited. */
#define QUIET_US 300
#define HUNG_US 60000

/* Counts the requests of all clients in this process, streams included: libsoup reports when each
 * begins and ends. */
static guint n_under_way;
static gulong queued_hook, unqueued_hook;

static gboolean
request_queued_hook_cb (GSignalInvocationHint *hint,
                        guint n_values,
                        const GValue *values,
                        gpointer data)
{
  n_under_way++;

  return TRUE;
}

static gboolean
request_unqueued_hook_cb (GSignalInvocationHint *hint,
                          guint n_values,
                          const GValue *values,
                          gpointer data)
{
  n_under_way--;

  return TRUE;
}

static void
count_requests (void)
{
  g_type_class_unref (g_type_class_ref (SOUP_TYPE_SESSION));
  n_under_way = 0;
  queued_hook = g_signal_add_emission_hook (g_signal_lookup ("request-queued", SOUP_TYPE_SESSION),
                                            0, request_queued_hook_cb, NULL, NULL);
  unqueued_hook
      = g_signal_add_emission_hook (g_signal_lookup ("request-unqueued", SOUP_TYPE_SESSION), 0,
                                    request_unqueued_hook_cb, NULL, NULL);
}

static void
stop_counting (void)
{
  g_signal_remove_emission_hook (g_signal_lookup ("request-queued", SOUP_TYPE_SESSION),
                                 queued_hook);
  g_signal_remove_emission_hook (g_signal_lookup ("request-unqueued", SOUP_TYPE_SESSION),
                                 unqueued_hook);
}

/* --- what the person sees --------------------------------------------------------------------- */

static void
note (KcStory *self, const char *word)
{
  if (self->diary->len > 0)
    g_string_append_c (self->diary, ' ');
  g_string_append (self->diary, word);
}

static void
on_attempt_state_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  note (user_data, kc_attempt_state_to_string (kc_attempt_get_state (attempt)));
}

static void
on_attempt_connectivity_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  static const char *const words[] = {"live", "retrying", "offline"};

  note (user_data, words[kc_attempt_get_connectivity (attempt)]);
}

static void
on_attempt_code_live_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  note (user_data, kc_attempt_get_code_live (attempt) ? "code" : "covered");
}

static void
on_attempt_finished_cb (KcAttempt *attempt, gpointer user_data)
{
  KcStory *self = user_data;

  g_assert_true (kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)));
  self->n_finished++;
}

static char *
copy_code (KcStory *self)
{
  GBytes *code = kc_attempt_get_code (self->attempt);

  return g_strndup (g_bytes_get_data (code, NULL), g_bytes_get_size (code));
}

/* What must hold at every moment. */
static void
look (KcStory *self)
{
  g_autofree char *code = NULL;

  if (self->attempt == NULL)
    return;

  if (kc_attempt_get_connectivity (self->attempt) != KC_CONNECTIVITY_LIVE)
    g_assert_nonnull (kc_attempt_get_error (self->attempt));
  if (!kc_attempt_get_code_live (self->attempt))
    return;

  g_assert_cmpint (kc_attempt_get_state (self->attempt), ==, KC_ATTEMPT_SCANNING);
  code = copy_code (self);
  if (g_strcmp0 (code, kc_sandbox_get_code (self->sandbox)) != 0)
    self->dead_s++;
}

/* Before anybody else learns that the computer slept: what the service did meanwhile. */
static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  KcStory *self = user_data;
  g_autofree char *seconds = g_strdup_printf ("%u", (guint) (slept_ms / 1000));

  if (!self->lines_hold)
    kc_story_turn (self, "half-open", "on");
  kc_story_turn (self, "advance", seconds);
  kc_story_turn (self, "half-open", "off");
}

/* --- from the beginning to the end ----------------------------------------------------------- */

void
kc_story_set_up (KcStory *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  *self = (KcStory){.sessions = 1};
  count_requests ();
  self->sandbox = kc_sandbox_new ();
  kc_sandbox_start (self->sandbox, 0, &error);
  g_assert_no_error (error);
  kc_story_turn (self, "time-scale", "0");
  self->n_channels = kc_sandbox_get_n_channels (self->sandbox);
  self->clock = kc_clock_new_manual ();
  self->began = kc_clock_get_now (self->clock);
  g_signal_connect (self->clock, "woke", G_CALLBACK (on_clock_woke_cb), self);
  self->monitor = kc_fake_monitor_new ();
  self->diary = g_string_new (NULL);
}

static void
drop_client (KcStory *self)
{
  if (self->client == NULL)
    return;

  /* The callbacks of cancelled calls still have to come. */
  g_object_add_weak_pointer (G_OBJECT (self->client), (gpointer *) &self->client);
  g_object_unref (self->client);
  kc_test_wait_until (self->client == NULL);
  g_assert_finalize_object (self->rate_limiter);
  self->rate_limiter = NULL;
}

void
kc_story_drop (KcStory *self)
{
  if (self->attempt == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->attempt, self);
  g_assert_finalize_object (self->attempt);
  self->attempt = NULL;
}

void
kc_story_tear_down (KcStory *self, gconstpointer data)
{
  if (self->attempt != NULL && kc_attempt_state_is_terminal (kc_attempt_get_state (self->attempt)))
    {
      g_assert_cmpuint (self->n_finished, ==, 1);
      g_assert_null (kc_attempt_get_code (self->attempt));
      kc_test_wait_until (kc_sandbox_get_n_streams (self->sandbox) == 0);
    }
  kc_story_drop (self);
  drop_client (self);
  kc_test_wait_until (kc_sandbox_get_n_streams (self->sandbox) == 0);

  g_assert_cmpuint (kc_sandbox_get_n_sessions (self->sandbox), ==, self->sessions);
  g_assert_cmpuint (kc_sandbox_get_n_channels (self->sandbox), ==,
                    self->n_channels + self->channels);
  g_assert_cmpuint (kc_sandbox_get_n_throttled (self->sandbox), ==, self->throttled);
  g_assert_cmpuint (self->dead_s, <=, self->max_dead_s);

  g_assert_finalize_object (self->monitor);
  g_assert_finalize_object (self->clock);
  kc_sandbox_stop (self->sandbox);
  g_clear_object (&self->sandbox);
  g_string_free (self->diary, TRUE);
  stop_counting ();
}

void
kc_story_turn (KcStory *self, const char *knob, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, knob, value, &error);
  g_assert_no_error (error);
}

void
kc_story_adopt (KcStory *self, KcAttempt *attempt)
{
  kc_story_drop (self);
  self->attempt = attempt;
  self->n_finished = 0;
  kc_attempt_set_network_monitor (attempt, G_NETWORK_MONITOR (self->monitor));
  g_signal_connect (attempt, "notify::state", G_CALLBACK (on_attempt_state_changed_cb), self);
  g_signal_connect (attempt, "notify::connectivity",
                    G_CALLBACK (on_attempt_connectivity_changed_cb), self);
  g_signal_connect (attempt, "notify::code-live", G_CALLBACK (on_attempt_code_live_changed_cb),
                    self);
  g_signal_connect (attempt, "finished", G_CALLBACK (on_attempt_finished_cb), self);
}

void
kc_story_prepare (KcStory *self, KcMode mode, KcSandboxKey key)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);
  g_autoptr (GError) error = NULL;

  kc_story_drop (self);
  drop_client (self);
  self->client = kc_client_new (kc_sandbox_get_base_url (self->sandbox),
                                kc_sandbox_get_key (self->sandbox, key), &error);
  g_assert_no_error (error);
  self->rate_limiter = kc_rate_limiter_new (self->clock);
  kc_story_adopt (self, kc_attempt_new (self->client, self->clock, self->rate_limiter, request));
}

void
kc_story_begin (KcStory *self, KcMode mode)
{
  if (self->attempt == NULL)
    kc_story_prepare (self, mode, KC_SANDBOX_KEY_FULL);
  kc_attempt_start (self->attempt);
  if (mode == KC_MODE_QR)
    kc_story_until (self, kc_attempt_get_code_live (self->attempt), 61);
  else
    kc_story_until_state (self, KC_ATTEMPT_WAITING, 1);
}

void
kc_story_begin_linking (KcStory *self)
{
  kc_story_begin (self, KC_MODE_QR);
  kc_story_scan (self);
  kc_story_until_state (self, KC_ATTEMPT_LINKING, 1);
}

void
kc_story_resume (KcStory *self, gint64 ms_left)
{
  const KcConnectRequest *request = kc_attempt_get_request (self->attempt);
  const KcSession *session = kc_attempt_get_session (self->attempt);
  GPtrArray *before = kc_attempt_get_earlier_channels (self->attempt);

  kc_story_adopt (self, kc_attempt_new_resumed (self->client, self->clock, self->rate_limiter,
                                                request, session, before, ms_left));
  kc_attempt_start (self->attempt);
}

/* --- time ------------------------------------------------------------------------------------ */

/* Requests without an answer. */
static guint
count_awaited (KcStory *self)
{
  return n_under_way - MIN (n_under_way, kc_sandbox_get_n_streams (self->sandbox));
}

void
kc_story_await_deadlines (KcStory *self)
{
  kc_test_wait_until (count_awaited (self) == 0);
  kc_story_settle (self);
}

void
kc_story_settle (KcStory *self)
{
  gint64 last = g_get_monotonic_time ();
  guint n_empty = 0;

  for (;;)
    {
      guint n_awaited = count_awaited (self);
      gint64 quiet_us = g_get_monotonic_time () - last;

      self->n_hung = MIN (self->n_hung, n_awaited);
      if (g_main_context_iteration (NULL, FALSE))
        {
          last = g_get_monotonic_time ();
          n_empty = 0;
          continue;
        }
      if (++n_empty > 3 && quiet_us > (n_awaited > self->n_hung ? HUNG_US : QUIET_US))
        {
          self->n_hung = n_awaited;
          return;
        }
      g_usleep (50);
    }
}

static void
step (KcStory *self)
{
  kc_story_turn (self, "advance", "1");
  kc_story_settle (self);
  kc_clock_advance (self->clock, 1000);
  kc_story_settle (self);
  look (self);
}

void
kc_story_pass (KcStory *self, guint seconds)
{
  for (guint i = 0; i < seconds; i++)
    step (self);
}

void
kc_story_until_state (KcStory *self, KcAttemptState state, guint seconds)
{
  kc_story_until (self, kc_attempt_get_state (self->attempt) == state, seconds);
}

void
kc_story_sleep (KcStory *self, guint seconds, gboolean lines_hold)
{
  self->lines_hold = lines_hold;
  kc_clock_sleep (self->clock, seconds * (gint64) 1000);
}

gint64
kc_story_now (KcStory *self)
{
  return (kc_clock_get_now (self->clock) - self->began) / 1000;
}

/* --- the person ------------------------------------------------------------------------------ */

void
kc_story_scan (KcStory *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  g_assert_true (kc_attempt_get_code_live (self->attempt));
  code = copy_code (self);
  kc_sandbox_scan (self->sandbox, code, &error);
  g_assert_no_error (error);
}

void
kc_story_finish (KcStory *self)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_finish (self->sandbox, kc_attempt_get_verification_uri (self->attempt), &error);
  g_assert_no_error (error);
}

void
kc_story_cancel_there (KcStory *self)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_cancel (self->sandbox, kc_attempt_get_verification_uri (self->attempt), &error);
  g_assert_no_error (error);
}

void
kc_story_unplug (KcStory *self)
{
  kc_story_turn (self, "offline", "100000");
  kc_fake_monitor_change (self->monitor, FALSE);
  kc_story_settle (self);
}

void
kc_story_plug (KcStory *self)
{
  kc_story_turn (self, "offline", "off");
  kc_fake_monitor_change (self->monitor, TRUE);
  kc_story_settle (self);
}

/* --- what must hold --------------------------------------------------------------------------- */

void
kc_story_assert_told (KcStory *self, KcAttemptState state, KcConnectivity link, int code)
{
  const GError *error = kc_attempt_get_error (self->attempt);

  g_assert_cmpstr (kc_attempt_state_to_string (kc_attempt_get_state (self->attempt)), ==,
                   kc_attempt_state_to_string (state));
  g_assert_cmpint (kc_attempt_get_connectivity (self->attempt), ==, link);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, KC_ERROR, code);
}

void
kc_story_forget (KcStory *self)
{
  g_string_truncate (self->diary, 0);
}

void
kc_story_assert_connected (KcStory *self)
{
  const char *id = NULL;

  kc_story_assert_told (self, KC_ATTEMPT_CONNECTED, KC_CONNECTIVITY_LIVE, -1);
  g_assert_nonnull (kc_attempt_get_channel (self->attempt));
  for (guint i = 0; id == NULL && i < kc_sandbox_get_n_sessions (self->sandbox); i++)
    id = kc_sandbox_get_session_channel_id (self->sandbox, i);
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (self->attempt)), ==, id);
}

void
kc_story_accept_new_channel (KcStory *self)
{
  GPtrArray *channels = kc_attempt_get_new_channels (self->attempt);

  g_assert_nonnull (channels);
  g_assert_cmpuint (channels->len, ==, 1);
  kc_attempt_accept_channel (self->attempt, g_ptr_array_index (channels, 0));
}

guint
kc_story_count (KcStory *self, const char *endpoint)
{
  return kc_sandbox_get_n_requests_to (self->sandbox, endpoint);
}
