/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcApplication: the program with a window: command line, window, practice mode, standard output
 * and notifications.
 *
 * A second start raises the window of the first. A start with another service, in practice, or with
 * a key in the environment is a separate instance: it must not be mixed with the real one, and
 * whoever started it reads its standard output.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_APPLICATION (kc_application_get_type ())
G_DECLARE_FINAL_TYPE (KcApplication, kc_application, KC, APPLICATION, AdwApplication)

KcApplication *kc_application_new (void);

G_END_DECLS
