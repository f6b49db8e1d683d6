/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sse-parser.h"

#include "kc-utf8.h"

#include <string.h>

/* "event" and "retry". */
#define LONGEST_NAME 5

/* The names in quotes are those of the WHATWG text. */
struct _KcSseParser {
  KcSseEventFunc func;
  gpointer user_data;

  GString *line;          /* the beginning of a line whose end has not come yet, undecoded */
  GString *data;          /* "data buffer": each value with a line feed after it */
  GString *type;          /* "event type buffer" */
  GString *id;            /* "last event ID buffer" */
  GString *last_event_id; /* "last event ID string", the buffer as of the last blank line */
  gint64 retry_ms;

  gsize value_start;   /* in `data`, of a value whose end has not come yet */
  gsize n_pending;     /* bytes of that line so far; 0: there is no such line */
  gboolean in_line;    /* a line has begun whose end has not come yet */
  gboolean skipping;   /* a comment or a field that nobody knows, up to its end */
  gboolean id_changed; /* `id` and `last_event_id` differ */
  gboolean first_line; /* the only one that can begin with a byte order mark */
  gboolean after_cr;   /* a line feed that comes next belongs to the line end before it */
  gboolean broken;
};

G_DEFINE_BOXED_TYPE (KcSseEvent, kc_sse_event, kc_sse_event_copy, kc_sse_event_free)

KcSseEvent *
kc_sse_event_copy (const KcSseEvent *self)
{
  KcSseEvent *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (KcSseEvent, 1);
  copy->type = g_strdup (self->type);
  copy->data = g_memdup2 (self->data, self->data_length + 1);
  copy->data_length = self->data_length;
  copy->id = g_strdup (self->id);

  return copy;
}

void
kc_sse_event_free (KcSseEvent *self)
{
  if (self == NULL)
    return;

  g_free ((char *) self->type);
  g_free ((char *) self->data);
  g_free ((char *) self->id);
  g_free (self);
}

static void
clear_text (GString *text)
{
  text->len = 0;
  text->str[0] = '\0';
}

static void
clear_half_event (KcSseParser *self)
{
  self->n_pending = 0;
  self->in_line = FALSE;
  self->skipping = FALSE;
  clear_text (self->line);
  clear_text (self->data);
  clear_text (self->type);
}

static gboolean
fail (KcSseParser *self, GError **error)
{
  self->broken = TRUE;
  clear_half_event (self);
  g_set_error (error, KC_ERROR, KC_ERROR_BAD_REPLY,
               "The event stream has a line over %d or an event over %d bytes", KC_SSE_MAX_LINE,
               KC_SSE_MAX_EVENT);
  return FALSE;
}

static void
dispatch_event (KcSseParser *self)
{
  if (self->id_changed)
    {
      g_string_truncate (self->last_event_id, 0);
      g_string_append_len (self->last_event_id, self->id->str, (gssize) self->id->len);
      self->id_changed = FALSE;
    }

  if (self->data->len > 0)
    {
      KcSseEvent event;

      self->data->str[--self->data->len] = '\0';
      event.type = self->type->len > 0 ? self->type->str : "message";
      event.data = self->data->str;
      event.data_length = self->data->len;
      event.id = self->last_event_id->str;
      self->func (&event, self->user_data);
    }

  clear_text (self->data);
  clear_text (self->type);
}

/* A type with a NUL is none that anybody knows; as a C string it could be taken for one. */
static void
set_type (KcSseParser *self, const guint8 *value, gsize length)
{
  const guint8 *nul;

  clear_text (self->type);
  while ((nul = memchr (value, '\0', length)) != NULL)
    {
      gsize n = (gsize) (nul - value);

      kc_utf8_append_decoded (self->type, value, n);
      g_string_append (self->type, "\xef\xbf\xbd");
      value += n + 1;
      length -= n + 1;
    }
  kc_utf8_append_decoded (self->type, value, length);
}

static void
set_retry (KcSseParser *self, const guint8 *value, gsize length)
{
  gint64 retry_ms = 0;

  if (length == 0)
    return;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      retry_ms = MIN (retry_ms * 10 + (value[i] - '0'), KC_SSE_MAX_RETRY_MS);
    }

  self->retry_ms = retry_ms;
}

static gboolean
is_known (const guint8 *name, gsize length)
{
  return (length == 4 && memcmp (name, "data", 4) == 0)
         || (length == 5 && memcmp (name, "event", 5) == 0)
         || (length == 2 && memcmp (name, "id", 2) == 0)
         || (length == 5 && memcmp (name, "retry", 5) == 0);
}

static gboolean
process_field (
    KcSseParser *self, const guint8 *name, gsize name_length, const guint8 *value, gsize length)
{
  if (name_length == 4 && memcmp (name, "data", 4) == 0)
    {
      kc_utf8_append_decoded (self->data, value, length);
      if (self->data->len > KC_SSE_MAX_EVENT)
        return FALSE;
      g_string_append_c (self->data, '\n');
    }
  else if (name_length == 5 && memcmp (name, "event", 5) == 0)
    {
      set_type (self, value, length);
    }
  else if (name_length == 2 && memcmp (name, "id", 2) == 0)
    {
      if (memchr (value, '\0', length) == NULL)
        {
          clear_text (self->id);
          kc_utf8_append_decoded (self->id, value, length);
          self->id_changed = TRUE;
        }
    }
  else if (name_length == 5 && memcmp (name, "retry", 5) == 0)
    {
      set_retry (self, value, length);
    }

  return TRUE;
}

/* A line is decoded by itself: no line end is part of a longer UTF-8 sequence. */
static inline gboolean
process_line (KcSseParser *self, const guint8 *line, gsize length)
{
  const guint8 *colon;
  gsize name_length;
  gsize value_start;

  if (self->first_line)
    {
      self->first_line = FALSE;
      if (length >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
        {
          line += 3;
          length -= 3;
        }
    }

  if (length == 0)
    {
      dispatch_event (self);
      return TRUE;
    }

  /* Most lines are this field, and then the colon need not be looked for. */
  if (length > 4 && memcmp (line, "data:", 5) == 0)
    colon = line + 4;
  else
    colon = memchr (line, ':', length);
  if (colon == NULL)
    return process_field (self, line, length, line + length, 0);

  name_length = (gsize) (colon - line);
  if (length > KC_SSE_MAX_LINE)
    return !is_known (line, name_length);
  value_start = name_length + 1;
  if (value_start < length && line[value_start] == ' ')
    value_start++;

  return process_field (self, line, name_length, line + value_start, length - value_start);
}

/* The value of a long `data` line goes where it belongs as it comes; it is decoded at its end. */
static gboolean
append_data (KcSseParser *self, const guint8 *bytes, gsize length)
{
  kc_utf8_append_bytes (self->data, bytes, length);
  self->n_pending += length;

  return self->n_pending <= KC_SSE_MAX_LINE && self->data->len <= KC_SSE_MAX_EVENT;
}

static gboolean
end_data (KcSseParser *self)
{
  const char *value = self->data->str + self->value_start;
  const gsize length = self->data->len - self->value_start;

  /* NUL is valid here. */
  if (!kc_utf8_is_valid ((const guint8 *) value, length))
    {
      g_autofree char *copy = g_memdup2 (value, length);

      self->data->len = self->value_start;
      kc_utf8_append_decoded (self->data, (const guint8 *) copy, length);
    }
  self->n_pending = 0;
  if (self->data->len > KC_SSE_MAX_EVENT)
    return FALSE;
  g_string_append_c (self->data, '\n');

  return TRUE;
}

/* A piece of a line whose end has not come yet. */
static gboolean
keep_piece (KcSseParser *self, const guint8 *bytes, gsize length)
{
  const char *colon;

  if (self->skipping || length == 0)
    return TRUE;
  self->in_line = TRUE;
  if (self->n_pending > 0)
    return append_data (self, bytes, length);

  g_string_append_len (self->line, (const char *) bytes, (gssize) length);
  if (self->first_line && self->line->len >= 3)
    {
      self->first_line = FALSE;
      if (memcmp (self->line->str, "\xef\xbb\xbf", 3) == 0)
        g_string_erase (self->line, 0, 3);
    }
  if (self->line->len < LONGEST_NAME + 2)
    return TRUE;

  if (memcmp (self->line->str, "data:", 5) == 0)
    {
      const gsize name_length = self->line->str[5] == ' ' ? 6 : 5;
      gboolean ok;

      self->value_start = self->data->len;
      self->n_pending = name_length;
      ok = append_data (self, (const guint8 *) self->line->str + name_length,
                        self->line->len - name_length);
      clear_text (self->line);
      return ok;
    }
  colon = memchr (self->line->str, ':', LONGEST_NAME + 1);
  if (colon == NULL
      || !is_known ((const guint8 *) self->line->str, (gsize) (colon - self->line->str)))
    {
      self->skipping = TRUE;
      clear_text (self->line);
    }

  return self->line->len <= KC_SSE_MAX_LINE;
}

/* The last piece of a line that was kept in pieces. */
G_GNUC_NO_INLINE static gboolean
end_pieces (KcSseParser *self, const guint8 *bytes, gsize length)
{
  gboolean ok = keep_piece (self, bytes, length);

  self->in_line = FALSE;
  if (self->skipping)
    {
      self->skipping = FALSE;
      return TRUE;
    }
  if (!ok)
    return FALSE;
  if (self->n_pending > 0)
    return end_data (self);

  ok = process_line (self, (const guint8 *) self->line->str, self->line->len);
  clear_text (self->line);

  return ok;
}

static gsize
find_byte (const guint8 *bytes, gsize start, gsize length, char byte)
{
  const guint8 *found;

  /* After the end of a line this is most often the blank line. */
  if (start < length && bytes[start] == byte)
    return start;

  found = memchr (bytes + start, byte, length - start);
  return found != NULL ? (gsize) (found - bytes) : length;
}

KcSseParser *
kc_sse_parser_new (KcSseEventFunc func, gpointer user_data)
{
  KcSseParser *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (KcSseParser, 1);
  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->type = g_string_new (NULL);
  self->id = g_string_new (NULL);
  self->last_event_id = g_string_new (NULL);
  self->retry_ms = -1;
  self->first_line = TRUE;

  return self;
}

void
kc_sse_parser_free (KcSseParser *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->type, TRUE);
  g_string_free (self->id, TRUE);
  g_string_free (self->last_event_id, TRUE);
  g_free (self);
}

gboolean
kc_sse_parser_feed (KcSseParser *self, const guint8 *bytes, gsize length, GError **error)
{
  gsize start = 0;
  gsize next_lf;
  gsize next_cr;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->broken)
    return fail (self, error);
  if (length == 0)
    return TRUE;

  if (self->after_cr && bytes[0] == '\n')
    start = 1;
  self->after_cr = FALSE;

  /* Each is looked for again only once it has been passed, so that a stream with one kind of line
   * end is not searched for the other at every line. */
  next_lf = find_byte (bytes, start, length, '\n');
  next_cr = find_byte (bytes, start, length, '\r');

  while (start < length)
    {
      gsize end = MIN (next_lf, next_cr);
      gboolean ok;

      if (end == length)
        {
          if (!keep_piece (self, bytes + start, end - start))
            return fail (self, error);
          break;
        }

      if (self->in_line)
        ok = end_pieces (self, bytes + start, end - start);
      else
        ok = process_line (self, bytes + start, end - start);
      if (!ok)
        return fail (self, error);

      start = end + 1;
      if (end == next_cr)
        {
          if (start == length)
            self->after_cr = TRUE;
          else if (next_lf == start)
            start++;
          next_cr = find_byte (bytes, start, length, '\r');
        }
      if (next_lf < start)
        next_lf = find_byte (bytes, start, length, '\n');
    }

  return TRUE;
}

void
kc_sse_parser_reset (KcSseParser *self)
{
  g_return_if_fail (self != NULL);

  clear_half_event (self);
  /* An id whose event was not finished was not received. */
  g_string_assign (self->id, self->last_event_id->str);
  self->id_changed = FALSE;
  self->first_line = TRUE;
  self->after_cr = FALSE;
  self->broken = FALSE;
}

const char *
kc_sse_parser_get_last_event_id (KcSseParser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->last_event_id->str;
}

gint64
kc_sse_parser_get_retry_ms (KcSseParser *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->retry_ms;
}
