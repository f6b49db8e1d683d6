/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-adaptive-box.h"

#define SPACING 24
/* Text of the usual size beside something else is hard to read in a narrower column. */
#define END_MINIMUM 280
#define USUAL_DPI 96

struct _KcAdaptiveBox {
  GtkWidget parent_instance;

  GtkWidget *start;
  GtkWidget *end;
};

G_DEFINE_FINAL_TYPE (KcAdaptiveBox, kc_adaptive_box, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_START,
  PROP_END,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static int
get_end_minimum (KcAdaptiveBox *self)
{
  double dpi
      = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (GTK_WIDGET (self)));

  return (int) (END_MINIMUM * MAX (dpi, USUAL_DPI) / USUAL_DPI);
}

/* How a width is divided. `end` is 0 if one is above the other. */
static void
share_width (KcAdaptiveBox *self, int width, int *start, int *end)
{
  int start_minimum, start_natural, end_minimum;

  gtk_widget_measure (self->start, GTK_ORIENTATION_HORIZONTAL, -1, &start_minimum, &start_natural,
                      NULL, NULL);
  gtk_widget_measure (self->end, GTK_ORIENTATION_HORIZONTAL, -1, &end_minimum, NULL, NULL, NULL);
  end_minimum = MAX (end_minimum, get_end_minimum (self));

  if (width < start_minimum + SPACING + end_minimum)
    {
      *start = width;
      *end = 0;
      return;
    }

  *start = CLAMP (width - SPACING - end_minimum, start_minimum, start_natural);
  *end = width - SPACING - *start;
}

static GtkSizeRequestMode
kc_adaptive_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kc_adaptive_box_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  KcAdaptiveBox *self = KC_ADAPTIVE_BOX (widget);
  int start_minimum, start_natural, end_minimum, end_natural;
  int start_width, end_width;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->start, orientation, -1, &start_minimum, &start_natural, NULL, NULL);
      gtk_widget_measure (self->end, orientation, -1, &end_minimum, &end_natural, NULL, NULL);
      *minimum = MAX (start_minimum, end_minimum);
      *natural = start_natural + SPACING + MAX (end_natural, get_end_minimum (self));
      return;
    }

  if (for_size < 0)
    kc_adaptive_box_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &start_minimum, &for_size,
                             NULL, NULL);
  share_width (self, for_size, &start_width, &end_width);
  gtk_widget_measure (self->start, orientation, start_width, &start_minimum, &start_natural, NULL,
                      NULL);
  gtk_widget_measure (self->end, orientation, end_width > 0 ? end_width : for_size, &end_minimum,
                      &end_natural, NULL, NULL);
  if (end_width > 0)
    {
      *minimum = MAX (start_minimum, end_minimum);
      *natural = MAX (start_natural, end_natural);
    }
  else
    {
      *minimum = start_minimum + SPACING + end_minimum;
      *natural = start_natural + SPACING + end_natural;
    }
}

static void
kc_adaptive_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KcAdaptiveBox *self = KC_ADAPTIVE_BOX (widget);
  GtkAllocation start = {0, 0, width, height};
  GtkAllocation end = {0, 0, width, height};
  int start_width, end_width, minimum, natural;

  share_width (self, width, &start_width, &end_width);
  if (end_width > 0)
    {
      gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

      start.width = start_width;
      end.width = end_width;
      start.x = right_to_left ? end_width + SPACING : 0;
      end.x = right_to_left ? 0 : start_width + SPACING;
    }
  else
    {
      gtk_widget_measure (self->start, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL,
                          NULL);
      gtk_widget_measure (self->end, GTK_ORIENTATION_VERTICAL, width, &end.height, NULL, NULL,
                          NULL);
      start.height = CLAMP (height - SPACING - end.height, minimum, natural);
      end.y = start.height + SPACING;
      end.height = MAX (end.height, height - end.y);
    }

  gtk_widget_size_allocate (self->start, &start, -1);
  gtk_widget_size_allocate (self->end, &end, -1);
}

static void
set_side (KcAdaptiveBox *self, GtkWidget **side, GtkWidget *widget)
{
  /* Construct-only, and both must be given. */
  g_assert (*side == NULL);
  g_assert (GTK_IS_WIDGET (widget));

  *side = widget;
  gtk_widget_set_parent (widget, GTK_WIDGET (self));
}

static void
kc_adaptive_box_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcAdaptiveBox *self = KC_ADAPTIVE_BOX (object);

  switch (prop_id)
    {
    case PROP_START:
      g_value_set_object (value, self->start);
      break;
    case PROP_END:
      g_value_set_object (value, self->end);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_adaptive_box_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  KcAdaptiveBox *self = KC_ADAPTIVE_BOX (object);

  switch (prop_id)
    {
    case PROP_START:
      set_side (self, &self->start, g_value_get_object (value));
      break;
    case PROP_END:
      set_side (self, &self->end, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_adaptive_box_dispose (GObject *object)
{
  KcAdaptiveBox *self = KC_ADAPTIVE_BOX (object);

  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);

  G_OBJECT_CLASS (kc_adaptive_box_parent_class)->dispose (object);
}

static void
kc_adaptive_box_class_init (KcAdaptiveBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kc_adaptive_box_get_property;
  object_class->set_property = kc_adaptive_box_set_property;
  object_class->dispose = kc_adaptive_box_dispose;
  widget_class->get_request_mode = kc_adaptive_box_get_request_mode;
  widget_class->measure = kc_adaptive_box_measure;
  widget_class->size_allocate = kc_adaptive_box_size_allocate;

  properties[PROP_START] = g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_adaptive_box_init (KcAdaptiveBox *self)
{
}

GtkWidget *
kc_adaptive_box_new (GtkWidget *start, GtkWidget *end)
{
  return g_object_new (KC_TYPE_ADAPTIVE_BOX, "start", start, "end", end, NULL);
}
