/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-code.h"

#include "kc-qr-placeholder.h"
#include "kc-qr-tile.h"

#include <glib/gi18n.h>
#include <string.h>

/* Logical pixels. */
#define MODULE_MINIMUM 5
#define MODULE_NATURAL 6
/* A WhatsApp code of 257 bytes is a symbol of version 10: 57 modules. Smaller codes do not change
 * the size, so that nothing moves when the first one arrives. */
#define MODULES_USUAL (57 + 2 * KC_QR_QUIET_ZONE)

struct _KcQrCode {
  GtkWidget parent_instance;

  GBytes *text;
  KcQrMatrix *matrix; /* NULL: no text, or one that fits into no symbol */
  gboolean live;
  char *alternative_text;
  char *usage;

  /* Both are square, and may be smaller than the widget. */
  GtkWidget *tile;
  GtkWidget *cover;
};

G_DEFINE_FINAL_TYPE (KcQrCode, kc_qr_code, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_TEXT,
  PROP_LIVE,
  PROP_ALTERNATIVE_TEXT,
  PROP_USAGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum {
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static guint
get_n_modules (KcQrCode *self)
{
  guint n = self->matrix != NULL ? kc_qr_matrix_get_size (self->matrix) + 2 * KC_QR_QUIET_ZONE : 0;

  return MAX (n, MODULES_USUAL);
}

/* A text never begins like this, because it is UTF-8. */
static gboolean
is_png (GBytes *bytes)
{
  static const guint8 signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return size > sizeof signature && memcmp (data, signature, sizeof signature) == 0;
}

static void
update_accessible (KcQrCode *self)
{
  gboolean shown = kc_qr_code_is_shown (self);
  KcQrPlaceholder *cover = KC_QR_PLACEHOLDER (self->cover);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->alternative_text, -1);
  /* GTK 4.8 also notifies about a widget that is not mapped. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (cover), GTK_ACCESSIBLE_STATE_HIDDEN, shown, -1);
}

static void
update (KcQrCode *self)
{
  gboolean shown = kc_qr_code_is_shown (self);

  kc_qr_tile_set_matrix (KC_QR_TILE (self->tile), self->matrix, !shown);
  if (self->text != NULL && self->matrix == NULL)
    kc_qr_placeholder_show (KC_QR_PLACEHOLDER (self->cover), "dialog-warning-symbolic",
                            is_png (self->text) ? _ ("No QR Code") : _ ("Code Too Long"),
                            is_png (self->text)
                                ? _ ("Keebai sent a picture that is no plain QR code.")
                                : _ ("It does not fit into a picture."));
  /* The blur is on a white tile in every theme. */
  if (self->matrix != NULL)
    {
      gtk_widget_remove_css_class (self->cover, "card");
      gtk_widget_add_css_class (self->cover, "over-code");
    }
  else
    {
      gtk_widget_remove_css_class (self->cover, "over-code");
      gtk_widget_add_css_class (self->cover, "card");
    }
  gtk_widget_set_child_visible (self->cover, !shown);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), shown ? "pointer" : NULL);
  update_accessible (self);
}

static gboolean
activate (KcQrCode *self)
{
  if (!kc_qr_code_is_shown (self))
    return FALSE;

  g_signal_emit (self, signals[ACTIVATED], 0);
  return TRUE;
}

static void
on_click_released_cb (KcQrCode *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  activate (self);
}

static gboolean
on_key_pressed_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return activate (KC_QR_CODE (widget));
}

static GtkSizeRequestMode
kc_qr_code_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kc_qr_code_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  KcQrCode *self = KC_QR_CODE (widget);

  /* Square. The minimum is that of a usual code, even for a larger one, which would otherwise make
   * the window larger than the screen. */
  *minimum = MODULES_USUAL * MODULE_MINIMUM + 2 * KC_QR_TILE_PADDING;
  *natural = get_n_modules (self) * MODULE_NATURAL + 2 * KC_QR_TILE_PADDING;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    *natural = CLAMP (for_size, *minimum, *natural);
}

static void
kc_qr_code_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KcQrCode *self = KC_QR_CODE (widget);
  int side = MIN (width, height);
  GtkAllocation square = {(width - side) / 2, (height - side) / 2, side, side};

  gtk_widget_size_allocate (self->tile, &square, -1);
  gtk_widget_size_allocate (self->cover, &square, -1);
}

static void
set_alternative_text (KcQrCode *self, const char *text)
{
  if (text == NULL)
    text = "";
  if (g_str_equal (self->alternative_text, text))
    return;

  g_free (self->alternative_text);
  self->alternative_text = g_strdup (text);
  update_accessible (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALTERNATIVE_TEXT]);
}

static void
kc_qr_code_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcQrCode *self = KC_QR_CODE (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_boxed (value, self->text);
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    case PROP_ALTERNATIVE_TEXT:
      g_value_set_string (value, self->alternative_text);
      break;
    case PROP_USAGE:
      g_value_set_string (value, self->usage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_qr_code_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KcQrCode *self = KC_QR_CODE (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      kc_qr_code_set_text (self, g_value_get_boxed (value));
      break;
    case PROP_LIVE:
      kc_qr_code_set_live (self, g_value_get_boolean (value));
      break;
    case PROP_ALTERNATIVE_TEXT:
      set_alternative_text (self, g_value_get_string (value));
      break;
    case PROP_USAGE:
      g_assert (self->usage == NULL);
      self->usage = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      self->usage != NULL ? self->usage : "", -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_qr_code_dispose (GObject *object)
{
  KcQrCode *self = KC_QR_CODE (object);

  g_clear_pointer (&self->tile, gtk_widget_unparent);
  g_clear_pointer (&self->cover, gtk_widget_unparent);

  G_OBJECT_CLASS (kc_qr_code_parent_class)->dispose (object);
}

static void
kc_qr_code_finalize (GObject *object)
{
  KcQrCode *self = KC_QR_CODE (object);

  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->matrix, kc_qr_matrix_free);
  g_clear_pointer (&self->alternative_text, g_free);
  g_clear_pointer (&self->usage, g_free);

  G_OBJECT_CLASS (kc_qr_code_parent_class)->finalize (object);
}

static void
kc_qr_code_class_init (KcQrCodeClass *klass)
{
  static const guint activating_keys[]
      = {GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space, GDK_KEY_KP_Space};
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kc_qr_code_get_property;
  object_class->set_property = kc_qr_code_set_property;
  object_class->dispose = kc_qr_code_dispose;
  object_class->finalize = kc_qr_code_finalize;
  widget_class->get_request_mode = kc_qr_code_get_request_mode;
  widget_class->measure = kc_qr_code_measure;
  widget_class->size_allocate = kc_qr_code_size_allocate;

  properties[PROP_TEXT] = g_param_spec_boxed ("text", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  properties[PROP_ALTERNATIVE_TEXT]
      = g_param_spec_string ("alternative-text", NULL, NULL, "", flags);
  properties[PROP_USAGE]
      = g_param_spec_string ("usage", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (activating_keys); i++)
    gtk_widget_class_add_binding (widget_class, activating_keys[i], 0, on_key_pressed_cb, NULL);
  gtk_widget_class_set_css_name (widget_class, "kc-qr-code");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kc_qr_code_init (KcQrCode *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->live = TRUE;
  self->alternative_text = g_strdup ("");

  self->tile = kc_qr_tile_new ();
  gtk_widget_set_parent (self->tile, GTK_WIDGET (self));
  self->cover = kc_qr_placeholder_new ();
  gtk_widget_set_parent (self->cover, GTK_WIDGET (self));

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_click_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  update (self);
}

/* The code in the picture, so that it is drawn as sharply as any other; NULL if there is none. */
static KcQrMatrix *
read_picture (GBytes *png)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (png, NULL);
  g_autofree guint8 *pixels = NULL;
  g_autofree guint8 *gray = NULL;
  gsize side;

  if (texture == NULL || gdk_texture_get_width (texture) != gdk_texture_get_height (texture))
    return NULL;

  side = (gsize) gdk_texture_get_width (texture);
  pixels = g_malloc (side * side * 4);
  gray = g_malloc (side * side);
  /* Four bytes per pixel, premultiplied alpha: a transparent pixel is black, and must become white.
   */
  gdk_texture_download (texture, pixels, side * 4);
  for (gsize i = 0; i < side * side; i++)
    {
      guint32 pixel;
      guint light;

      memcpy (&pixel, pixels + i * 4, sizeof pixel);
      light = ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 3;
      gray[i] = (guint8) (light + (255 - (pixel >> 24)));
    }

  return kc_qr_matrix_new_from_gray (gray, (guint) side, NULL);
}

void
kc_qr_code_set_text (KcQrCode *self, GBytes *text)
{
  guint n_modules;

  g_return_if_fail (KC_IS_QR_CODE (self));

  if (self->text == text
      || (self->text != NULL && text != NULL && g_bytes_equal (self->text, text)))
    return;

  n_modules = get_n_modules (self);
  kc_qr_tile_set_matrix (KC_QR_TILE (self->tile), NULL, FALSE);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->matrix, kc_qr_matrix_free);
  if (text != NULL)
    {
      self->text = g_bytes_ref (text);
      self->matrix = is_png (text) ? read_picture (text)
                                   : kc_qr_matrix_new (g_bytes_get_data (text, NULL),
                                                       g_bytes_get_size (text), NULL);
    }

  update (self);
  if (get_n_modules (self) != n_modules)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

void
kc_qr_code_set_live (KcQrCode *self, gboolean live)
{
  g_return_if_fail (KC_IS_QR_CODE (self));

  live = !!live;
  if (self->live == live)
    return;

  self->live = live;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

void
kc_qr_code_set_cover (KcQrCode *self, const char *icon_name, const char *title, const char *text)
{
  g_return_if_fail (KC_IS_QR_CODE (self));
  g_return_if_fail (title != NULL);

  kc_qr_placeholder_show (KC_QR_PLACEHOLDER (self->cover), icon_name, title, text);
  update (self);
}

gboolean
kc_qr_code_is_shown (KcQrCode *self)
{
  g_return_val_if_fail (KC_IS_QR_CODE (self), FALSE);

  return self->live && self->matrix != NULL;
}
