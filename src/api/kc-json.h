/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-json: untrusted bytes to JSON, and typed getters that say which field is wrong.
 *
 * json-glib 1.6 recurses without a limit, takes comments and trailing values, and gives an empty
 * text a NULL root without an error; kc_json_parse () refuses all of that beforehand.
 */

#pragma once

#include "kc-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The largest answer: one object, and a list. */
#define KC_JSON_MAX_BYTES (1024 * 1024)
#define KC_JSON_MAX_LIST_BYTES (16 * 1024 * 1024)
#define KC_JSON_MAX_DEPTH 32

/* One JSON text (RFC 8259), or KC_ERROR_BAD_REPLY: empty, over the limits, not UTF-8, comments,
 * trailing bytes. A byte order mark before it is skipped. The root may be of any type. */
JsonNode *kc_json_parse (GBytes *bytes, GError **error);

/* Like kc_json_parse (), with another limit than KC_JSON_MAX_BYTES. May be called in any thread. */
JsonNode *kc_json_parse_list (GBytes *bytes, gsize max_bytes, GError **error);

/* Like kc_json_parse (), and the root has to be an object. */
JsonObject *kc_json_parse_object (GBytes *bytes, GError **error);

/* The getters: the field's value, or KC_ERROR_BAD_REPLY naming the field. "get": the field is
 * required. "find": absent or `null` gives the fallback, a wrong type is an error. Strings are
 * valid UTF-8 without NUL (a field with an escaped one cannot be read), at most max_bytes long;
 * borrowed from the object. */
const char *
kc_json_get_string (JsonObject *object, const char *name, gsize max_bytes, GError **error);
gboolean kc_json_find_string (
    JsonObject *object, const char *name, gsize max_bytes, const char **value, GError **error);
/* Whole numbers only, between min and max; a double with no fraction counts. */
gboolean kc_json_get_int (
    JsonObject *object, const char *name, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean kc_json_find_boolean (
    JsonObject *object, const char *name, gboolean fallback, gboolean *value, GError **error);
/* Borrowed. NULL without an error if absent or null. */
gboolean
kc_json_find_object (JsonObject *object, const char *name, JsonObject **value, GError **error);
JsonArray *kc_json_get_array (JsonObject *object, const char *name, GError **error);

/* "peek": for the parts of an answer that are not promised. NULL for everything unexpected,
 * including an empty string and a NULL object. Borrowed. */
const char *kc_json_peek_string (JsonObject *object, const char *name, gsize max_bytes);
const char *kc_json_peek_node_string (JsonNode *node, gsize max_bytes);
JsonObject *kc_json_peek_object (JsonObject *object, const char *name);
JsonArray *kc_json_peek_array (JsonObject *object, const char *name);

/* A text, or a whole number as a text: ids and phone numbers come as both. NULL if it is neither,
 * or empty; free with g_free (). */
char *kc_json_dup_text (JsonObject *object, const char *name, gsize max_bytes);

/* A number, whole or not, or a text that is one. FALSE if it is neither. */
gboolean kc_json_peek_number (JsonObject *object, const char *name, double *value);

/* true and false, also as 1 and 0 and as texts; `fallback` for everything else. */
gboolean kc_json_peek_boolean (JsonObject *object, const char *name, gboolean fallback);

G_END_DECLS
