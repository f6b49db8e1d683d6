/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcOpenButton: opens a web page in the person's browser. Only one launch runs at a time; it is
 * cancelled when the button is unmapped.
 */

#pragma once

#include "kc-wrap-button.h"

G_BEGIN_DECLS

#define KC_TYPE_OPEN_BUTTON (kc_open_button_get_type ())
G_DECLARE_FINAL_TYPE (KcOpenButton, kc_open_button, KC, OPEN_BUTTON, KcWrapButton)

/* Property: uri (string): an https address, set once.
 * Signal: failed (): no browser opened; the owner says where to go by hand. */

G_END_DECLS
