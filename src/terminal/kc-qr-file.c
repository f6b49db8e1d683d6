/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-file.h"

#include "kc-app-hold.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <png.h>

/* Pixels per module: it can be scanned from a screen at arm's length. */
#define SCALE 8
/* Modules of the blank picture, with its margin: about as large as a code. */
#define BLANK_SIZE 61

struct _KcQrFile {
  GObject parent_instance;

  GFile *file;
  gboolean written; /* the file is ours */
  gboolean failed;
  gboolean closed;
  gboolean busy;
  GBytes *next; /* the picture to be written when the one before is */
};

G_DEFINE_FINAL_TYPE (KcQrFile, kc_qr_file, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* NULL: a blank one. */
static GBytes *
create_png (const KcQrMatrix *matrix)
{
  guint modules = matrix != NULL ? kc_qr_matrix_get_size (matrix) : BLANK_SIZE;
  guint side = (modules + 2 * KC_QR_QUIET_ZONE) * SCALE;
  g_autofree guint8 *pixels = g_malloc (side * side);
  png_image image
      = {.version = PNG_IMAGE_VERSION, .width = side, .height = side, .format = PNG_FORMAT_GRAY};
  png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX (image);
  g_autofree guint8 *png = g_malloc (length);

  memset (pixels, 0xff, side * side);
  for (guint y = 0; matrix != NULL && y < modules * SCALE; y++)
    {
      for (guint x = 0; x < modules * SCALE; x++)
        {
          if (kc_qr_matrix_is_dark (matrix, x / SCALE, y / SCALE))
            pixels[(y + KC_QR_QUIET_ZONE * SCALE) * side + x + KC_QR_QUIET_ZONE * SCALE] = 0;
        }
    }

  if (!png_image_write_to_memory (&image, png, &length, 0, pixels, 0, NULL))
    return NULL;

  return g_bytes_new (png, length);
}

static void write_next (KcQrFile *self);

static void
deleted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (object), result, &error))
    g_debug ("The picture is not removed: %s", error->message);
  kc_app_hold_end ();
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcQrFile) self = user_data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    self->written = TRUE;
  else if (!self->failed)
    {
      self->failed = TRUE;
      g_signal_emit (self, signals[FAILED], 0, error);
    }
  write_next (self);
  kc_app_hold_end ();
}

static void
write_next (KcQrFile *self)
{
  if (self->busy)
    return;

  if (self->closed)
    {
      if (self->written)
        {
          self->written = FALSE;
          kc_app_hold_begin ();
          g_file_delete_async (self->file, G_PRIORITY_DEFAULT, NULL, deleted_cb, NULL);
        }
    }
  else if (self->next != NULL)
    {
      g_autoptr (GBytes) png = g_steal_pointer (&self->next);

      self->busy = TRUE;
      kc_app_hold_begin ();
      /* Written to another file first, which then replaces this one. */
      g_file_replace_contents_bytes_async (self->file, png, NULL, FALSE,
                                           G_FILE_CREATE_PRIVATE
                                               | G_FILE_CREATE_REPLACE_DESTINATION,
                                           NULL, written_cb, g_object_ref (self));
    }
}

static void
kc_qr_file_finalize (GObject *object)
{
  KcQrFile *self = KC_QR_FILE (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->next, g_bytes_unref);

  G_OBJECT_CLASS (kc_qr_file_parent_class)->finalize (object);
}

static void
kc_qr_file_class_init (KcQrFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_qr_file_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
kc_qr_file_init (KcQrFile *self)
{
}

KcQrFile *
kc_qr_file_new (const char *path)
{
  KcQrFile *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (KC_TYPE_QR_FILE, NULL);
  self->file = g_file_new_for_path (path);

  return self;
}

void
kc_qr_file_show (KcQrFile *self, const KcQrMatrix *matrix)
{
  g_return_if_fail (KC_IS_QR_FILE (self));

  if (self->closed)
    return;

  g_clear_pointer (&self->next, g_bytes_unref);
  self->next = create_png (matrix);
  write_next (self);
}

void
kc_qr_file_close (KcQrFile *self)
{
  g_return_if_fail (KC_IS_QR_FILE (self));

  self->closed = TRUE;
  write_next (self);
}

void
kc_qr_file_remove (KcQrFile *self)
{
  g_return_if_fail (KC_IS_QR_FILE (self));

  self->closed = TRUE;
  if (self->written || self->busy)
    g_unlink (g_file_peek_path (self->file));
  self->written = FALSE;
}
