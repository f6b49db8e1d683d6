/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcFlowFixture: a client on a stub server, a clock that stands still, and an attempt whose states
 * are recorded. The stub answers like Keebai when all is well and nothing has happened yet: a
 * session is pending, its stream is open and silent, and there is one old channel. A test then sets
 * what differs.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-manual-clock.h"
#include "kc-stub-server.h"
#include "kc-test-wait.h"

G_BEGIN_DECLS

#define KC_FLOW_KEY "kbai_pk_" KC_FLOW_16A KC_FLOW_16A KC_FLOW_16A KC_FLOW_16A
#define KC_FLOW_16A "aaaaaaaaaaaaaaaa"
#define KC_FLOW_OTHER_KEY "kbai_pk_" KC_FLOW_16B KC_FLOW_16B KC_FLOW_16B KC_FLOW_16B
#define KC_FLOW_16B "bbbbbbbbbbbbbbbb"
#define KC_FLOW_LINK "https://portal.example/connect?t=secret-link"
#define KC_FLOW_CODE "2@secret-code,one,two,three"

#define KC_FLOW_START_PATH "/channels/whatsapp/connect"
#define KC_FLOW_POLL_PATH "/channels/whatsapp/connect/cs_1"
#define KC_FLOW_STREAM_PATH "/streams/cs_1"
#define KC_FLOW_LIST_PATH "/channels?"

#define KC_FLOW_COMPLETED                                                                          \
  "{\"status\":\"completed\",\"channel\":{\"id\":\"ch_new\",\"phone_number\":\"+34600111222\"}}"
#define KC_FLOW_LIST_OLD                                                                           \
  "{\"data\":[{\"id\":\"ch_old\",\"name\":\"Old\",\"type\":\"whatsapp_qr\",\"is_active\":true,"    \
  "\"created_at\":\"2026-01-01T00:00:00Z\"}]}"
#define KC_FLOW_LIST_NEW                                                                           \
  "{\"data\":[{\"id\":\"ch_old\",\"name\":\"Old\",\"type\":\"whatsapp_qr\",\"is_active\":true,"    \
  "\"created_at\":\"2026-01-01T00:00:00Z\"},"                                                      \
  "{\"id\":\"ch_new\",\"name\":\"New\",\"type\":\"whatsapp_qr\",\"is_active\":true,"               \
  "\"created_at\":\"2026-01-02T00:00:00Z\"}]}"

#define KC_FLOW_EVENT_QR "event: qr\ndata: " KC_FLOW_CODE "\n\n"
#define KC_FLOW_EVENT_CONNECTING "event: connecting\ndata: {}\n\n"
#define KC_FLOW_EVENT_CONNECTED                                                                    \
  "event: connected\ndata: {\"channel_id\":\"ch_new\",\"phone_number\":\"34600111222\","           \
  "\"push_name\":\"Shop\"}\n\n"
#define KC_FLOW_EVENT_CONNECTED_NULL                                                               \
  "event: connected\ndata: {\"channel_id\":null,\"phone_number\":null,\"push_name\":\"Shop\"}\n\n"
#define KC_FLOW_EVENT_FAILED "event: failed\ndata: {\"reason\":\"no luck\"}\n\n"
#define KC_FLOW_EVENT_DISCONNECTED "event: disconnected\ndata: {}\n\n"

typedef struct {
  KcStubServer *server;
  KcClient *client;
  KcClient *other_client; /* with another key; NULL before kc_flow_set_other_client () */
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcAttempt *attempt;
  GString *diary; /* the states entered: "starting waiting …" */
  guint n_finished;
} KcFlowFixture;

void kc_flow_set_up (KcFlowFixture *self, KcMode mode);
/* Also asserts that nothing keeps the attempt, the client or the clock alive. */
void kc_flow_tear_down (KcFlowFixture *self);

/* The same for g_test_add (): `mode` is a KcMode as a pointer. */
void kc_flow_fixture_set_up (KcFlowFixture *self, gconstpointer mode);
void kc_flow_fixture_tear_down (KcFlowFixture *self, gconstpointer mode);

/* A new session, as the server would return it. */
KcSession *kc_flow_make_session (KcFlowFixture *self, KcMode mode);

/* Another attempt in place of the first, with an empty record of states. Takes the reference. */
void kc_flow_replace_attempt (KcFlowFixture *self, KcAttempt *attempt);
/* The same with an attempt that continues such a session; not started. */
void kc_flow_resume (KcFlowFixture *self, gboolean before_is_known, gint64 ms_left);

/* One answer to the next request of that kind; it precedes the stub's other answers. */
void kc_flow_poll_once (KcFlowFixture *self, guint status, const char *headers, const char *json);
void kc_flow_list_once (KcFlowFixture *self, guint status, const char *json);
/* The request gets no answer at all. */
void kc_flow_hang (KcFlowFixture *self, const char *method, const char *path, guint uses);

guint kc_flow_count_polls (KcFlowFixture *self);

/* Runs the main context until nothing has happened for a while: to check what must not happen. */
void kc_flow_settle (void);

/* Moves the clock second by second, and lets answers arrive in between. */
void kc_flow_pass (KcFlowFixture *self, guint seconds);

void kc_flow_wait_for (KcFlowFixture *self, KcAttemptState state);

/* Sends the code number `n` on the open stream; KC_FLOW_EVENT_QR is number 0. */
void kc_flow_send_code (KcFlowFixture *self, guint n);

/* Brings a new attempt into that state. */
void kc_flow_enter_waiting (KcFlowFixture *self);
/* QR, with an open stream and a live code. */
void kc_flow_enter_scanning (KcFlowFixture *self);
void kc_flow_enter_linking (KcFlowFixture *self);

/* Ends without a clear answer, with the one new channel of KC_FLOW_LIST_NEW offered; then the
 * person says that it is theirs. */
void kc_flow_accept_new_channel (KcFlowFixture *self, KcAttemptState state);

/* The next poll, due in that many seconds, is answered with 401. */
void kc_flow_want_key (KcFlowFixture *self, guint seconds);
/* Continues with KC_FLOW_OTHER_KEY, and its own rate limiter. */
void kc_flow_set_other_client (KcFlowFixture *self);

G_END_DECLS
