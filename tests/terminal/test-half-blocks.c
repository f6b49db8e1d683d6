/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-half-blocks.h"

#include <string.h>

#define COLOURS "\033[38;5;16;48;5;231m"
#define RESET "\033[0m"

/* The character at a place, without the escape sequences around the line. */
static gunichar
get_character (char **lines, guint column, guint row)
{
  const char *line = lines[row];

  g_assert_true (g_str_has_prefix (line, COLOURS));

  return g_utf8_get_char (g_utf8_offset_to_pointer (line + strlen (COLOURS), column));
}

static gboolean
is_dark (char **lines, guint x, guint y)
{
  switch (get_character (lines, x, y / 2))
    {
    case ' ':
      return FALSE;
    case 0x2588: /* full block */
      return TRUE;
    case 0x2580: /* upper half */
      return y % 2 == 0;
    case 0x2584: /* lower half */
      return y % 2 == 1;
    default:
      g_assert_not_reached ();
    }
}

static void
assert_lines (char **lines, guint modules)
{
  guint columns = kc_half_blocks_get_columns (modules);

  g_assert_cmpuint (g_strv_length (lines), ==, kc_half_blocks_get_rows (modules));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_str_has_prefix (lines[i], COLOURS));
      g_assert_true (g_str_has_suffix (lines[i], RESET));
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==,
                       (glong) (strlen (COLOURS) + columns + strlen (RESET)));
    }
}

/* Codes of every length: each module is in its place, with four light ones around the code. */
static void
test_modules (void)
{
  for (gsize length = 1; length < 2900; length += 97)
    {
      g_autofree char *text = g_strnfill (length, 'a');
      g_autoptr (KcQrMatrix) matrix = kc_qr_matrix_new ((const guint8 *) text, length, NULL);
      guint modules = kc_qr_matrix_get_size (matrix);
      g_auto (GStrv) lines = kc_half_blocks_draw (matrix);

      assert_lines (lines, modules);
      for (guint y = 0; y < 2 * kc_half_blocks_get_rows (modules); y++)
        {
          for (guint x = 0; x < kc_half_blocks_get_columns (modules); x++)
            {
              gboolean inside = x >= 4 && y >= 4 && x < modules + 4 && y < modules + 4;

              g_assert_cmpint (is_dark (lines, x, y), ==,
                               inside && kc_qr_matrix_is_dark (matrix, x - 4, y - 4));
            }
        }
    }
}

static void
test_extent (void)
{
  g_assert_cmpuint (kc_half_blocks_get_columns (21), ==, 29);
  g_assert_cmpuint (kc_half_blocks_get_rows (21), ==, 15);
  g_assert_cmpuint (kc_half_blocks_get_columns (57), ==, 65);
  g_assert_cmpuint (kc_half_blocks_get_rows (57), ==, 33);
}

static void
test_cover (void)
{
  g_auto (GStrv) lines = kc_half_blocks_draw_cover (57, "This code is old. A new one is coming.");
  g_auto (GStrv) narrow = kc_half_blocks_draw_cover (21, "Palabras larguísimas que no caben");
  g_auto (GStrv) endless = kc_half_blocks_draw_cover (
      21,
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
      "sixteen seventeen eighteen nineteen twenty one two three four five six seven eight nine "
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen");
  g_autofree char *all = g_strjoinv ("\n", lines);

  assert_lines (lines, 57);
  assert_lines (narrow, 21);
  assert_lines (endless, 21);
  g_assert_nonnull (strstr (all, "This code is old. A new one is coming."));
  g_assert_null (strstr (all, "█"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/half-blocks/modules", test_modules);
  g_test_add_func ("/half-blocks/extent", test_extent);
  g_test_add_func ("/half-blocks/cover", test_cover);

  return g_test_run ();
}
