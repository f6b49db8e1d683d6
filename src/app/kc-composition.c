/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-composition.h"

#include "kc-support.h"

/* The program has only one at a time. */
static void
apply_presets (KcController *controller, const KcPresets *presets)
{
  kc_controller_set_presets (controller, presets);
  kc_support_set_address (presets->support_address);
}

KcController *
kc_composition_new_real (const char *base_url,
                         const char *environment_key,
                         const KcPresets *presets)
{
  g_autoptr (KcKeyring) keyring = NULL;
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcJournal) journal = NULL;
  g_autoptr (KcHistory) history = NULL;
  g_autoptr (KcChannelFile) channel_file = NULL;
  g_autoptr (KcNumberFile) number_file = NULL;
  KcController *controller;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (presets != NULL, NULL);

  /* The keyring is neither read nor written: not for the key, and not for the link of a session. */
  if (presets->keep_key_allowed)
    keyring = kc_keyring_new ();
  journal = kc_journal_acquire (base_url);
  channel_file = kc_record_file_acquire (KC_TYPE_CHANNEL_FILE, base_url);
  number_file = kc_record_file_acquire (KC_TYPE_NUMBER_FILE, base_url);
  history = kc_history_new (NULL, base_url);
  controller = kc_controller_new (base_url, environment_key, NULL, keyring, clock);
  apply_presets (controller, presets);
  kc_controller_set_journal (controller, journal);
  kc_after_care_set_file (kc_controller_get_after_care (controller), channel_file);
  kc_number_queue_set_file (kc_controller_get_number_queue (controller), number_file);
  kc_history_recorder_set_history (kc_controller_get_history_recorder (controller), history);

  return controller;
}

KcController *
kc_composition_new_practice (const KcPresets *presets, GError **error)
{
  g_autoptr (KcSandbox) sandbox = kc_sandbox_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  KcController *controller;

  g_return_val_if_fail (presets != NULL, NULL);

  if (!kc_sandbox_start (sandbox, 0, error))
    return NULL;

  controller = kc_controller_new (kc_sandbox_get_base_url (sandbox), NULL, sandbox, NULL, clock);
  apply_presets (controller, presets);

  return controller;
}
