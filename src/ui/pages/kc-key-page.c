/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-page.h"

#include "kc-a11y.h"
#include "kc-access-key.h"
#include "kc-center-layout.h"
#include "kc-details-expander.h"
#include "kc-error-text.h"
#include "kc-key-hint.h"
#include "kc-key-prompt.h"
#include "kc-key-status.h"
#include "kc-lock.h"
#include "kc-open-button.h"
#include "kc-settings.h"
#include "kc-step-row.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

#define MARGIN 24

struct _KcKeyPage {
  KcPage parent_instance;

  GtkScrolledWindow *scrolled_window;
  GtkBox *box;
  KcKeyPrompt *prompt;
  GtkWidget *steps_group;
  AdwActionRow *open_row;
  GtkWidget *entry_box;
  GtkEditable *entry;
  GtkWidget *reveal_button;
  GtkLabel *host_label;
  GtkWidget *error_box;
  GtkLabel *error_title;
  GtkLabel *error_reason;
  KcDetailsExpander *error_details;
  AdwActionRow *keep_row;
  GtkSwitch *keep_switch;
  GtkLabel *hint_label;
  KcKeyStatus *status;
  GtkStack *button_stack;
  GtkWidget *check_button;
  GtkBox *continue_box;
  GtkButton *continue_button;
  GtkWidget *again_button;
  GtkWidget *other_button;

  gboolean is_shown;
  gboolean is_again;      /* the key in use is what is checked */
  gboolean wants_other;   /* the person wants another key than the one in use */
  gboolean wants_outcome; /* something was said about a key: scroll there */
  guint scroll_source;
  gboolean error_is_old;           /* it is not about the text that is in the entry now */
  GCancellable *check_cancellable; /* while a key is checked; cancelled when the page is left */
  GCancellable *paste_cancellable; /* while the clipboard is read; the same */
};

G_DEFINE_FINAL_TYPE (KcKeyPage, kc_key_page, KC_TYPE_PAGE)

static KcKeyManager *
get_key_manager (KcKeyPage *self)
{
  return kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self)));
}

static void
set_default (KcKeyPage *self, GtkWidget *button)
{
  if (self->is_shown)
    kc_page_set_default (KC_PAGE (self), button);
}

static void
show_hint (KcKeyPage *self, const char *text)
{
  gtk_label_set_label (self->hint_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), text != NULL);
}

static void
set_css_class (gpointer widget, const char *name, gboolean has_it)
{
  if (has_it)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* An error is shown right below the entry, and in the entry's style if the key is at fault. */
static void
show_error (KcKeyPage *self, const GError *error)
{
  gboolean is_of_key = g_error_matches (error, KC_ERROR, KC_ERROR_UNAUTHORIZED)
                       || g_error_matches (error, KC_ERROR, KC_ERROR_KEY_MALFORMED);
  g_autoptr (KcErrorText) text = error != NULL ? kc_error_text_new (error) : NULL;

  g_assert (KC_IS_KEY_PAGE (self));

  set_css_class (self->entry, "error", is_of_key);
  set_css_class (self->error_title, "error", is_of_key);
  set_css_class (self->error_reason, "error", is_of_key);
  gtk_widget_set_visible (self->error_box, text != NULL);
  if (text == NULL)
    return;

  gtk_label_set_label (self->error_title, text->title);
  gtk_label_set_label (self->error_reason, text->reason);
  kc_details_expander_set_text (self->error_details, text->details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->error_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->reason,
                                  -1);
}

/* A key that seems to lack a permission may be tried: only Keebai's answer to a start counts. After
 * that has refused it, there is nothing to try before it is checked again. */
static void
show_buttons (KcKeyPage *self, const char *name, gboolean is_lacking)
{
  gtk_stack_set_visible_child_name (self->button_stack, name);
  if (g_str_equal (name, "check"))
    set_default (self, self->check_button);
  else
    set_default (self, g_str_equal (name, "continue") && !is_lacking
                           ? GTK_WIDGET (self->continue_button)
                           : NULL);

  kc_a11y_set_button_label (self->continue_button,
                            is_lacking ? _ ("Co_ntinue Anyway") : _ ("Co_ntinue"));
  gtk_widget_set_visible (GTK_WIDGET (self->continue_button),
                          !kc_key_manager_is_refused (get_key_manager (self)));
  gtk_widget_set_visible (self->again_button, is_lacking);
  set_css_class (self->continue_button, "suggested-action", !is_lacking);
  set_css_class (self->other_button, "suggested-action", is_lacking);
  gtk_box_reorder_child_after (self->continue_box, GTK_WIDGET (self->continue_button),
                               is_lacking ? self->again_button : NULL);
}

/* Everything that follows from what is known, in one function, whatever has changed. */
static void
update (KcKeyPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  KcKeyManager *key_manager = get_key_manager (self);
  gboolean is_practice = kc_controller_is_practice (controller);
  gboolean is_checking = self->check_cancellable != NULL;
  gboolean is_lacking = kc_key_manager_get_missing_permissions (key_manager) != NULL;
  /* An attempt, or a session that was left, waits for another key. */
  gboolean is_awaited
      = kc_controller_is_key_wanted (controller)
        || kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (controller));
  gboolean shows_entry = (is_checking && !self->is_again) || self->wants_other || is_awaited
                         || kc_key_manager_get_key_check (key_manager) == NULL;
  /* Keebai has refused the key in use: the field for another one is there at once, and as long as
   * it is empty, the same key can be checked again. */
  gboolean is_refused = kc_key_manager_is_refused (key_manager);
  gboolean is_typing = shows_entry || (is_refused && *gtk_editable_get_text (self->entry) != '\0');

  g_assert (KC_IS_KEY_PAGE (self));

  kc_key_prompt_show (self->prompt, controller);
  /* Somebody who already had a key knows where to get one, and wants to go on quickly. */
  gtk_box_reorder_child_after (self->box, self->steps_group,
                               is_awaited ? GTK_WIDGET (self->button_stack)
                                          : GTK_WIDGET (self->prompt));

  gtk_widget_set_visible (self->entry_box, (shows_entry || is_refused) && !is_practice);
  /* What else cannot be used meanwhile is bound to this. The entry stays sensitive: GtkText would
   * not notice that it has lost the focus, which must stay here, because Return after a paste means
   * the key and not Cancel. */
  gtk_editable_set_editable (self->entry, !is_checking);
  set_css_class (self->entry, "busy", is_checking);
  gtk_widget_set_sensitive (self->check_button, *gtk_editable_get_text (self->entry) != '\0');
  show_error (self, is_checking || self->error_is_old ? NULL
                                                      : kc_key_manager_get_key_error (key_manager));

  kc_key_status_update (self->status, is_awaited);
  gtk_widget_set_visible (self->other_button, !is_practice);
  gtk_widget_set_visible (GTK_WIDGET (self->button_stack), !is_practice || !is_awaited);
  show_buttons (self,
                is_checking                 ? "checking"
                : is_typing && !is_practice ? "check"
                                            : "continue",
                is_lacking);
}

static void
put_focus (KcKeyPage *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->button_stack);
  gboolean is_lacking = kc_key_manager_get_missing_permissions (get_key_manager (self)) != NULL;

  if (!g_str_equal (name, "continue") || gtk_widget_get_visible (self->entry_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (is_lacking && gtk_widget_get_visible (self->other_button))
    gtk_widget_grab_focus (self->other_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->continue_button));
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcKeyPage *self;
  g_autoptr (GError) error = NULL;
  gboolean is_accepted;

  is_accepted = kc_key_manager_check_key_finish (KC_KEY_MANAGER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_KEY_PAGE (user_data);
  g_clear_object (&self->check_cancellable);
  if (self->is_again && !is_accepted)
    {
      g_autoptr (KcErrorText) text = kc_error_text_new (error);

      /* A key that is wrong by now is asked for. Of any other trouble nothing follows for the key,
       * and it can be checked once more. */
      self->wants_other = kc_error_locks_out (error);
      self->error_is_old = !self->wants_other;
      if (!self->wants_other)
        gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text->title);
    }
  self->is_again = FALSE;
  /* An accepted key must not stay on the screen; a rejected one stays to be corrected. What was
   * said about the text around it is still true. */
  if (is_accepted)
    {
      g_autofree char *hint = g_strdup (gtk_label_get_label (self->hint_label));

      self->wants_other = FALSE;
      gtk_editable_set_text (self->entry, "");
      show_hint (self, *hint != '\0' ? hint : NULL);
    }
  self->wants_outcome = TRUE;
  update (self);
  put_focus (self);
  kc_key_status_announce (self->status);
  if (!is_accepted)
    gtk_editable_select_region (self->entry, 0, -1);
}

/* The outcome begins with the entry, or with what replaced it, and ends with the button. If it is
 * in sight, nothing scrolls. */
static void
scroll_to_outcome_cb (gpointer user_data)
{
  KcKeyPage *self = KC_KEY_PAGE (user_data);
  GtkWidget *outcome
      = gtk_widget_get_visible (self->entry_box) ? self->entry_box : GTK_WIDGET (self->status);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  double top = 0;
  double bottom = 0;

  self->scroll_source = 0;
  gtk_widget_translate_coordinates (outcome, GTK_WIDGET (self->box), 0, 0, NULL, &top);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->button_stack), GTK_WIDGET (self->box), 0,
                                    gtk_widget_get_height (GTK_WIDGET (self->button_stack)), NULL,
                                    &bottom);
  /* The page's margin, and as much again below the button. */
  bottom += 2 * MARGIN;
  if (bottom > gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment))
    gtk_adjustment_set_value (adjustment,
                              MIN (top, bottom - gtk_adjustment_get_page_size (adjustment)));
}

static void
on_vadjustment_changed_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  /* Only now is it known how long the page has become; and during a layout it cannot be scrolled.
   */
  if (self->wants_outcome && self->scroll_source == 0)
    self->scroll_source = g_idle_add_once (scroll_to_outcome_cb, self);
  self->wants_outcome = FALSE;
}

static void
start_check (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  if (*gtk_editable_get_text (self->entry) == '\0' || self->check_cancellable != NULL)
    return;

  self->error_is_old = FALSE;
  self->check_cancellable = g_cancellable_new ();
  kc_key_manager_check_key_async (get_key_manager (self), gtk_editable_get_text (self->entry),
                                  gtk_switch_get_active (self->keep_switch) ? KC_KEY_KEEPING_STORE
                                                                            : KC_KEY_KEEPING_REMOVE,
                                  self->check_cancellable, key_checked_cb, self);
  update (self);
}

static void
on_again_clicked_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  if (self->check_cancellable != NULL)
    return;

  self->error_is_old = FALSE;
  self->is_again = TRUE;
  self->check_cancellable = g_cancellable_new ();
  kc_key_manager_check_again_async (get_key_manager (self), self->check_cancellable, key_checked_cb,
                                    self);
  update (self);
}

static void
stop_check (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  g_cancellable_cancel (self->paste_cancellable);
  g_clear_object (&self->paste_cancellable);
  g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
  self->is_again = FALSE;
}

static void
on_open_failed_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  adw_action_row_set_subtitle (self->open_row,
                               /* Translators: after it stands a web address. */
                               _ ("Your browser could not be opened. Go there yourself: "
                                  "app.keebai.com/system-settings/api-keys"));
}

static void
clipboard_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcKeyPage *self;
  g_autoptr (GError) error = NULL;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_KEY_PAGE (user_data);
  g_clear_object (&self->paste_cancellable);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (text == NULL || *text == '\0')
    show_hint (self, _ ("There is no text to paste. Copy the key first."));
  else if (strlen (text) > KC_ACCESS_KEY_MAX_BYTES)
    show_hint (self, _ ("What was copied is too long to be a key. Copy only the key."));
  else
    gtk_editable_set_text (self->entry, text);
  kc_secret_free (text);
}

static void
on_paste_clicked_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  if (self->paste_cancellable != NULL)
    return;

  self->paste_cancellable = g_cancellable_new ();
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                                 self->paste_cancellable, clipboard_read_cb, self);
}

static void
on_entry_changed_cb (KcKeyPage *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autofree char *hint = kc_key_hint_new (text);
  char *key = kc_access_key_normalize (text, NULL, NULL);

  g_assert (KC_IS_KEY_PAGE (self));

  self->error_is_old = TRUE;
  show_hint (self, hint);
  if (key != NULL && kc_access_key_is_complete (key))
    start_check (self);
  else
    update (self);
  kc_secret_free (key);
}

static void
on_entry_activated_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

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
  put_focus (self);
}

static void
on_other_clicked_cb (KcKeyPage *self)
{
  g_assert (KC_IS_KEY_PAGE (self));

  self->wants_other = TRUE;
  show_hint (self, NULL);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
kc_key_page_shown (KcPage *page)
{
  KcKeyPage *self = KC_KEY_PAGE (page);

  self->is_shown = TRUE;
  update (self);
  put_focus (self);
}

static void
kc_key_page_hidden (KcPage *page)
{
  KcKeyPage *self = KC_KEY_PAGE (page);

  self->is_shown = FALSE;
  self->wants_other = FALSE;
  stop_check (self);
  gtk_editable_set_text (self->entry, "");
  show_hint (self, NULL);
  kc_session_resumer_set_awaiting_key (kc_controller_get_resumer (kc_page_get_controller (page)),
                                       FALSE);
}

/* Another service than Keebai's: the person sees who gets the key, and Keebai's portal has no key
 * for it. */
static void
show_other_host (KcKeyPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  const KcPresets *presets = kc_controller_get_presets (controller);
  const char *host = kc_key_manager_get_other_host (get_key_manager (self));
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *whole = NULL;

  g_assert (KC_IS_KEY_PAGE (self));

  if (host == NULL)
    return;

  /* Translators: %s is the host of a web address. */
  title = g_strdup_printf (_ ("Open the key page of %s"), host);
  /* Translators: %s is the host of a web address. */
  sentence = g_strdup_printf (_ ("Your key will be sent to %s."), host);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->open_row), title);
  adw_action_row_set_subtitle (self->open_row, "");
  if (kc_presets_is_locked (presets, KC_PRESET_SERVICE_ADDRESS))
    whole = g_strdup_printf ("%s\n%s", sentence, kc_presets_get_locked_label ());
  gtk_label_set_label (self->host_label, whole != NULL ? whole : sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->host_label), TRUE);
}

/* Whether a key is kept may be decided already. */
static void
show_keep (KcKeyPage *self)
{
  const KcPresets *presets = kc_controller_get_presets (kc_page_get_controller (KC_PAGE (self)));

  g_assert (KC_IS_KEY_PAGE (self));

  if (!presets->keep_key_allowed)
    gtk_switch_set_active (self->keep_switch, FALSE);
  else if (kc_settings_bind_keep_key (self->keep_switch))
    return;

  kc_lock_row (self->keep_row);
}

static void
kc_key_page_constructed (GObject *object)
{
  KcKeyPage *self = KC_KEY_PAGE (object);
  KcController *controller = kc_page_get_controller (KC_PAGE (self));

  G_OBJECT_CLASS (kc_key_page_parent_class)->constructed (object);

  g_signal_connect_object (get_key_manager (self), "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_resumer (controller), "notify::awaiting-key",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  kc_key_status_set_controller (self->status, controller);
  show_other_host (self);
  show_keep (self);
}

static void
kc_key_page_dispose (GObject *object)
{
  KcKeyPage *self = KC_KEY_PAGE (object);

  stop_check (self);
  g_clear_handle_id (&self->scroll_source, g_source_remove);

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

  g_type_ensure (KC_TYPE_DETAILS_EXPANDER);
  g_type_ensure (KC_TYPE_KEY_PROMPT);
  g_type_ensure (KC_TYPE_KEY_STATUS);
  g_type_ensure (KC_TYPE_OPEN_BUTTON);
  g_type_ensure (KC_TYPE_STEP_ROW);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-key-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, box);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, prompt);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, steps_group);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, open_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, entry_box);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, entry);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, host_label);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, error_title);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, error_reason);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, error_details);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, keep_row);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, keep_switch);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, status);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, button_stack);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, continue_box);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, KcKeyPage, other_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_other_clicked_cb);
}

static void
kc_key_page_init (KcKeyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->reveal_button, "active", gtk_editable_get_delegate (self->entry),
                          "visibility", G_BINDING_DEFAULT);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window), "changed",
                           G_CALLBACK (on_vadjustment_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
kc_key_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_KEY_PAGE, "controller", controller, NULL);
}
