/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-session.h"
#include "kc-sandbox-code.h"
#include "kc-sandbox-stream.h"

#include <string.h>

#define EMBEDDED_SECONDS (15 * 60)
#define QR_SECONDS 300
/* How long WhatsApp takes to link a phone, about. */
#define LINKING_MS 2000
/* WhatsApp sends about six codes and then wants to be asked again. */
#define SERIES_LENGTH 6
/* Scenarios: long enough to look at the page, short enough to wait for the next one. */
#define CANCEL_MS 3000
#define TIME_OUT_SECONDS 15

static void set_alarm (KcSandboxSession *self);

static gint64
get_now (KcSandboxSession *self)
{
  return kc_sandbox_time_now (self->time);
}

static KcSandboxScenario
get_scenario (KcSandboxSession *self)
{
  return kc_sandbox_knobs_get_scenario (self->knobs);
}

/* Milliseconds that the code with this number lives: the knob `code-life` is "FIRST,OTHERS". */
static gint64
get_code_life (KcSandboxSession *self, guint index)
{
  g_auto (GStrv) lives = g_strsplit (kc_sandbox_knobs_get (self->knobs, "code-life"), ",", 2);
  const char *life = lives[0];
  double seconds;

  if (index % SERIES_LENGTH != 0 && lives[0] != NULL && lives[1] != NULL)
    life = lives[1];
  seconds = life != NULL ? g_ascii_strtod (life, NULL) : 0;
  return MAX ((gint64) (seconds * 1000), 10);
}

static void
end_streams (KcSandboxSession *self, KcSandboxStreamEnd how)
{
  for (guint i = 0; i < self->streams->len; i++)
    kc_sandbox_stream_end (g_ptr_array_index (self->streams, i), how);
}

static void
send_to_streams (KcSandboxSession *self, const char *event, JsonNode *data)
{
  for (guint i = 0; i < self->streams->len; i++)
    kc_sandbox_stream_send (g_ptr_array_index (self->streams, i), event, data);
}

/* No more codes, no more deadlines. */
static void
set_over (KcSandboxSession *self, KcSandboxSessionState state)
{
  self->state = state;
  self->ended_at = get_now (self);
  self->expires_at = self->rotates_at = self->resolves_at = 0;
  self->beats_at = self->cancels_at = 0;
  g_clear_pointer (&self->code, g_free);
  set_alarm (self);
}

static void
rotate_code (KcSandboxSession *self)
{
  KcSandboxKnobs *knobs = self->knobs;

  g_clear_pointer (&self->code, g_free);
  self->rotates_at = get_now (self) + get_code_life (self, self->n_codes);

  /* A stale code stays on the screen, but is not valid any more. */
  if (kc_sandbox_knobs_is (knobs, "stream-silence", "on")
      || (self->n_codes > 0 && kc_sandbox_knobs_is (knobs, "stream-stale", "on")))
    return;

  self->code = kc_sandbox_code_new (kc_sandbox_knobs_get (knobs, "code-form"), self->index);
  self->n_codes++;
  for (guint i = 0; i < self->streams->len; i++)
    kc_sandbox_stream_send_code (g_ptr_array_index (self->streams, i), self->code);
}

static void
expire (KcSandboxSession *self)
{
  g_autoptr (JsonNode) reason = NULL;
  const char *how = kc_sandbox_knobs_get (self->knobs, "stream-end");

  set_over (self, KC_SANDBOX_SESSION_EXPIRED);
  if (g_str_equal (how, "silence"))
    return;

  reason = kc_sandbox_stream_create_reason (self->knobs, "Session expired");
  if (!g_str_equal (how, "close"))
    send_to_streams (self, how, reason);
  end_streams (self, KC_SANDBOX_STREAM_COMPLETE);
}

static void
complete (KcSandboxSession *self, gboolean tell)
{
  self->channel = kc_sandbox_channels_add (self->channels, self->elsewhere, self->qr, self->name,
                                           self->number);
  self->lost = !tell;
  set_over (self, KC_SANDBOX_SESSION_COMPLETED);
  if (!tell)
    return;

  for (guint i = 0; i < self->streams->len; i++)
    kc_sandbox_stream_send_connected (g_ptr_array_index (self->streams, i), self->channel);
  end_streams (self, KC_SANDBOX_STREAM_COMPLETE);
}

/* The end of FINISHING. */
static void
resolve (KcSandboxSession *self)
{
  const char *outcome = kc_sandbox_knobs_get (self->knobs, "scan-outcome");

  self->resolves_at = 0;
  if (!self->qr)
    complete (self, TRUE);
  else if (get_scenario (self) == KC_SANDBOX_SCENARIO_DEVICE_LIMIT)
    kc_sandbox_session_fail (self, "device limit reached");
  else if (g_str_equal (outcome, "failed") || get_scenario (self) == KC_SANDBOX_SCENARIO_REFUSED)
    kc_sandbox_session_fail (self, "The phone refused the link");
  else if (!g_str_equal (outcome, "nothing"))
    complete (self, !g_str_equal (outcome, "lost"));
}

static void
send_heartbeats (KcSandboxSession *self)
{
  double seconds = kc_sandbox_knobs_get_number (self->knobs, "stream-heartbeat");

  for (guint i = 0; i < self->streams->len; i++)
    kc_sandbox_stream_send_comment (g_ptr_array_index (self->streams, i));
  self->beats_at = seconds > 0 ? get_now (self) + (gint64) (seconds * 1000) : 0;
}

static gboolean
is_due (gint64 deadline, gint64 now)
{
  return deadline != 0 && deadline <= now;
}

static void
alarm_cb (gpointer user_data)
{
  KcSandboxSession *self = user_data;
  gint64 now = get_now (self);

  if (is_due (self->cancels_at, now))
    kc_sandbox_session_cancel (self);
  else if (is_due (self->resolves_at, now))
    resolve (self);
  else if (is_due (self->expires_at, now))
    expire (self);
  else if (is_due (self->rotates_at, now))
    rotate_code (self);
  else if (is_due (self->beats_at, now))
    send_heartbeats (self);
  set_alarm (self);
}

/* One alarm, for whatever comes first. */
static void
set_alarm (KcSandboxSession *self)
{
  const gint64 deadlines[]
      = {self->expires_at, self->rotates_at, self->resolves_at, self->beats_at, self->cancels_at};
  gint64 first = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (deadlines); i++)
    if (deadlines[i] != 0 && (first == 0 || deadlines[i] < first))
      first = deadlines[i];
  kc_sandbox_alarm_set (self->alarm, first);
}

static void
stream_closed_cb (KcSandboxStream *stream, gpointer user_data)
{
  KcSandboxSession *self = user_data;

  g_ptr_array_remove (self->streams, stream);
}

/* FINISHING, for as long as `outcome-delay` says or else `usual_ms`. */
static void
begin_finishing (KcSandboxSession *self, gint64 usual_ms)
{
  double seconds = kc_sandbox_knobs_get_number (self->knobs, "outcome-delay");
  gint64 delay = seconds < 0 ? usual_ms : (gint64) (seconds * 1000);

  self->state = KC_SANDBOX_SESSION_FINISHING;
  self->finishing_at = get_now (self);
  self->rotates_at = 0;
  self->resolves_at = get_now (self) + delay;
  /* FINISHING ends as it should, even late; only if it leads to nothing, time ends the session. */
  if (!self->qr || !kc_sandbox_knobs_is (self->knobs, "scan-outcome", "nothing"))
    self->expires_at = 0;
  g_clear_pointer (&self->code, g_free);

  if (delay == 0)
    resolve (self);
  set_alarm (self);
}

/* Seconds that a session lives which starts now. */
static guint
get_life (KcSandboxSession *self)
{
  double seconds = kc_sandbox_knobs_get_number (self->knobs, "expires-in");

  if (seconds > 0)
    return (guint) seconds;
  if (get_scenario (self) == KC_SANDBOX_SCENARIO_TIME_OUT)
    return TIME_OUT_SECONDS;
  return self->qr ? QR_SECONDS : EMBEDDED_SECONDS;
}

KcSandboxSession *
kc_sandbox_session_new (KcSandboxTime *time,
                        KcSandboxKnobs *knobs,
                        KcSandboxChannels *channels,
                        guint index,
                        gboolean qr,
                        const char *name,
                        gboolean coexistence)
{
  KcSandboxSession *self = g_new0 (KcSandboxSession, 1);

  self->time = time;
  self->knobs = knobs;
  self->channels = channels;
  self->alarm = kc_sandbox_alarm_new (time, alarm_cb, self);
  self->index = index;
  self->id = kc_sandbox_create_id ("cs_");
  self->secret = kc_sandbox_code_create_secret ();
  self->qr = qr;
  self->name = g_strdup (name);
  /* A channel that is called like a number is one of a person who practices with a list of them. */
  self->number = name != NULL ? kc_sandbox_channels_read_number (name) : NULL;
  if (self->number == NULL)
    self->number = kc_sandbox_channels_suggest_number (channels);
  self->coexistence = coexistence;
  self->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_sandbox_stream_free);
  self->expires_in = get_life (self);
  self->poll_interval_ms = (gint64) (kc_sandbox_knobs_get_number (knobs, "poll-interval") * 1000);
  self->full_time_at = get_now (self) + (gint64) self->expires_in * 1000;
  self->expires_at = self->full_time_at;
  if (qr)
    {
      send_heartbeats (self);
      rotate_code (self);
    }
  kc_sandbox_session_update_scenario (self);
  return self;
}

void
kc_sandbox_session_free (KcSandboxSession *self)
{
  g_ptr_array_unref (self->streams);
  kc_sandbox_alarm_free (self->alarm);
  g_free (self->id);
  g_free (self->secret);
  g_free (self->pipeline_id);
  g_free (self->name);
  g_free (self->number);
  g_free (self->code);
  g_free (self);
}

void
kc_sandbox_session_update (KcSandboxSession *self)
{
  if (self->qr && self->beats_at == 0 && !kc_sandbox_session_is_over (self)
      && kc_sandbox_knobs_get_number (self->knobs, "stream-heartbeat") > 0)
    send_heartbeats (self);
  set_alarm (self);
}

void
kc_sandbox_session_update_scenario (KcSandboxSession *self)
{
  KcSandboxScenario scenario = get_scenario (self);

  if (kc_sandbox_session_is_over (self))
    return;

  self->cancels_at = scenario == KC_SANDBOX_SCENARIO_CANCELLED ? get_now (self) + CANCEL_MS : 0;
  /* 0 while FINISHING: that does not run out. */
  if (self->expires_at != 0)
    self->expires_at = self->full_time_at;
  if (self->expires_at != 0 && scenario == KC_SANDBOX_SCENARIO_TIME_OUT)
    self->expires_at = MIN (self->expires_at, get_now (self) + (gint64) TIME_OUT_SECONDS * 1000);
  if (scenario == KC_SANDBOX_SCENARIO_DOWN)
    end_streams (self, KC_SANDBOX_STREAM_CUT);
  set_alarm (self);
}

void
kc_sandbox_session_silence (KcSandboxSession *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    kc_sandbox_stream_silence (g_ptr_array_index (self->streams, i));
}

void
kc_sandbox_session_open_stream (KcSandboxSession *self, SoupServerMessage *message)
{
  KcSandboxKnobs *knobs = self->knobs;
  KcSandboxStream *stream
      = kc_sandbox_stream_new (self->time, knobs, message, stream_closed_cb, self);
  g_autofree char *failure = NULL;

  g_ptr_array_add (self->streams, stream);
  if (self->state == KC_SANDBOX_SESSION_COMPLETED)
    {
      kc_sandbox_stream_send_connected (stream, self->channel);
      kc_sandbox_stream_end (stream, KC_SANDBOX_STREAM_COMPLETE);
      return;
    }

  failure = kc_sandbox_knobs_take (knobs, "stream-fail", get_now (self));
  if (failure != NULL)
    kc_sandbox_session_fail (self, failure);
  else if (kc_sandbox_knobs_is (knobs, "stream-replay", "off"))
    return;
  else if (self->state == KC_SANDBOX_SESSION_FINISHING)
    kc_sandbox_stream_send (stream, "connecting", NULL);
  else if (self->code != NULL)
    kc_sandbox_stream_send_code (stream, self->code);
}

void
kc_sandbox_session_scan (KcSandboxSession *self)
{
  KcSandboxKnobs *knobs = self->knobs;
  const char *hiccup = kc_sandbox_knobs_get (knobs, "stream-disconnect-after-scan");
  g_autoptr (JsonNode) reason = kc_sandbox_stream_create_reason (knobs, "Restart required");

  send_to_streams (self, "connecting", NULL);
  if (!g_str_equal (hiccup, "off"))
    send_to_streams (self, "disconnected", reason);
  if (g_str_equal (hiccup, "close"))
    end_streams (self, KC_SANDBOX_STREAM_COMPLETE);
  else if (kc_sandbox_knobs_is (knobs, "scan-outcome", "lost"))
    end_streams (self, KC_SANDBOX_STREAM_CUT);
  begin_finishing (self, LINKING_MS);
}

void
kc_sandbox_session_finish (KcSandboxSession *self, const char *name, const char *phone_number)
{
  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->number);
  self->number = g_strdup (phone_number);
  begin_finishing (self, 0);
}

void
kc_sandbox_session_cancel (KcSandboxSession *self)
{
  g_autoptr (JsonNode) reason = kc_sandbox_stream_create_reason (self->knobs, "cancelled");

  set_over (self, KC_SANDBOX_SESSION_CANCELLED);
  send_to_streams (self, "failed", reason);
  end_streams (self, KC_SANDBOX_STREAM_COMPLETE);
}

void
kc_sandbox_session_fail (KcSandboxSession *self, const char *reason)
{
  g_autoptr (JsonNode) data = kc_sandbox_stream_create_reason (self->knobs, reason);

  set_over (self, KC_SANDBOX_SESSION_FAILED);
  send_to_streams (self, "failed", data);
  end_streams (self, KC_SANDBOX_STREAM_COMPLETE);
}

void
kc_sandbox_session_note_poll (KcSandboxSession *self)
{
  gint64 now = get_now (self);

  if (self->n_polls > 0 && now - self->polled_at < self->poll_interval_ms)
    self->n_early_polls++;
  self->n_polls++;
  self->polled_at = now;
}

gboolean
kc_sandbox_session_is_refused (KcSandboxSession *self)
{
  KcSandboxScenario scenario = get_scenario (self);

  return !self->qr
         && (scenario == KC_SANDBOX_SCENARIO_REFUSED
             || scenario == KC_SANDBOX_SCENARIO_DEVICE_LIMIT);
}

gboolean
kc_sandbox_session_is_over (KcSandboxSession *self)
{
  return self->state > KC_SANDBOX_SESSION_FINISHING;
}

const char *
kc_sandbox_session_get_state_name (KcSandboxSession *self)
{
  static const char *const names[] = {
      "pending", "finishing", "completed", "expired", "cancelled", "failed",
  };

  return names[self->state];
}

const char *
kc_sandbox_session_get_status (KcSandboxSession *self)
{
  switch (self->state)
    {
    case KC_SANDBOX_SESSION_COMPLETED:
      return "completed";
    case KC_SANDBOX_SESSION_CANCELLED:
      return "cancelled";
    case KC_SANDBOX_SESSION_EXPIRED:
    /* Keebai documents no word for a failed session: without a channel it has expired. */
    case KC_SANDBOX_SESSION_FAILED:
      return "expired";
    case KC_SANDBOX_SESSION_PENDING:
    case KC_SANDBOX_SESSION_FINISHING:
    default:
      return kc_sandbox_knobs_get (self->knobs, "poll-status-word");
    }
}

char *
kc_sandbox_session_get_stream_url (KcSandboxSession *self)
{
  return g_strconcat ("/v1/channels/whatsapp/connect/", self->id, "/qr-stream", NULL);
}
