/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-error.h"

static void
test_carries_what_the_server_said (void)
{
  const char *const scopes[] = {"channels:connect", "channels:read", NULL};
  g_autoptr (GError) error = kc_error_new_full (KC_ERROR_FORBIDDEN, 403, 1500, "INSUFFICIENT_SCOPE",
                                                "No", scopes, "text");
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) propagated = NULL;

  copy = g_error_copy (error);
  g_clear_error (&error);
  g_propagate_prefixed_error (&propagated, g_steal_pointer (&copy), "further up: ");

  g_assert_error (propagated, KC_ERROR, KC_ERROR_FORBIDDEN);
  g_assert_cmpstr (propagated->message, ==, "further up: text");
  g_assert_cmpuint (kc_error_get_http_status (propagated), ==, 403);
  g_assert_cmpint (kc_error_get_retry_after_ms (propagated), ==, 1500);
  g_assert_cmpstr (kc_error_get_server_code (propagated), ==, "INSUFFICIENT_SCOPE");
  g_assert_cmpstr (kc_error_get_server_message (propagated), ==, "No");
  g_assert_cmpstrv (kc_error_get_missing_scopes (propagated), scopes);
}

static void
test_answers_nothing_when_nothing_is_known (void)
{
  g_autoptr (GError) bare = g_error_new (KC_ERROR, KC_ERROR_OFFLINE, "bare");
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "foreign");
  const GError *errors[] = {NULL, bare, foreign};

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_cmpuint (kc_error_get_http_status (errors[i]), ==, 0);
      g_assert_cmpint (kc_error_get_retry_after_ms (errors[i]), ==, -1);
      g_assert_null (kc_error_get_server_code (errors[i]));
      g_assert_null (kc_error_get_server_message (errors[i]));
      g_assert_null (kc_error_get_missing_scopes (errors[i]));
    }
}

static void
test_clamps_the_wait_to_an_hour (void)
{
  g_autoptr (GError) eternal
      = kc_error_new_full (KC_ERROR_MAINTENANCE, 503, G_MAXINT64, NULL, NULL, NULL, NULL);
  g_autoptr (GError) past
      = kc_error_new_full (KC_ERROR_MAINTENANCE, 503, -7, NULL, NULL, NULL, NULL);
  g_autoptr (GError) now = kc_error_new_full (KC_ERROR_MAINTENANCE, 503, 0, NULL, NULL, NULL, NULL);

  g_assert_cmpint (kc_error_get_retry_after_ms (eternal), ==, 3600000);
  g_assert_cmpint (kc_error_get_retry_after_ms (past), ==, -1);
  g_assert_cmpint (kc_error_get_retry_after_ms (now), ==, 0);
}

/* If it is not known that a request stayed on this computer, it may have been carried out. */
static void
test_tells_what_stayed_here (void)
{
  g_autoptr (GError) error = g_error_new_literal (KC_ERROR, KC_ERROR_OFFLINE, "");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "");
  g_autoptr (GError) copy = NULL;

  g_assert_true (kc_error_was_sent (NULL));
  g_assert_true (kc_error_was_sent (foreign));
  g_assert_true (kc_error_was_sent (error));
  g_assert_true (kc_error_mark_unsent (error) == error);
  g_assert_false (kc_error_was_sent (error));
  copy = g_error_copy (error);
  g_assert_false (kc_error_was_sent (copy));
}

static void
test_tells_what_passes_by_itself (void)
{
  const struct {
    KcError code;
    gboolean transient;
  } cases[] = {
      {KC_ERROR_OFFLINE, TRUE},    {KC_ERROR_TIMED_OUT, TRUE},       {KC_ERROR_TLS, FALSE},
      {KC_ERROR_PROXY, TRUE},      {KC_ERROR_INSECURE, FALSE},       {KC_ERROR_UNAUTHORIZED, FALSE},
      {KC_ERROR_FORBIDDEN, FALSE}, {KC_ERROR_NOT_FOUND, FALSE},      {KC_ERROR_GONE, FALSE},
      {KC_ERROR_REFUSED, FALSE},   {KC_ERROR_RATE_LIMITED, TRUE},    {KC_ERROR_MAINTENANCE, TRUE},
      {KC_ERROR_SERVER, TRUE},     {KC_ERROR_BAD_REPLY, TRUE},       {KC_ERROR_PORTAL, TRUE},
      {KC_ERROR_GATEWAY, TRUE},    {KC_ERROR_TLS_AUTHORITY, FALSE},  {KC_ERROR_TLS_TIME, FALSE},
      {KC_ERROR_TLS_HOST, FALSE},  {KC_ERROR_PROXY_PASSWORD, FALSE},
  };
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "foreign");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (KC_ERROR, cases[i].code, "");

      g_assert_cmpint (kc_error_is_transient (error), ==, cases[i].transient);
    }
  g_assert_false (kc_error_is_transient (foreign));
  g_assert_false (kc_error_is_transient (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/error/carries-what-the-server-said", test_carries_what_the_server_said);
  g_test_add_func ("/api/error/answers-nothing-when-nothing-is-known",
                   test_answers_nothing_when_nothing_is_known);
  g_test_add_func ("/api/error/clamps-the-wait-to-an-hour", test_clamps_the_wait_to_an_hour);
  g_test_add_func ("/api/error/tells-what-stayed-here", test_tells_what_stayed_here);
  g_test_add_func ("/api/error/tells-what-passes-by-itself", test_tells_what_passes_by_itself);

  return g_test_run ();
}
