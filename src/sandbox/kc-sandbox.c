/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox.h"
#include "kc-sandbox-api.h"
#include "kc-sandbox-control.h"
#include "kc-sandbox-network-faults.h"
#include "kc-sandbox-portal.h"
#include "kc-sandbox-private.h"
#include "kc-sandbox-request.h"
#include "kc-sandbox-session.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (KcSandbox, kc_sandbox, G_TYPE_OBJECT)

static void
update_sessions (KcSandbox *self)
{
  for (guint i = 0; i < self->sessions->len; i++)
    kc_sandbox_session_update (g_ptr_array_index (self->sessions, i));
}

/* What follows `prefix` in `path`, or NULL if it is another one. */
static const char *
cut_prefix (const char *path, const char *prefix)
{
  const char *rest = path + strlen (prefix);

  return g_str_has_prefix (path, prefix) && (*rest == '/' || *rest == '\0') ? rest : NULL;
}

void
kc_sandbox_handle (SoupServer *server,
                   SoupServerMessage *message,
                   const char *path,
                   GHashTable *query,
                   gpointer user_data)
{
  KcSandbox *self = user_data;
  g_autoptr (KcSandboxReply) reply = NULL;
  const char *rest;

  g_assert (KC_IS_SANDBOX (self));

  self->message = message;
  if (!kc_sandbox_request_is_local (message))
    reply = kc_sandbox_reply_new_message (403, "Only for this computer", "Forbidden");
  else if ((rest = cut_prefix (path, "/v1")) != NULL)
    kc_sandbox_api_handle (self, message, rest, query);
  else if ((rest = cut_prefix (path, "/portal")) != NULL)
    kc_sandbox_portal_handle (self, message, rest);
  else if ((rest = cut_prefix (path, "/practice")) != NULL)
    kc_sandbox_control_handle (self, message, rest);
  else if (g_str_equal (path, "/"))
    reply = kc_sandbox_reply_new_redirect (303, KC_SANDBOX_PHONE_PATH);
  else
    reply = kc_sandbox_reply_new_message (404, "Not Found", NULL);

  if (reply != NULL)
    kc_sandbox_reply_send (reply, message);
  self->message = NULL;
}

static void
kc_sandbox_finalize (GObject *object)
{
  KcSandbox *self = KC_SANDBOX (object);

  kc_sandbox_stop (self);
  g_ptr_array_unref (self->wires);
  g_ptr_array_unref (self->sessions);
  kc_sandbox_channels_free (self->channels);
  kc_sandbox_knobs_free (self->knobs);
  g_hash_table_unref (self->n_per_endpoint);
  kc_sandbox_time_clear (&self->time);
  g_clear_object (&self->certificate);
  g_free (self->origin);
  g_free (self->base_url);
  g_free (self->user_agent);
  G_OBJECT_CLASS (kc_sandbox_parent_class)->finalize (object);
}

static void
kc_sandbox_class_init (KcSandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_sandbox_finalize;
}

static void
kc_sandbox_init (KcSandbox *self)
{
  self->knobs = kc_sandbox_knobs_new ();
  self->channels = kc_sandbox_channels_new ();
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_sandbox_session_free);
  self->wires = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_sandbox_wire_free);
  self->n_per_endpoint = g_hash_table_new (g_str_hash, g_str_equal);
  kc_sandbox_time_init (&self->time);
}

KcSandbox *
kc_sandbox_new (void)
{
  return g_object_new (KC_TYPE_SANDBOX, NULL);
}

void
kc_sandbox_set_certificate (KcSandbox *self, GTlsCertificate *certificate)
{
  g_return_if_fail (KC_IS_SANDBOX (self));
  g_return_if_fail (self->server == NULL);

  g_set_object (&self->certificate, certificate);
}

gboolean
kc_sandbox_start (KcSandbox *self, guint port, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (self->server == NULL && self->reserved == NULL, FALSE);
  g_return_val_if_fail (port <= G_MAXUINT16, FALSE);

  if (!kc_sandbox_network_faults_listen (self, port, error))
    return FALSE;

  kc_sandbox_time_set_context (&self->time, context);
  g_free (self->origin);
  self->origin = g_strdup_printf ("%s://127.0.0.1:%u", self->certificate != NULL ? "https" : "http",
                                  self->port);
  g_free (self->base_url);
  self->base_url = g_strconcat (self->origin, "/v1", NULL);
  return TRUE;
}

void
kc_sandbox_stop (KcSandbox *self)
{
  g_return_if_fail (KC_IS_SANDBOX (self));

  kc_sandbox_network_faults_close (self);
}

const char *
kc_sandbox_get_base_url (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  return self->base_url;
}

const char *
kc_sandbox_get_key (KcSandbox *self, KcSandboxKey which)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  return kc_sandbox_keys_get (which);
}

gboolean
kc_sandbox_set_knob (KcSandbox *self, const char *name, const char *value, GError **error)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!kc_sandbox_knobs_set (self->knobs, name, value, error))
    return FALSE;

  if (g_str_equal (name, "time-scale"))
    {
      kc_sandbox_time_set_scale (&self->time, kc_sandbox_knobs_get_number (self->knobs, name));
    }
  else if (g_str_equal (name, "advance"))
    {
      double seconds = kc_sandbox_knobs_get_number (self->knobs, name);

      kc_sandbox_time_advance (&self->time, (gint64) (seconds * 1000));
      kc_sandbox_knobs_set (self->knobs, name, "", NULL);
    }
  else if (g_str_equal (name, "offline"))
    {
      double seconds = kc_sandbox_knobs_get_number (self->knobs, name);

      kc_sandbox_network_faults_go_offline (self, seconds);
      kc_sandbox_knobs_set (self->knobs, name, "", NULL);
    }
  else if (g_str_equal (name, "half-open"))
    {
      kc_sandbox_network_faults_update (self);
    }
  else if (g_str_equal (name, "stream-fail"))
    {
      session = kc_sandbox_get_qr_session (self);
      if (session != NULL && session->streams->len > 0)
        {
          g_autofree char *reason = kc_sandbox_knobs_take (self->knobs, name);

          if (reason != NULL)
            kc_sandbox_session_fail (session, reason);
        }
    }
  update_sessions (self);
  return TRUE;
}

const char *
kc_sandbox_get_code (KcSandbox *self)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  session = kc_sandbox_get_qr_session (self);
  return session != NULL ? session->code : NULL;
}

gboolean
kc_sandbox_scan (KcSandbox *self, const char *code, GError **error)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      if (g_strcmp0 (session->code, code) == 0)
        {
          kc_sandbox_session_scan (session);
          return TRUE;
        }
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no session shows this code now");
  return FALSE;
}

/* The session of that link, if the person can still do something with it. */
static KcSandboxSession *
find_page (KcSandbox *self, const char *verification_uri, GError **error)
{
  const char *secret = strrchr (verification_uri, '/');
  KcSandboxSession *session
      = secret != NULL ? kc_sandbox_find_session_by_secret (self, secret + 1) : NULL;

  if (session != NULL && !session->qr && session->state == KC_SANDBOX_SESSION_PENDING)
    return session;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is nothing left to do");
  return NULL;
}

gboolean
kc_sandbox_finish (KcSandbox *self, const char *verification_uri, GError **error)
{
  KcSandboxSession *session;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (verification_uri != NULL, FALSE);

  session = find_page (self, verification_uri, error);
  if (session == NULL)
    return FALSE;

  name = g_strdup (session->name);
  number = g_strdup (session->number);
  kc_sandbox_session_finish (session, name, number);
  return TRUE;
}

gboolean
kc_sandbox_finish_newest (KcSandbox *self, GError **error)
{
  g_autofree char *verification_uri = NULL;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (self->sessions->len > 0, FALSE);

  verification_uri = kc_sandbox_session_get_verification_uri (
      g_ptr_array_index (self->sessions, self->sessions->len - 1));
  return kc_sandbox_finish (self, verification_uri, error);
}

gboolean
kc_sandbox_cancel (KcSandbox *self, const char *verification_uri, GError **error)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (verification_uri != NULL, FALSE);

  session = find_page (self, verification_uri, error);
  if (session != NULL)
    kc_sandbox_session_cancel (session);
  return session != NULL;
}

KcSandboxSession *
kc_sandbox_get_qr_session (KcSandbox *self)
{
  for (guint i = self->sessions->len; i > 0; i--)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i - 1);

      if (session->qr && !kc_sandbox_session_is_over (session))
        return session;
    }
  return NULL;
}

KcSandboxSession *
kc_sandbox_find_session (KcSandbox *self, const char *id)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      if (g_str_equal (session->id, id))
        return session;
    }
  return NULL;
}

KcSandboxSession *
kc_sandbox_find_session_by_secret (KcSandbox *self, const char *secret)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      if (g_str_equal (session->secret, secret))
        return session;
    }
  return NULL;
}

void
kc_sandbox_count (KcSandbox *self, const char *endpoint)
{
  gpointer count = g_hash_table_lookup (self->n_per_endpoint, endpoint);

  self->n_requests++;
  g_hash_table_insert (self->n_per_endpoint, (gpointer) endpoint,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
}
