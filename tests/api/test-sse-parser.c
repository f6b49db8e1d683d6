/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sse-parser.h"

#include <string.h>

/* Literals with NUL in them. */
#define BYTES(literal) (literal), sizeof (literal) - 1

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSseEvent, kc_sse_event_free)

/* The events, one per line: "type|data|id", with NUL as "\0" and line feed as "
 * ". Made from a copy of the event, as a signal may make one. */
static void
record_event_cb (const KcSseEvent *parsed, gpointer user_data)
{
  GString *record = user_data;
  g_autoptr (KcSseEvent) event = g_boxed_copy (KC_TYPE_SSE_EVENT, parsed);

  g_assert_true (g_utf8_validate (event->type, -1, NULL));
  g_assert_true (g_utf8_validate (event->id, -1, NULL));
  g_assert_cmpint (event->data[event->data_length], ==, '\0');

  g_string_append_printf (record, "%s|", event->type);
  for (gsize i = 0; i < event->data_length; i++)
    {
      if (event->data[i] == '\0')
        g_string_append (record, "\\0");
      else if (event->data[i] == '\n')
        g_string_append (record, "\\n");
      else
        g_string_append_c (record, event->data[i]);
    }
  g_string_append_printf (record, "|%s\n", event->id);
}

/* Feeds a copy of exactly this size, so that the sanitizer notices a read beyond it. */
static void
feed (KcSseParser *parser, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  gboolean ok = kc_sse_parser_feed (parser, copy, length, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
finish_record (KcSseParser *parser, GString *record)
{
  g_string_append_printf (record, "=%s %" G_GINT64_FORMAT, kc_sse_parser_get_last_event_id (parser),
                          kc_sse_parser_get_retry_ms (parser));
}

/* Cut before each of the given offsets. */
static char *
parse_cut (const char *bytes, gsize length, const gsize *cuts, guint n_cuts)
{
  g_autoptr (GString) record = g_string_new (NULL);
  g_autoptr (KcSseParser) parser = kc_sse_parser_new (record_event_cb, record);
  gsize start = 0;

  for (guint i = 0; i < n_cuts; i++)
    {
      feed (parser, bytes + start, cuts[i] - start);
      start = cuts[i];
    }
  feed (parser, bytes + start, length - start);
  finish_record (parser, record);

  return g_string_free (g_steal_pointer (&record), FALSE);
}

static char *
parse_byte_by_byte (const char *bytes, gsize length)
{
  g_autoptr (GString) record = g_string_new (NULL);
  g_autoptr (KcSseParser) parser = kc_sse_parser_new (record_event_cb, record);

  for (gsize i = 0; i < length; i++)
    feed (parser, bytes + i, 1);
  finish_record (parser, record);

  return g_string_free (g_steal_pointer (&record), FALSE);
}

static void
assert_parsed (const char *rule, const char *bytes, gsize length, const char *expected)
{
  g_autofree char *whole = parse_cut (bytes, length, NULL, 0);
  g_autofree char *single = parse_byte_by_byte (bytes, length);

  g_test_message ("%s", rule);
  g_assert_cmpstr (whole, ==, expected);
  g_assert_cmpstr (single, ==, expected);

  for (gsize i = 0; i <= length; i++)
    {
      g_autofree char *in_two = parse_cut (bytes, length, &i, 1);

      g_assert_cmpstr (in_two, ==, expected);
      for (gsize j = i; length <= 60 && j <= length; j++)
        {
          const gsize cuts[] = {i, j};
          g_autofree char *in_three = parse_cut (bytes, length, cuts, 2);

          g_assert_cmpstr (in_three, ==, expected);
        }
    }
}

typedef struct {
  const char *rule;
  const char *bytes;
  gsize length;
  const char *expected; /* as record_event_cb writes them, then "=last-event-id retry" */
} Vector;

static const Vector vectors[] = {
    /* The examples of the WHATWG specification. */
    {"example: stocks", BYTES ("data: YHOO\ndata: +2\ndata: 10\n\n"),
     "message|YHOO\\n+2\\n10|\n= -1"},
    {"example: four blocks",
     BYTES (": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
            "data:  third event\n\n"),
     "message|first event|1\nmessage|second event|\nmessage| third event|\n= -1"},
    {"example: empty data", BYTES ("data\n\ndata\ndata\n\ndata:"), "message||\nmessage|\\n|\n= -1"},
    {"example: one space", BYTES ("data:test\n\ndata: test\n\n"),
     "message|test|\nmessage|test|\n= -1"},

    {"nothing", BYTES (""), "= -1"},
    {"blank lines only", BYTES ("\n\r\r\n\n"), "= -1"},

    /* Line ends. */
    {"LF", BYTES ("data:a\ndata:b\n\ndata:c\n\n"), "message|a\\nb|\nmessage|c|\n= -1"},
    {"CR", BYTES ("data:a\rdata:b\r\rdata:c\r\r"), "message|a\\nb|\nmessage|c|\n= -1"},
    {"CRLF", BYTES ("data:a\r\ndata:b\r\n\r\ndata:c\r\n\r\n"), "message|a\\nb|\nmessage|c|\n= -1"},
    {"mixed", BYTES ("data:a\r\ndata:b\rdata:c\n\r\ndata:d\n\r"),
     "message|a\\nb\\nc|\nmessage|d|\n= -1"},
    {"LF CR is two line ends", BYTES ("data:a\n\rdata:b\n\r"), "message|a|\nmessage|b|\n= -1"},
    {"CR LF LF ends an event", BYTES ("data:a\r\n\ndata:b\r\n\n"), "message|a|\nmessage|b|\n= -1"},
    {"CR CR LF ends an event", BYTES ("data:a\r\r\ndata:b\r\r\n"), "message|a|\nmessage|b|\n= -1"},
    {"a CR dispatches without waiting for an LF", BYTES ("data:a\r\r"), "message|a|\n= -1"},
    {"other line separators are data", BYTES ("data:a\x0b\x0c\xc2\x85\xe2\x80\xa8z\n\n"),
     "message|a\x0b\x0c\xc2\x85\xe2\x80\xa8z|\n= -1"},

    /* Byte order mark. */
    {"BOM",
     BYTES ("\xef\xbb\xbf"
            "data:a\n\n"),
     "message|a|\n= -1"},
    {"only one BOM",
     BYTES ("\xef\xbb\xbf\xef\xbb\xbf"
            "data:a\ndata:b\n\n"),
     "message|b|\n= -1"},
    {"no BOM later",
     BYTES ("\n\xef\xbb\xbf"
            "data:a\ndata:b\n\n"),
     "message|b|\n= -1"},
    {"a BOM in data stays",
     BYTES ("data:\xef\xbb\xbf"
            "a\n\n"),
     "message|\xef\xbb\xbf"
     "a|\n= -1"},
    {"BOM before a comment", BYTES ("\xef\xbb\xbf:x\ndata:a\n\n"), "message|a|\n= -1"},
    {"BOM before a blank line", BYTES ("\xef\xbb\xbf\r\ndata:a\n\n"), "message|a|\n= -1"},
    {"half a BOM",
     BYTES ("\xef\xbb"
            "data:a\ndata:b\n\n"),
     "message|b|\n= -1"},

    /* Comments and fields. */
    {"comments", BYTES (":\n: ping\n:data:x\ndata:a\n:\ndata:b\n\n:\n\n"), "message|a\\nb|\n= -1"},
    {"unknown fields", BYTES ("datas:x\nDATA:x\n data:x\ndata :x\nfoo\nfoo:bar\ndata:a\n\n"),
     "message|a|\n= -1"},
    {"exactly one space", BYTES ("data:a\ndata: b\ndata:  c\ndata:\td\ndata: \ndata:  \n\n"),
     "message|a\\nb\\n c\\n\td\\n\\n |\n= -1"},
    {"trailing space stays", BYTES ("data: a \n\n"), "message|a |\n= -1"},
    {"colons in the value", BYTES ("data:a:b: c\n\n"), "message|a:b: c|\n= -1"},
    {"field without a colon", BYTES ("data\nevent\nid\nretry\n\n"), "message||\n= -1"},
    {"NUL in data", BYTES ("data:a\0b\n\n"), "message|a\\0b|\n= -1"},
    {"NUL in a name", BYTES ("da\0ta:x\ndata\0:x\n\n"), "= -1"},
    {"empty data has its own lines", BYTES ("data:\ndata:\n\n"), "message|\\n|\n= -1"},

    /* Event types. */
    {"event", BYTES ("event:qr\ndata:a\n\ndata:b\n\n"), "qr|a|\nmessage|b|\n= -1"},
    {"the last event wins", BYTES ("event:qr\nevent: failed\ndata:a\n\n"), "failed|a|\n= -1"},
    {"an empty event is message", BYTES ("event:qr\nevent\ndata:a\n\n"), "message|a|\n= -1"},
    {"no data: not dispatched, type forgotten", BYTES ("event:qr\n\ndata:a\n\n"),
     "message|a|\n= -1"},
    {"event after data", BYTES ("data:a\nevent:qr\n\n"), "qr|a|\n= -1"},

    {"a type with NUL is not the type before the NUL",
     BYTES ("event:qr\0\ndata:a\n\nevent:\0\0x\ndata:b\n\n"),
     "qr\xef\xbf\xbd|a|\n\xef\xbf\xbd\xef\xbf\xbdx|b|\n= -1"},

    /* Last event id. */
    {"id stays", BYTES ("id:1\ndata:a\n\ndata:b\n\n"), "message|a|1\nmessage|b|1\n=1 -1"},
    {"id without data", BYTES ("id:7\n\n"), "=7 -1"},
    {"id without data goes on", BYTES ("id:7\n\ndata:a\n\n"), "message|a|7\n=7 -1"},
    {"id of a half event is not yet the stream's", BYTES ("id:1\ndata:a\n\nid:2\ndata:b\n"),
     "message|a|1\n=1 -1"},
    {"empty id clears", BYTES ("id:1\ndata:a\n\nid\ndata:b\n\n"), "message|a|1\nmessage|b|\n= -1"},
    {"id with NUL is ignored", BYTES ("id:1\nid:2\0\nid:\0\ndata:a\n\n"), "message|a|1\n=1 -1"},
    {"id keeps its blanks", BYTES ("id:  1 \ndata:a\n\n"), "message|a| 1 \n= 1  -1"},
    {"id is decoded", BYTES ("id:\xff\xc3\xa9\ndata:a\n\n"),
     "message|a|\xef\xbf\xbd\xc3\xa9\n=\xef\xbf\xbd\xc3\xa9 -1"},

    /* Retry. */
    {"retry", BYTES ("retry:1500\n\n"), "= 1500"},
    {"retry holds at once", BYTES ("retry: 2000\n"), "= 2000"},
    {"retry 0", BYTES ("retry:0\n"), "= 0"},
    {"retry with zeros", BYTES ("retry:0000000000000000000000000012\n"), "= 12"},
    {"retry: digits only",
     BYTES ("retry:3\nretry:\nretry\nretry:-1\nretry:+1\nretry:1.5\nretry:1e3\nretry: 1 \n"
            "retry:  9\nretry:0x10\nretry:\xd9\xa1\nretry:1\0\n"),
     "= 3"},
    {"retry at the limit", BYTES ("retry:300000\n"), "= 300000"},
    {"retry above the limit", BYTES ("retry:300001\n"), "= 300000"},
    {"retry above 64 bits", BYTES ("retry:99999999999999999999999999999999999999999\n"),
     "= 300000"},
    {"retry just above 64 bits", BYTES ("retry:18446744073709551617\n"), "= 300000"},

    /* The end. */
    {"no blank line: dropped", BYTES ("data:a\n\ndata:b\n"), "message|a|\n= -1"},
    {"no line end: dropped", BYTES ("data:a\n\ndata:b"), "message|a|\n= -1"},

    /* UTF-8: one U+FFFD for each maximal subpart. */
    {"UTF-8", BYTES ("data:\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x93\xb1\n\n"),
     "message|\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x93\xb1|\n= -1"},
    {"first and last of each length",
     BYTES ("data:\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"
            "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\n\n"),
     "message|\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"
     "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf|\n= -1"},
    {"lone continuation bytes", BYTES ("data:\x80\xbf\n\n"),
     "message|\xef\xbf\xbd\xef\xbf\xbd|\n= -1"},
    {"never in UTF-8", BYTES ("data:\xc0\xc1\xf5\xff\n\n"),
     "message|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|\n= -1"},
    {"cut off: one each",
     BYTES ("data:\xe4\xbd"
            "a\xf0\x9f\x93"
            "b\xc3"
            "c\xe4\n\n"),
     "message|\xef\xbf\xbd"
     "a\xef\xbf\xbd"
     "b\xef\xbf\xbd"
     "c\xef\xbf\xbd|\n= -1"},
    {"cut off by another", BYTES ("data:\xf0\x9f\xf0\x9f\x93\xe4\xbd\xc3\xa9\n\n"),
     "message|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xc3\xa9|\n= -1"},
    {"overlong: one a byte", BYTES ("data:\xe0\x80\x80\xf0\x8f\xbf\xbf\n\n"),
     "message|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
     "|\n= -1"},
    {"surrogate: one a byte", BYTES ("data:\xed\xa0\x80\n\n"),
     "message|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|\n= -1"},
    {"above U+10FFFF: one a byte", BYTES ("data:\xf4\x90\x80\x80\n\n"),
     "message|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|\n= -1"},
    {"a line end ends the sequence", BYTES ("data:\xe4\xbd\ndata:\xa0\r\n\n"),
     "message|\xef\xbf\xbd\\n\xef\xbf\xbd|\n= -1"},
    {"type is decoded", BYTES ("event:\xe4\xbd\ndata:a\n\n"), "\xef\xbf\xbd|a|\n= -1"},
    {"ill-formed name is unknown",
     BYTES ("data\xff:x\n\xff"
            "data:x\n\n"),
     "= -1"},

    /* As NestJS writes them. */
    {"a frame of NestJS", BYTES ("\nevent: qr\nid: 3\ndata: 2@AAAA,BBBB,CCCC\n\n"),
     "qr|2@AAAA,BBBB,CCCC|3\n=3 -1"},
};

static void
test_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    assert_parsed (vectors[i].rule, vectors[i].bytes, vectors[i].length, vectors[i].expected);
}

/* A new connection: the half event is forgotten, id and retry stay, and there may be a byte order
 * mark. */
static void
test_reset (void)
{
  g_autoptr (GString) record = g_string_new (NULL);
  g_autoptr (KcSseParser) parser = kc_sse_parser_new (record_event_cb, record);

  feed (parser, BYTES ("id:1\nretry:5\ndata:a\n\nid:2\nevent:qr\ndata:b\ndata:half"));
  kc_sse_parser_reset (parser);
  feed (parser, BYTES ("\xef\xbb\xbf"
                       "data:c\n\n"));
  g_assert_cmpstr (record->str, ==, "message|a|1\nmessage|c|1\n");
  g_assert_cmpstr (kc_sse_parser_get_last_event_id (parser), ==, "1");
  g_assert_cmpint (kc_sse_parser_get_retry_ms (parser), ==, 5);

  /* The line feed that begins the new connection does not belong to the CR of the old one. */
  g_string_truncate (record, 0);
  feed (parser, BYTES ("data:d\r"));
  kc_sse_parser_reset (parser);
  feed (parser, BYTES ("data:e\n"));
  feed (parser, BYTES ("\n"));
  g_assert_cmpstr (record->str, ==, "message|e|1\n");

  g_string_truncate (record, 0);
  feed (parser, BYTES ("\xef\xbb"));
  kc_sse_parser_reset (parser);
  feed (parser, BYTES ("\xbf"
                       "data:x\ndata:f\n\n"));
  g_assert_cmpstr (record->str, ==, "message|f|1\n");

  kc_sse_parser_free (NULL);
}

static void
count_event_cb (const KcSseEvent *event, gpointer user_data)
{
  gsize *totals = user_data;

  totals[0]++;
  totals[1] += event->data_length;
}

/* `chunk` 0: all at once. */
static gboolean
feed_text (KcSseParser *parser, GString *text, gsize chunk, GError **error)
{
  if (chunk == 0)
    chunk = text->len;

  for (gsize i = 0; i < text->len; i += chunk)
    if (!kc_sse_parser_feed (parser, (const guint8 *) text->str + i, MIN (chunk, text->len - i),
                             error))
      return FALSE;

  return TRUE;
}

static void
append_repeated (GString *text, char byte, gsize n)
{
  gsize start = text->len;

  g_string_set_size (text, start + n);
  memset (text->str + start, byte, n);
}

static void
assert_limit (GString *text, gboolean ok_expected, gsize data_length)
{
  static const gsize chunks[] = {0, 1, 7, 4096, 65536, 65537};

  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize totals[2] = {0, 0};
      g_autoptr (KcSseParser) parser = kc_sse_parser_new (count_event_cb, totals);
      gboolean ok = feed_text (parser, text, chunks[i], &error);

      g_assert_cmpint (ok, ==, ok_expected);
      if (ok_expected)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (totals[0], ==, data_length > 0 ? 1 : 0);
          g_assert_cmpuint (totals[1], ==, data_length);
          continue;
        }

      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      g_assert_cmpuint (totals[0], ==, 0);
      for (guint n = 0; n < 3; n++)
        {
          g_clear_error (&error);
          g_assert_false (
              kc_sse_parser_feed (parser, (const guint8 *) BYTES ("\n\ndata:a\n\n"), &error));
          g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
        }
      g_assert_false (kc_sse_parser_feed (parser, NULL, 0, NULL));
      g_assert_cmpuint (totals[0], ==, 0);

      kc_sse_parser_reset (parser);
      feed (parser, BYTES ("data:a\n\n"));
      g_assert_cmpuint (totals[0], ==, 1);
    }
}

static void
test_limit_line (void)
{
  static const char *const names[] = {"data:", ":", "", "id:", "event:", "retry:"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint over = 0; over < 2; over++)
      for (guint ended = 0; ended < 2; ended++)
        {
          g_autoptr (GString) text = g_string_new (names[i]);
          gsize value = KC_SSE_MAX_LINE - text->len + over;

          append_repeated (text, 'x', value);
          if (ended)
            g_string_append (text, "\r\n\r\n");
          /* Fields that nobody reads are skipped, however long they are. */
          assert_limit (text, over == 0 || i == 1 || i == 2, i == 0 && ended ? value : 0);
        }
}

/* A comment is not stored: memory does not grow, and the event around it is complete. */
static void
test_limit_skipped (void)
{
  static const char *const names[]
      = {":", "comment: ", "dat: ", "datax: ", "idle", "\xef\xbb\xbf:"};
  static const gsize chunks[] = {0, 1, 3, 4096, 65537};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (chunks); j++)
      {
        g_autoptr (GString) text = g_string_new (names[i]);
        gsize totals[2] = {0, 0};
        g_autoptr (KcSseParser) parser = kc_sse_parser_new (count_event_cb, totals);

        append_repeated (text, 'x', 5 * KC_SSE_MAX_LINE);
        g_string_append (text, "\ndata: ab\n");
        g_string_append (text, names[i] + (i == 5 ? 3 : 0));
        append_repeated (text, 'y', 3 * KC_SSE_MAX_LINE);
        g_string_append (text, "\r\ndata: cd\n\n");
        g_assert_true (feed_text (parser, text, chunks[j], NULL));
        g_assert_cmpuint (totals[0], ==, 1);
        g_assert_cmpuint (totals[1], ==, 5);
      }
}

/* The limit is on the data as handed out, with the line feeds between its lines. */
static void
test_limit_event (void)
{
  for (guint over = 0; over < 2; over++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gsize left = KC_SSE_MAX_EVENT + over;

      while (left > 50000)
        {
          g_string_append (text, "data:");
          append_repeated (text, 'x', 49999);
          g_string_append_c (text, '\n');
          left -= 50000;
        }
      g_string_append (text, "data:");
      append_repeated (text, 'x', left);
      g_string_append (text, "\n\n");
      assert_limit (text, over == 0, KC_SSE_MAX_EVENT);
    }
}

/* Empty lines count too. */
static void
test_limit_event_blank (void)
{
  for (guint over = 0; over < 2; over++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (gsize i = 0; i < KC_SSE_MAX_EVENT + 1 + over; i++)
        g_string_append (text, "data\n");
      g_string_append_c (text, '\n');
      assert_limit (text, over == 0, KC_SSE_MAX_EVENT);
    }
}

/* So do bytes that become three when they are decoded. */
static void
test_limit_event_decoded (void)
{
  for (guint over = 0; over < 2; over++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < 2; i++)
        {
          g_string_append (text, "data:");
          append_repeated (text, '\xff', 43690);
          g_string_append_c (text, '\n');
        }
      g_string_append (text, over ? "data:123\n\n" : "data:12\n\n");
      assert_limit (text, over == 0, KC_SSE_MAX_EVENT);
    }
}

/* Comments show that the stream is alive: they never add up to an event. */
static void
test_limit_not_reached (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize totals[2] = {0, 0};
  g_autoptr (KcSseParser) parser = kc_sse_parser_new (count_event_cb, totals);

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, ": still here\nid: 12345\nevent: qr\n");
  g_string_append (text, "data:a\n\n");
  g_assert_cmpuint (text->len, >, 10 * KC_SSE_MAX_EVENT);

  g_assert_true (feed_text (parser, text, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (totals[0], ==, 1);
}

/* The rules again, written to be readable, without care for time, memory or chunks. */
static char *
parse_naively (const char *bytes, gsize length)
{
  g_autoptr (GString) record = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) data = g_string_new (NULL);
  g_autoptr (GString) id = g_string_new (NULL);
  g_autoptr (GString) last_event_id = g_string_new (NULL);
  g_autofree char *type = g_strdup ("");
  gint64 retry_ms = -1;
  gsize at = 0;

  /* https://encoding.spec.whatwg.org/#utf-8-decoder, step by step. */
  for (gsize i = 0, needed = 0, lower = 0x80, upper = 0xbf, from = 0; i <= length;)
    {
      guint8 byte = i < length ? (guint8) bytes[i] : 0;

      if (i == length || needed > 0)
        {
          if (needed == 0)
            break;
          if (i == length || byte < lower || byte > upper)
            {
              needed = 0;
              g_string_append (text, "\xef\xbf\xbd");
              continue;
            }
          i++;
          needed--;
          lower = 0x80;
          upper = 0xbf;
          if (needed == 0)
            g_string_append_len (text, bytes + from, (gssize) (i - from));
          continue;
        }

      lower = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
      upper = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
      from = i++;
      if (byte < 0x80)
        g_string_append_c (text, (char) byte);
      else if (byte >= 0xc2 && byte <= 0xdf)
        needed = 1;
      else if (byte >= 0xe0 && byte <= 0xef)
        needed = 2;
      else if (byte >= 0xf0 && byte <= 0xf4)
        needed = 3;
      else
        g_string_append (text, "\xef\xbf\xbd");
    }

  if (text->len >= 3 && memcmp (text->str, "\xef\xbb\xbf", 3) == 0)
    g_string_erase (text, 0, 3);

  while (at < text->len)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autoptr (GString) value = g_string_new (NULL);
      gboolean seen_colon = FALSE;

      while (at < text->len && text->str[at] != '\n' && text->str[at] != '\r')
        {
          if (text->str[at] == ':' && !seen_colon)
            seen_colon = TRUE;
          else
            g_string_append_c (seen_colon ? value : name, text->str[at]);
          at++;
        }
      if (at == text->len)
        break;
      at += text->str[at] == '\r' && at + 1 < text->len && text->str[at + 1] == '\n' ? 2 : 1;

      if (value->len > 0 && value->str[0] == ' ')
        g_string_erase (value, 0, 1);

      if (name->len == 0 && !seen_colon)
        {
          g_string_truncate (last_event_id, 0);
          g_string_append_len (last_event_id, id->str, (gssize) id->len);
          if (data->len > 0)
            {
              KcSseEvent event = {*type != '\0' ? type : "message", data->str, data->len - 1,
                                  last_event_id->str};

              g_string_truncate (data, data->len - 1);
              record_event_cb (&event, record);
            }
          g_string_truncate (data, 0);
          g_free (type);
          type = g_strdup ("");
        }
      else if (name->len != strlen (name->str))
        {
          continue;
        }
      else if (strcmp (name->str, "data") == 0)
        {
          g_string_append_len (data, value->str, (gssize) value->len);
          g_string_append_c (data, '\n');
        }
      else if (strcmp (name->str, "event") == 0)
        {
          g_autoptr (GString) shown = g_string_new (NULL);

          for (gsize i = 0; i < value->len; i++)
            if (value->str[i] == '\0')
              g_string_append (shown, "\xef\xbf\xbd");
            else
              g_string_append_c (shown, value->str[i]);
          g_free (type);
          type = g_strdup (shown->str);
        }
      else if (strcmp (name->str, "id") == 0)
        {
          if (strlen (value->str) == value->len)
            g_string_assign (id, value->str);
        }
      else if (strcmp (name->str, "retry") == 0)
        {
          if (value->len > 0 && strspn (value->str, "0123456789") == value->len)
            retry_ms = (gint64) MIN (g_ascii_strtoull (value->str, NULL, 10), KC_SSE_MAX_RETRY_MS);
        }
    }

  g_string_append_printf (record, "=%s %" G_GINT64_FORMAT, last_event_id->str, retry_ms);
  return g_string_free (g_steal_pointer (&record), FALSE);
}

/* Streams made of all the pieces that matter, cut at random. */
static void
test_fuzz (void)
{
  static const struct {
    const char *bytes;
    gsize length;
  } pieces[] = {
      {BYTES ("\n")},
      {BYTES ("\n")},
      {BYTES ("\r")},
      {BYTES ("\r\n")},
      {BYTES ("\n\n")},
      {BYTES ("data")},
      {BYTES ("data:")},
      {BYTES ("data: ")},
      {BYTES ("event:")},
      {BYTES ("id:")},
      {BYTES ("retry:")},
      {BYTES (":")},
      {BYTES (" ")},
      {BYTES ("\0")},
      {BYTES ("12")},
      {BYTES ("99999999999")},
      {BYTES ("qr")},
      {BYTES ("x")},
      {BYTES ("\xc3\xa9")},
      {BYTES ("\xe4\xbd\xa0")},
      {BYTES ("\xef")},
      {BYTES ("\xbb")},
      {BYTES ("\xbf")},
      {BYTES ("\xef\xbb\xbf")},
      {BYTES ("\xf0\x9f")},
      {BYTES ("\x93")},
      {BYTES ("\xed\xa0")},
      {BYTES ("\xf4\x90")},
      {BYTES ("abcdefghijklmnopqrstuvwxyz")},
      {BYTES ("\xff")},
  };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n_pieces = (guint) g_test_rand_int_range (1, 60);
      g_autofree char *expected = NULL;

      for (guint i = 0; i < n_pieces; i++)
        {
          gsize piece = (gsize) g_test_rand_int_range (0, G_N_ELEMENTS (pieces));

          g_string_append_len (text, pieces[piece].bytes, (gssize) pieces[piece].length);
        }
      expected = parse_naively (text->str, text->len);

      for (guint variant = 0; variant < 4; variant++)
        {
          g_autoptr (GString) record = g_string_new (NULL);
          g_autoptr (KcSseParser) parser = kc_sse_parser_new (record_event_cb, record);

          for (gsize start = 0; start < text->len;)
            {
              gsize n = (gsize) g_test_rand_int_range (0, variant == 0 ? 2 : 1 << (2 * variant));

              n = MIN (n, text->len - start);
              feed (parser, text->str + start, n);
              start += n;
            }
          finish_record (parser, record);
          g_assert_cmpstr (record->str, ==, expected);
        }
    }
}

/* Line ends of every kind with chunks of every size: quadratic work would take minutes here, and
 * exceed the test's time limit. */
static void
test_linear (void)
{
  static const char *const frames[]
      = {"data: x\n\n", "data: x\r\r", "data: x\r\n\r\n", "data: x\r\n\n"};
  static const gsize chunks[] = {1, 3, 1 << 20};

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gsize n_frames = (1 << 20) / strlen (frames[i]);

      for (gsize n = 0; n < n_frames; n++)
        g_string_append (text, frames[i]);

      for (gsize j = 0; j < G_N_ELEMENTS (chunks); j++)
        {
          gsize totals[2] = {0, 0};
          g_autoptr (KcSseParser) parser = kc_sse_parser_new (count_event_cb, totals);

          g_assert_true (feed_text (parser, text, chunks[j], NULL));
          g_assert_cmpuint (totals[0], ==, n_frames);
          g_assert_cmpuint (totals[1], ==, n_frames);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/sse-parser/vectors", test_vectors);
  g_test_add_func ("/api/sse-parser/reset", test_reset);
  g_test_add_func ("/api/sse-parser/limit/line", test_limit_line);
  g_test_add_func ("/api/sse-parser/limit/skipped", test_limit_skipped);
  g_test_add_func ("/api/sse-parser/limit/event", test_limit_event);
  g_test_add_func ("/api/sse-parser/limit/event-blank", test_limit_event_blank);
  g_test_add_func ("/api/sse-parser/limit/event-decoded", test_limit_event_decoded);
  g_test_add_func ("/api/sse-parser/limit/not-reached", test_limit_not_reached);
  g_test_add_func ("/api/sse-parser/fuzz", test_fuzz);
  g_test_add_func ("/api/sse-parser/linear", test_linear);

  return g_test_run ();
}
