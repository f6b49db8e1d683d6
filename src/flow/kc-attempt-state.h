/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-attempt-state: the states of an attempt and the one table of what may follow what. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KcAttemptState:
 * @KC_ATTEMPT_IDLE: nothing asked yet
 * @KC_ATTEMPT_STARTING: the POST is under way
 * @KC_ATTEMPT_WAITING: embedded: link shown, polling
 * @KC_ATTEMPT_SCANNING: QR: codes come and go
 * @KC_ATTEMPT_LINKING: QR: the phone has scanned
 * @KC_ATTEMPT_CONFIRMING: it ended without a clear word; the server is asked
 * @KC_ATTEMPT_CONNECTED: terminal
 * @KC_ATTEMPT_EXPIRED: terminal
 * @KC_ATTEMPT_CANCELLED: terminal; by the person here, or in the browser
 * @KC_ATTEMPT_FAILED: terminal
 */
typedef enum {
  KC_ATTEMPT_IDLE,
  KC_ATTEMPT_STARTING,
  KC_ATTEMPT_WAITING,
  KC_ATTEMPT_SCANNING,
  KC_ATTEMPT_LINKING,
  KC_ATTEMPT_CONFIRMING,
  KC_ATTEMPT_CONNECTED,
  KC_ATTEMPT_EXPIRED,
  KC_ATTEMPT_CANCELLED,
  KC_ATTEMPT_FAILED,
} KcAttemptState;

#define KC_ATTEMPT_N_STATES (KC_ATTEMPT_FAILED + 1)

/* Whether the table has a way from one to the other. */
gboolean kc_attempt_state_may_become (KcAttemptState from, KcAttemptState to);
gboolean kc_attempt_state_is_terminal (KcAttemptState state);
/* The enum's word ("scanning"), for logs and tests; not translated. */
const char *kc_attempt_state_to_string (KcAttemptState state);

G_END_DECLS
