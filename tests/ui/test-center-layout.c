/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A page in the middle of a tall window, and what happens when its contents unfold. */

#include "kc-center-layout.h"
#include "kc-ui-test.h"

#include <adwaita.h>

typedef struct {
  GtkWidget *content;
  GtkWidget *bin;
  GtkWindow *window;
} Fixture;

/* In a room of exactly that height. */
static void
show (Fixture *fixture, int content_height, int expected_height, int room)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (fixture->content, 200, content_height);
  fixture->bin = g_object_new (ADW_TYPE_BIN, "child", fixture->content, "layout-manager",
                               g_object_new (KC_TYPE_CENTER_LAYOUT, "expected-height",
                                             expected_height, NULL),
                               NULL);
  gtk_widget_set_size_request (fixture->bin, -1, room);
  gtk_box_append (GTK_BOX (box), fixture->bin);
  fixture->window = kc_ui_test_show (box, 400, 300);
  g_assert_cmpint (gtk_widget_get_height (fixture->bin), ==, room);
}

static int
get_offset (Fixture *fixture)
{
  graphene_rect_t place;

  kc_ui_test_settle (fixture->bin);
  g_assert_true (gtk_widget_compute_bounds (fixture->content, fixture->bin, &place));

  return (int) place.origin.y;
}

static void
test_usual_window (void)
{
  Fixture fixture;

  show (&fixture, 300, 0, 680);
  g_assert_cmpint (get_offset (&fixture), ==, 0);
  kc_ui_test_close (fixture.window);
}

static void
test_unfolds (void)
{
  Fixture fixture;

  show (&fixture, 400, 0, 980);
  g_assert_cmpint (get_offset (&fixture), ==, 280);
  /* It unfolds, and folds again: nothing above moves. */
  gtk_widget_set_size_request (fixture.content, 200, 600);
  g_assert_cmpint (get_offset (&fixture), ==, 280);
  gtk_widget_set_size_request (fixture.content, 200, 400);
  g_assert_cmpint (get_offset (&fixture), ==, 280);
  /* There is no room below any more. */
  gtk_widget_set_size_request (fixture.content, 200, 900);
  g_assert_cmpint (get_offset (&fixture), ==, 80);
  kc_ui_test_close (fixture.window);
}

/* The next time, or in a window of another size, it has a new place. */
static void
test_placed_anew (void)
{
  Fixture fixture;

  show (&fixture, 400, 0, 980);
  gtk_widget_set_size_request (fixture.content, 200, 500);
  g_assert_cmpint (get_offset (&fixture), ==, 280);
  gtk_widget_set_visible (fixture.bin, FALSE);
  gtk_widget_set_visible (fixture.bin, TRUE);
  g_assert_cmpint (get_offset (&fixture), ==, 240);
  gtk_widget_set_size_request (fixture.bin, -1, 960);
  g_assert_cmpint (get_offset (&fixture), ==, 230);
  kc_ui_test_close (fixture.window);
}

static void
test_expected_height (void)
{
  Fixture fixture;

  show (&fixture, 200, 500, 980);
  g_assert_cmpint (get_offset (&fixture), ==, 240);
  /* What was being loaded is there. */
  gtk_widget_set_size_request (fixture.content, 200, 500);
  g_assert_cmpint (get_offset (&fixture), ==, 240);
  kc_ui_test_close (fixture.window);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  g_test_add_func ("/center-layout/usual-window", test_usual_window);
  g_test_add_func ("/center-layout/unfolds", test_unfolds);
  g_test_add_func ("/center-layout/placed-anew", test_placed_anew);
  g_test_add_func ("/center-layout/expected-height", test_expected_height);

  return g_test_run ();
}
