/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-mail-draft.h"

#include <string.h>

static void
test_permissions (void)
{
  const char *const permissions[] = {"channels:connect", "channels:read", NULL};
  g_autoptr (KcMailDraft) draft
      = kc_mail_draft_new_for_permissions (permissions, "Molino & Sol Bakery");
  g_autoptr (KcMailDraft) nameless = kc_mail_draft_new_for_permissions (permissions, NULL);

  g_assert_nonnull (strstr (draft->body, "Molino & Sol Bakery"));
  g_assert_nonnull (strstr (draft->body, "• channels:connect\n  • channels:read\n"));
  g_assert_nonnull (strstr (draft->body, "API Keys"));
  g_assert_null (strstr (nameless->body, "(null)"));
}

static void
test_signup (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GDateTime) end = g_date_time_new (zone, 2026, 11, 28, 14, 5, 0);
  g_autoptr (KcMailDraft) draft
      = kc_mail_draft_new_for_signup ("https://app.keebai.com/connect/fake?t=a%20b", end, NULL);
  g_autoptr (KcMailDraft) copy = kc_mail_draft_copy (draft);

  g_assert_nonnull (strstr (draft->body, "https://app.keebai.com/connect/fake?t=a%20b\n"));
  g_assert_nonnull (strstr (draft->body, "14:05"));
  g_assert_cmpstr (copy->body, ==, draft->body);
  g_assert_cmpstr (copy->subject, ==, draft->subject);
}

/* RFC 6068: characters with a meaning in the address are escaped, lines end in CR LF, and decoding
 * gives back what was written. */
static void
test_mailto (void)
{
  g_autoptr (KcMailDraft) draft = kc_mail_draft_new_for_support ("version: 1 & 2?\nname: \"é\" #%");
  g_autofree char *uri = kc_mail_draft_to_mailto (draft, "support@keebai.com");
  g_autofree char *open_uri = kc_mail_draft_to_mailto (draft, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, &error);
  g_autoptr (GHashTable) parameters = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *body = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (g_uri_get_scheme (parsed), ==, "mailto");
  g_assert_cmpstr (g_uri_get_path (parsed), ==, "support@keebai.com");
  g_assert_null (g_uri_get_fragment (parsed));
  parameters = g_uri_parse_params (g_uri_get_query (parsed), -1, "&", G_URI_PARAMS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (parameters), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (parameters, "subject"), ==, draft->subject);
  lines = g_strsplit (g_hash_table_lookup (parameters, "body"), "\r\n", -1);
  body = g_strjoinv ("\n", lines);
  g_assert_cmpstr (body, ==, draft->body);
  g_assert_true (g_str_has_prefix (open_uri, "mailto:?subject="));
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mail-draft/permissions", test_permissions);
  g_test_add_func ("/mail-draft/signup", test_signup);
  g_test_add_func ("/mail-draft/mailto", test_mailto);

  return g_test_run ();
}
