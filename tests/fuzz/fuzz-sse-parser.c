/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first byte decides how the rest is cut. Whole or cut, it must give the same events. */

#include "kc-fuzz.h"
#include "kc-sse-parser.h"
#include "kc-utf8.h"

#include <string.h>

static void
event_cb (const KcSseEvent *event, gpointer user_data)
{
  GString *events = user_data;

  kc_fuzz_check_text (event->type, KC_SSE_MAX_EVENT * 3);
  kc_fuzz_check_text (event->id, KC_SSE_MAX_LINE * 3);
  g_assert_cmpint (event->data[event->data_length], ==, '\0');
  g_assert_true (kc_utf8_is_valid ((const guint8 *) event->data, event->data_length));

  g_string_append_printf (events, "%s\x1f%s\x1f%" G_GSIZE_FORMAT "\x1f", event->type, event->id,
                          event->data_length);
  g_string_append_len (events, event->data, (gssize) event->data_length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) pieces = g_string_new (NULL);
  g_autoptr (KcSseParser) parser = kc_sse_parser_new (event_cb, whole);
  g_autoptr (KcSseParser) cutting = kc_sse_parser_new (event_cb, pieces);
  guint cut = kc_fuzz_take_byte (&data, &size);
  gboolean fine = kc_sse_parser_feed (parser, data, size, NULL);
  gboolean still_fine = TRUE;

  for (gsize done = 0; done < size && still_fine;)
    {
      const gsize length = MIN (1 + cut % 7, size - done);
      g_autofree guint8 *piece = kc_fuzz_copy (data + done, length);

      still_fine = kc_sse_parser_feed (cutting, piece, length, NULL);
      done += length;
      cut = cut * 5 + 3;
    }

  g_assert_cmpint (fine, ==, still_fine);
  g_assert_cmpmem (whole->str, whole->len, pieces->str, pieces->len);
  g_assert_cmpstr (kc_sse_parser_get_last_event_id (parser), ==,
                   kc_sse_parser_get_last_event_id (cutting));
  g_assert_cmpint (kc_sse_parser_get_retry_ms (parser), ==, kc_sse_parser_get_retry_ms (cutting));
  g_assert_cmpint (kc_sse_parser_get_retry_ms (parser), <=, KC_SSE_MAX_RETRY_MS);

  kc_sse_parser_reset (parser);
  g_assert_cmpint (kc_sse_parser_feed (parser, (const guint8 *) "\n", 1, NULL), ==, TRUE);

  return 0;
}
