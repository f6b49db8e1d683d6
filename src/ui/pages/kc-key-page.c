/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-page.h"

#include "kc-error-view.h"
#include "kc-key-hint.h"
#include "kc-key-status.h"
#include "kc-key-prompt.h"
#include "kc-uri-launcher.h"
#include "kc-settings.h"
#include "kc-step-row.h"

#include <glib/gi18n.h>

/* Where a person makes a key. */
#define KEY_PAGE_URI "https://app.keebai.com/system-settings/api-keys"

struct _KcKeyPage {
  KcPage parent_instance;

  GtkScrolledWindow *scrolled_window;
  GtkBox *box;
  KcKeyPrompt *wanted;
  GtkWidget *source_group;
  AdwActionRow *open_row;
  GtkWidget *open_icon;
  GtkWidget *entry_group;
  GtkEditable *entry;
  GtkSwitch *keep_switch;
  GtkLabel *hint_label;
  KcErrorView *error_view;
  KcKeyStatus *answer;
  GtkStack *button_stack;
  GtkWidget *check_button;
  GtkSpinner *spinner;
  GtkWidget *cancel_button;
  GtkWidget *continue_button;

  gboolean is_shown;
  gboolean wants_end; /* what was said last stands at the end: scroll there */
  guint scroll_source;
  gboolean error_is_old;           /* it is not about what stands in the entry now */
  GCancellable *check_cancellable; /* while a key is checked; cancelled when the page is left */
  GCancellable *open_cancellable;  /* lives as long as the page */
};

G_DEFINE_FINAL_TYPE (KcKeyPage, kc_key_page, KC_TYPE_PAGE)

/* What was pasted, without the blanks and line ends that come along; free with g_free (). */
static char *
get_text (KcKeyPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}

static void
set_default (KcKeyPage *self, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root) && self->is_shown)
    gtk_window_set_default_widget (GTK_WINDOW (root), button);
}

static void
show_hint (KcKeyPage *self, const char *text)
{
  gtk_label_set_label (self->hint_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), text != NULL);
}

/* What is known about the key in use; NULL also if another one is wanted in its place. */
static const KcKeyCheck *
get_check (KcKeyPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  const KcKeyCheck *check
      = kc_key_manager_get_key_check (kc_controller_get_key_manager (controller));

  if (check == NULL || check->can_connect == KC_ANSWER_NO)
    return check;

  return kc_controller_is_key_wanted (controller)
                 || kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (controller))
             ? NULL
             : check;
}

/* Everything that follows from what is known: one function, whatever changed. */
static void
update (KcKeyPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  const KcKeyCheck *check = get_check (self);
  const GError *error = kc_key_manager_get_key_error (kc_controller_get_key_manager (controller));
  g_autofree char *text = get_text (self);
  gboolean checking = self->check_cancellable != NULL;
  /* The answer is about another key than the one that stands in the entry. */
  gboolean typing = !checking && *text != '\0';
  GtkWidget *button = NULL;

  g_assert (KC_IS_KEY_PAGE (self));

  kc_key_prompt_show (self->wanted, controller);
  /* Who had a key knows where they come from, and has no time to lose. */
  gtk_box_reorder_child_after (self->box, self->source_group,
                               gtk_widget_get_visible (GTK_WIDGET (self->wanted))
                                   ? GTK_WIDGET (self->button_stack)
                                   : GTK_WIDGET (self->wanted));
  gtk_widget_set_visible (self->source_group, check == NULL && !checking);
  kc_error_view_set_error (self->error_view, checking || self->error_is_old ? NULL : error);
  /* Not insensitive: GtkText would not notice that it lost the focus. */
  gtk_editable_set_editable (self->entry, !checking);
  gtk_spinner_set_spinning (self->spinner, checking);

  gtk_widget_set_visible (GTK_WIDGET (self->answer),
                          check != NULL && !checking && !typing && error == NULL);
  gtk_widget_set_sensitive (self->check_button, *text != '\0');

  if (checking)
    {
      gtk_stack_set_visible_child_name (self->button_stack, "checking");
    }
  else if (typing || check == NULL || check->can_connect == KC_ANSWER_NO)
    {
      gtk_stack_set_visible_child_name (self->button_stack, "check");
      button = self->check_button;
    }
  else
    {
      gtk_stack_set_visible_child_name (self->button_stack, "continue");
      button = self->continue_button;
    }
  set_default (self, button);
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcKeyPage *self;
  g_autoptr (GError) error = NULL;
  gboolean accepted;

  accepted = kc_key_manager_check_key_finish (KC_KEY_MANAGER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_KEY_PAGE (user_data);
  g_clear_object (&self->check_cancellable);
  /* An accepted key has no business on the screen any more; a refused one wants to be mended. */
  if (accepted)
    gtk_editable_set_text (self->entry, "");
  self->wants_end = TRUE;
  update (self);

  if (gtk_widget_get_mapped (self->continue_button))
    gtk_widget_grab_focus (self->continue_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
scroll_to_end_cb (gpointer user_data)
{
  KcKeyPage *self = KC_KEY_PAGE (user_data);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  self->scroll_source = 0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
on_vadjustment_changed_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  /* Only now is it known how long the page has become; and it cannot be moved while it is laid
   * out. */
  if (self->wants_end && self->scroll_source == 0)
    self->scroll_source = g_idle_add_once (scroll_to_end_cb, self);
  self->wants_end = FALSE;
}

static void
start_check (KcKeyPage *self)
{
  g_autofree char *text = get_text (self);

  g_assert (KC_IS_KEY_PAGE (self));

  if (*text == '\0' || self->check_cancellable != NULL)
    return;

  self->error_is_old = FALSE;
  self->check_cancellable = g_cancellable_new ();
  kc_key_manager_check_key_async (kc_controller_get_key_manager (
                                      kc_page_get_controller (KC_PAGE (self))),
                                  text, gtk_switch_get_active (self->keep_switch),
                                  self->check_cancellable, key_checked_cb, self);
  update (self);
  gtk_widget_grab_focus (self->cancel_button);
}

static void
stop_check (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
}

static void
page_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcKeyPage *self;
  g_autoptr (GError) error = NULL;

  if (kc_uri_launcher_open_finish (result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_KEY_PAGE (user_data);
  adw_action_row_set_subtitle (self->open_row,
                               /* Translators: after it stands a web address. */
                               _ ("Your browser could not be opened. Go there yourself: "
                                  "app.keebai.com/system-settings/api-keys"));
}

static void
on_open_row_activated_cb (KcKeyPage *self)
{
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  g_assert (KC_IS_KEY_PAGE (self));

  kc_uri_launcher_open_async (G_APP_LAUNCH_CONTEXT (context), KEY_PAGE_URI, FALSE,
                              self->open_cancellable, page_opened_cb, self);
}

static void
on_entry_changed_cb (KcKeyPage *self)
{
  g_autofree char *hint = kc_key_hint_new (gtk_editable_get_text (self->entry));

  g_assert (KC_IS_KEY_PAGE (self));

  self->error_is_old = TRUE;
  show_hint (self, hint);
  update (self);
}

static void
on_entry_activated_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  if (gtk_widget_get_mapped (self->continue_button))
    gtk_widget_activate (self->continue_button);
  else
    start_check (self);
}

static void
on_check_clicked_cb (KcKeyPage *self)
{
  start_check (self);
}

static void
on_cancel_clicked_cb (KcKeyPage *self)
{
  stop_check (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
kc_key_page_shown (KcPage *page)
{
  KcKeyPage *self = KC_KEY_PAGE (page);

  self->is_shown = TRUE;
  update (self);
  if (gtk_widget_get_mapped (self->continue_button))
    gtk_widget_grab_focus (self->continue_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
kc_key_page_hidden (KcPage *page)
{
  KcKeyPage *self = KC_KEY_PAGE (page);

  self->is_shown = FALSE;
  stop_check (self);
  gtk_editable_set_text (self->entry, "");
  kc_session_resumer_set_awaiting_key (kc_controller_get_resumer (kc_page_get_controller (page)),
                                       FALSE);
}

/* Another service than Keebai's: whoever pastes a key sees who gets it, and Keebai's portal has no
 * key for it. */
static void
show_other_host (KcKeyPage *self)
{
  const char *host = kc_controller_get_other_host (kc_page_get_controller (KC_PAGE (self)));
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;

  g_assert (KC_IS_KEY_PAGE (self));

  if (host == NULL)
    return;

  /* Translators: %s is the host of a web address. */
  title = g_strdup_printf (_ ("Open the key page of %s"), host);
  /* Translators: %s is the host of a web address. */
  description = g_strdup_printf (_ ("Your key will be sent to %s."), host);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->open_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->open_row), title);
  adw_action_row_set_subtitle (self->open_row, "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->open_row), FALSE);
  gtk_widget_set_visible (self->open_icon, FALSE);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->entry_group), description);
}

static void
kc_key_page_constructed (GObject *object)
{
  KcKeyPage *self = KC_KEY_PAGE (object);
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  KcKeyManager *key_manager = kc_controller_get_key_manager (controller);

  G_OBJECT_CLASS (kc_key_page_parent_class)->constructed (object);

  g_signal_connect_object (key_manager, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_resumer (controller), "notify::awaiting-key",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  kc_key_status_set_controller (self->answer, controller);
  gtk_widget_set_visible (self->entry_group, !kc_controller_is_practice (controller));
  show_other_host (self);
}

static void
kc_key_page_dispose (GObject *object)
{
  KcKeyPage *self = KC_KEY_PAGE (object);

  stop_check (self);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_cancellable_cancel (self->open_cancellable);
  g_clear_object (&self->open_cancellable);

  G_OBJECT_CLASS (kc_key_page_parent_class)->dispose (object);
}

static void
kc_key_page_class_init (KcKeyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_key_page_constructed;
  object_class->dispose = kc_key_page_dispose;
  page_class->shown = kc_key_page_shown;
  page_class->hidden = kc_key_page_hidden;

  g_type_ensure (KC_TYPE_ERROR_VIEW);
  g_type_ensure (KC_TYPE_KEY_STATUS);
  g_type_ensure (KC_TYPE_KEY_PROMPT);
  g_type_ensure (KC_TYPE_STEP_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-key-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, box);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, wanted);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, source_group);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, open_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, open_icon);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, entry_group);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, entry);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, keep_switch);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, error_view);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, answer);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, button_stack);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
}

static void
kc_key_page_init (KcKeyPage *self)
{
  self->open_cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window), "changed",
                           G_CALLBACK (on_vadjustment_changed_cb), self, G_CONNECT_SWAPPED);
  kc_settings_bind_keep_key (self->keep_switch);
  kc_error_view_set_inline (self->error_view, TRUE);
}

GtkWidget *
kc_key_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_KEY_PAGE, "controller", controller, NULL);
}
