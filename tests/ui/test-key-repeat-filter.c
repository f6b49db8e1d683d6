/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Holding Enter down counts as one press. GTK 4 has no way to make key events, so the test calls
 * what the event controller would call; the journeys hold down a real key. */

#include "kc-key-repeat-filter.h"
#include "kc-ui-test.h"

#define ENTER_CODE 36
#define SPACE_CODE 65

typedef struct {
  GtkWindow *window;
  GtkWidget *button;
  GtkWidget *entry;
  GtkEventController *keys; /* borrowed */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GListModel) controllers = NULL;
  guint n;

  fixture->button = gtk_button_new_with_label ("Connect");
  fixture->entry = gtk_entry_new ();
  gtk_box_append (GTK_BOX (box), fixture->button);
  gtk_box_append (GTK_BOX (box), fixture->entry);
  fixture->window = kc_ui_test_show (box, 300, 200);
  kc_key_repeat_filter_ignore (fixture->window);
  gtk_widget_grab_focus (fixture->button);

  controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->window));
  n = g_list_model_get_n_items (controllers);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) each = g_list_model_get_item (controllers, i);

      if (g_strcmp0 (gtk_event_controller_get_name (each), "kc-key-repeat-filter") == 0)
        fixture->keys = each;
    }
  g_assert_nonnull (fixture->keys);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kc_ui_test_close (fixture->window);
}

/* TRUE if it goes on to the widget that has the focus. */
static gboolean
passes (Fixture *fixture, guint keyval, guint keycode)
{
  gboolean stopped = FALSE;

  g_signal_emit_by_name (fixture->keys, "key-pressed", keyval, keycode, 0, &stopped);

  return !stopped;
}

static void
let_go (Fixture *fixture, guint keyval, guint keycode)
{
  g_signal_emit_by_name (fixture->keys, "key-released", keyval, keycode, 0);
}

static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_assert_true (passes (fixture, GDK_KEY_Return, ENTER_CODE));
  for (guint i = 0; i < 20; i++)
    g_assert_false (passes (fixture, GDK_KEY_Return, ENTER_CODE));
  let_go (fixture, GDK_KEY_Return, ENTER_CODE);
  g_assert_true (passes (fixture, GDK_KEY_Return, ENTER_CODE));

  /* Another key is another press. */
  g_assert_true (passes (fixture, GDK_KEY_space, SPACE_CODE));
  g_assert_false (passes (fixture, GDK_KEY_space, SPACE_CODE));
}

/* Arrows may repeat, to move, and so may spaces, to type. */
static void
test_other_keys (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (passes (fixture, GDK_KEY_Down, 116));
      g_assert_true (passes (fixture, GDK_KEY_Tab, 23));
    }

  gtk_widget_grab_focus (fixture->entry);
  for (guint i = 0; i < 3; i++)
    g_assert_true (passes (fixture, GDK_KEY_space, SPACE_CODE));
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, test)                                                                            \
  g_test_add ("/key-repeat-filter/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("once", test_once);
  ADD ("other-keys", test_other_keys);
#undef ADD

  return g_test_run ();
}
