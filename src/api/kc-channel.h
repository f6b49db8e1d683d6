/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannel: a WhatsApp channel of the company, as Keebai lists it. Immutable; a GObject so that
 * it can stand in a GListModel.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KcChannelKind:
 * @KC_CHANNEL_KIND_WHATSAPP: the official Business route (`whatsapp`)
 * @KC_CHANNEL_KIND_WHATSAPP_QR: a phone linked by QR code (`whatsapp_qr`)
 * @KC_CHANNEL_KIND_OTHER: a kind that this program does not know
 */
typedef enum {
  KC_CHANNEL_KIND_WHATSAPP,
  KC_CHANNEL_KIND_WHATSAPP_QR,
  KC_CHANNEL_KIND_OTHER,
} KcChannelKind;

/* The nicks are Keebai's words for `type`. */
#define KC_TYPE_CHANNEL_KIND (kc_channel_kind_get_type ())
GType kc_channel_kind_get_type (void);

#define KC_TYPE_CHANNEL (kc_channel_get_type ())
G_DECLARE_FINAL_TYPE (KcChannel, kc_channel, KC, CHANNEL, GObject)

/* All texts may be NULL except the id. `created_at` is borrowed and may be NULL.
 * Properties of the same names (dashes for underscores), all read-only after construction. */
KcChannel *kc_channel_new (const char *id,
                           KcChannelKind kind,
                           const char *name,
                           const char *phone_number,
                           const char *phone_number_id,
                           gboolean active,
                           GDateTime *created_at);

/* An opaque id; never NULL, never empty. */
const char *kc_channel_get_id (KcChannel *self);
KcChannelKind kc_channel_get_kind (KcChannel *self);
const char *kc_channel_get_name (KcChannel *self);
/* As Keebai wrote it, with or without a leading "+"; NULL for most QR channels. */
const char *kc_channel_get_phone_number (KcChannel *self);
const char *kc_channel_get_phone_number_id (KcChannel *self);
gboolean kc_channel_get_active (KcChannel *self);
/* UTC, or NULL. Borrowed. */
GDateTime *kc_channel_get_created_at (KcChannel *self);

G_END_DECLS
