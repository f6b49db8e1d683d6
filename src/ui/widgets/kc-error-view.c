/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-error-view.h"

#include "kc-a11y.h"
#include "kc-connectivity-monitor.h"
#include "kc-copy-button.h"
#include "kc-details-expander.h"
#include "kc-retry-timer.h"
#include "kc-wrap-button.h"

struct _KcErrorView {
  AdwBin parent_instance;

  KcRemedy current_remedy;
  KcConnectivityMonitor *monitor; /* since the first error */
  KcRetryTimer *retry_timer;      /* NULL: nothing is tried by itself */

  GtkLabel *title;
  GtkLabel *reason;
  GtkStack *buttons;
  GtkButton *remedy;
  KcCopyButton *support; /* replaces the button when copying the details is the remedy */
  KcDetailsExpander *details;
};

G_DEFINE_FINAL_TYPE (KcErrorView, kc_error_view, ADW_TYPE_BIN)

enum {
  TRY_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_remedy_clicked_cb (KcErrorView *self)
{
  g_assert (KC_IS_ERROR_VIEW (self));

  if (self->current_remedy == KC_REMEDY_TRY_AGAIN)
    g_signal_emit (self, signals[TRY_AGAIN], 0, FALSE);
  else if (self->current_remedy == KC_REMEDY_CHANGE_KEY)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

/* Nobody should have to press "Try Again" because the network was away, or Keebai did not answer. A
 * view that is not seen asks for nothing: what it belongs to is loaded anew when it is shown. */
static void
try_by_itself (KcErrorView *self)
{
  g_assert (KC_IS_ERROR_VIEW (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->current_remedy == KC_REMEDY_TRY_AGAIN)
    g_signal_emit (self, signals[TRY_AGAIN], 0, TRUE);
}

/* Created only when it is needed: it uses D-Bus. */
static void
watch_network (KcErrorView *self)
{
  g_assert (KC_IS_ERROR_VIEW (self));

  if (self->monitor != NULL)
    return;

  self->monitor = kc_connectivity_monitor_new (g_network_monitor_get_default ());
  g_signal_connect_object (self->monitor, "network-back", G_CALLBACK (try_by_itself), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
kc_error_view_grab_focus (GtkWidget *widget)
{
  KcErrorView *self = KC_ERROR_VIEW (widget);

  return gtk_widget_grab_focus (gtk_stack_get_visible_child (self->buttons));
}

static void
kc_error_view_dispose (GObject *object)
{
  KcErrorView *self = KC_ERROR_VIEW (object);

  g_clear_object (&self->monitor);
  g_clear_object (&self->retry_timer);

  G_OBJECT_CLASS (kc_error_view_parent_class)->dispose (object);
}

static void
kc_error_view_class_init (KcErrorViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_error_view_dispose;
  widget_class->grab_focus = kc_error_view_grab_focus;

  signals[TRY_AGAIN] = g_signal_new ("try-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (KC_TYPE_COPY_BUTTON);
  g_type_ensure (KC_TYPE_DETAILS_EXPANDER);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/widgets/kc-error-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KcErrorView, title);
  gtk_widget_class_bind_template_child (widget_class, KcErrorView, reason);
  gtk_widget_class_bind_template_child (widget_class, KcErrorView, buttons);
  gtk_widget_class_bind_template_child (widget_class, KcErrorView, remedy);
  gtk_widget_class_bind_template_child (widget_class, KcErrorView, support);
  gtk_widget_class_bind_template_child (widget_class, KcErrorView, details);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_clicked_cb);

  /* ARIA's alert role: read out as soon as it appears. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
kc_error_view_init (KcErrorView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_a11y_watch (GTK_WIDGET (self));
}

GtkWidget *
kc_error_view_new (void)
{
  return g_object_new (KC_TYPE_ERROR_VIEW, NULL);
}

void
kc_error_view_set_clock (KcErrorView *self, KcClock *clock)
{
  g_return_if_fail (KC_IS_ERROR_VIEW (self));
  g_return_if_fail (self->retry_timer == NULL);

  self->retry_timer = kc_retry_timer_new (clock);
  g_signal_connect_object (self->retry_timer, "due", G_CALLBACK (try_by_itself), self,
                           G_CONNECT_SWAPPED);
}

void
kc_error_view_set_error (KcErrorView *self, const GError *error)
{
  g_autoptr (KcErrorText) text = NULL;

  g_return_if_fail (KC_IS_ERROR_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL);
  if (self->retry_timer != NULL)
    kc_retry_timer_note (self->retry_timer, error);
  if (error == NULL)
    return;

  watch_network (self);
  text = kc_error_text_new (error);
  self->current_remedy = text->remedy;
  gtk_label_set_label (self->title, text->title);
  gtk_label_set_label (self->reason, text->reason);
  kc_details_expander_set_text (self->details, text->details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->reason, -1);

  if (text->remedy == KC_REMEDY_SUPPORT)
    {
      gtk_button_set_label (GTK_BUTTON (self->support), kc_remedy_get_label (text->remedy));
      kc_copy_button_set_text (self->support, text->details);
      gtk_stack_set_visible_child (self->buttons, GTK_WIDGET (self->support));
    }
  else
    {
      gtk_button_set_label (self->remedy, kc_remedy_get_label (text->remedy));
      gtk_stack_set_visible_child (self->buttons, GTK_WIDGET (self->remedy));
    }
}
