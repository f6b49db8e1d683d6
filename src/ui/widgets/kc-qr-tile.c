/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-tile.h"

#include "kc-qr-texture.h"

/* Logical pixels. */
#define RADIUS 12

struct _KcQrTile {
  GtkWidget parent_instance;

  const KcQrMatrix *matrix;

  /* The picture of the matrix at the size of the latest snapshot. */
  GdkTexture *texture;
  guint module_px;
};

G_DEFINE_FINAL_TYPE (KcQrTile, kc_qr_tile, GTK_TYPE_WIDGET)

static int
get_side (KcQrTile *self)
{
  return MIN (gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

/* The largest whole number of device pixels a module for which code and quiet zone fit. */
static void
ensure_texture (KcQrTile *self, int scale)
{
  int device_side = (get_side (self) - 2 * KC_QR_TILE_PADDING) * scale;
  guint modules = kc_qr_matrix_get_size (self->matrix) + 2 * KC_QR_QUIET_ZONE;
  guint module_px = MAX (device_side / (int) modules, 1);

  if (self->texture != NULL && self->module_px == module_px)
    return;

  g_clear_object (&self->texture);
  self->texture = kc_qr_texture_new (self->matrix, module_px);
  self->module_px = module_px;
}

static void
snapshot_tile (KcQrTile *self, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = {1, 1, 1, 1};
  int side = get_side (self);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, side, side);
  GskRoundedRect tile;

  gsk_rounded_rect_init_from_rect (&tile, &bounds, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &tile);
  gtk_snapshot_append_color (snapshot, &white, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_code (KcQrTile *self, GtkSnapshot *snapshot)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int texture_side, offset;

  ensure_texture (self, scale);
  texture_side = gdk_texture_get_width (self->texture);
  /* In device pixels first: the division must not leave half a one. */
  offset = (get_side (self) * scale - texture_side) / 2;
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((float) offset / scale, (float) offset / scale,
                                                    (float) texture_side / scale,
                                                    (float) texture_side / scale));
}

static void
kc_qr_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KcQrTile *self = KC_QR_TILE (widget);

  if (self->matrix == NULL)
    return;

  snapshot_tile (self, snapshot);
  snapshot_code (self, snapshot);
}

static void
kc_qr_tile_dispose (GObject *object)
{
  KcQrTile *self = KC_QR_TILE (object);

  self->matrix = NULL;
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (kc_qr_tile_parent_class)->dispose (object);
}

static void
kc_qr_tile_class_init (KcQrTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_qr_tile_dispose;
  widget_class->snapshot = kc_qr_tile_snapshot;

  gtk_widget_class_set_css_name (widget_class, "kc-qr-tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
kc_qr_tile_init (KcQrTile *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kc_qr_tile_new (void)
{
  return g_object_new (KC_TYPE_QR_TILE, NULL);
}

void
kc_qr_tile_set_matrix (KcQrTile *self, const KcQrMatrix *matrix)
{
  g_return_if_fail (KC_IS_QR_TILE (self));

  if (self->matrix == matrix)
    return;

  self->matrix = matrix;
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
