/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The shortcuts window lists exactly the shortcuts that exist. A journey tests that each does
 * what it says (tests/journeys/test_keyboard.py). */

#include "kc-application.h"
#include "kc-ui-test.h"

#include <string.h>

typedef struct {
  guint keyval;
  GdkModifierType modifiers;
} Keystroke;

/* The program, while it runs. */
static struct {
  GtkApplication *application;
  GHashTable *listed; /* accelerator → title */
  GHashTable *bound;  /* accelerator → action */
} facts;

static char *
get_name (guint keyval, GdkModifierType modifiers)
{
  static const struct {
    Keystroke other;
    Keystroke key;
  } same[] = {
      /* The same keys on a keypad, and on keyboards with a special key. */
      {{GDK_KEY_KP_Left, GDK_ALT_MASK}, {GDK_KEY_Left, GDK_ALT_MASK}},
      {{GDK_KEY_Back, 0}, {GDK_KEY_Left, GDK_ALT_MASK}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    if (same[i].other.keyval == keyval && same[i].other.modifiers == modifiers)
      return gtk_accelerator_name (same[i].key.keyval, same[i].key.modifiers);

  return gtk_accelerator_name (keyval, modifiers);
}

static char *
normalize (const char *accelerator)
{
  guint keyval;
  GdkModifierType modifiers;

  g_assert_true (gtk_accelerator_parse (accelerator, &keyval, &modifiers));

  return get_name (keyval, modifiers);
}

static void
collect_listed (GtkWidget *widget)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *accelerators = NULL;
      g_autofree char *title = NULL;
      g_auto (GStrv) parts = NULL;

      g_object_get (widget, "accelerator", &accelerators, "title", &title, NULL);
      parts = g_strsplit (accelerators, " ", -1);
      for (char **part = parts; *part != NULL; part++)
        g_hash_table_insert (facts.listed, normalize (*part), g_strdup (title));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_listed (child);
}

static void
collect_trigger (GtkShortcutTrigger *trigger, const char *action)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger))
    {
      GtkAlternativeTrigger *both = GTK_ALTERNATIVE_TRIGGER (trigger);

      collect_trigger (gtk_alternative_trigger_get_first (both), action);
      collect_trigger (gtk_alternative_trigger_get_second (both), action);
    }
  else if (GTK_IS_KEYVAL_TRIGGER (trigger))
    {
      GtkKeyvalTrigger *key = GTK_KEYVAL_TRIGGER (trigger);

      g_hash_table_insert (facts.bound,
                           get_name (gtk_keyval_trigger_get_keyval (key),
                                     gtk_keyval_trigger_get_modifiers (key)),
                           g_strdup (action));
    }
}

/* Those that activate one of our actions; GTK has its own for moving the focus. */
static void
collect_bound (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GListModel) shortcuts = g_list_model_get_item (controllers, i);

      for (guint j = 0;
           GTK_IS_SHORTCUT_CONTROLLER (shortcuts) && j < g_list_model_get_n_items (shortcuts); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, j);
          GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);

          if (GTK_IS_NAMED_ACTION (action))
            collect_trigger (gtk_shortcut_get_trigger (shortcut),
                             gtk_named_action_get_action_name (GTK_NAMED_ACTION (action)));
        }
    }
}

static void
collect_accelerators (void)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (facts.application);

  for (char **action = actions; *action != NULL; action++)
    {
      g_auto (GStrv) accelerators
          = gtk_application_get_accels_for_action (facts.application, *action);

      for (char **accelerator = accelerators; *accelerator != NULL; accelerator++)
        g_hash_table_insert (facts.bound, normalize (*accelerator), g_strdup (*action));
    }
}

static gboolean
exists (GtkWidget *window, const char *name)
{
  const GVariantType *type;
  const char *action, *property;
  GType owner;

  if (g_str_has_prefix (name, "app."))
    return g_action_group_get_action_enabled (G_ACTION_GROUP (facts.application),
                                              name + strlen ("app."));

  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (window), i, &owner,
                                                   &action, &type, &property);
       i++)
    {
      if (g_str_equal (action, name))
        return TRUE;
    }

  return FALSE;
}

static void
check (GtkWidget *window)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/com/keebai/Connect/window/kc-shortcuts.ui");
  GtkWidget *shortcuts = GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));
  GHashTableIter iter;
  gpointer key, value;

  collect_listed (shortcuts);
  g_assert_cmpuint (g_hash_table_size (facts.listed), >, 4);
  collect_accelerators ();
  collect_bound (window);

  g_hash_table_iter_init (&iter, facts.bound);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_test_message ("%s: %s", (char *) key, (char *) value);
      if (!g_hash_table_contains (facts.listed, key))
        g_test_fail_printf ("%s is not listed (%s)", (char *) key, (char *) value);
      if (!exists (window, value))
        g_test_fail_printf ("%s: there is no action %s", (char *) key, (char *) value);
    }

  g_hash_table_iter_init (&iter, facts.listed);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      GtkWidget *button = gtk_window_get_default_widget (GTK_WINDOW (window));

      /* These two belong to GTK. */
      if (g_str_equal (key, "Return"))
        g_assert_true (button != NULL && gtk_widget_has_css_class (button, "suggested-action"));
      else if (g_str_equal (key, "F10"))
        g_assert_true (gtk_menu_button_get_primary (
            GTK_MENU_BUTTON (kc_ui_test_find (window, GTK_TYPE_MENU_BUTTON))));
      else if (!g_hash_table_contains (facts.bound, key))
        g_test_fail_printf ("%s does nothing, but is listed as “%s”", (char *) key, (char *) value);
    }

  gtk_window_destroy (GTK_WINDOW (shortcuts));
}

static gboolean
check_cb (gpointer user_data)
{
  GtkWidget *window = GTK_WIDGET (gtk_application_get_active_window (facts.application));

  if (window == NULL || !gtk_widget_get_mapped (window)
      || gtk_window_get_default_widget (GTK_WINDOW (window)) == NULL)
    return G_SOURCE_CONTINUE;

  check (window);
  gtk_window_destroy (GTK_WINDOW (window));

  return G_SOURCE_REMOVE;
}

static void
test_listed_and_bound (void)
{
  char *argv[] = {(char *) "keebai-connect", (char *) "--practice", NULL};

  facts.application = GTK_APPLICATION (kc_application_new ());
  facts.listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  facts.bound = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_timeout_add (20, check_cb, NULL);

  g_assert_cmpint (g_application_run (G_APPLICATION (facts.application), 2, argv), ==, 0);

  g_hash_table_unref (facts.bound);
  g_hash_table_unref (facts.listed);
  g_assert_finalize_object (facts.application);
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);
  g_test_add_func ("/shortcuts/listed-and-bound", test_listed_and_bound);

  return g_test_run ();
}
