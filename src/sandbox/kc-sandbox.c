/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox.h"
#include "kc-enum.h"
#include "kc-sandbox-api.h"
#include "kc-sandbox-control.h"
#include "kc-sandbox-page.h"
#include "kc-sandbox-portal.h"
#include "kc-sandbox-request.h"
#include "kc-sandbox-service.h"

#include <string.h>

struct _KcSandbox {
  GObject parent_instance;

  KcSandboxService *service;
  GTlsCertificate *certificate; /* NULL: plain http */
};

G_DEFINE_FINAL_TYPE (KcSandbox, kc_sandbox, G_TYPE_OBJECT)

/* Before the body is read. What is refused here does not come to handle_cb (). */
static void
handle_early_cb (SoupServer *server,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer user_data)
{
  kc_sandbox_request_guard (message);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  KcSandbox *self = user_data;
  g_autoptr (KcSandboxReply) reply = NULL;
  const char *rest;

  g_assert (KC_IS_SANDBOX (self));

  if (g_str_has_prefix (path, "/v1/"))
    kc_sandbox_api_handle (self->service, message, path + strlen ("/v1"), query);
  else if ((rest = kc_sandbox_service_cut_token (self->service, path, "/portal")) != NULL)
    kc_sandbox_portal_handle (self->service, message, rest);
  else if ((rest = kc_sandbox_service_cut_token (self->service, path, "/practice")) != NULL)
    {
      if (g_str_equal (rest, "/phone"))
        kc_sandbox_phone_handle (self->service, message);
      else
        kc_sandbox_control_handle (self->service, message, rest);
    }
  else if (g_str_equal (path, KC_SANDBOX_STYLE_PATH))
    reply = kc_sandbox_page_new_style ();
  else
    reply = kc_sandbox_reply_new_message (404, "Not Found", NULL);

  if (reply != NULL)
    kc_sandbox_reply_send (reply, message);
}

static void
kc_sandbox_finalize (GObject *object)
{
  KcSandbox *self = KC_SANDBOX (object);

  kc_sandbox_service_free (self->service);
  g_clear_object (&self->certificate);
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
  self->service = kc_sandbox_service_new (handle_early_cb, handle_cb, self);
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
  g_return_if_fail (!kc_sandbox_listener_is_open (self->service->listener));

  g_set_object (&self->certificate, certificate);
}

gboolean
kc_sandbox_start (KcSandbox *self, guint port, GError **error)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (!kc_sandbox_listener_is_open (self->service->listener), FALSE);
  g_return_val_if_fail (port <= G_MAXUINT16, FALSE);

  return kc_sandbox_service_start (self->service, port, self->certificate, error);
}

void
kc_sandbox_stop (KcSandbox *self)
{
  g_return_if_fail (KC_IS_SANDBOX (self));

  kc_sandbox_listener_close (self->service->listener);
}

const char *
kc_sandbox_get_base_url (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  return self->service->base_url;
}

const char *
kc_sandbox_get_practice_url (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  return self->service->practice_url;
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
  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  return kc_sandbox_service_set_knob (self->service, name, value, error);
}

void
kc_sandbox_set_scenario (KcSandbox *self, KcSandboxScenario scenario)
{
  g_return_if_fail (KC_IS_SANDBOX (self));

  kc_sandbox_service_set_knob (self->service, "scenario",
                               kc_enum_get_nick (KC_TYPE_SANDBOX_SCENARIO, (int) scenario), NULL);
}

KcSandboxScenario
kc_sandbox_get_scenario (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), KC_SANDBOX_SCENARIO_WORKS);

  return kc_sandbox_knobs_get_scenario (self->service->knobs);
}

const char *
kc_sandbox_get_code (KcSandbox *self)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  session = kc_sandbox_service_get_qr_session (self->service);
  return session != NULL ? session->code : NULL;
}

gboolean
kc_sandbox_scan (KcSandbox *self, const char *code, GError **error)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  return kc_sandbox_service_scan (self->service, code, error);
}

/* The session, if the person can still do something on its portal page. */
static KcSandboxSession *
check_pending (KcSandboxSession *session, GError **error)
{
  if (session != NULL && !session->qr && session->state == KC_SANDBOX_SESSION_PENDING)
    return session;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is nothing left to do");
  return NULL;
}

static KcSandboxSession *
find_pending (KcSandbox *self, const char *verification_uri, GError **error)
{
  const char *secret = strrchr (verification_uri, '/');
  KcSandboxSession *session = NULL;

  if (secret != NULL)
    session = kc_sandbox_service_find_session_by_secret (self->service, secret + 1);
  return check_pending (session, error);
}

static gboolean
finish (KcSandboxSession *session, GError **error)
{
  g_autofree char *name = g_strdup (session->name);
  g_autofree char *number = g_strdup (session->number);

  if (kc_sandbox_session_is_refused (session))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                           "the number is refused in this scenario");
      return FALSE;
    }
  kc_sandbox_session_finish (session, name, number);
  return TRUE;
}

gboolean
kc_sandbox_finish (KcSandbox *self, const char *verification_uri, GError **error)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (verification_uri != NULL, FALSE);

  session = find_pending (self, verification_uri, error);
  return session != NULL && finish (session, error);
}

gboolean
kc_sandbox_finish_newest (KcSandbox *self, GError **error)
{
  GPtrArray *sessions;
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);

  sessions = self->service->sessions;
  g_return_val_if_fail (sessions->len > 0, FALSE);

  session = check_pending (g_ptr_array_index (sessions, sessions->len - 1), error);
  return session != NULL && finish (session, error);
}

gboolean
kc_sandbox_cancel (KcSandbox *self, const char *verification_uri, GError **error)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (verification_uri != NULL, FALSE);

  session = find_pending (self, verification_uri, error);
  if (session != NULL)
    kc_sandbox_session_cancel (session);
  return session != NULL;
}

const char *
kc_sandbox_get_session_state (KcSandbox *self, guint index)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  if (index >= self->service->sessions->len)
    return NULL;
  return kc_sandbox_session_get_state_name (g_ptr_array_index (self->service->sessions, index));
}

const char *
kc_sandbox_get_session_channel_id (KcSandbox *self, guint index)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  if (index >= self->service->sessions->len)
    return NULL;
  session = g_ptr_array_index (self->service->sessions, index);
  return session->channel != NULL ? session->channel->id : NULL;
}

guint
kc_sandbox_get_n_sessions (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return self->service->sessions->len;
}

guint
kc_sandbox_get_n_channels (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return kc_sandbox_channels_get_n (self->service->channels);
}

guint
kc_sandbox_get_n_requests (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return self->service->n_requests;
}

guint
kc_sandbox_get_n_requests_to (KcSandbox *self, const char *endpoint)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->service->n_per_endpoint, endpoint));
}

guint
kc_sandbox_get_n_throttled (KcSandbox *self)
{
  guint n = 0;

  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  for (guint i = 0; i < KC_SANDBOX_N_KEYS; i++)
    n += self->service->limits[i].n_throttled;
  return n;
}

guint
kc_sandbox_get_n_streams (KcSandbox *self)
{
  guint n = 0;

  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  for (guint i = 0; i < self->service->sessions->len; i++)
    n += ((KcSandboxSession *) g_ptr_array_index (self->service->sessions, i))->streams->len;
  return n;
}
