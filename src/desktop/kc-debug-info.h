/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-debug-info: what a bug report needs, to be copied from the About window.
 *
 * It contains only what is on an allow-list: nothing about the person, the company, the key, a
 * number or an attempt; of the service's address, only whether it is Keebai's.
 */

#pragma once

#include "kc-controller.h"

G_BEGIN_DECLS

/* Lines of the form `name: value`, in English. `controller` may be NULL. `toolkit`: further such
 * lines, from kc_toolkit_info_new (); NULL without a window. Free with g_free (). */
char *kc_debug_info_new (KcController *controller, const char *toolkit);

G_END_DECLS
