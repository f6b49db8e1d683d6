/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-service.h"

#include "kc-test-wait.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* It may have been made offline. */
#define PATIENCE_US (5 * G_USEC_PER_SEC)
#define N_LINES 8 /* that keebai-sandbox prints at its start */

struct _KcSoakService {
  GSubprocess *process;
  SoupSession *control;
  char *practice_url;
  char *base_url;
  char *keys[KC_SOAK_N_KEYS];
  KcClient *clients[KC_SOAK_N_KEYS];
  guint scale;
  guint n_numbers;
};

static char *
find_value (char **lines, const char *name)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], name))
      return g_strdup (lines[i] + strlen (name) + strlen (": "));

  return NULL;
}

static gboolean
read_lines (KcSoakService *self, GError **error)
{
  g_autoptr (GDataInputStream) input
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_LINES; i++)
    {
      char *line = g_data_input_stream_read_line_utf8 (input, NULL, NULL, error);

      if (line == NULL)
        return FALSE;
      g_ptr_array_add (lines, line);
    }
  g_ptr_array_add (lines, NULL);

  self->base_url = find_value ((char **) lines->pdata, "base-url");
  self->keys[KC_SOAK_KEY_NO_READ] = find_value ((char **) lines->pdata, "key-no-read");
  self->keys[KC_SOAK_KEY_FULL] = find_value ((char **) lines->pdata, "key-full");
  self->keys[KC_SOAK_KEY_SECOND] = find_value ((char **) lines->pdata, "key-second");
  self->practice_url = find_value ((char **) lines->pdata, "practice-url");

  return TRUE;
}

/* If the service does not answer the soak's own questions, nothing can be learnt: the soak ends. */
static JsonNode *
ask (KcSoakService *self, const char *path, const char *type, const char *body, guint *status)
{
  g_autofree char *uri
      = path[0] == '/' ? g_strconcat (self->practice_url, path, NULL) : g_strdup (path);
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *text = NULL;
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (answer == NULL)
    {
      g_autoptr (SoupMessage) message = soup_message_new (body != NULL ? "POST" : "GET", uri);
      g_autoptr (GError) error = NULL;

      soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
      if (body != NULL)
        {
          g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

          soup_message_set_request_body_from_bytes (message, type, bytes);
        }
      answer = soup_session_send_and_read (self->control, message, NULL, &error);
      if (answer == NULL && g_get_monotonic_time () > end)
        g_error ("the practice service does not answer: %s", error->message);
      if (answer == NULL)
        g_usleep (5000);
      else if (status != NULL)
        *status = soup_message_get_status (message);
    }

  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));

  return json_from_string (text != NULL && *text != '\0' ? text : "null", NULL);
}

/* A service that stands still would receive no other command. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

KcSoakService *
kc_soak_service_new (const char *program, guint scale, GError **error)
{
  g_autoptr (KcSoakService) self = g_new0 (KcSoakService, 1);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *knob = g_strdup_printf ("time-scale=%u", scale);

  self->scale = scale;
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, error, program, "--knob", knob, NULL);
  if (self->process == NULL || !read_lines (self, error))
    return NULL;

  self->control = soup_session_new ();
  soup_session_set_proxy_resolver (self->control, NULL);
  soup_session_set_timeout (self->control, 20);

  return g_steal_pointer (&self);
}

void
kc_soak_service_free (KcSoakService *self)
{
  if (self->process != NULL)
    {
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  for (guint i = 0; i < KC_SOAK_N_KEYS; i++)
    {
      g_clear_object (&self->clients[i]);
      g_free (self->keys[i]);
    }
  g_clear_object (&self->control);
  g_clear_object (&self->process);
  g_free (self->base_url);
  g_free (self->practice_url);
  g_free (self);
}

const char *
kc_soak_service_get_base_url (KcSoakService *self)
{
  return self->base_url;
}

KcClient *
kc_soak_service_get_client (KcSoakService *self, KcSoakKey key)
{
  g_autoptr (GError) error = NULL;

  if (self->clients[key] == NULL)
    {
      self->clients[key] = kc_client_new (self->base_url, self->keys[key], &error);
      g_assert_no_error (error);
      kc_client_set_deadline (self->clients[key], KC_CLIENT_DEADLINE_MS / self->scale);
    }

  return self->clients[key];
}

void
kc_soak_service_hang_up (KcSoakService *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->clients); i++)
    if (self->clients[i] != NULL)
      {
        /* Cancelled calls may still be ending. */
        g_object_add_weak_pointer (G_OBJECT (self->clients[i]), (gpointer *) &self->clients[i]);
        g_object_unref (self->clients[i]);
        kc_test_wait_until (self->clients[i] == NULL);
      }
  soup_session_abort (self->control);
}

void
kc_soak_service_turn (KcSoakService *self, const char *knob, const char *value)
{
  g_autofree char *body = g_strdup_printf ("{\"%s\":\"%s\"}", knob, value);
  g_autoptr (JsonNode) answer = NULL;
  guint status;

  answer = ask (self, "/knobs", "application/json", body, &status);
  if (status != 200)
    g_error ("the practice service does not take %s", body);
}

void
kc_soak_service_turn_back (KcSoakService *self)
{
  g_autoptr (JsonNode) state = ask (self, "/state", NULL, NULL, NULL);
  JsonObject *knobs = json_object_get_object_member (json_node_get_object (state), "knobs");
  g_autoptr (GList) names = json_object_get_members (knobs);

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "time-scale"))
      json_object_set_string_member (knobs, l->data, "");
  json_object_remove_member (knobs, "time-scale");

  {
    g_autofree char *body
        = json_to_string (json_object_get_member (json_node_get_object (state), "knobs"), FALSE);
    g_autoptr (JsonNode) answer = ask (self, "/knobs", "application/json", body, NULL);
  }
}

gboolean
kc_soak_service_scan (KcSoakService *self, GBytes *code)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (code, NULL), g_bytes_get_size (code));
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", text);
  g_autoptr (JsonNode) answer = NULL;
  guint status;

  answer = ask (self, "/scan", "application/json", body, &status);

  return status == 200;
}

gboolean
kc_soak_service_scan_current (KcSoakService *self)
{
  g_autoptr (KcSoakTruth) truth = kc_soak_service_look (self);
  g_autoptr (GBytes) code = NULL;

  if (truth->code == NULL)
    return FALSE;

  code = g_bytes_new (truth->code, strlen (truth->code));

  return kc_soak_service_scan (self, code);
}

void
kc_soak_service_press (KcSoakService *self, const char *verification_uri, const char *action)
{
  g_autofree char *body
      = g_strdup_printf ("action=%s&name=Soak&number=%%2B1555%07u", action, self->n_numbers++);
  g_autoptr (JsonNode) answer
      = ask (self, verification_uri, "application/x-www-form-urlencoded", body, NULL);
}

static GHashTable *
read_faults (JsonObject *root)
{
  JsonObject *faults = json_object_get_object_member (root, "faults");
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GList) names = json_object_get_members (faults);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *fault = json_object_get_object_member (faults, l->data);
      KcSoakServed *served = g_new (KcSoakServed, 1);

      served->times = (guint) json_object_get_int_member (fault, "times");
      served->last = json_object_get_int_member (fault, "last");
      g_hash_table_insert (table, g_strdup (l->data), served);
    }

  return table;
}

KcSoakTruth *
kc_soak_service_look (KcSoakService *self)
{
  g_autoptr (JsonNode) answer = ask (self, "/state", NULL, NULL, NULL);
  JsonObject *root = json_node_get_object (answer);
  JsonObject *counts = json_object_get_object_member (root, "counts");
  JsonObject *knobs = json_object_get_object_member (root, "knobs");
  JsonArray *sessions = json_object_get_array_member (root, "sessions");
  KcSoakTruth *truth = g_new0 (KcSoakTruth, 1);
  gboolean is_qr = FALSE;

  truth->now = json_object_get_int_member (root, "now");
  truth->n_sessions = (guint) json_object_get_int_member (counts, "sessions");
  truth->n_channels = (guint) json_object_get_int_member (counts, "channels");
  truth->n_requests = (guint) json_object_get_int_member (counts, "requests");
  truth->n_throttled = (guint) json_object_get_int_member (counts, "throttled");
  truth->busiest_minute = (guint) json_object_get_int_member (counts, "busiest_minute");
  truth->busiest_hour = (guint) json_object_get_int_member (counts, "busiest_hour");

  for (guint i = 0; i < json_array_get_length (sessions); i++)
    {
      JsonObject *session = json_array_get_object_element (sessions, i);
      const char *state = json_object_get_string_member (session, "state");

      if (g_str_equal (state, "completed"))
        truth->n_completed++;
      if (i + 1 < json_array_get_length (sessions))
        continue;
      is_qr = g_str_equal (json_object_get_string_member (session, "mode"), "qr");
      truth->state = g_strdup (state);
      truth->time_over = json_object_get_int_member (session, "time_over");
      truth->finishing = json_object_get_int_member (session, "finishing");
      truth->ended = json_object_get_int_member (session, "ended");
      truth->polled = json_object_get_int_member (session, "polled");
      truth->n_early_polls = (guint) json_object_get_int_member (session, "early_polls");
      truth->n_streams = (guint) json_object_get_int_member (session, "streams");
      if (!json_object_get_null_member (session, "code"))
        truth->code = g_strdup (json_object_get_string_member (session, "code"));
      if (!json_object_get_null_member (session, "channel_id"))
        truth->channel_id = g_strdup (json_object_get_string_member (session, "channel_id"));
    }

  truth->poll_works
      = g_str_equal (json_object_get_string_member (knobs, "next-poll"), "off")
        && (!is_qr || g_str_equal (json_object_get_string_member (knobs, "poll-qr"), "on"));
  truth->list_works = g_str_equal (json_object_get_string_member (knobs, "next-channels"), "off");
  truth->full_key_works = g_str_equal (json_object_get_string_member (knobs, "full-key"), "ok");
  truth->faults = read_faults (root);

  return truth;
}

void
kc_soak_truth_free (KcSoakTruth *truth)
{
  g_free (truth->state);
  g_free (truth->channel_id);
  g_free (truth->code);
  g_hash_table_unref (truth->faults);
  g_free (truth);
}

void
kc_soak_truth_rewind (KcSoakTruth *truth, gint64 at)
{
  truth->now = at;
  if (truth->state == NULL || (truth->ended != 0 && truth->ended <= at))
    return;

  g_free (truth->state);
  truth->state
      = g_strdup (truth->finishing != 0 && truth->finishing <= at ? "finishing" : "pending");
  truth->ended = 0;
}

guint
kc_soak_truth_count_faults (const KcSoakTruth *truth,
                            const KcSoakTruth *before,
                            const char *knob,
                            const char *value,
                            gint64 *last)
{
  g_autofree char *prefix = g_strconcat (knob != NULL ? knob : "", "=", value, NULL);
  GHashTableIter iter;
  gpointer name, data;
  guint n = 0;

  if (last != NULL)
    *last = 0;
  g_hash_table_iter_init (&iter, truth->faults);
  while (g_hash_table_iter_next (&iter, &name, &data))
    {
      const KcSoakServed *now = data;
      const KcSoakServed *then = g_hash_table_lookup (before->faults, name);
      guint times = now->times - (then != NULL ? then->times : 0);

      if (times == 0 || (knob != NULL && !g_str_has_prefix (name, prefix)))
        continue;
      n += times;
      if (last != NULL)
        *last = MAX (*last, now->last);
    }

  return n;
}

void
kc_soak_service_freeze (KcSoakService *self)
{
  g_subprocess_send_signal (self->process, SIGSTOP);
}

void
kc_soak_service_thaw (KcSoakService *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
}
