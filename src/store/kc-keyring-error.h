/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-keyring-error: what libsecret and the bus report, reduced to the three codes of
 * KcKeyringError.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_KEYRING_ERROR (kc_keyring_error_quark ())

/**
 * KcKeyringError:
 * @KC_KEYRING_ERROR_UNAVAILABLE: no keyring on this computer, or it does not answer
 * @KC_KEYRING_ERROR_LOCKED: locked, and the person dismissed the question or cannot be asked
 * @KC_KEYRING_ERROR_FAILED: any other error of the keyring
 */
typedef enum {
  KC_KEYRING_ERROR_UNAVAILABLE,
  KC_KEYRING_ERROR_LOCKED,
  KC_KEYRING_ERROR_FAILED,
} KcKeyringError;

GQuark kc_keyring_error_quark (void);

/* Leaves out the keyring's own message, which might repeat a secret. */
GError *kc_keyring_error_translate (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

GError *kc_keyring_error_new_locked (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
