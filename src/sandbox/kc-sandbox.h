/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandbox: the practice service, a complete local Keebai. Real TCP on the loopback interface,
 * real event streams, a portal page for a real browser, keys with and without permissions, and a
 * knob for every way in which things go wrong. It holds nothing between runs.
 *
 * One implementation, three masters: `keebai-connect --practice`, the tests, and the program
 * `keebai-sandbox` for anyone who wants to try another client. docs/practice.md lists its addresses
 * and knobs.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_SANDBOX (kc_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (KcSandbox, kc_sandbox, KC, SANDBOX, GObject)

/**
 * KcSandboxKey:
 * @KC_SANDBOX_KEY_FULL: may do everything
 * @KC_SANDBOX_KEY_NO_CONNECT: lacks channels:connect
 * @KC_SANDBOX_KEY_NO_READ: lacks channels:read
 * @KC_SANDBOX_KEY_REVOKED: answers 401
 */
typedef enum {
  KC_SANDBOX_KEY_FULL,
  KC_SANDBOX_KEY_NO_CONNECT,
  KC_SANDBOX_KEY_NO_READ,
  KC_SANDBOX_KEY_REVOKED,
} KcSandboxKey;

KcSandbox *kc_sandbox_new (void);

/* Listens on 127.0.0.1; port 0 lets the system choose. Serves from the thread-default main
 * context. */
gboolean kc_sandbox_start (KcSandbox *self, guint port, GError **error);

/* Closes every connection. Also done by finalization. */
void kc_sandbox_stop (KcSandbox *self);

/* "http://127.0.0.1:PORT/v1", NULL before the start. */
const char *kc_sandbox_get_base_url (KcSandbox *self);

/* `kbai_pk_` and 64 hex digits. */
const char *kc_sandbox_get_key (KcSandbox *self, KcSandboxKey which);

/* Turns a knob (docs/practice.md); G_IO_ERROR_INVALID_ARGUMENT for an unknown name or value. */
gboolean kc_sandbox_set_knob (KcSandbox *self, const char *name, const char *value, GError **error);

/* The code that the newest QR session shows at the moment, or NULL. Borrowed. */
const char *kc_sandbox_get_code (KcSandbox *self);

/* The pretend phone scans `code`. FALSE, as a phone would hang, unless it is the current one
 * (G_IO_ERROR_NOT_FOUND). */
gboolean kc_sandbox_scan (KcSandbox *self, const char *code, GError **error);

/* What a test has to be able to count. */
guint kc_sandbox_get_n_sessions (KcSandbox *self);
guint kc_sandbox_get_n_channels (KcSandbox *self);
guint kc_sandbox_get_n_requests (KcSandbox *self);

G_END_DECLS
