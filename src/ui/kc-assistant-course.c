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
  self->resumed = kc_attempt_get_session (attempt) != NULL;
  kc_keepsake_follow (self->keepsake, attempt, kc_access_get_key (self->access));
  g_set_object (&self->attempt, attempt);
  kc_renewal_follow (self->renewal, attempt, by_itself);
  kc_latecomers_follow (self->latecomers, attempt);
  /* First, so that whoever listens misses nothing, however fast it ends. */
  g_object_notify (G_OBJECT (self), "attempt");
  kc_attempt_start (attempt);
}

static KcAttempt *
create_attempt (KcAssistant *self)
{
  return kc_attempt_new (kc_access_get_client (self->access), self->clock,
                         kc_access_get_budget (self->access), self->request);
}

static void
begin (KcAssistant *self, gboolean by_itself)
{
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (kc_access_get_client (self->access) != NULL);

  if (kc_assistant_is_running (self) || kc_keepsake_get_pending (self->keepsake) != NULL
      || kc_notebook_is_looking (kc_keepsake_get_notebook (self->keepsake)))
    return;

  attempt = create_attempt (self);
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

static KcAttempt *
create_resumed (KcAssistant *self, const KcPending *pending)
{
  KcClient *client = kc_access_get_client (self->access);
  KcBudget *budget = kc_access_get_budget (self->access);
  gboolean same_key = kc_pending_matches_key (pending, kc_access_get_key (self->access));
  g_autoptr (KcMoment) now = kc_moment_take ();
  g_autoptr (KcSession) session = kc_session_copy (pending->session);
  KcAttempt *attempt;

  g_assert (KC_IS_ASSISTANT (self));

  session->verification_uri
      = g_strdup (kc_link_keeper_get_link (kc_keepsake_get_link_keeper (self->keepsake)));
  attempt = kc_attempt_new_resumed (client, self->clock, budget, pending->request, session,
                                    same_key ? pending->before : NULL,
                                    kc_pending_get_ms_left (pending, now));
  /* It may be of another company, which has other channels. */
  if (!same_key)
    kc_attempt_set_client (attempt, client, budget);

  return attempt;
}

void
kc_assistant_resume (KcAssistant *self)
{
  const KcPending *pending;
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (KC_IS_ASSISTANT (self));

  pending = kc_keepsake_get_pending (self->keepsake);
  if (pending == NULL || kc_assistant_is_running (self))
    return;

  if (kc_access_get_client (self->access) == NULL)
    {
      kc_assistant_set_awaiting_key (self, TRUE);
      /* There is one that could not be asked about. */
      if (kc_access_get_key_error (self->access) != NULL
          && !g_error_matches (kc_access_get_key_error (self->access), KC_ERROR,
                               KC_ERROR_UNAUTHORIZED))
        kc_access_look_for_key (self->access);
      return;
    }

  kc_assistant_set_awaiting_key (self, FALSE);
  kc_assistant_set_request (self, pending->request);
  /* The keyring may have been opened meanwhile. */
  if (pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_keeper_look (kc_keepsake_get_link_keeper (self->keepsake),
                         pending->session->session_id);
  attempt = create_resumed (self, pending);
  set_attempt (self, attempt, FALSE);
}

gboolean
kc_assistant_was_resumed (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  return self->resumed;
}

/* What is dropped here may be finished all the same. */
static void
look_after_pending (KcAssistant *self)
{
  const KcPending *pending = kc_keepsake_get_pending (self->keepsake);
  const char *key = kc_access_get_key (self->access);
  g_autoptr (KcMoment) now = kc_moment_take ();
  gboolean same_key;

  g_assert (KC_IS_ASSISTANT (self));

  if (pending == NULL || key == NULL)
    return;

  same_key = kc_pending_matches_key (pending, key);
  kc_latecomers_add (self->latecomers, pending->request, pending->session,
                     same_key ? pending->before : NULL, kc_pending_get_ms_left (pending, now));
}

void
kc_assistant_drop_pending (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  kc_assistant_set_awaiting_key (self, FALSE);
  look_after_pending (self);
  kc_keepsake_drop (self->keepsake);
}

const KcPending *
kc_assistant_get_pending (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return kc_keepsake_get_pending (self->keepsake);
}

void
kc_assistant_set_awaiting_key (KcAssistant *self, gboolean awaiting_key)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  if (self->awaiting_key == awaiting_key)
    return;

  self->awaiting_key = awaiting_key;
  g_object_notify (G_OBJECT (self), "awaiting-key");
}

gboolean
kc_assistant_is_awaiting_key (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  return self->awaiting_key;
}

gboolean
kc_assistant_is_key_wanted (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  return kc_assistant_is_running (self) && kc_attempt_get_key_wanted (self->attempt);
}

const char *
kc_assistant_get_link (KcAssistant *self)
{
  const char *link = NULL;

  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  if (self->attempt != NULL)
    link = kc_attempt_get_verification_uri (self->attempt);

  return link != NULL ? link
                      : kc_link_keeper_get_link (kc_keepsake_get_link_keeper (self->keepsake));
}

void
kc_assistant_start_over (KcAssistant *self)
{
  g_autoptr (KcAttempt) old = NULL;
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (KC_IS_ASSISTANT (self));

  if (!kc_assistant_is_running (self) || kc_assistant_is_key_wanted (self))
    return;

  /* The new one comes first: nobody looks at the old one any more when that ends. */
  old = g_object_ref (self->attempt);
  attempt = create_attempt (self);
  set_attempt (self, attempt, FALSE);
  kc_attempt_cancel (old);
  kc_latecomers_add_attempt (self->latecomers, old);
}

void
kc_assistant_show_session (KcAssistant *self,
                           const KcConnectRequest *request,
                           const KcSession *session,
                           GPtrArray *before,
                           gboolean other_key)
{
  g_autoptr (KcAttempt) earlier = NULL;
  g_autoptr (KcAttempt) attempt = NULL;
  KcClient *client;
  KcBudget *budget;

  g_return_if_fail (KC_IS_ASSISTANT (self));

  client = kc_access_get_client (self->access);
  budget = kc_access_get_budget (self->access);
  g_return_if_fail (client != NULL);

  if (kc_assistant_is_running (self))
    earlier = g_object_ref (self->attempt);

  attempt = kc_attempt_new_resumed (client, self->clock, budget, request, session, before, 0);
  if (other_key)
    kc_attempt_set_client (attempt, client, budget);
  set_attempt (self, attempt, FALSE);

  /* Only now: nobody looks at it any more. */
  if (earlier != NULL)
    {
      kc_attempt_cancel (earlier);
      kc_latecomers_add_attempt (self->latecomers, earlier);
    }
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

  /* First: nobody wanted the attempt stopped. */
  kc_keepsake_close (self->keepsake);
  kc_latecomers_stop (self->latecomers);
  kc_assistant_cancel (self);
  kc_access_close (self->access);
}

/* What nobody has to be asked about. */
static void
go_on_if_wanted (KcAssistant *self)
{
  const KcPending *pending = kc_keepsake_get_pending (self->keepsake);
  const KcKeyCheck *check = kc_access_get_key_check (self->access);
  g_autoptr (KcMoment) now = NULL;

  g_assert (KC_IS_ASSISTANT (self));

  if (pending == NULL || check == NULL || check->can_connect == KC_ANSWER_NO)
    return;

  now = kc_moment_take ();
  /* Nothing can be lost any more by asking what became of a session whose time is over. Once: after
   * that the person is told. */
  if (self->awaiting_key || (self->attempt == NULL && kc_pending_get_ms_left (pending, now) <= 0))
    kc_assistant_resume (self);
}

void
kc_assistant_follow_client (KcAssistant *self)
{
  const KcKeyCheck *check = kc_access_get_key_check (self->access);

  g_assert (KC_IS_ASSISTANT (self));

  if (check == NULL || !kc_assistant_is_key_wanted (self))
    {
      /* The attempt of another key would go on where nobody sees it any more. */
      kc_assistant_cancel (self);
      kc_latecomers_follow_client (self->latecomers);
      go_on_if_wanted (self);
    }
  else if (check->can_connect != KC_ANSWER_NO)
    {
      kc_keepsake_note_key (self->keepsake, kc_access_get_key (self->access));
      kc_latecomers_follow_client (self->latecomers);
      kc_attempt_set_client (self->attempt, kc_access_get_client (self->access),
                             kc_access_get_budget (self->access));
    }
}

void
kc_assistant_follow_pending (KcAssistant *self)
{
  g_assert (KC_IS_ASSISTANT (self));

  if (kc_keepsake_get_pending (self->keepsake) == NULL)
    kc_assistant_set_awaiting_key (self, FALSE);
  g_object_notify (G_OBJECT (self), "pending");
  go_on_if_wanted (self);
}
