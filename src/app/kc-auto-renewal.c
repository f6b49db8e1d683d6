/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-auto-renewal.h"

struct _KcAutoRenewal {
  GObject parent_instance;

  KcAttempt *attempt;
  GSignalGroup *attempt_signals;

  guint count; /* in a row, without anybody using the window */
  gboolean renewed;
  gboolean used;    /* during this attempt */
  gboolean scanned; /* and no code was shown since */
  guint due_source;
};

G_DEFINE_FINAL_TYPE (KcAutoRenewal, kc_auto_renewal, G_TYPE_OBJECT)

enum {
  DUE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
due_source_cb (gpointer user_data)
{
  KcAutoRenewal *self = KC_AUTO_RENEWAL (user_data);

  self->due_source = 0;
  g_signal_emit (self, signals[DUE], 0);

  return G_SOURCE_REMOVE;
}

static void
on_state_notified_cb (KcAutoRenewal *self)
{
  switch (kc_attempt_get_state (self->attempt))
    {
    case KC_ATTEMPT_LINKING:
      self->scanned = TRUE;
      break;
    case KC_ATTEMPT_SCANNING:
      self->scanned = FALSE;
      break;
    default:
      break;
    }
}

static gboolean
ran_out (KcAutoRenewal *self)
{
  return self->attempt != NULL && kc_attempt_get_mode (self->attempt) == KC_MODE_QR
         && kc_attempt_is_time_up (self->attempt)
         && kc_attempt_get_new_channels (self->attempt) == NULL;
}

static void
kc_auto_renewal_dispose (GObject *object)
{
  KcAutoRenewal *self = KC_AUTO_RENEWAL (object);

  kc_auto_renewal_drop_plan (self);
  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);

  G_OBJECT_CLASS (kc_auto_renewal_parent_class)->dispose (object);
}

static void
kc_auto_renewal_class_init (KcAutoRenewalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_auto_renewal_dispose;

  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
kc_auto_renewal_init (KcAutoRenewal *self)
{
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_notified_cb), self);
}

KcAutoRenewal *
kc_auto_renewal_new (void)
{
  return g_object_new (KC_TYPE_AUTO_RENEWAL, NULL);
}

void
kc_auto_renewal_follow (KcAutoRenewal *self, KcAttempt *attempt, gboolean by_itself)
{
  g_return_if_fail (KC_IS_AUTO_RENEWAL (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  kc_auto_renewal_drop_plan (self);
  g_set_object (&self->attempt, attempt);
  g_signal_group_set_target (self->attempt_signals, attempt);
  self->count = by_itself ? self->count + 1 : 0;
  self->renewed = !!by_itself;
  self->used = FALSE;
  self->scanned = FALSE;
}

void
kc_auto_renewal_note_use (KcAutoRenewal *self)
{
  g_return_if_fail (KC_IS_AUTO_RENEWAL (self));

  self->used = TRUE;
  self->count = 0;
}

gboolean
kc_auto_renewal_is_due (KcAutoRenewal *self, gboolean visible, gboolean active)
{
  g_return_val_if_fail (KC_IS_AUTO_RENEWAL (self), FALSE);

  return ran_out (self) && !self->scanned && self->count < KC_AUTO_RENEWAL_LIMIT && visible
         && (active || self->used);
}

void
kc_auto_renewal_plan (KcAutoRenewal *self)
{
  g_return_if_fail (KC_IS_AUTO_RENEWAL (self));

  if (self->due_source != 0)
    return;

  /* Before the next frame is drawn: nobody should see a moment without a session. */
  self->due_source = g_idle_add_full (G_PRIORITY_DEFAULT, due_source_cb, self, NULL);
}

void
kc_auto_renewal_drop_plan (KcAutoRenewal *self)
{
  g_return_if_fail (KC_IS_AUTO_RENEWAL (self));

  g_clear_handle_id (&self->due_source, g_source_remove);
}

gboolean
kc_auto_renewal_is_planned (KcAutoRenewal *self)
{
  g_return_val_if_fail (KC_IS_AUTO_RENEWAL (self), FALSE);

  return self->due_source != 0;
}

gint64
kc_auto_renewal_get_pause (KcAutoRenewal *self)
{
  g_return_val_if_fail (KC_IS_AUTO_RENEWAL (self), 0);

  return self->count > 0 ? KC_AUTO_RENEWAL_PAUSE_MS << MIN (self->count - 1, 8) : 0;
}

gboolean
kc_auto_renewal_is_renewed (KcAutoRenewal *self)
{
  g_return_val_if_fail (KC_IS_AUTO_RENEWAL (self), FALSE);

  return self->renewed;
}

gboolean
kc_auto_renewal_has_to_ask (KcAutoRenewal *self)
{
  g_return_val_if_fail (KC_IS_AUTO_RENEWAL (self), FALSE);

  return self->renewed && !self->scanned && ran_out (self);
}
