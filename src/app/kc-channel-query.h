/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-channel-query: loads the company's WhatsApp channels of both kinds, with the state of their
 * numbers. Sends three requests at once, as soon as the rate limit of the key allows, and returns
 * one result.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"

G_BEGIN_DECLS

/* How long WhatsApp usually takes to review a new name. */
#define KC_CHANNEL_REVIEW_SECONDS (48 * 60 * 60)

/**
 * KcChannelState:
 * @KC_CHANNEL_STATE_ACTIVE: messages arrive
 * @KC_CHANNEL_STATE_NEW: of KC_CHANNEL_KIND_WHATSAPP, not active yet, and younger than
 *   KC_CHANNEL_REVIEW_SECONDS. Keebai does not say why; usually its name is under review
 * @KC_CHANNEL_STATE_PAUSED: not active; Keebai does not say why
 * @KC_CHANNEL_STATE_DISCONNECTED: no longer connected to WhatsApp
 */
typedef enum {
  KC_CHANNEL_STATE_ACTIVE,
  KC_CHANNEL_STATE_NEW,
  KC_CHANNEL_STATE_PAUSED,
  KC_CHANNEL_STATE_DISCONNECTED,
} KcChannelState;

#define KC_TYPE_CHANNEL_STATE (kc_channel_state_get_type ())
GType kc_channel_state_get_type (void);

typedef struct {
  GPtrArray *channels; /* KcChannel, in Keebai's order: KC_CHANNEL_KIND_WHATSAPP first */
  GHashTable *states;  /* channel id → status of its number */
} KcChannelQuery;

void kc_channel_query_free (KcChannelQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcChannelQuery, kc_channel_query_free)

KcChannelState kc_channel_query_get_state (KcChannelQuery *self, KcChannel *channel);
/* The channel with that id, borrowed; NULL if there is none. */
KcChannel *kc_channel_query_find (KcChannelQuery *self, const char *id);

/* Loads the channels. The key of `client` needs channels:read. Fails with KC_ERROR if the channels
 * cannot be listed. If only the numbers cannot be listed, the state of each channel comes from the
 * channel itself. */
void kc_channel_query_load_async (KcClient *client,
                                  KcRateLimiter *rate_limiter,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KcChannelQuery *kc_channel_query_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
