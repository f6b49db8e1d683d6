/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-channel-reader: reads a channel from JSON. For kc-messages, and for the notes in src/store. */

#pragma once

#include "kc-channel.h"
#include "kc-json.h"

G_BEGIN_DECLS

#define KC_ID_MAX_BYTES 512
#define KC_NAME_MAX_BYTES 1024
#define KC_NUMBER_MAX_BYTES 64

/* Reads an item of a channel list. Returns NULL without an id. Other fields that cannot be read are
 * left out, and a missing `type` is `fallback`. */
KcChannel *kc_channel_read (JsonObject *object, KcChannelKind fallback);

/* The channel in an answer about a session: in `channel`, in `data` or at the top. NULL if there is
 * no id; everything else is optional. */
KcChannel *kc_channel_find (JsonObject *reply, KcChannelKind kind);

/* A text or whole number of that answer, from the same places; NULL if there is none. Free with
 * g_free (). */
char *kc_channel_dup_text (JsonObject *reply, const char *name, gsize max_bytes);

G_END_DECLS
