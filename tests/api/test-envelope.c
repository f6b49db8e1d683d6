/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-envelope.h"
#include "kc-test-json.h"

static gboolean
read_text (KcEnvelope *envelope, const char *type, const char *text)
{
  g_autoptr (GBytes) body = kc_test_bytes (text);

  return kc_envelope_read (envelope, type, body);
}

static void
test_reads_both_envelopes (void)
{
  g_auto (KcEnvelope) coded = {NULL};
  g_auto (KcEnvelope) plain = {NULL};
  g_auto (KcEnvelope) several = {NULL};

  g_assert_true (
      read_text (&coded, "application/json",
                 "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"No\","
                 "\"details\":{\"required\":[\"a:b\",\"c:d\"],\"missing\":[\"c:d\"]}}}"));
  g_assert_cmpstr (coded.code, ==, "INSUFFICIENT_SCOPE");
  g_assert_cmpstr (coded.message, ==, "No");
  g_assert_cmpuint (g_strv_length (coded.missing_scopes), ==, 1);
  g_assert_cmpstr (coded.missing_scopes[0], ==, "c:d");

  g_assert_true (read_text (&plain, "application/json",
                            "{\"message\":\"Gone\",\"error\":\"Not Found\",\"statusCode\":404}"));
  g_assert_null (plain.code);
  g_assert_cmpstr (plain.message, ==, "Gone");
  g_assert_null (plain.missing_scopes);

  g_assert_true (read_text (&several, "application/json",
                            "{\"message\":[\"one\",\"two\"],\"statusCode\":400}"));
  g_assert_cmpstr (several.message, ==, "one; two");
}

/* Only Keebai's answer may say anything about the key or the session. */
static void
test_knows_keebai_from_what_is_on_the_way (void)
{
  static const struct {
    const char *type;
    const char *text;
    gboolean is_keebai;
  } cases[] = {
      {"application/json", "{\"error\":{\"code\":\"CHANNEL_NOT_FOUND\",\"message\":\"x\"}}", TRUE},
      {"application/json", "{\"error\":{\"code\":\"CHANNEL_NOT_FOUND\"}}", TRUE},
      {"Application/JSON", "{\"message\":\"x\",\"statusCode\":401}", TRUE},
      {"application/json", "{\"status\":\"expired\"}", TRUE},
      /* Correct except for the content type. */
      {"text/html", "{\"message\":\"x\",\"statusCode\":401}", FALSE},
      {NULL, "{\"message\":\"x\",\"statusCode\":401}", FALSE},
      /* What gateways and other services write. */
      {"text/html", "<html><h1>403 Forbidden</h1></html>", FALSE},
      {"application/json", "<html><h1>403 Forbidden</h1></html>", FALSE},
      {"application/json", "{\"message\":\"Forbidden\"}", FALSE},
      {"application/json", "{\"message\":\"Forbidden\",\"statusCode\":\"none\"}", FALSE},
      {"application/json", "{\"message\":\"Forbidden\",\"statusCode\":7}", FALSE},
      {"application/json", "{\"statusCode\":404}", FALSE},
      {"application/json", "{\"error\":\"Not Found\"}", FALSE},
      {"application/json", "{\"error\":{\"code\":403,\"message\":\"x\"}}", FALSE},
      {"application/json", "{\"error\":{\"code\":\"AuthorizationFailed\"}}", FALSE},
      {"application/json", "{\"error\":{\"code\":\"\"}}", FALSE},
      {"application/json", "{\"error\":{\"message\":\"x\"},\"statusCode\":403}", FALSE},
      {"application/json", "{\"status\":\"error\"}", FALSE},
      {"application/json", "{\"status\":404}", FALSE},
      {"application/json", "{}", FALSE},
      {"application/json", "[]", FALSE},
      {"application/json", "\"CHANNEL_NOT_FOUND\"", FALSE},
      {"application/json", "{\"message\":\"x\",\"statusCode\":4", FALSE},
      {"application/json", "", FALSE},
  };
  g_auto (KcEnvelope) nothing = {NULL};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (KcEnvelope) envelope = {NULL};

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (read_text (&envelope, cases[i].type, cases[i].text), ==, cases[i].is_keebai);
    }
  g_assert_false (kc_envelope_read (&nothing, "application/json", NULL));
}

/* A person who writes to support quotes it, whoever wrote it. */
static void
test_reads_what_others_say (void)
{
  g_auto (KcEnvelope) gateway = {NULL};
  g_auto (KcEnvelope) word = {NULL};

  g_assert_false (read_text (&gateway, "application/json", "{\"message\":\"Forbidden\"}"));
  g_assert_cmpstr (gateway.message, ==, "Forbidden");
  g_assert_false (read_text (&word, "application/json", "{\"error\":\"no route\"}"));
  g_assert_cmpstr (word.message, ==, "no route");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/envelope/reads-both-envelopes", test_reads_both_envelopes);
  g_test_add_func ("/api/envelope/knows-keebai-from-what-is-on-the-way",
                   test_knows_keebai_from_what_is_on_the_way);
  g_test_add_func ("/api/envelope/reads-what-others-say", test_reads_what_others_say);

  return g_test_run ();
}
