/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-soak: many attempts with plans drawn at random, each against a practice service whose clock,
 * like ours, runs a hundred times as fast. docs/reliability.md says what is checked.
 */

#include "kc-soak-clock.h"
#include "kc-soak-health.h"
#include "kc-soak-run.h"

#include <stdio.h>
#include <stdlib.h>

/* The number of attempts after which the memory is measured for the first time. */
#define N_WARM 10
#define MAX_GROWTH_KB 2048
#define REST_MS 300

typedef struct _Soak Soak;

/* One service with its keys; one attempt at a time. */
typedef struct {
  Soak *soak;
  KcSoakService *service;
  KcClock *clock; /* its own: its computer may sleep */
  KcRateLimiter *rate_limiters[KC_SOAK_N_KEYS];
  KcSoakRun *run;
} Lane;

struct _Soak {
  GMainLoop *loop;
  Lane *lanes;
  int n_lanes;
  guint32 seed;
  guint next, limit, n_done; /* attempts */
  gboolean verbose;
  gboolean until_wrong;

  guint counts[KC_ATTEMPT_N_STATES][KC_SOAK_N_VERDICTS];
  guint n_wrong;
  guint n_faults, n_scans, n_dead_scans, lag_ms;
  guint n_kills, n_again, n_keys, n_late, n_accepted;
};

static void start_next (Lane *lane);

static void
done_cb (KcSoakRun *run, const KcSoakResult *result, gpointer user_data)
{
  Lane *lane = user_data;
  Soak *soak = lane->soak;
  gboolean wrong = result->verdict == KC_SOAK_WRONG || result->faults->len > 0;

  soak->counts[result->state][result->verdict]++;
  soak->n_faults += result->n_faults;
  soak->n_scans += result->n_scans;
  soak->n_dead_scans += result->n_dead_scans;
  soak->n_kills += result->n_kills;
  soak->n_again += result->n_again;
  soak->n_keys += result->n_keys;
  soak->n_late += result->n_late;
  soak->n_accepted += result->n_accepted;
  soak->lag_ms = MAX (soak->lag_ms, result->lag_ms);
  soak->n_done++;
  if (wrong)
    soak->n_wrong++;
  if (wrong || soak->verbose)
    printf ("%s seed %u: %s, the session is %s: %s (held up for %u ms at most)\n%s%s\n",
            wrong ? "FAILED" : "fine", result->seed, kc_attempt_state_to_string (result->state),
            result->truth != NULL ? result->truth : "not there",
            kc_soak_verdict_to_string (result->verdict), result->lag_ms, result->faults->str,
            result->story);
  fflush (stdout);

  /* Other attempts that still run are not waited for. */
  if (wrong && soak->until_wrong)
    {
      printf ("FAILED: attempt %u\n", soak->n_done);
      exit (EXIT_FAILURE);
    }

  kc_soak_run_free (g_steal_pointer (&lane->run));
  start_next (lane);
}

static void
start_next (Lane *lane)
{
  Soak *soak = lane->soak;

  if (soak->next < soak->limit)
    lane->run = kc_soak_run_start (lane->service, lane->clock, lane->rate_limiters,
                                   soak->seed + soak->next++, done_cb, lane);
  else if (soak->n_done == soak->limit)
    g_main_loop_quit (soak->loop);
}

static gboolean
rested_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/* Runs up to that many attempts, then lets everything come to rest. */
static void
run_until (Soak *soak, guint limit, KcSoakHealth *health)
{
  soak->limit = limit;
  for (int i = 0; i < soak->n_lanes; i++)
    start_next (&soak->lanes[i]);
  if (soak->n_done < limit)
    g_main_loop_run (soak->loop);

  for (int i = 0; i < soak->n_lanes; i++)
    kc_soak_service_hang_up (soak->lanes[i].service);
  g_timeout_add (REST_MS, rested_cb, soak->loop);
  g_main_loop_run (soak->loop);
  kc_soak_health_take (health);
}

static void
print_states (Soak *soak)
{
  printf ("%-12s", "attempts");
  for (guint verdict = 0; verdict < KC_SOAK_N_VERDICTS; verdict++)
    printf ("%13s", kc_soak_verdict_to_string (verdict));
  printf ("\n");
  for (guint state = 0; state < KC_ATTEMPT_N_STATES; state++)
    {
      guint sum = 0;

      for (guint verdict = 0; verdict < KC_SOAK_N_VERDICTS; verdict++)
        sum += soak->counts[state][verdict];
      if (sum == 0)
        continue;
      printf ("%-12s", state == KC_ATTEMPT_IDLE ? "dropped" : kc_attempt_state_to_string (state));
      for (guint verdict = 0; verdict < KC_SOAK_N_VERDICTS; verdict++)
        printf ("%13u", soak->counts[state][verdict]);
      printf ("\n");
    }
}

/* What the services have counted. TRUE if no key exceeded its limits. */
static gboolean
print_services (Soak *soak)
{
  KcSoakTruth sum = {0};

  for (int i = 0; i < soak->n_lanes; i++)
    {
      g_autoptr (KcSoakTruth) truth = kc_soak_service_look (soak->lanes[i].service);

      sum.n_sessions += truth->n_sessions;
      sum.n_completed += truth->n_completed;
      sum.n_requests += truth->n_requests;
      sum.n_throttled += truth->n_throttled;
      sum.busiest_minute = MAX (sum.busiest_minute, truth->busiest_minute);
      sum.busiest_hour = MAX (sum.busiest_hour, truth->busiest_hour);
    }
  printf ("sessions %u, completed %u; requests %u, busiest minute %u of 60, busiest hour %u of "
          "1,000, beyond %u\n",
          sum.n_sessions, sum.n_completed, sum.n_requests, sum.busiest_minute, sum.busiest_hour,
          sum.n_throttled);

  return sum.n_throttled == 0;
}

static gboolean
print_health (const KcSoakHealth *early, const KcSoakHealth *late)
{
  printf ("memory (PSS) %.2f MB after %d attempts, %.2f MB at the end: %+.2f MB; allocated "
          "%+.2f MB\nopen files %u and %u, sources %u and %u\n",
          early->pss_kb / 1024.0, N_WARM, late->pss_kb / 1024.0,
          (late->pss_kb - early->pss_kb) / 1024.0,
          (late->anonymous_kb - early->anonymous_kb) / 1024.0, early->n_fds, late->n_fds,
          early->n_sources, late->n_sources);
  if (late->n_fds > early->n_fds)
    {
      g_autofree char *names = kc_soak_health_list_fds ();

      printf ("%s", names);
    }
  if (late->n_sources > early->n_sources)
    {
      g_autofree char *names = kc_soak_health_list_sources ();

      printf ("%s", names);
    }

  return late->pss_kb - early->pss_kb <= MAX_GROWTH_KB && late->n_fds <= early->n_fds
         && late->n_sources <= early->n_sources;
}

static void
open_lanes (Soak *soak, const char *program, guint scale)
{
  soak->lanes = g_new0 (Lane, soak->n_lanes);
  for (int i = 0; i < soak->n_lanes; i++)
    {
      Lane *lane = &soak->lanes[i];
      g_autoptr (GError) error = NULL;

      lane->soak = soak;
      lane->service = kc_soak_service_new (program, scale, &error);
      if (lane->service == NULL)
        g_error ("%s: %s", program, error->message);
      lane->clock = kc_soak_clock_new (scale);
      for (guint key = 0; key < G_N_ELEMENTS (lane->rate_limiters); key++)
        lane->rate_limiters[key] = kc_rate_limiter_new (lane->clock);
    }
}

static void
close_lanes (Soak *soak)
{
  for (int i = 0; i < soak->n_lanes; i++)
    {
      kc_soak_service_free (soak->lanes[i].service);
      for (guint key = 0; key < KC_SOAK_N_KEYS; key++)
        g_assert_finalize_object (soak->lanes[i].rate_limiters[key]);
      g_assert_finalize_object (soak->lanes[i].clock);
    }
  g_free (soak->lanes);
}

int
main (int argc, char *argv[])
{
  int n_attempts = 1000;
  int seed = 1;
  int scale = 100;
  Soak soak = {.n_lanes = 6};
  const GOptionEntry entries[] = {
      {"attempts", 0, 0, G_OPTION_ARG_INT, &n_attempts, "How many (1000)", "N"},
      {"seed", 0, 0, G_OPTION_ARG_INT, &seed, "Of the first; each further one has the next (1)",
       "S"},
      {"lanes", 0, 0, G_OPTION_ARG_INT, &soak.n_lanes, "How many at the same time (6)", "N"},
      {"scale", 0, 0, G_OPTION_ARG_INT, &scale, "How much faster time goes (100)", "N"},
      {"until-wrong", 0, 0, G_OPTION_ARG_NONE, &soak.until_wrong,
       "End with the first that is wrong", NULL},
      {"verbose", 0, 0, G_OPTION_ARG_NONE, &soak.verbose, "Tell the story of each", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("PATH-OF-KEEBAI-SANDBOX");
  g_autoptr (GError) error = NULL;
  KcSoakHealth early, late;
  gint64 started = g_get_monotonic_time ();
  gboolean fine;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || n_attempts < 1
      || soak.n_lanes < 1 || scale < 1)
    {
      fprintf (stderr, "kc-soak: %s\n", error != NULL ? error->message : "see --help");
      return 2;
    }

  soak.seed = (guint32) seed;
  soak.loop = g_main_loop_new (NULL, FALSE);
  open_lanes (&soak, argv[1], (guint) scale);
  run_until (&soak, MIN ((guint) n_attempts, N_WARM), &early);
  run_until (&soak, (guint) n_attempts, &late);

  printf ("seed %d, %d attempts at a time, time scale 1:%d\n", seed, soak.n_lanes, scale);
  print_states (&soak);
  printf ("faults met %u; codes scanned %u, of them dead %u; resumed after a kill %u, asked "
          "again %u, other keys %u, found out late %u, accepted %u\n",
          soak.n_faults, soak.n_scans, soak.n_dead_scans, soak.n_kills, soak.n_again, soak.n_keys,
          soak.n_late, soak.n_accepted);
  fine = print_services (&soak);
  fine = print_health (&early, &late) && fine;
  fine = fine && soak.n_wrong == 0;
  printf ("took %.0f s, held up for %u ms at most\n%s: %u attempts, %u wrong\n",
          (g_get_monotonic_time () - started) / 1e6, soak.lag_ms, fine ? "fine" : "FAILED",
          soak.n_done, soak.n_wrong);

  close_lanes (&soak);
  g_main_loop_unref (soak.loop);

  return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
