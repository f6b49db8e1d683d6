/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-page-stack.h"

#include "kc-a11y.h"
#include "kc-browser-page.h"
#include "kc-channel-page.h"
#include "kc-choose-page.h"
#include "kc-key-page.h"
#include "kc-number-page.h"
#include "kc-result-page.h"
#include "kc-scan-page.h"
#include "kc-several-page.h"
#include "kc-welcome-page.h"

/* In the order in which they follow each other, which is the order in which they slide. */
static const struct {
  const char *name;
  GtkWidget *(*create) (KcController *controller);
} pages[] = {
    {"welcome", kc_welcome_page_new}, {"channel", kc_channel_page_new},
    {"key", kc_key_page_new},         {"several", kc_several_page_new},
    {"number", kc_number_page_new},   {"choose", kc_choose_page_new},
    {"browser", kc_browser_page_new}, {"scan", kc_scan_page_new},
    {"result", kc_result_page_new},
};

struct _KcPageStack {
  AdwBin parent_instance;

  GtkStack *stack;
  KcController *controller;
  GSignalGroup *page_signals;
  GtkWindow *window; /* weak; NULL while the stack is in none */
  guint focus_id;
};

G_DEFINE_FINAL_TYPE (KcPageStack, kc_page_stack, ADW_TYPE_BIN)

enum {
  PAGE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
get_page_index (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (g_strcmp0 (pages[i].name, name) == 0)
        return (int) i;
    }

  return -1;
}

static void
on_page_changed_cb (KcPageStack *self)
{
  g_assert (KC_IS_PAGE_STACK (self));

  g_signal_emit (self, signals[PAGE_CHANGED], 0);
}

/* The widget that had the focus may be gone, or insensitive: the page has changed under it. */
static gboolean
rescue_focus_cb (gpointer user_data)
{
  KcPageStack *self = user_data;
  KcPage *page = kc_page_stack_get_page (self);
  GtkWidget *focus = gtk_window_get_focus (self->window);

  self->focus_id = 0;
  if (page != NULL && gtk_widget_get_mapped (GTK_WIDGET (page))
      && (focus == NULL || !gtk_widget_get_mapped (focus) || !gtk_widget_is_sensitive (focus)))
    kc_page_focus_heading (page);

  return G_SOURCE_REMOVE;
}

static void
on_focus_changed_cb (KcPageStack *self)
{
  g_assert (KC_IS_PAGE_STACK (self));

  if (gtk_window_get_focus (self->window) == NULL && self->focus_id == 0)
    self->focus_id = g_idle_add (rescue_focus_cb, self);
}

static void
kc_page_stack_root (GtkWidget *widget)
{
  KcPageStack *self = KC_PAGE_STACK (widget);

  GTK_WIDGET_CLASS (kc_page_stack_parent_class)->root (widget);

  if (!GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    return;

  g_set_weak_pointer (&self->window, GTK_WINDOW (gtk_widget_get_root (widget)));
  g_signal_connect_object (self->window, "notify::focus-widget", G_CALLBACK (on_focus_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
kc_page_stack_unroot (GtkWidget *widget)
{
  KcPageStack *self = KC_PAGE_STACK (widget);

  g_clear_handle_id (&self->focus_id, g_source_remove);
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, on_focus_changed_cb, self);
  g_clear_weak_pointer (&self->window);

  GTK_WIDGET_CLASS (kc_page_stack_parent_class)->unroot (widget);
}

static void
kc_page_stack_dispose (GObject *object)
{
  KcPageStack *self = KC_PAGE_STACK (object);

  g_clear_object (&self->page_signals);
  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_page_stack_parent_class)->dispose (object);
}

/* Here, too, because a toast above us takes Escape before the window gets it. Where nothing is to
 * go back to, it may. */
static gboolean
on_escape_pressed_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  KcPage *page = kc_page_stack_get_page (KC_PAGE_STACK (widget));

  return page != NULL && kc_page_get_back_page (page) != NULL
         && gtk_widget_activate_action (widget, "win.back", NULL);
}

static void
kc_page_stack_class_init (KcPageStackClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_page_stack_dispose;
  widget_class->root = kc_page_stack_root;
  widget_class->unroot = kc_page_stack_unroot;

  signals[PAGE_CHANGED] = g_signal_new ("page-changed", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape_pressed_cb, NULL);
}

static void
kc_page_stack_init (KcPageStack *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  kc_a11y_watch (GTK_WIDGET (self->stack));

  self->page_signals = g_signal_group_new (KC_TYPE_PAGE);
  g_signal_group_connect_swapped (self->page_signals, "notify::title",
                                  G_CALLBACK (on_page_changed_cb), self);
  g_signal_group_connect_swapped (self->page_signals, "notify::back-page",
                                  G_CALLBACK (on_page_changed_cb), self);
}

void
kc_page_stack_set_controller (KcPageStack *self, KcController *controller)
{
  GtkWidget *child;

  g_return_if_fail (KC_IS_PAGE_STACK (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));

  g_signal_group_set_target (self->page_signals, NULL);
  if (kc_page_stack_get_page (self) != NULL)
    kc_page_hidden (kc_page_stack_get_page (self));
  /* The window does not notice when its default widget goes. */
  if (self->window != NULL)
    gtk_window_set_default_widget (self->window, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL)
    gtk_stack_remove (self->stack, child);

  g_set_object (&self->controller, controller);
}

gboolean
kc_page_stack_has_page (KcPageStack *self, const char *name)
{
  g_return_val_if_fail (KC_IS_PAGE_STACK (self), FALSE);

  return get_page_index (name) >= 0;
}

void
kc_page_stack_show_page (KcPageStack *self, const char *name, gboolean slides)
{
  const char *old_name = kc_page_stack_get_page_name (self);
  GtkStackTransitionType transition = GTK_STACK_TRANSITION_TYPE_NONE;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *page;
  int index = get_page_index (name);

  g_return_if_fail (KC_IS_PAGE_STACK (self));
  g_return_if_fail (index >= 0);

  if (g_strcmp0 (old_name, name) == 0)
    {
      on_page_changed_cb (self);
      return;
    }

  page = gtk_stack_get_child_by_name (self->stack, name);
  if (page == NULL)
    {
      page = pages[index].create (self->controller);
      gtk_stack_add_named (self->stack, page, name);
    }

  /* Only now: the first child that is added becomes visible by itself. */
  if (old_name != NULL)
    {
      kc_page_hidden (kc_page_stack_get_page (self));
      if (slides)
        transition = index > get_page_index (old_name) ? GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT
                                                       : GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT;
    }

  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), NULL);
  /* Otherwise GTK would put the focus somewhere on the new page before that has been filled. */
  if (old_name != NULL)
    kc_page_drop_focus (kc_page_stack_get_page (self));
  gtk_stack_set_visible_child_full (self->stack, name, transition);
  g_signal_group_set_target (self->page_signals, page);
  on_page_changed_cb (self);
  kc_page_shown (KC_PAGE (page));
}

KcPage *
kc_page_stack_get_page (KcPageStack *self)
{
  GtkWidget *child;

  g_return_val_if_fail (KC_IS_PAGE_STACK (self), NULL);

  child = gtk_stack_get_visible_child (self->stack);

  return child != NULL ? KC_PAGE (child) : NULL;
}

const char *
kc_page_stack_get_page_name (KcPageStack *self)
{
  g_return_val_if_fail (KC_IS_PAGE_STACK (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
