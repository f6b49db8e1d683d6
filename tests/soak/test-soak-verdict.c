/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the soak excuses, and what it must not excuse. All cases are about a session of 120 s that
 * the service opened at 0. */

#include "kc-session-start.h"
#include "kc-soak-verdict.h"

#define LIFE 120000
#define WEB KC_MODE_EMBEDDED_SIGNUP
#define QR KC_MODE_QR

typedef struct {
  const char *name;
  KcMode mode;
  KcAttemptState said;
  const char *state; /* of the session then; NULL: there is none */
  gint64 now;        /* then */
  gint64 ended;      /* the session; 0: not yet */
  const char *fault; /* that was served, or NULL */
  guint times;
  gint64 last; /* when */
  KcSoakVerdict expected;
  gboolean time_is_up;
  gboolean is_renewed;
  gboolean may_succeed_late;
  gboolean may_ask_again;
  gboolean cancelled_here;
} Case;

/* clang-format off */
static const Case ends[] = {
  {"expired, and it is",               WEB, KC_ATTEMPT_EXPIRED, "expired",   121000, 120000, NULL, 0, 0, KC_SOAK_TRUE, TRUE},
  {"expired, with time left",          WEB, KC_ATTEMPT_EXPIRED, "pending",    60000, 0, NULL, 0, 0, KC_SOAK_WRONG},
  {"expired after one 404",            WEB, KC_ATTEMPT_EXPIRED, "pending",    60000, 0, "next-poll=404", 1, 59900, KC_SOAK_WRONG},
  {"expired after two 404",            WEB, KC_ATTEMPT_EXPIRED, "pending",    60000, 0, "next-poll=404", 2, 59900, KC_SOAK_TOLD_OVER},
  {"expired at once after a 410",      WEB, KC_ATTEMPT_EXPIRED, "pending",    60000, 0, "next-poll=410", 1, 59900, KC_SOAK_WRONG},
  {"expired a while after a 410",      WEB, KC_ATTEMPT_EXPIRED, "pending",    60000, 0, "next-poll=410", 1, 48000, KC_SOAK_WRONG},
  {"the same with codes",              QR,  KC_ATTEMPT_EXPIRED, "pending",    60000, 0, "next-poll=410", 1, 48000, KC_SOAK_TOLD_OVER},
  {"the time is up, before it is",     WEB, KC_ATTEMPT_EXPIRED, "expired",    60000, 50000, NULL, 0, 0, KC_SOAK_WRONG, TRUE},
  {"renewed, before the time is up",   QR,  KC_ATTEMPT_EXPIRED, "failed",     60000, 50000, NULL, 0, 0, KC_SOAK_WRONG, FALSE, TRUE},
  {"expired, and it was cancelled",    WEB, KC_ATTEMPT_EXPIRED, "cancelled",  60000, 50000, NULL, 0, 0, KC_SOAK_WRONG},
  {"expired, cancelled, poll spoiled", WEB, KC_ATTEMPT_EXPIRED, "cancelled", 125000, 50000, "next-poll=503", 9, 119500, KC_SOAK_UNREACHABLE, TRUE, FALSE, TRUE},
  {"the same by a clear word",         WEB, KC_ATTEMPT_EXPIRED, "cancelled", 125000, 50000, "next-poll=503", 9, 119500, KC_SOAK_WRONG, TRUE},
  {"connected, and it failed",         QR,  KC_ATTEMPT_CONNECTED, "failed",   60000, 50000, NULL, 0, 0, KC_SOAK_WRONG},
  {"connected, and it is",             QR,  KC_ATTEMPT_CONNECTED, "completed", 60000, 50000, NULL, 0, 0, KC_SOAK_TRUE},
  {"expired, and it is connected",     QR,  KC_ATTEMPT_EXPIRED, "completed",  60000, 10000, NULL, 0, 0, KC_SOAK_WRONG},
  {"expired, and long connected",      WEB, KC_ATTEMPT_EXPIRED, "completed", 720000, 100000, "next-poll=503", 9, 719000, KC_SOAK_WRONG, TRUE, FALSE, TRUE},
  {"cancelled by nobody",              WEB, KC_ATTEMPT_CANCELLED, "pending",  60000, 0, NULL, 0, 0, KC_SOAK_WRONG},
  {"cancelled here",                   WEB, KC_ATTEMPT_CANCELLED, "pending",  60000, 0, NULL, 0, 0, KC_SOAK_TRUE, FALSE, FALSE, TRUE, FALSE, TRUE},
  {"nobody knows, without trouble",    WEB, KC_ATTEMPT_FAILED, "pending",     60000, 0, NULL, 0, 0, KC_SOAK_WRONG, FALSE, FALSE, TRUE, TRUE},
  {"nobody knows, in trouble",         WEB, KC_ATTEMPT_FAILED, "pending",     60000, 0, "next-poll=500", 5, 50000, KC_SOAK_UNREACHABLE, FALSE, FALSE, TRUE, TRUE},
  {"failed for good, and it goes on",  WEB, KC_ATTEMPT_FAILED, "pending",     60000, 0, "next-poll=401", 1, 59000, KC_SOAK_WRONG},
};

/* The start. */
static const struct {
  const char *name;
  KcError code;
  guint status;
  const char *fault;
  gint64 lasted_ms;
  gboolean is_there;
  KcSoakVerdict expected;
} starts[] = {
  {"429 ends it",                    KC_ERROR_RATE_LIMITED, 429, "next-start=429", 2000, FALSE, KC_SOAK_WRONG},
  {"503 ends it",                    KC_ERROR_MAINTENANCE,  503, "next-start=503", 2000, FALSE, KC_SOAK_WRONG},
  {"503 for a quarter of an hour",   KC_ERROR_MAINTENANCE,  503, "next-start=503", KC_SESSION_START_LIMIT_MS, FALSE, KC_SOAK_TRUE},
  {"500 ends it",                    KC_ERROR_SERVER,       500, "next-start=500", 2000, FALSE, KC_SOAK_TRUE},
  {"500 that nobody served",         KC_ERROR_SERVER,       500, NULL,             2000, FALSE, KC_SOAK_WRONG},
  {"401 where another was served",   KC_ERROR_UNAUTHORIZED, 401, "next-start=500", 2000, FALSE, KC_SOAK_WRONG},
  {"the answer was lost",            KC_ERROR_OFFLINE,        0, "next-start=lost", 2000, TRUE, KC_SOAK_UNANSWERED},
  {"opened, and the answer came",    KC_ERROR_SERVER,       500, "next-start=500", 2000, TRUE,  KC_SOAK_WRONG},
};
/* clang-format on */

static KcSoakTruth *
create_truth (void)
{
  KcSoakTruth *truth = g_new0 (KcSoakTruth, 1);

  truth->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  truth->poll_works = truth->list_works = truth->full_key_works = TRUE;

  return truth;
}

static void
add_fault (KcSoakTruth *truth, const char *fault, guint times, gint64 last)
{
  KcSoakServed *served = g_new (KcSoakServed, 1);

  served->times = times;
  served->last = last;
  g_hash_table_insert (truth->faults, g_strdup (fault), served);
}

static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const Case *c = &ends[i];
      g_autoptr (GPtrArray) acts = g_ptr_array_new ();
      g_autoptr (KcSoakTruth) before = create_truth ();
      g_autoptr (KcSoakTruth) end = create_truth ();
      const KcSoakPlan plan = {.mode = c->mode, .may_read = TRUE, .expires_in = 120, .acts = acts};
      const KcSoakFacts facts = {
          .plan = &plan,
          .before = before,
          .end = end,
          .truth = end,
          .lasted_ms = c->now,
          .undisturbed_ms = G_MAXINT64,
          .undisturbed_late_ms = G_MAXINT64,
          .full_key = TRUE,
          .state = c->said,
          .time_is_up = c->time_is_up,
          .is_renewed = c->is_renewed,
          .may_ask_again = c->may_ask_again,
          .may_succeed_late = c->may_succeed_late,
          .cancelled_here = c->cancelled_here,
      };

      end->n_sessions = 1;
      end->now = c->now;
      end->state = g_strdup (c->state);
      end->time_over = LIFE;
      end->ended = c->ended;
      /* A moment before the last fault, if there was one. */
      end->polled = c->fault != NULL ? c->last : c->now - 6000;
      if (c->fault != NULL)
        add_fault (end, c->fault, c->times, c->last);

      g_test_message ("%s", c->name);
      g_assert_cmpstr (kc_soak_verdict_to_string (kc_soak_judge (&facts)), ==,
                       kc_soak_verdict_to_string (c->expected));
    }
}

static void
test_starts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (GPtrArray) acts = g_ptr_array_new ();
      g_autoptr (KcSoakTruth) before = create_truth ();
      g_autoptr (KcSoakTruth) end = create_truth ();
      g_autoptr (GError) error = kc_error_new_full (starts[i].code, starts[i].status, -1, NULL,
                                                    NULL, NULL, "as it was told");
      const KcSoakPlan plan = {.mode = WEB, .may_read = TRUE, .expires_in = 120, .acts = acts};
      const KcSoakFacts facts = {
          .plan = &plan,
          .before = before,
          .end = end,
          .truth = end,
          .lasted_ms = starts[i].lasted_ms,
          .undisturbed_ms = G_MAXINT64,
          .undisturbed_late_ms = G_MAXINT64,
          .full_key = TRUE,
          .never_open = TRUE,
          .state = KC_ATTEMPT_FAILED,
          .error = error,
      };

      end->now = starts[i].lasted_ms;
      end->n_sessions = starts[i].is_there ? 1 : 0;
      end->state = starts[i].is_there ? g_strdup ("pending") : NULL;
      if (starts[i].fault != NULL)
        add_fault (end, starts[i].fault, 1, 1000);

      g_test_message ("%s", starts[i].name);
      g_assert_cmpstr (kc_soak_verdict_to_string (kc_soak_judge (&facts)), ==,
                       kc_soak_verdict_to_string (starts[i].expected));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/soak/verdict/ends", test_ends);
  g_test_add_func ("/soak/verdict/starts", test_starts);

  return g_test_run ();
}
