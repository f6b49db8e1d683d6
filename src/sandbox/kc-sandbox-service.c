/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-service.h"
#include "kc-sandbox-code.h"
#include "kc-sandbox-network-faults.h"

#include <string.h>

/* The scenario "network-drops": how long after it was chosen, or a session began, and for how long.
 */
#define DROP_AFTER_MS 3000
#define DROP_SECONDS 15

static void
listener_closed_cb (gpointer user_data)
{
  KcSandboxService *self = user_data;

  g_ptr_array_set_size (self->connections, 0);
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      g_ptr_array_set_size (session->streams, 0);
    }
}

static void
drop_cb (gpointer user_data)
{
  KcSandboxService *self = user_data;

  kc_sandbox_listener_go_offline (self->listener, DROP_SECONDS);
}

static gboolean
has_running_session (KcSandboxService *self)
{
  for (guint i = 0; i < self->sessions->len; i++)
    if (!kc_sandbox_session_is_over (g_ptr_array_index (self->sessions, i)))
      return TRUE;
  return FALSE;
}

/* The network drops while something is going on, and once for each session. */
static void
schedule_drop (KcSandboxService *self)
{
  gboolean drops = kc_sandbox_knobs_get_scenario (self->knobs) == KC_SANDBOX_SCENARIO_NETWORK_DROPS;

  kc_sandbox_alarm_set (self->drop_alarm, drops && has_running_session (self)
                                              ? kc_sandbox_time_now (&self->time) + DROP_AFTER_MS
                                              : 0);
}

static void
update_scenario (KcSandboxService *self, KcSandboxScenario before)
{
  if (before == kc_sandbox_knobs_get_scenario (self->knobs))
    return;

  for (guint i = 0; i < self->sessions->len; i++)
    kc_sandbox_session_update_scenario (g_ptr_array_index (self->sessions, i));
  if (before == KC_SANDBOX_SCENARIO_NETWORK_DROPS)
    kc_sandbox_listener_go_offline (self->listener, 0);
  schedule_drop (self);
}

/* All connections fall silent, if the knob says so. */
static void
update_half_open (KcSandboxService *self)
{
  if (!kc_sandbox_network_faults_swallow (self->knobs))
    return;

  for (guint i = 0; i < self->connections->len; i++)
    kc_sandbox_connection_silence (g_ptr_array_index (self->connections, i));
  for (guint i = 0; i < self->sessions->len; i++)
    kc_sandbox_session_silence (g_ptr_array_index (self->sessions, i));
}

static void
update_stream_fail (KcSandboxService *self)
{
  KcSandboxSession *session = kc_sandbox_service_get_qr_session (self);
  g_autofree char *reason = NULL;

  if (session == NULL || session->streams->len == 0)
    return;
  reason = kc_sandbox_knobs_take (self->knobs, "stream-fail", kc_sandbox_time_now (&self->time));
  if (reason != NULL)
    kc_sandbox_session_fail (session, reason);
}

/* Somebody else in the company connects a number of that kind, in a moment. */
static void
add_colleague (KcSandboxService *self, gboolean qr)
{
  g_autofree char *number = kc_sandbox_channels_suggest_number (self->channels);

  kc_sandbox_channels_add (self->channels, FALSE, qr, "Colleague", number);
}

KcSandboxService *
kc_sandbox_service_new (SoupServerCallback early, SoupServerCallback handler, gpointer user_data)
{
  KcSandboxService *self = g_new0 (KcSandboxService, 1);

  kc_sandbox_time_init (&self->time);
  self->knobs = kc_sandbox_knobs_new ();
  self->listener
      = kc_sandbox_listener_new (&self->time, early, handler, listener_closed_cb, self, user_data);
  self->channels = kc_sandbox_channels_new (&self->time, self->knobs);
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_sandbox_session_free);
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_sandbox_connection_free);
  self->token = kc_sandbox_code_create_secret ();
  self->n_per_endpoint = g_hash_table_new (g_str_hash, g_str_equal);
  self->drop_alarm = kc_sandbox_alarm_new (&self->time, drop_cb, self);
  return self;
}

void
kc_sandbox_service_free (KcSandboxService *self)
{
  kc_sandbox_listener_free (self->listener);
  kc_sandbox_alarm_free (self->drop_alarm);
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->sessions);
  kc_sandbox_channels_free (self->channels);
  kc_sandbox_knobs_free (self->knobs);
  g_hash_table_unref (self->n_per_endpoint);
  kc_sandbox_time_clear (&self->time);
  g_free (self->token);
  g_free (self->origin);
  g_free (self->base_url);
  g_free (self->practice_url);
  g_free (self->user_agent);
  g_free (self);
}

gboolean
kc_sandbox_service_start (KcSandboxService *self,
                          guint port,
                          GTlsCertificate *certificate,
                          GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  if (!kc_sandbox_listener_open (self->listener, port, certificate, error))
    return FALSE;

  kc_sandbox_time_set_context (&self->time, context);
  g_free (self->origin);
  self->origin = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http",
                                  kc_sandbox_listener_get_port (self->listener));
  g_free (self->base_url);
  self->base_url = g_strconcat (self->origin, "/v1", NULL);
  g_free (self->practice_url);
  self->practice_url = g_strconcat (self->origin, "/practice/", self->token, NULL);
  return TRUE;
}

gboolean
kc_sandbox_service_set_knob (KcSandboxService *self,
                             const char *name,
                             const char *value,
                             GError **error)
{
  KcSandboxScenario before = kc_sandbox_knobs_get_scenario (self->knobs);
  double number;

  if (!kc_sandbox_knobs_set (self->knobs, name, value, error))
    return FALSE;

  number = kc_sandbox_knobs_get_number (self->knobs, name);
  if (g_str_equal (name, "scenario"))
    {
      update_scenario (self, before);
    }
  else if (g_str_equal (name, "time-scale"))
    {
      kc_sandbox_time_set_scale (&self->time, number);
    }
  else if (g_str_equal (name, "advance"))
    {
      kc_sandbox_time_advance (&self->time, (gint64) (number * 1000));
      kc_sandbox_knobs_set (self->knobs, name, "", NULL);
    }
  else if (g_str_equal (name, "offline"))
    {
      kc_sandbox_listener_go_offline (self->listener, number);
      kc_sandbox_knobs_set (self->knobs, name, "", NULL);
    }
  else if (g_str_equal (name, "channels"))
    {
      kc_sandbox_channels_fill (self->channels, (guint) number);
    }
  else if (g_str_equal (name, "colleague"))
    {
      if (!kc_sandbox_knobs_is (self->knobs, name, "off"))
        add_colleague (self, kc_sandbox_knobs_is (self->knobs, name, "qr"));
      kc_sandbox_knobs_set (self->knobs, name, "", NULL);
    }
  else if (g_str_equal (name, "half-open"))
    {
      update_half_open (self);
    }
  else if (g_str_equal (name, "stream-fail"))
    {
      update_stream_fail (self);
    }
  for (guint i = 0; i < self->sessions->len; i++)
    kc_sandbox_session_update (g_ptr_array_index (self->sessions, i));
  return TRUE;
}

const char *
kc_sandbox_service_cut_token (KcSandboxService *self, const char *path, const char *prefix)
{
  g_autofree char *start = g_strconcat (prefix, "/", self->token, NULL);
  const char *rest = path + strlen (start);

  return g_str_has_prefix (path, start) && (*rest == '/' || *rest == '\0') ? rest : NULL;
}

KcSandboxSession *
kc_sandbox_service_add_session (KcSandboxService *self,
                                gboolean qr,
                                const char *name,
                                gboolean coexistence)
{
  KcSandboxSession *session = kc_sandbox_session_new (&self->time, self->knobs, self->channels,
                                                      self->sessions->len, qr, name, coexistence);

  g_ptr_array_add (self->sessions, session);
  schedule_drop (self);
  return session;
}

KcSandboxSession *
kc_sandbox_service_get_qr_session (KcSandboxService *self)
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
kc_sandbox_service_find_session (KcSandboxService *self, const char *id)
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
kc_sandbox_service_find_session_by_secret (KcSandboxService *self, const char *secret)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      if (g_str_equal (session->secret, secret))
        return session;
    }
  return NULL;
}

char *
kc_sandbox_service_get_verification_uri (KcSandboxService *self, KcSandboxSession *session)
{
  return g_strconcat (self->origin, "/portal/", self->token, "/connect/", session->secret, NULL);
}

gboolean
kc_sandbox_service_scan (KcSandboxService *self, const char *code, GError **error)
{
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

void
kc_sandbox_service_count (KcSandboxService *self, const char *endpoint)
{
  gpointer count = g_hash_table_lookup (self->n_per_endpoint, endpoint);

  self->n_requests++;
  g_hash_table_insert (self->n_per_endpoint, (gpointer) endpoint,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
}
