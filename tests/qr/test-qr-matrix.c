/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The codes are read back, byte for byte, by a decoder that shares no code with the encoder (zbar).
 * Without zbarimg those tests are skipped, and the structural ones remain. */

#include "kc-qr-matrix.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define PIXELS_PER_MODULE 5

/* ISO/IEC 18004, table 7: the capacity of a symbol in byte mode, by version. */
static const guint capacity_l[] = {
    0,    17,   32,   53,   78,   106,  134,  154,  192,  230,  271,  321,  367,  425,
    458,  520,  586,  644,  718,  792,  858,  929,  1003, 1091, 1171, 1273, 1367, 1465,
    1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303, 2431, 2563, 2699, 2809, 2953,
};
static const guint capacity_m[] = {
    0,    14,   26,   42,   62,   84,   106,  122,  152,  180,  213,  251,  287,  331,
    362,  412,  450,  504,  560,  624,  666,  711,  779,  857,  911,  997,  1059, 1125,
    1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
};

static guint
size_of_version (guint version)
{
  return 17 + 4 * version;
}

/* Format information, ISO/IEC 18004 section 7.9: the two bits of the level, masked with 10, are at
 * the left end of row 8. L is 01, M is 00. */
static char
read_level (const KcQrMatrix *matrix)
{
  guint bits = (kc_qr_matrix_is_dark (matrix, 0, 8) ? 2u : 0u)
               | (kc_qr_matrix_is_dark (matrix, 1, 8) ? 1u : 0u);

  switch (bits ^ 2u)
    {
    case 0:
      return 'M';
    case 1:
      return 'L';
    case 2:
      return 'H';
    default:
      return 'Q';
    }
}

static void
assert_finder (const KcQrMatrix *matrix, guint left, guint top)
{
  for (guint y = 0; y < 7; y++)
    for (guint x = 0; x < 7; x++)
      {
        gboolean outer = x == 0 || x == 6 || y == 0 || y == 6;
        gboolean inner = x >= 2 && x <= 4 && y >= 2 && y <= 4;

        g_assert_cmpint (kc_qr_matrix_is_dark (matrix, left + x, top + y), ==, outer || inner);
      }
}

static void
assert_structure (const KcQrMatrix *matrix)
{
  guint size = kc_qr_matrix_get_size (matrix);

  g_assert_cmpuint (size, >=, 21);
  g_assert_cmpuint (size, <=, 177);
  g_assert_cmpuint ((size - 17) % 4, ==, 0);

  assert_finder (matrix, 0, 0);
  assert_finder (matrix, size - 7, 0);
  assert_finder (matrix, 0, size - 7);

  for (guint i = 0; i < 8; i++)
    {
      g_assert_false (kc_qr_matrix_is_dark (matrix, i, 7));
      g_assert_false (kc_qr_matrix_is_dark (matrix, 7, i));
    }

  for (guint i = 8; i < size - 8; i++)
    {
      g_assert_cmpint (kc_qr_matrix_is_dark (matrix, i, 6), ==, i % 2 == 0);
      g_assert_cmpint (kc_qr_matrix_is_dark (matrix, 6, i), ==, i % 2 == 0);
    }

  /* The dark module of the standard. */
  g_assert_true (kc_qr_matrix_is_dark (matrix, 8, size - 8));
}

static GBytes *
draw_pgm (const KcQrMatrix *matrix)
{
  guint side = (kc_qr_matrix_get_size (matrix) + 2 * KC_QR_QUIET_ZONE) * PIXELS_PER_MODULE;
  guint size = kc_qr_matrix_get_size (matrix);
  GString *pgm = g_string_new (NULL);

  g_string_append_printf (pgm, "P5\n%u %u\n255\n", side, side);
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint column = x / PIXELS_PER_MODULE - KC_QR_QUIET_ZONE;
        guint row = y / PIXELS_PER_MODULE - KC_QR_QUIET_ZONE;
        gboolean dark = column < size && row < size && kc_qr_matrix_is_dark (matrix, column, row);

        g_string_append_c (pgm, dark ? '\0' : '\xff');
      }

  return g_string_free_to_bytes (pgm);
}

static GBytes *
decode (const KcQrMatrix *matrix)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) zbar = NULL;
  g_autoptr (GBytes) picture = draw_pgm (matrix);
  g_autofree char *path = NULL;
  g_autofree char *source = NULL;
  GBytes *text = NULL;
  int fd;

  fd = g_file_open_tmp ("kc-qr-XXXXXX.pgm", &path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, g_bytes_get_data (picture, NULL), (gssize) g_bytes_get_size (picture),
                       &error);
  g_assert_no_error (error);

  source = g_strconcat ("PGM:", path, NULL);
  zbar = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                           &error, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable",
                           "-Sbinary", source, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (zbar, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);

  return text;
}

/* The texts are random or fake, but they are not printed all the same. */
static void
assert_read_back (const guint8 *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrMatrix) matrix = kc_qr_matrix_new (text, length, &error);
  g_autoptr (GBytes) decoded = NULL;

  g_assert_no_error (error);
  assert_structure (matrix);

  decoded = decode (matrix);
  g_assert_cmpuint (g_bytes_get_size (decoded), ==, length);
  g_assert_true (memcmp (g_bytes_get_data (decoded, NULL), text, length) == 0);
}

static gboolean
skip_without_zbar (void)
{
  g_autofree char *program = g_find_program_in_path ("zbarimg");

  if (program != NULL)
    return FALSE;

  g_test_skip ("zbarimg is not installed (Debian: zbar-tools)");
  return TRUE;
}

static guint8 *
make_letters (gsize length)
{
  static const char letters[]
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=,";
  guint8 *text = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    text[i] = (guint8) letters[g_test_rand_int_range (0, sizeof letters - 1)];

  return text;
}

static void
test_read_back_lengths (void)
{
  static const gsize lengths[] = {1, 17, 18, 217, 257, 1000, 2331, 2332, 2953};

  if (skip_without_zbar ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *text = make_letters (lengths[i]);

      assert_read_back (text, lengths[i]);
    }
}

static void
test_read_back_forms (void)
{
  g_autoptr (GString) multi_device = g_string_new ("2@");
  g_autoptr (GString) link = g_string_new ("https://wa.me/settings/linked_devices#");
  static const char *const texts[] = {
      "0123456789012345678901234567890",
      "ONLY CAPITALS AND 0123456789 $%*+-./:",
      " blanks around\t\r\n",
      "\xef\xbb\xbf"
      "a byte order mark",
      "Grüße, ¡señal! 你好 \xf0\x9f\x93\xb1",
      "https://app.keebai.com/connect/whatsapp?session=cs_fake&x=%20",
  };

  if (skip_without_zbar ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_read_back ((const guint8 *) texts[i], strlen (texts[i]));

  for (guint i = 0; i < 4; i++)
    {
      g_autofree guint8 *part = make_letters (44);

      g_string_append_len (multi_device, (const char *) part, 44);
      g_string_append_len (link, (const char *) part, 44);
      g_string_append_c (multi_device, ',');
      g_string_append_c (link, ',');
    }
  assert_read_back ((const guint8 *) multi_device->str, multi_device->len);
  assert_read_back ((const guint8 *) link->str, link->len);
}

static void
test_read_back_bytes (void)
{
  guint8 every_byte[256];

  if (skip_without_zbar ())
    return;

  for (guint i = 0; i < 256; i++)
    every_byte[i] = (guint8) i;
  assert_read_back (every_byte, sizeof every_byte);

  /* A text that begins with NUL, and one that consists of nothing else. */
  assert_read_back ((const guint8 *) "\0middle\0", 8);
  assert_read_back ((const guint8 *) "\0\0\0", 3);
}

/* The smallest symbol of level L, at the limit of each version. Digits and capital letters would
 * fit into a smaller one in another mode, but byte mode is always used. */
static void
test_smallest_size (void)
{
  g_autofree guint8 *digits = g_malloc (capacity_l[40]);

  memset (digits, '0', capacity_l[40]);
  for (guint version = 1; version <= 40; version++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KcQrMatrix) first = NULL;
      g_autoptr (KcQrMatrix) last = NULL;

      first = kc_qr_matrix_new (digits, capacity_l[version - 1] + 1, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (kc_qr_matrix_get_size (first), ==, size_of_version (version));

      last = kc_qr_matrix_new (digits, capacity_l[version], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (kc_qr_matrix_get_size (last), ==, size_of_version (version));
      g_assert_cmpint (read_level (last), ==, 'L');
    }
}

/* Level M exactly where it fits into a symbol of the same size. */
static void
test_level (void)
{
  g_autofree guint8 *text = make_letters (capacity_l[40]);

  for (guint version = 1; version <= 40; version++)
    {
      g_autoptr (KcQrMatrix) last_m = kc_qr_matrix_new (text, capacity_m[version], NULL);
      g_autoptr (KcQrMatrix) first_l = kc_qr_matrix_new (text, capacity_m[version] + 1, NULL);
      /* From the version on in which level M holds less than level L of the version before, M is
       * never used. */
      gboolean m_is_reached = capacity_m[version] > capacity_l[version - 1];

      g_assert_nonnull (last_m);
      g_assert_nonnull (first_l);
      if (m_is_reached)
        {
          g_assert_cmpuint (kc_qr_matrix_get_size (last_m), ==, size_of_version (version));
          g_assert_cmpint (read_level (last_m), ==, 'M');
          g_assert_cmpuint (kc_qr_matrix_get_size (first_l), ==, size_of_version (version));
        }
      g_assert_cmpint (read_level (first_l), ==, 'L');
    }
}

static void
test_structure (void)
{
  for (guint i = 0; i < 60; i++)
    {
      gsize length = (gsize) g_test_rand_int_range (1, 2954);
      g_autofree guint8 *bytes = g_malloc (length);
      g_autoptr (KcQrMatrix) matrix = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize j = 0; j < length; j++)
        bytes[j] = (guint8) g_test_rand_int_range (0, 256);

      matrix = kc_qr_matrix_new (bytes, length, &error);
      g_assert_no_error (error);
      assert_structure (matrix);
    }
}

static void
test_errors (void)
{
  static const gsize too_long[] = {2954, 4096, 4097, 100000};
  g_autoptr (GError) error = NULL;

  g_assert_null (kc_qr_matrix_new (NULL, 0, &error));
  g_assert_error (error, KC_QR_ERROR, KC_QR_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_null (kc_qr_matrix_new ((const guint8 *) "", 0, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (too_long); i++)
    {
      g_autofree guint8 *text = make_letters (too_long[i]);

      g_assert_null (kc_qr_matrix_new (text, too_long[i], &error));
      g_assert_error (error, KC_QR_ERROR, KC_QR_ERROR_TOO_LONG);
      g_clear_error (&error);
    }

  kc_qr_matrix_free (NULL);
}

/* A picture of `matrix` with `module` pixels per module and a margin of `margin` pixels. */
static guint8 *
draw (const KcQrMatrix *matrix, guint module, guint margin, guint *side)
{
  guint size = kc_qr_matrix_get_size (matrix);
  guint8 *gray;

  *side = size * module + 2 * margin;
  gray = g_malloc ((gsize) *side * *side);
  memset (gray, 0xff, (gsize) *side * *side);
  for (guint y = 0; y < size * module; y++)
    for (guint x = 0; x < size * module; x++)
      if (kc_qr_matrix_is_dark (matrix, x / module, y / module))
        gray[(gsize) (y + margin) * *side + x + margin] = 0x20;

  return gray;
}

static void
test_picture (void)
{
  static const guint modules[] = {1, 2, 3, 7};
  static const guint margins[] = {0, 4, 33};

  for (gsize length = 1; length < 600; length += 97)
    {
      g_autofree guint8 *text = make_letters (length);
      g_autoptr (KcQrMatrix) matrix = kc_qr_matrix_new (text, length, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
        for (guint j = 0; j < G_N_ELEMENTS (margins); j++)
          {
            guint side;
            g_autofree guint8 *gray = draw (matrix, modules[i], margins[j], &side);
            g_autoptr (GError) error = NULL;
            g_autoptr (KcQrMatrix) read = kc_qr_matrix_new_from_gray (gray, side, &error);

            g_assert_no_error (error);
            g_assert_cmpuint (kc_qr_matrix_get_size (read), ==, kc_qr_matrix_get_size (matrix));
            for (guint y = 0; y < kc_qr_matrix_get_size (matrix); y++)
              for (guint x = 0; x < kc_qr_matrix_get_size (matrix); x++)
                g_assert_cmpint (kc_qr_matrix_is_dark (read, x, y), ==,
                                 kc_qr_matrix_is_dark (matrix, x, y));
          }
    }
}

static void
test_no_picture_of_a_code (void)
{
  g_autofree guint8 *text = make_letters (100);
  g_autoptr (KcQrMatrix) matrix = kc_qr_matrix_new (text, 100, NULL);
  guint side;
  g_autofree guint8 *gray = draw (matrix, 4, 16, &side);
  g_autoptr (GError) error = NULL;

  /* Light on dark. */
  for (gsize i = 0; i < (gsize) side * side; i++)
    gray[i] = (guint8) (255 - gray[i]);
  g_assert_null (kc_qr_matrix_new_from_gray (gray, side, &error));
  g_assert_error (error, KC_QR_ERROR, KC_QR_ERROR_FAILED);
  g_clear_error (&error);

  memset (gray, 0xff, (gsize) side * side);
  g_assert_null (kc_qr_matrix_new_from_gray (gray, side, &error));
  g_assert_error (error, KC_QR_ERROR, KC_QR_ERROR_FAILED);
  g_clear_error (&error);

  memset (gray, 0x00, (gsize) side * side);
  g_assert_null (kc_qr_matrix_new_from_gray (gray, side, NULL));

  /* Noise, the same in each run. */
  for (guint round = 0; round < 200; round++)
    {
      guint32 seed = round + 1;

      for (gsize i = 0; i < (gsize) side * side; i++)
        {
          seed = seed * 1664525 + 1013904223;
          gray[i] = (guint8) (seed >> 24);
        }
      g_assert_null (kc_qr_matrix_new_from_gray (gray, side, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/qr/matrix/read-back/lengths", test_read_back_lengths);
  g_test_add_func ("/qr/matrix/read-back/forms", test_read_back_forms);
  g_test_add_func ("/qr/matrix/read-back/bytes", test_read_back_bytes);
  g_test_add_func ("/qr/matrix/smallest-size", test_smallest_size);
  g_test_add_func ("/qr/matrix/level", test_level);
  g_test_add_func ("/qr/matrix/structure", test_structure);
  g_test_add_func ("/qr/matrix/errors", test_errors);
  g_test_add_func ("/qr/matrix/picture", test_picture);
  g_test_add_func ("/qr/matrix/no-picture-of-a-code", test_no_picture_of_a_code);

  return g_test_run ();
}
