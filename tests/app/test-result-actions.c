/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is offered at each end: nothing that cannot help for its reason. */

#include "kc-result-actions.h"
#include "kc-result-text.h"

#include <string.h>

#define COUNT (KC_RESULT_REASON_TROUBLE + 1)

/* clang-format off */
static const struct {
  const char *name;
  KcResultReason reason;
  gboolean other_way, messages, ask_for_key;
} ends[] = {
  {"time-up",       KC_RESULT_REASON_TIME_UP,       TRUE,  TRUE,  FALSE},
  {"ended-early",   KC_RESULT_REASON_ENDED_EARLY,   TRUE,  TRUE,  FALSE},
  {"cancelled",     KC_RESULT_REASON_CANCELLED,     TRUE,  TRUE,  FALSE},
  {"not-linked",    KC_RESULT_REASON_NOT_LINKED,    TRUE,  TRUE,  FALSE},
  {"declined",      KC_RESULT_REASON_DECLINED,      TRUE,  TRUE,  FALSE},
  {"not-known",     KC_RESULT_REASON_NOT_KNOWN,     FALSE, TRUE,  FALSE},
  {"not-known-key", KC_RESULT_REASON_NOT_KNOWN_KEY, FALSE, FALSE, FALSE},
  {"session-lost",  KC_RESULT_REASON_SESSION_LOST,  TRUE,  TRUE,  FALSE},
  {"no-codes",      KC_RESULT_REASON_NO_CODES,      TRUE,  FALSE, FALSE},
  {"refused",       KC_RESULT_REASON_REFUSED,       TRUE,  FALSE, FALSE},
  {"permission",    KC_RESULT_REASON_PERMISSION,    FALSE, FALSE, TRUE},
  {"key",           KC_RESULT_REASON_KEY,           FALSE, FALSE, FALSE},
  {"unreachable",   KC_RESULT_REASON_UNREACHABLE,   FALSE, FALSE, FALSE},
  {"trouble",       KC_RESULT_REASON_TROUBLE,       TRUE,  FALSE, FALSE},
};

static const struct {
  const char *name;
  KcError code;
  KcResultReason reason;
} errors[] = {
  {"offline",          KC_ERROR_OFFLINE,          KC_RESULT_REASON_UNREACHABLE},
  {"timed-out",        KC_ERROR_TIMED_OUT,        KC_RESULT_REASON_UNREACHABLE},
  {"tls",              KC_ERROR_TLS,              KC_RESULT_REASON_UNREACHABLE},
  {"tls-authority",    KC_ERROR_TLS_AUTHORITY,    KC_RESULT_REASON_UNREACHABLE},
  {"tls-time",         KC_ERROR_TLS_TIME,         KC_RESULT_REASON_UNREACHABLE},
  {"tls-host",         KC_ERROR_TLS_HOST,         KC_RESULT_REASON_UNREACHABLE},
  {"proxy",            KC_ERROR_PROXY,            KC_RESULT_REASON_UNREACHABLE},
  {"proxy-password",   KC_ERROR_PROXY_PASSWORD,   KC_RESULT_REASON_UNREACHABLE},
  {"portal",           KC_ERROR_PORTAL,           KC_RESULT_REASON_UNREACHABLE},
  {"gateway",          KC_ERROR_GATEWAY,          KC_RESULT_REASON_UNREACHABLE},
  {"insecure",         KC_ERROR_INSECURE,         KC_RESULT_REASON_UNREACHABLE},
  {"invalid-address",  KC_ERROR_INVALID_ADDRESS,  KC_RESULT_REASON_UNREACHABLE},
  {"wrong-address",    KC_ERROR_WRONG_ADDRESS,    KC_RESULT_REASON_UNREACHABLE},
  {"key-malformed",    KC_ERROR_KEY_MALFORMED,    KC_RESULT_REASON_KEY},
  {"unauthorized",     KC_ERROR_UNAUTHORIZED,     KC_RESULT_REASON_KEY},
  {"forbidden",        KC_ERROR_FORBIDDEN,        KC_RESULT_REASON_PERMISSION},
  {"not-found",        KC_ERROR_NOT_FOUND,        KC_RESULT_REASON_SESSION_LOST},
  {"gone",             KC_ERROR_GONE,             KC_RESULT_REASON_SESSION_LOST},
  {"no-stream",        KC_ERROR_NO_STREAM,        KC_RESULT_REASON_NO_CODES},
  {"refused",          KC_ERROR_REFUSED,          KC_RESULT_REASON_REFUSED},
  {"rate-limited",     KC_ERROR_RATE_LIMITED,     KC_RESULT_REASON_UNREACHABLE},
  {"maintenance",      KC_ERROR_MAINTENANCE,      KC_RESULT_REASON_UNREACHABLE},
  {"server",           KC_ERROR_SERVER,           KC_RESULT_REASON_TROUBLE},
  {"bad-reply",        KC_ERROR_BAD_REPLY,        KC_RESULT_REASON_TROUBLE},
};
/* clang-format on */

static void
test_end (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  const KcResultActions *actions = kc_result_actions_get (ends[i].reason);

  g_assert_cmpint (actions->other_way, ==, ends[i].other_way);
  g_assert_cmpint (actions->messages, ==, ends[i].messages);
  g_assert_cmpint (actions->ask_for_key, ==, ends[i].ask_for_key);
}

static void
test_error (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = g_error_new_literal (KC_ERROR, (int) errors[i].code, "test");

  g_assert_cmpint (kc_result_reason_from_error (error), ==, errors[i].reason);
}

static void
test_complete (void)
{
  gboolean seen[COUNT] = {FALSE};

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    seen[ends[i].reason] = TRUE;
  for (gsize i = 0; i < COUNT; i++)
    g_assert_true (seen[i]);
  g_assert_cmpuint (G_N_ELEMENTS (errors), ==, KC_ERROR_BAD_REPLY + 1);
}

/* "Nothing is connected" may be said only if that was Keebai's last answer. */
static void
test_stopped (void)
{
  const char *nothing = kc_result_text_get_stopped (KC_ATTEMPT_WAITING);

  g_assert_nonnull (strstr (nothing, "Nothing was connected"));
  g_assert_cmpstr (kc_result_text_get_stopped (KC_ATTEMPT_STARTING), ==, nothing);
  g_assert_cmpstr (kc_result_text_get_stopped (KC_ATTEMPT_SCANNING), ==, nothing);
  g_assert_nonnull (strstr (kc_result_text_get_stopped (KC_ATTEMPT_LINKING), "may be connected"));
  g_assert_nonnull (
      strstr (kc_result_text_get_stopped (KC_ATTEMPT_CONFIRMING), "may be connected"));
}

static void
test_foreign_error (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "test");

  g_assert_cmpint (kc_result_reason_from_error (error), ==, KC_RESULT_REASON_TROUBLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result-actions/complete", test_complete);
  g_test_add_func ("/result-actions/foreign-error", test_foreign_error);
  g_test_add_func ("/result-actions/stopped", test_stopped);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strdup_printf ("/result-actions/end/%s", ends[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_end);
    }
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *path = g_strdup_printf ("/result-actions/error/%s", errors[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_error);
    }

  return g_test_run ();
}
