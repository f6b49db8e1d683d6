/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-state.h"

#include "kc-enum.h"

#define TO(state) (1u << KC_ATTEMPT_##state)

static const struct {
  guint next; /* TO () of each state that may follow */
  gboolean is_terminal;
} table[KC_ATTEMPT_N_STATES] = {
    [KC_ATTEMPT_IDLE] = {TO (STARTING)},
    [KC_ATTEMPT_STARTING]
    = {TO (WAITING) | TO (SCANNING) | TO (CONFIRMING) | TO (FAILED) | TO (CANCELLED)},
    [KC_ATTEMPT_WAITING]
    = {TO (CONNECTED) | TO (EXPIRED) | TO (CANCELLED) | TO (CONFIRMING) | TO (FAILED)},
    [KC_ATTEMPT_SCANNING] = {TO (LINKING) | TO (CONNECTED) | TO (CONFIRMING) | TO (EXPIRED)
                             | TO (FAILED) | TO (CANCELLED)},
    [KC_ATTEMPT_LINKING]
    = {TO (CONNECTED) | TO (SCANNING) | TO (CONFIRMING) | TO (FAILED) | TO (CANCELLED)},
    [KC_ATTEMPT_CONFIRMING]
    = {TO (CONNECTED) | TO (EXPIRED) | TO (FAILED) | TO (CANCELLED) | TO (WAITING) | TO (SCANNING)},
    [KC_ATTEMPT_CONNECTED] = {0, TRUE},
    [KC_ATTEMPT_EXPIRED] = {TO (CONNECTED), TRUE},
    [KC_ATTEMPT_CANCELLED] = {0, TRUE},
    [KC_ATTEMPT_FAILED] = {TO (CONNECTED), TRUE},
};

G_DEFINE_ENUM_TYPE (KcAttemptState,
                    kc_attempt_state,
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_SCANNING, "scanning"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_LINKING, "linking"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_CONFIRMING, "confirming"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (KC_ATTEMPT_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (KcNewChannels,
                    kc_new_channels,
                    G_DEFINE_ENUM_VALUE (KC_NEW_CHANNELS_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (KC_NEW_CHANNELS_MENTIONED, "mentioned"),
                    G_DEFINE_ENUM_VALUE (KC_NEW_CHANNELS_OFFERED, "offered"))

gboolean
kc_attempt_state_may_become (KcAttemptState from, KcAttemptState to)
{
  g_return_val_if_fail (from < KC_ATTEMPT_N_STATES, FALSE);
  g_return_val_if_fail (to < KC_ATTEMPT_N_STATES, FALSE);

  return (table[from].next & (1u << to)) != 0;
}

gboolean
kc_attempt_state_is_terminal (KcAttemptState state)
{
  g_return_val_if_fail (state < KC_ATTEMPT_N_STATES, FALSE);

  return table[state].is_terminal;
}

const char *
kc_attempt_state_to_string (KcAttemptState state)
{
  return kc_enum_get_nick (KC_TYPE_ATTEMPT_STATE, (int) state);
}
