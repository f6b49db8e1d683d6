/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-composition: creates a controller and everything it needs: clock, keyring and journal, or the
 * practice service instead. No other place decides what differs between practice and real use.
 */

#pragma once

#include "kc-controller.h"

G_BEGIN_DECLS

/* For the service at `base_url`. `environment_key`: the access key for this run; NULL: the one in
 * the keyring, unless `presets` forbid it. Returns: (transfer full) */
KcController *kc_composition_new_real (const char *base_url,
                                       const char *environment_key,
                                       const KcPresets *presets);

/* With its own practice service; nothing is kept. Returns: (transfer full), or NULL with a
 * GIOError if the service does not start. */
KcController *kc_composition_new_practice (const KcPresets *presets, GError **error);

G_END_DECLS
