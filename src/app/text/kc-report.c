/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-report.h"

#include "kc-enum.h"
#include "kc-result-actions.h"

#include <string.h>

#define LONGEST_CODE 64

/* The server's own code is a word in capitals; anything else that it sends there is left out. */
static gboolean
is_server_code (const char *code)
{
  return code != NULL && *code != '\0' && strlen (code) <= LONGEST_CODE
         && code[strspn (code, G_CSET_A_2_Z G_CSET_DIGITS "_")] == '\0';
}

static void
append_error (GString *report, const GError *error)
{
  if (error->domain == KC_ERROR)
    g_string_append_printf (report, "Error: %s\n", kc_enum_get_nick (KC_TYPE_ERROR, error->code));
  else
    g_string_append_printf (report, "Error: %s %d\n", g_quark_to_string (error->domain),
                            error->code);
  if (kc_error_get_http_status (error) != 0)
    g_string_append_printf (report, "HTTP status: %u\n", kc_error_get_http_status (error));
  if (is_server_code (kc_error_get_server_code (error)))
    g_string_append_printf (report, "Server code: %s\n", kc_error_get_server_code (error));
}

static const char *
describe_way (KcMode mode)
{
  return mode == KC_MODE_QR ? "QR" : "Embedded Signup";
}

static void
append_attempt (GString *report, KcAttempt *attempt)
{
  const KcConnectRequest *request = kc_attempt_get_request (attempt);
  const KcAttemptState state = kc_attempt_get_state (attempt);
  const GError *error = kc_attempt_get_error (attempt);
  g_autofree char *number = kc_report_mask_number (kc_attempt_get_phone_number (attempt));

  g_string_append_printf (report, "Way: %s\n", describe_way (kc_attempt_get_mode (attempt)));
  if (kc_attempt_get_mode (attempt) == KC_MODE_EMBEDDED_SIGNUP)
    g_string_append_printf (report, "Coexistence: %s\nPipeline: %s\n",
                            request->coexistence ? "yes" : "no",
                            request->pipeline_id != NULL ? "chosen" : "default");
  g_string_append_printf (report, "State: %s\n", kc_attempt_state_to_string (state));
  if (kc_attempt_state_is_terminal (state) && state != KC_ATTEMPT_CONNECTED)
    g_string_append_printf (report, "End: %s\n",
                            kc_enum_get_nick (KC_TYPE_RESULT_REASON,
                                              (int) kc_result_reason_find (attempt)));
  g_string_append_printf (report, "Session: %u s, %d s left\n",
                          kc_attempt_get_seconds_total (attempt),
                          MAX (0, kc_attempt_get_seconds_left (attempt)));
  g_string_append_printf (report, "Reason from the phone: %s\n",
                          kc_attempt_get_server_reason (attempt) != NULL ? "told" : "none");
  if (number != NULL)
    g_string_append_printf (report, "Number: %s\n", number);
  if (error != NULL)
    append_error (report, error);
}

char *
kc_report_mask_number (const char *number)
{
  gsize n_digits;
  GString *cut;

  if (number == NULL || *number != '+')
    return NULL;

  n_digits = strspn (number + 1, G_CSET_DIGITS);
  /* ITU-T E.164: 15 digits at most. */
  if (n_digits < 7 || n_digits > 15 || number[1 + n_digits] != '\0')
    return NULL;

  cut = g_string_new_len (number, 4);
  for (gsize i = 3; i + 2 < n_digits; i++)
    g_string_append (cut, "•");
  g_string_append (cut, number + 1 + n_digits - 2);

  return g_string_free (cut, FALSE);
}

char *
kc_report_new (KcAttempt *attempt, const char *timeline, const char *debug_info)
{
  GString *report = g_string_new (NULL);

  g_return_val_if_fail (attempt == NULL || KC_IS_ATTEMPT (attempt), NULL);

  if (attempt != NULL)
    append_attempt (report, attempt);
  if (timeline != NULL && *timeline != '\0')
    g_string_append_printf (report, "\nTimeline:\n%s", timeline);
  if (debug_info != NULL)
    g_string_append_printf (report, "%s%s", report->len > 0 ? "\n" : "", debug_info);

  return g_string_free (report, FALSE);
}

char *
kc_report_new_for_entry (KcHistoryEntry *entry, const char *debug_info)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *ended = NULL;
  GString *report;

  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (entry), NULL);

  time = g_date_time_new_from_unix_utc (kc_history_entry_get_time (entry));
  ended = time != NULL ? g_date_time_format_iso8601 (time) : NULL;
  report = g_string_new (NULL);
  g_string_append_printf (report, "Ended: %s\n", ended != NULL ? ended : "not known");
  /* Earlier versions kept none. */
  if (kc_history_entry_get_report (entry) != NULL)
    g_string_append (report, kc_history_entry_get_report (entry));
  else
    g_string_append_printf (report, "Way: %s\nOutcome: %s\n",
                            describe_way (kc_history_entry_get_mode (entry)),
                            kc_enum_get_nick (KC_TYPE_OUTCOME,
                                              (int) kc_history_entry_get_outcome (entry)));
  if (debug_info != NULL)
    g_string_append_printf (report, "\n%s", debug_info);

  return g_string_free (report, FALSE);
}
