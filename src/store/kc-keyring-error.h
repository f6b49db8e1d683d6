/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-keyring-error: what libsecret and the bus say, in the three words of KcKeyringError. */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

/* The words of the keyring are left out: nobody knows what it repeats in them. */
GError *kc_keyring_error_translate (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

GError *kc_keyring_error_new_locked (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
