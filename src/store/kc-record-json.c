/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-record-json.h"

#include "kc-json.h"
#include "kc-uri.h"

#include <string.h>

JsonBuilder *
kc_record_json_begin (int version, const char *base_url)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, version);
  kc_record_json_add_string (builder, "base_url", base_url);

  return builder;
}

void
kc_record_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

GBytes *
kc_record_json_end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);

  return g_bytes_new_take (text, strlen (text));
}

JsonObject *
kc_record_json_read (GBytes *bytes, int version, const char *base_url, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) object = kc_json_parse_object (bytes, &local_error);
  const char *address = NULL;
  gint64 found = 0;

  /* kc-json says which member it is, and never what stands in it. */
  if (object == NULL || !kc_json_get_int (object, "version", 1, G_MAXINT64, &found, &local_error)
      || (found <= version
          && (address = kc_json_get_string (object, "base_url", KC_URI_MAX_BYTES, &local_error))
                 == NULL))
    g_set_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED, "The file is damaged: %s",
                 local_error->message);
  else if (found > version)
    g_set_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_NEWER,
                 "The file is of version %" G_GINT64_FORMAT ", and %d is known here", found,
                 version);
  else if (!g_str_equal (address, base_url))
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_FOREIGN,
                         "The file is about another address");
  else
    return g_steal_pointer (&object);

  return NULL;
}
