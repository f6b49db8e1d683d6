/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-json.h"

#include <string.h>

static JsonNode *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return kc_json_parse (bytes, error);
}

static JsonObject *
parse_object (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonObject *object = kc_json_parse_object (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (object);

  return object;
}

static void
assert_refused (const char *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = kc_json_parse (bytes, &error);

  if (node != NULL)
    g_error ("not refused: %s", data);
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
}

/* Every value of the grammar, RFC 8259. */
static void
test_takes_json (void)
{
  static const char *const texts[] = {
      "{}",
      "[]",
      "null",
      "true",
      " false ",
      "\"\"",
      "0",
      "-0",
      "-0.5e-3",
      "1E+2",
      "12e5",
      "123456789012345678",
      "0.1234567890123456789012345678901234567890",
      "\t\r\n [ 1 , \"a\" , { \"b\" : [ ] } ] \n",
      "{\"a\":1,\"a\":2}",
      "99999999999999999999",
      "-99999999999999999999",
      "{\"a\":\"\\u0000\",\"b\\u0000\":1}",
      "\xef\xbb\xbf{}",
      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"",
      "\"\xc3\xa9\xf0\x9f\x98\x80\x7f\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = parse (texts[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

/* What json-glib would accept, crash on or misread, and what is not JSON at all. */
static void
test_refuses_what_is_no_json (void)
{
  static const char *const texts[] = {
      "",
      " ",
      "// comment\n{}",
      "{} // comment",
      "/* comment */ {}",
      "{}{}",
      "{} x",
      "1 2",
      "{,}",
      "[1,]",
      "[,1]",
      "{\"a\":1,}",
      "{\"a\"}",
      "{\"a\" 1}",
      "{a:1}",
      "{'a':1}",
      "{1:1}",
      "[1 2]",
      "[",
      "{",
      "]",
      "[}",
      "{]",
      "{\"a\":",
      "\"a",
      "\"a\\",
      "\"\\u12",
      "\"\\u12g4\"",
      "\"\\x41\"",
      "\"\\'\"",
      "\"\n\"",
      "\"\t\"",
      "'a'",
      "nul",
      "nulll",
      "TRUE",
      "NaN",
      "Infinity",
      "-Infinity",
      "undefined",
      "var a = 1",
      "01",
      "-",
      "+1",
      ".5",
      "1.",
      "1.e5",
      "1e",
      "1e+",
      "0x10",
      "--1",
      "\xef\xbb\xbf",
      "\xef\xbb\xbf\xef\xbb\xbf{}",
      "{}\xef\xbb\xbf",
      "<html></html>",
      /* Invalid UTF-8: a lone byte, an overlong slash, a surrogate, above U+10FFFF, a cut one. */
      "\"\xff\"",
      "\"\xc0\xaf\"",
      "\"\xed\xa0\x80\"",
      "\"\xf4\x90\x80\x80\"",
      "\"\xc3\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]));
  assert_refused ("{}\0", 3);
  assert_refused ("{\"a\":\"\0\"}", 9);
  assert_refused ("\0", 1);
}

/* An object that is cut off anywhere is not JSON. */
static void
test_refuses_every_beginning (void)
{
  static const char text[] = "{\"a\":[1,-2.5e3,true,false,null,{\"b\":\"\\u00e9\\n\"}],\"c\":{}}";
  g_autoptr (JsonObject) object = parse_object (text);

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *beginning = g_strndup (text, length);

      assert_refused (beginning, length);
    }
}

static void
test_limits_the_depth (void)
{
  const struct {
    const char *open;
    const char *close;
  } brackets[] = {{"[", "]"}, {"{\"a\":", "}"}};

  for (guint i = 0; i < G_N_ELEMENTS (brackets); i++)
    {
      for (guint depth = KC_JSON_MAX_DEPTH - 1; depth <= KC_JSON_MAX_DEPTH + 1; depth++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonNode) node = NULL;

          for (guint j = 0; j < depth; j++)
            g_string_append (text, brackets[i].open);
          if (i == 1)
            g_string_append_c (text, '1');
          for (guint j = 0; j < depth; j++)
            g_string_append (text, brackets[i].close);

          node = parse (text->str, &error);
          if (depth <= KC_JSON_MAX_DEPTH)
            g_assert_no_error (error);
          else
            g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (brackets); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len < 100 * 1024)
        g_string_append (text, brackets[i].open);
      assert_refused (text->str, text->len);
    }
}

/* Brackets inside a text do not count as depth, nor do brackets side by side. */
static void
test_does_not_mistake_texts_for_depth (void)
{
  g_autoptr (GString) text = g_string_new ("[\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "[{\\\"");
  g_string_append (text, "\"");
  for (guint i = 0; i < 1000; i++)
    g_string_append (text, ",[]");
  g_string_append (text, "]");

  node = parse (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1001);
}

static void
test_limits_the_size (void)
{
  g_autofree char *text = g_malloc (KC_JSON_MAX_BYTES + 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  memset (text, ' ', KC_JSON_MAX_BYTES + 1);
  text[0] = '1';
  bytes = g_bytes_new_static (text, KC_JSON_MAX_BYTES);
  node = kc_json_parse (bytes, &error);
  g_assert_no_error (error);

  assert_refused (text, KC_JSON_MAX_BYTES + 1);
}

/* The error says what is wrong but does not quote the text, which may be a link. */
static void
test_never_quotes_the_text (void)
{
  static const char *const texts[] = {
      "{\"verification_uri\":\"https://secret\"",
      "{\"session_id\":\"secret\" \"x\":1}",
      "secret",
      "[\"secret\",secret]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = parse (texts[i], &error);

      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      g_assert_null (strstr (error->message, "secret"));
    }
}

/* JavaScript may cut a name between the halves of a surrogate pair, and then escapes one half. */
static void
test_mends_half_surrogates (void)
{
  const struct {
    const char *json;
    const char *text;
  } cases[] = {
      {"\"a\\ud83d\"", "a\xef\xbf\xbd"},
      {"\"\\uD83Dx\"", "\xef\xbf\xbdx"},
      {"\"\\ude00\"", "\xef\xbf\xbd"},
      {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
                             "A"},
      {"\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
      {"\"\\ud83d\\n\"", "\xef\xbf\xbd\n"},
      {"\"\\ud83d\\ude00\\ude00\"", "\xf0\x9f\x98\x80\xef\xbf\xbd"},
      {"\"\\\\ud83d\"", "\\ud83d"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = parse (cases[i].json, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (node), ==, cases[i].text);
    }
}

static void
test_wants_an_object_at_the_root (void)
{
  static const char *const texts[] = {"[]", "null", "1", "\"a\"", "true"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (kc_json_parse_object (bytes, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

#define assert_complains(expression, field)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    g_assert_false (expression);                                                                   \
    g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);                                          \
    g_assert_nonnull (strstr (error->message, "\"" field "\""));                                   \
  }                                                                                                \
  G_STMT_END

static void
test_reads_strings (void)
{
  g_autoptr (JsonObject) object = parse_object (
      "{\"text\":\"four\",\"empty\":\"\",\"null\":null,\"number\":4,\"list\":[\"a\"]}");
  const char *value = "";

  g_assert_cmpstr (kc_json_get_string (object, "text", 4, NULL), ==, "four");
  g_assert_cmpstr (kc_json_get_string (object, "empty", 4, NULL), ==, "");
  assert_complains (kc_json_get_string (object, "text", 3, &error) != NULL, "text");
  assert_complains (kc_json_get_string (object, "null", 9, &error) != NULL, "null");
  assert_complains (kc_json_get_string (object, "absent", 9, &error) != NULL, "absent");
  assert_complains (kc_json_get_string (object, "number", 9, &error) != NULL, "number");
  assert_complains (kc_json_get_string (object, "list", 9, &error) != NULL, "list");

  g_assert_true (kc_json_find_string (object, "text", 9, &value, NULL));
  g_assert_cmpstr (value, ==, "four");
  g_assert_true (kc_json_find_string (object, "null", 9, &value, NULL));
  g_assert_null (value);
  g_assert_true (kc_json_find_string (object, "absent", 9, &value, NULL));
  g_assert_null (value);
  assert_complains (kc_json_find_string (object, "number", 9, &value, &error), "number");

  g_assert_cmpstr (kc_json_peek_string (object, "text", 9), ==, "four");
  g_assert_null (kc_json_peek_string (object, "text", 3));
  g_assert_null (kc_json_peek_string (object, "empty", 9));
  g_assert_null (kc_json_peek_string (object, "number", 9));
  g_assert_null (kc_json_peek_string (NULL, "text", 9));
}

static void
test_reads_whole_numbers (void)
{
  g_autoptr (JsonObject) object = parse_object (
      "{\"five\":5,\"minus\":-5,\"real\":900.0,\"power\":9e2,\"half\":0.5,"
      "\"huge\":1e300,\"infinite\":1e999,\"text\":\"5\",\"flag\":true,\"null\":null}");
  gint64 value = 0;

  g_assert_true (kc_json_get_int (object, "five", 5, 5, &value, NULL));
  g_assert_cmpint (value, ==, 5);
  g_assert_true (kc_json_get_int (object, "minus", -5, 0, &value, NULL));
  g_assert_cmpint (value, ==, -5);
  g_assert_true (kc_json_get_int (object, "real", 0, 900, &value, NULL));
  g_assert_cmpint (value, ==, 900);
  g_assert_true (kc_json_get_int (object, "power", 0, 900, &value, NULL));
  g_assert_cmpint (value, ==, 900);
  assert_complains (kc_json_get_int (object, "five", 6, 9, &value, &error), "five");
  assert_complains (kc_json_get_int (object, "five", 1, 4, &value, &error), "five");
  assert_complains (kc_json_get_int (object, "half", 0, 9, &value, &error), "half");
  assert_complains (kc_json_get_int (object, "huge", 0, G_MAXINT64, &value, &error), "huge");
  assert_complains (kc_json_get_int (object, "infinite", 0, G_MAXINT64, &value, &error),
                    "infinite");
  assert_complains (kc_json_get_int (object, "text", 0, 9, &value, &error), "text");
  assert_complains (kc_json_get_int (object, "flag", 0, 9, &value, &error), "flag");
  assert_complains (kc_json_get_int (object, "null", 0, 9, &value, &error), "null");
  assert_complains (kc_json_get_int (object, "absent", 0, 9, &value, &error), "absent");
}

/* Numbers, ids and flags in the forms that other programs write. */
static void
test_reads_what_is_meant (void)
{
  g_autoptr (JsonObject) object = parse_object (
      "{\"id\":12,\"real\":9e2,\"half\":0.5,\"text\":\" 5 \",\"word\":\"five\",\"empty\":\"\","
      "\"huge\":123456789012345678901,\"infinite\":1e999,\"hex\":\"0x10\",\"nan\":\"nan\","
      "\"one\":1,\"zero\":\"0\",\"flag\":true,\"null\":null,\"list\":[1]}");
  static const struct {
    const char *name;
    const char *text;
  } texts[] = {
      {"id", "12"},   {"real", "900"}, {"half", NULL}, {"text", " 5 "},    {"empty", NULL},
      {"huge", NULL}, {"flag", NULL},  {"null", NULL}, {"infinite", NULL}, {"list", NULL},
  };
  static const char *const no_numbers[]
      = {"word", "empty", "hex", "nan", "flag", "null", "list", "x"};
  double number;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = kc_json_dup_text (object, texts[i].name, 9);

      g_assert_cmpstr (text, ==, texts[i].text);
    }
  g_assert_null (kc_json_dup_text (NULL, "id", 9));

  g_assert_true (kc_json_peek_number (object, "half", &number));
  g_assert_cmpfloat_with_epsilon (number, 0.5, 1e-9);
  g_assert_true (kc_json_peek_number (object, "text", &number));
  g_assert_cmpfloat_with_epsilon (number, 5, 1e-9);
  g_assert_true (kc_json_peek_number (object, "huge", &number));
  g_assert_cmpfloat_with_epsilon (number, 123456789012345678900.0, 1e-9);
  g_assert_true (kc_json_peek_number (object, "infinite", &number));
  g_assert_cmpfloat (number, >, 1e300);
  for (guint i = 0; i < G_N_ELEMENTS (no_numbers); i++)
    g_assert_false (kc_json_peek_number (object, no_numbers[i], &number));

  g_assert_true (kc_json_peek_boolean (object, "one", FALSE));
  g_assert_false (kc_json_peek_boolean (object, "zero", TRUE));
  g_assert_true (kc_json_peek_boolean (object, "id", TRUE));
  g_assert_false (kc_json_peek_boolean (object, "id", FALSE));
  g_assert_true (kc_json_peek_boolean (NULL, "id", TRUE));
}

/* The grammar allows an escaped NUL, but it would cut a C string: the field is dropped. */
static void
test_a_nul_costs_its_field (void)
{
  g_autoptr (JsonObject) object
      = parse_object ("{\"a\":\"x\\u0000y\",\"b\":\"fine\",\"c\":\"\\\\u0000\"}");
  const char *value = NULL;

  assert_complains (kc_json_find_string (object, "a", 9, &value, &error), "a");
  assert_complains (kc_json_get_string (object, "a", 9, &error) != NULL, "a");
  g_assert_null (kc_json_peek_string (object, "a", 9));
  g_assert_null (kc_json_dup_text (object, "a", 9));
  g_assert_cmpstr (kc_json_peek_string (object, "b", 9), ==, "fine");
  g_assert_cmpstr (kc_json_peek_string (object, "c", 9), ==, "\\u0000");
}

static void
test_reads_the_rest (void)
{
  g_autoptr (JsonObject) object = parse_object (
      "{\"yes\":true,\"no\":false,\"null\":null,\"one\":1,\"list\":[1],\"object\":{}}");
  gboolean flag = FALSE;
  JsonObject *inner = NULL;

  g_assert_true (kc_json_find_boolean (object, "yes", FALSE, &flag, NULL));
  g_assert_true (flag);
  g_assert_true (kc_json_find_boolean (object, "no", TRUE, &flag, NULL));
  g_assert_false (flag);
  g_assert_true (kc_json_find_boolean (object, "null", TRUE, &flag, NULL));
  g_assert_true (flag);
  assert_complains (kc_json_find_boolean (object, "one", TRUE, &flag, &error), "one");

  g_assert_true (kc_json_find_object (object, "object", &inner, NULL));
  g_assert_nonnull (inner);
  g_assert_true (kc_json_find_object (object, "absent", &inner, NULL));
  g_assert_null (inner);
  assert_complains (kc_json_find_object (object, "list", &inner, &error), "list");
  g_assert_nonnull (kc_json_peek_object (object, "object"));
  g_assert_null (kc_json_peek_object (object, "list"));
  g_assert_null (kc_json_peek_object (NULL, "object"));

  g_assert_nonnull (kc_json_get_array (object, "list", NULL));
  assert_complains (kc_json_get_array (object, "object", &error) != NULL, "object");
  assert_complains (kc_json_get_array (object, "null", &error) != NULL, "null");
  g_assert_nonnull (kc_json_peek_array (object, "list"));
  g_assert_null (kc_json_peek_array (object, "one"));
  g_assert_null (kc_json_peek_array (NULL, "list"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/json/takes-json", test_takes_json);
  g_test_add_func ("/api/json/refuses-what-is-no-json", test_refuses_what_is_no_json);
  g_test_add_func ("/api/json/refuses-every-beginning", test_refuses_every_beginning);
  g_test_add_func ("/api/json/limits-the-depth", test_limits_the_depth);
  g_test_add_func ("/api/json/does-not-mistake-texts-for-depth",
                   test_does_not_mistake_texts_for_depth);
  g_test_add_func ("/api/json/limits-the-size", test_limits_the_size);
  g_test_add_func ("/api/json/never-quotes-the-text", test_never_quotes_the_text);
  g_test_add_func ("/api/json/mends-half-surrogates", test_mends_half_surrogates);
  g_test_add_func ("/api/json/wants-an-object-at-the-root", test_wants_an_object_at_the_root);
  g_test_add_func ("/api/json/reads-strings", test_reads_strings);
  g_test_add_func ("/api/json/reads-whole-numbers", test_reads_whole_numbers);
  g_test_add_func ("/api/json/reads-what-is-meant", test_reads_what_is_meant);
  g_test_add_func ("/api/json/a-nul-costs-its-field", test_a_nul_costs_its_field);
  g_test_add_func ("/api/json/reads-the-rest", test_reads_the_rest);

  return g_test_run ();
}
