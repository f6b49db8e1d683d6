/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-welcome-page.h"

#include "kc-channel-row.h"
#include "kc-config.h"
#include "kc-error-view.h"
#include "kc-line.h"
#include "kc-overview.h"
#include "kc-pending-card.h"

#include <glib/gi18n.h>

/* A keyring that answers at all does so long before; one that asks the person does not. */
#define LOOKING_LONG_MS 4000

struct _KcWelcomePage {
  KcPage parent_instance;

  GtkStack *stack;
  AdwStatusPage *intro;
  KcPendingCard *intro_card;
  GtkStack *intro_stack;
  GtkSpinner *looking_spinner;
  GtkWidget *waiting_box;
  GtkWidget *start_button;
  KcErrorView *look_error;
  GtkLabel *company_label;
  KcPendingCard *home_card;
  GtkWidget *connect_button;
  GtkSpinner *list_spinner;
  KcErrorView *list_error;
  GtkWidget *list_group;
  GtkListBox *list;
  GtkLabel *note_label;

  gboolean is_shown;
  guint looking_long_id;
  KcLine *line;              /* once something could not be asked */
  GCancellable *cancellable; /* of the list while it is loaded; cancelled when the page is left */
};

G_DEFINE_FINAL_TYPE (KcWelcomePage, kc_welcome_page, KC_TYPE_PAGE)

static void
stop_loading (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->list_spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->list_spinner), FALSE);
}

static void
show_note (KcWelcomePage *self, const char *text)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  gtk_label_set_label (self->note_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), text != NULL);
}

static void load_list (KcWelcomePage *self);

static gboolean
may_be_tried_again (KcErrorView *view)
{
  return gtk_widget_get_mapped (GTK_WIDGET (view))
         && kc_error_view_get_remedy (view) == KC_REMEDY_TRY_AGAIN;
}

/* Nobody has to press "Try Again" because the network was away. */
static void
on_network_back_cb (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (may_be_tried_again (self->look_error))
    kc_assistant_look_for_key (kc_page_get_assistant (KC_PAGE (self)));
  else if (may_be_tried_again (self->list_error))
    load_list (self);
}

/* Not before it is needed: the system is asked who can tell. */
static void
watch_network (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (self->line != NULL)
    return;

  self->line = kc_line_new (g_network_monitor_get_default ());
  g_signal_connect_object (self->line, "network-back", G_CALLBACK (on_network_back_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
fill_list (KcWelcomePage *self, KcOverview *overview)
{
  GtkWidget *row;

  g_assert (KC_IS_WELCOME_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; i < overview->channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (overview->channels, i);

      gtk_list_box_append (self->list,
                           kc_channel_row_new (channel, kc_overview_get_state (overview, channel)));
    }

  gtk_widget_set_visible (self->list_group, overview->channels->len > 0);
  show_note (self, overview->channels->len > 0 ? NULL : _ ("No number is connected yet."));
}

static void
overview_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcWelcomePage *self;
  g_autoptr (KcOverview) overview = NULL;
  g_autoptr (GError) error = NULL;

  overview = kc_overview_load_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_WELCOME_PAGE (user_data);
  stop_loading (self);
  kc_error_view_set_error (self->list_error, error);
  if (error != NULL)
    watch_network (self);
  if (overview != NULL)
    fill_list (self, overview);
}

static void
load_list (KcWelcomePage *self)
{
  KcAssistant *assistant = kc_page_get_assistant (KC_PAGE (self));
  const KcKeyCheck *check = kc_assistant_get_key_check (assistant);

  g_assert (KC_IS_WELCOME_PAGE (self));

  stop_loading (self);
  kc_error_view_set_error (self->list_error, NULL);

  if (check->can_read == KC_ANSWER_NO)
    {
      gtk_widget_set_visible (self->list_group, FALSE);
      show_note (self, _ ("Your access key may not list the numbers you have already. You can "
                          "connect one all the same."));
      return;
    }

  /* A list that is there stays until the new one comes. */
  if (!gtk_widget_get_visible (self->list_group))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->list_spinner), TRUE);
      gtk_spinner_start (self->list_spinner);
    }
  show_note (self, NULL);

  self->cancellable = g_cancellable_new ();
  kc_overview_load_async (kc_assistant_get_client (assistant), kc_assistant_get_budget (assistant),
                          self->cancellable, overview_loaded_cb, self);
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
  KcAssistant *assistant = kc_page_get_assistant (KC_PAGE (self));
  const KcKeyCheck *check = kc_assistant_get_key_check (assistant);
  const char *company = check->account != NULL ? check->account->company_name : NULL;

  g_assert (KC_IS_WELCOME_PAGE (self));

  gtk_label_set_label (self->company_label, company != NULL ? company : "");
  gtk_widget_set_visible (GTK_WIDGET (self->company_label), company != NULL);
  show_looking (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "home");
  load_list (self);
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
  KcAssistant *assistant = kc_page_get_assistant (KC_PAGE (self));
  const GError *error = kc_assistant_get_key_error (assistant);
  gboolean looking = kc_assistant_is_looking (assistant);

  g_assert (KC_IS_WELCOME_PAGE (self));

  stop_loading (self);
  show_looking (self, looking);
  kc_error_view_set_error (self->look_error, looking ? NULL : error);
  if (error != NULL)
    watch_network (self);
  gtk_stack_set_visible_child_name (self->intro_stack, looking         ? "looking"
                                                       : error != NULL ? "error"
                                                                       : "new");
  show_greeting (self, kc_assistant_get_pending (assistant) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "intro");
}

/* The one suggested button, if there is one. */
static GtkWidget *
choose_button (KcWelcomePage *self)
{
  gboolean is_home = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "home") == 0;
  GtkWidget *button = kc_pending_card_get_button (is_home ? self->home_card : self->intro_card);

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
  KcAssistant *assistant = kc_page_get_assistant (KC_PAGE (self));

  g_assert (KC_IS_WELCOME_PAGE (self));

  if (!self->is_shown)
    return;

  if (kc_assistant_get_client (assistant) != NULL && !kc_assistant_is_looking (assistant))
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
    kc_assistant_look_for_key (kc_page_get_assistant (KC_PAGE (self)));
  else if (kc_error_view_get_remedy (self->look_error) == KC_REMEDY_CHANGE_KEY)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

static void
on_list_remedy_activated_cb (KcWelcomePage *self)
{
  g_assert (KC_IS_WELCOME_PAGE (self));

  if (kc_error_view_get_remedy (self->list_error) == KC_REMEDY_TRY_AGAIN)
    load_list (self);
  else if (kc_error_view_get_remedy (self->list_error) == KC_REMEDY_CHANGE_KEY)
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
  stop_loading (self);
  show_looking (self, FALSE);
}

static void
kc_welcome_page_constructed (GObject *object)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (object);
  KcAssistant *assistant = kc_page_get_assistant (KC_PAGE (self));

  G_OBJECT_CLASS (kc_welcome_page_parent_class)->constructed (object);

  g_signal_connect_object (assistant, "notify::client", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (assistant, "notify::looking", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  kc_pending_card_set_assistant (self->intro_card, assistant);
  kc_pending_card_set_assistant (self->home_card, assistant);
  g_signal_connect_object (assistant, "notify::pending", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (assistant, "late-channel", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
kc_welcome_page_dispose (GObject *object)
{
  KcWelcomePage *self = KC_WELCOME_PAGE (object);

  g_clear_handle_id (&self->looking_long_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
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

  g_type_ensure (KC_TYPE_ERROR_VIEW);
  g_type_ensure (KC_TYPE_PENDING_CARD);
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
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, list_spinner);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, list_error);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, list_group);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, list);
  gtk_widget_class_bind_template_child (widget_class, KcWelcomePage, note_label);
  gtk_widget_class_bind_template_callback (widget_class, on_look_remedy_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_remedy_activated_cb);
}

static void
kc_welcome_page_init (KcWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_welcome_page_new (KcAssistant *assistant)
{
  return g_object_new (KC_TYPE_WELCOME_PAGE, "assistant", assistant, NULL);
}
