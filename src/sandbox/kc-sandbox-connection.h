/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxConnection: a connection taken from the HTTP server, to send exactly the bytes that are
 * wanted, when they are wanted: event streams, half answers, silence, a reset.
 *
 * Nothing happens within a call: all reading and writing is done from the main context. `closed` is
 * called once when the connection has ended, from either side; the owner frees the connection, also
 * within `closed`.
 */

#pragma once

#include "kc-sandbox-time.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _KcSandboxConnection KcSandboxConnection;

typedef void (*KcSandboxConnectionClosedFunc) (KcSandboxConnection *connection, gpointer user_data);

typedef enum {
  KC_SANDBOX_CONNECTION_CLOSE,
  KC_SANDBOX_CONNECTION_RESET,
} KcSandboxConnectionEnd;

/* Takes the connection of `message`, in whose handler this is called, after `delay_ms` of service
 * time. */
KcSandboxConnection *kc_sandbox_connection_new (KcSandboxTime *time,
                                                SoupServerMessage *message,
                                                gint64 delay_ms,
                                                KcSandboxConnectionClosedFunc closed,
                                                gpointer user_data);
/* Closes the connection at once. */
void kc_sandbox_connection_free (KcSandboxConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSandboxConnection, kc_sandbox_connection_free)

/* One byte every KC_SANDBOX_CONNECTION_SLOW_MS. */
#define KC_SANDBOX_CONNECTION_SLOW_MS 20
void kc_sandbox_connection_set_slow (KcSandboxConnection *self);

/* No more than so many bytes at a time, each sent by itself; 0: as many as there are. */
void kc_sandbox_connection_set_piece (KcSandboxConnection *self, gsize n_bytes);

/* The connection is reset when nothing has been sent for so much service time; 0: never. */
void kc_sandbox_connection_set_idle_cut (KcSandboxConnection *self, gint64 ms);

/* As if the other end had lost power: nothing is sent any more, not even the end. */
void kc_sandbox_connection_silence (KcSandboxConnection *self);

/* Queues bytes; takes the reference. */
void kc_sandbox_connection_send (KcSandboxConnection *self, GBytes *bytes);

/* Ends the connection when all that is queued has been sent. Nothing can be sent afterwards. */
void kc_sandbox_connection_end (KcSandboxConnection *self, KcSandboxConnectionEnd how);

G_END_DECLS
