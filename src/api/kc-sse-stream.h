/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSseStream: a GET that stays open and feeds the parser.
 *
 * One object is one logical stream, which may be opened again and again: it keeps the last event id
 * and the `retry` that the server asked for between its connections. The owner decides when to open
 * it again (flow/kc-stream-connection); this class neither waits nor repeats.
 *
 * Scenario: the owner connects to ::event, calls kc_sse_stream_run_async (), gets ::opened when the
 * answer's head has been accepted (200, text/event-stream), ::activity for every read, ::event for
 * every event, and the callback when that connection is over.
 */

#pragma once

#include "kc-sse-parser.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define KC_TYPE_SSE_STREAM (kc_sse_stream_get_type ())
G_DECLARE_FINAL_TYPE (KcSseStream, kc_sse_stream, KC, SSE_STREAM, GObject)

/* Signals:
 *   opened (): the head of the answer was accepted.
 *   activity (): bytes arrived, even if only of a comment.
 *   event (KcSseEvent): one event.
 *   drained (): all events that were read so far were emitted. Reading has a lower
 * priority than drawing, so there may have been frames since the last time.
 */

/* `session` must have no I/O timeout. `uri` is absolute and has passed kc_uri_is_allowed (). `key`
 * is sent as bearer token and kept in memory only. */
KcSseStream *kc_sse_stream_new (SoupSession *session, const char *uri, const char *key);

/* How long the head of the answer may take, instead of KC_CLIENT_DEADLINE_MS. For tests. */
void kc_sse_stream_set_head_deadline (KcSseStream *self, guint deadline_ms);

/* Opens the connection; one at a time. The head has to arrive within `KC_CLIENT_DEADLINE_MS`; after
 * that only `cancellable` ends it. Sends `Accept: text/event-stream`, `Accept-Encoding: identity`,
 * `Cache-Control: no-store` and, once known, `Last-Event-ID`, unless it has control characters or
 * is longer than 4 KiB. Follows no redirect. */
void kc_sse_stream_run_async (KcSseStream *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* TRUE if the server closed the stream in an orderly way, FALSE with KC_ERROR (204, "do not open it
 * again": KC_ERROR_GONE) or G_IO_ERROR_CANCELLED. A connection that is closed (not reset) just
 * between two chunks looks like an orderly end to libsoup, and so to us. */
gboolean kc_sse_stream_run_finish (KcSseStream *self, GAsyncResult *result, GError **error);

/* What the server asked to wait before the next connection, in milliseconds, or -1. */
gint64 kc_sse_stream_get_retry_ms (KcSseStream *self);

G_END_DECLS
