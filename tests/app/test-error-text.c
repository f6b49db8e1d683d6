/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-enum.h"
#include "kc-error-text.h"
#include "kc-foreign-text.h"
#include "kc-phone-format.h"
#include "kc-redact.h"

#include <string.h>

#define KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LINK "https://app.keebai.com/connect/whatsapp/cs_1?token=verysecret#more"
#define CODE "2@verysecret,abc+/=,def=="

static const char *const hostile = "key " KEY " link <" LINK "> code " CODE;

static void
assert_without_secrets (const char *text)
{
  g_assert_null (strstr (text, "aaaa"));
  g_assert_null (strstr (text, "verysecret"));
  g_assert_null (strstr (text, "cs_1"));
}

static void
test_every_code (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int code = KC_ERROR_OFFLINE; code <= KC_ERROR_BAD_REPLY; code++)
    {
      g_autofree char *word
          = g_strdup_printf ("Error: %s\n", kc_enum_get_nick (KC_TYPE_ERROR, code));
      const char *scopes[] = {"channels:connect", NULL};
      g_autoptr (GError) error
          = kc_error_new_full (code, 418, -1, "SOME_CODE", hostile, scopes, hostile);
      g_autoptr (KcErrorText) text = kc_error_text_new (error);

      /* Each code has its own sentence, not the one for unknown errors. */
      g_assert_true (g_str_has_prefix (text->details, word));
      g_assert_cmpstr (text->title, !=, "");
      g_assert_false (g_str_has_suffix (text->title, "."));
      g_assert_true (g_str_has_suffix (text->reason, "."));
      g_assert_true (g_str_has_suffix (kc_error_text_get_retry (error), "…"));
      /* Neither a status nor the server's English is the explanation. */
      g_assert_null (strstr (text->title, "418"));
      g_assert_null (strstr (text->reason, "418"));
      g_assert_null (strstr (text->reason, "SOME_CODE"));
      assert_without_secrets (text->title);
      assert_without_secrets (text->reason);
      assert_without_secrets (text->details);
      g_assert_nonnull (strstr (text->details, "HTTP status: 418"));
      g_assert_nonnull (strstr (text->details, "SOME_CODE"));
      g_assert_cmpstr (kc_remedy_get_label (text->remedy), !=, "");
      /* No two of them are the same for a person. */
      g_assert_true (g_hash_table_add (titles, g_strdup (text->title)));
    }
}

static KcErrorText *
create_text (int code)
{
  g_autoptr (GError) error = g_error_new_literal (KC_ERROR, code, "test");

  return kc_error_text_new (error);
}

static void
test_remedies (void)
{
  g_autoptr (KcErrorText) unauthorized = create_text (KC_ERROR_UNAUTHORIZED);
  g_autoptr (KcErrorText) forbidden = create_text (KC_ERROR_FORBIDDEN);
  g_autoptr (KcErrorText) offline = create_text (KC_ERROR_OFFLINE);
  g_autoptr (KcErrorText) refused = create_text (KC_ERROR_REFUSED);

  g_assert_cmpint (unauthorized->remedy, ==, KC_REMEDY_CHANGE_KEY);
  g_assert_cmpint (forbidden->remedy, ==, KC_REMEDY_CHANGE_KEY);
  g_assert_cmpint (offline->remedy, ==, KC_REMEDY_TRY_AGAIN);
  g_assert_cmpint (refused->remedy, ==, KC_REMEDY_SUPPORT);
}

static void
test_missing_permissions_are_named (void)
{
  const char *scopes[] = {"channels:connect", "channels:read", NULL};
  g_autoptr (GError) error
      = kc_error_new_full (KC_ERROR_FORBIDDEN, 403, -1, "INSUFFICIENT_SCOPE", NULL, scopes, "test");
  g_autoptr (KcErrorText) text = kc_error_text_new (error);

  g_assert_nonnull (strstr (text->reason, "channels:connect, channels:read"));
}

static void
test_proxy_is_named (void)
{
  g_autoptr (GError) error = g_error_new_literal (KC_ERROR, KC_ERROR_PROXY, "test");
  g_autoptr (KcErrorText) text = NULL;

  kc_error_set_proxy_host (error, "proxy.example");
  text = kc_error_text_new (error);
  g_assert_nonnull (strstr (text->reason, "“proxy.example”"));
  g_assert_nonnull (strstr (text->details, "Proxy: proxy.example\n"));
}

static void
test_unknown_error (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, hostile);
  g_autoptr (GError) future = g_error_new_literal (KC_ERROR, 4711, "test");
  g_autoptr (KcErrorText) text = kc_error_text_new (error);
  g_autoptr (KcErrorText) future_text = kc_error_text_new (future);

  g_assert_cmpstr (text->title, !=, "");
  g_assert_nonnull (strstr (text->details, "g-io-error-quark"));
  assert_without_secrets (text->details);
  g_assert_cmpstr (future_text->title, ==, text->title);
}

static void
test_redacted (void)
{
  static const struct {
    const char *text, *expected;
  } vectors[] = {
      {"nothing to hide", "nothing to hide"},
      {"the key " KEY " is wrong", "the key kbai_… is wrong"},
      {"pat_0123456789abcdef", "pat_…"},
      {"see " LINK ".", "see https://app.keebai.com/…"},
      {"http://127.0.0.1:8080/portal/connect/x", "http://127.0.0.1:8080/…"},
      {"https://api.keebai.com", "https://api.keebai.com"},
      {"https://wa.me/settings/linked_devices#verysecret", "https://wa.me/…"},
      {"got " CODE, "got …"},
      {"Bearer 0123456789012345678901234567890123456789", "Bearer …"},
      {"broken \xff byte", "broken \357\277\275 byte"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *redacted = kc_redact (vectors[i].text);

      g_assert_cmpstr (redacted, ==, vectors[i].expected);
    }
}

static void
test_phone_numbers (void)
{
  static const struct {
    const char *number, *expected;
  } vectors[] = {
      {"34612345678", "34612345678"},
      {"0056987654321", "0056987654321"},
      {"+0056987654321", "+0056987654321"},
      {"5551234567", "5551234567"},
      {"\342\200\256+34612345678", "\357\277\275+34612345678"},
      {"+34612345678", "+34 612 345 678"},
      {"+15555550123", "+1 555 555 0123"},
      {"+351912345678", "+351 912 345 678"},
      {"+4915112345678", "+49 151 123 456 78"},
      {"+34 612 34 56 78", "+34 612 34 56 78"},
      {"reception", "reception"},
      {"", ""},
      {"123", "123"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *text = kc_phone_format_format (vectors[i].number);
      g_autoptr (GString) plain = g_string_new (text);

      g_assert_true (g_str_has_prefix (text, "\342\201\246")
                     || g_str_has_prefix (text, "\342\201\250"));
      g_assert_true (g_str_has_suffix (text, "\342\201\251"));
      g_string_replace (plain, "\342\201\246", "", 0);
      g_string_replace (plain, "\342\201\250", "", 0);
      g_string_replace (plain, "\342\201\251", "", 0);
      g_string_replace (plain, "\302\240", " ", 0);
      g_assert_cmpstr (plain->str, ==, vectors[i].expected);
    }
}

#define FSI "\342\201\250"
#define PDI "\342\201\251"
#define REPLACED "\357\277\275"

/* A name must not affect the terminal or the sentence around it. */
static void
test_foreign (void)
{
  static const struct {
    const char *text, *line, *label;
  } vectors[] = {
      {"Front desk", "Front desk", FSI "Front desk" PDI},
      {"", "", FSI PDI},
      {"a\033[2Jb\nc", "a" REPLACED "[2Jb" REPLACED "c", FSI "a" REPLACED "[2Jb" REPLACED "c" PDI},
      {"a\302\205b", "a" REPLACED "b", FSI "a" REPLACED "b" PDI}, /* U+0085 */
      {"a\342\200\250b\342\200\251", "a" REPLACED "b" REPLACED,
       FSI "a" REPLACED "b" REPLACED PDI},                         /* Zl, Zp */
      {"\342\200\256gpj", REPLACED "gpj", FSI REPLACED "gpj" PDI}, /* U+202E */
      {"a" PDI "b", "a" REPLACED "b", FSI "a" REPLACED "b" PDI},
      {"a\342\200\215b", "a" REPLACED "b", FSI "a\342\200\215b" PDI},       /* joiner */
      {"\327\251\327\234", "\327\251\327\234", FSI "\327\251\327\234" PDI}, /* Hebrew */
      {"a\377b", "a" REPLACED "b", FSI "a" REPLACED "b" PDI},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *line = kc_foreign_text_to_line (vectors[i].text);
      g_autofree char *label = kc_foreign_text_to_label (vectors[i].text);

      g_assert_cmpstr (line, ==, vectors[i].line);
      g_assert_cmpstr (label, ==, vectors[i].label);
    }
}

/* A sentence may contain a name of any length. */
static void
test_foreign_short (void)
{
  g_autofree char *long_name = g_strnfill (900, 'a');
  g_autofree char *start = g_strnfill (59, 'a');
  g_autofree char *expected = g_strconcat (FSI, start, "…" PDI, NULL);
  g_autofree char *cut = kc_foreign_text_to_short_label (long_name);
  g_autofree char *whole = kc_foreign_text_to_short_label ("\342\200\256gpj");

  g_assert_cmpstr (cut, ==, expected);
  g_assert_cmpstr (whole, ==, FSI REPLACED "gpj" PDI);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error-text/every-code", test_every_code);
  g_test_add_func ("/error-text/remedies", test_remedies);
  g_test_add_func ("/error-text/missing-permissions-are-named", test_missing_permissions_are_named);
  g_test_add_func ("/error-text/proxy-is-named", test_proxy_is_named);
  g_test_add_func ("/error-text/unknown-error", test_unknown_error);
  g_test_add_func ("/redact/secrets", test_redacted);
  g_test_add_func ("/foreign-text/made-safe", test_foreign);
  g_test_add_func ("/foreign-text/made-safe/short", test_foreign_short);
  g_test_add_func ("/phone-format/format", test_phone_numbers);

  return g_test_run ();
}
