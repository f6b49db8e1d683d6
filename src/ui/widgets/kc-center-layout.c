/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-center-layout.h"

struct _KcCenterLayout {
  GtkLayoutManager parent_instance;

  int expected_height;
  int room;   /* that there was when it was placed; -1: it has no place yet */
  int offset; /* of the child */
};

G_DEFINE_FINAL_TYPE (KcCenterLayout, kc_center_layout, GTK_TYPE_LAYOUT_MANAGER)

enum {
  PROP_0,
  PROP_EXPECTED_HEIGHT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
kc_center_layout_measure (GtkLayoutManager *manager,
                          GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static GtkSizeRequestMode
kc_center_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kc_center_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  KcCenterLayout *self = KC_CENTER_LAYOUT (manager);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  GskTransform *transform;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  if (self->room != height)
    {
      self->room = height;
      self->offset = CLAMP ((height - MAX (natural, self->expected_height)) / 2, 0,
                            MAX (height - KC_CENTER_LAYOUT_USUAL_HEIGHT, 0));
    }
  self->offset = CLAMP (self->offset, 0, MAX (height - natural, 0));

  transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, (float) self->offset));
  gtk_widget_allocate (child, width, height - self->offset, -1, transform);
}

static void
on_unmapped_cb (KcCenterLayout *self)
{
  self->room = -1;
}

static void
kc_center_layout_root (GtkLayoutManager *manager)
{
  g_signal_connect_object (gtk_layout_manager_get_widget (manager), "unmap",
                           G_CALLBACK (on_unmapped_cb), manager, G_CONNECT_SWAPPED);
}

static void
kc_center_layout_unroot (GtkLayoutManager *manager)
{
  g_signal_handlers_disconnect_by_func (gtk_layout_manager_get_widget (manager), on_unmapped_cb,
                                        manager);
}

static void
kc_center_layout_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EXPECTED_HEIGHT:
      g_value_set_int (value, KC_CENTER_LAYOUT (object)->expected_height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_center_layout_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EXPECTED_HEIGHT:
      KC_CENTER_LAYOUT (object)->expected_height = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_center_layout_class_init (KcCenterLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = kc_center_layout_get_property;
  object_class->set_property = kc_center_layout_set_property;
  layout_class->measure = kc_center_layout_measure;
  layout_class->get_request_mode = kc_center_layout_get_request_mode;
  layout_class->allocate = kc_center_layout_allocate;
  layout_class->root = kc_center_layout_root;
  layout_class->unroot = kc_center_layout_unroot;

  properties[PROP_EXPECTED_HEIGHT]
      = g_param_spec_int ("expected-height", NULL, NULL, 0, G_MAXINT, 0,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_center_layout_init (KcCenterLayout *self)
{
  self->room = -1;
}
