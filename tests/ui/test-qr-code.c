/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Run twice, with GDK_SCALE 1 and 2: a module has to be a whole number of *device* pixels. */

#include "kc-qr-code.h"
#include "kc-qr-placeholder.h"
#include "kc-qr-matrix.h"
#include "kc-qr-tile.h"
#include "kc-ui-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* As long as a real one, but obviously fake. */
static GBytes *
create_code (char fill)
{
  GString *text = g_string_new ("https://wa.me/settings/linked_devices#");

  while (text->len < 257)
    g_string_append_c (text, (char) (fill + text->len % 7));

  return g_string_free_to_bytes (text);
}

typedef struct {
  guint8 *bytes;
  int width, height;
} Picture;

static Picture
take_picture (GtkWidget *widget)
{
  g_autoptr (GdkTexture) texture = kc_ui_test_render (widget, gtk_widget_get_scale_factor (widget));
  Picture picture
      = {.width = gdk_texture_get_width (texture), .height = gdk_texture_get_height (texture)};

  picture.bytes = g_malloc ((gsize) picture.width * picture.height * 4);
  gdk_texture_download (texture, picture.bytes, (gsize) picture.width * 4);

  return picture;
}

/* 0xAARRGGBB */
#define BLACK 0xff000000
#define WHITE 0xffffffff

static guint32
get_pixel (const Picture *picture, int x, int y)
{
  guint32 pixel;

  g_assert_cmpint (x, >=, 0);
  g_assert_cmpint (y, >=, 0);
  g_assert_cmpint (x, <, picture->width);
  g_assert_cmpint (y, <, picture->height);
  memcpy (&pixel, picture->bytes + ((gsize) y * picture->width + x) * 4, 4);

  return pixel;
}

static gboolean
is_black_or_white (const Picture *picture)
{
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      if (get_pixel (picture, x, y) != BLACK && get_pixel (picture, x, y) != WHITE)
        return FALSE;
  return TRUE;
}

/* Where the first dark module is: the corner of the top left finder pattern, whose first row is
 * seven modules long. */
static int
find_code (const Picture *picture, int *left, int *top)
{
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      if (get_pixel (picture, x, y) == BLACK)
        {
          int end = x;

          while (get_pixel (picture, end, y) == BLACK)
            end++;
          *left = x;
          *top = y;
          g_assert_cmpint ((end - x) % 7, ==, 0);
          return (end - x) / 7;
        }

  return 0;
}

/* Compares every pixel of the code and its quiet zone with the matrix. Returns the size of a module
 * in device pixels. */
static int
assert_pixels (const Picture *picture, GBytes *text)
{
  g_autoptr (KcQrMatrix) matrix
      = kc_qr_matrix_new (g_bytes_get_data (text, NULL), g_bytes_get_size (text), NULL);
  int size = (int) kc_qr_matrix_get_size (matrix);
  int left = 0, top = 0;
  int module;

  module = find_code (picture, &left, &top);
  g_assert_cmpint (module, >, 0);
  for (int y = -KC_QR_QUIET_ZONE * module; y < (size + KC_QR_QUIET_ZONE) * module; y++)
    for (int x = -KC_QR_QUIET_ZONE * module; x < (size + KC_QR_QUIET_ZONE) * module; x++)
      {
        gboolean inside = x >= 0 && y >= 0 && x < size * module && y < size * module;
        gboolean dark = inside && kc_qr_matrix_is_dark (matrix, x / module, y / module);

        g_assert_cmphex (get_pixel (picture, left + x, top + y), ==, dark ? BLACK : WHITE);
      }

  return module;
}

/* What zbar reads from the widget, or NULL. */
static GBytes *
scan (GtkWidget *widget)
{
  g_autoptr (GdkTexture) texture = kc_ui_test_render (widget, gtk_widget_get_scale_factor (widget));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "kc-test-qr-XXXXXX.png", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) zbar = NULL;
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
  zbar = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                           &error, "zbarimg", "--quiet", "--raw", "-Sbinary", "-Sdisable",
                           "-Sqrcode.enable", path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (zbar, NULL, NULL, &read, NULL, &error));
  g_assert_no_error (error);
  g_remove (path);

  return read != NULL && g_bytes_get_size (read) > 0 ? g_steal_pointer (&read) : NULL;
}

static gboolean
is_zbar_missing (void)
{
  g_autofree char *zbar = g_find_program_in_path ("zbarimg");

  if (zbar == NULL)
    g_test_skip ("zbarimg is missing (Debian: apt install zbar-tools)");

  return zbar == NULL;
}

static GtkWidget *
create_centered (void)
{
  return g_object_new (KC_TYPE_QR_CODE, "halign", GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER,
                       "alternative-text", "Test", NULL);
}

static void
test_scans_in (AdwColorScheme scheme)
{
  g_autoptr (GBytes) text = create_code ('A');
  g_autoptr (GBytes) read = NULL;
  GtkWidget *code = create_centered ();
  GtkWindow *window;
  Picture picture;

  if (is_zbar_missing ())
    {
      g_object_ref_sink (code);
      g_object_unref (code);
      return;
    }

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  window = kc_ui_test_show (code, 500, 500);
  kc_qr_code_set_text (KC_QR_CODE (code), text);
  kc_ui_test_settle (code);

  picture = take_picture (code);
  g_assert_cmpint (assert_pixels (&picture, text), >=, 5);
  read = scan (code);
  g_assert_nonnull (read);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read),
                   g_bytes_get_data (text, NULL), g_bytes_get_size (text));

  g_free (picture.bytes);
  kc_ui_test_close (window);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_scans_in_light (void)
{
  test_scans_in (ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
test_scans_in_dark (void)
{
  test_scans_in (ADW_COLOR_SCHEME_FORCE_DARK);
}

/* Every odd width: an offset of half a pixel would show here. */
static void
test_every_size (void)
{
  g_autoptr (GBytes) text = create_code ('a');
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 700, 700);
  int scale = gtk_widget_get_scale_factor (code);

  kc_qr_code_set_text (KC_QR_CODE (code), text);
  gtk_widget_set_halign (code, GTK_ALIGN_FILL);
  gtk_widget_set_valign (code, GTK_ALIGN_FILL);
  for (int side = 333; side < 620; side += 41)
    {
      Picture picture;
      int module;

      gtk_widget_set_margin_end (code, 700 - side);
      gtk_widget_set_margin_bottom (code, 700 - side - side % 2);
      kc_ui_test_settle (code);
      picture = take_picture (code);
      module = assert_pixels (&picture, text);
      /* 57 modules and the quiet zone, in what the padding leaves: the largest that fits. */
      g_assert_cmpint (module, ==,
                       (MIN (gtk_widget_get_width (code), gtk_widget_get_height (code)) - 8) * scale
                           / 65);
      g_free (picture.bytes);
    }

  kc_ui_test_close (window);
}

/* A window 360 px wide leaves 336 px between margins of 12; that must be enough for 5 px per
 * module. */
static void
test_minimum_size (void)
{
  g_autoptr (GBytes) text = create_code ('a');
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 336, 400);
  int minimum, height, natural;
  Picture picture;

  gtk_widget_measure (code, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  kc_qr_code_set_text (KC_QR_CODE (code), text);
  gtk_widget_measure (code, GTK_ORIENTATION_HORIZONTAL, -1, &height, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, height);
  gtk_widget_measure (code, GTK_ORIENTATION_VERTICAL, 336, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 336);
  kc_ui_test_settle (code);
  g_assert_cmpint (gtk_widget_get_width (code), <=, 336);
  picture = take_picture (code);
  g_assert_cmpint (assert_pixels (&picture, text), >=, 5 * gtk_widget_get_scale_factor (code));
  g_free (picture.bytes);

  kc_ui_test_close (window);
}

/* While the code is not live, only a blur is left of it, which no scanner reads. The size stays the
 * same. */
static void
test_covered (void)
{
  g_autoptr (GBytes) text = create_code ('a');
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 500, 500);
  int width = gtk_widget_get_width (code);
  g_autoptr (GBytes) read = NULL;
  Picture shown, covered;

  kc_qr_code_set_cover (KC_QR_CODE (code), NULL, "A new one is coming", NULL);
  kc_ui_test_settle (code);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
  g_assert_true (kc_ui_test_sees (code, "A new one is coming"));

  kc_qr_code_set_text (KC_QR_CODE (code), text);
  kc_ui_test_settle (code);
  shown = take_picture (code);
  g_assert_true (kc_qr_code_is_shown (KC_QR_CODE (code)));
  g_assert_false (kc_ui_test_sees (code, "A new one is coming"));
  assert_pixels (&shown, text);

  kc_qr_code_set_live (KC_QR_CODE (code), FALSE);
  kc_ui_test_settle (code);
  covered = take_picture (code);
  g_assert_true (kc_ui_test_sees (code, "A new one is coming"));
  g_assert_false (is_black_or_white (&covered));
  g_assert_cmpint (gtk_widget_get_width (code), ==, width);
  if (!is_zbar_missing ())
    {
      read = scan (code);
      g_assert_null (read);
    }

  g_free (shown.bytes);
  g_free (covered.bytes);
  kc_ui_test_close (window);
}

/* Also without the words on top of it. */
static void
test_blur_is_beyond_reading (void)
{
  g_autoptr (GBytes) text = create_code ('a');
  g_autoptr (GBytes) read = NULL;
  g_autoptr (KcQrMatrix) matrix
      = kc_qr_matrix_new (g_bytes_get_data (text, NULL), g_bytes_get_size (text), NULL);
  GtkWidget *tile = kc_qr_tile_new ();
  GtkWindow *window = kc_ui_test_show (tile, 500, 500);
  Picture picture;
  int white = 0, grey = 0;

  if (is_zbar_missing ())
    {
      kc_ui_test_close (window);
      return;
    }

  kc_qr_tile_set_matrix (KC_QR_TILE (tile), matrix, FALSE);
  kc_ui_test_settle (tile);
  read = scan (tile);
  g_assert_nonnull (read);
  g_clear_pointer (&read, g_bytes_unref);

  kc_qr_tile_set_matrix (KC_QR_TILE (tile), matrix, TRUE);
  kc_ui_test_settle (tile);
  picture = take_picture (tile);
  for (int y = 0; y < picture.height; y++)
    for (int x = 0; x < picture.width; x++)
      {
        guint32 pixel = get_pixel (&picture, x, y) & 0xff;

        white += pixel == 0xff;
        grey += pixel > 0x80 && pixel < 0xff;
      }
  /* It is there, and has no dark pixel. */
  g_assert_cmpint (grey, >, picture.width * picture.height / 2);
  g_assert_cmpint (white, >, 0);
  g_free (picture.bytes);
  read = scan (tile);
  g_assert_null (read);

  kc_qr_tile_set_matrix (KC_QR_TILE (tile), NULL, FALSE);
  kc_ui_test_close (window);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* A covered code cannot be enlarged: there is nothing to see. */
static void
test_activated_only_while_shown (void)
{
  g_autoptr (GBytes) text = create_code ('a');
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 500, 500);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (code);
  guint count = 0;
  GtkEventController *click = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) each = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (each))
        click = each;
    }
  g_assert_nonnull (click);
  g_signal_connect_swapped (code, "activated", G_CALLBACK (count_cb), &count);

  g_signal_emit_by_name (click, "released", 1, 10.0, 10.0);
  g_assert_cmpuint (count, ==, 0);
  kc_qr_code_set_text (KC_QR_CODE (code), text);
  g_signal_emit_by_name (click, "released", 1, 10.0, 10.0);
  g_assert_cmpuint (count, ==, 1);
  kc_qr_code_set_live (KC_QR_CODE (code), FALSE);
  g_signal_emit_by_name (click, "released", 1, 10.0, 10.0);
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (gtk_widget_get_focusable (code));

  kc_ui_test_close (window);
}

/* Assistive technology gets a name, never the text of the code; and the sentence on the cover only
 * while it applies. */
static void
test_text_is_nowhere_else (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("verysecret", 10);
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 500, 500);
  GtkWidget *cover = kc_ui_test_find (code, KC_TYPE_QR_PLACEHOLDER);

  kc_qr_code_set_cover (KC_QR_CODE (code), NULL, "A new one is coming", NULL);
  gtk_test_accessible_assert_state (cover, GTK_ACCESSIBLE_STATE_HIDDEN, FALSE);
  g_assert_true (kc_ui_test_sees (cover, "A new one is coming"));
  kc_qr_code_set_text (KC_QR_CODE (code), text);
  gtk_test_accessible_assert_state (cover, GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
  gtk_test_accessible_assert_role (code, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (code, GTK_ACCESSIBLE_PROPERTY_LABEL, "Test");
  g_assert_null (gtk_widget_get_tooltip_text (code));
  g_assert_false (kc_ui_test_sees (code, "verysecret"));

  kc_ui_test_close (window);
}

static void
test_too_long (void)
{
  g_autofree char *long_text = g_strnfill (3000, 'x');
  g_autoptr (GBytes) text = g_bytes_new (long_text, 3000);
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 500, 500);

  kc_qr_code_set_text (KC_QR_CODE (code), text);
  kc_ui_test_settle (code);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
  g_assert_true (kc_ui_test_sees (code, "Code Too Long"));

  kc_ui_test_close (window);
}

/* The code as a PNG, as some servers send it: three pixels per module, and a quiet zone. */
static GBytes *
create_png (GBytes *text)
{
  g_autoptr (KcQrMatrix) matrix
      = kc_qr_matrix_new (g_bytes_get_data (text, NULL), g_bytes_get_size (text), NULL);
  gsize side = (kc_qr_matrix_get_size (matrix) + 2 * KC_QR_QUIET_ZONE) * 3;
  guint8 *pixels = g_malloc (side * side * 3);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, side * side * 3);
  g_autoptr (GdkTexture) texture = NULL;

  memset (pixels, 0xff, side * side * 3);
  for (guint y = 0; y < kc_qr_matrix_get_size (matrix) * 3; y++)
    for (guint x = 0; x < kc_qr_matrix_get_size (matrix) * 3; x++)
      if (kc_qr_matrix_is_dark (matrix, x / 3, y / 3))
        memset (pixels + ((y + KC_QR_QUIET_ZONE * 3) * side + x + KC_QR_QUIET_ZONE * 3) * 3, 0, 3);
  texture = gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_R8G8B8, bytes, side * 3);

  return gdk_texture_save_to_png_bytes (texture);
}

static void
test_picture (void)
{
  g_autoptr (GBytes) text = create_code ('A');
  g_autoptr (GBytes) png = create_png (text);
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 500, 500);
  Picture picture;

  kc_qr_code_set_text (KC_QR_CODE (code), png);
  kc_ui_test_settle (code);
  g_assert_true (kc_qr_code_is_shown (KC_QR_CODE (code)));
  picture = take_picture (code);
  g_assert_cmpint (assert_pixels (&picture, text), >=, 5);

  g_free (picture.bytes);
  kc_ui_test_close (window);
}

static void
test_picture_of_something_else (void)
{
  guint8 pixels[40 * 40 * 3] = {0};
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture
      = gdk_memory_texture_new (40, 40, GDK_MEMORY_R8G8B8, bytes, 40 * 3);
  g_autoptr (GBytes) black = gdk_texture_save_to_png_bytes (texture);
  g_autoptr (GBytes) broken = g_bytes_new_static ("\x89PNG\r\n\x1a\nnothing", 15);
  GtkWidget *code = create_centered ();
  GtkWindow *window = kc_ui_test_show (code, 500, 500);

  kc_qr_code_set_text (KC_QR_CODE (code), black);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));
  g_assert_true (kc_ui_test_sees (code, "No QR Code"));
  kc_qr_code_set_text (KC_QR_CODE (code), broken);
  g_assert_false (kc_qr_code_is_shown (KC_QR_CODE (code)));

  kc_ui_test_close (window);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  g_test_add_func ("/qr-code/scans-in-light", test_scans_in_light);
  g_test_add_func ("/qr-code/scans-in-dark", test_scans_in_dark);
  g_test_add_func ("/qr-code/every-size", test_every_size);
  g_test_add_func ("/qr-code/minimum-size", test_minimum_size);
  g_test_add_func ("/qr-code/covered", test_covered);
  g_test_add_func ("/qr-code/blur-is-beyond-reading", test_blur_is_beyond_reading);
  g_test_add_func ("/qr-code/activated-only-while-shown", test_activated_only_while_shown);
  g_test_add_func ("/qr-code/text-is-nowhere-else", test_text_is_nowhere_else);
  g_test_add_func ("/qr-code/too-long", test_too_long);
  g_test_add_func ("/qr-code/picture", test_picture);
  g_test_add_func ("/qr-code/picture-of-something-else", test_picture_of_something_else);

  return g_test_run ();
}
