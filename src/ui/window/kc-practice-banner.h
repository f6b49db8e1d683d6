/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPracticeBanner: says that this is practice and how an attempt will end, and lets the person
 * choose that, even during an attempt. Hidden outside of practice. */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_PRACTICE_BANNER (kc_practice_banner_get_type ())
G_DECLARE_FINAL_TYPE (KcPracticeBanner, kc_practice_banner, KC, PRACTICE_BANNER, AdwBin)

/* Property: scenario (KcSandboxScenario), also as the action "practice.scenario". */

/* May be called again with another controller. */
void kc_practice_banner_set_controller (KcPracticeBanner *self, KcController *controller);

G_END_DECLS
