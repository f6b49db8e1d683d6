/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Takes a picture of each state of KcUiTour in each variant (size, style, language). One process
 * brings the window into a state once, and changes its variant for each picture. Usage: pictures
 * FOLDER VARIANT… (see build-aux/pictures.sh); a variant in another language needs its own process,
 * with LANGUAGE set. `--list` prints the names and titles of the states. KC_PICTURES_ONLY limits
 * the pictures to the states that it names, separated by commas.
 */

#include "kc-process.h"
#include "kc-ui-test.h"
#include "kc-ui-tour.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *name;
  int width, height;
  AdwColorScheme scheme;
  gboolean high_contrast;
  guint text_percent;
  gboolean right_to_left;
} Variant;

static const Variant variants[] = {
    {"light", 680, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, FALSE},
    {"dark", 680, 720, ADW_COLOR_SCHEME_FORCE_DARK, FALSE, 100, FALSE},
    {"high-contrast", 680, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, TRUE, 100, FALSE},
    {"dark-high-contrast", 680, 720, ADW_COLOR_SCHEME_FORCE_DARK, TRUE, 100, FALSE},
    {"360", 360, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, FALSE},
    {"360x480", 360, 480, ADW_COLOR_SCHEME_FORCE_DARK, FALSE, 100, FALSE},
    {"full-screen", 1920, 1080, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, FALSE},
    {"large-text", 680, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 200, FALSE},
    {"360-large-text", 360, 720, ADW_COLOR_SCHEME_FORCE_DARK, FALSE, 200, FALSE},
    {"es", 680, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, FALSE},
    {"pt_BR", 360, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, FALSE},
    {"long-words", 360, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, FALSE},
    {"right-to-left", 360, 720, ADW_COLOR_SCHEME_FORCE_LIGHT, FALSE, 100, TRUE},
};

static GThreadPool *writers;

typedef struct {
  GdkTexture *texture;
  char *path;
} Picture;

static void
write_picture (gpointer data, gpointer user_data)
{
  Picture *picture = data;

  if (!gdk_texture_save_to_png (picture->texture, picture->path))
    g_error ("cannot write %s", picture->path);
  g_object_unref (picture->texture);
  g_free (picture->path);
  g_free (picture);
}

static const Variant *
find_variant (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    if (g_str_equal (variants[i].name, name))
      return &variants[i];

  g_error ("there is no variant %s", name);
}

static void
apply_variant (KcUiTour *tour, const Variant *variant, GSettings *accessibility)
{
  gtk_widget_set_default_direction (variant->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  g_settings_set_boolean (accessibility, "high-contrast", variant->high_contrast);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), variant->scheme);
  /* Like the desktop's "Large Text". */
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                (int) (96 * 1024 * variant->text_percent / 100), NULL);
  kc_ui_tour_resize (tour, variant->width, variant->height);
}

/* The window, and on top of it its dialog as the desktop shows it. */
static GdkTexture *
render (KcUiTour *tour)
{
  GtkWidget *window = GTK_WIDGET (tour->window);
  GtkWindow *dialog = kc_ui_tour_get_dialog (tour);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) below = kc_ui_test_render (window, 1);
  g_autoptr (GdkTexture) above = NULL;
  float width = (float) gdk_texture_get_width (below);
  float height = (float) gdk_texture_get_height (below);
  float dialog_width, dialog_height;

  if (dialog == NULL)
    return g_steal_pointer (&below);

  above = kc_ui_test_render (GTK_WIDGET (dialog), 1);
  dialog_width = (float) gdk_texture_get_width (above);
  dialog_height = (float) gdk_texture_get_height (above);
  /* A dialog larger than the window reaches beyond its edges. */
  width = MAX (width, dialog_width);
  height = MAX (height, dialog_height);
  snapshot = gtk_snapshot_new ();
  gtk_snapshot_append_texture (snapshot, below,
                               &GRAPHENE_RECT_INIT (0, 0, (float) gdk_texture_get_width (below),
                                                    (float) gdk_texture_get_height (below)));
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){0, 0, 0, 0.4f},
                             &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_append_texture (snapshot, above,
                               &GRAPHENE_RECT_INIT ((width - dialog_width) / 2,
                                                    (height - dialog_height) / 2, dialog_width,
                                                    dialog_height));
  node = gtk_snapshot_to_node (snapshot);

  return gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
take (const KcUiState *state, const char *folder, char **names, GSettings *accessibility)
{
  KcUiTour *tour = kc_ui_tour_go_to (state);

  for (; *names != NULL; names++)
    {
      Picture *picture = g_new0 (Picture, 1);

      apply_variant (tour, find_variant (*names), accessibility);
      picture->texture = render (tour);
      picture->path = g_strdup_printf ("%s/%s/%s.png", folder, *names, state->name);
      g_thread_pool_push (writers, picture, NULL);
    }
  apply_variant (tour, &variants[0], accessibility);
  kc_ui_tour_leave (tour);
}

int
main (int argc, char **argv)
{
  const char *only = g_getenv ("KC_PICTURES_ONLY");
  g_auto (GStrv) wanted = only != NULL ? g_strsplit (only, ",", -1) : NULL;
  g_autoptr (GSettings) accessibility = NULL;
  guint n_states;
  const KcUiState *states = kc_ui_tour_get_states (&n_states);

  if (argc == 2 && g_str_equal (argv[1], "--list"))
    {
      for (guint i = 0; i < n_states; i++)
        g_print ("%s\t%s\n", states[i].name, states[i].title);

      return 0;
    }

  kc_process_begin ();
  kc_process_use_translations ();
  kc_ui_test_init (&argc, &argv);
  /* GTest's own handler prints every message. */
  g_log_set_default_handler (g_log_default_handler, NULL);
  if (argc < 3)
    g_error ("usage: pictures FOLDER VARIANT…");

  /* As in GNOME; the program's icons are not installed yet. */
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11",
                "gtk-decoration-layout", ":close", NULL);
  gtk_icon_theme_add_search_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                  KC_ICONS);
  accessibility = g_settings_new ("org.gnome.desktop.a11y.interface");
  writers = g_thread_pool_new (write_picture, NULL, 1, FALSE, NULL);
  for (char **name = argv + 2; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (argv[1], *name, NULL);

      find_variant (*name);
      g_assert_cmpint (g_mkdir_with_parents (path, 0755), ==, 0);
    }
  for (guint i = 0; i < n_states; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (wanted != NULL && !g_strv_contains ((const char *const *) wanted, states[i].name))
        continue;
      take (&states[i], argv[1], argv + 2, accessibility);
      g_print ("%s: %.1f s\n", states[i].name,
               (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
    }
  g_thread_pool_free (writers, FALSE, TRUE);

  return 0;
}
