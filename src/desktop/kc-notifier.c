/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-notifier.h"

#include "kc-result-report.h"

#include <stdio.h>

#define NOTIFICATION_ID "result"
#define LATE_ID "late"

struct _KcNotifier {
  GObject parent_instance;

  GApplication *application; /* our owner */
  KcNotifierIsWatched is_watched;
  KcController *controller;
  GSignalGroup *controller_signals;
  GSignalGroup *late_signals;
  GSignalGroup *attempt_signals;
  gboolean notified;
  gboolean late_notified;
};

G_DEFINE_FINAL_TYPE (KcNotifier, kc_notifier, G_TYPE_OBJECT)

enum {
  LATE_RESULT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_attempt_notified_cb (KcNotifier *self)
{
  g_assert (KC_IS_NOTIFIER (self));

  kc_notifier_withdraw (self);
  g_signal_group_set_target (self->attempt_signals, kc_controller_get_attempt (self->controller));
}

/* Flushed at once: a reader may be waiting at the other end of a pipe. */
static void
print_line (const char *line)
{
  g_print ("%s\n", line);
  fflush (stdout);
}

static void
notify_person (KcNotifier *self, GNotification *notification)
{
  g_assert (KC_IS_NOTIFIER (self));

  g_application_send_notification (self->application, NOTIFICATION_ID, notification);
  self->notified = TRUE;
}

static void
on_attempt_key_wanted_notified_cb (KcNotifier *self)
{
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_NOTIFIER (self));

  if (!kc_controller_is_key_wanted (self->controller))
    {
      kc_notifier_withdraw (self);
    }
  else if (!self->is_watched ())
    {
      notification = kc_result_report_to_key_notification ();
      notify_person (self, notification);
    }
}

static void
on_attempt_finished_cb (KcNotifier *self, KcAttempt *attempt)
{
  g_autofree char *line = kc_result_report_to_line (attempt);
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_NOTIFIER (self));

  /* For the person it is not the end: another session follows. */
  if (kc_auto_renewal_is_planned (kc_controller_get_renewal (self->controller)))
    return;

  if (line != NULL)
    print_line (line);

  if (self->is_watched () || kc_controller_was_cancelled_here (self->controller))
    return;

  notification = kc_result_report_to_notification (attempt);
  notify_person (self, notification);
}

/* The person has said that a new channel is theirs, and sees the result. */
static void
on_attempt_accepted_cb (KcNotifier *self, KcAttempt *attempt)
{
  g_autofree char *line = kc_result_report_to_line (attempt);

  g_assert (KC_IS_NOTIFIER (self));

  print_line (line);
  kc_notifier_withdraw (self);
}

/* The window shows something else, and keeps showing it. */
static void
on_late_sessions_finished_in_background_cb (KcNotifier *self, const KcLateSession *late)
{
  g_autofree char *line = kc_result_report_late_to_line (late->channel);
  g_autofree char *text = kc_result_report_late_to_text (late->channel);
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_NOTIFIER (self));

  print_line (line);
  g_signal_emit (self, signals[LATE_RESULT], 0, text);
  if (self->is_watched ())
    return;

  notification = kc_result_report_late_to_notification (late->channel);
  g_application_send_notification (self->application, LATE_ID, notification);
  self->late_notified = TRUE;
}

static void
kc_notifier_finalize (GObject *object)
{
  KcNotifier *self = KC_NOTIFIER (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->controller_signals);
  g_clear_object (&self->late_signals);
  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_notifier_parent_class)->finalize (object);
}

static void
kc_notifier_class_init (KcNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_notifier_finalize;

  signals[LATE_RESULT] = g_signal_new ("late-result", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kc_notifier_init (KcNotifier *self)
{
  self->controller_signals = g_signal_group_new (KC_TYPE_CONTROLLER);
  g_signal_group_connect_object (self->controller_signals, "notify::attempt",
                                 G_CALLBACK (on_attempt_notified_cb), self, G_CONNECT_SWAPPED);
  self->late_signals = g_signal_group_new (KC_TYPE_LATE_SESSIONS);
  g_signal_group_connect_object (self->late_signals, "finished-in-background",
                                 G_CALLBACK (on_late_sessions_finished_in_background_cb), self,
                                 G_CONNECT_SWAPPED);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_object (self->attempt_signals, "finished",
                                 G_CALLBACK (on_attempt_finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->attempt_signals, "accepted",
                                 G_CALLBACK (on_attempt_accepted_cb), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->attempt_signals, "notify::key-wanted",
                                 G_CALLBACK (on_attempt_key_wanted_notified_cb), self,
                                 G_CONNECT_SWAPPED);
}

KcNotifier *
kc_notifier_new (GApplication *application, KcNotifierIsWatched is_watched)
{
  KcNotifier *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (is_watched != NULL, NULL);

  self = g_object_new (KC_TYPE_NOTIFIER, NULL);
  self->application = application;
  self->is_watched = is_watched;

  return self;
}

void
kc_notifier_watch (KcNotifier *self, KcController *controller)
{
  g_return_if_fail (KC_IS_NOTIFIER (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));

  g_set_object (&self->controller, controller);
  g_signal_group_set_target (self->controller_signals, controller);
  g_signal_group_set_target (self->late_signals, kc_controller_get_late_sessions (controller));
  g_signal_group_set_target (self->attempt_signals, kc_controller_get_attempt (controller));
}

void
kc_notifier_withdraw (KcNotifier *self)
{
  g_return_if_fail (KC_IS_NOTIFIER (self));

  if (self->notified)
    g_application_withdraw_notification (self->application, NOTIFICATION_ID);
  if (self->late_notified)
    g_application_withdraw_notification (self->application, LATE_ID);
  self->notified = FALSE;
  self->late_notified = FALSE;
}
