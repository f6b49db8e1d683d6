/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-assistant-private.h"

/* The attempt that the pages show from now on; `by_itself`: nobody asked for it. */
static void
set_attempt (KcAssistant *self, KcAttempt *attempt, gboolean by_itself)
{
  g_assert (KC_IS_ASSISTANT (self));

  self->cancelled_here = FALSE;
  g_set_object (&self->attempt, attempt);
  kc_renewal_follow (self->renewal, attempt, by_itself);
  /* First, so that whoever listens misses nothing, however fast it ends. */
  g_object_notify (G_OBJECT (self), "attempt");
  kc_attempt_start (attempt);
}

static void
begin (KcAssistant *self, gboolean by_itself)
{
  g_autoptr (KcAttempt) attempt = NULL;
  KcClient *client = kc_access_get_client (self->access);

  g_return_if_fail (client != NULL);

  if (kc_assistant_is_running (self))
    return;

  attempt
      = kc_attempt_new (client, self->clock, kc_access_get_budget (self->access), self->request);
  set_attempt (self, attempt, by_itself);
}

void
kc_assistant_begin (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  begin (self, FALSE);
}

void
kc_assistant_renew (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  begin (self, TRUE);
}

void
kc_assistant_cancel (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  if (!kc_assistant_is_running (self))
    return;

  self->cancelled_here = TRUE;
  kc_attempt_cancel (self->attempt);
}

gboolean
kc_assistant_was_cancelled_here (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  return self->cancelled_here;
}

gboolean
kc_assistant_is_running (KcAssistant *self)
{
  KcAttemptState state;

  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  if (self->attempt == NULL)
    return FALSE;

  state = kc_attempt_get_state (self->attempt);

  return state != KC_ATTEMPT_IDLE && !kc_attempt_state_is_terminal (state);
}

void
kc_assistant_close (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  kc_assistant_cancel (self);
  kc_access_close (self->access);
}

void
kc_assistant_follow_client (KcAssistant *self)
{
  g_assert (KC_IS_ASSISTANT (self));

  /* The attempt of another key would go on where nobody sees it any more. */
  kc_assistant_cancel (self);
}
