/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-chip-layout.h"

#define COLUMN_SPACING 12
#define ROW_SPACING 3

struct _KcChipLayout {
  GtkLayoutManager parent_instance;

  gboolean stacked;
};

G_DEFINE_FINAL_TYPE (KcChipLayout, kc_chip_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct {
  GtkWidget *title, *subtitle, *chip;
  GtkRequisition chip_size;
} Children;

/* Where the children are at some width; the chip has its natural size. */
typedef struct {
  gboolean chip_beside_title;
  int title_width, subtitle_width;
  int title_height, subtitle_height;
  int second_height; /* of the subtitle and what is beside it */
  int height;
} Places;

static void
get_children (GtkWidget *widget, Children *children)
{
  children->title = gtk_widget_get_first_child (widget);
  children->subtitle = gtk_widget_get_next_sibling (children->title);
  children->chip = gtk_widget_get_next_sibling (children->subtitle);
  gtk_widget_get_preferred_size (children->chip, NULL, &children->chip_size);
}

static int
measure_width (GtkWidget *child, gboolean natural)
{
  int least, most;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &most, NULL, NULL);

  return natural ? most : least;
}

static int
measure_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);

  return height;
}

static void
find_places (KcChipLayout *self, const Children *children, int width, Places *places)
{
  int beside = width - COLUMN_SPACING - children->chip_size.width;

  places->chip_beside_title = !self->stacked && measure_width (children->title, TRUE) <= beside;
  places->title_width = places->chip_beside_title ? beside : width;
  places->subtitle_width
      = self->stacked ? width : MAX (beside, measure_width (children->subtitle, FALSE));
  places->title_height = measure_height (children->title, places->title_width);
  places->subtitle_height = measure_height (children->subtitle, places->subtitle_width);
  places->second_height = self->stacked ? places->subtitle_height
                                        : MAX (places->subtitle_height, children->chip_size.height);
  places->height = places->title_height + ROW_SPACING + places->second_height
                   + (self->stacked ? ROW_SPACING + children->chip_size.height : 0);
}

static GtkSizeRequestMode
kc_chip_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kc_chip_layout_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KcChipLayout *self = KC_CHIP_LAYOUT (manager);
  Children children;
  Places places;
  int beside, title_natural, subtitle_natural;

  get_children (widget, &children);
  beside = self->stacked ? 0 : COLUMN_SPACING + children.chip_size.width;
  title_natural = measure_width (children.title, TRUE);
  subtitle_natural = measure_width (children.subtitle, TRUE);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (measure_width (children.title, FALSE),
                      measure_width (children.subtitle, FALSE) + beside);
      *minimum = MAX (*minimum, children.chip_size.width);
      *natural = MAX (*minimum, MAX (title_natural, subtitle_natural) + beside);
      return;
    }

  find_places (self, &children,
               for_size < 0 ? MAX (title_natural, subtitle_natural) + beside : for_size, &places);
  *minimum = *natural = places.height;
}

/* `x` from where text begins. */
static void
place (GtkWidget *widget, GtkWidget *child, int full_width, int x, int y, int width, int height)
{
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (
      child, &(GtkAllocation){right_to_left ? full_width - x - width : x, y, width, height}, -1);
}

static void
kc_chip_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  KcChipLayout *self = KC_CHIP_LAYOUT (manager);
  Children children;
  Places places;
  int second_y, chip_x, chip_y;

  get_children (widget, &children);
  find_places (self, &children, width, &places);
  second_y = places.title_height + ROW_SPACING;
  chip_x = self->stacked ? 0 : width - children.chip_size.width;
  if (self->stacked)
    chip_y = second_y + places.second_height + ROW_SPACING;
  else if (places.chip_beside_title)
    chip_y = (height - children.chip_size.height) / 2;
  else
    chip_y = second_y + (places.second_height - children.chip_size.height) / 2;

  place (widget, children.title, width, 0, 0, places.title_width, places.title_height);
  place (widget, children.subtitle, width, 0, second_y, places.subtitle_width,
         places.subtitle_height);
  place (widget, children.chip, width, chip_x, chip_y, children.chip_size.width,
         children.chip_size.height);
}

static void
kc_chip_layout_class_init (KcChipLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = kc_chip_layout_get_request_mode;
  layout_class->measure = kc_chip_layout_measure;
  layout_class->allocate = kc_chip_layout_allocate;
}

static void
kc_chip_layout_init (KcChipLayout *self)
{
}

void
kc_chip_layout_set_stacked (KcChipLayout *self, gboolean stacked)
{
  g_return_if_fail (KC_IS_CHIP_LAYOUT (self));

  if (self->stacked == stacked)
    return;

  self->stacked = stacked;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
