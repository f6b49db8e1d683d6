/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-debug-info: what a bug report needs to say, to be copied from the About window.
 *
 * An allow-list: each line is made here out of what is named here, and nothing is collected.
 * Nothing about the person, the company, the key, a number or an attempt; of an address only
 * whether it is Keebai's.
 */

#pragma once

#include "kc-controller.h"

G_BEGIN_DECLS

/* In English, one `name: value` a line, for those who read reports. `controller` may be NULL.
 * `toolkit`: such lines about the libraries that draw, without the last newline; NULL if nothing is
 * drawn. Free with g_free (). */
char *kc_debug_info_new (KcController *controller, const char *toolkit);

G_END_DECLS
