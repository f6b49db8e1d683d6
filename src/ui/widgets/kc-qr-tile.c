/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-tile.h"

#include <string.h>

/* Logical pixels. */
#define RADIUS 12

#define BYTES_PER_PIXEL 3
/* The number of cells of a blurred code along each side. A cell is the average of some five by five
 * modules: far too little to reconstruct the code. */
#define BLURRED_CELLS 13
/* The darkest value of a cell: there is text on top of it. */
#define BLURRED_DARKNESS 0.4

struct _KcQrTile {
  GtkWidget parent_instance;

  const KcQrMatrix *matrix;
  gboolean blurred;

  /* The picture of the matrix: in the size of the latest snapshot, or blurred. */
  GdkTexture *texture;
  guint module_px; /* 0: blurred */
};

G_DEFINE_FINAL_TYPE (KcQrTile, kc_qr_tile, GTK_TYPE_WIDGET)

static GdkTexture *
create_texture (const KcQrMatrix *matrix, guint module_px)
{
  guint modules = kc_qr_matrix_get_size (matrix);
  gsize module_bytes = (gsize) module_px * BYTES_PER_PIXEL;
  gsize side = (gsize) (modules + 2 * KC_QR_QUIET_ZONE) * module_px;
  gsize stride = side * BYTES_PER_PIXEL;
  guint8 *pixels = g_malloc (side * stride);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, side * stride);

  memset (pixels, 0xff, side * stride);
  for (guint y = 0; y < modules; y++)
    {
      guint8 *row = pixels + (gsize) (y + KC_QR_QUIET_ZONE) * module_px * stride;

      for (guint x = 0; x < modules; x++)
        if (kc_qr_matrix_is_dark (matrix, x, y))
          memset (row + (x + KC_QR_QUIET_ZONE) * module_bytes, 0x00, module_bytes);
      for (guint copy = 1; copy < module_px; copy++)
        memcpy (row + copy * stride, row, stride);
    }

  return gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_R8G8B8, bytes, stride);
}

static GdkTexture *
create_blurred_texture (const KcQrMatrix *matrix)
{
  guint modules = kc_qr_matrix_get_size (matrix);
  guint side = modules + 2 * KC_QR_QUIET_ZONE;
  guint n_dark[BLURRED_CELLS][BLURRED_CELLS] = {{0}};
  guint n_all[BLURRED_CELLS][BLURRED_CELLS] = {{0}};
  guint8 pixels[BLURRED_CELLS][BLURRED_CELLS][BYTES_PER_PIXEL];
  g_autoptr (GBytes) bytes = NULL;

  /* With the quiet zone, so that it fades towards the edge. */
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint row = y * BLURRED_CELLS / side, column = x * BLURRED_CELLS / side;
        guint code_y = y - KC_QR_QUIET_ZONE, code_x = x - KC_QR_QUIET_ZONE;

        n_all[row][column]++;
        /* Unsigned: left of the code or above it is out of range as well. */
        if (code_x < modules && code_y < modules && kc_qr_matrix_is_dark (matrix, code_x, code_y))
          n_dark[row][column]++;
      }
  for (guint y = 0; y < BLURRED_CELLS; y++)
    for (guint x = 0; x < BLURRED_CELLS; x++)
      {
        double darkness = BLURRED_DARKNESS * n_dark[y][x] / MAX (n_all[y][x], 1);

        memset (pixels[y][x], (int) (255 * (1 - darkness)), BYTES_PER_PIXEL);
      }

  bytes = g_bytes_new (pixels, sizeof pixels);
  return gdk_memory_texture_new (BLURRED_CELLS, BLURRED_CELLS, GDK_MEMORY_R8G8B8, bytes,
                                 BLURRED_CELLS * BYTES_PER_PIXEL);
}

static int
get_side (KcQrTile *self)
{
  return MIN (gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

/* The largest whole number of device pixels per module with which code and quiet zone fit. */
static guint
get_module_px (KcQrTile *self, int scale)
{
  int device_side = (get_side (self) - 2 * KC_QR_TILE_PADDING) * scale;
  guint modules = kc_qr_matrix_get_size (self->matrix) + 2 * KC_QR_QUIET_ZONE;

  return MAX (device_side / (int) modules, 1);
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
  guint module_px = get_module_px (self, scale);
  int texture_side, offset;

  if (self->texture == NULL || self->module_px != module_px)
    {
      g_clear_object (&self->texture);
      self->texture = create_texture (self->matrix, module_px);
      self->module_px = module_px;
    }

  texture_side = gdk_texture_get_width (self->texture);
  /* In device pixels first: the division must not leave a half pixel. */
  offset = (get_side (self) * scale - texture_side) / 2;
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((float) offset / scale, (float) offset / scale,
                                                    (float) texture_side / scale,
                                                    (float) texture_side / scale));
}

static void
snapshot_blurred_code (KcQrTile *self, GtkSnapshot *snapshot)
{
  int side = get_side (self) - 2 * KC_QR_TILE_PADDING;

  if (self->texture == NULL)
    self->texture = create_blurred_texture (self->matrix);

  /* So few texels are scaled smoothly. */
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (KC_QR_TILE_PADDING, KC_QR_TILE_PADDING, side,
                                                    side));
}

static void
kc_qr_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KcQrTile *self = KC_QR_TILE (widget);

  if (self->matrix == NULL)
    return;

  snapshot_tile (self, snapshot);
  if (self->blurred)
    snapshot_blurred_code (self, snapshot);
  else
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
kc_qr_tile_set_matrix (KcQrTile *self, const KcQrMatrix *matrix, gboolean blurred)
{
  g_return_if_fail (KC_IS_QR_TILE (self));

  blurred = !!blurred;
  if (self->matrix == matrix && self->blurred == blurred)
    return;

  self->matrix = matrix;
  self->blurred = blurred;
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
