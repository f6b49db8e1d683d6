/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-session-start: opens a session. Lists the channels before that, so that a new one can be
 * recognised afterwards (kc-outcome-check).
 *
 * The list is optional: the session is opened even if the key may not read channels, or the answer
 * takes too long.
 *
 * The request for the session is sent again only if it was surely not carried out: nothing of it
 * left this computer, or Keebai said 429 or 503. Until then it waits for the network, for as long
 * as Keebai asks, or for the rate limit of the key, and the connectivity says why. A request
 * without an answer may have been carried out, so it is not repeated.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"
#include "kc-connectivity-monitor.h"

G_BEGIN_DECLS

/* How long the list of channels may take. */
#define KC_SESSION_START_LIST_MS 5000
/* A list that is older than this when the request is sent is taken again. */
#define KC_SESSION_START_LIST_AGE_MS (60 * 1000)
/* How long it tries altogether. */
#define KC_SESSION_START_LIMIT_MS (15 * 60 * 1000)
/* The least time between two requests for the session, however often the network comes back. */
#define KC_SESSION_START_SPACING_MS 2000

/* Sends nothing for the first `pause_ms`. Reports to `connectivity_monitor`, and tries at once when
 * that says that the network is back. Fails with KC_ERROR (of the last try), or
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

/* `before`: the channels of the mode's kind before the session (KcChannel); NULL if not known. The
 * caller owns both. */
KcSession *kc_session_start_run_finish (GAsyncResult *result, GPtrArray **before, GError **error);

/* The kind of channel that a mode makes. */

G_END_DECLS
