/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-envelope.h"

#include "kc-json.h"

#include <string.h>

#define MAX_CODE_BYTES 128
#define MAX_MESSAGE_BYTES 2048
#define MAX_SCOPES 32

/* The strings of an array, or NULL if there are none. */
static char **
read_strings (JsonArray *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_strings = 0;

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array) && n_strings < MAX_SCOPES; i++)
    {
      const char *text
          = kc_json_peek_node_string (json_array_get_element (array, i), MAX_CODE_BYTES);

      if (text == NULL)
        continue;
      g_strv_builder_add (builder, text);
      n_strings++;
    }

  return n_strings > 0 ? g_strv_builder_end (builder) : NULL;
}

static char *
read_message (JsonObject *object)
{
  const char *text = kc_json_peek_string (object, "message", MAX_MESSAGE_BYTES);
  g_auto (GStrv) texts = NULL;

  if (text != NULL)
    return g_strdup (text);
  texts = read_strings (kc_json_peek_array (object, "message"));

  return texts != NULL ? g_strjoinv ("; ", texts) : NULL;
}

static gboolean
is_json (const char *content_type)
{
  g_autofree char *type = NULL;

  if (content_type == NULL)
    return FALSE;
  type = g_ascii_strdown (content_type, -1);

  return g_str_equal (type, "application/json") || g_str_has_suffix (type, "+json");
}

/* Other services write their codes as numbers or words ("AuthorizationFailed"). */
static gboolean
is_upper_snake (const char *code)
{
  return code != NULL && strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen (code);
}

static gboolean
is_session (JsonObject *root)
{
  static const char *const words[] = {"pending", "completed", "expired", "cancelled", NULL};
  const char *status = kc_json_peek_string (root, "status", MAX_CODE_BYTES);

  return status != NULL && g_strv_contains (words, status);
}

gboolean
kc_envelope_read (KcEnvelope *self, const char *content_type, GBytes *body)
{
  g_autoptr (JsonObject) root = NULL;
  JsonObject *inner;
  double status;

  if (body != NULL)
    root = kc_json_parse_object (body, NULL);
  if (root == NULL)
    return FALSE;

  inner = kc_json_peek_object (root, "error");
  self->code = g_strdup (kc_json_peek_string (inner, "code", MAX_CODE_BYTES));
  self->message = read_message (inner != NULL ? inner : root);
  self->missing_scopes
      = read_strings (kc_json_peek_array (kc_json_peek_object (inner, "details"), "missing"));
  if (!is_json (content_type))
    return FALSE;
  if (inner != NULL)
    return is_upper_snake (self->code);
  if (self->message != NULL)
    return kc_json_peek_number (root, "statusCode", &status) && status >= 100 && status < 600;
  self->message = g_strdup (kc_json_peek_string (root, "error", MAX_MESSAGE_BYTES));

  return is_session (root);
}

void
kc_envelope_clear (KcEnvelope *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->missing_scopes, g_strfreev);
}
