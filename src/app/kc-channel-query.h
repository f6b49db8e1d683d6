/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-channel-query: the WhatsApp channels that the company has, of both kinds, with the state of
 * their numbers. Three requests at once, as soon as the budget of the key has room for them, one
 * answer.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"

G_BEGIN_DECLS

typedef enum {
  KC_CHANNEL_STATE_ACTIVE,
  KC_CHANNEL_STATE_PAUSED,
  KC_CHANNEL_STATE_DISCONNECTED,
} KcChannelState;

typedef struct {
  GPtrArray *channels; /* KcChannel: the official ones first, as Keebai orders them */
  GHashTable *states;  /* id of the channel to the status of its number */
} KcChannelQuery;

void kc_channel_query_free (KcChannelQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcChannelQuery, kc_channel_query_free)

KcChannelState kc_channel_query_get_state (KcChannelQuery *self, KcChannel *channel);

/* The key may read (channels:read). Fails with KC_ERROR if the channels cannot be listed; numbers
 * that cannot be listed are no failure, the channel's own word then stands for their state. */
void kc_channel_query_load_async (KcClient *client,
                                  KcRateLimiter *rate_limiter,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KcChannelQuery *kc_channel_query_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
