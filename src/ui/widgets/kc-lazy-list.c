/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-lazy-list.h"

#define UNBOUND G_MAXUINT

typedef struct {
  GtkWidget *widget;
  guint index; /* the index of the item that it shows, or UNBOUND */
} Row;

struct _KcLazyList {
  GtkWidget parent_instance;

  GListModel *model;
  /* Item i is shown by row i modulo the number of rows, so rows that stay in sight are not touched.
   */
  GArray *rows;
  int row_height;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  GtkScrollablePolicy policies[2];
};

G_DEFINE_FINAL_TYPE_WITH_CODE (KcLazyList,
                               kc_lazy_list,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum {
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum {
  CREATE_ROW,
  BIND_ROW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static guint
get_n_items (KcLazyList *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static void
set_n_rows (KcLazyList *self, guint n)
{
  while (self->rows->len > n)
    {
      gtk_widget_unparent (g_array_index (self->rows, Row, self->rows->len - 1).widget);
      g_array_set_size (self->rows, self->rows->len - 1);
    }
  while (self->rows->len < n)
    {
      Row row = {NULL, UNBOUND};

      g_signal_emit (self, signals[CREATE_ROW], 0, &row.widget);
      gtk_widget_set_parent (row.widget, GTK_WIDGET (self));
      g_object_unref (row.widget);
      g_array_append_val (self->rows, row);
    }
}

static void
unbind_rows (KcLazyList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    g_array_index (self->rows, Row, i).index = UNBOUND;
}

static guint
get_first (KcLazyList *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return adjustment != NULL && self->row_height > 0
             ? (guint) (gtk_adjustment_get_value (adjustment) / self->row_height)
             : 0;
}

/* Before the layout of a frame: a label whose text changes requests another layout. */
static void
bind_rows (KcLazyList *self)
{
  guint n_items = get_n_items (self);
  guint first = get_first (self);

  for (guint i = first; i < first + self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i % self->rows->len);
      g_autoptr (GObject) item = NULL;

      gtk_widget_set_child_visible (row->widget, i < n_items);
      if (i >= n_items || row->index == i)
        continue;

      item = g_list_model_get_item (self->model, i);
      g_signal_emit (self, signals[BIND_ROW], 0, row->widget, item);
      row->index = i;
    }
}

static void
on_value_changed_cb (KcLazyList *self)
{
  g_assert (KC_IS_LAZY_LIST (self));

  bind_rows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_items_changed_cb (KcLazyList *self)
{
  g_assert (KC_IS_LAZY_LIST (self));

  if (get_n_items (self) > 0 && self->rows->len == 0)
    set_n_rows (self, 1);
  unbind_rows (self);
  bind_rows (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_adjustment (KcLazyList *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment **place = &self->adjustments[orientation];

  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, on_value_changed_cb, self);
  g_clear_object (place);
  if (adjustment == NULL)
    return;

  *place = g_object_ref_sink (adjustment);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static GtkSizeRequestMode
kc_lazy_list_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kc_lazy_list_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  KcLazyList *self = KC_LAZY_LIST (widget);

  for (guint i = 0; i < self->rows->len; i++)
    {
      int row_minimum, row_natural;

      gtk_widget_measure (g_array_index (self->rows, Row, i).widget, orientation, for_size,
                          &row_minimum, &row_natural, NULL, NULL);
      *minimum = MAX (*minimum, row_minimum);
      *natural = MAX (*natural, row_natural);
    }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *natural = MAX (*minimum, (int) MIN ((gint64) *natural * get_n_items (self), G_MAXINT / 2));
}

static void
configure (GtkAdjustment *adjustment, int upper, int page)
{
  double value = CLAMP (gtk_adjustment_get_value (adjustment), 0, MAX (upper - page, 0));

  gtk_adjustment_configure (adjustment, value, 0, MAX (upper, page), page * 0.1, page * 0.9, page);
}

static void
kc_lazy_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KcLazyList *self = KC_LAZY_LIST (widget);
  guint n_items = get_n_items (self);
  guint first, n_rows;
  int y;

  if (self->rows->len > 0)
    gtk_widget_measure (g_array_index (self->rows, Row, 0).widget, GTK_ORIENTATION_VERTICAL, width,
                        NULL, &self->row_height, NULL, NULL);

  /* One more for an item that is partly visible at either end. */
  n_rows = self->row_height > 0 ? MIN ((guint) (height / self->row_height) + 2, n_items) : 0;
  if (n_rows != self->rows->len && n_rows > 0)
    {
      set_n_rows (self, n_rows);
      unbind_rows (self);
    }
  if (self->adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL], width, width);
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    configure (self->adjustments[GTK_ORIENTATION_VERTICAL], (int) n_items * self->row_height,
               height);
  bind_rows (self);

  first = get_first (self);
  y = (int) first * self->row_height;
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    y -= (int) gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_VERTICAL]);
  for (guint i = first; i < MIN (first + self->rows->len, n_items); i++)
    {
      GtkWidget *row = g_array_index (self->rows, Row, i % self->rows->len).widget;
      int minimum;

      /* GTK requires a measure before an allocation. */
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (row, &(GtkAllocation){0, y, width, MAX (self->row_height, minimum)},
                                -1);
      y += self->row_height;
    }
}

static void
kc_lazy_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcLazyList *self = KC_LAZY_LIST (object);

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_lazy_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KcLazyList *self = KC_LAZY_LIST (object);

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_lazy_list_dispose (GObject *object)
{
  KcLazyList *self = KC_LAZY_LIST (object);

  kc_lazy_list_set_model (self, NULL);
  set_n_rows (self, 0);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);

  G_OBJECT_CLASS (kc_lazy_list_parent_class)->dispose (object);
}

static void
kc_lazy_list_finalize (GObject *object)
{
  g_array_unref (KC_LAZY_LIST (object)->rows);

  G_OBJECT_CLASS (kc_lazy_list_parent_class)->finalize (object);
}

static void
kc_lazy_list_class_init (KcLazyListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kc_lazy_list_get_property;
  object_class->set_property = kc_lazy_list_set_property;
  object_class->dispose = kc_lazy_list_dispose;
  object_class->finalize = kc_lazy_list_finalize;
  widget_class->get_request_mode = kc_lazy_list_get_request_mode;
  widget_class->measure = kc_lazy_list_measure;
  widget_class->size_allocate = kc_lazy_list_size_allocate;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[CREATE_ROW] = g_signal_new ("create-row", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, GTK_TYPE_WIDGET, 0);
  signals[BIND_ROW]
      = g_signal_new ("bind-row", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, GTK_TYPE_WIDGET, G_TYPE_OBJECT);

  gtk_widget_class_set_css_name (widget_class, "kc-lazy-list");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
kc_lazy_list_init (KcLazyList *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

void
kc_lazy_list_set_model (KcLazyList *self, GListModel *model)
{
  g_return_if_fail (KC_IS_LAZY_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, on_items_changed_cb, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (on_items_changed_cb), self);
  on_items_changed_cb (self);
}

guint
kc_lazy_list_get_n_rows (KcLazyList *self)
{
  g_return_val_if_fail (KC_IS_LAZY_LIST (self), 0);

  return self->rows->len;
}
