/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrFeed: the codes of one QR session, and whether the newest one may be shown. Of codes that
 * come faster than they can be shown only the last counts.
 *
 * The event stream is kept open by KcStreamConnection. A stale code can still be scanned, and then
 * hangs the phone. So a code is live only while the stream is, and only as long as KcCodeLifetime
 * allows. Only a new `qr` event makes it live again.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_TYPE_QR_FEED (kc_qr_feed_get_type ())
G_DECLARE_FINAL_TYPE (KcQrFeed, kc_qr_feed, KC, QR_FEED, GObject)

/* Properties, read-only, notified on change only:
 *   code (GBytes or NULL): the text of the newest code; a secret; NULL once stopped
 *   code-picture (GBytes or NULL): instead of a text, a picture of it (KcQrEvent.picture)
 *   code-live (gboolean): FALSE while it has to be covered
 * Signals:
 *   event (KcQrEvent): every event that could be read, after the properties have changed.
 *   connectivity (GError or NULL): NULL: the stream was opened, or something came; else why it is
 *     not open. It is reopened by itself, except after 401, 403, 404 and 410.
 */

/* `session` is of KC_MODE_QR. */
KcQrFeed *kc_qr_feed_new (KcClient *client,
                          KcClock *clock,
                          KcRateLimiter *rate_limiter,
                          const KcSession *session);

/* Another key for the same session, while the feed is stopped. */
void kc_qr_feed_set_client (KcQrFeed *self, KcClient *client, KcRateLimiter *rate_limiter);

/* Expects a code from now on: opens the stream, unless it is open. */
void kc_qr_feed_start (KcQrFeed *self);

/* Ends the wait before the stream is reopened. */
void kc_qr_feed_reopen_now (KcQrFeed *self);

/* The network was away, so an open stream may be dead: covers the code and reopens the stream. */
void kc_qr_feed_renew (KcQrFeed *self);

/* Closes the stream and forgets the code. No signal is emitted any more. */
void kc_qr_feed_stop (KcQrFeed *self);

/* Borrowed. */
GBytes *kc_qr_feed_get_code (KcQrFeed *self);
GBytes *kc_qr_feed_get_code_picture (KcQrFeed *self);
gboolean kc_qr_feed_get_code_live (KcQrFeed *self);
/* Whether the stream is open. */
gboolean kc_qr_feed_get_live (KcQrFeed *self);

G_END_DECLS
