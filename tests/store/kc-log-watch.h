/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Records what is logged, debug messages too, and looks for secrets in it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Call before g_test_run (). */
void kc_log_watch_begin (void);
/* Call after it. */
void kc_log_watch_assert_without (const char *secret);

G_END_DECLS
