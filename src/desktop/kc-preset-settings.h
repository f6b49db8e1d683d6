/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-preset-settings: the presets as they stand in GSettings, with the locks of dconf or of a
 * keyfile.
 */

#pragma once

#include "kc-presets.h"

G_BEGIN_DECLS

/* Never NULL: without the schema, the built-in values. A value that cannot be used is ignored, and
 * named on standard error; kc_command_line_new () checks the address of the service. */
KcPresets *kc_preset_settings_read (void);

G_END_DECLS
