/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every page in every state, for people who use it by keyboard, with a screen reader, with large
 * text or with an unsteady hand: where the focus is, how large the targets are, what they are
 * called, and whether text stands out from its background. All faults found on a tour are reported
 * together. */

#include "kc-channel-row.h"
#include "kc-manual-clock.h"
#include "kc-page.h"
#include "kc-qr-code.h"
#include "kc-ui-test.h"
#include "kc-window.h"

#include <math.h>

#define TARGET_SIZE 44
#define HEADER_TARGET_SIZE 36
#define TEXT_CONTRAST 4.5
#define LARGE_TEXT_CONTRAST 3.0
#define SYMBOL_CONTRAST 3.0
/* The strokes of small letters are thinner than a pixel: when they are enlarged, their middle has
 * the real color. */
#define RENDER_SCALE 4
/* Of the largest letters, so that some letters show in a part of a label of this height. */
#define LINE_HEIGHT 48

typedef struct {
  AdwColorScheme scheme;
  int width;
  int height;
  gboolean large_text;
  gboolean animations;
} Variant;

typedef struct {
  const Variant *variant;
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcWindow *window;
  GHashTable *faults; /* set of char *, each fault once */
} Fixture;

static void fault (Fixture *self, const char *state, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
fault (Fixture *self, const char *state, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (g_hash_table_contains (self->faults, text))
    return;

  g_test_message ("%s: %s", state, text);
  g_hash_table_add (self->faults, g_steal_pointer (&text));
}

static void
open_window (Fixture *self, const char *key)
{
  self->controller
      = kc_controller_new (kc_sandbox_get_base_url (self->sandbox), key, NULL, NULL, self->clock);
  self->window = kc_window_new (NULL, self->controller);
  gtk_window_set_default_size (GTK_WINDOW (self->window), self->variant->width,
                               self->variant->height);
  gtk_window_present (GTK_WINDOW (self->window));
  kc_test_wait_until (!kc_controller_is_looking (self->controller));
  kc_ui_test_settle (GTK_WIDGET (self->window));
}

static void
close_window (Fixture *self)
{
  GtkWidget *window = GTK_WIDGET (self->window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (self->window));
  kc_test_wait_until (window == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->controller);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->variant = data;
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), self->variant->scheme);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", self->variant->animations,
                "gtk-xft-dpi", (self->variant->large_text ? 192 : 96) * 1024, NULL);
  self->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (self->sandbox, 0, &error));
  g_assert_no_error (error);
  self->clock = kc_clock_new_manual ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (g_hash_table_size (self->faults), ==, 0);
  g_hash_table_unref (self->faults);
  g_object_unref (self->clock);
  g_object_unref (self->sandbox);
}

/* --- what is checked -------------------------------------------------------------------------- */

/* How a person would refer to it, to find it again. */
static char *
describe (GtkWidget *widget)
{
  g_autofree char *name = NULL;
  GtkWidget *label = kc_ui_test_find (widget, GTK_TYPE_LABEL);

  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                               GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  if (name == NULL && label != NULL)
    name = g_strdup (gtk_label_get_text (GTK_LABEL (label)));

  return g_strdup_printf ("%s “%s”", G_OBJECT_TYPE_NAME (widget), name != NULL ? name : "");
}

static gboolean
is_pressable (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) || KC_IS_QR_CODE (widget))
    return TRUE;
  if (GTK_IS_LIST_BOX_ROW (widget))
    return gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget)) || GTK_IS_EDITABLE (widget);
  if (GTK_IS_SWITCH (widget))
    {
      GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);

      /* A press anywhere on its row counts as a press on it. */
      return row == NULL || adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) != widget;
    }

  return GTK_IS_SEARCH_ENTRY (widget)
         || (g_str_equal (gtk_widget_get_css_name (widget), "title")
             && gtk_widget_get_ancestor (widget, GTK_TYPE_EXPANDER) != NULL);
}

static void
check_target (Fixture *self, const char *state, GtkWidget *widget)
{
  gboolean in_header = gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL;
  int least = in_header ? HEADER_TARGET_SIZE : TARGET_SIZE;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  graphene_rect_t bounds;
  g_autofree char *name = NULL;

  /* With padding and border. */
  if (gtk_widget_compute_bounds (widget, widget, &bounds))
    {
      width = (int) bounds.size.width;
      height = (int) bounds.size.height;
    }
  if (width >= least && height >= least)
    return;

  name = describe (widget);
  fault (self, state, "%s is %d × %d, not %d", name, width, height, least);
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  GtkWidget *label = kc_ui_test_find (widget, GTK_TYPE_LABEL);

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_autofree char *name
          = gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "");

      return name != NULL;
    }

  return gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY)
         || (label != NULL && *gtk_label_get_text (GTK_LABEL (label)) != '\0');
}

static void
check_widget (Fixture *self, const char *state, GtkWidget *widget, guint *n_headings)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_HEADING)
    ++*n_headings;
  if (is_pressable (widget))
    {
      check_target (self, state, widget);
      if (!has_name (widget))
        {
          g_autofree char *name = describe (gtk_widget_get_parent (widget));

          fault (self, state, "%s in %s has no name", G_OBJECT_TYPE_NAME (widget), name);
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_widget (self, state, child, n_headings);
}

/* All texts of labels that are shown, or of those that are not. */
static void
collect_texts (GtkWidget *widget, gboolean shown, GHashTable *texts)
{
  if (GTK_IS_LABEL (widget) && !gtk_widget_get_mapped (widget) == !shown)
    g_hash_table_add (texts, g_strdup (gtk_label_get_text (GTK_LABEL (widget))));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_texts (child, shown, texts);
}

/* Whether that is one of the sentences in there, and not a word of another one. */
static gboolean
has_sentence (const char *description, const char *sentence)
{
  const char *found = strstr (description, sentence);

  return found != NULL
         && (found == description
             || (found[-1] == ' '
                 && g_unichar_ispunct (g_utf8_get_char (g_utf8_prev_char (found - 1)))));
}

static void
check_description (Fixture *self, const char *state, GtkWidget *widget, GHashTable *hidden)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  g_autofree char *description = NULL;
  GHashTableIter iter;
  gpointer text;

  if (!gtk_widget_get_mapped (widget))
    return;

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION))
    description
        = gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_hash_table_iter_init (&iter, hidden);
  while (description != NULL && g_hash_table_iter_next (&iter, &text, NULL))
    {
      if (has_sentence (description, text))
        {
          g_autofree char *name = describe (widget);

          fault (self, state, "%s in %s is described by what is hidden: “%s”", name, state,
                 description);
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_description (self, state, child, hidden);
}

static void
check_relation (Fixture *self,
                const char *state,
                GtkWidget *widget,
                GtkAccessibleRelation relation,
                GtkWidget *label)
{
  if (GTK_IS_LABEL (label) && !gtk_widget_get_mapped (label)
      && *gtk_label_get_text (GTK_LABEL (label)) != '\0')
    {
      g_autofree char *other
          = gtk_test_accessible_check_relation (GTK_ACCESSIBLE (widget), relation, label, NULL);

      if (other == NULL)
        fault (self, state, "%s in %s is related to what is hidden: “%s”",
               G_OBJECT_TYPE_NAME (widget), state, gtk_label_get_text (GTK_LABEL (label)));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (label); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_relation (self, state, widget, relation, child);
}

/* No label that is hidden is the name or the description of something that is shown. */
static void
check_relations (Fixture *self, const char *state, GtkWidget *widget)
{
  static const GtkAccessibleRelation relations[]
      = {GTK_ACCESSIBLE_RELATION_LABELLED_BY, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY};

  if (!gtk_widget_get_mapped (widget))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (relations); i++)
    if (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), relations[i]))
      check_relation (self, state, widget, relations[i], GTK_WIDGET (self->window));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_relations (self, state, child);
}

static void
check_descriptions (Fixture *self, const char *state)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer text;

  collect_texts (window, TRUE, shown);
  collect_texts (window, FALSE, hidden);
  /* A word that short stands in many a sentence. */
  g_hash_table_iter_init (&iter, hidden);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    if (strlen (text) < 8 || g_hash_table_contains (shown, text))
      g_hash_table_iter_remove (&iter);

  check_description (self, state, window, hidden);
  check_relations (self, state, window);
}

static void
check_focus (Fixture *self, const char *state)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));

  if (focus == NULL)
    fault (self, state, "nothing has the focus in %s", state);
  else if (!gtk_widget_get_mapped (focus) || !gtk_widget_is_sensitive (focus))
    fault (self, state, "%s has the focus in %s and cannot be used", G_OBJECT_TYPE_NAME (focus),
           state);
  else if (gtk_widget_get_ancestor (focus, KC_TYPE_PAGE) == NULL)
    fault (self, state, "%s has the focus in %s, outside the page", G_OBJECT_TYPE_NAME (focus),
           state);
}

/* Whether Tab reached the widget, something in it, or the row that it is in. */
static gboolean
was_reached (GHashTable *reached, GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);
  GHashTableIter iter;
  gpointer focus;

  g_hash_table_iter_init (&iter, reached);
  while (g_hash_table_iter_next (&iter, &focus, NULL))
    {
      if (focus == widget || focus == row || gtk_widget_is_ancestor (focus, widget))
        return TRUE;
      /* From there, the arrow keys take over. */
      if (gtk_widget_get_parent (widget) == gtk_widget_get_parent (focus)
          && (GTK_IS_TOGGLE_BUTTON (widget) || GTK_IS_LIST_BOX_ROW (widget)))
        return TRUE;
    }

  return FALSE;
}

static void
check_reached (Fixture *self, const char *state, GtkWidget *widget, GHashTable *reached)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;

  /* The desktop has its own keys for those. */
  if (GTK_IS_WINDOW_CONTROLS (widget))
    return;

  if (is_pressable (widget) && gtk_widget_get_focusable (widget) && !was_reached (reached, widget))
    {
      g_autofree char *name = describe (widget);

      fault (self, state, "Tab does not come to %s in %s", name, state);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_reached (self, state, child, reached);
}

static void
check_tab (Fixture *self, const char *state)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);
  GtkWidget *first = gtk_window_get_focus (GTK_WINDOW (self->window));
  GtkWidget *focus = first;

  while (focus != NULL && g_hash_table_add (reached, focus))
    {
      g_signal_emit_by_name (self->window, "move-focus", GTK_DIR_TAB_FORWARD);
      if (gtk_window_get_focus (GTK_WINDOW (self->window)) == focus)
        {
          g_autofree char *name = describe (focus);

          fault (self, state, "Tab does not leave %s in %s", name, state);
        }
      focus = gtk_window_get_focus (GTK_WINDOW (self->window));
    }
  check_reached (self, state, GTK_WIDGET (self->window), reached);
  if (first != NULL)
    gtk_root_set_focus (GTK_ROOT (self->window), first);
}

static double
get_luminance (const guchar *pixel)
{
  double parts[3];

  for (int i = 0; i < 3; i++)
    {
      double part = pixel[2 - i] / 255.0;

      parts[i] = part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
    }

  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

/* As WCAG 2.1 defines it. */
static double
get_contrast (double one, double other)
{
  return (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);
}

typedef struct {
  guchar *pixels; /* BGRA of this byte order's default format */
  int width;
  int height;
} Picture;

/* Between the most frequent color in that rectangle, the background, and the color that differs
 * most from it; 0 if nothing can be seen there. */
static double
measure_contrast (const Picture *picture, const graphene_rect_t *place)
{
  int left = MAX (0, (int) ceilf (place->origin.x * RENDER_SCALE));
  int top = MAX (0, (int) ceilf (place->origin.y * RENDER_SCALE));
  int right = MIN (picture->width, (int) ((place->origin.x + place->size.width) * RENDER_SCALE));
  int bottom = MIN (picture->height, (int) ((place->origin.y + place->size.height) * RENDER_SCALE));
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0;
  guint32 behind = 0;
  double best = 0;
  GHashTableIter iter;
  gpointer color;

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        guint32 pixel;
        guint n;

        memcpy (&pixel, picture->pixels + 4 * ((gsize) y * (gsize) picture->width + (gsize) x), 4);
        n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (pixel))) + 1;
        g_hash_table_insert (counts, GUINT_TO_POINTER (pixel), GUINT_TO_POINTER (n));
        if (n > most)
          {
            most = n;
            behind = pixel;
          }
      }

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &color, NULL))
    {
      guint32 pixel = GPOINTER_TO_UINT (color);

      best = MAX (best, get_contrast (get_luminance ((const guchar *) &pixel),
                                      get_luminance ((const guchar *) &behind)));
    }

  return best;
}

/* 18 points, or 14 in bold. */
static gboolean
is_large_text (GtkWidget *label)
{
  PangoContext *context = gtk_widget_get_pango_context (label);
  PangoFontDescription *font = pango_context_get_font_description (context);
  int points = pango_font_description_get_size (font) / PANGO_SCALE;

  if (pango_font_description_get_size_is_absolute (font))
    points = points * 72 / 96;

  return points >= 18
         || (points >= 14 && pango_font_description_get_weight (font) >= PANGO_WEIGHT_BOLD);
}

/* The part of the widget that its scrolled window shows. FALSE if there is none. */
static gboolean
find_place (GtkWidget *widget, GtkWidget *root, graphene_rect_t *place)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t shown;

  if (!gtk_widget_compute_bounds (widget, root, place))
    return FALSE;
  if (scroll != NULL && gtk_widget_compute_bounds (scroll, root, &shown)
      && !graphene_rect_intersection (place, &shown, place))
    return FALSE;

  /* Of a line that is cut off, only the lower edge may be visible. */
  return place->size.width >= 4
         && place->size.height >= MIN (gtk_widget_get_height (widget), LINE_HEIGHT);
}

/* What says something without words: icons, marks of choices, the arrows and ticks of GTK. */
static gboolean
is_symbol (GtkWidget *widget)
{
  static const char *const css_names[] = {"expander", "check", "radio", "arrow", "spinner"};
  const char *css_name = gtk_widget_get_css_name (widget);

  for (gsize i = 0; i < G_N_ELEMENTS (css_names); i++)
    if (g_str_equal (css_name, css_names[i]))
      return TRUE;

  /* Where a switch stands is seen without the letters in it. */
  return GTK_IS_SWITCH (widget)
         || (GTK_IS_IMAGE (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_SWITCH) == NULL)
         || gtk_widget_has_css_class (widget, "kc-choice-mark");
}

/* For a fault. */
static char *
describe_symbol (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  g_autofree char *name = describe (parent);
  const char *icon_name
      = GTK_IS_IMAGE (widget) ? gtk_image_get_icon_name (GTK_IMAGE (widget)) : NULL;

  return g_strdup_printf ("%s in %s",
                          icon_name != NULL ? icon_name : gtk_widget_get_css_name (widget), name);
}

static void
check_contrast (Fixture *self, const char *state, const Picture *picture, GtkWidget *widget)
{
  graphene_rect_t place;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;

  if (GTK_IS_LABEL (widget) && find_place (widget, GTK_WIDGET (self->window), &place))
    {
      double least = is_large_text (widget) ? LARGE_TEXT_CONTRAST : TEXT_CONTRAST;
      double contrast = measure_contrast (picture, &place);

      if (contrast > 1 && contrast < least)
        fault (self, state, "“%s” has a contrast of %.1f, not %.1f",
               gtk_label_get_text (GTK_LABEL (widget)), contrast, least);
    }
  else if (is_symbol (widget) && gtk_widget_get_opacity (widget) > 0
           && find_place (widget, GTK_WIDGET (self->window), &place))
    {
      double contrast = measure_contrast (picture, &place);

      if (contrast > 1 && contrast < SYMBOL_CONTRAST)
        {
          g_autofree char *name = describe_symbol (widget);

          fault (self, state, "%s has a contrast of %.1f, not %.1f", name, contrast,
                 SYMBOL_CONTRAST);
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_contrast (self, state, picture, child);
}

static void
check_picture (Fixture *self, const char *state)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  g_autoptr (GdkTexture) texture = kc_ui_test_render (window, RENDER_SCALE);
  Picture picture
      = {.width = gdk_texture_get_width (texture), .height = gdk_texture_get_height (texture)};
  g_autofree guchar *pixels = g_malloc (4 * (gsize) picture.width * (gsize) picture.height);

  gdk_texture_download (texture, pixels, 4 * (gsize) picture.width);
  picture.pixels = pixels;
  check_contrast (self, state, &picture, window);
}

/* The innermost widget whose width makes its parents so wide. */
static GtkWidget *
find_widest (GtkWidget *widget)
{
  GtkWidget *widest = NULL;
  int width = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (minimum > width && gtk_widget_should_layout (child))
        {
          widest = child;
          width = minimum;
        }
    }

  return widest != NULL && width > 250 ? find_widest (widest) : widget;
}

static void
check_width (Fixture *self, const char *state, GtkWidget *page)
{
  g_autofree char *name = NULL;
  int minimum;

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= self->variant->width)
    return;

  name = describe (find_widest (page));
  fault (self, state, "%s makes the page %d wide, not %d", name, minimum, self->variant->width);
}

static gboolean
is_moving (GtkWidget *widget)
{
  if (GTK_IS_STACK (widget) && gtk_stack_get_transition_running (GTK_STACK (widget)))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (is_moving (child))
        return TRUE;
    }

  return FALSE;
}

/* A spinner only says that something goes on to those who see it turn: words beside it say what. */
static void
check_spinners (Fixture *self, const char *state, GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget))
      && kc_ui_test_find_label (parent, "…") == NULL)
    fault (self, state, "a spinner in %s has no words beside it", state);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_spinners (self, state, child);
}

static void
visit (Fixture *self, const char *state)
{
  GtkWidget *page;
  guint n_headings = 0;

  g_test_message ("%s", state);
  if (!self->variant->animations && is_moving (GTK_WIDGET (self->window)))
    fault (self, state, "something moves on the way to %s, though animations are off", state);
  kc_ui_test_settle (GTK_WIDGET (self->window));
  kc_test_wait_until (!is_moving (GTK_WIDGET (self->window)));
  page = kc_ui_test_find (GTK_WIDGET (self->window), KC_TYPE_PAGE);
  while (page != NULL && !gtk_widget_get_mapped (page))
    page = gtk_widget_get_next_sibling (page);
  g_assert_nonnull (page);

  check_focus (self, state);
  check_widget (self, state, GTK_WIDGET (self->window), &n_headings);
  if (n_headings == 0)
    fault (self, state, "there is no heading in %s", state);
  check_descriptions (self, state);
  check_spinners (self, state, GTK_WIDGET (self->window));
  check_width (self, state, page);
  if (gtk_widget_get_width (page) > self->variant->width)
    fault (self, state, "the window has become %d wide in %s", gtk_widget_get_width (page), state);
  check_picture (self, state);
  check_tab (self, state);
}

/* --- the tour --------------------------------------------------------------------------------- */

static void
go (Fixture *self, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.go", "s", name);
}

static void
press (Fixture *self, const char *label)
{
  GtkWidget *root = GTK_WIDGET (self->window);
  GtkWidget *button;

  kc_test_wait_until ((button = kc_ui_test_find_button (root, label)) != NULL
                      && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
see (Fixture *self, const char *text)
{
  kc_test_wait_until (kc_ui_test_sees (GTK_WIDGET (self->window), text));
}

static void
turn_knob (Fixture *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, name, value, &error);
  g_assert_no_error (error);
}

static void
begin (Fixture *self, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
}

static KcAttempt *
get_attempt (Fixture *self)
{
  return kc_controller_get_attempt (self->controller);
}

static void
wait_for_state (Fixture *self, KcAttemptState state)
{
  kc_test_wait_until (kc_attempt_get_state (get_attempt (self)) == state);
}

static void
test_key (Fixture *self, gconstpointer data)
{
  GtkWidget *entry;

  open_window (self, NULL);
  visit (self, "first start");
  go (self, "key");
  visit (self, "access key");
  entry = kc_ui_test_find (GTK_WIDGET (self->window), GTK_TYPE_PASSWORD_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "pat_1234");
  visit (self, "access key that looks wrong");
  gtk_editable_set_text (GTK_EDITABLE (entry),
                         kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_REVOKED));
  see (self, "Key Not Accepted");
  visit (self, "access key not accepted");
  gtk_editable_set_text (GTK_EDITABLE (entry),
                         kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_NO_CONNECT));
  see (self, "This key lacks");
  visit (self, "access key that lacks a permission");
  press (self, "Use Another Key");
  gtk_editable_set_text (GTK_EDITABLE (entry),
                         kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL));
  see (self, "Key accepted");
  visit (self, "access key accepted");
  close_window (self);
}

static void
test_number (Fixture *self, gconstpointer data)
{
  open_window (self, kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL));
  visit (self, "home");
  press (self, "0100");
  visit (self, "channel");
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.back", NULL);
  press (self, "Connect a Number");
  visit (self, "first question");
  press (self, "Nowhere yet");
  visit (self, "second question");
  press (self, "Yes");
  visit (self, "third question");
  press (self, "I am");
  visit (self, "recommendation");
  press (self, "Change Answers");
  press (self, "In the regular WhatsApp app");
  press (self, "Yes, keep them");
  visit (self, "not yet");
  press (self, "Come Back Later");
  press (self, "Connect a Number");
  visit (self, "not yet, from earlier answers");
  press (self, "Answer Again");
  press (self, "I Know Which Way I Want");
  visit (self, "choice, in the browser");
  press (self, "With the phone");
  visit (self, "choice, with the phone");
  close_window (self);
}

static void
test_browser (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  open_window (self, kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL));
  begin (self, KC_MODE_EMBEDDED_SIGNUP);
  visit (self, "browser, starting");
  wait_for_state (self, KC_ATTEMPT_WAITING);
  visit (self, "browser, waiting");
  press (self, "Show as QR Code");
  visit (self, "browser, link as code");
  press (self, "Hide Code");
  visit (self, "browser, code hidden");
  turn_knob (self, "next-poll", "503");
  kc_clock_advance (self->clock, 5000);
  see (self, "rying again");
  visit (self, "browser, trouble");
  kc_sandbox_finish (self->sandbox, kc_attempt_get_verification_uri (get_attempt (self)), &error);
  g_assert_no_error (error);
  for (int i = 0; i < 20 && kc_controller_is_running (self->controller); i++)
    {
      kc_clock_advance (self->clock, 5000);
      kc_ui_test_settle (GTK_WIDGET (self->window));
    }
  wait_for_state (self, KC_ATTEMPT_CONNECTED);
  visit (self, "connected");
  begin (self, KC_MODE_EMBEDDED_SIGNUP);
  wait_for_state (self, KC_ATTEMPT_WAITING);
  kc_clock_advance (self->clock, 13 * 60 * 1000 + 20000);
  visit (self, "browser, less than two minutes");
  close_window (self);
}

static void
test_scan (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  GBytes *bytes;

  open_window (self, kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL));
  begin (self, KC_MODE_QR);
  visit (self, "scan, starting");
  kc_test_wait_until (kc_attempt_get_code (get_attempt (self)) != NULL
                      && kc_attempt_get_code_live (get_attempt (self)));
  visit (self, "scan, code");
  bytes = kc_attempt_get_code (get_attempt (self));
  code = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  turn_knob (self, "outcome-delay", "3600");
  kc_sandbox_scan (self->sandbox, code, &error);
  g_assert_no_error (error);
  wait_for_state (self, KC_ATTEMPT_LINKING);
  visit (self, "scan, linking");
  kc_clock_advance (self->clock, 5000);
  visit (self, "scan, linking goes on");
  kc_controller_cancel (self->controller);
  wait_for_state (self, KC_ATTEMPT_CANCELLED);
  visit (self, "canceled");
  begin (self, KC_MODE_QR);
  kc_test_wait_until (kc_attempt_get_code_live (get_attempt (self)));
  kc_clock_advance (self->clock, 95 * 1000);
  visit (self, "scan, long wait");
  close_window (self);
}

static void
test_ends (Fixture *self, gconstpointer data)
{
  open_window (self, kc_sandbox_get_key (self->sandbox, KC_SANDBOX_KEY_FULL));
  turn_knob (self, "next-start", "500");
  begin (self, KC_MODE_EMBEDDED_SIGNUP);
  wait_for_state (self, KC_ATTEMPT_FAILED);
  visit (self, "failed");
  turn_knob (self, "next-start", "409");
  begin (self, KC_MODE_EMBEDDED_SIGNUP);
  wait_for_state (self, KC_ATTEMPT_FAILED);
  visit (self, "declined");
  close_window (self);
}

/* Who does not see colors sees a shape, and a word beside it. */
static void
test_channel_states (void)
{
  g_autoptr (GHashTable) icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GEnumClass) states = g_type_class_ref (KC_TYPE_CHANNEL_STATE);

  for (guint i = 0; i < states->n_values; i++)
    {
      GtkWidget *chip = g_object_ref_sink (kc_channel_row_create_chip ());
      GtkWidget *image = gtk_widget_get_first_child (chip);

      kc_channel_row_set_chip (chip, (KcChannelState) states->values[i].value);
      g_assert_true (
          gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                   gtk_image_get_icon_name (GTK_IMAGE (image))));
      g_assert_true (
          g_hash_table_add (icons, g_strdup (gtk_image_get_icon_name (GTK_IMAGE (image)))));
      g_assert_true (g_hash_table_add (words, g_strdup (gtk_label_get_text (GTK_LABEL (
                                                  gtk_widget_get_next_sibling (image))))));
      g_object_unref (chip);
    }
}

#define add(name, variant)                                                                         \
  g_test_add ("/access/" name "/key", Fixture, &(variant), set_up, test_key, tear_down);           \
  g_test_add ("/access/" name "/number", Fixture, &(variant), set_up, test_number, tear_down);     \
  g_test_add ("/access/" name "/browser", Fixture, &(variant), set_up, test_browser, tear_down);   \
  g_test_add ("/access/" name "/scan", Fixture, &(variant), set_up, test_scan, tear_down);         \
  g_test_add ("/access/" name "/ends", Fixture, &(variant), set_up, test_ends, tear_down)

int
main (int argc, char *argv[])
{
  static const Variant light = {ADW_COLOR_SCHEME_FORCE_LIGHT, 680, 720, FALSE, TRUE};
  static const Variant dark = {ADW_COLOR_SCHEME_FORCE_DARK, 680, 720, FALSE, FALSE};
  static const Variant small = {ADW_COLOR_SCHEME_FORCE_LIGHT, 360, 480, TRUE, FALSE};

  kc_ui_test_init (&argc, &argv);
  g_test_add_func ("/access/channel-states", test_channel_states);
  add ("light", light);
  add ("dark", dark);
  add ("small-window-large-text", small);

  return g_test_run ();
}
