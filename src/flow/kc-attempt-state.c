/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-state.h"

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

GType
kc_attempt_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
      {KC_ATTEMPT_IDLE, "KC_ATTEMPT_IDLE", "idle"},
      {KC_ATTEMPT_STARTING, "KC_ATTEMPT_STARTING", "starting"},
      {KC_ATTEMPT_WAITING, "KC_ATTEMPT_WAITING", "waiting"},
      {KC_ATTEMPT_SCANNING, "KC_ATTEMPT_SCANNING", "scanning"},
      {KC_ATTEMPT_LINKING, "KC_ATTEMPT_LINKING", "linking"},
      {KC_ATTEMPT_CONFIRMING, "KC_ATTEMPT_CONFIRMING", "confirming"},
      {KC_ATTEMPT_CONNECTED, "KC_ATTEMPT_CONNECTED", "connected"},
      {KC_ATTEMPT_EXPIRED, "KC_ATTEMPT_EXPIRED", "expired"},
      {KC_ATTEMPT_CANCELLED, "KC_ATTEMPT_CANCELLED", "cancelled"},
      {KC_ATTEMPT_FAILED, "KC_ATTEMPT_FAILED", "failed"},
      {0, NULL, NULL},
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("KcAttemptState", values));

  return type;
}

GType
kc_new_channels_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
      {KC_NEW_CHANNELS_NONE, "KC_NEW_CHANNELS_NONE", "none"},
      {KC_NEW_CHANNELS_TOLD, "KC_NEW_CHANNELS_TOLD", "told"},
      {KC_NEW_CHANNELS_OFFERED, "KC_NEW_CHANNELS_OFFERED", "offered"},
      {0, NULL, NULL},
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("KcNewChannels", values));

  return type;
}

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
  g_autoptr (GEnumClass) states = g_type_class_ref (KC_TYPE_ATTEMPT_STATE);

  g_return_val_if_fail (state < KC_ATTEMPT_N_STATES, NULL);

  return g_enum_get_value (states, state)->value_nick;
}
