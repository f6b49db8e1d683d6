/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every pair of doubt and finding, as a table: a row is why it was asked, a column what was found.
 */

#include "kc-verdict.h"

typedef struct {
  const char *name;
  KcMode mode;
  KcAttemptState fallback;
  gboolean failed_at_end;
  gboolean time_left;
  gboolean turned_away;
  /* Two letters for each finding. The state: Connected, Expired, cancelled (x), Failed, scanning
   * (s). And: a may be asked again and succeed late, l may succeed late, - neither. */
  const char *expected;
} Row;

/* clang-format off */
static const Row rows[] = {
  /*                                                                     channel completed cancelled 401 expired gone pending list nobody */
  { "embedded, deadline",        KC_MODE_EMBEDDED_SIGNUP, KC_ATTEMPT_EXPIRED,   FALSE, FALSE, FALSE, "C- C- x- Fa E- El El El Fa" },
  { "embedded, 410",             KC_MODE_EMBEDDED_SIGNUP, KC_ATTEMPT_EXPIRED,   FALSE, TRUE,  FALSE, "C- C- x- Fa E- El El El Fa" },
  { "embedded, key, deadline",   KC_MODE_EMBEDDED_SIGNUP, KC_ATTEMPT_EXPIRED,   FALSE, FALSE, TRUE,  "C- C- x- Fa E- El El El Fk" },
  { "embedded, which channel",   KC_MODE_EMBEDDED_SIGNUP, KC_ATTEMPT_CONNECTED, FALSE, TRUE,  FALSE, "C- C- C- C- C- C- C- C- C-" },
  { "QR, deadline",              KC_MODE_QR,              KC_ATTEMPT_EXPIRED,   FALSE, FALSE, FALSE, "C- C- x- Fa E- El El El Fa" },
  { "QR, 404 of the stream",     KC_MODE_QR,              KC_ATTEMPT_EXPIRED,   FALSE, TRUE,  FALSE, "C- C- x- Fa E- El s- El Fa" },
  { "QR, silent after the scan", KC_MODE_QR,              KC_ATTEMPT_SCANNING,  FALSE, TRUE,  FALSE, "C- C- x- Fa E- El s- s- s-" },
  { "QR, silent and late",       KC_MODE_QR,              KC_ATTEMPT_SCANNING,  FALSE, FALSE, FALSE, "C- C- x- Fa E- El El El Fa" },
  { "QR, failed",                KC_MODE_QR,              KC_ATTEMPT_FAILED,    FALSE, TRUE,  FALSE, "C- C- x- Fa F- F- F- F- Fl" },
  { "QR, failed, then late",     KC_MODE_QR,              KC_ATTEMPT_FAILED,    FALSE, FALSE, FALSE, "C- C- x- Fa F- F- F- F- Fl" },
  { "QR, failed at the end",     KC_MODE_QR,              KC_ATTEMPT_FAILED,    TRUE,  TRUE,  FALSE, "C- C- x- Fa E- El El El Fa" },
  { "QR, which channel",         KC_MODE_QR,              KC_ATTEMPT_CONNECTED, FALSE, FALSE, FALSE, "C- C- C- C- C- C- C- C- C-" },
};
/* clang-format on */

#define N_FINDINGS 9

static const char letters[] = {
    [KC_ATTEMPT_SCANNING] = 's',  [KC_ATTEMPT_CONNECTED] = 'C', [KC_ATTEMPT_EXPIRED] = 'E',
    [KC_ATTEMPT_CANCELLED] = 'x', [KC_ATTEMPT_FAILED] = 'F',
};

static KcFindings
make_findings (guint i, KcChannel *channel, GError *error, GError *trouble)
{
  const KcFindings all[N_FINDINGS] = {
      {.answered = TRUE, .channel = channel},
      {.answered = TRUE, .word = KC_SESSION_COMPLETED, .clear = TRUE},
      {.answered = TRUE, .word = KC_SESSION_CANCELLED, .clear = TRUE},
      {.error = error},
      {.answered = TRUE, .word = KC_SESSION_EXPIRED, .clear = TRUE},
      {.answered = TRUE, .word = KC_SESSION_EXPIRED},
      {.answered = TRUE, .pending = TRUE},
      {.answered = TRUE},
      {.trouble = trouble},
  };

  return all[i];
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (KcChannel) channel
      = kc_channel_new ("ch_new", KC_CHANNEL_KIND_WHATSAPP, NULL, NULL, NULL, TRUE, NULL);
  g_autoptr (GError) turned_away = g_error_new (KC_ERROR, KC_ERROR_UNAUTHORIZED, "turned away");
  g_autoptr (GError) error = g_error_new (KC_ERROR, KC_ERROR_FORBIDDEN, "forbidden");
  g_autoptr (GError) trouble = g_error_new (KC_ERROR, KC_ERROR_SERVER, "trouble");
  const KcDoubt doubt = {.mode = row->mode,
                         .fallback = row->fallback,
                         .failed_at_end = row->failed_at_end,
                         .time_left = row->time_left,
                         .turned_away = row->turned_away ? turned_away : NULL};

  for (guint i = 0; i < N_FINDINGS; i++)
    {
      const KcFindings findings = make_findings (i, channel, error, trouble);
      const KcVerdict verdict = kc_verdict_reach (&doubt, &findings);
      char state = row->expected[3 * i];
      char rest = row->expected[3 * i + 1];

      g_test_message ("finding %u", i);
      g_assert_cmpint (letters[verdict.state], ==, state);
      g_assert_cmpint (verdict.may_ask_again, ==, rest == 'a' || rest == 'k');
      g_assert_cmpint (verdict.may_succeed_late, ==, rest != '-');
      /* It is said why nobody knows; without an error, the stream had said so. */
      if (rest == 'k')
        g_assert_true (verdict.error == turned_away);
      else if (rest == 'a')
        g_assert_true (verdict.error == (findings.error != NULL ? error : trouble));
      else
        g_assert_null (verdict.error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/verdict/", rows[i].name, NULL);

      g_assert_cmpuint (strlen (rows[i].expected), ==, 3 * N_FINDINGS - 1);
      g_test_add_data_func (path, &rows[i], test_row);
    }

  return g_test_run ();
}
