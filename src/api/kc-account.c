/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-account.h"

#include "kc-channel-reader.h"
#include "kc-json.h"

#define MAX_SCOPES 256

/* Where the parts of the account may stand: the shape of the answer is not documented. */
static const char *const *const places[] = {
    (const char *const[]){NULL},
    (const char *const[]){"token", NULL},
    (const char *const[]){"data", NULL},
    (const char *const[]){"data", "token", NULL},
};

static JsonObject *
walk (JsonObject *object, const char *const *path)
{
  for (; object != NULL && *path != NULL; path++)
    object = kc_json_peek_object (object, *path);

  return object;
}

static char **
read_scopes (JsonObject *object)
{
  JsonArray *array = kc_json_peek_array (object, "scopes");
  const char *list = kc_json_peek_string (object, "scopes", KC_JSON_MAX_BYTES);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array != NULL)
    {
      for (guint i = 0; i < MIN (json_array_get_length (array), MAX_SCOPES); i++)
        {
          const char *scope
              = kc_json_peek_node_string (json_array_get_element (array, i), KC_NAME_MAX_BYTES);

          if (scope != NULL)
            g_strv_builder_add (builder, scope);
        }
    }
  else if (list != NULL)
    {
      g_auto (GStrv) words = g_strsplit_set (list, " ,", MAX_SCOPES);

      for (guint i = 0; words[i] != NULL; i++)
        {
          if (*words[i] != '\0')
            g_strv_builder_add (builder, words[i]);
        }
    }
  else
    return NULL;

  return g_strv_builder_end (builder);
}

/* `company: {name}`, `company: "…"` or `company_name`. */
static const char *
find_name (JsonObject *object, const char *who)
{
  g_autofree char *flat = g_strconcat (who, "_name", NULL);
  const char *name
      = kc_json_peek_string (kc_json_peek_object (object, who), "name", KC_NAME_MAX_BYTES);

  if (name == NULL)
    name = kc_json_peek_string (object, who, KC_NAME_MAX_BYTES);
  if (name == NULL)
    name = kc_json_peek_string (object, flat, KC_NAME_MAX_BYTES);

  return name;
}

G_DEFINE_BOXED_TYPE (KcAccount, kc_account, kc_account_copy, kc_account_free)

KcAccount *
kc_account_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (JsonObject) root = kc_json_parse_object (bytes, error);
  KcAccount *self;

  if (root == NULL)
    return NULL;

  self = g_new0 (KcAccount, 1);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      JsonObject *object = walk (root, places[i]);

      if (self->scopes == NULL)
        self->scopes = read_scopes (object);
      if (self->company_name == NULL)
        self->company_name = g_strdup (find_name (object, "company"));
      if (self->user_name == NULL)
        self->user_name = g_strdup (find_name (object, "user"));
    }

  return self;
}

KcAccount *
kc_account_copy (const KcAccount *self)
{
  KcAccount *copy = g_new0 (KcAccount, 1);

  copy->company_name = g_strdup (self->company_name);
  copy->user_name = g_strdup (self->user_name);
  copy->scopes = g_strdupv (self->scopes);

  return copy;
}

void
kc_account_free (KcAccount *self)
{
  g_free (self->company_name);
  g_free (self->user_name);
  g_strfreev (self->scopes);
  g_free (self);
}

/* One item of a list, or NULL if it has no id. */
typedef gpointer (*ReadItemFunc) (JsonObject *object, KcChannelKind kind);

/* `{"data": […]}`. An item that cannot be read is left out; a list of nothing
 * else must not pass for an empty one. */
static GPtrArray *
read_list (GBytes *bytes,
           ReadItemFunc read_item,
           KcChannelKind kind,
           GDestroyNotify free_item,
           GError **error)
{
  g_autoptr (JsonNode) root = kc_json_parse_list (bytes, KC_JSON_MAX_LIST_BYTES, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  JsonArray *array = NULL;

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    array = kc_json_peek_array (json_node_get_object (root), "data");
  if (array == NULL)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "\"data\" is not a list");
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gpointer item
          = JSON_NODE_HOLDS_OBJECT (node) ? read_item (json_node_get_object (node), kind) : NULL;

      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  if (items->len == 0 && json_array_get_length (array) > 0)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "no item of \"data\" has an id");
      return NULL;
    }

  return g_steal_pointer (&items);
}

static gpointer
read_channel (JsonObject *object, KcChannelKind kind)
{
  return kc_channel_read (object, kind);
}

GPtrArray *
kc_channels_new_from_bytes (GBytes *bytes, KcChannelKind kind, GError **error)
{
  return read_list (bytes, read_channel, kind, g_object_unref, error);
}

static gpointer
read_number (JsonObject *object, KcChannelKind kind)
{
  char *id = kc_json_dup_text (object, "id", KC_ID_MAX_BYTES);
  KcNumber *self;

  if (id == NULL)
    return NULL;

  self = g_new0 (KcNumber, 1);
  self->id = id;
  self->phone_number = kc_json_dup_text (object, "phone_number", KC_NUMBER_MAX_BYTES);
  self->channel_id = kc_json_dup_text (object, "channel_id", KC_ID_MAX_BYTES);
  self->status = kc_json_dup_text (object, "status", KC_NAME_MAX_BYTES);

  return self;
}

GPtrArray *
kc_numbers_new_from_bytes (GBytes *bytes, GError **error)
{
  return read_list (bytes, read_number, KC_CHANNEL_KIND_WHATSAPP, (GDestroyNotify) kc_number_free,
                    error);
}

void
kc_number_free (KcNumber *self)
{
  g_free (self->id);
  g_free (self->phone_number);
  g_free (self->channel_id);
  g_free (self->status);
  g_free (self);
}
