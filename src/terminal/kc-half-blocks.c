/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-half-blocks.h"

/* Black on white. */
#define COLOURS "\033[38;5;16;48;5;231m"
#define RESET "\033[0m"

/* `x` and `y` are relative to the corner of the margin. */
static gboolean
is_dark (const KcQrMatrix *matrix, guint x, guint y)
{
  guint size = kc_qr_matrix_get_size (matrix);

  if (x < KC_QR_QUIET_ZONE || y < KC_QR_QUIET_ZONE || x >= size + KC_QR_QUIET_ZONE
      || y >= size + KC_QR_QUIET_ZONE)
    return FALSE;

  return kc_qr_matrix_is_dark (matrix, x - KC_QR_QUIET_ZONE, y - KC_QR_QUIET_ZONE);
}

static char *
draw_row (const KcQrMatrix *matrix, guint row)
{
  static const char *const blocks[2][2] = {{" ", "▄"}, {"▀", "█"}};
  guint columns = kc_half_blocks_get_columns (kc_qr_matrix_get_size (matrix));
  GString *line = g_string_new (COLOURS);

  for (guint x = 0; x < columns; x++)
    g_string_append (line, blocks[is_dark (matrix, x, 2 * row)][is_dark (matrix, x, 2 * row + 1)]);
  g_string_append (line, RESET);

  return g_string_free (line, FALSE);
}

/* Wraps `text` into lines of at most `width` characters. */
static GPtrArray *
wrap (const char *text, guint width)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (line->len > 0
          && g_utf8_strlen (line->str, -1) + 1 + g_utf8_strlen (words[i], -1) > (glong) width)
        {
          g_ptr_array_add (lines, g_strdup (line->str));
          g_string_truncate (line, 0);
        }
      if (line->len > 0)
        g_string_append_c (line, ' ');
      g_string_append (line, words[i]);
    }
  g_ptr_array_add (lines, g_string_free (line, FALSE));

  return lines;
}

static char *
draw_text (const char *text, guint columns)
{
  guint length = MIN ((guint) g_utf8_strlen (text, -1), columns);
  g_autofree char *cut = g_utf8_substring (text, 0, length);
  guint before = (columns - length) / 2;

  return g_strdup_printf (COLOURS "%*s%s%*s" RESET, (int) before, "", cut,
                          (int) (columns - length - before), "");
}

guint
kc_half_blocks_get_columns (guint modules)
{
  return modules + 2 * KC_QR_QUIET_ZONE;
}

guint
kc_half_blocks_get_rows (guint modules)
{
  return (modules + 2 * KC_QR_QUIET_ZONE + 1) / 2;
}

char **
kc_half_blocks_draw (const KcQrMatrix *matrix)
{
  GPtrArray *lines = g_ptr_array_new ();
  guint rows;

  g_return_val_if_fail (matrix != NULL, NULL);

  rows = kc_half_blocks_get_rows (kc_qr_matrix_get_size (matrix));
  for (guint row = 0; row < rows; row++)
    g_ptr_array_add (lines, draw_row (matrix, row));
  g_ptr_array_add (lines, NULL);

  return (char **) g_ptr_array_free (lines, FALSE);
}

char **
kc_half_blocks_draw_cover (guint modules, const char *text)
{
  GPtrArray *lines = g_ptr_array_new ();
  guint columns = kc_half_blocks_get_columns (modules);
  guint rows = kc_half_blocks_get_rows (modules);
  g_autoptr (GPtrArray) words = NULL;
  guint first;

  g_return_val_if_fail (text != NULL, NULL);

  words = wrap (text, columns - 2 * KC_QR_QUIET_ZONE);
  first = words->len < rows ? (rows - words->len) / 2 : 0;
  for (guint row = 0; row < rows; row++)
    g_ptr_array_add (lines, draw_text (row >= first && row - first < words->len
                                           ? g_ptr_array_index (words, row - first)
                                           : "",
                                       columns));
  g_ptr_array_add (lines, NULL);

  return (char **) g_ptr_array_free (lines, FALSE);
}
