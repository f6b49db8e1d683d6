/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSseParser: bytes in, events out. The WHATWG rules for interpreting an event stream
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation) to
 * the letter, for input cut anywhere, in linear time and bounded memory. Pure: no I/O, no GObject.
 *
 * Beyond the rules: a field over KC_SSE_MAX_LINE or an event over KC_SSE_MAX_EVENT bytes is an
 * error, and the parser then stays broken: the stream has to be opened again. Comments and fields
 * that the rules do not know may be of any length: they are skipped without being kept.
 */

#pragma once

#include "kc-error.h"

G_BEGIN_DECLS

#define KC_SSE_MAX_LINE (64 * 1024)
#define KC_SSE_MAX_EVENT (256 * 1024)
/* The longest `retry`; a longer one counts as this. Milliseconds. */
#define KC_SSE_MAX_RETRY_MS (5 * 60 * 1000)

/* All texts are valid UTF-8 and NUL-terminated; `data` may contain NUL, hence the length. The
 * parser hands out its own, which are valid during the callback only; a copy has its own. */
typedef struct {
  const char *type; /* "message" if the event named none; a NUL in it is given as U+FFFD */
  const char *data;
  gsize data_length; /* bytes */
  const char *id;    /* the last event id of the stream, "" if none yet */
} KcSseEvent;

#define KC_TYPE_SSE_EVENT (kc_sse_event_get_type ())
GType kc_sse_event_get_type (void);
KcSseEvent *kc_sse_event_copy (const KcSseEvent *self);
/* For what kc_sse_event_copy () returned. */
void kc_sse_event_free (KcSseEvent *self);

typedef void (*KcSseEventFunc) (const KcSseEvent *event, gpointer user_data);

typedef struct _KcSseParser KcSseParser;

/* `func` is called from within kc_sse_parser_feed (), once for each event dispatched; it must not
 * free the parser. */
KcSseParser *kc_sse_parser_new (KcSseEventFunc func, gpointer user_data);
void kc_sse_parser_free (KcSseParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSseParser, kc_sse_parser_free)

/* FALSE with KC_ERROR_BAD_REPLY once a limit is exceeded, and from then on. */
gboolean kc_sse_parser_feed (KcSseParser *self, const guint8 *bytes, gsize length, GError **error);

/* A new connection of the same stream: forgets an incomplete event, keeps last event id and retry.
 */
void kc_sse_parser_reset (KcSseParser *self);

/* For the header `Last-Event-ID`; "" if there was none. Borrowed, until the next feed. */
const char *kc_sse_parser_get_last_event_id (KcSseParser *self);

/* What the stream asked for, in milliseconds, or -1. */
gint64 kc_sse_parser_get_retry_ms (KcSseParser *self);

G_END_DECLS
