/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-toolkit-info: the lines of kc-debug-info that only a program with a window can provide. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines of the form `name: value`, without the last newline. Free with g_free (). */
char *kc_toolkit_info_new (void);

G_END_DECLS
