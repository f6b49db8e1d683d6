/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-session-start: opens a session, and lists the channels before that, so that afterwards a new
 * one can be recognised (kc-outcome-check).
 *
 * The list is optional: a key that may not read channels, or an answer that takes long, does not
 * keep the session from being opened.
 *
 * The request that opens it is sent again only after one that was surely not carried out: nothing
 * of it left this computer, or Keebai said 429 or 503. Then it waits, for the network, for as long
 * as Keebai asks, or for the rate limit of the key, and the connectivity says why. Whether Keebai
 * has carried out a request that got no answer cannot be known from here: that is an end.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"
#include "kc-connectivity-monitor.h"

G_BEGIN_DECLS

/* How long the session waits for the list of channels. */
#define KC_SESSION_START_LIST_MS 5000
/* A list that is older than this when the session is asked for is taken anew. */
#define KC_SESSION_START_LIST_AGE_MS (60 * 1000)
/* How long it goes on altogether. */
#define KC_SESSION_START_LIMIT_MS (15 * 60 * 1000)
/* Between two requests for the session, however often the network comes back. */
#define KC_SESSION_START_SPACING_MS 2000

/* Sends nothing for the first `pause_ms`. Notes on `connectivity_monitor` how it goes, and tries at
 * once when that says that the network is back. Fails with KC_ERROR (of the last try), or
 * G_IO_ERROR_CANCELLED. */
void kc_session_start_run_async (KcClient *client,
                                 KcClock *clock,
                                 KcRateLimiter *rate_limiter,
                                 KcConnectivityMonitor *connectivity_monitor,
                                 const KcConnectRequest *request,
                                 gint64 pause_ms,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* `before`: the channels of the mode's kind there were (KcChannel), or NULL if that is not known.
 * The caller owns both. */
KcSession *kc_session_start_run_finish (GAsyncResult *result, GPtrArray **before, GError **error);

/* The kind of channel that a mode makes. */

G_END_DECLS
