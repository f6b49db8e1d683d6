/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* "The power failed, and I had to do it all again; now the number is there twice." The program is
 * really killed in every state, and run again before and after the session's time is up: it
 * continues that one session, or says what became of it. And in whatever state the notes are,
 * nothing crashes, nothing is thrown away, and the person is told. */

#include "kc-story-program.h"

#include <string.h>

/* Where the program is when it is killed. */
typedef enum {
  ASKING,    /* has asked for a session that it does not get */
  ANSWERING, /* the session exists, but its answer has not arrived */
  WAITING,
  SCANNING,
  LINKING,
  CONFIRMING,
  WANTING_A_KEY,
  CONNECTED,
  N_PLACES,
} Place;

typedef struct {
  Place place;
  guint seconds; /* until it is run again */
  gboolean done; /* the person finishes meanwhile */
} Gap;

static const char *const places[N_PLACES] = {"asking",  "answering",  "waiting",       "scanning",
                                             "linking", "confirming", "wanting-a-key", "connected"};

static KcMode
get_mode (Place place)
{
  return place == SCANNING || place == LINKING || place == CONFIRMING ? KC_MODE_QR
                                                                      : KC_MODE_EMBEDDED_SIGNUP;
}

static void
finish_there (KcStoryProgram *program)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_finish_newest (program->sandbox, &error);
  g_assert_no_error (error);
}

static void
scan_there (KcStoryProgram *program)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_scan (program->sandbox, kc_sandbox_get_code (program->sandbox), &error);
  g_assert_no_error (error);
}

/* Runs the program as a separate process, up to that place, and kills it there. */
static void
get_killed (KcStoryProgram *program, Place place)
{
  if (place == ASKING)
    kc_story_program_turn (program, "next-start", "silence");
  else if (place == ANSWERING)
    kc_story_program_turn (program, "next-start", "delay=5000");
  kc_story_program_turn (program, "poll-interval", "1");
  kc_story_program_spawn (program, get_mode (place));

  if (place == ASKING || place == ANSWERING)
    {
      kc_story_program_hear (program, "starting");
      kc_test_wait_until (kc_sandbox_get_n_requests_to (program->sandbox, "start") == 1);
    }
  else
    kc_story_program_hear (program, "noted");
  if (get_mode (place) == KC_MODE_QR)
    {
      kc_story_program_hear (program, "scanning");
      kc_test_wait_until (kc_sandbox_get_n_streams (program->sandbox) == 1);
    }

  switch (place)
    {
    case LINKING:
      scan_there (program);
      kc_story_program_hear (program, "linking");
      break;
    case CONFIRMING:
      kc_story_program_turn (program, "next-stream", "410*0");
      kc_story_program_turn (program, "next-poll", "silence*0");
      kc_story_program_turn (program, "next-channels", "silence*0");
      kc_story_program_turn (program, "offline", "1");
      kc_story_program_turn (program, "offline", "off");
      kc_story_program_hear (program, "confirming");
      break;
    case WANTING_A_KEY:
      kc_story_program_turn (program, "full-key", "revoked");
      kc_story_program_hear (program, "key wanted");
      break;
    case CONNECTED:
      finish_there (program);
      kc_story_program_hear (program, "connected");
      break;
    case ASKING:
    case ANSWERING:
    case WAITING:
    case SCANNING:
    case N_PLACES:
    default:
      break;
    }

  kc_story_program_kill (program);
  kc_story_program_turn (program, "next-start", "off");
  kc_story_program_turn (program, "next-stream", "off");
  kc_story_program_turn (program, "next-poll", "off");
  kc_story_program_turn (program, "next-channels", "off");
}

/* The program does not know of the session that may be open, and nobody can finish it: a new one
 * begins. */
static void
begin_anew (KcStoryProgram *program, Place place)
{
  guint n_sessions = place == ASKING ? 1 : 2;

  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (program->controller)));
  kc_controller_begin (program->controller);
  kc_story_program_await (program, KC_ATTEMPT_WAITING);
  kc_story_program_connect (program);
  kc_story_program_assert_connected (program);
  kc_story_program_assert_counts (program, n_sessions, 1);
}

/* There is time left: the person is asked, and continues. */
static void
go_on (KcStoryProgram *program, const Gap *gap)
{
  KcSessionResumer *resumer = kc_controller_get_resumer (program->controller);
  KcAttempt *attempt;

  /* Keebai is asked first; if it was finished meanwhile, that is shown without a question. */
  kc_test_wait_until (!kc_session_resumer_is_asking (resumer));
  if (kc_story_program_get_attempt (program) != NULL)
    {
      g_assert_false (kc_session_resumer_is_known_open (resumer));
      kc_story_program_await (program, KC_ATTEMPT_CONNECTED);
      return;
    }
  g_assert_false (gap->done);
  g_assert_true (gap->place == LINKING || kc_session_resumer_is_known_open (resumer));
  g_assert_nonnull (
      kc_session_resumer_get_pending (kc_controller_get_resumer (program->controller)));
  kc_controller_begin (program->controller);
  g_assert_null (kc_story_program_get_attempt (program));
  kc_session_resumer_resume (kc_controller_get_resumer (program->controller));
  kc_session_resumer_resume (kc_controller_get_resumer (program->controller));
  attempt = kc_story_program_get_attempt (program);
  g_assert_nonnull (attempt);
  if (!gap->done && gap->place != LINKING && gap->place != CONNECTED)
    {
      guint total = get_mode (gap->place) == KC_MODE_QR ? 300 : 900;

      /* With the clocks as they should be. */
      g_assert_cmpint (kc_attempt_get_seconds_left (attempt), <=, (int) (total - gap->seconds));
      g_assert_cmpint (kc_attempt_get_seconds_left (attempt), >=,
                       (int) (total - gap->seconds - 60));
      kc_story_program_connect (program);
    }
  kc_story_program_await (program, KC_ATTEMPT_CONNECTED);
}

static void
test_run_again (KcStoryProgram *program, gconstpointer data)
{
  const Gap *gap = data;
  KcSandboxKey key = gap->place == WANTING_A_KEY ? KC_SANDBOX_KEY_SECOND : KC_SANDBOX_KEY_FULL;
  gboolean connected = gap->done || gap->place == LINKING || gap->place == CONNECTED;

  get_killed (program, gap->place);
  if (gap->done)
    finish_there (program);
  kc_story_program_pass (program, gap->seconds);
  kc_story_program_run (program, kc_sandbox_get_key (program->sandbox, key));

  if (gap->place == ASKING || gap->place == ANSWERING)
    {
      begin_anew (program, gap->place);
      return;
    }
  /* Killed right after the end: it does not matter whether the session is still noted. */
  if (gap->place == CONNECTED
      && kc_session_resumer_get_pending (kc_controller_get_resumer (program->controller)) == NULL
      && kc_story_program_get_attempt (program) == NULL)
    {
      kc_story_program_assert_counts (program, 1, 1);
      return;
    }

  if (gap->seconds < 300)
    {
      go_on (program, gap);
      connected = TRUE;
    }
  else
    {
      /* Nobody has to press anything to learn what became of it. */
      g_assert_nonnull (kc_story_program_get_attempt (program));
      kc_story_program_await (program, connected ? KC_ATTEMPT_CONNECTED : KC_ATTEMPT_EXPIRED);
    }

  if (connected)
    kc_story_program_assert_connected (program);
  kc_story_program_assert_counts (program, 1, connected ? 1 : 0);

  /* It is over: the next run does not know of it any more. */
  kc_story_program_end (program);
  kc_story_program_run (program, kc_sandbox_get_key (program->sandbox, key));
  g_assert_null (kc_session_resumer_get_pending (kc_controller_get_resumer (program->controller)));
  g_assert_null (kc_story_program_get_attempt (program));
}

/* Killed again and again: it is still the same session. */
static void
test_killed_again_and_again (KcStoryProgram *program, gconstpointer data)
{
  get_killed (program, WAITING);
  for (guint i = 0; i < 3; i++)
    {
      kc_story_program_pass (program, 60);
      kc_story_program_run (program, kc_sandbox_get_key (program->sandbox, KC_SANDBOX_KEY_FULL));
      kc_session_resumer_resume (kc_controller_get_resumer (program->controller));
      kc_story_program_await (program, KC_ATTEMPT_WAITING);
      kc_story_program_end (program);
    }
  kc_story_program_run (program, kc_sandbox_get_key (program->sandbox, KC_SANDBOX_KEY_FULL));
  kc_session_resumer_resume (kc_controller_get_resumer (program->controller));
  kc_story_program_connect (program);
  kc_story_program_assert_connected (program);
  kc_story_program_assert_counts (program, 1, 1);
}

/* --- damage ----------------------------------------------------------------------------------- */

typedef GString *(*DamageFunc) (const char *text);

static GString *
empty (const char *text)
{
  return g_string_new (NULL);
}

static GString *
half (const char *text)
{
  return g_string_new_len (text, (gssize) strlen (text) / 2);
}

static GString *
all_but_one (const char *text)
{
  return g_string_new_len (text, (gssize) strlen (text) - 1);
}

static GString *
zeros (const char *text)
{
  GString *damaged = g_string_new (NULL);

  g_string_set_size (damaged, strlen (text));
  memset (damaged->str, 0, damaged->len);

  return damaged;
}

static GString *
garbage (const char *text)
{
  return g_string_new ("\x16\x03\x01\xff\xfe{]");
}

static GString *
two (const char *text)
{
  GString *damaged = g_string_new (text);

  return g_string_append (damaged, text);
}

static GString *
deep (const char *text)
{
  GString *damaged = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (damaged, '[');

  return damaged;
}

static GString *
huge (const char *text)
{
  GString *damaged = g_string_new (text);

  for (guint i = 0; i < 2 * 1024 * 1024; i++)
    g_string_append_c (damaged, ' ');

  return damaged;
}

static GString *
newer (const char *text)
{
  GString *damaged = g_string_new (text);
  char *version = strstr (damaged->str, "\"version\"");

  g_assert_nonnull (version);
  *strchr (version, '1') = '2';

  return damaged;
}

static GString *
foreign (const char *text)
{
  GString *damaged = g_string_new (text);

  g_assert_cmpuint (g_string_replace (damaged, "http://127.0.0.1", "http://127.0.0.2", 0), >, 0);

  return damaged;
}

static const struct {
  const char *name;
  DamageFunc func;
  int error; /* KcJournalError */
} damages[] = {
    {"empty", empty, KC_JOURNAL_ERROR_DAMAGED},
    {"half", half, KC_JOURNAL_ERROR_DAMAGED},
    {"all-but-one", all_but_one, KC_JOURNAL_ERROR_DAMAGED},
    {"zeros", zeros, KC_JOURNAL_ERROR_DAMAGED},
    {"garbage", garbage, KC_JOURNAL_ERROR_DAMAGED},
    {"two", two, KC_JOURNAL_ERROR_DAMAGED},
    {"deep", deep, KC_JOURNAL_ERROR_DAMAGED},
    {"huge", huge, KC_JOURNAL_ERROR_DAMAGED},
    {"newer", newer, KC_JOURNAL_ERROR_NEWER},
    {"foreign", foreign, KC_JOURNAL_ERROR_FOREIGN},
};

/* It is set aside with all its bytes, the person is told, and it is in nobody's way. */
static void
test_damage (KcStoryProgram *program, gconstpointer data)
{
  const char *key = kc_sandbox_get_key (program->sandbox, KC_SANDBOX_KEY_FULL);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  get_killed (program, WAITING);
  path = kc_story_program_find_notes (program);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      GString *damaged = damages[i].func (text);
      g_autofree char *kept = NULL;
      KcJournalWriter *journal_writer;
      gsize length;

      g_test_message ("%s", damages[i].name);
      g_assert_true (g_file_set_contents (path, damaged->str, (gssize) damaged->len, NULL));
      kc_story_program_run (program, key);
      journal_writer = kc_session_store_get_journal_writer (
          kc_controller_get_session_store (program->controller));
      g_assert_null (
          kc_session_resumer_get_pending (kc_controller_get_resumer (program->controller)));
      g_assert_error (kc_journal_writer_get_trouble (journal_writer), KC_JOURNAL_ERROR,
                      damages[i].error);
      g_assert_nonnull (kc_journal_writer_get_set_aside (journal_writer));
      g_assert_true (g_file_get_contents (kc_journal_writer_get_set_aside (journal_writer), &kept,
                                          &length, NULL));
      g_assert_cmpmem (kept, length, damaged->str, damaged->len);

      kc_controller_begin (program->controller);
      kc_story_program_await (program, KC_ATTEMPT_WAITING);
      kc_controller_cancel (program->controller);
      kc_story_program_end (program);
      kc_story_program_assert_counts (program, (guint) i + 2, 0);
      g_string_free (damaged, TRUE);
    }

  /* The original is still good. */
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  kc_story_program_run (program, key);
  g_assert_nonnull (
      kc_session_resumer_get_pending (kc_controller_get_resumer (program->controller)));
}

int
main (int argc, char *argv[])
{
  static const Gap gaps[] = {
      {ASKING, 100, FALSE},       {ANSWERING, 100, FALSE},     {ANSWERING, 2000, FALSE},
      {WAITING, 100, FALSE},      {WAITING, 2000, FALSE},      {WAITING, 100, TRUE},
      {WAITING, 2000, TRUE},      {SCANNING, 100, FALSE},      {SCANNING, 2000, FALSE},
      {LINKING, 100, FALSE},      {LINKING, 2000, FALSE},      {CONFIRMING, 100, FALSE},
      {CONFIRMING, 2000, FALSE},  {WANTING_A_KEY, 100, FALSE}, {WANTING_A_KEY, 2000, FALSE},
      {WANTING_A_KEY, 100, TRUE}, {WANTING_A_KEY, 2000, TRUE}, {CONNECTED, 100, FALSE},
      {CONNECTED, 2000, FALSE},
  };

  if (kc_story_program_is_child (argc, argv))
    return 0;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (gaps); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/story/killed/%s/%s%s", places[gaps[i].place],
                             gaps[i].seconds < 300 ? "before-the-end" : "after-the-end",
                             gaps[i].done ? "/finished-meanwhile" : "");

      g_test_add (path, KcStoryProgram, &gaps[i], kc_story_program_set_up, test_run_again,
                  kc_story_program_tear_down);
    }
  KC_STORY_PROGRAM_ADD ("killed/again-and-again", NULL, test_killed_again_and_again);
  KC_STORY_PROGRAM_ADD ("killed/damage", NULL, test_damage);

  return g_test_run ();
}
