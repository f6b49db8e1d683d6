/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Two widgets side by side or one above the other, depending on the width and the text size. */

#include "kc-adaptive-box.h"
#include "kc-step-row.h"
#include "kc-ui-test.h"

static GtkWidget *
create_side (int width)
{
  GtkWidget *side = gtk_label_new ("side");

  gtk_widget_set_size_request (side, width, 100);

  return side;
}

static gboolean
is_beside (GtkWidget *start, GtkWidget *end)
{
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (end, start, &place));

  return place.origin.y < 1;
}

static void
set_text_scale (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100, NULL);
}

/* 280 px for text of the usual size: 333 + 24 + 280 is the narrowest width that fits both. */
static void
test_by_width (void)
{
  GtkWidget *start = create_side (333), *end = create_side (100);
  GtkWidget *box = kc_adaptive_box_new (start, end);
  GtkWindow *window = kc_ui_test_show (box, 700, 400);

  gtk_widget_set_margin_end (box, 700 - 637);
  kc_ui_test_settle (box);
  g_assert_true (is_beside (start, end));
  g_assert_cmpint (gtk_widget_get_width (end), >=, 280);
  gtk_widget_set_margin_end (box, 700 - 636);
  kc_ui_test_settle (box);
  g_assert_false (is_beside (start, end));

  kc_ui_test_close (window);
}

/* Text twice as large needs twice the width. */
static void
test_by_size_of_text (void)
{
  GtkWidget *start = create_side (333), *end = create_side (100);
  GtkWidget *box = kc_adaptive_box_new (start, end);
  GtkWindow *window = kc_ui_test_show (box, 700, 400);

  g_assert_true (is_beside (start, end));
  set_text_scale (200);
  kc_ui_test_settle (box);
  g_assert_false (is_beside (start, end));
  set_text_scale (100);
  kc_ui_test_settle (box);
  g_assert_true (is_beside (start, end));

  kc_ui_test_close (window);
}

static GtkWidget *
find_badge (GtkWidget *root)
{
  if (gtk_widget_has_css_class (root, "step-number"))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_badge (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The number of a step is in a circle at every text size, and so is its tick. */
static void
test_badges_are_round (void)
{
  static const int percents[] = {100, 150, 200};

  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++)
    {
      GtkWidget *row = g_object_new (KC_TYPE_STEP_ROW, "title", "Step", "number", 4, NULL);
      GtkWidget *list = gtk_list_box_new ();
      GtkWindow *window;
      GtkWidget *badge;

      gtk_list_box_append (GTK_LIST_BOX (list), row);
      set_text_scale (percents[i]);
      window = kc_ui_test_show (list, 400, 200);
      badge = find_badge (row);
      g_assert_nonnull (badge);
      g_assert_cmpint (gtk_widget_get_width (badge), ==, gtk_widget_get_height (badge));
      kc_step_row_set_done (KC_STEP_ROW (row), TRUE);
      kc_ui_test_settle (row);
      g_assert_cmpint (gtk_widget_get_width (badge), ==, gtk_widget_get_height (badge));
      kc_ui_test_close (window);
    }
  set_text_scale (100);
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  g_test_add_func ("/adaptive-box/by-width", test_by_width);
  g_test_add_func ("/adaptive-box/by-size-of-text", test_by_size_of_text);
  g_test_add_func ("/step-row/badges-are-round", test_badges_are_round);

  return g_test_run ();
}
