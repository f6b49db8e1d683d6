/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandbox: the practice service, a complete local Keebai. Real TCP on the loopback interface,
 * real event streams, a portal page for a real browser, keys with and without permissions, and a
 * knob for every way in which things go wrong. It keeps nothing between runs.
 *
 * One implementation for three uses: `keebai-connect --practice`, the tests, and the program
 * `keebai-sandbox` for anyone who wants to try another client. docs/practice.md lists its addresses
 * and knobs.
 */

#pragma once

#include "kc-sandbox-keys.h"
#include "kc-sandbox-scenario.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_SANDBOX (kc_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (KcSandbox, kc_sandbox, KC, SANDBOX, GObject)

KcSandbox *kc_sandbox_new (void);

/* For tests: https instead of http, for clients that reject the certificate. Only answers are
 * supported. Before the start. */
void kc_sandbox_set_certificate (KcSandbox *self, GTlsCertificate *certificate);

/* Listens on 127.0.0.1; port 0 lets the system choose. Serves from the thread-default main
 * context. */
gboolean kc_sandbox_start (KcSandbox *self, guint port, GError **error);

/* Closes every connection. Also done by finalization. */
void kc_sandbox_stop (KcSandbox *self);

/* "http://127.0.0.1:PORT/v1", NULL before the start. */
const char *kc_sandbox_get_base_url (KcSandbox *self);

/* "http://127.0.0.1:PORT/practice/TOKEN", before the addresses of docs/practice.md; NULL before the
 * start. Whoever knows it can turn the knobs. */
const char *kc_sandbox_get_practice_url (KcSandbox *self);

/* `kbai_pk_` and 64 hex digits. */
const char *kc_sandbox_get_key (KcSandbox *self, KcSandboxKey which);

/* Turns a knob (docs/practice.md); G_IO_ERROR_INVALID_ARGUMENT for an unknown name or value. */
gboolean kc_sandbox_set_knob (KcSandbox *self, const char *name, const char *value, GError **error);

/* How connections go from now on; running ones are changed too. The same as the knob `scenario`. */
void kc_sandbox_set_scenario (KcSandbox *self, KcSandboxScenario scenario);
KcSandboxScenario kc_sandbox_get_scenario (KcSandbox *self);

/* For tests: the code that the newest QR session shows now, or NULL. Borrowed. */
const char *kc_sandbox_get_code (KcSandbox *self);

/* The pretend phone scans `code`. FALSE, as a phone would hang, unless it is the current one
 * (G_IO_ERROR_NOT_FOUND). */
gboolean kc_sandbox_scan (KcSandbox *self, const char *code, GError **error);

/* For tests: the person finishes or cancels on the portal page of that link. FALSE if there is
 * none, or it is over (G_IO_ERROR_NOT_FOUND), or the scenario refuses the number
 * (G_IO_ERROR_PERMISSION_DENIED). */
gboolean kc_sandbox_finish (KcSandbox *self, const char *verification_uri, GError **error);
gboolean kc_sandbox_cancel (KcSandbox *self, const char *verification_uri, GError **error);
/* For tests: the same as finish, on the page of the session that was opened last. */
gboolean kc_sandbox_finish_newest (KcSandbox *self, GError **error);

/* For tests: "pending", "finishing", "completed", "expired", "cancelled" or "failed", of session
 * number `index`, counted from 0. NULL if there is none. */
const char *kc_sandbox_get_session_state (KcSandbox *self, guint index);
/* For tests: its channel; NULL if there is none. */
const char *kc_sandbox_get_session_channel_id (KcSandbox *self, guint index);

/* For tests. */
guint kc_sandbox_get_n_sessions (KcSandbox *self);
guint kc_sandbox_get_n_channels (KcSandbox *self);
guint kc_sandbox_get_n_requests (KcSandbox *self);
/* For tests: to "start", "poll", "stream", "me", "channels", "channel" or "numbers". */
guint kc_sandbox_get_n_requests_to (KcSandbox *self, const char *endpoint);
/* For tests: beyond the limits of a key. */
guint kc_sandbox_get_n_throttled (KcSandbox *self);
/* For tests: event streams that are open. */
guint kc_sandbox_get_n_streams (KcSandbox *self);

G_END_DECLS
