/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-state.h"

#define TO(state) (1u << KC_ATTEMPT_##state)

static const struct {
  const char *word;
  guint next; /* TO () of each state that may follow; 0: terminal */
} table[KC_ATTEMPT_N_STATES] = {
    [KC_ATTEMPT_IDLE] = {"idle", TO (STARTING)},
    [KC_ATTEMPT_STARTING]
    = {"starting", TO (WAITING) | TO (SCANNING) | TO (CONFIRMING) | TO (FAILED) | TO (CANCELLED)},
    [KC_ATTEMPT_WAITING]
    = {"waiting", TO (CONNECTED) | TO (EXPIRED) | TO (CANCELLED) | TO (CONFIRMING) | TO (FAILED)},
    [KC_ATTEMPT_SCANNING] = {"scanning", TO (LINKING) | TO (CONNECTED) | TO (CONFIRMING)
                                             | TO (EXPIRED) | TO (FAILED) | TO (CANCELLED)},
    [KC_ATTEMPT_LINKING]
    = {"linking", TO (CONNECTED) | TO (SCANNING) | TO (CONFIRMING) | TO (FAILED) | TO (CANCELLED)},
    [KC_ATTEMPT_CONFIRMING]
    = {"confirming", TO (CONNECTED) | TO (EXPIRED) | TO (FAILED) | TO (CANCELLED) | TO (SCANNING)},
    [KC_ATTEMPT_CONNECTED] = {"connected", 0},
    [KC_ATTEMPT_EXPIRED] = {"expired", 0},
    [KC_ATTEMPT_CANCELLED] = {"cancelled", 0},
    [KC_ATTEMPT_FAILED] = {"failed", 0},
};

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

  return table[state].next == 0;
}

const char *
kc_attempt_state_to_string (KcAttemptState state)
{
  g_return_val_if_fail (state < KC_ATTEMPT_N_STATES, NULL);

  return table[state].word;
}
