/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-controller-private.h"

/* The attempt that the pages show from now on; `by_itself`: nobody asked for it. */
static void
set_attempt (KcController *self, KcAttempt *attempt, gboolean by_itself)
{
  g_assert (KC_IS_CONTROLLER (self));

  self->cancelled_here = FALSE;
  self->resumed = kc_attempt_get_session (attempt) != NULL;
  kc_session_store_follow (self->session_store, attempt, kc_key_manager_get_key (self->access));
  g_set_object (&self->attempt, attempt);
  kc_auto_renewal_follow (self->renewal, attempt, by_itself);
  kc_late_sessions_follow (self->late_sessions, attempt);
  /* First, so that whoever listens misses nothing, however fast it ends. */
  g_object_notify (G_OBJECT (self), "attempt");
  kc_attempt_start (attempt);
}

static KcAttempt *
create_attempt (KcController *self)
{
  return kc_attempt_new (kc_key_manager_get_client (self->access), self->clock,
                         kc_key_manager_get_rate_limiter (self->access), self->request);
}

static void
begin (KcController *self, gboolean by_itself)
{
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (kc_key_manager_get_client (self->access) != NULL);

  if (kc_controller_is_running (self) || kc_session_store_get_pending (self->session_store) != NULL
      || kc_journal_writer_is_looking (kc_session_store_get_journal_writer (self->session_store)))
    return;

  attempt = create_attempt (self);
  set_attempt (self, attempt, by_itself);
}

void
kc_controller_begin (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  begin (self, FALSE);
}

void
kc_controller_renew (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  begin (self, TRUE);
}

static KcAttempt *
create_resumed (KcController *self, const KcPendingSession *pending)
{
  KcClient *client = kc_key_manager_get_client (self->access);
  KcRateLimiter *rate_limiter = kc_key_manager_get_rate_limiter (self->access);
  gboolean same_key
      = kc_pending_session_matches_key (pending, kc_key_manager_get_key (self->access));
  g_autoptr (KcBootTime) now = kc_boot_time_take ();
  g_autoptr (KcSession) session = kc_session_copy (pending->session);
  KcAttempt *attempt;

  g_assert (KC_IS_CONTROLLER (self));

  session->verification_uri
      = g_strdup (kc_link_store_get_uri (kc_session_store_get_link_store (self->session_store)));
  attempt = kc_attempt_new_resumed (client, self->clock, rate_limiter, pending->request, session,
                                    same_key ? pending->before : NULL,
                                    kc_pending_session_get_ms_left (pending, now));
  /* It may be of another company, which has other channels. */
  if (!same_key)
    kc_attempt_set_client (attempt, client, rate_limiter);

  return attempt;
}

void
kc_controller_resume (KcController *self)
{
  const KcPendingSession *pending;
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (KC_IS_CONTROLLER (self));

  pending = kc_session_store_get_pending (self->session_store);
  if (pending == NULL || kc_controller_is_running (self))
    return;

  if (kc_key_manager_get_client (self->access) == NULL)
    {
      kc_controller_set_awaiting_key (self, TRUE);
      /* There is one that could not be asked about. */
      if (kc_key_manager_get_key_error (self->access) != NULL
          && !g_error_matches (kc_key_manager_get_key_error (self->access), KC_ERROR,
                               KC_ERROR_UNAUTHORIZED))
        kc_key_manager_look_for_key (self->access);
      return;
    }

  kc_controller_set_awaiting_key (self, FALSE);
  kc_controller_set_request (self, pending->request);
  /* The keyring may have been opened meanwhile. */
  if (pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_store_look (kc_session_store_get_link_store (self->session_store),
                        pending->session->session_id);
  attempt = create_resumed (self, pending);
  set_attempt (self, attempt, FALSE);
}

gboolean
kc_controller_was_resumed (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->resumed;
}

/* What is dropped here may be finished all the same. */
static void
look_after_pending (KcController *self)
{
  const KcPendingSession *pending = kc_session_store_get_pending (self->session_store);
  const char *key = kc_key_manager_get_key (self->access);
  g_autoptr (KcBootTime) now = kc_boot_time_take ();
  gboolean same_key;

  g_assert (KC_IS_CONTROLLER (self));

  if (pending == NULL || key == NULL)
    return;

  same_key = kc_pending_session_matches_key (pending, key);
  kc_late_sessions_add (self->late_sessions, pending->request, pending->session,
                        same_key ? pending->before : NULL,
                        kc_pending_session_get_ms_left (pending, now));
}

void
kc_controller_drop_pending (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  kc_controller_set_awaiting_key (self, FALSE);
  look_after_pending (self);
  kc_session_store_drop (self->session_store);
}

const KcPendingSession *
kc_controller_get_pending (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return kc_session_store_get_pending (self->session_store);
}

void
kc_controller_set_awaiting_key (KcController *self, gboolean awaiting_key)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  if (self->awaiting_key == awaiting_key)
    return;

  self->awaiting_key = awaiting_key;
  g_object_notify (G_OBJECT (self), "awaiting-key");
}

gboolean
kc_controller_is_awaiting_key (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->awaiting_key;
}

gboolean
kc_controller_is_key_wanted (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return kc_controller_is_running (self) && kc_attempt_get_key_wanted (self->attempt);
}

const char *
kc_controller_get_verification_uri (KcController *self)
{
  const char *link = NULL;

  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  if (self->attempt != NULL)
    link = kc_attempt_get_verification_uri (self->attempt);

  return link != NULL
             ? link
             : kc_link_store_get_uri (kc_session_store_get_link_store (self->session_store));
}

void
kc_controller_start_over (KcController *self)
{
  g_autoptr (KcAttempt) old = NULL;
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (KC_IS_CONTROLLER (self));

  if (!kc_controller_is_running (self) || kc_controller_is_key_wanted (self))
    return;

  /* The new one comes first: nobody looks at the old one any more when that ends. */
  old = g_object_ref (self->attempt);
  attempt = create_attempt (self);
  set_attempt (self, attempt, FALSE);
  kc_attempt_cancel (old);
  kc_late_sessions_add_attempt (self->late_sessions, old);
}

void
kc_controller_show_session (KcController *self,
                            const KcConnectRequest *request,
                            const KcSession *session,
                            GPtrArray *before,
                            gboolean other_key)
{
  g_autoptr (KcAttempt) earlier = NULL;
  g_autoptr (KcAttempt) attempt = NULL;
  KcClient *client;
  KcRateLimiter *rate_limiter;

  g_return_if_fail (KC_IS_CONTROLLER (self));

  client = kc_key_manager_get_client (self->access);
  rate_limiter = kc_key_manager_get_rate_limiter (self->access);
  g_return_if_fail (client != NULL);

  if (kc_controller_is_running (self))
    earlier = g_object_ref (self->attempt);

  attempt = kc_attempt_new_resumed (client, self->clock, rate_limiter, request, session, before, 0);
  if (other_key)
    kc_attempt_set_client (attempt, client, rate_limiter);
  set_attempt (self, attempt, FALSE);

  /* Only now: nobody looks at it any more. */
  if (earlier != NULL)
    {
      kc_attempt_cancel (earlier);
      kc_late_sessions_add_attempt (self->late_sessions, earlier);
    }
}

void
kc_controller_cancel (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  if (!kc_controller_is_running (self))
    return;

  self->cancelled_here = TRUE;
  kc_attempt_cancel (self->attempt);
}

gboolean
kc_controller_was_cancelled_here (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->cancelled_here;
}

gboolean
kc_controller_is_running (KcController *self)
{
  KcAttemptState state;

  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  if (self->attempt == NULL)
    return FALSE;

  state = kc_attempt_get_state (self->attempt);

  return state != KC_ATTEMPT_IDLE && !kc_attempt_state_is_terminal (state);
}

void
kc_controller_close (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  /* First: nobody wanted the attempt stopped. */
  kc_session_store_close (self->session_store);
  kc_late_sessions_stop (self->late_sessions);
  kc_controller_cancel (self);
  kc_key_manager_close (self->access);
}

/* What nobody has to be asked about. */
static void
go_on_if_wanted (KcController *self)
{
  const KcPendingSession *pending = kc_session_store_get_pending (self->session_store);
  const KcKeyCheck *check = kc_key_manager_get_key_check (self->access);
  g_autoptr (KcBootTime) now = NULL;

  g_assert (KC_IS_CONTROLLER (self));

  if (pending == NULL || check == NULL || check->can_connect == KC_ANSWER_NO)
    return;

  now = kc_boot_time_take ();
  /* Nothing can be lost any more by asking what became of a session whose time is over. Once: after
   * that the person is told. */
  if (self->awaiting_key
      || (self->attempt == NULL && kc_pending_session_get_ms_left (pending, now) <= 0))
    kc_controller_resume (self);
}

void
kc_controller_follow_client (KcController *self)
{
  const KcKeyCheck *check = kc_key_manager_get_key_check (self->access);

  g_assert (KC_IS_CONTROLLER (self));

  if (check == NULL || !kc_controller_is_key_wanted (self))
    {
      /* The attempt of another key would go on where nobody sees it any more. */
      kc_controller_cancel (self);
      kc_late_sessions_follow_client (self->late_sessions);
      go_on_if_wanted (self);
    }
  else if (check->can_connect != KC_ANSWER_NO)
    {
      kc_session_store_note_key (self->session_store, kc_key_manager_get_key (self->access));
      kc_late_sessions_follow_client (self->late_sessions);
      kc_attempt_set_client (self->attempt, kc_key_manager_get_client (self->access),
                             kc_key_manager_get_rate_limiter (self->access));
    }
}

void
kc_controller_follow_pending (KcController *self)
{
  g_assert (KC_IS_CONTROLLER (self));

  if (kc_session_store_get_pending (self->session_store) == NULL)
    kc_controller_set_awaiting_key (self, FALSE);
  g_object_notify (G_OBJECT (self), "pending");
  go_on_if_wanted (self);
}
