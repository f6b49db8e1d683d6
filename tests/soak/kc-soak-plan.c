/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-plan.h"

#include <string.h>

/* Each is as frequent as it is listed here. Those that end a session are rare, or nothing else
 * would be seen. */
static const char *const faults[] = {
    "503",
    "503",
    "503;retry-after=4",
    "429",
    "429;retry-after=7",
    "500",
    "502",
    "504",
    "html",
    "html",
    "empty",
    "garbage",
    "deep",
    "wrong-type",
    "reset",
    "truncated",
    "truncated",
    "silence",
    "silence",
    "lost",
    "reset",
    "slow",
    "delay=2",
    "delay=12",
    "409",
    "redirect=http://127.0.0.1:9/v1",
};
static const char *const last_words[] = {"401", "403", "404", "410"};
static const char *const uses[] = {"1", "1", "1", "1", "2", "2", "3", "3", "5", "9", "0"};
static const char *const formats[] = {"raw",          "raw",          "json-string",
                                      "object-qr",    "object-code",  "object-payload",
                                      "object-data",  "object-value", "unnamed",
                                      "unnamed-event"};
static const char *const ends[] = {"failed", "disconnected", "close", "silence"};
static const char *const fail_forms[] = {"reason", "message", "error", "string", "empty"};
static const char *const outcomes[]
    = {"connected", "connected", "connected", "null-fields", "null-fields",
       "failed",    "lost",      "lost",      "nothing"};
static const char *const words[] = {"pending", "waiting", "in_progress", "", "PENDIENTE"};
static const char *const delays[] = {"-1", "-1", "-1", "0", "5", "20", "70", "250"};
static const guint lives[] = {60, 90, 120, 120, 180, 300};

#define PICK(list) ((list)[g_rand_int_range (rand, 0, G_N_ELEMENTS (list))])

static gboolean
draw (GRand *rand, guint percent)
{
  return g_rand_int_range (rand, 0, 100) < (gint32) percent;
}

static void
add (KcSoakPlan *self, KcSoakActKind kind, guint at_ms, const char *name, const char *value)
{
  KcSoakAct *act = g_new0 (KcSoakAct, 1);

  act->kind = kind;
  act->at_ms = at_ms;
  act->name = g_strdup (name);
  act->value = g_strdup (value);
  g_ptr_array_add (self->acts, act);
}

static void
turn (KcSoakPlan *self, guint at_ms, const char *name, const char *value)
{
  add (self, KC_SOAK_KNOB, at_ms, name, value);
}

/* A moment between `from` and `to` hundredths of the session's life. */
static guint
draw_moment (KcSoakPlan *self, GRand *rand, guint from, guint to)
{
  return self->expires_in * 10 * (guint) g_rand_int_range (rand, (gint32) from, (gint32) to);
}

static void
spoil (KcSoakPlan *self, GRand *rand, guint at_ms, const char *knob)
{
  const char *fault = draw (rand, 6) ? PICK (last_words) : PICK (faults);
  g_autofree char *value = g_strconcat (fault, "*", PICK (uses), NULL);

  turn (self, at_ms, knob, value);
}

/* For a while, or from now on, no answer is correct. */
static void
draw_outage (KcSoakPlan *self, GRand *rand)
{
  static const char *const knobs[] = {"next-poll", "next-stream", "next-channels"};
  guint from = draw_moment (self, rand, 5, 95);
  guint to = from + 1000 * (guint) g_rand_int_range (rand, 3, 90);
  const char *fault = PICK (faults);
  gboolean passes = draw (rand, 70);
  g_autofree char *value = g_strconcat (fault, "*0", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    {
      turn (self, from, knobs[i], value);
      if (passes)
        turn (self, to, knobs[i], "");
    }
}

/* Between a few seconds and twenty minutes. */
static void
draw_sleep (KcSoakPlan *self, GRand *rand)
{
  gint32 seconds = g_rand_int_range (rand, 5, draw (rand, 30) ? 1200 : 180);
  g_autofree char *value = g_strdup_printf ("%d000%s", seconds, draw (rand, 50) ? " hold" : "");

  add (self, KC_SOAK_SLEEP, draw_moment (self, rand, 1, 105), NULL, value);
  self->away_ms += seconds * (gint64) 1000;
}

/* Twice Keebai is too busy to open a session, and then nobody can connect for a while: none of the
 * three may end the start. */
static void
draw_lost_start (KcSoakPlan *self, GRand *rand)
{
  g_autofree char *seconds = g_strdup_printf ("%d", g_rand_int_range (rand, 5, 40));

  turn (self, 0, "next-start", draw (rand, 50) ? "503*2" : "429*2");
  turn (self, 1500, "offline", seconds);
}

/* Keebai seems to have forgotten the session, just when it ends in the browser. */
static void
draw_doubt (KcSoakPlan *self, GRand *rand)
{
  static const char *const doubts[] = {"404*1", "404*2", "404*2", "404*2", "410*1"};
  guint moment = draw_moment (self, rand, 5, 70);

  turn (self, moment, "next-poll", PICK (doubts));
  if (self->mode == KC_MODE_EMBEDDED_SIGNUP && draw (rand, 60))
    add (self, draw (rand, 60) ? KC_SOAK_CANCEL_THERE : KC_SOAK_FINISH, moment + 500, NULL, NULL);
}

static void
draw_faults (KcSoakPlan *self, GRand *rand)
{
  if (draw (rand, 15))
    spoil (self, rand, 0, "next-start");
  else if (draw (rand, 6))
    draw_lost_start (self, rand);
  if (draw (rand, 18))
    draw_doubt (self, rand);
  if (draw (rand, 15))
    spoil (self, rand, 0, "next-channels");
  if (draw (rand, 30))
    spoil (self, rand, 1, "next-poll");
  if (self->mode == KC_MODE_QR && draw (rand, 25))
    spoil (self, rand, 1, "next-stream");
  if (draw (rand, 20))
    spoil (self, rand, draw_moment (self, rand, 1, 110), "next-poll");
  if (self->mode == KC_MODE_QR && draw (rand, 20))
    spoil (self, rand, draw_moment (self, rand, 1, 110), "next-stream");
  if (draw (rand, 15))
    spoil (self, rand, draw_moment (self, rand, 1, 110), "next-channels");
  if (draw (rand, 12))
    draw_outage (self, rand);
  if (draw (rand, 5))
    {
      static const char *const states[] = {"revoked", "no-connect", "no-read"};

      turn (self, draw_moment (self, rand, 1, 110), "full-key", PICK (states));
    }
  if (draw (rand, 12))
    draw_sleep (self, rand);
  if (draw (rand, 8))
    {
      g_autofree char *seconds = g_strdup_printf ("%d", g_rand_int_range (rand, 1, 60));

      turn (self, draw_moment (self, rand, 1, 105), "offline", seconds);
    }
  if (self->mode == KC_MODE_QR && draw (rand, 10))
    turn (self, 0, "idle-cut", "30");
  if (draw (rand, 6))
    turn (self, 0, "pieces", draw (rand, 50) ? "1" : "7");
  if (draw (rand, 4))
    {
      g_autofree char *seconds = g_strdup_printf ("%d", g_rand_int_range (rand, 5, 400));

      turn (self, draw_moment (self, rand, 1, 100), "advance", seconds);
    }
  if (draw (rand, 10))
    {
      g_autofree char *ms = g_strdup_printf ("%d", g_rand_int_range (rand, 1000, 60000));

      add (self, KC_SOAK_FREEZE, draw_moment (self, rand, 1, 105), NULL, ms);
    }
  if (draw (rand, 12))
    {
      guint from = draw_moment (self, rand, 0, 100);

      add (self, KC_SOAK_NETWORK, from, NULL, "off");
      add (self, KC_SOAK_NETWORK, from + (guint) g_rand_int_range (rand, 100, 60000), NULL, "on");
    }
}

static void
draw_stream (KcSoakPlan *self, GRand *rand)
{
  turn (self, 0, "stream-format", PICK (formats));
  turn (self, 0, "stream-end", PICK (ends));
  turn (self, 0, "fail-form", PICK (fail_forms));
  if (draw (rand, 20))
    turn (self, 0, "stream-heartbeat", "10");
  if (draw (rand, 25))
    turn (self, 0, "stream-replay", "off");
  if (draw (rand, 25))
    turn (self, 0, "poll-qr", "off");
  if (draw (rand, 15))
    {
      g_autofree char *drop = g_strdup_printf ("%d*%s", g_rand_int_range (rand, 0, 4), PICK (uses));

      turn (self, 0, "stream-drop", drop);
    }
  if (draw (rand, 10))
    {
      turn (self, draw_moment (self, rand, 0, 60), "stream-stale", "on");
    }
  if (draw (rand, 8))
    {
      guint from = draw_moment (self, rand, 0, 60);

      turn (self, from, "stream-silence", "on");
      if (draw (rand, 60))
        turn (self, from + 30000, "stream-silence", "off");
    }
  if (draw (rand, 8))
    {
      turn (self, draw_moment (self, rand, 0, 100), "stream-fail", "The phone said no");
    }
}

static void
draw_person (KcSoakPlan *self, GRand *rand)
{
  guint moment = draw_moment (self, rand, 1, draw (rand, 15) ? 100 : 60);

  turn (self, 0, "outcome-delay", PICK (delays));
  if (draw (rand, 30))
    turn (self, draw_moment (self, rand, 1, 60), "colleague",
          self->mode == KC_MODE_QR ? "qr" : "embedded");
  if (self->mode == KC_MODE_QR)
    {
      if (draw (rand, 40))
        self->name = "Soak";
      static const char *const hiccups[] = {"off", "off", "on", "close"};
      const char *outcome = PICK (outcomes);

      turn (self, 0, "scan-outcome", outcome);
      turn (self, 0, "stream-disconnect-after-scan", PICK (hiccups));
      if (draw (rand, 78))
        add (self, KC_SOAK_SCAN, moment, NULL, NULL);
    }
  else if (draw (rand, 60))
    add (self, KC_SOAK_FINISH, moment, NULL, NULL);
  else if (draw (rand, 30))
    add (self, KC_SOAK_CANCEL_THERE, moment, NULL, NULL);

  if (draw (rand, 10))
    add (self, KC_SOAK_CANCEL_HERE, draw_moment (self, rand, 0, 105), NULL, NULL);
  if (draw (rand, 4))
    add (self, KC_SOAK_CLOSE, draw_moment (self, rand, 0, 105), NULL, NULL);
  if (draw (rand, 15))
    {
      gint32 pause_ms = g_rand_int_range (rand, 500, draw (rand, 25) ? 400000 : 60000);
      g_autofree char *value = g_strdup_printf ("%d", pause_ms);

      add (self, KC_SOAK_KILL, draw_moment (self, rand, 1, 105), NULL, value);
      self->away_ms += pause_ms;
    }
  if (draw (rand, 25))
    {
      guint from = draw_moment (self, rand, 0, 100);
      guint n_calls = (guint) g_rand_int_range (rand, 3, 60);

      for (guint i = 0; i < n_calls; i++)
        add (self, KC_SOAK_STORM, from + i * 300, NULL, NULL);
    }
}

static int
compare_acts (gconstpointer a, gconstpointer b)
{
  const KcSoakAct *first = *(KcSoakAct *const *) a;
  const KcSoakAct *second = *(KcSoakAct *const *) b;

  return first->at_ms < second->at_ms ? -1 : first->at_ms > second->at_ms;
}

static void
act_free (gpointer data)
{
  KcSoakAct *act = data;

  g_free (act->name);
  g_free (act->value);
  g_free (act);
}

KcSoakPlan *
kc_soak_plan_new (guint32 seed)
{
  KcSoakPlan *self = g_new0 (KcSoakPlan, 1);
  GRand *rand = g_rand_new_with_seed (seed);
  g_autofree char *expires_in = NULL;
  g_autofree char *poll_interval = NULL;

  self->seed = seed;
  self->acts = g_ptr_array_new_with_free_func (act_free);
  self->mode = draw (rand, 60) ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  self->may_read = !draw (rand, 15);
  self->expires_in = PICK (lives);
  self->poll_interval = draw (rand, 85) ? 5 : draw (rand, 50) ? 2 : 15;

  expires_in = g_strdup_printf ("%u", self->expires_in);
  poll_interval = g_strdup_printf ("%u", self->poll_interval);
  turn (self, 0, "expires-in", expires_in);
  turn (self, 0, "poll-interval", poll_interval);
  turn (self, 0, "poll-status-word", PICK (words));
  if (self->mode == KC_MODE_QR)
    draw_stream (self, rand);
  draw_person (self, rand);
  draw_faults (self, rand);
  g_ptr_array_sort (self->acts, compare_acts);
  g_rand_free (rand);

  return self;
}

void
kc_soak_plan_free (KcSoakPlan *self)
{
  g_ptr_array_unref (self->acts);
  g_free (self);
}

gboolean
kc_soak_plan_turns (const KcSoakPlan *self, const char *knob, const char *text)
{
  for (guint i = 0; i < self->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->acts, i);

      if (act->kind == KC_SOAK_KNOB && g_str_equal (act->name, knob)
          && (text == NULL || strstr (act->value, text) != NULL))
        return TRUE;
    }

  return FALSE;
}

gboolean
kc_soak_plan_has (const KcSoakPlan *self, KcSoakActKind kind)
{
  for (guint i = 0; i < self->acts->len; i++)
    if (((const KcSoakAct *) g_ptr_array_index (self->acts, i))->kind == kind)
      return TRUE;

  return FALSE;
}

char *
kc_soak_plan_describe (const KcSoakPlan *self)
{
  static const char *const names[] = {"knob",
                                      "the phone scans",
                                      "finished in the browser",
                                      "cancelled in the browser",
                                      "cancelled here",
                                      "dropped",
                                      "killed, run again after ms",
                                      "poll now",
                                      "network",
                                      "the service stands still for ms",
                                      "asleep for ms"};
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "  %s, %u s, the key %s read channels\n",
                          self->mode == KC_MODE_QR ? "QR" : "embedded", self->expires_in,
                          self->may_read ? "may" : "may not");
  for (guint i = 0; i < self->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->acts, i);

      if (act->kind == KC_SOAK_STORM && i > 0
          && ((const KcSoakAct *) g_ptr_array_index (self->acts, i - 1))->kind == KC_SOAK_STORM)
        continue;
      g_string_append_printf (text, "  %7.1f s  %s %s %s\n", act->at_ms / 1000.0, names[act->kind],
                              act->name != NULL ? act->name : "",
                              act->value != NULL ? act->value : "");
    }

  return g_string_free (text, FALSE);
}
