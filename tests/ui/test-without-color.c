/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Who does not see colors can tell the states apart all the same: by a shape, and by words. */

#include "kc-ui-test.h"
#include "kc-ui-tour.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *states[8]; /* up to the first NULL */
} Group;

static const Group groups[] = {
    {"ends", {"connected", "expired", "cancelled", "failed", "not-known"}},
    {"after-care", {"after-care-review", "after-care-gone"}},
    {"channels", {"channel-active", "channel-paused", "channel-disconnected"}},
    {"key", {"key-good", "key-no-permission", "key-wrong"}},
};

static const KcUiState *
find_state (const char *name)
{
  guint n_states;
  const KcUiState *states = kc_ui_tour_get_states (&n_states);

  for (guint i = 0; i < n_states; i++)
    if (g_str_equal (states[i].name, name))
      return &states[i];

  g_error ("there is no state %s", name);
}

/* What is visible in there: the names of the icons, and the texts. */
static void
collect (GtkWidget *widget, GString *shapes, GString *words)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_IMAGE (widget) && gtk_image_get_icon_name (GTK_IMAGE (widget)) != NULL)
    g_string_append_printf (shapes, "%s\n", gtk_image_get_icon_name (GTK_IMAGE (widget)));
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (words, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, shapes, words);
}

static void
test_states (gconstpointer data)
{
  const Group *group = data;
  g_autoptr (GHashTable) seen_shapes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *const *name = group->states; *name != NULL; name++)
    {
      KcUiTour *tour = kc_ui_tour_go_to (find_state (*name));
      GString *shapes = g_string_new (NULL);
      GString *words = g_string_new (NULL);

      collect (GTK_WIDGET (tour->window), shapes, words);
      if (!g_hash_table_add (seen_shapes, g_string_free (shapes, FALSE)))
        g_test_fail_printf ("%s has the shapes of another state", *name);
      if (!g_hash_table_add (seen_words, g_string_free (words, FALSE)))
        g_test_fail_printf ("%s has the words of another state", *name);
      kc_ui_tour_leave (tour);
    }
}

/* Icons of rows that unfold, and of buttons in rows. */
static gboolean
is_about_state (const char *icon_name)
{
  return !g_str_has_prefix (icon_name, "adw-") && !g_str_has_prefix (icon_name, "go-")
         && !g_str_has_prefix (icon_name, "edit-");
}

/* The first icon in the row: NULL if there is none. */
static const char *
find_icon (GtkWidget *widget)
{
  if (GTK_IS_IMAGE (widget) && gtk_image_get_icon_name (GTK_IMAGE (widget)) != NULL
      && is_about_state (gtk_image_get_icon_name (GTK_IMAGE (widget))))
    return gtk_image_get_icon_name (GTK_IMAGE (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *icon_name = find_icon (child);

      if (icon_name != NULL)
        return icon_name;
    }

  return NULL;
}

/* Each row has an icon and a word for its state, and both say the same in all rows. */
static void
check_rows (GtkWidget *widget, GHashTable *icons, GHashTable *words)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (ADW_IS_ACTION_ROW (widget))
    {
      const char *icon_name = find_icon (widget);
      g_auto (GStrv) parts
          = g_strsplit (adw_action_row_get_subtitle (ADW_ACTION_ROW (widget)), " · ", 2);
      const char *other_icon, *other_word;

      g_assert_nonnull (icon_name);
      g_assert_cmpstr (parts[0], !=, NULL);
      g_assert_cmpstr (parts[0], !=, "");
      other_icon = g_hash_table_lookup (icons, parts[0]);
      other_word = g_hash_table_lookup (words, icon_name);
      g_test_message ("%s: %s", icon_name, parts[0]);
      if ((other_icon != NULL && !g_str_equal (other_icon, icon_name))
          || (other_word != NULL && !g_str_equal (other_word, parts[0])))
        g_test_fail_printf ("%s: “%s”, and “%s” elsewhere", icon_name, parts[0], other_word);
      g_hash_table_insert (icons, g_strdup (parts[0]), g_strdup (icon_name));
      g_hash_table_insert (words, g_strdup (icon_name), g_strdup (parts[0]));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_rows (child, icons, words);
}

static void
test_rows (gconstpointer data)
{
  KcUiTour *tour = kc_ui_tour_go_to (find_state (data));
  GtkWindow *dialog = kc_ui_tour_get_dialog (tour);
  g_autoptr (GHashTable) icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  check_rows (dialog != NULL ? GTK_WIDGET (dialog) : GTK_WIDGET (tour->window), icons, words);
  g_assert_cmpuint (g_hash_table_size (icons), >, 1);
  g_assert_cmpuint (g_hash_table_size (icons), ==, g_hash_table_size (words));
  kc_ui_tour_leave (tour);
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autofree char *path = g_strconcat ("/without-color/", groups[i].name, NULL);

      g_test_add_data_func (path, &groups[i], test_states);
    }
  g_test_add_data_func ("/without-color/history", "history", test_rows);
  g_test_add_data_func ("/without-color/several", "several-list", test_rows);

  return g_test_run ();
}
