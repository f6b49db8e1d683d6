/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every event in every state: the attempt is brought into the state, the event is produced over
 * real HTTP, and the resulting state is compared with the table below. A transition that
 * kc-attempt-state does not have would be a critical message, and so end the test.
 */

#include "kc-flow-fixture.h"

/* The rows. CONFIRMING differs by the state it came from and by its fallback. */
typedef enum {
  IN_IDLE,
  IN_STARTING,
  IN_WAITING,
  IN_SCANNING,
  IN_LINKING,
  IN_CONFIRMING_E, /* embedded, the deadline has passed */
  IN_CONFIRMING_Q, /* QR, nothing followed the scan */
  IN_CONNECTED,
  IN_EXPIRED,
  IN_CANCELLED,
  IN_FAILED,
  IN_WAITING_K, /* another key is wanted */
  IN_SCANNING_K,
  IN_LINKING_K,
  N_ROWS,
} Row;

static const char *const row_names[N_ROWS] = {"idle",
                                              "starting",
                                              "waiting",
                                              "scanning",
                                              "linking",
                                              "confirming-embedded",
                                              "confirming-qr",
                                              "connected",
                                              "expired",
                                              "cancelled",
                                              "failed",
                                              "waiting-key-wanted",
                                              "scanning-key-wanted",
                                              "linking-key-wanted"};

/* The number of seconds after which the state polls again; 0: it does not. */
static const guint poll_delays[N_ROWS] = {
    [IN_WAITING] = 5,      [IN_SCANNING] = 14,    [IN_LINKING] = 5,
    [IN_CONFIRMING_E] = 5, [IN_CONFIRMING_Q] = 5,
};

typedef struct {
  const char *name;
  /* A letter for each row: the state that follows, or "." if it stays; "k": it stays, and another
   * key is wanted; "u": it stays, and no other key is wanted any more. */
  const char *expected;
  enum {
    CALL_START,
    CALL_CANCEL,
    CALL_POLL_NOW,
    CALL_SET_CLIENT,
    POLL,
    STREAM,
    STREAM_END,
    STREAM_RESET,
    DEADLINE
  } how;
  guint status;
  const char *text; /* JSON of a poll, event of a stream */
} Event;

/* clang-format off */
static const Event events[] = {
  /*                       ISWSLccCECFWSL
   *                       dtacioonxaaaci   rows
   *                       laainnnnpniian
   *                       erntkeqeilekkk */
  { "start",               "S.............", CALL_START },
  { "cancel",              "xxxxxxx....xxx", CALL_CANCEL },
  { "poll-now",            "..............", CALL_POLL_NOW },
  { "set-client",          "...........uuu", CALL_SET_CLIENT },
  { "poll-pending",        "..............", POLL, 200, "{\"status\":\"pending\"}" },
  { "poll-unknown-word",   "..............", POLL, 200, "{\"status\":\"simmering\"}" },
  { "poll-completed",      "..CCCCC.......", POLL, 200, KC_FLOW_COMPLETED },
  { "poll-completed-null", "..CCCCC.......", POLL, 200, "{\"status\":\"completed\",\"channel\":null}" },
  { "poll-expired",        "..EEEEE.......", POLL, 200, "{\"status\":\"expired\"}" },
  { "poll-cancelled",      "..xFFxF.......", POLL, 200, "{\"status\":\"cancelled\"}" },
  { "poll-401",            "..kkkFF.......", POLL, 401, "{\"message\":\"Invalid\",\"statusCode\":401}" },
  { "poll-403",            "..kkkFF.......", POLL, 403, "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"x\"}}" },
  { "poll-404",            "......s.......", POLL, 404, "{\"message\":\"Not Found\",\"statusCode\":404}" },
  { "poll-410",            "..ccc.E.......", POLL, 410, "{\"message\":\"Gone\",\"statusCode\":410}" },
  { "poll-409",            "..............", POLL, 409, "{\"message\":\"Conflict\",\"statusCode\":409}" },
  { "poll-429",            "..............", POLL, 429, "{\"message\":\"Too Many\",\"statusCode\":429}" },
  { "poll-500",            "..............", POLL, 500, "{\"message\":\"Oops\",\"statusCode\":500}" },
  { "poll-503",            "..............", POLL, 503, "{\"message\":\"Later\",\"statusCode\":503}" },
  { "poll-garbage",        "..............", POLL, 200, "<html>{{{" },
  { "poll-wrong-type",     "..............", POLL, 200, "{\"status\":[1]}" },
  { "stream-qr",           "....s.s.......", STREAM, 0, KC_FLOW_EVENT_QR },
  { "stream-bad-qr",       "..............", STREAM, 0, "event: qr\ndata: {}\n\n" },
  { "stream-connecting",   "...l..........", STREAM, 0, KC_FLOW_EVENT_CONNECTING },
  { "stream-connected",    "...CC.C.......", STREAM, 0, KC_FLOW_EVENT_CONNECTED },
  { "stream-conn-null",    "...CC.C.......", STREAM, 0, KC_FLOW_EVENT_CONNECTED_NULL },
  { "stream-failed",       "...cc.........", STREAM, 0, KC_FLOW_EVENT_FAILED },
  { "stream-disconnected", "..............", STREAM, 0, KC_FLOW_EVENT_DISCONNECTED },
  { "stream-other",        "..............", STREAM, 0, "event: ping\ndata: 1\n\n" },
  { "stream-comment",      "..............", STREAM, 0, ": still here\n\n" },
  { "stream-error",        "..............", STREAM, 0, "event: error\ndata: {\"message\":\"x\"}\n\n" },
  { "stream-end",          "..............", STREAM_END },
  { "stream-reset",        "..............", STREAM_RESET },
  { "deadline",            "..ccc......ccc", DEADLINE },
};
/* clang-format on */

static KcAttemptState
read_letter (char letter, KcAttemptState before)
{
  switch (letter)
    {
    case '.':
    case 'k':
    case 'u':
      return before;
    case 'S':
      return KC_ATTEMPT_STARTING;
    case 's':
      return KC_ATTEMPT_SCANNING;
    case 'l':
      return KC_ATTEMPT_LINKING;
    case 'c':
      return KC_ATTEMPT_CONFIRMING;
    case 'C':
      return KC_ATTEMPT_CONNECTED;
    case 'E':
      return KC_ATTEMPT_EXPIRED;
    case 'x':
      return KC_ATTEMPT_CANCELLED;
    case 'F':
      return KC_ATTEMPT_FAILED;
    default:
      g_assert_not_reached ();
    }
}

/* Confirming has polled once, without an answer; it polls again in 5 s. */
static void
wait_for_first_confirmation (KcFlowFixture *flow)
{
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
}

static void
enter_row (KcFlowFixture *flow, Row row)
{
  switch (row)
    {
    case IN_IDLE:
      break;
    case IN_STARTING:
      kc_flow_hang (flow, "POST", KC_FLOW_START_PATH, 0);
      kc_attempt_start (flow->attempt);
      kc_test_wait_until (kc_stub_server_count (flow->server, "POST", NULL) == 1);
      break;
    case IN_WAITING:
      kc_flow_enter_waiting (flow);
      break;
    case IN_SCANNING:
      kc_flow_enter_scanning (flow);
      break;
    case IN_LINKING:
      kc_flow_enter_linking (flow);
      break;
    case IN_CONFIRMING_E:
      kc_flow_enter_waiting (flow);
      kc_clock_advance (flow->clock, 900 * 1000);
      wait_for_first_confirmation (flow);
      break;
    case IN_CONFIRMING_Q:
      kc_flow_enter_linking (flow);
      kc_clock_advance (flow->clock, 60 * 1000);
      wait_for_first_confirmation (flow);
      break;
    case IN_CONNECTED:
      kc_flow_enter_waiting (flow);
      kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
      kc_clock_advance (flow->clock, 5000);
      kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
      break;
    case IN_EXPIRED:
      kc_flow_enter_waiting (flow);
      kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"expired\"}");
      kc_clock_advance (flow->clock, 5000);
      kc_flow_wait_for (flow, KC_ATTEMPT_EXPIRED);
      break;
    case IN_CANCELLED:
      kc_flow_enter_waiting (flow);
      kc_attempt_cancel (flow->attempt);
      break;
    case IN_FAILED:
      kc_stub_server_reply (flow->server, "POST", KC_FLOW_START_PATH, 1, 422, NULL,
                            "{\"message\":\"No\",\"statusCode\":422}");
      kc_attempt_start (flow->attempt);
      kc_flow_wait_for (flow, KC_ATTEMPT_FAILED);
      break;
    case IN_WAITING_K:
      kc_flow_enter_waiting (flow);
      kc_flow_want_key (flow, 5);
      break;
    case IN_SCANNING_K:
      kc_flow_enter_scanning (flow);
      kc_flow_want_key (flow, 15);
      break;
    case IN_LINKING_K:
      kc_flow_enter_linking (flow);
      kc_flow_want_key (flow, 5);
      break;
    case N_ROWS:
      g_assert_not_reached ();
    }
}

static void
make_happen (KcFlowFixture *flow, const Event *event, guint poll_delay)
{
  guint n_polls = kc_flow_count_polls (flow);

  switch (event->how)
    {
    case CALL_START:
      kc_attempt_start (flow->attempt);
      break;
    case CALL_CANCEL:
      kc_attempt_cancel (flow->attempt);
      break;
    case CALL_POLL_NOW:
      kc_attempt_poll_now (flow->attempt);
      break;
    case CALL_SET_CLIENT:
      kc_flow_set_other_client (flow);
      break;
    case POLL:
      kc_flow_poll_once (flow, event->status, NULL, event->text);
      kc_clock_advance (flow->clock, (poll_delay > 0 ? poll_delay : 15) * (gint64) 1000);
      if (poll_delay > 0)
        kc_test_wait_until (kc_flow_count_polls (flow) > n_polls);
      break;
    case STREAM:
      kc_stub_server_send (flow->server, event->text);
      break;
    case STREAM_END:
      kc_stub_server_end_streams (flow->server, FALSE);
      break;
    case STREAM_RESET:
      kc_stub_server_end_streams (flow->server, TRUE);
      break;
    case DEADLINE:
      kc_clock_advance (flow->clock,
                        MAX (0, kc_attempt_get_seconds_left (flow->attempt)) * (gint64) 1000);
      break;
    }
}

static void
test_pair (gconstpointer data)
{
  Row row = GPOINTER_TO_UINT (data) % N_ROWS;
  const Event *event = &events[GPOINTER_TO_UINT (data) / N_ROWS];
  KcFlowFixture flow = {0};
  KcAttemptState before;
  KcAttemptState after;
  gboolean is_qr = row == IN_SCANNING || row == IN_LINKING || row == IN_CONFIRMING_Q
                   || row == IN_SCANNING_K || row == IN_LINKING_K;
  gboolean key_wanted;

  kc_flow_set_up (&flow, is_qr ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  enter_row (&flow, row);
  before = kc_attempt_get_state (flow.attempt);
  after = read_letter (event->expected[row], before);
  key_wanted = event->expected[row] == 'k'
               || (event->expected[row] == '.' && kc_attempt_get_key_wanted (flow.attempt));
  g_assert_cmpuint (flow.n_finished, ==, kc_attempt_state_is_terminal (before) ? 1 : 0);

  make_happen (&flow, event, poll_delays[row]);
  if (after == before)
    kc_flow_settle ();
  else
    kc_flow_wait_for (&flow, after);

  g_assert_cmpstr (kc_attempt_state_to_string (kc_attempt_get_state (flow.attempt)), ==,
                   kc_attempt_state_to_string (after));
  g_assert_cmpuint (flow.n_finished, ==, kc_attempt_state_is_terminal (after) ? 1 : 0);
  g_assert_cmpint (kc_attempt_get_key_wanted (flow.attempt), ==, key_wanted);
  g_assert_cmpuint (kc_stub_server_count (flow.server, "POST", NULL), <=, 1);

  kc_flow_tear_down (&flow);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_assert_cmpuint (strlen (events[i].expected), ==, N_ROWS);
      for (guint row = 0; row < N_ROWS; row++)
        {
          g_autofree char *path
              = g_strdup_printf ("/attempt/matrix/%s/%s", row_names[row], events[i].name);

          g_test_add_data_func (path, GUINT_TO_POINTER (i * N_ROWS + row), test_pair);
        }
    }

  return g_test_run ();
}
