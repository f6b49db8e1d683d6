/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every pair of doubt and finding, as a table: each row is a reason for confirming, each column a
 * finding. */

#include "kc-verdict.h"

#define NAME "Front desk"
#define BEGAN "2026-01-02T10:00:00Z"
#define AFTER "2026-01-02T10:01:00Z"
#define EARLIER "2026-01-02T09:59:59Z"

/* What appeared in the list meanwhile. */
typedef enum {
  NOTHING,
  ONE,      /* active, of another name than the one that was given */
  OWN,      /* active, of that name, made after the session began */
  TOO_OLD,  /* of that name, made before */
  NO_TIME,  /* of that name, made nobody knows when */
  INACTIVE, /* of that name */
  TWO,      /* active, one of them of that name */
  N_LISTS,
} List;

static const char *const list_names[N_LISTS]
    = {"nothing", "one", "own", "too-old", "no-time", "inactive", "two"};

typedef struct {
  const char *name;
  KcMode mode;
  KcAttemptState fallback;
  KcSessionStatus word;
  gboolean failed_at_end;
  gboolean time_left;
  gboolean scanned;
  gboolean turned_away;
  /* Two letters for each finding. The first is the state: Connected, Expired, cancelled (x),
   * Failed, waiting (w), scanning (s). The second: a may be asked again and succeed late; k the
   * same because of the key; l may succeed late; - neither; n neither, and m may succeed late, both
   * because there is no event stream. */
  const char *expected;
  /* What becomes of an active new channel, for each finding but the first two: o offered, t
   * mentioned, - nothing; q: it is offered and the attempt ends as "not known", where without it
   * the person would scan again. */
  const char *new_channel;
  gboolean no_stream;
} Row;

#define QR KC_MODE_QR
#define WEB KC_MODE_EMBEDDED_SIGNUP
#define NO KC_SESSION_PENDING

/* clang-format off */
static const Row rows[] = {
  /*                               fallback                        at-end left   scan.  key       named com can 401 exp 410 pen lis nob    can 401 exp 410 pen lis nob */
  { "web/deadline",           WEB, KC_ATTEMPT_EXPIRED,   NO,       FALSE, FALSE, FALSE, FALSE, "C- C- x- Fa E- El El El Fa", "t o t o o o -" },
  { "web/410",                WEB, KC_ATTEMPT_EXPIRED,   NO,       FALSE, TRUE,  FALSE, FALSE, "C- C- x- Fa E- El w- El Fa", "t o t o - o -" },
  { "web/key-and-deadline",   WEB, KC_ATTEMPT_EXPIRED,   NO,       FALSE, FALSE, FALSE, TRUE,  "C- C- x- Fa E- El El El Fk", "t o t o o o -" },
  { "web/which-channel",      WEB, KC_ATTEMPT_CONNECTED, NO,       FALSE, TRUE,  FALSE, FALSE, "C- C- C- C- C- C- C- C- C-", "- - - - - - -" },
  { "qr/deadline",            QR,  KC_ATTEMPT_EXPIRED,   NO,       FALSE, FALSE, FALSE, FALSE, "C- C- F- Fa E- El El El Fa", "t o t o o o -" },
  { "qr/deadline-scanned",    QR,  KC_ATTEMPT_EXPIRED,   NO,       FALSE, FALSE, TRUE,  FALSE, "C- C- F- Fa E- El El El Fa", "t o t o o o -" },
  { "qr/stream-404",          QR,  KC_ATTEMPT_EXPIRED,   NO,       FALSE, TRUE,  FALSE, FALSE, "C- C- F- Fa E- El s- El Fa", "t o t o - o -" },
  { "qr/stream-404-scanned",  QR,  KC_ATTEMPT_EXPIRED,   NO,       FALSE, TRUE,  TRUE,  FALSE, "C- C- F- Fa E- El s- El Fa", "t o t o q o -" },
  { "qr/silent",              QR,  KC_ATTEMPT_SCANNING,  NO,       FALSE, TRUE,  TRUE,  FALSE, "C- C- F- Fa E- El s- s- s-", "t o t o q q -" },
  { "qr/silent-and-late",     QR,  KC_ATTEMPT_SCANNING,  NO,       FALSE, FALSE, TRUE,  FALSE, "C- C- F- Fa E- El El El Fa", "t o t o o o -" },
  { "qr/failed",              QR,  KC_ATTEMPT_FAILED,    NO,       FALSE, TRUE,  TRUE,  FALSE, "C- C- F- Fa F- F- F- F- Fl", "t o t t t t -" },
  { "qr/failed-then-late",    QR,  KC_ATTEMPT_FAILED,    NO,       FALSE, FALSE, TRUE,  FALSE, "C- C- F- Fa F- F- F- F- Fl", "t o t t t t -" },
  { "qr/failed-at-the-end",   QR,  KC_ATTEMPT_FAILED,    NO,       TRUE,  TRUE,  TRUE,  FALSE, "C- C- F- Fa E- El El El Fa", "t o t t t t -" },
  { "qr/which-channel",       QR,  KC_ATTEMPT_CONNECTED, NO,       FALSE, FALSE, TRUE,  FALSE, "C- C- C- C- C- C- C- C- C-", "- - - - - - -" },
  { "qr/no-stream",           QR,  KC_ATTEMPT_FAILED,    NO,       FALSE, TRUE,  FALSE, FALSE, "C- C- F- Fa E- El Fn El Fa", "t o t o o o -", TRUE },
  { "qr/no-stream-scanned",   QR,  KC_ATTEMPT_FAILED,    NO,       FALSE, TRUE,  TRUE,  FALSE, "C- C- F- Fa E- El Fm El Fa", "t o t o o o -", TRUE },
  { "qr/no-stream-at-the-end", QR, KC_ATTEMPT_FAILED,    NO,       TRUE,  TRUE,  FALSE, FALSE, "C- C- F- Fa E- El El El Fa", "t o t o o o -", TRUE },
  /* The session had answered before: only the list is requested. */
  { "qr/expired-before",      QR,  KC_ATTEMPT_EXPIRED,   KC_SESSION_EXPIRED,   FALSE, TRUE, TRUE, FALSE, "C- C- F- E- E- E- E- E- E-", "t t t t t t -" },
  { "qr/cancelled-before",    QR,  KC_ATTEMPT_FAILED,    KC_SESSION_CANCELLED, FALSE, TRUE, TRUE, FALSE, "C- C- F- F- F- F- F- F- F-", "t t t t t t -" },
};
/* clang-format on */

#define N_FINDINGS 9
/* The findings in which Keebai has said nothing clear. */
#define IS_OPEN(i) ((i) == 3 || (i) >= 5)

static const char letters[] = {
    [KC_ATTEMPT_WAITING] = 'w', [KC_ATTEMPT_SCANNING] = 's',  [KC_ATTEMPT_CONNECTED] = 'C',
    [KC_ATTEMPT_EXPIRED] = 'E', [KC_ATTEMPT_CANCELLED] = 'x', [KC_ATTEMPT_FAILED] = 'F',
};

static KcFindings
make_findings (guint i, KcChannel *channel, GPtrArray *list, GError *error, GError *trouble)
{
  const KcFindings all[N_FINDINGS] = {
      {.answered = TRUE, .word = KC_SESSION_COMPLETED, .clear = TRUE, .channel = channel},
      {.answered = TRUE, .word = KC_SESSION_COMPLETED, .clear = TRUE, .new_channels = list},
      {.answered = TRUE, .word = KC_SESSION_CANCELLED, .clear = TRUE, .new_channels = list},
      {.error = error, .new_channels = list},
      {.answered = TRUE, .word = KC_SESSION_EXPIRED, .clear = TRUE, .new_channels = list},
      {.answered = TRUE, .word = KC_SESSION_EXPIRED, .new_channels = list},
      {.answered = TRUE, .pending = TRUE, .new_channels = list},
      {.answered = TRUE, .new_channels = list},
      {.trouble = trouble},
  };

  return all[i];
}

static KcChannel *
make_channel (const char *name, gboolean active, const char *time)
{
  g_autoptr (GDateTime) created_at
      = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;

  return kc_channel_new ("ch_new", KC_CHANNEL_KIND_WHATSAPP_QR, name, NULL, NULL, active,
                         created_at);
}

static GPtrArray *
make_list (List list)
{
  GPtrArray *channels = g_ptr_array_new_with_free_func (g_object_unref);

  if (list == ONE || list == TWO)
    g_ptr_array_add (channels, make_channel ("A colleague's", TRUE, AFTER));
  if (list == OWN || list == TWO)
    g_ptr_array_add (channels, make_channel (NAME, TRUE, AFTER));
  if (list == TOO_OLD)
    g_ptr_array_add (channels, make_channel (NAME, TRUE, EARLIER));
  if (list == NO_TIME)
    g_ptr_array_add (channels, make_channel (NAME, TRUE, NULL));
  if (list == INACTIVE)
    g_ptr_array_add (channels, make_channel (NAME, FALSE, AFTER));
  if (list == NOTHING)
    g_clear_pointer (&channels, g_ptr_array_unref);

  return channels;
}

static void
assert_verdict (const Row *row, guint i, List list, const char *given_name)
{
  g_autoptr (KcChannel) channel = make_channel (NULL, TRUE, NULL);
  g_autoptr (GPtrArray) channels = make_list (list);
  g_autoptr (GDateTime) began = g_date_time_new_from_iso8601 (BEGAN, NULL);
  g_autoptr (GError) turned_away = g_error_new (KC_ERROR, KC_ERROR_UNAUTHORIZED, "turned away");
  g_autoptr (GError) no_stream = g_error_new (KC_ERROR, KC_ERROR_NO_STREAM, "no stream");
  g_autoptr (GError) error = g_error_new (KC_ERROR, KC_ERROR_FORBIDDEN, "forbidden");
  g_autoptr (GError) trouble = g_error_new (KC_ERROR, KC_ERROR_SERVER, "trouble");
  const KcVerdictInput input = {.mode = row->mode,
                                .fallback = row->fallback,
                                .word = row->word,
                                .failed_at_end = row->failed_at_end,
                                .time_left = row->time_left,
                                .scanned = row->scanned,
                                .name = given_name,
                                .began = began,
                                .no_stream = row->no_stream ? no_stream : NULL,
                                .turned_away = row->turned_away ? turned_away : NULL};
  const KcFindings findings = make_findings (i, channel, channels, error, trouble);
  const KcVerdict verdict = kc_verdict_reach (&input, &findings);
  char state = row->expected[3 * i];
  char rest = row->expected[3 * i + 1];
  char fate = i < 2 || findings.new_channels == NULL ? '-' : row->new_channel[2 * (i - 2)];
  gboolean taken = list == OWN && given_name != NULL && row->scanned && IS_OPEN (i)
                   && findings.new_channels != NULL && row->word == KC_SESSION_PENDING
                   && (row->fallback != KC_ATTEMPT_FAILED || row->no_stream);

  g_test_message ("finding %u, list %s, name %s", i, list_names[list], given_name);

  /* A channel that is not active is not offered. */
  if (list == INACTIVE && fate == 'o')
    fate = 't';
  if (list == INACTIVE && fate == 'q')
    fate = '-';
  if (fate == 'q')
    {
      state = 'F';
      rest = 'q';
    }
  if (taken)
    {
      state = 'C';
      rest = '-';
      fate = '-';
    }

  g_assert_cmpint (letters[verdict.state], ==, state);
  g_assert_cmpint (verdict.may_ask_again, ==, strchr ("akq", rest) != NULL);
  g_assert_cmpint (verdict.may_succeed_late, ==, strchr ("-n", rest) == NULL);
  g_assert_cmpint (verdict.new_channels, ==,
                   fate == '-'   ? KC_NEW_CHANNELS_NONE
                   : fate == 't' ? KC_NEW_CHANNELS_MENTIONED
                                 : KC_NEW_CHANNELS_OFFERED);
  /* It says why the result is not known; without an error, the server had said so. */
  if (rest == 'k')
    g_assert_true (verdict.error == turned_away);
  else if (rest == 'n' || rest == 'm')
    g_assert_true (verdict.error == no_stream);
  else if (rest == 'a')
    g_assert_true (verdict.error == (findings.error != NULL ? error : trouble));
  else
    g_assert_null (verdict.error);
  /* Which channel it is, is known by Keebai's answer, or if only one is possible. */
  if (state != 'C')
    g_assert_null (verdict.channel);
  else if (i == 0)
    g_assert_true (verdict.channel == channel);
  else if (findings.new_channels == NULL || channels->len != 1 || list == INACTIVE)
    g_assert_null (verdict.channel);
  else
    g_assert_true (verdict.channel == g_ptr_array_index (channels, 0));
}

static void
test_cell (gconstpointer data)
{
  const Row *row = &rows[GPOINTER_TO_UINT (data) / N_LISTS];
  List list = GPOINTER_TO_UINT (data) % N_LISTS;

  for (guint i = 0; i < N_FINDINGS; i++)
    {
      assert_verdict (row, i, list, NULL);
      assert_verdict (row, i, list, NAME);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint list = 0; list < N_LISTS; list++)
      {
        g_autofree char *path
            = g_strdup_printf ("/verdict/%s/new-channel/%s", rows[i].name, list_names[list]);

        g_assert_cmpuint (strlen (rows[i].expected), ==, 3 * N_FINDINGS - 1);
        g_assert_cmpuint (strlen (rows[i].new_channel), ==, 2 * (N_FINDINGS - 2) - 1);
        g_test_add_data_func (path, GUINT_TO_POINTER (i * N_LISTS + list), test_cell);
      }

  return g_test_run ();
}
