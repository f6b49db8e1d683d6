/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-ui-test.h"

#include <string.h>

void
kc_ui_test_init (int *argc, char ***argv)
{
  g_autoptr (GtkCssProvider) provider = NULL;

  g_test_init (argc, argv, NULL);
  adw_init ();

  /* As in the application: the style's paddings count when widths are measured. */
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/com/keebai/Connect/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/com/keebai/Connect/icons");
}

/* After so many frames in a row without a layout, nothing moves any more. */
#define STILL_FRAMES 3
/* Something that moves for ever, such as a spinner, is not waited for longer. */
#define MAX_FRAMES 60

typedef struct {
  guint n_frames;
  guint n_still;
} Settling;

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  Settling *settling = user_data;

  settling->n_frames++;
  settling->n_still++;

  return G_SOURCE_CONTINUE;
}

static void
on_frame_laid_out_cb (Settling *settling)
{
  settling->n_still = 0;
}

void
kc_ui_test_settle (GtkWidget *widget)
{
  Settling settling = {0, 0};
  GdkFrameClock *frame_clock;
  gulong handler;
  guint id;

  kc_test_wait_until (gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0);
  frame_clock = gtk_widget_get_frame_clock (widget);
  handler = g_signal_connect_swapped (frame_clock, "layout", G_CALLBACK (on_frame_laid_out_cb),
                                      &settling);
  id = gtk_widget_add_tick_callback (widget, count_frame_cb, &settling, NULL);
  kc_test_wait_until (settling.n_still > STILL_FRAMES || settling.n_frames >= MAX_FRAMES);
  gtk_widget_remove_tick_callback (widget, id);
  g_signal_handler_disconnect (frame_clock, handler);
}

static void
on_action_activated_cb (GtkWindow *window, GVariant *parameter, GAction *action)
{
  g_object_set_data_full (G_OBJECT (window), g_action_get_name (action),
                          g_variant_dup_string (parameter, NULL), g_free);
}

const char *
kc_ui_test_get_went_to (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "go");
}

const char *
kc_ui_test_get_toast (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "toast");
}

const char *
kc_ui_test_get_help (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "help");
}

static void
add_action (GtkWindow *window, GSimpleActionGroup *actions, const char *name)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE_STRING);

  g_signal_connect_object (action, "activate", G_CALLBACK (on_action_activated_cb), window,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
}

GtkWindow *
kc_ui_test_show (GtkWidget *child, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  add_action (window, actions, "go");
  add_action (window, actions, "help");
  add_action (window, actions, "toast");
  gtk_widget_insert_action_group (GTK_WIDGET (window), "win", G_ACTION_GROUP (actions));

  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  kc_ui_test_settle (child);

  return window;
}

void
kc_ui_test_close (GtkWindow *window)
{
  GtkWidget *child = gtk_window_get_child (window);

  g_object_add_weak_pointer (G_OBJECT (child), (gpointer *) &child);
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (child);
}

static gboolean
is_key_of (GtkShortcutTrigger *trigger, guint keyval, GdkModifierType modifiers)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger))
    return is_key_of (gtk_alternative_trigger_get_first (GTK_ALTERNATIVE_TRIGGER (trigger)), keyval,
                      modifiers)
           || is_key_of (gtk_alternative_trigger_get_second (GTK_ALTERNATIVE_TRIGGER (trigger)),
                         keyval, modifiers);

  return GTK_IS_KEYVAL_TRIGGER (trigger)
         && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
         && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers;
}

static gboolean
press_key_on (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      guint n
          = GTK_IS_SHORTCUT_CONTROLLER (controller)
                    && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_BUBBLE
                ? g_list_model_get_n_items (G_LIST_MODEL (controller))
                : 0;

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (is_key_of (gtk_shortcut_get_trigger (shortcut), keyval, modifiers)
              && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                               gtk_shortcut_get_arguments (shortcut)))
            return TRUE;
        }
    }

  return FALSE;
}

gboolean
kc_ui_test_press_key (GtkWindow *window, guint keyval, GdkModifierType modifiers)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  for (GtkWidget *widget = focus != NULL ? focus : GTK_WIDGET (window); widget != NULL;
       widget = gtk_widget_get_parent (widget))
    {
      if (press_key_on (widget, keyval, modifiers))
        return TRUE;
    }

  return FALSE;
}

/* NULL while the widget waits to be laid out. */
static GskRenderNode *
snapshot_widget (GtkWidget *widget, int scale)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gtk_snapshot_scale (snapshot, scale, scale);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));

  return gtk_snapshot_to_node (snapshot);
}

GdkTexture *
kc_ui_test_render (GtkWidget *widget, int scale)
{
  g_autoptr (GskRenderNode) node = NULL;
  GtkNative *native = gtk_widget_get_native (widget);

  kc_test_wait_until ((node = snapshot_widget (widget, scale)) != NULL);

  return gsk_renderer_render_texture (gtk_native_get_renderer (native), node,
                                      &GRAPHENE_RECT_INIT (0, 0,
                                                           gtk_widget_get_width (widget) * scale,
                                                           gtk_widget_get_height (widget) * scale));
}

typedef gboolean (*Matches) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *widget, Matches matches, gconstpointer data)
{
  if (matches (widget, data))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, matches, data);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
has_type (GtkWidget *widget, gconstpointer data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(const GType *) data);
}

GtkWidget *
kc_ui_test_find (GtkWidget *root, GType type)
{
  return find (root, has_type, &type);
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), data) != NULL;
}

static gboolean
is_on_a_button (GtkWidget *widget, gconstpointer data)
{
  return shows_text (widget, data) && gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) != NULL;
}

GtkWidget *
kc_ui_test_find_button (GtkWidget *root, const char *label)
{
  GtkWidget *widget = find (root, is_on_a_button, label);

  return widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) : NULL;
}

GtkWidget *
kc_ui_test_find_label (GtkWidget *root, const char *text)
{
  return find (root, shows_text, text);
}

gboolean
kc_ui_test_sees (GtkWidget *root, const char *text)
{
  return kc_ui_test_find_label (root, text) != NULL;
}
