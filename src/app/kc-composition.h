/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-composition: builds a controller with everything it works with: clock, keyring, journal, or
 * the practice service in their place. The one place that knows what is for practice and what is
 * for real.
 */

#pragma once

#include "kc-controller.h"

G_BEGIN_DECLS

/* With the service at `base_url`. `environment_key`: the access key for this run, or NULL: then the
 * keyring is asked, unless `presets` forbid it. */
KcController *kc_composition_new_real (const char *base_url,
                                       const char *environment_key,
                                       const KcPresets *presets);

/* With a practice service of its own; NULL and a GIOError if that does not start. Nothing is kept.
 */
KcController *kc_composition_new_practice (const KcPresets *presets, GError **error);

G_END_DECLS
