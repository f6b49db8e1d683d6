/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-sse-head: what is said in HTTP before the events come. For the inside of kc-sse-stream. */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A GET for an event stream. `last_event_id` is "" if there was none. NULL if `uri` is no address.
 * kc_http_prepare () is the caller's. */
SoupMessage *
kc_sse_head_create_request (const char *uri, const char *key, const char *last_event_id);

/* What is wrong with an answer of status 200, or NULL. */
GError *kc_sse_head_create_error (SoupMessage *message);

G_END_DECLS
