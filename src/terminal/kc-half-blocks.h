/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-half-blocks: draws a QR code as lines of text. Each character shows two modules, one above the
 * other, so that modules are about square.
 *
 * Always dark on light: each line sets both colours, from the 6 × 6 × 6 cube, which themes do not
 * change, and resets them at its end. Four light modules surround the code.
 */

#pragma once

#include "kc-qr-matrix.h"

G_BEGIN_DECLS

/* The size in characters of a code with `modules` on each side, with its margin. */
guint kc_half_blocks_get_columns (guint modules);
guint kc_half_blocks_get_rows (guint modules);

/* kc_half_blocks_get_rows () lines without newlines, NULL-terminated. Free with g_strfreev (). */
char **kc_half_blocks_draw (const KcQrMatrix *matrix);

/* Light lines of the same number and width, with `text` in the middle, to replace a code that must
 * not be scanned any more. Free with g_strfreev (). */
char **kc_half_blocks_draw_cover (guint modules, const char *text);

G_END_DECLS
