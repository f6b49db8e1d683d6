/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* In full screen no page hangs at the top: its content is in the middle, if it fits. */

#include "kc-center-layout.h"
#include "kc-ui-test.h"
#include "kc-ui-tour.h"

#include <stdlib.h>

/* Half of what a list of three rows and one of six differ by, and some. */
#define TOLERANCE 64

static GtkWidget *
find_centered (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (KC_IS_CENTER_LAYOUT (gtk_widget_get_layout_manager (root)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_centered (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_page (gconstpointer data)
{
  KcUiTour *tour = kc_ui_tour_go_to (data);
  GtkWidget *centered, *content;
  graphene_rect_t place;
  int height, middle;

  kc_ui_tour_resize (tour, 1920, 1080);
  kc_ui_test_settle (GTK_WIDGET (tour->window));
  centered = find_centered (GTK_WIDGET (tour->window));
  g_assert_nonnull (centered);
  content = gtk_widget_get_first_child (centered);
  g_assert_true (gtk_widget_compute_bounds (content, centered, &place));
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (centered), NULL,
                      &height, NULL, NULL);
  middle = (int) place.origin.y + height / 2;
  g_test_message ("at %d, %d high, in %d", (int) place.origin.y, height,
                  gtk_widget_get_height (centered));
  g_assert_cmpint (abs (middle - gtk_widget_get_height (centered) / 2), <=, TOLERANCE);

  kc_ui_tour_leave (tour);
}

int
main (int argc, char **argv)
{
  static const char *const names[]
      = {"home",   "browser", "browser-not-opened", "scan",    "scan-covered",
         "choose", "number",  "key-maintenance",    "several", NULL};
  guint n_states;
  const KcUiState *states = kc_ui_tour_get_states (&n_states);
  guint n = 0;

  kc_ui_test_init (&argc, &argv);
  for (guint i = 0; i < n_states; i++)
    if (g_strv_contains (names, states[i].name))
      {
        g_autofree char *path = g_strdup_printf ("/full-screen/%s", states[i].name);

        g_test_add_data_func (path, &states[i], test_page);
        n++;
      }
  g_assert_cmpuint (n, ==, g_strv_length ((char **) names));

  return g_test_run ();
}
