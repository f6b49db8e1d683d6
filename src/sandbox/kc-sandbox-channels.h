/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxChannels: the WhatsApp channels of the made-up companies, and how Keebai lists them. The
 * company elsewhere has none at first. */

#pragma once

#include "kc-sandbox-knobs.h"
#include "kc-sandbox-time.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KC_SANDBOX_COMPANY "Molino & Sol Bakery"
#define KC_SANDBOX_COMPANY_ELSEWHERE "Rueda & Luna Bicycles"

typedef struct {
  char *id;
  gboolean elsewhere; /* of the other company */
  gboolean qr;
  char *name;
  char *phone_number;    /* E.164, from the numbers reserved for fiction */
  char *phone_number_id; /* not for QR */
  const char *status;    /* active, paused, disconnected */
  gint64 active_at;      /* service time; under review until then */
  gboolean filler;       /* made by kc_sandbox_channels_fill () */
  char *created_at;
} KcSandboxChannel;

typedef struct _KcSandboxChannels KcSandboxChannels;

/* With three examples. The knobs `review` and `newest-channel` change what is told of the others.
 */
KcSandboxChannels *kc_sandbox_channels_new (KcSandboxTime *time, KcSandboxKnobs *knobs);
void kc_sandbox_channels_free (KcSandboxChannels *self);

/* Adds channels of all kinds and states until the list has `n`, or takes such ones away until only
 * `n` are left. Other channels stay. */
void kc_sandbox_channels_fill (KcSandboxChannels *self, guint n);

guint kc_sandbox_channels_get_n (KcSandboxChannels *self);

/* The channels belong to the list and stay as long as it does. */
const KcSandboxChannel *kc_sandbox_channels_add (KcSandboxChannels *self,
                                                 gboolean elsewhere,
                                                 gboolean qr,
                                                 const char *name,
                                                 const char *phone_number);
const KcSandboxChannel *
kc_sandbox_channels_find (KcSandboxChannels *self, gboolean elsewhere, const char *id);
gboolean kc_sandbox_channels_has_number (KcSandboxChannels *self, const char *phone_number);

/* "+1 (202) 555-0143" to "+12025550143"; NULL if it is no international number. Free with g_free
 * ().
 */
char *kc_sandbox_channels_read_number (const char *text);
/* A number that no channel has yet. */
char *kc_sandbox_channels_suggest_number (KcSandboxChannels *self);

/* A random id: the prefix and 26 digits and letters. */
char *kc_sandbox_create_id (const char *prefix);

/* {"data":[…]}. `type` NULL: all. */
void kc_sandbox_channels_list (KcSandboxChannels *self,
                               gboolean elsewhere,
                               const char *type,
                               JsonBuilder *builder);
void kc_sandbox_channels_list_numbers (KcSandboxChannels *self,
                                       gboolean elsewhere,
                                       JsonBuilder *builder);
/* One item of the list. */
void kc_sandbox_channels_add_item (KcSandboxChannels *self,
                                   const KcSandboxChannel *channel,
                                   JsonBuilder *builder);
/* As the poll tells it. */
void kc_sandbox_channel_to_poll (const KcSandboxChannel *channel, JsonBuilder *builder);

G_END_DECLS
