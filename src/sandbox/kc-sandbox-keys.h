/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxKeys: the practice keys, what each may do, and how often each may ask. */

#pragma once

#include "kc-sandbox-knobs.h"
#include "kc-sandbox-reply.h"

G_BEGIN_DECLS

/**
 * KcSandboxKey:
 * @KC_SANDBOX_KEY_FULL: may do everything
 * @KC_SANDBOX_KEY_NO_CONNECT: lacks channels:connect
 * @KC_SANDBOX_KEY_NO_READ: lacks channels:read
 * @KC_SANDBOX_KEY_REVOKED: answers 401
 * @KC_SANDBOX_KEY_SECOND: may do everything, with limits of its own
 * @KC_SANDBOX_KEY_ELSEWHERE: may do everything, in another company: it knows neither the sessions
 *   nor the channels of this one
 */
typedef enum {
  KC_SANDBOX_KEY_FULL,
  KC_SANDBOX_KEY_NO_CONNECT,
  KC_SANDBOX_KEY_NO_READ,
  KC_SANDBOX_KEY_REVOKED,
  KC_SANDBOX_KEY_SECOND,
  KC_SANDBOX_KEY_ELSEWHERE,
} KcSandboxKey;

#define KC_SANDBOX_N_KEYS (KC_SANDBOX_KEY_ELSEWHERE + 1)
#define KC_SANDBOX_MINUTE_LIMIT 60
#define KC_SANDBOX_HOUR_LIMIT 1000

typedef struct {
  gint64 start_ms; /* service time of the first request in the window */
  guint count;
  guint peak; /* the largest count so far */
} KcSandboxWindow;

typedef struct {
  KcSandboxWindow minute;
  KcSandboxWindow hour;
  guint n_throttled; /* requests beyond a limit */
} KcSandboxLimits;

const char *kc_sandbox_keys_get (KcSandboxKey which);

/* Whether the key that the request carries may do what `scope` (NULL: anything) allows, at service
 * time `now_ms`. NULL if so, and `which` is set; the refusal otherwise. `limits` is an array of
 * KC_SANDBOX_N_KEYS. */
KcSandboxReply *kc_sandbox_keys_check (SoupMessageHeaders *headers,
                                       const char *scope,
                                       KcSandboxKnobs *knobs,
                                       KcSandboxLimits *limits,
                                       gint64 now_ms,
                                       KcSandboxKey *which);

gboolean kc_sandbox_keys_has_scope (KcSandboxKnobs *knobs, KcSandboxKey which, const char *scope);

G_END_DECLS
