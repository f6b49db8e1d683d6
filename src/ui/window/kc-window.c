/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-window.h"

#include "kc-a11y.h"
#include "kc-background.h"
#include "kc-config.h"
#include "kc-debug-info.h"
#include "kc-help-dialog.h"
#include "kc-history-dialog.h"
#include "kc-report-dialog.h"
#include "kc-report.h"
#include "kc-toolkit-info.h"
#include "kc-key-repeat-filter.h"
#include "kc-result-actions.h"
#include "kc-result-text.h"
#include "kc-route.h"
#include "kc-stop-guard.h"
#include "kc-user-activity.h"
#include "kc-settings.h"
#include "kc-shortcuts.h"
#include "kc-page-stack.h"
#include "kc-practice-banner.h"
#include "kc-toast.h"

#include <glib/gi18n.h>

struct _KcWindow {
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkButton *back_button;
  KcPracticeBanner *practice_banner;
  GtkLabel *address_banner;
  AdwToastOverlay *toast_overlay;
  KcPageStack *stage;

  KcController *controller;
  GSignalGroup *controller_signals;
  GSignalGroup *attempt_signals;
  KcStopGuard *leaving;
  KcUserActivity *presence;
  KcHelpDialog *help; /* weak; NULL while it is closed */
  gboolean can_hide;
};

G_DEFINE_FINAL_TYPE (KcWindow, kc_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  HIDE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_header (KcWindow *self)
{
  KcPage *page = kc_page_stack_get_page (self->stage);
  const char *title;
  g_autofree char *window_name = NULL;

  g_assert (KC_IS_WINDOW (self));

  if (page == NULL)
    return;

  title = kc_page_get_title (page);
  adw_window_title_set_title (self->window_title, title != NULL ? title : _ ("Keebai Connect"));
  gtk_widget_set_visible (GTK_WIDGET (self->window_title), !kc_page_has_heading (page));
  if (title != NULL)
    /* Translators: the name of the window; %s is the title of the page. */
    window_name = g_strdup_printf (_ ("%s – Keebai Connect"), title);
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? window_name : _ ("Keebai Connect"));
  gtk_widget_set_visible (GTK_WIDGET (self->back_button),
                          kc_page_get_back_page (page) != NULL
                              || kc_controller_is_running (self->controller));
}

/* Another service gets the key and the numbers: nobody should mistake it for Keebai's own. */
static void
update_address_banner (KcWindow *self)
{
  const char *host
      = kc_key_manager_get_other_host (kc_controller_get_key_manager (self->controller));
  g_autofree char *text = NULL;

  g_assert (KC_IS_WINDOW (self));

  if (host != NULL)
    /* Translators: %s is the host of a web address. */
    text = g_strdup_printf (_ ("This is not Keebai’s own service: everything goes to %s"), host);
  gtk_label_set_label (self->address_banner, text);
  gtk_widget_set_visible (GTK_WIDGET (self->address_banner), host != NULL);
}

/* Help that is open follows the attempt: it closes when it has nothing to say any more, and shows
 * first what explains the reason that Keebai has named. */
static void
update_help (KcWindow *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);

  if (self->help == NULL || attempt == NULL)
    return;

  if (kc_help_dialog_get_mode (self->help) != kc_attempt_get_mode (attempt)
      || kc_controller_was_cancelled_here (self->controller)
      || !kc_result_offers_messages (attempt))
    gtk_window_close (GTK_WINDOW (self->help));
  else
    kc_help_dialog_show_reason (self->help, kc_attempt_get_server_reason (attempt));
}

static void
show_attempt_page (KcWindow *self)
{
  const char *name = kc_route_get_attempt_page (self->controller);

  update_help (self);
  /* There is nothing left to stop. */
  if (!kc_controller_is_running (self->controller))
    kc_stop_guard_drop (self->leaving);

  if (name != NULL)
    kc_page_stack_show_page (self->stage, name, FALSE);
}

static void
go_to_page (KcWindow *self, const char *name)
{
  const char *page_name = kc_route_get_page_for (self->controller, name);

  g_assert (KC_IS_WINDOW (self));

  if (page_name != NULL)
    kc_page_stack_show_page (self->stage, page_name, TRUE);
}

static void
on_leaving_stop_cb (KcWindow *self, gboolean then_close, const char *then_go)
{
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);
  const char *sentence = kc_result_text_get_stopped (kc_attempt_get_state (attempt));

  g_assert (KC_IS_WINDOW (self));

  kc_controller_cancel (self->controller);
  if (!then_close)
    kc_window_show_toast (self, sentence);
  if (then_close)
    gtk_window_close (GTK_WINDOW (self));
  else if (then_go != NULL)
    go_to_page (self, then_go);
  else
    show_attempt_page (self);
}

static void
on_leaving_hide_cb (KcWindow *self)
{
  g_assert (KC_IS_WINDOW (self));

  g_signal_emit (self, signals[HIDE], 0);
}

static void
on_presence_used_cb (KcWindow *self)
{
  kc_auto_renewal_note_use (kc_controller_get_renewal (self->controller));
}

static void
on_attempt_state_notified_cb (KcWindow *self)
{
  KcAutoRenewal *renewal = kc_controller_get_renewal (self->controller);

  g_assert (KC_IS_WINDOW (self));

  /* The next attempt takes over the page as it is, and the question whether to stop, if it is open,
   * is now about that attempt. */
  if (kc_auto_renewal_is_due (renewal, kc_user_activity_is_visible (self->presence),
                              kc_user_activity_is_active ()))
    kc_auto_renewal_plan (renewal);
  else
    show_attempt_page (self);
}

static void
on_renewal_due_cb (KcWindow *self)
{
  g_assert (KC_IS_WINDOW (self));

  kc_controller_renew (self->controller);
  if (!kc_controller_is_running (self->controller))
    show_attempt_page (self);
}

static void
on_attempt_notified_cb (KcWindow *self)
{
  g_assert (KC_IS_WINDOW (self));

  g_signal_group_set_target (self->attempt_signals, kc_controller_get_attempt (self->controller));
  on_attempt_state_notified_cb (self);
}

static void
on_looking_notified_cb (KcWindow *self)
{
  g_assert (KC_IS_WINDOW (self));

  /* The key that was found is rejected, so the person must give another. The welcome page shows all
   * other errors itself. */
  if (!kc_controller_is_looking (self->controller)
      && g_error_matches (kc_key_manager_get_key_error (
                              kc_controller_get_key_manager (self->controller)),
                          KC_ERROR, KC_ERROR_UNAUTHORIZED)
      && g_strcmp0 (kc_window_get_page_name (self), "welcome") == 0)
    kc_page_stack_show_page (self->stage, "key", FALSE);
}

static void
on_clock_painted_cb (KcWindow *self, GdkFrameClock *clock)
{
  g_assert (KC_IS_WINDOW (self));

  g_signal_handlers_disconnect_by_func (clock, on_clock_painted_cb, self);

  /* Not earlier: X11 needs the icon drawn in every size. */
  gtk_window_set_icon_name (GTK_WINDOW (self), APPLICATION_ID);

  if (kc_controller_is_looking (self->controller))
    kc_controller_look_for_key (self->controller);
}

static void
on_is_active_notified_cb (KcWindow *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);

  g_assert (KC_IS_WINDOW (self));

  if (gtk_window_is_active (GTK_WINDOW (self)) && attempt != NULL)
    kc_attempt_poll_now (attempt);
}

static void
activate_go_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KcWindow *self = KC_WINDOW (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  if (!kc_page_stack_has_page (self->stage, name))
    g_warning ("There is no page “%s”", name);
  else if (kc_controller_is_running (self->controller))
    kc_stop_guard_ask (self->leaving, FALSE, name, FALSE);
  else
    go_to_page (self, name);
}

static void
activate_back_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KcWindow *self = KC_WINDOW (widget);
  KcPage *page = kc_page_stack_get_page (self->stage);

  if (page == NULL || kc_page_go_back (page))
    return;

  if (kc_controller_is_running (self->controller))
    kc_stop_guard_ask (self->leaving, FALSE, NULL, FALSE);
  else if (kc_page_get_back_page (page) != NULL)
    go_to_page (self, kc_page_get_back_page (page));
}

static void
activate_toast_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  kc_window_show_toast (KC_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
activate_help_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KcWindow *self = KC_WINDOW (widget);
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);
  KcMode mode = g_str_equal (g_variant_get_string (parameter, NULL), "qr")
                    ? KC_MODE_QR
                    : KC_MODE_EMBEDDED_SIGNUP;
  const char *reason = NULL;

  if (attempt != NULL && kc_attempt_get_mode (attempt) == mode)
    reason = kc_attempt_get_server_reason (attempt);

  /* Another attempt may use the other way, or have no reason yet. */
  if (self->help != NULL)
    gtk_window_destroy (GTK_WINDOW (self->help));
  g_set_weak_pointer (&self->help, kc_help_dialog_new (GTK_WINDOW (self), mode, reason));
  gtk_window_present (GTK_WINDOW (self->help));
}

static void
activate_report_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KcWindow *self = KC_WINDOW (widget);
  g_autofree char *toolkit = kc_toolkit_info_new ();
  g_autofree char *debug_info = kc_debug_info_new (self->controller, toolkit);
  g_autofree char *report
      = kc_report_new (kc_controller_get_attempt (self->controller),
                       kc_history_recorder_get_timeline (
                           kc_controller_get_history_recorder (self->controller)),
                       debug_info);

  gtk_window_present (kc_report_dialog_new (GTK_WINDOW (self), report));
}

static void
activate_history_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  KcWindow *self = KC_WINDOW (widget);

  gtk_window_present (kc_history_dialog_new (GTK_WINDOW (self), self->controller));
}

static void
activate_shortcuts_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  kc_shortcuts_present (GTK_WINDOW (widget));
}

static void
kc_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kc_window_parent_class)->map (widget);

  /* Keyring and network only once there is something to see. */
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (on_clock_painted_cb), widget, G_CONNECT_SWAPPED);
}

static gboolean
kc_window_close_request (GtkWindow *window)
{
  KcWindow *self = KC_WINDOW (window);

  if (kc_controller_is_running (self->controller))
    {
      kc_stop_guard_ask (self->leaving, TRUE, NULL,
                         self->can_hide
                             && kc_background_can_run (
                                 kc_controller_get_attempt (self->controller)));
      return GDK_EVENT_STOP;
    }

  kc_settings_save_window (window);
  kc_controller_close (self->controller);

  return GTK_WINDOW_CLASS (kc_window_parent_class)->close_request (window);
}

static void
kc_window_dispose (GObject *object)
{
  KcWindow *self = KC_WINDOW (object);

  g_clear_weak_pointer (&self->help);
  g_clear_object (&self->leaving);
  g_clear_object (&self->presence);
  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->controller_signals);
  if (self->controller != NULL)
    kc_controller_close (self->controller);

  G_OBJECT_CLASS (kc_window_parent_class)->dispose (object);
}

static void
kc_window_finalize (GObject *object)
{
  KcWindow *self = KC_WINDOW (object);

  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_window_parent_class)->finalize (object);
}

static void
kc_window_class_init (KcWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = kc_window_dispose;
  object_class->finalize = kc_window_finalize;
  widget_class->map = kc_window_map;
  window_class->close_request = kc_window_close_request;

  signals[HIDE] = g_signal_new ("go-on-hidden", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KC_TYPE_PAGE_STACK);
  g_type_ensure (KC_TYPE_PRACTICE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/window/kc-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KcWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, KcWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, KcWindow, practice_banner);
  gtk_widget_class_bind_template_child (widget_class, KcWindow, address_banner);
  gtk_widget_class_bind_template_child (widget_class, KcWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, KcWindow, stage);
  gtk_widget_class_bind_template_callback (widget_class, update_header);

  gtk_widget_class_install_action (widget_class, "win.go", "s", activate_go_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, activate_back_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", activate_toast_cb);
  gtk_widget_class_install_action (widget_class, "win.help", "s", activate_help_cb);
  gtk_widget_class_install_action (widget_class, "win.report", NULL, activate_report_cb);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, activate_history_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, activate_shortcuts_cb);

  /* Bindings of the class instead of accelerators of the application, so that the widget that has
   * the focus, a menu or an entry, comes first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Left, GDK_ALT_MASK, "win.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Back, 0, "win.back", NULL);
}

static void
kc_window_init (KcWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_a11y_watch (GTK_WIDGET (self));
  kc_key_repeat_filter_ignore (GTK_WINDOW (self));

  self->leaving = kc_stop_guard_new (GTK_WINDOW (self));
  g_signal_connect_swapped (self->leaving, "stop", G_CALLBACK (on_leaving_stop_cb), self);
  g_signal_connect_swapped (self->leaving, "hide", G_CALLBACK (on_leaving_hide_cb), self);

  self->presence = kc_user_activity_new (GTK_WINDOW (self));
  g_signal_connect_swapped (self->presence, "used", G_CALLBACK (on_presence_used_cb), self);

  self->controller_signals = g_signal_group_new (KC_TYPE_CONTROLLER);
  g_signal_group_connect_object (self->controller_signals, "notify::attempt",
                                 G_CALLBACK (on_attempt_notified_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->controller_signals, "notify::looking",
                                 G_CALLBACK (on_looking_notified_cb), self, G_CONNECT_SWAPPED);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_object (self->attempt_signals, "notify::state",
                                 G_CALLBACK (on_attempt_state_notified_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->attempt_signals, "notify::key-wanted",
                                 G_CALLBACK (on_attempt_state_notified_cb), self,
                                 G_CONNECT_SWAPPED);

  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_is_active_notified_cb), NULL);

  kc_settings_restore_window (GTK_WINDOW (self));
}

KcWindow *
kc_window_new (GtkApplication *application, KcController *controller)
{
  KcWindow *self;

  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);

  self = g_object_new (KC_TYPE_WINDOW, "application", application, NULL);
  kc_window_set_controller (self, controller);

  return self;
}

KcController *
kc_window_get_controller (KcWindow *self)
{
  g_return_val_if_fail (KC_IS_WINDOW (self), NULL);

  return self->controller;
}

void
kc_window_set_controller (KcWindow *self, KcController *controller)
{
  g_return_if_fail (KC_IS_WINDOW (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));

  kc_stop_guard_drop (self->leaving);
  if (self->help != NULL)
    gtk_window_close (GTK_WINDOW (self->help));
  g_signal_group_set_target (self->attempt_signals, NULL);
  g_signal_group_set_target (self->controller_signals, NULL);
  kc_page_stack_set_controller (self->stage, controller);
  if (self->controller != NULL)
    kc_controller_close (self->controller);

  g_set_object (&self->controller, controller);
  g_signal_group_set_target (self->controller_signals, controller);
  g_signal_group_set_target (self->attempt_signals, kc_controller_get_attempt (controller));
  g_signal_connect_object (kc_controller_get_renewal (controller), "due",
                           G_CALLBACK (on_renewal_due_cb), self, G_CONNECT_SWAPPED);

  kc_practice_banner_set_controller (self->practice_banner, controller);
  update_address_banner (self);
  kc_page_stack_show_page (self->stage, "welcome", FALSE);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kc_controller_look_for_key (controller);
}

void
kc_window_set_can_hide (KcWindow *self, gboolean can_hide)
{
  g_return_if_fail (KC_IS_WINDOW (self));

  self->can_hide = can_hide;
}

const char *
kc_window_get_page_name (KcWindow *self)
{
  g_return_val_if_fail (KC_IS_WINDOW (self), NULL);

  return kc_page_stack_get_page_name (self->stage);
}

void
kc_window_show_toast (KcWindow *self, const char *text)
{
  g_return_if_fail (KC_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  kc_toast_show (self->toast_overlay, text);
}
