/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-reporter.h"

#include "kc-outcome.h"
#include "kc-presence.h"

#include <gtk/gtk.h>
#include <stdio.h>

#define NOTIFICATION_ID "result"
#define LATE_ID "late"

struct _KcReporter {
  GObject parent_instance;

  GApplication *application; /* our owner */
  KcAssistant *assistant;
  GSignalGroup *assistant_signals;
  GSignalGroup *attempt_signals;
  gboolean notified;
  gboolean late_notified;
};

G_DEFINE_FINAL_TYPE (KcReporter, kc_reporter, G_TYPE_OBJECT)

static void
on_attempt_notified_cb (KcReporter *self)
{
  g_assert (KC_IS_REPORTER (self));

  kc_reporter_withdraw (self);
  g_signal_group_set_target (self->attempt_signals, kc_assistant_get_attempt (self->assistant));
}

/* Whoever reads it waits for it, also through a pipe. */
static void
print_line (const char *line)
{
  g_print ("%s\n", line);
  fflush (stdout);
}

static void
notify_person (KcReporter *self, GNotification *notification)
{
  g_assert (KC_IS_REPORTER (self));

  g_application_send_notification (self->application, NOTIFICATION_ID, notification);
  self->notified = TRUE;
}

static void
on_attempt_key_wanted_notified_cb (KcReporter *self)
{
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_REPORTER (self));

  if (!kc_assistant_is_key_wanted (self->assistant))
    {
      kc_reporter_withdraw (self);
    }
  else if (!kc_presence_is_active ())
    {
      notification = kc_outcome_to_key_notification ();
      notify_person (self, notification);
    }
}

static void
on_attempt_finished_cb (KcReporter *self, KcAttempt *attempt)
{
  g_autofree char *line = kc_outcome_to_line (attempt);
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_REPORTER (self));

  if (line != NULL)
    print_line (line);

  if (kc_presence_is_active () || kc_assistant_was_cancelled_here (self->assistant))
    return;

  notification = kc_outcome_to_notification (attempt);
  notify_person (self, notification);
}

/* The window shows something else, and goes on with it. */
static void
on_late_channel_cb (KcReporter *self, KcChannel *channel)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));
  g_autofree char *line = kc_outcome_late_to_line (channel);
  g_autofree char *text = kc_outcome_late_to_text (channel);
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_REPORTER (self));

  print_line (line);
  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", text);
  if (kc_presence_is_active ())
    return;

  notification = kc_outcome_late_to_notification (channel);
  g_application_send_notification (self->application, LATE_ID, notification);
  self->late_notified = TRUE;
}

static void
kc_reporter_finalize (GObject *object)
{
  KcReporter *self = KC_REPORTER (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->assistant_signals);
  g_clear_object (&self->assistant);

  G_OBJECT_CLASS (kc_reporter_parent_class)->finalize (object);
}

static void
kc_reporter_class_init (KcReporterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_reporter_finalize;
}

static void
kc_reporter_init (KcReporter *self)
{
  self->assistant_signals = g_signal_group_new (KC_TYPE_ASSISTANT);
  g_signal_group_connect_object (self->assistant_signals, "notify::attempt",
                                 G_CALLBACK (on_attempt_notified_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->assistant_signals, "late-channel",
                                 G_CALLBACK (on_late_channel_cb), self, G_CONNECT_SWAPPED);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_object (self->attempt_signals, "finished",
                                 G_CALLBACK (on_attempt_finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->attempt_signals, "notify::key-wanted",
                                 G_CALLBACK (on_attempt_key_wanted_notified_cb), self,
                                 G_CONNECT_SWAPPED);
}

KcReporter *
kc_reporter_new (GApplication *application)
{
  KcReporter *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  self = g_object_new (KC_TYPE_REPORTER, NULL);
  self->application = application;

  return self;
}

void
kc_reporter_watch (KcReporter *self, KcAssistant *assistant)
{
  g_return_if_fail (KC_IS_REPORTER (self));
  g_return_if_fail (KC_IS_ASSISTANT (assistant));

  g_set_object (&self->assistant, assistant);
  g_signal_group_set_target (self->assistant_signals, assistant);
  g_signal_group_set_target (self->attempt_signals, kc_assistant_get_attempt (assistant));
}

void
kc_reporter_withdraw (KcReporter *self)
{
  g_return_if_fail (KC_IS_REPORTER (self));

  if (self->notified)
    g_application_withdraw_notification (self->application, NOTIFICATION_ID);
  if (self->late_notified)
    g_application_withdraw_notification (self->application, LATE_ID);
  self->notified = FALSE;
  self->late_notified = FALSE;
}
