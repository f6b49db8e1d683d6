/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-check.h"

#include "kc-flow-fixture.h"

#define FORBIDDEN "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"x\"}}"
#define NOT_FOUND "{\"message\":\"Not Found\",\"statusCode\":404}"

static KcKeyCheck *
check (KcFlowFixture *flow, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  kc_key_check_check_key_async (flow->client, flow->rate_limiter, cancellable,
                                kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);

  return kc_key_check_check_key_finish (result, error);
}

static void
reply (KcFlowFixture *flow, const char *path, guint status, const char *json)
{
  kc_stub_server_reply (flow->server, "GET", path, 0, status, NULL, json);
}

/* If Keebai lists the scopes, one request is enough for those it names. A list that lacks one, in
 * whatever shape, locks nobody out: the permission is tested with a request. */
static void
test_scopes_are_reported (KcFlowFixture *flow, gconstpointer data)
{
  const struct {
    const char *json;
    guint n_requests;
  } cases[] = {
      {"[\"channels:connect\",\"channels:read\"]", 1},
      {"[\"channels:*\"]", 1},
      {"[\"*\"]", 1},
      {"[\"channels:connect\"]", 2},
      {"[\"channels:read\"]", 2},
      {"[\"channels:read\",\"channels:write\"]", 2},
      {"[\"channels.connect\"]", 3},
      {"[]", 3},
      {"\"channels:write\"", 3},
  };

  reply (flow, KC_FLOW_START_PATH "/", 404, NOT_FOUND);
  reply (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_OLD);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"scopes\":%s}", cases[i].json);
      guint n_before = kc_stub_server_count (flow->server, NULL, NULL);
      g_autoptr (KcKeyCheck) result = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", json);
      reply (flow, "/me", 200, json);
      result = check (flow, &error);
      g_assert_no_error (error);
      g_assert_nonnull (result->account);
      g_assert_cmpint (result->can_connect, ==, KC_ANSWER_YES);
      g_assert_cmpint (result->can_read, ==, KC_ANSWER_YES);
      g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL) - n_before, ==,
                        cases[i].n_requests);
    }
}

typedef struct {
  const char *name;
  guint me_status;
  const char *me_json;
  guint poll_status;
  guint list_status;
  KcAnswer can_connect;
  KcAnswer can_read;
} Probe;

static const Probe probes[] = {
    {"scopes-not-told", 200, "{\"company\":\"X\"}", 404, 200, KC_ANSWER_YES, KC_ANSWER_YES},
    {"may-not-connect", 200, "{}", 403, 200, KC_ANSWER_NO, KC_ANSWER_YES},
    {"may-not-read", 200, "{}", 404, 403, KC_ANSWER_YES, KC_ANSWER_NO},
    {"may-neither", 200, "{}", 403, 403, KC_ANSWER_NO, KC_ANSWER_NO},
    {"no-such-endpoint", 404, "{}", 404, 200, KC_ANSWER_YES, KC_ANSWER_YES},
    {"endpoint-forbidden", 403, "{}", 404, 200, KC_ANSWER_YES, KC_ANSWER_YES},
    {"unreadable", 200, "[1]", 410, 200, KC_ANSWER_YES, KC_ANSWER_YES},
    {"session-answers", 200, "{}", 200, 200, KC_ANSWER_YES, KC_ANSWER_YES},
    {"odd-refusals", 200, "{}", 400, 422, KC_ANSWER_UNKNOWN, KC_ANSWER_UNKNOWN},
};

/* If /me does not list them, a harmless request tests each permission. */
static void
test_probe (gconstpointer data)
{
  const Probe *probe = data;
  g_autoptr (KcKeyCheck) result = NULL;
  g_autoptr (KcKeyCheck) copy = NULL;
  g_autoptr (GError) error = NULL;
  KcFlowFixture flow = {0};

  kc_flow_set_up (&flow, KC_MODE_EMBEDDED_SIGNUP);
  reply (&flow, "/me", probe->me_status, probe->me_json);
  reply (&flow, KC_FLOW_START_PATH "/", probe->poll_status,
         probe->poll_status == 200 ? "{\"status\":\"pending\"}" : FORBIDDEN);
  reply (&flow, KC_FLOW_LIST_PATH, probe->list_status,
         probe->list_status == 200 ? KC_FLOW_LIST_OLD : FORBIDDEN);
  result = check (&flow, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->can_connect, ==, probe->can_connect);
  g_assert_cmpint (result->can_read, ==, probe->can_read);
  g_assert_cmpuint (kc_stub_server_count (flow.server, NULL, NULL), ==, 3);
  g_assert_cmpuint (kc_stub_server_count (flow.server, "POST", NULL), ==, 0);

  copy = kc_key_check_copy (result);
  g_assert_cmpint (copy->can_connect, ==, result->can_connect);
  g_assert_cmpint (copy->account != NULL, ==, result->account != NULL);
  g_assert_true (copy->account == NULL || copy->account != result->account);
  kc_flow_tear_down (&flow);
}

/* A bad key, a Keebai that cannot be reached, and errors that may pass are reported from every
 * request. */
static void
test_error (KcFlowFixture *flow, gconstpointer data)
{
  const char *const paths[] = {"/me", KC_FLOW_START_PATH "/", KC_FLOW_LIST_PATH};
  const struct {
    guint status;
    int code;
  } errors[] = {
      {401, KC_ERROR_UNAUTHORIZED}, {407, KC_ERROR_PROXY_PASSWORD}, {429, KC_ERROR_RATE_LIMITED},
      {500, KC_ERROR_SERVER},       {503, KC_ERROR_MAINTENANCE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (errors); j++)
      {
        g_autoptr (KcKeyCheck) result = NULL;
        g_autoptr (GError) error = NULL;

        reply (flow, "/me", 200, "{}");
        reply (flow, KC_FLOW_START_PATH "/", 404, NOT_FOUND);
        reply (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_OLD);
        reply (flow, paths[i], errors[j].status, "{}");
        result = check (flow, &error);
        g_assert_null (result);
        g_assert_error (error, KC_ERROR, errors[j].code);
        /* The delay that a 429 asks for. */
        kc_clock_advance (flow->clock, KC_RATE_LIMITER_SLOWEST_MS);
      }
}

/* A captive portal answers every request with its page. */
static void
test_garbage_everywhere (KcFlowFixture *flow, gconstpointer data)
{
  g_autoptr (KcKeyCheck) result = NULL;
  g_autoptr (GError) error = NULL;

  reply (flow, "/", 200, "<html>");
  result = check (flow, &error);
  g_assert_null (result);
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
}

static void
test_every_request_is_counted (KcFlowFixture *flow, gconstpointer data)
{
  g_autoptr (KcKeyCheck) result = NULL;
  g_autoptr (GError) error = NULL;

  reply (flow, "/me", 200, "{}");
  for (guint i = 0; i < KC_RATE_LIMITER_PER_MINUTE - 3; i++)
    kc_rate_limiter_count (flow->rate_limiter);
  g_assert_cmpint (kc_rate_limiter_get_delay (flow->rate_limiter), ==, 0);
  result = check (flow, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kc_rate_limiter_get_delay (flow->rate_limiter), ==,
                   60000 + KC_RATE_LIMITER_MARGIN_MS);
}

static void
check_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcKeyCheck) key_check = kc_key_check_check_key_finish (result, &error);

  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* It waits for the rate limit before each of its requests, and reports that it does. */
static void
test_waits_for_the_rate_limiter (KcFlowFixture *flow, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  reply (flow, "/me", 200, "{}");
  reply (flow, KC_FLOW_START_PATH "/", 404, NOT_FOUND);
  reply (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_OLD);
  for (guint i = 0; i < KC_RATE_LIMITER_PER_MINUTE - 1; i++)
    kc_rate_limiter_count (flow->rate_limiter);
  kc_clock_advance (flow->clock, 10000);
  kc_key_check_check_key_async (flow->client, flow->rate_limiter, cancellable, check_cb, &done);
  kc_test_wait_until (kc_rate_limiter_get_waiting (flow->rate_limiter));
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 1);
  kc_clock_advance (flow->clock, 49999 + KC_RATE_LIMITER_MARGIN_MS);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 1);
  kc_clock_advance (flow->clock, 1);
  kc_test_wait_until (done);
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 3);
  g_assert_false (kc_rate_limiter_get_waiting (flow->rate_limiter));
}

static void
test_cancelled_while_it_waits (KcFlowFixture *flow, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kc_rate_limiter_slow_down (flow->rate_limiter, 50000);
  kc_key_check_check_key_async (flow->client, flow->rate_limiter, cancellable,
                                kc_test_take_result_cb, &result);
  kc_flow_settle ();
  g_cancellable_cancel (cancellable);
  kc_test_wait_until (result != NULL);
  g_assert_null (kc_key_check_check_key_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 0);
}

static void
test_cancelled (gconstpointer path)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KcKeyCheck) key_check = NULL;
  g_autoptr (GError) error = NULL;
  KcFlowFixture flow = {0};

  kc_flow_set_up (&flow, KC_MODE_EMBEDDED_SIGNUP);
  reply (&flow, "/me", 200, "{}");
  reply (&flow, KC_FLOW_START_PATH "/", 404, NOT_FOUND);
  kc_flow_hang (&flow, "GET", path, 0);
  kc_key_check_check_key_async (flow.client, flow.rate_limiter, cancellable, kc_test_take_result_cb,
                                &result);
  kc_test_wait_until (kc_stub_server_count (flow.server, "GET", path) == 1);
  g_cancellable_cancel (cancellable);
  kc_test_wait_until (result != NULL);
  key_check = kc_key_check_check_key_finish (result, &error);
  g_assert_null (key_check);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  kc_flow_tear_down (&flow);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/key-check/" name, KcFlowFixture, GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP),        \
              kc_flow_fixture_set_up, func, kc_flow_fixture_tear_down)
  ADD ("scopes-are-reported", test_scopes_are_reported);
  ADD ("error", test_error);
  ADD ("garbage-everywhere", test_garbage_everywhere);
  ADD ("every-request-is-counted", test_every_request_is_counted);
  ADD ("waits-for-the-rate-limit", test_waits_for_the_rate_limiter);
  ADD ("cancelled-while-it-waits", test_cancelled_while_it_waits);
#undef ADD
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    {
      g_autofree char *path = g_strconcat ("/key-check/probe/", probes[i].name, NULL);

      g_test_add_data_func (path, &probes[i], test_probe);
    }
  g_test_add_data_func ("/key-check/cancelled/account", "/me", test_cancelled);
  g_test_add_data_func ("/key-check/cancelled/connect", KC_FLOW_START_PATH "/", test_cancelled);
  g_test_add_data_func ("/key-check/cancelled/read", KC_FLOW_LIST_PATH, test_cancelled);

  return g_test_run ();
}
