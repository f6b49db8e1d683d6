/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-check.h"

G_DEFINE_BOXED_TYPE (KcKeyCheck, kc_key_check, kc_key_check_copy, kc_key_check_free)

/* A session that does not exist: asking for it changes nothing, and Keebai answers 403 before it
 * looks for it if the key may not connect channels, else 404. */
#define NO_SESSION_ID "keebai-connect-preflight"

typedef struct {
  KcClient *client;
  KcRateLimiter *rate_limiter;
  KcKeyCheck *result;
} Check;

static void
check_free (Check *check)
{
  g_clear_object (&check->client);
  g_clear_object (&check->rate_limiter);
  g_clear_pointer (&check->result, kc_key_check_free);
  g_free (check);
}

/* The next request, once the rate limit of the key allows. */
static void
wait_for_turn (GTask *task, GAsyncReadyCallback callback)
{
  Check *check = g_task_get_task_data (task);

  kc_rate_limiter_wait_async (check->rate_limiter, 1, g_task_get_cancellable (task), callback,
                              g_object_ref (task));
}

/* FALSE if the wait was cancelled; the task is over then. */
static gboolean
finish_turn (GTask *task, GObject *rate_limiter, GAsyncResult *result)
{
  GError *error = NULL;

  if (kc_rate_limiter_wait_finish (KC_RATE_LIMITER (rate_limiter), result, &error))
    return TRUE;

  g_task_return_error (task, error);

  return FALSE;
}

static void
complete (GTask *task)
{
  Check *check = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&check->result),
                         (GDestroyNotify) kc_key_check_free);
}

/* What the scopes say of a permission: YES, or nothing. Neither their format nor wildcards are
 * documented, so a missing permission is no refusal: Keebai is asked. */
static KcAnswer
find_scope (KcAccount *account, const char *scope)
{
  if (account == NULL || account->scopes == NULL)
    return KC_ANSWER_UNKNOWN;

  if (g_strv_contains ((const char *const *) account->scopes, scope)
      || g_strv_contains ((const char *const *) account->scopes, "channels:*")
      || g_strv_contains ((const char *const *) account->scopes, "*"))
    return KC_ANSWER_YES;

  return KC_ANSWER_UNKNOWN;
}

/* Whether an error ends the check: the key was rejected, or Keebai was not reached. All other
 * errors show that Keebai accepts the key. */
static gboolean
is_end (const GError *error)
{
  return error != NULL && !g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN)
         && !g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)
         && !g_error_matches (error, KC_ERROR, KC_ERROR_GONE)
         && !g_error_matches (error, KC_ERROR, KC_ERROR_REFUSED);
}

static void
probe_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels
      = kc_client_list_channels_finish (KC_CLIENT (source), result, &error);
  Check *check = g_task_get_task_data (task);

  kc_rate_limiter_note (check->rate_limiter, error);
  if (is_end (error)
      && (check->result->account == NULL
          || !g_error_matches (error, KC_ERROR, KC_ERROR_WRONG_ADDRESS)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (channels != NULL)
    check->result->can_read = KC_ANSWER_YES;
  else if (g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN))
    check->result->can_read = KC_ANSWER_NO;

  complete (task);
}

static void
read_turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);

  if (finish_turn (task, source, result))
    kc_client_list_channels_async (check->client, KC_CHANNEL_KIND_WHATSAPP,
                                   g_task_get_cancellable (task), probe_read_cb,
                                   g_object_ref (task));
}

static void
probe_connect_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPoll) poll = kc_client_poll_finish (KC_CLIENT (source), result, &error);
  Check *check = g_task_get_task_data (task);

  kc_rate_limiter_note (check->rate_limiter, error);
  if (is_end (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (poll != NULL || g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)
      || g_error_matches (error, KC_ERROR, KC_ERROR_GONE))
    check->result->can_connect = KC_ANSWER_YES;
  else if (g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN))
    check->result->can_connect = KC_ANSWER_NO;

  if (check->result->can_read == KC_ANSWER_UNKNOWN)
    wait_for_turn (task, read_turn_cb);
  else
    complete (task);
}

static void
connect_turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KcSession) no_session = NULL;
  Check *check = g_task_get_task_data (task);

  if (!finish_turn (task, source, result))
    return;

  no_session = g_new0 (KcSession, 1);
  no_session->session_id = g_strdup (NO_SESSION_ID);
  kc_client_poll_async (check->client, no_session, g_task_get_cancellable (task), probe_connect_cb,
                        g_object_ref (task));
}

static void
account_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcAccount) account = kc_client_get_account_finish (KC_CLIENT (source), result, &error);
  Check *check = g_task_get_task_data (task);

  kc_rate_limiter_note (check->rate_limiter, error);
  /* The format of this answer is not documented, so one that cannot be read is ignored. If the
   * service is not there at all, the list of channels shows it. */
  if (is_end (error) && !g_error_matches (error, KC_ERROR, KC_ERROR_BAD_REPLY)
      && !g_error_matches (error, KC_ERROR, KC_ERROR_WRONG_ADDRESS))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  check->result->can_connect = find_scope (account, KC_SCOPE_CONNECT);
  check->result->can_read = find_scope (account, KC_SCOPE_READ);
  check->result->account = g_steal_pointer (&account);
  if (check->result->can_connect == KC_ANSWER_UNKNOWN)
    wait_for_turn (task, connect_turn_cb);
  else if (check->result->can_read == KC_ANSWER_UNKNOWN)
    wait_for_turn (task, read_turn_cb);
  else
    complete (task);
}

static void
account_turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);

  if (finish_turn (task, source, result))
    kc_client_get_account_async (check->client, g_task_get_cancellable (task), account_cb,
                                 g_object_ref (task));
}

KcKeyCheck *
kc_key_check_copy (const KcKeyCheck *self)
{
  KcKeyCheck *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  if (self->account != NULL)
    copy->account = kc_account_copy (self->account);

  return copy;
}

void
kc_key_check_free (KcKeyCheck *self)
{
  g_clear_pointer (&self->account, kc_account_free);
  g_free (self);
}

void
kc_key_check_check_key_async (KcClient *client,
                              KcRateLimiter *rate_limiter,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Check *check;

  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_RATE_LIMITER (rate_limiter));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  check = g_new0 (Check, 1);
  check->client = g_object_ref (client);
  check->rate_limiter = g_object_ref (rate_limiter);
  check->result = g_new0 (KcKeyCheck, 1);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_key_check_check_key_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);

  wait_for_turn (task, account_turn_cb);
}

KcKeyCheck *
kc_key_check_check_key_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
