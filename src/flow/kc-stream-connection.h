/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStreamConnection: keeps the event stream of one session open. A lost stream is reopened with
 * backoff and jitter, not before Keebai allows it (`Retry-After`, `retry`), within the rate limit
 * of the key. Does not know what the events mean.
 *
 * A stream does not survive a sleep of the computer, but nothing reports that for half an hour. So
 * on waking it counts as lost and is reopened at once.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

/* Two connections begin at least this far apart, however often they are asked for. */
#define KC_STREAM_CONNECTION_SPACING_MS 2000

/* The longest `retry` of the stream that is respected: somebody waits for a code. */
#define KC_STREAM_CONNECTION_MAX_RETRY_MS 30000

/* A connection that lasted this long resets the backoff. */
#define KC_STREAM_CONNECTION_PROVEN_MS 60000

#define KC_TYPE_STREAM_CONNECTION (kc_stream_connection_get_type ())
G_DECLARE_FINAL_TYPE (KcStreamConnection, kc_stream_connection, KC, STREAM_CONNECTION, GObject)

/* Signals:
 *   connectivity (GError or NULL): NULL: the stream was opened; else why it is not open. It is
 *     reopened by itself, except after 401, 403, 404 and 410.
 *   activity (): bytes came.
 *   event (KcSseEvent)
 *   drained (): all events of what has been read so far were emitted.
 */

/* `session` is of KC_MODE_QR. */
KcStreamConnection *kc_stream_connection_new (KcClient *client,
                                              KcClock *clock,
                                              KcRateLimiter *rate_limiter,
                                              const KcSession *session);

/* Another key for the same session, while nothing is open. */
void kc_stream_connection_set_client (KcStreamConnection *self,
                                      KcClient *client,
                                      KcRateLimiter *rate_limiter);

/* Opens the stream, unless it is open or about to be; not before the main loop runs. */
void kc_stream_connection_start (KcStreamConnection *self);

/* Ends the wait before the stream is reopened, as far as the spacing allows. */
void kc_stream_connection_reopen_now (KcStreamConnection *self);

/* The connection is dead, even if it looks open: closes it, reports it as lost, and reopens it. */
void kc_stream_connection_mark_lost (KcStreamConnection *self, const char *why);

/* The stream brought something new: resets the backoff. */
void kc_stream_connection_note_success (KcStreamConnection *self);

/* Closes the stream. No signal is emitted any more. */
void kc_stream_connection_stop (KcStreamConnection *self);

/* Whether the stream is open. */
gboolean kc_stream_connection_get_live (KcStreamConnection *self);

G_END_DECLS
