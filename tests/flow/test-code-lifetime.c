/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-code-lifetime.h"
#include "kc-manual-clock.h"

typedef struct {
  KcClock *clock;
  KcCodeLifetime *code_lifetime;
  guint n_notified;
  guint n_silent;
} Fixture;

static void
on_fresh_changed_cb (KcCodeLifetime *code_lifetime, GParamSpec *pspec, gpointer user_data)
{
  Fixture *fixture = user_data;
  gboolean fresh;

  g_object_get (code_lifetime, "fresh", &fresh, NULL);
  g_assert_cmpint (fresh, ==, kc_code_lifetime_get_fresh (code_lifetime));
  fixture->n_notified++;
}

static void
on_silent_cb (KcCodeLifetime *code_lifetime, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_silent++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = kc_clock_new_manual ();
  fixture->code_lifetime = kc_code_lifetime_new (fixture->clock);
  g_signal_connect (fixture->code_lifetime, "notify::fresh", G_CALLBACK (on_fresh_changed_cb),
                    fixture);
  g_signal_connect (fixture->code_lifetime, "silent", G_CALLBACK (on_silent_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->code_lifetime);
  g_assert_finalize_object (fixture->clock);
}

/* Fresh for exactly that long. */
static void
assert_life (Fixture *fixture, gint64 life_ms)
{
  g_assert_true (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_clock_advance (fixture->clock, life_ms - 1);
  g_assert_true (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_clock_advance (fixture->clock, 1);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
}

static void
rotate (Fixture *fixture, gint64 gap_ms)
{
  kc_clock_advance (fixture->clock, gap_ms);
  kc_code_lifetime_renew (fixture->code_lifetime);
}

static void
test_not_fresh_at_first (Fixture *fixture, gconstpointer data)
{
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_code_lifetime_expect (fixture->code_lifetime);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  g_assert_cmpuint (fixture->n_notified, ==, 0);
}

static void
test_first_code_lives_longer (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  assert_life (fixture, KC_CODE_LIFETIME_FIRST_MS);
  g_assert_cmpuint (fixture->n_notified, ==, 2);
}

/* 60 s, then 20 s each: the long first gap must not allow a later code to be shown for 90 s. */
static void
test_first_gap_is_ignored (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  rotate (fixture, 60000);
  rotate (fixture, 20000);
  rotate (fixture, 20000);
  assert_life (fixture, KC_CODE_LIFETIME_LATER_MS);
}

static void
test_adapts_to_slow_rotation (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  rotate (fixture, 60000);
  rotate (fixture, 40000);
  /* Stale when it came; but the rotation really is that slow. */
  assert_life (fixture, 60000);
  rotate (fixture, 0);
  rotate (fixture, 10000);
  assert_life (fixture, 90000);
}

static void
test_gap_across_a_lost_stream_is_ignored (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  rotate (fixture, 20000);
  kc_code_lifetime_stop (fixture->code_lifetime);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_clock_advance (fixture->clock, 200000);
  kc_code_lifetime_expect (fixture->code_lifetime);
  kc_code_lifetime_renew (fixture->code_lifetime);
  assert_life (fixture, KC_CODE_LIFETIME_LATER_MS);
}

static void
test_repeated_code_keeps_its_age (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  kc_clock_advance (fixture->clock, KC_CODE_LIFETIME_FIRST_MS - 10000);
  kc_code_lifetime_stop (fixture->code_lifetime);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_code_lifetime_expect (fixture->code_lifetime);
  kc_code_lifetime_repeat (fixture->code_lifetime);
  assert_life (fixture, 10000);
  kc_code_lifetime_repeat (fixture->code_lifetime);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_code_lifetime_renew (fixture->code_lifetime);
  assert_life (fixture, KC_CODE_LIFETIME_LATER_MS);
}

static void
test_expired_until_renewed (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  kc_code_lifetime_expire (fixture->code_lifetime);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_code_lifetime_note_activity (fixture->code_lifetime);
  kc_code_lifetime_expect (fixture->code_lifetime);
  g_assert_false (kc_code_lifetime_get_fresh (fixture->code_lifetime));
  kc_code_lifetime_renew (fixture->code_lifetime);
  g_assert_true (kc_code_lifetime_get_fresh (fixture->code_lifetime));
}

static void
test_silence_after_a_stale_code (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  kc_clock_advance (fixture->clock, KC_CODE_LIFETIME_FIRST_MS + KC_CODE_LIFETIME_SILENCE_MS - 1);
  g_assert_cmpuint (fixture->n_silent, ==, 0);
  kc_clock_advance (fixture->clock, 1);
  g_assert_cmpuint (fixture->n_silent, ==, 1);
  kc_clock_advance (fixture->clock, 1000000);
  g_assert_cmpuint (fixture->n_silent, ==, 1);
}

static void
test_silence_without_any_code (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_expect (fixture->code_lifetime);
  kc_clock_advance (fixture->clock, KC_CODE_LIFETIME_FIRST_MS + KC_CODE_LIFETIME_SILENCE_MS);
  g_assert_cmpuint (fixture->n_silent, ==, 1);
}

static void
test_activity_is_no_silence (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_expect (fixture->code_lifetime);
  kc_clock_advance (fixture->clock, KC_CODE_LIFETIME_FIRST_MS);
  for (guint i = 0; i < 10; i++)
    {
      kc_clock_advance (fixture->clock, KC_CODE_LIFETIME_SILENCE_MS - 1);
      kc_code_lifetime_note_activity (fixture->code_lifetime);
    }
  g_assert_cmpuint (fixture->n_silent, ==, 0);
  kc_clock_advance (fixture->clock, KC_CODE_LIFETIME_SILENCE_MS);
  g_assert_cmpuint (fixture->n_silent, ==, 1);
}

/* After the scan no code is expected, and the stream may be quiet. */
static void
test_silence_stopped (Fixture *fixture, gconstpointer data)
{
  kc_code_lifetime_renew (fixture->code_lifetime);
  kc_code_lifetime_stop (fixture->code_lifetime);
  kc_code_lifetime_note_activity (fixture->code_lifetime);
  kc_clock_advance (fixture->clock, 1000000);
  g_assert_cmpuint (fixture->n_silent, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/code-lifetime/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("not-fresh-at-first", test_not_fresh_at_first);
  ADD ("first-code-lives-longer", test_first_code_lives_longer);
  ADD ("first-gap-is-ignored", test_first_gap_is_ignored);
  ADD ("adapts-to-slow-rotation", test_adapts_to_slow_rotation);
  ADD ("gap-across-a-lost-stream-is-ignored", test_gap_across_a_lost_stream_is_ignored);
  ADD ("repeated-code-keeps-its-age", test_repeated_code_keeps_its_age);
  ADD ("expired-until-renewed", test_expired_until_renewed);
  ADD ("silence/after-a-stale-code", test_silence_after_a_stale_code);
  ADD ("silence/without-any-code", test_silence_without_any_code);
  ADD ("silence/activity", test_activity_is_no_silence);
  ADD ("silence/stopped", test_silence_stopped);
#undef ADD

  return g_test_run ();
}
