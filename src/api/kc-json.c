/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-json.h"

#include "kc-json-check.h"

#include <math.h>
#include <string.h>

#define MAX_NUMBER_BYTES 64

static void
complain (GError **error, const char *name, const char *complaint)
{
  g_set_error (error, KC_ERROR, KC_ERROR_BAD_REPLY, "\"%s\" %s", name, complaint);
}

/* NULL if absent or null: Keebai writes the one for the other. */
static JsonNode *
find_node (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
node_is (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

JsonNode *
kc_json_parse_list (GBytes *bytes, gsize max_bytes, GError **error)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  g_autoptr (JsonParser) parser = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = NULL;
  JsonNode *root;

  if (length > max_bytes)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "the answer is too large");
      return NULL;
    }
  if (length >= strlen (byte_order_mark)
      && memcmp (data, byte_order_mark, strlen (byte_order_mark)) == 0)
    {
      data += strlen (byte_order_mark);
      length -= strlen (byte_order_mark);
    }
  if (length == 0)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "an empty answer");
      return NULL;
    }
  if (!g_utf8_validate_len (data, length, NULL))
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "the answer is not UTF-8");
      return NULL;
    }
  text = g_memdup2 (data, length);
  if (!kc_json_check (text, length, KC_JSON_MAX_DEPTH, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, NULL)
      || (root = json_parser_steal_root (parser)) == NULL)
    {
      /* The parser's own message quotes the text, which may hold a secret. */
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "the answer cannot be parsed");
      return NULL;
    }

  return root;
}

JsonNode *
kc_json_parse (GBytes *bytes, GError **error)
{
  return kc_json_parse_list (bytes, KC_JSON_MAX_BYTES, error);
}

JsonObject *
kc_json_parse_object (GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) root = kc_json_parse (bytes, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "the answer is not an object");
      return NULL;
    }

  return json_node_dup_object (root);
}

gboolean
kc_json_find_string (
    JsonObject *object, const char *name, gsize max_bytes, const char **value, GError **error)
{
  JsonNode *node = find_node (object, name);
  const char *text;

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!node_is (node, G_TYPE_STRING))
    {
      complain (error, name, "is not a text");
      return FALSE;
    }

  text = json_node_get_string (node);
  if (strlen (text) > max_bytes)
    {
      complain (error, name, "is too long");
      return FALSE;
    }
  if (strstr (text, KC_JSON_NUL) != NULL)
    {
      complain (error, name, "has a NUL");
      return FALSE;
    }
  *value = text;

  return TRUE;
}

const char *
kc_json_get_string (JsonObject *object, const char *name, gsize max_bytes, GError **error)
{
  const char *value;

  if (!kc_json_find_string (object, name, max_bytes, &value, error))
    return NULL;
  if (value == NULL)
    complain (error, name, "is missing");

  return value;
}

const char *
kc_json_peek_string (JsonObject *object, const char *name, gsize max_bytes)
{
  const char *value;

  if (object == NULL || !kc_json_find_string (object, name, max_bytes, &value, NULL))
    return NULL;

  return value != NULL && *value != '\0' ? value : NULL;
}

/* 2^53: beyond it a double does not say which whole number it is. */
static gboolean
is_whole (double number)
{
  double whole;

  return isfinite (number) && fabs (number) <= 9007199254740992.0
         && fpclassify (modf (number, &whole)) == FP_ZERO;
}

const char *
kc_json_peek_node_string (JsonNode *node, gsize max_bytes)
{
  const char *text = node_is (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;

  return text != NULL && *text != '\0' && strlen (text) <= max_bytes
                 && strstr (text, KC_JSON_NUL) == NULL
             ? text
             : NULL;
}

char *
kc_json_dup_text (JsonObject *object, const char *name, gsize max_bytes)
{
  JsonNode *node = object != NULL ? find_node (object, name) : NULL;

  if (node == NULL)
    return NULL;
  if (node_is (node, G_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (node_is (node, G_TYPE_DOUBLE) && is_whole (json_node_get_double (node)))
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) json_node_get_double (node));

  return g_strdup (kc_json_peek_node_string (node, max_bytes));
}

gboolean
kc_json_peek_number (JsonObject *object, const char *name, double *value)
{
  JsonNode *node = find_node (object, name);
  const char *text;
  char *end;

  if (node == NULL)
    return FALSE;
  if (node_is (node, G_TYPE_INT64) || node_is (node, G_TYPE_DOUBLE))
    {
      *value = json_node_get_double (node);
      return !isnan (*value);
    }
  text = kc_json_peek_node_string (node, MAX_NUMBER_BYTES);
  if (text == NULL || strspn (text, " +-.0123456789eE") != strlen (text))
    return FALSE;
  *value = g_ascii_strtod (text, &end);

  return end != text && *(end + strspn (end, " ")) == '\0';
}

gboolean
kc_json_peek_boolean (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = object != NULL ? find_node (object, name) : NULL;
  const char *text;

  if (node == NULL)
    return fallback;
  if (node_is (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node);
  if (node_is (node, G_TYPE_INT64) && json_node_get_int (node) >> 1 == 0)
    return json_node_get_int (node) == 1;
  text = kc_json_peek_node_string (node, MAX_NUMBER_BYTES);
  if (text != NULL && (g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1")))
    return TRUE;
  if (text != NULL && (g_ascii_strcasecmp (text, "false") == 0 || g_str_equal (text, "0")))
    return FALSE;

  return fallback;
}

gboolean
kc_json_get_int (
    JsonObject *object, const char *name, gint64 min, gint64 max, gint64 *value, GError **error)
{
  JsonNode *node = find_node (object, name);
  gint64 number;

  if (node == NULL)
    {
      complain (error, name, "is missing");
      return FALSE;
    }

  if (node_is (node, G_TYPE_INT64))
    number = json_node_get_int (node);
  else if (node_is (node, G_TYPE_DOUBLE))
    {
      const double real = json_node_get_double (node);

      if (!is_whole (real))
        {
          complain (error, name, "is not a whole number, or out of range");
          return FALSE;
        }
      number = (gint64) real;
    }
  else
    {
      complain (error, name, "is not a number");
      return FALSE;
    }

  if (number < min || number > max)
    {
      complain (error, name, "is out of range");
      return FALSE;
    }
  *value = number;

  return TRUE;
}

gboolean
kc_json_find_boolean (
    JsonObject *object, const char *name, gboolean fallback, gboolean *value, GError **error)
{
  JsonNode *node = find_node (object, name);

  *value = fallback;
  if (node == NULL)
    return TRUE;
  if (!node_is (node, G_TYPE_BOOLEAN))
    {
      complain (error, name, "is neither true nor false");
      return FALSE;
    }
  *value = json_node_get_boolean (node);

  return TRUE;
}

gboolean
kc_json_find_object (JsonObject *object, const char *name, JsonObject **value, GError **error)
{
  JsonNode *node = find_node (object, name);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      complain (error, name, "is not an object");
      return FALSE;
    }
  *value = json_node_get_object (node);

  return TRUE;
}

JsonObject *
kc_json_peek_object (JsonObject *object, const char *name)
{
  JsonObject *value = NULL;

  if (object != NULL)
    kc_json_find_object (object, name, &value, NULL);

  return value;
}

JsonArray *
kc_json_get_array (JsonObject *object, const char *name, GError **error)
{
  JsonNode *node = find_node (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      complain (error, name, node == NULL ? "is missing" : "is not an array");
      return NULL;
    }

  return json_node_get_array (node);
}

JsonArray *
kc_json_peek_array (JsonObject *object, const char *name)
{
  return object != NULL ? kc_json_get_array (object, name, NULL) : NULL;
}
