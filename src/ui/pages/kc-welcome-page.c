/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-welcome-page.h"

#include "kc-a11y.h"
#include "kc-channels-view.h"
#include "kc-home-view.h"
#include "kc-intro-view.h"

#include <glib/gi18n.h>

/* Usually a known key is found and checked sooner: what would have to disappear again at once is
 * not shown. */
#define LOOKING_MS 300

struct _KcWelcomePage {
  KcPage parent_instance;

  GtkStack *stack;
  /* Each is made when it is first shown. */
  KcIntroView *intro;
  KcHomeView *home;
  KcChannelsView *all_channels;

  gboolean is_shown;
  guint looking_id;
};

G_DEFINE_FINAL_TYPE (KcWelcomePage, kc_welcome_page, KC_TYPE_PAGE)

static void
show_view (KcWelcomePage *self, GtkWidget *view)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (gtk_widget_get_parent (view) == NULL)
    {
      kc_a11y_watch (view);
      gtk_stack_add_child (self->stack, view);
    }
  gtk_stack_set_visible_child (self->stack, view);
  /* The search has no heading of its own. */
  g_object_set (self, "has-heading", view != (GtkWidget *) self->all_channels, NULL);
  kc_page_set_title (KC_PAGE (self),
                     view == (GtkWidget *) self->all_channels ? _ ("Channels") : NULL);
  kc_page_set_back_page (KC_PAGE (self),
                         view == (GtkWidget *) self->all_channels ? "welcome" : NULL);
}

static gboolean
shows_all_channels (KcWelcomePage *self)
{
  return self->all_channels != NULL
         && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->all_channels);
}

static void
show_intro (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (self->intro == NULL)
    self->intro = KC_INTRO_VIEW (kc_intro_view_new (kc_page_get_controller (KC_PAGE (self))));
  if (self->home != NULL)
    kc_home_view_stop (self->home);
  kc_intro_view_update (self->intro);
  show_view (self, GTK_WIDGET (self->intro));
}

static void
on_show_all_cb (KcWelcomePage *self, KcChannelList *list)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (self->all_channels == NULL)
    self->all_channels = KC_CHANNELS_VIEW (kc_channels_view_new (list));
  show_view (self, GTK_WIDGET (self->all_channels));
  gtk_widget_grab_focus (GTK_WIDGET (self->all_channels));
}

static void
show_home (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (self->home == NULL)
    {
      self->home = KC_HOME_VIEW (kc_home_view_new (kc_page_get_controller (KC_PAGE (self))));
      g_signal_connect_object (kc_home_view_get_channel_list (self->home), "show-all",
                               G_CALLBACK (on_show_all_cb), self, G_CONNECT_SWAPPED);
    }
  if (self->intro != NULL)
    kc_intro_view_stop (self->intro);
  kc_home_view_update (self->home);
  /* News does not take the person away from the long list. */
  if (!shows_all_channels (self))
    show_view (self, GTK_WIDGET (self->home));
}

static void
update_default (KcWelcomePage *self)
{
  GtkWidget *view = gtk_stack_get_visible_child (self->stack);
  GtkWidget *button = NULL;

  g_assert (KC_IS_WELCOME_PAGE (self));

  if (view != NULL && view == (GtkWidget *) self->home)
    button = kc_home_view_get_button (self->home);
  else if (view != NULL && view == (GtkWidget *) self->intro)
    button = kc_intro_view_get_button (self->intro);

  kc_page_set_default (KC_PAGE (self), button);
  /* The view that had the focus is gone. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !kc_page_has_focus (KC_PAGE (self)))
    kc_page_focus_heading (KC_PAGE (self));
}

static void
on_looking_takes_time_cb (gpointer user_data)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (user_data);

  self->looking_id = 0;
  show_intro (self);
  update_default (self);
}

static void
update (KcWelcomePage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  gboolean looking = kc_controller_is_looking (controller);

  g_assert (KC_IS_WELCOME_PAGE (self));

  if (!self->is_shown)
    return;

  /* Nothing is known yet, and nothing is shown. */
  if (looking && gtk_stack_get_visible_child (self->stack) == NULL
      && kc_session_resumer_get_pending (kc_controller_get_resumer (controller)) == NULL)
    {
      if (self->looking_id == 0)
        self->looking_id = g_timeout_add_once (LOOKING_MS, on_looking_takes_time_cb, self);
      return;
    }

  g_clear_handle_id (&self->looking_id, g_source_remove);
  if (kc_key_manager_get_client (kc_controller_get_key_manager (controller)) != NULL && !looking)
    show_home (self);
  else
    show_intro (self);
  update_default (self);
}

static void
kc_welcome_page_shown (KcPage *page)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (page);

  self->is_shown = TRUE;
  kc_page_leave_list (page);
  update (self);
}

static void
kc_welcome_page_hidden (KcPage *page)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (page);

  self->is_shown = FALSE;
  g_clear_handle_id (&self->looking_id, g_source_remove);
  if (shows_all_channels (self))
    show_view (self, GTK_WIDGET (self->home));
  if (self->home != NULL)
    kc_home_view_stop (self->home);
  if (self->intro != NULL)
    kc_intro_view_stop (self->intro);
}

static gboolean
kc_welcome_page_go_back (KcPage *page)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (page);

  if (!shows_all_channels (self))
    return FALSE;

  show_view (self, GTK_WIDGET (self->home));
  update_default (self);

  return TRUE;
}

static void
follow (KcWelcomePage *self, gpointer object, const char *signal)
{
  g_signal_connect_object (object, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
kc_welcome_page_constructed (GObject *object)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (object);
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  G_OBJECT_CLASS (kc_welcome_page_parent_class)->constructed (object);

  follow (self, kc_controller_get_key_manager (controller), "notify::client");
  follow (self, controller, "notify::looking");
  follow (self, kc_controller_get_resumer (controller), "notify::pending");
  follow (self, kc_controller_get_late_sessions (controller), "finished-in-background");
}

static void
kc_welcome_page_dispose (GObject *object)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (object);

  g_clear_handle_id (&self->looking_id, g_source_remove);

  G_OBJECT_CLASS (kc_welcome_page_parent_class)->dispose (object);
}

static void
kc_welcome_page_class_init (KcWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_welcome_page_constructed;
  object_class->dispose = kc_welcome_page_dispose;
  page_class->shown = kc_welcome_page_shown;
  page_class->hidden = kc_welcome_page_hidden;
  page_class->go_back = kc_welcome_page_go_back;
}

static void
kc_welcome_page_init (KcWelcomePage *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  g_object_set (self, "has-heading", TRUE, NULL);
}

GtkWidget *
kc_welcome_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_WELCOME_PAGE, "controller", controller, NULL);
}
