/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-attempt-state: the states of an attempt, and the table of transitions. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KcAttemptState:
 * @KC_ATTEMPT_IDLE: nothing asked yet
 * @KC_ATTEMPT_STARTING: the POST is under way
 * @KC_ATTEMPT_WAITING: embedded: link shown, polling
 * @KC_ATTEMPT_SCANNING: QR: codes come and go
 * @KC_ATTEMPT_LINKING: QR: the phone has scanned
 * @KC_ATTEMPT_CONFIRMING: it may be over, but there is no final word; the server is asked
 * @KC_ATTEMPT_CONNECTED: terminal
 * @KC_ATTEMPT_EXPIRED: terminal; the session is over, see kc_attempt_is_time_up ()
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

#define KC_TYPE_ATTEMPT_STATE (kc_attempt_state_get_type ())
GType kc_attempt_state_get_type (void);

/**
 * KcNewChannels:
 * @KC_NEW_CHANNELS_NONE: there are none, or it is not known
 * @KC_NEW_CHANNELS_MENTIONED: they are mentioned
 * @KC_NEW_CHANNELS_OFFERED: the person is asked whether one of those that are active is theirs
 *
 * What is done about channels that appeared during a session that did not end connected.
 */
typedef enum {
  KC_NEW_CHANNELS_NONE,
  KC_NEW_CHANNELS_MENTIONED,
  KC_NEW_CHANNELS_OFFERED,
} KcNewChannels;

#define KC_TYPE_NEW_CHANNELS (kc_new_channels_get_type ())
GType kc_new_channels_get_type (void);

/* Whether the table has this transition. A terminal state has only one: to CONNECTED, when the
 * person recognises a new channel (kc_attempt_accept_channel ()). */
gboolean kc_attempt_state_may_become (KcAttemptState from, KcAttemptState to);
gboolean kc_attempt_state_is_terminal (KcAttemptState state);
/* The enum's nick ("scanning"), for logs and tests; not translated. */
const char *kc_attempt_state_to_string (KcAttemptState state);

G_END_DECLS
