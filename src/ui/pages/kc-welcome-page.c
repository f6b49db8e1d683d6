/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-welcome-page.h"

#include "kc-channel-list.h"
#include "kc-config.h"
#include "kc-error-view.h"
#include "kc-connectivity-monitor.h"
#include "kc-resume-card.h"

#include <glib/gi18n.h>

/* A keyring that answers at all does so long before; one that asks the person does not. */
#define LOOKING_LONG_MS 4000

struct _KcWelcomePage {
  KcPage parent_instance;

  GtkStack *stack;
  AdwStatusPage *intro;
  KcResumeCard *intro_card;
  GtkStack *intro_stack;
  GtkSpinner *looking_spinner;
  GtkWidget *waiting_box;
  GtkWidget *start_button;
  KcErrorView *look_error;
  GtkLabel *company_label;
  KcResumeCard *home_card;
  GtkWidget *connect_button;
  KcChannelList *channels;

  gboolean is_shown;
  guint looking_long_id;
  KcConnectivityMonitor *line; /* once a key could not be asked about */
};

G_DEFINE_FINAL_TYPE (KcWelcomePage, kc_welcome_page, KC_TYPE_PAGE)

/* Nobody has to press "Try Again" because the network was away. */
static void
on_network_back_cb (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self->look_error))
      && kc_error_view_get_remedy (self->look_error) == KC_REMEDY_TRY_AGAIN)
    kc_controller_look_for_key (kc_page_get_controller (KC_PAGE (self)));
}

/* Not before it is needed: the system is asked who can tell. */
static void
watch_network (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (self->line != NULL)
    return;

  self->line = kc_connectivity_monitor_new (g_network_monitor_get_default ());
  g_signal_connect_object (self->line, "network-back", G_CALLBACK (on_network_back_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
on_looking_long_cb (gpointer user_data)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (user_data);

  self->looking_long_id = 0;
  gtk_widget_set_visible (self->waiting_box, TRUE);
}

static void
show_looking (KcWelcomePage *self, gboolean looking)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  gtk_spinner_set_spinning (self->looking_spinner, looking);
  gtk_widget_set_visible (self->waiting_box, FALSE);
  g_clear_handle_id (&self->looking_long_id, g_source_remove);
  if (looking)
    self->looking_long_id = g_timeout_add_once (LOOKING_LONG_MS, on_looking_long_cb, self);
}

static void
show_home (KcWelcomePage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  const KcKeyCheck *check
      = kc_key_manager_get_key_check (kc_controller_get_key_manager (controller));
  const char *company = check->account != NULL ? check->account->company_name : NULL;

  g_assert (KC_IS_WELCOME_PAGE (self));

  gtk_label_set_label (self->company_label, company != NULL ? company : "");
  gtk_widget_set_visible (GTK_WIDGET (self->company_label), company != NULL);
  show_looking (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "home");
  kc_channel_list_load (self->channels, controller);
}

/* Who comes back to something that was not finished needs to know nothing else. */
static void
show_greeting (KcWelcomePage *self, gboolean comes_back)
{
  const char *name = gtk_stack_get_visible_child_name (self->intro_stack);

  g_assert (KC_IS_WELCOME_PAGE (self));

  adw_status_page_set_icon_name (self->intro, comes_back ? NULL : APPLICATION_ID);
  adw_status_page_set_title (self->intro,
                             comes_back ? _ ("Welcome Back") : _ ("Connect WhatsApp to Keebai"));
  adw_status_page_set_description (
      self->intro, comes_back ? NULL
                              : _ ("Your number becomes a channel in Keebai, where your whole team "
                                   "can answer. It takes a few minutes; have the phone of that "
                                   "number at hand."));
  gtk_widget_set_visible (GTK_WIDGET (self->intro_stack),
                          !comes_back || !g_str_equal (name, "new"));
}

static void
show_intro (KcWelcomePage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  const GError *error = kc_key_manager_get_key_error (kc_controller_get_key_manager (controller));
  gboolean looking = kc_controller_is_looking (controller);

  g_assert (KC_IS_WELCOME_PAGE (self));

  kc_channel_list_stop (self->channels);
  show_looking (self, looking);
  kc_error_view_set_error (self->look_error, looking ? NULL : error);
  if (error != NULL)
    watch_network (self);
  gtk_stack_set_visible_child_name (self->intro_stack, looking         ? "looking"
                                                       : error != NULL ? "error"
                                                                       : "new");
  show_greeting (self,
                 kc_session_resumer_get_pending (kc_controller_get_resumer (controller)) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "intro");
}

/* The one suggested button, if there is one. */
static GtkWidget *
choose_button (KcWelcomePage *self)
{
  gboolean is_home = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "home") == 0;
  GtkWidget *button = kc_resume_card_get_button (is_home ? self->home_card : self->intro_card);

  g_assert (KC_IS_WELCOME_PAGE (self));

  if (button != NULL)
    return button;
  if (is_home)
    return self->connect_button;

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->intro_stack), "new") == 0
             ? self->start_button
             : NULL;
}

static void
focus_button (KcWelcomePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *button = choose_button (self);

  g_assert (KC_IS_WELCOME_PAGE (self));

  if (button == self->connect_button)
    gtk_widget_add_css_class (self->connect_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->connect_button, "suggested-action");

  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), button);
  if (button != NULL)
    gtk_widget_grab_focus (button);
}

static void
update (KcWelcomePage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));

  g_assert (KC_IS_WELCOME_PAGE (self));

  if (!self->is_shown)
    return;

  if (kc_key_manager_get_client (kc_controller_get_key_manager (controller)) != NULL
      && !kc_controller_is_looking (controller))
    show_home (self);
  else
    show_intro (self);
  focus_button (self);
}

static void
on_look_remedy_activated_cb (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (kc_error_view_get_remedy (self->look_error) == KC_REMEDY_TRY_AGAIN)
    kc_controller_look_for_key (kc_page_get_controller (KC_PAGE (self)));
  else if (kc_error_view_get_remedy (self->look_error) == KC_REMEDY_CHANGE_KEY)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

static void
kc_welcome_page_shown (KcPage *page)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (page);

  self->is_shown = TRUE;
  update (self);
}

static void
kc_welcome_page_hidden (KcPage *page)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (page);

  self->is_shown = FALSE;
  kc_channel_list_stop (self->channels);
  show_looking (self, FALSE);
}

static void
kc_welcome_page_constructed (GObject *object)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (object);
  KcController *controller = kc_page_get_controller (KC_PAGE (self));

  G_OBJECT_CLASS (kc_welcome_page_parent_class)->constructed (object);

  g_signal_connect_object (kc_controller_get_key_manager (controller), "notify::client",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "notify::looking", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  kc_resume_card_set_controller (self->intro_card, controller);
  kc_resume_card_set_controller (self->home_card, controller);
  g_signal_connect_object (kc_controller_get_resumer (controller), "notify::pending",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_late_sessions (controller), "told",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
kc_welcome_page_dispose (GObject *object)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (object);

  g_clear_handle_id (&self->looking_long_id, g_source_remove);
  g_clear_object (&self->line);

  G_OBJECT_CLASS (kc_welcome_page_parent_class)->dispose (object);
}

static void
kc_welcome_page_class_init (KcWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_welcome_page_constructed;
  object_class->dispose = kc_welcome_page_dispose;
  page_class->shown = kc_welcome_page_shown;
  page_class->hidden = kc_welcome_page_hidden;

  g_type_ensure (KC_TYPE_CHANNEL_LIST);
  g_type_ensure (KC_TYPE_ERROR_VIEW);
  g_type_ensure (KC_TYPE_RESUME_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, intro);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, intro_stack);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, intro_card);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, home_card);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, looking_spinner);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, start_button);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, look_error);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, company_label);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, channels);
  gtk_widget_class_bind_template_callback (widget_class, on_look_remedy_activated_cb);
}

static void
kc_welcome_page_init (KcWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_welcome_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_WELCOME_PAGE, "controller", controller, NULL);
}
