/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-preset-settings: reads the presets from GSettings, with the locks of dconf or of a keyfile.
 */

#pragma once

#include "kc-presets.h"

G_BEGIN_DECLS

/* Returns the built-in values without the schema; never NULL. Ignores a value that cannot be used,
 * and prints its key on standard error; kc_command_line_new () checks the address of the service.
 * Free with kc_presets_free (). */
KcPresets *kc_preset_settings_read (void);

G_END_DECLS
