/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is said while Keebai cannot be reached: the reason, and that the program tries again by
 * itself. */

#include "kc-retry-text.h"

#include <string.h>

static char *
say (KcConnectivity link, KcError code, gint64 retry_after_ms, gint64 wait_ms)
{
  g_autoptr (GError) error
      = kc_error_new_full (code, 0, retry_after_ms, NULL, NULL, NULL, "technical");

  return kc_retry_text_new (link, error, wait_ms);
}

#define assert_says(text, what) g_assert_nonnull (strstr ((text), (what)))

static void
test_reason (void)
{
  static const struct {
    KcConnectivity link;
    KcError code;
    const char *text;
  } cases[] = {
      {KC_CONNECTIVITY_OFFLINE, KC_ERROR_OFFLINE, "is offline. "},
      {KC_CONNECTIVITY_OFFLINE, KC_ERROR_SERVER, "is offline. "},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_OFFLINE, "cannot be reached"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_TIMED_OUT, "not answering"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_MAINTENANCE, "maintenance"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_RATE_LIMITED, "Too many requests"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_TLS, "not secure"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_PROXY, "ask whoever runs the network"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_PORTAL, "sign in"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_TLS_TIME, "clock"},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_BAD_REPLY, "not as expected. "},
      {KC_CONNECTIVITY_RETRYING, KC_ERROR_SERVER, "at Keebai. "},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = say (cases[i].link, cases[i].code, -1, 0);

      g_test_message ("%s", text);
      assert_says (text, cases[i].text);
      assert_says (text, cases[i].link == KC_CONNECTIVITY_OFFLINE ? "continues" : "Trying again");
      g_assert_null (strstr (text, "technical"));
      g_assert_null (strstr (text, ".."));
    }
}

static void
test_no_error (void)
{
  g_autofree char *text = kc_retry_text_new (KC_CONNECTIVITY_RETRYING, NULL, 0);

  assert_says (text, "not answering");
}

/* 429: until when, rounded up to the minute. */
static void
test_until_when (void)
{
  g_autoptr (GDateTime) before = g_date_time_new_now_local ();
  g_autofree char *short_wait = say (KC_CONNECTIVITY_RETRYING, KC_ERROR_RATE_LIMITED, 30000, 0);
  g_autofree char *by_server = say (KC_CONNECTIVITY_RETRYING, KC_ERROR_RATE_LIMITED, 600000, 0);
  g_autofree char *by_rate_limiter
      = say (KC_CONNECTIVITY_RETRYING, KC_ERROR_RATE_LIMITED, -1, 600000);
  g_autoptr (GDateTime) early = g_date_time_add_seconds (before, 600 + 59);
  g_autoptr (GDateTime) late = g_date_time_add_seconds (before, 600 + 69);
  g_autofree char *early_time = g_date_time_format (early, "at %H:%M.");
  g_autofree char *late_time = g_date_time_format (late, "at %H:%M.");

  assert_says (short_wait, "in a moment");
  g_assert_true (strstr (by_server, early_time) != NULL || strstr (by_server, late_time) != NULL);
  g_assert_true (strstr (by_rate_limiter, early_time) != NULL
                 || strstr (by_rate_limiter, late_time) != NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry-text/reason", test_reason);
  g_test_add_func ("/retry-text/no-error", test_no_error);
  g_test_add_func ("/retry-text/until-when", test_until_when);

  return g_test_run ();
}
