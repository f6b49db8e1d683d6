/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-messages.h"

#include "kc-test-json.h"

/* Shaped like a real code, but obviously fake. */
#define CODE "https://wa.me/settings/linked_devices#2@AAAA+/=,BBBB,CCCC,DDDD"

/* A copy, as a signal may make one. */
static KcQrEvent *
read_event (const char *name, const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrEvent) event = kc_qr_event_new (name, data, strlen (data), &error);

  g_assert_no_error (error);
  g_assert_nonnull (event);

  return g_boxed_copy (KC_TYPE_QR_EVENT, event);
}

static void
assert_no_code (const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strescape (data, NULL);

  g_test_message ("%.200s", line);
  g_assert_null (kc_qr_event_new ("qr", data, length, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
  g_assert_null (strstr (error->message, "2@"));
}

static void
assert_code (const char *name, const char *data, const char *code)
{
  g_autoptr (KcQrEvent) event = read_event (name, data);

  g_assert_cmpint (event->kind, ==, KC_QR_EVENT_CODE);
  g_assert_cmpmem (g_bytes_get_data (event->code, NULL), g_bytes_get_size (event->code), code,
                   strlen (code));
}

static void
test_takes_the_code_in_every_form (void)
{
  static const char *const forms[] = {
      CODE,
      "\"" CODE "\"",
      " \"" CODE "\" ",
      "{\"qr\":\"" CODE "\"}",
      "{\"code\":\"" CODE "\"}",
      "{\"payload\":\"" CODE "\"}",
      "{\"data\":\"" CODE "\"}",
      "{\"value\":\"" CODE "\"}",
      "{\"type\":\"qr\",\"data\":{\"qr\":\"" CODE "\"}}",
      "{\"qr\":null,\"code\":7,\"payload\":{\"code\":\"" CODE "\"}}",
      "{\"qr\":\"\",\"value\":\"" CODE "\"}",
      "\"https:\\/\\/wa.me/settings/linked_devices#2@AAAA\\u002b/=,BBBB,CCCC,DDDD\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    assert_code ("qr", forms[i], CODE);
}

/* A code that was changed in any way links nothing. */
static void
test_keeps_the_code_byte_for_byte (void)
{
  static const char *const raw[] = {
      "2@AAAAbbbb+/==,CCCC/dd+ee=,FFFFgggg=,HHHH==,1",
      CODE,
      " leading",
      "trailing ",
      "\xf0\x9f\x98\x80",
      "%41%2F",
      "2@{[<\"",
      "-",
      "1,2",
      "nullo",
      "database",
  };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++)
    assert_code ("qr", raw[i], raw[i]);
  assert_code ("qr", "\" blanks \"", " blanks ");
  assert_code ("qr", "{\"qr\":\" blanks \"}", " blanks ");
}

/* If one of these were drawn as a code, a phone that scans it would hang. */
static void
test_refuses_broken_data (void)
{
  static const char *const data[] = {
      "{\"qr\":\"2@abc",
      "{\"qr\":\"2@abc\"",
      " {not json",
      "[\"2@abc",
      "\"2@abc",
      "\"2@x\" y",
      "\xef\xbb\xbf{\"qr\":\"2@abc",
      "<html>x",
      " \t<!DOCTYPE html>",
      "\"<html>x\"",
      "{\"qr\":\"<html>x\"}",
      "{\"qr\":\"{\\\"qr\\\":\\\"2@abc\\\"}\"}",
      " ",
      "\xc2\xa0\xe3\x80\x80",
      "\"   \"",
      "{\"qr\":\" \"}",
      "42",
      "-1.5e3",
      "\"42\"",
      "{\"qr\":\"42\"}",
      "true",
      "\"false\"",
      "null",
      "\"null\"",
      "undefined",
      "NaN",
      "2@two\nlines",
      "2@tab\t",
      "\x1b[31m2@x",
      "2@x\x7f",
      "2@x\xc2\x85",
      "\"2@x\\u0000y\"",
      "{\"qr\":\"2@x\\u0000y\"}",
      "2@x\xef\xbf\xbfy",
      "2@x\xff",
      "data:,2@x",
      "data:text/plain;base64,MkB4",
  };
  static const char with_nul[] = "2@a\0b";

  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    assert_no_code (data[i], strlen (data[i]));
  assert_no_code (with_nul, sizeof with_nul - 1);
}

/* The head of a PNG file, `length` bytes in all. */
static GBytes *
make_png (guint8 width, guint8 height, gsize length)
{
  guint8 *bytes = g_malloc0 (length);

  memcpy (bytes, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  bytes[18] = width;
  bytes[22] = height;

  return g_bytes_new_take (bytes, length);
}

static char *
make_data_uri (GBytes *bytes, const char *prefix)
{
  g_autofree char *base64
      = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return g_strconcat (prefix, base64, NULL);
}

static void
test_takes_a_picture_of_the_code (void)
{
  static const char *const forms[]
      = {"%s", "\"%s\"", "{\"qr\":\"%s\"}", "{\"data\":{\"qr\":\"%s\"}}"};
  static const gsize lengths[] = {60, KC_QR_PICTURE_MAX_BYTES};

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (forms); j++)
      {
        g_autoptr (GBytes) png = make_png (1, 1, lengths[i]);
        g_autofree char *uri
            = make_data_uri (png, i == 0 ? "data:image/png;base64," : "DATA:image/PNG;base64,");
        g_auto (GStrv) around = g_strsplit (forms[j], "%s", 2);
        g_autofree char *data = g_strconcat (around[0], uri, around[1], NULL);
        g_autoptr (KcQrEvent) event = read_event ("qr", data);

        g_assert_cmpint (event->kind, ==, KC_QR_EVENT_CODE);
        g_assert_null (event->code);
        g_assert_true (g_bytes_equal (event->picture, png));
      }
}

static void
test_refuses_any_other_picture (void)
{
  static const char *const data[] = {
      "data:image/png;base64,",
      "data:image/png;base64,iVBORw0KGgo=",
      "data:image/png;base64,MkB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4",
      "data:image/svg+xml;base64,PHN2Zy8+",
      "data:image/svg+xml,<svg/>",
  };
  g_autoptr (GBytes) oblong = make_png (1, 2, 60);
  g_autoptr (GBytes) huge = make_png (9, 9, 60);
  g_autoptr (GBytes) empty = make_png (0, 0, 60);
  g_autoptr (GBytes) heavy = make_png (1, 1, KC_QR_PICTURE_MAX_BYTES + 1);
  GBytes *const pictures[] = {oblong, huge, empty, heavy};
  g_autoptr (GBytes) good = make_png (1, 1, 60);
  g_autofree char *spoilt = make_data_uri (good, "data:image/png;base64,");

  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    assert_no_code (data[i], strlen (data[i]));
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *uri = make_data_uri (pictures[i], "data:image/png;base64,");

      assert_no_code (uri, strlen (uri));
    }
  spoilt[40] = '*';
  assert_no_code (spoilt, strlen (spoilt));
}

static void
test_refuses_a_code_without_text (void)
{
  static const char *const data[] = {
      "",
      "\"\"",
      "{}",
      "{\"qr\":\"\"}",
      "{\"qr\":null}",
      "{\"qr\":5}",
      "{\"qr\":[\"a\"]}",
      "[]",
      "null",
      "[\"" CODE "\"]",
      "{\"qr\":{\"qr\":{\"qr\":\"deep\"}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kc_qr_event_new ("qr", data[i], strlen (data[i]), &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      g_assert_null (strstr (error->message, "wa.me"));
    }
  g_assert_null (kc_qr_event_new ("qr", NULL, 0, NULL));
}

static void
test_limits_the_code (void)
{
  static const char *const forms[] = {"%s", "\"%s\"", "{\"qr\":\"%s\"}"};
  g_autofree char *longest = g_strnfill (KC_QR_TEXT_MAX_BYTES, 'a');
  g_autofree char *longer = g_strnfill (KC_QR_TEXT_MAX_BYTES + 1, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_auto (GStrv) around = g_strsplit (forms[i], "%s", 2);
      g_autofree char *good = g_strconcat (around[0], longest, around[1], NULL);
      g_autofree char *bad = g_strconcat (around[0], longer, around[1], NULL);
      g_autoptr (GError) error = NULL;

      assert_code ("qr", good, longest);
      g_assert_null (kc_qr_event_new ("qr", bad, strlen (bad), &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

static void
test_names_decide (void)
{
  static const struct {
    const char *name;
    const char *data;
    KcQrEventKind kind;
  } cases[] = {
      {"qr", CODE, KC_QR_EVENT_CODE},
      {"connecting", "", KC_QR_EVENT_CONNECTING},
      {"connecting", "[[[", KC_QR_EVENT_CONNECTING},
      {"connected", "", KC_QR_EVENT_CONNECTED},
      {"connected", "garbage", KC_QR_EVENT_CONNECTED},
      {"connected", "[]", KC_QR_EVENT_CONNECTED},
      {"failed", "", KC_QR_EVENT_FAILED},
      {"disconnected", "null", KC_QR_EVENT_DISCONNECTED},
      {"error", "{\"type\":\"qr\"}", KC_QR_EVENT_OTHER},
      {"ping", "", KC_QR_EVENT_OTHER},
      {"QR", CODE, KC_QR_EVENT_OTHER},
      /* A name takes precedence over the data. */
      {"failed", "{\"type\":\"connected\"}", KC_QR_EVENT_FAILED},
      /* Without a name, the data decide. */
      {NULL, "{\"type\":\"connecting\"}", KC_QR_EVENT_CONNECTING},
      {"", "{\"event\":\"connected\"}", KC_QR_EVENT_CONNECTED},
      {"message", "{\"type\":\"failed\"}", KC_QR_EVENT_FAILED},
      {"message", "{\"type\":7,\"event\":\"disconnected\"}", KC_QR_EVENT_DISCONNECTED},
      {"message", "{\"type\":\"qr\",\"qr\":\"" CODE "\"}", KC_QR_EVENT_CODE},
      {"message", "{\"type\":\"news\"}", KC_QR_EVENT_OTHER},
      {"message", "{\"qr\":\"" CODE "\"}", KC_QR_EVENT_OTHER},
      {"message", "\"connected\"", KC_QR_EVENT_OTHER},
      {NULL, CODE, KC_QR_EVENT_OTHER},
      {NULL, "", KC_QR_EVENT_OTHER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcQrEvent) event = read_event (cases[i].name, cases[i].data);

      g_assert_cmpint (event->kind, ==, cases[i].kind);
      g_assert_cmpint (event->code != NULL, ==, event->kind == KC_QR_EVENT_CODE);
    }
}

static void
test_connected_brings_the_channel (void)
{
  static const char *const texts[] = {
      "{\"channel_id\":\"ch_1\",\"phone_number\":\"5215512345678\",\"push_name\":\"Shop\"}",
      "{\"type\":\"connected\",\"data\":{\"channel_id\":\"ch_1\",\"phone_number\":\"5215512345678\","
      "\"push_name\":\"Shop\"}}",
      "{\"channel\":{\"id\":\"ch_1\",\"phone_number\":\"5215512345678\",\"push_name\":\"Shop\"}}",
      "{\"data\":{\"channel\":{\"id\":\"ch_1\"},\"phone_number\":\"5215512345678\"},"
      "\"push_name\":\"Shop\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcQrEvent) event = read_event ("connected", texts[i]);

      g_assert_cmpstr (kc_channel_get_id (event->channel), ==, "ch_1");
      g_assert_cmpint (kc_channel_get_kind (event->channel), ==, KC_CHANNEL_KIND_WHATSAPP_QR);
      g_assert_cmpstr (kc_channel_get_phone_number (event->channel), ==, "5215512345678");
      g_assert_cmpstr (event->phone_number, ==, "5215512345678");
      g_assert_cmpstr (event->push_name, ==, "Shop");
    }
}

/* Any of the fields may be null or odd; the event still means "connected". */
static void
test_connected_survives_odd_fields (void)
{
  static const char good[]
      = "{\"channel_id\":\"ch_1\",\"phone_number\":\"52\",\"push_name\":\"Shop\"}";
  static const char *const fields[] = {"channel_id", "phone_number", "push_name"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (good, fields[i], type);
          g_autoptr (KcQrEvent) event
              = kc_qr_event_new ("connected", g_bytes_get_data (bytes, NULL),
                                 g_bytes_get_size (bytes), NULL);
          const gboolean is_text = type == KC_TEST_STRING || type == KC_TEST_INTEGER;

          g_assert_cmpint (event->kind, ==, KC_QR_EVENT_CONNECTED);
          g_assert_cmpint (event->channel != NULL, ==, i != 0 || is_text);
          g_assert_cmpint (event->phone_number != NULL, ==, i != 1 || is_text);
          g_assert_cmpint (event->push_name != NULL, ==, i != 2 || is_text);
        }
    }
}

static void
test_failed_brings_the_reason (void)
{
  static const struct {
    const char *data;
    const char *reason;
  } cases[] = {
      {"timed out", "timed out"},
      {"\"timed out\"", "timed out"},
      {"{\"reason\":\"timed out\"}", "timed out"},
      {"{\"message\":\"timed out\"}", "timed out"},
      {"{\"error\":\"timed out\"}", "timed out"},
      {"{\"error\":{\"code\":\"X\",\"message\":\"timed out\"}}", "timed out"},
      {"{\"data\":{\"reason\":\"timed out\"}}", "timed out"},
      {"{\"type\":\"failed\",\"code\":\"timed out\"}", "timed out"},
      {"{\"reason\":{\"a\":1},\"message\":[1],\"error\":5}", NULL},
      {"{}", NULL},
      {"[]", NULL},
      {"5", NULL},
      {"null", NULL},
      {"", NULL},
  };
  g_autofree char *endless = g_strnfill (5000, 'a');
  g_autofree char *endless_json = g_strdup_printf ("\"%s\"", endless);
  g_autoptr (KcQrEvent) raw = read_event ("failed", endless);
  g_autoptr (KcQrEvent) json = read_event ("failed", endless_json);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcQrEvent) event = read_event ("failed", cases[i].data);

      g_assert_cmpstr (event->reason, ==, cases[i].reason);
    }
  g_assert_null (raw->reason);
  g_assert_null (json->reason);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/qr-event/takes-the-code-in-every-form", test_takes_the_code_in_every_form);
  g_test_add_func ("/api/qr-event/keeps-the-code-byte-for-byte", test_keeps_the_code_byte_for_byte);
  g_test_add_func ("/api/qr-event/refuses-broken-data", test_refuses_broken_data);
  g_test_add_func ("/api/qr-event/takes-a-picture", test_takes_a_picture_of_the_code);
  g_test_add_func ("/api/qr-event/refuses-any-other-picture", test_refuses_any_other_picture);
  g_test_add_func ("/api/qr-event/refuses-a-code-without-text", test_refuses_a_code_without_text);
  g_test_add_func ("/api/qr-event/limits-the-code", test_limits_the_code);
  g_test_add_func ("/api/qr-event/names-decide", test_names_decide);
  g_test_add_func ("/api/qr-event/connected-brings-the-channel", test_connected_brings_the_channel);
  g_test_add_func ("/api/qr-event/connected-survives-odd-fields",
                   test_connected_survives_odd_fields);
  g_test_add_func ("/api/qr-event/failed-brings-the-reason", test_failed_brings_the_reason);

  return g_test_run ();
}
