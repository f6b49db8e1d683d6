/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-half-blocks: a QR code as lines of text. One character is two modules, one above the other, so
 * that modules are about square.
 *
 * Dark on light whatever the theme: each line sets both colours, of the 6 × 6 × 6 cube, which
 * themes leave alone, and resets them at its end. Four light modules surround the code.
 */

#pragma once

#include "kc-qr-matrix.h"

G_BEGIN_DECLS

/* Characters that a code with `modules` on each side takes, with its margin. */
guint kc_half_blocks_get_columns (guint modules);
guint kc_half_blocks_get_rows (guint modules);

/* kc_half_blocks_get_rows () lines without line ends, NULL-terminated. */
char **kc_half_blocks_draw (const KcQrMatrix *matrix);

/* The same number of light lines of the same width, with `text` in the middle: replaces a code that
 * must not be scanned any more. */
char **kc_half_blocks_draw_cover (guint modules, const char *text);

G_END_DECLS
