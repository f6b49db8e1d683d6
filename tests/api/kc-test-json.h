/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Answers that are wrong in one place, derived from a good one. */

#pragma once

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

G_BEGIN_DECLS

/* One value of each JSON type. */
typedef enum {
  KC_TEST_NULL,
  KC_TEST_BOOLEAN,
  KC_TEST_INTEGER,
  KC_TEST_REAL,
  KC_TEST_STRING,
  KC_TEST_ARRAY,
  KC_TEST_OBJECT,
  KC_TEST_N_TYPES,
} KcTestType;

static inline GBytes *
kc_test_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static inline JsonNode *
kc_test_new_value (KcTestType type)
{
  static const char *const values[KC_TEST_N_TYPES] = {
      "null", "true", "7", "7.5", "\"text\"", "[1]", "{\"a\":1}",
  };

  return json_from_string (values[type], NULL);
}

/* `good` with the field at `path` ("a.b.c"; a number is the index in an array) replaced by a value
 * of `type`, or removed if `type` is KC_TEST_N_TYPES. */
static inline GBytes *
kc_test_spoil (const char *good, const char *path, KcTestType type)
{
  g_autoptr (JsonNode) root = json_from_string (good, NULL);
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  const guint n_steps = g_strv_length (steps);
  JsonNode *node = root;
  g_autofree char *text = NULL;

  for (guint i = 0; i + 1 < n_steps; i++)
    {
      if (JSON_NODE_HOLDS_ARRAY (node))
        node = json_array_get_element (json_node_get_array (node), atoi (steps[i]));
      else
        node = json_object_get_member (json_node_get_object (node), steps[i]);
      g_assert_nonnull (node);
    }
  g_assert_true (json_object_has_member (json_node_get_object (node), steps[n_steps - 1]));
  if (type == KC_TEST_N_TYPES)
    json_object_remove_member (json_node_get_object (node), steps[n_steps - 1]);
  else
    json_object_set_member (json_node_get_object (node), steps[n_steps - 1],
                            kc_test_new_value (type));
  text = json_to_string (root, FALSE);

  return g_bytes_new (text, strlen (text));
}

G_END_DECLS
