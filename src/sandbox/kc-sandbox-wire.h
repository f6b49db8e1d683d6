/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxWire: a connection taken from the HTTP server, to say on it exactly the bytes that are
 * wanted, when they are wanted: event streams, half answers, silence, a reset.
 *
 * Nothing happens within a call: all reading and writing is done from the main context. `gone` is
 * called once when the connection has ended, from either side; the owner frees the wire, also
 * within `gone`.
 */

#pragma once

#include "kc-sandbox-time.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _KcSandboxWire KcSandboxWire;

typedef void (*KcSandboxWireGoneFunc) (KcSandboxWire *wire, gpointer user_data);

typedef enum {
  KC_SANDBOX_WIRE_CLOSE,
  KC_SANDBOX_WIRE_RESET,
} KcSandboxWireEnd;

/* Takes the connection of `message`, in whose handler this is called, after `delay_ms` of service
 * time. */
KcSandboxWire *kc_sandbox_wire_new (KcSandboxTime *time,
                                    SoupServerMessage *message,
                                    gint64 delay_ms,
                                    KcSandboxWireGoneFunc gone,
                                    gpointer user_data);
/* Closes the connection at once. */
void kc_sandbox_wire_free (KcSandboxWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSandboxWire, kc_sandbox_wire_free)

/* One byte every KC_SANDBOX_WIRE_SLOW_MS. */
#define KC_SANDBOX_WIRE_SLOW_MS 20
void kc_sandbox_wire_set_slow (KcSandboxWire *self);

/* No more than so many bytes at a time, each sent by itself; 0: as many as there are. */
void kc_sandbox_wire_set_piece (KcSandboxWire *self, gsize n_bytes);

/* The connection is reset when nothing has been sent for so much service time; 0: never. */
void kc_sandbox_wire_set_idle_cut (KcSandboxWire *self, gint64 ms);

/* As if the other end had lost its power: nothing is sent any more, not even an end. */
void kc_sandbox_wire_fall_dumb (KcSandboxWire *self);

/* Queues bytes; takes the reference. */
void kc_sandbox_wire_send (KcSandboxWire *self, GBytes *bytes);

/* Ends the connection when all that is queued has been sent. Nothing can be sent afterwards. */
void kc_sandbox_wire_end (KcSandboxWire *self, KcSandboxWireEnd how);

G_END_DECLS
