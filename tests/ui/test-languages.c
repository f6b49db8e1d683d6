/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Checks that hold on every page in every language, in each state of KcUiTour, in a narrow window
 * and in one of the usual width: nothing is cut off, nothing is larger than what it is in, and no
 * phone number is broken over two lines; in one of the usual size, the suggested button is in
 * sight. LANGUAGE chooses the language, and which further checks are made:
 *
 *   qps, qpr (tests/support/pseudo_languages.py): everything is marked for translation; numbers,
 * addresses and ids run left to right, also in qpr, where everything else runs right to left;
 *
 *   any other: no two mnemonics of a window are the same.
 */

#include "kc-channels-view.h"
#include "kc-process.h"
#include "kc-ui-test.h"
#include "kc-ui-tour.h"

#include <string.h>

#define HEIGHT 720
/* The themes let the border of a header bar reach that far beyond its window, in pixels. */
#define SLACK 1

typedef void (*Visit) (GtkWidget *widget, GtkWidget *root, GString *problems);

/* The narrowest window, and the usual one. */
static const int widths[] = {360, 680};

static const char *language;

static void
visit (GtkWidget *widget, GtkWidget *root, Visit func, GString *problems)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  func (widget, root, problems);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    visit (child, root, func, problems);
}

/* --- nothing is cut off ---------------------------------------------------------------------- */

/* Names can be of any length; the row has the whole name in its tooltip. */
static gboolean
may_be_cut (GtkWidget *label)
{
  GtkWidget *row = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);

  return row != NULL && gtk_widget_has_css_class (row, "channel");
}

static void
check_size (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  const char *text;
  PangoLayout *layout;
  graphene_rect_t bounds;
  int width, height;

  /* GTK draws key caps larger than it measures them. */
  if (!GTK_IS_LABEL (widget) || GTK_IS_SHORTCUTS_WINDOW (root))
    return;

  text = gtk_label_get_text (GTK_LABEL (widget));
  if (*text == '\0')
    return;

  layout = gtk_label_get_layout (GTK_LABEL (widget));
  if (pango_layout_is_ellipsized (layout) && !may_be_cut (widget))
    g_string_append_printf (problems, "\n  cut off: %s", text);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (gtk_widget_get_width (widget) < width)
    g_string_append_printf (problems, "\n  %d px wide, needs %d: %s", gtk_widget_get_width (widget),
                            width, text);
  if (gtk_widget_get_height (widget) < height)
    g_string_append_printf (problems, "\n  %d px high, needs %d: %s",
                            gtk_widget_get_height (widget), height, text);
  g_assert_true (gtk_widget_compute_bounds (widget, root, &bounds));
  if (bounds.origin.x < 0
      || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (root))
    g_string_append_printf (problems, "\n  over the edge, from %g to %g: %s",
                            (double) bounds.origin.x,
                            (double) (bounds.origin.x + bounds.size.width), text);
}

/* --- nothing is larger than what it is in ----------------------------------------------------- */

/* Whether the person can scroll to what is over the edge. */
static gboolean
scrolls (GtkWidget *widget, GtkOrientation orientation)
{
  GtkWidget *window = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType across, down;

  /* The text of an entry follows its cursor. */
  if (GTK_IS_TEXT (widget))
    return TRUE;
  if (!GTK_IS_SCROLLABLE (widget) || window == NULL)
    return FALSE;

  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (window), &across, &down);

  return (orientation == GTK_ORIENTATION_HORIZONTAL ? across : down) != GTK_POLICY_NEVER;
}

static char *
describe (GtkWidget *widget)
{
  GtkWidget *label = kc_ui_test_find (widget, GTK_TYPE_LABEL);

  return g_strdup_printf ("%s.%s “%s”", G_OBJECT_TYPE_NAME (widget),
                          gtk_widget_get_css_name (widget),
                          label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : "");
}

static void
check_extent (GtkWidget *widget,
              float from,
              float to,
              float least,
              float most,
              GtkOrientation orientation,
              GString *problems)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;

  if ((from >= least - SLACK && to <= most + SLACK) || scrolls (parent, orientation))
    return;

  name = describe (widget);
  place = describe (parent);
  g_string_append_printf (problems, "\n  %s: from %g to %g of %g to %g: %s in %s",
                          orientation == GTK_ORIENTATION_HORIZONTAL ? "too wide" : "too high",
                          (double) from, (double) to, (double) least, (double) most, name, place);
}

static void
check_within (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  graphene_rect_t own, outer;

  /* The sliders of scroll bars are larger than their trough. */
  if (widget == root || GTK_IS_NATIVE (widget) || GTK_IS_RANGE (gtk_widget_get_parent (parent))
      || GTK_IS_SHORTCUTS_WINDOW (root) || gtk_widget_get_width (widget) == 0
      || gtk_widget_get_height (widget) == 0)
    return;

  /* Both with padding and border. */
  g_assert_true (gtk_widget_compute_bounds (widget, parent, &own));
  g_assert_true (gtk_widget_compute_bounds (parent, parent, &outer));
  check_extent (widget, own.origin.x, own.origin.x + own.size.width, outer.origin.x,
                outer.origin.x + outer.size.width, GTK_ORIENTATION_HORIZONTAL, problems);
  check_extent (widget, own.origin.y, own.origin.y + own.size.height, outer.origin.y,
                outer.origin.y + outer.size.height, GTK_ORIENTATION_VERTICAL, problems);
}

/* As kc-wrap-row.h explains: it depends on the fonts whether a row without that limit is laid out
 * wider than the window. */
static void
check_row (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  AdwActionRow *row;
  const char *subtitle;

  if (!ADW_IS_ACTION_ROW (widget) || ADW_IS_ABOUT_WINDOW (root))
    return;

  row = ADW_ACTION_ROW (widget);
  subtitle = adw_action_row_get_subtitle (row);
  if (adw_action_row_get_title_lines (row) == 0
      || (subtitle != NULL && *subtitle != '\0' && adw_action_row_get_subtitle_lines (row) == 0))
    g_string_append_printf (problems, "\n  a row without a limit of lines: %s",
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

/* --- everything is marked --------------------------------------------------------------------- */

/* Names that the practice service makes up, and words that are the same in every language. */
static gboolean
is_name (const char *text)
{
  static GRegex *regex = NULL;

  if (regex == NULL)
    regex = g_regex_new (
        "^(?:Molino & Sol.*|Rueda & Luna.*|Alex Molino|Kitchen|Shop|Front desk|Counter phone|"
        "(?:Deliveries|Orders|Support|Shop|Wholesale|Front desk|Bakery|Kitchen) \\d+|"
        "channels:\\w+|ch_\\w+|https?://\\S+|KEEBAI_API_KEY|zzz|WhatsApp Web)$",
        G_REGEX_OPTIMIZE, 0, NULL);

  return g_regex_match (regex, text, 0, NULL);
}

static gboolean
has_letter (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

static void
check_text (const char *text, const char *where, GString *problems)
{
  g_autofree char *name = NULL;

  if (text == NULL || !has_letter (text) || strstr (text, "⟦") != NULL)
    return;
  /* Set apart as text that somebody else wrote (kc_foreign_text_to_label ()). */
  if (g_str_has_prefix (text, "\342\201\250") && g_str_has_suffix (text, "\342\201\251"))
    return;

  /* Without the marks that keep its direction. */
  name = g_strdup (text);
  for (char *at = name; (at = strpbrk (at, "\342")) != NULL;)
    {
      if (strncmp (at, "\342\201\246", 3) == 0 || strncmp (at, "\342\201\250", 3) == 0
          || strncmp (at, "\342\201\251", 3) == 0)
        memmove (at, at + 3, strlen (at + 3) + 1);
      else
        at++;
    }
  if (!is_name (name))
    g_string_append_printf (problems, "\n  not marked (%s): %s", where, text);
}

/* GTK and libadwaita have translations of their own, and none for these made-up languages. */
static gboolean
is_named_by_gtk (GtkWidget *widget)
{
  const GType types[] = {GTK_TYPE_WINDOW_CONTROLS, GTK_TYPE_SEARCH_ENTRY, GTK_TYPE_PASSWORD_ENTRY,
                         ADW_TYPE_ENTRY_ROW};

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *owner = gtk_widget_get_ancestor (widget, types[i]);

      /* What is in it; itself we name. */
      if (owner != NULL && (owner != widget || types[i] == GTK_TYPE_WINDOW_CONTROLS))
        return TRUE;
    }

  return FALSE;
}

static void
check_accessible (GtkWidget *widget,
                  GtkAccessibleProperty property,
                  const char *what,
                  GString *problems)
{
  g_autofree char *text = NULL;

  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), property))
    return;

  text = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, "");
  check_text (text, what, problems);
}

static void
check_menu (GMenuModel *menu, GString *problems)
{
  static const char *const links[] = {G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU};

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      check_text (label, "menu", problems);
      for (gsize j = 0; j < G_N_ELEMENTS (links); j++)
        {
          g_autoptr (GMenuModel) inner = g_menu_model_get_item_link (menu, i, links[j]);

          if (inner != NULL)
            check_menu (inner, problems);
        }
    }
}

/* Whether it is open or not. */
static void
check_popover (GtkWidget *widget, GString *problems)
{
  if (GTK_IS_LABEL (widget))
    check_text (gtk_label_get_text (GTK_LABEL (widget)), "popover", problems);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_popover (child, problems);
}

static void
check_title (GtkWidget *widget, GString *problems)
{
  g_autofree char *title = NULL;

  g_object_get (widget, "title", &title, NULL);
  check_text (title, "shortcut", problems);
}

static void
check_marked (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget) || GTK_IS_SHORTCUTS_GROUP (widget))
    check_title (widget, problems);
  /* The rest of these two is GTK's and libadwaita's own. */
  if (ADW_IS_ABOUT_WINDOW (root) || GTK_IS_SHORTCUTS_WINDOW (root))
    return;

  if (GTK_IS_LABEL (widget))
    check_text (gtk_label_get_text (GTK_LABEL (widget)), G_OBJECT_TYPE_NAME (widget), problems);
  if (GTK_IS_MENU_BUTTON (widget))
    {
      GtkMenuButton *button = GTK_MENU_BUTTON (widget);

      if (gtk_menu_button_get_menu_model (button) != NULL)
        check_menu (gtk_menu_button_get_menu_model (button), problems);
      else
        check_popover (GTK_WIDGET (gtk_menu_button_get_popover (button)), problems);
    }
  if (is_named_by_gtk (widget))
    return;

  check_text (gtk_widget_get_tooltip_text (widget), "tooltip", problems);
  check_accessible (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "accessible name", problems);
  check_accessible (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "accessible description",
                    problems);
}

/* --- phone numbers are in one piece ----------------------------------------------------------- */

static void
check_number (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  static GRegex *regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  PangoLayout *layout;
  const char *text;

  if (!GTK_IS_LABEL (widget))
    return;

  if (regex == NULL)
    regex = g_regex_new ("\\+\\d[\\d\302\240]{6,}\\d", G_REGEX_OPTIMIZE, 0, NULL);
  layout = gtk_label_get_layout (GTK_LABEL (widget));
  text = pango_layout_get_text (layout);
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      int first, end, first_line, last_line;

      g_match_info_fetch_pos (match, 0, &first, &end);
      pango_layout_index_to_line_x (layout, first, FALSE, &first_line, NULL);
      pango_layout_index_to_line_x (layout, end - 1, FALSE, &last_line, NULL);
      if (first_line != last_line)
        g_string_append_printf (problems, "\n  “%.*s” is broken in: %s", end - first, text + first,
                                text);
    }
}

/* --- the suggested button is in sight --------------------------------------------------------- */

static void
check_in_sight (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *view = scrolled != NULL ? scrolled : root;
  graphene_rect_t bounds;

  /* One that cannot be pressed yet may wait below what has to be filled in. */
  if (!GTK_IS_BUTTON (widget) || !gtk_widget_has_css_class (widget, "suggested-action")
      || !gtk_widget_is_sensitive (widget))
    return;

  g_assert_true (gtk_widget_compute_bounds (widget, view, &bounds));
  if (bounds.origin.y < 0
      || bounds.origin.y + bounds.size.height > (float) gtk_widget_get_height (view))
    g_string_append_printf (problems, "\n  out of sight: “%s” at %d to %d of %d",
                            gtk_button_get_label (GTK_BUTTON (widget)), (int) bounds.origin.y,
                            (int) (bounds.origin.y + bounds.size.height),
                            gtk_widget_get_height (view));
}

/* The page says what it is, and the header bar does not say it again. */
static void
check_heading (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  /* What is said in place of a list that found nothing is not the title of its page. */
  if (gtk_widget_has_css_class (widget, "title-1")
      && gtk_widget_get_ancestor (widget, KC_TYPE_CHANNELS_VIEW) == NULL
      && gtk_widget_get_mapped (kc_ui_test_find (root, ADW_TYPE_WINDOW_TITLE)))
    g_string_append_printf (problems, "\n  the header has a title beside the heading “%s”",
                            gtk_label_get_label (GTK_LABEL (widget)));
}

/* --- numbers run left to right --------------------------------------------------------------- */

static void
check_direction (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  static GRegex *regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  PangoLayout *layout;
  const char *text;

  if (!GTK_IS_LABEL (widget))
    return;

  if (regex == NULL)
    regex
        = g_regex_new ("\\+\\d[\\d \302\240]{6,}\\d|kbai_\\w+…?|\\bch_\\w+|https?://[\\w.:/-]+\\w|"
                       "[\\w.]+@[\\w.]+\\w|app\\.keebai\\.com[\\w/-]*|channels:\\w+",
                       G_REGEX_OPTIMIZE, 0, NULL);
  layout = gtk_label_get_layout (GTK_LABEL (widget));
  text = pango_layout_get_text (layout);
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      PangoRectangle before = {0};
      int first, end, last_x = G_MININT;

      g_match_info_fetch_pos (match, 0, &first, &end);
      for (const char *at = text + first; at < text + end; at = g_utf8_next_char (at))
        {
          PangoRectangle here;

          pango_layout_index_to_pos (layout, (int) (at - text), &here);
          /* The rectangle of a character has a negative width where text runs right to left. */
          if (at > text + first && here.y == before.y && MIN (here.x, here.x + here.width) < last_x)
            {
              g_string_append_printf (problems, "\n  “%.*s” is turned around in: %s", end - first,
                                      text + first, text);
              break;
            }
          before = here;
          last_x = MIN (here.x, here.x + here.width);
        }
    }
}

/* --- mnemonics -------------------------------------------------------------------------------- */

static void
collect_mnemonic (GtkWidget *widget, GtkWidget *root, GString *problems)
{
  GHashTable *found = g_object_get_data (G_OBJECT (root), "mnemonics");
  const char *text, *other;
  guint key;

  if (!GTK_IS_LABEL (widget))
    return;

  key = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));
  if (key == GDK_KEY_VoidSymbol)
    return;

  text = gtk_label_get_text (GTK_LABEL (widget));
  other = g_hash_table_lookup (found, GUINT_TO_POINTER (gdk_keyval_to_lower (key)));
  if (other != NULL)
    g_string_append_printf (problems, "\n  Alt+%s: “%s” and “%s”", gdk_keyval_name (key), other,
                            text);
  g_hash_table_insert (found, GUINT_TO_POINTER (gdk_keyval_to_lower (key)), (gpointer) text);
}

/* --- all of it, in each state ---------------------------------------------------------------- */

static void
check_window (GtkWidget *window, GString *problems)
{
  visit (window, window, check_size, problems);
  visit (window, window, check_within, problems);
  visit (window, window, check_row, problems);
  visit (window, window, check_number, problems);
  if (g_str_equal (language, "qps") || g_str_equal (language, "qpr"))
    {
      visit (window, window, check_marked, problems);
      visit (window, window, check_direction, problems);
    }
  else
    {
      g_object_set_data_full (G_OBJECT (window), "mnemonics", g_hash_table_new (NULL, NULL),
                              (GDestroyNotify) g_hash_table_unref);
      visit (window, window, collect_mnemonic, problems);
    }
}

static void
test_state (gconstpointer data)
{
  KcUiTour *tour = kc_ui_tour_go_to (data);
  g_autoptr (GString) problems = g_string_new (NULL);
  GtkWindow *dialog = kc_ui_tour_get_dialog (tour);

  if (dialog == NULL && !g_str_equal (language, "qps") && !g_str_equal (language, "qpr"))
    {
      kc_ui_tour_resize (tour, widths[1], HEIGHT);
      visit (GTK_WIDGET (tour->window), GTK_WIDGET (tour->window), check_in_sight, problems);
      visit (GTK_WIDGET (tour->window), GTK_WIDGET (tour->window), check_heading, problems);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      kc_ui_tour_resize (tour, widths[i], HEIGHT);
      if (gtk_widget_get_width (GTK_WIDGET (tour->window)) > widths[i])
        g_string_append_printf (problems, "\n  the window is %d px wide, and %d were asked for",
                                gtk_widget_get_width (GTK_WIDGET (tour->window)), widths[i]);
      check_window (dialog != NULL ? GTK_WIDGET (dialog) : GTK_WIDGET (tour->window), problems);
    }
  if (problems->len > 0)
    g_test_fail_printf ("%s", problems->str + 1);
  kc_ui_tour_leave (tour);
}

int
main (int argc, char **argv)
{
  guint n_states;
  const KcUiState *states = kc_ui_tour_get_states (&n_states);

  language = g_getenv ("LANGUAGE");
  g_assert_nonnull (language);
  kc_process_use_translations ();
  kc_ui_test_init (&argc, &argv);
  /* As in GNOME. */
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", "gtk-font-name",
                "Cantarell 11", NULL);
  if (g_str_equal (language, "qpr"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);

  for (guint i = 0; i < n_states; i++)
    {
      g_autofree char *path = g_strdup_printf ("/languages/%s", states[i].name);

      g_test_add_data_func (path, &states[i], test_state);
    }

  return g_test_run ();
}
