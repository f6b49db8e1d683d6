/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-mock-secrets.h"

#include <string.h>

#define BUS_NAME "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define SESSION_PATH SERVICE_PATH "/session/1"
#define DEFAULT_PATH SERVICE_PATH "/aliases/default"
#define PROMPT_PATH SERVICE_PATH "/prompt/1"

typedef struct {
  char *label;
  GVariant *attributes;
  GVariant *value; /* ay */
  guint registration;
} MockItem;

static const char interfaces_xml[]
    = "<node>"
      "  <interface name='org.freedesktop.Secret.Service'>"
      "    <property name='Collections' type='ao' access='read'/>"
      "    <method name='OpenSession'>"
      "      <arg type='s' direction='in'/><arg type='v' direction='in'/>"
      "      <arg type='v' direction='out'/><arg type='o' direction='out'/>"
      "    </method>"
      "    <method name='CreateCollection'>"
      "      <arg type='a{sv}' direction='in'/><arg type='s' direction='in'/>"
      "      <arg type='o' direction='out'/><arg type='o' direction='out'/>"
      "    </method>"
      "    <method name='SearchItems'>"
      "      <arg type='a{ss}' direction='in'/>"
      "      <arg type='ao' direction='out'/><arg type='ao' direction='out'/>"
      "    </method>"
      "    <method name='Unlock'>"
      "      <arg type='ao' direction='in'/>"
      "      <arg type='ao' direction='out'/><arg type='o' direction='out'/>"
      "    </method>"
      "    <method name='ReadAlias'>"
      "      <arg type='s' direction='in'/><arg type='o' direction='out'/>"
      "    </method>"
      "    <method name='GetSecrets'>"
      "      <arg type='ao' direction='in'/><arg type='o' direction='in'/>"
      "      <arg type='a{o(oayays)}' direction='out'/>"
      "    </method>"
      "  </interface>"
      "  <interface name='org.freedesktop.Secret.Collection'>"
      "    <property name='Items' type='ao' access='read'/>"
      "    <property name='Label' type='s' access='read'/>"
      "    <property name='Locked' type='b' access='read'/>"
      "    <property name='Created' type='t' access='read'/>"
      "    <property name='Modified' type='t' access='read'/>"
      "    <method name='CreateItem'>"
      "      <arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/>"
      "      <arg type='b' direction='in'/>"
      "      <arg type='o' direction='out'/><arg type='o' direction='out'/>"
      "    </method>"
      "  </interface>"
      "  <interface name='org.freedesktop.Secret.Item'>"
      "    <property name='Locked' type='b' access='read'/>"
      "    <property name='Attributes' type='a{ss}' access='read'/>"
      "    <property name='Label' type='s' access='read'/>"
      "    <property name='Created' type='t' access='read'/>"
      "    <property name='Modified' type='t' access='read'/>"
      "    <method name='Delete'><arg type='o' direction='out'/></method>"
      "  </interface>"
      "  <interface name='org.freedesktop.Secret.Prompt'>"
      "    <method name='Prompt'><arg type='s' direction='in'/></method>"
      "    <method name='Dismiss'/>"
      "    <signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
      "  </interface>"
      "</node>";

static void
mock_item_free (gpointer data)
{
  MockItem *item = data;

  g_free (item->label);
  g_variant_unref (item->attributes);
  g_variant_unref (item->value);
  g_free (item);
}

static gboolean
contains_all (GVariant *attributes, GVariant *wanted)
{
  GVariantIter iter;
  const char *name;
  const char *value;

  g_variant_iter_init (&iter, wanted);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    {
      const char *found = NULL;

      if (!g_variant_lookup (attributes, name, "&s", &found) || !g_str_equal (found, value))
        return FALSE;
    }
  return TRUE;
}

static void
complete_prompt (KcMockSecrets *self, gboolean dismissed)
{
  /* The result has the same type, dismissed or not. */
  g_autoptr (GVariant) nothing
      = g_variant_ref_sink (g_variant_is_of_type (self->prompt_result, G_VARIANT_TYPE_OBJECT_PATH)
                                ? g_variant_new_object_path ("/")
                                : g_variant_new_objv (NULL, 0));

  if (!dismissed)
    {
      self->locked = FALSE;
      self->no_collection = FALSE;
    }
  g_assert_true (g_dbus_connection_emit_signal (
      self->connection, NULL, PROMPT_PATH, "org.freedesktop.Secret.Prompt", "Completed",
      g_variant_new ("(bv)", dismissed, dismissed ? nothing : self->prompt_result), NULL));
}

static gboolean
on_slow_person_done_cb (gpointer user_data)
{
  KcMockSecrets *self = user_data;

  self->slow_id = 0;
  complete_prompt (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
ask_person (KcMockSecrets *self)
{
  self->n_prompts++;
  if (self->cancel_when_asked != NULL)
    g_cancellable_cancel (self->cancel_when_asked);
  switch (self->person)
    {
    case KC_MOCK_PERSON_ACCEPTS:
      complete_prompt (self, FALSE);
      break;
    case KC_MOCK_PERSON_IS_SLOW:
      self->slow_id = g_timeout_add (KC_MOCK_SLOW_MS, on_slow_person_done_cb, self);
      break;
    case KC_MOCK_PERSON_DISMISSES:
      complete_prompt (self, TRUE);
      break;
    case KC_MOCK_PERSON_IS_AWAY:
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
set_prompt_result (KcMockSecrets *self, GVariant *result)
{
  g_clear_pointer (&self->prompt_result, g_variant_unref);
  self->prompt_result = g_variant_ref_sink (result);
}

static GVariant *
search_items (KcMockSecrets *self, GVariant *wanted)
{
  GVariantBuilder found;
  GVariantBuilder none;
  GHashTableIter iter;
  const char *path;
  MockItem *item;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("ao"));
  g_variant_builder_init (&none, G_VARIANT_TYPE ("ao"));
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, (gpointer *) &path, (gpointer *) &item))
    if (contains_all (item->attributes, wanted))
      g_variant_builder_add (&found, "o", path);
  return self->locked ? g_variant_new ("(aoao)", &none, &found)
                      : g_variant_new ("(aoao)", &found, &none);
}

static GVariant *
get_secrets (KcMockSecrets *self, GVariant *paths)
{
  GVariantBuilder secrets;
  GVariantIter iter;
  const char *path;

  g_variant_builder_init (&secrets, G_VARIANT_TYPE ("a{o(oayays)}"));
  g_variant_iter_init (&iter, paths);
  while (g_variant_iter_next (&iter, "&o", &path))
    {
      MockItem *item = g_hash_table_lookup (self->items, path);

      g_assert_nonnull (item);
      g_variant_builder_add (&secrets, "{o(o@ay@ays)}", path, SESSION_PATH,
                             g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0), item->value,
                             "text/plain");
    }
  return g_variant_new ("(a{o(oayays)})", &secrets);
}

static void
register_object (KcMockSecrets *self, const char *path, const char *interface, guint *registration);

static const char *
create_item (KcMockSecrets *self, GVariant *parameters)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (parameters, 0);
  g_autoptr (GVariant) secret = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) attributes = NULL;
  const char *label = NULL;
  char *path = NULL;
  MockItem *item = NULL;
  GHashTableIter iter;

  g_assert_true (g_variant_lookup (properties, "org.freedesktop.Secret.Item.Label", "&s", &label));
  attributes = g_variant_lookup_value (properties, "org.freedesktop.Secret.Item.Attributes",
                                       G_VARIANT_TYPE ("a{ss}"));
  g_assert_nonnull (attributes);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, (gpointer *) &path, (gpointer *) &item))
    if (contains_all (item->attributes, attributes))
      {
        g_variant_unref (item->value);
        item->value = g_variant_get_child_value (secret, 2);
        return path;
      }

  item = g_new0 (MockItem, 1);
  item->label = g_strdup (label);
  item->attributes = g_steal_pointer (&attributes);
  item->value = g_variant_get_child_value (secret, 2);
  path = g_strdup_printf (SERVICE_PATH "/collection/login/%u", ++self->next_id);
  g_hash_table_insert (self->items, path, item);
  register_object (self, path, "org.freedesktop.Secret.Item", &item->registration);
  return path;
}

static void
on_method_called_cb (GDBusConnection *connection,
                     const char *sender,
                     const char *path,
                     const char *interface,
                     const char *method,
                     GVariant *parameters,
                     GDBusMethodInvocation *invocation,
                     gpointer user_data)
{
  KcMockSecrets *self = user_data;
  g_autoptr (GVariant) first
      = g_variant_n_children (parameters) > 0 ? g_variant_get_child_value (parameters, 0) : NULL;
  GVariant *reply = NULL;

  if (g_strcmp0 (method, self->silent_method) == 0)
    {
      g_ptr_array_add (self->unanswered, invocation);
      return;
    }
  if (g_strcmp0 (method, self->failing_method) == 0)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, self->error_name,
                                                  self->error_message);
      return;
    }

  if (g_str_equal (method, "OpenSession"))
    {
      const char *algorithm;

      g_variant_get_child (parameters, 0, "&s", &algorithm);
      if (!g_str_equal (algorithm, "plain"))
        {
          g_dbus_method_invocation_return_dbus_error (invocation,
                                                      "org.freedesktop.DBus.Error.NotSupported",
                                                      "only plain");
          return;
        }
      reply = g_variant_new ("(vo)", g_variant_new_string (""), SESSION_PATH);
    }
  else if (g_str_equal (method, "SearchItems"))
    reply = search_items (self, first);
  else if (g_str_equal (method, "Unlock"))
    {
      set_prompt_result (self, g_variant_ref (first));
      reply = g_variant_new ("(aoo)", NULL, PROMPT_PATH);
    }
  else if (g_str_equal (method, "ReadAlias"))
    reply = g_variant_new ("(o)", self->no_collection ? "/" : DEFAULT_PATH);
  else if (g_str_equal (method, "GetSecrets"))
    reply = get_secrets (self, first);
  else if (g_str_equal (method, "CreateCollection"))
    {
      set_prompt_result (self, g_variant_new_object_path (DEFAULT_PATH));
      reply = g_variant_new ("(oo)", "/", PROMPT_PATH);
    }
  else if (g_str_equal (method, "CreateItem"))
    {
      if (self->no_collection || self->locked)
        {
          g_dbus_method_invocation_return_dbus_error (
              invocation,
              self->locked ? "org.freedesktop.Secret.Error.IsLocked"
                           : "org.freedesktop.Secret.Error.NoSuchObject",
              "no");
          return;
        }
      reply = g_variant_new ("(oo)", create_item (self, parameters), "/");
    }
  else if (g_str_equal (method, "Delete"))
    {
      MockItem *item = g_hash_table_lookup (self->items, path);

      g_dbus_connection_unregister_object (connection, item->registration);
      g_hash_table_remove (self->items, path);
      reply = g_variant_new ("(o)", "/");
    }
  else if (g_str_equal (method, "Prompt"))
    {
      g_dbus_method_invocation_return_value (invocation, NULL);
      ask_person (self);
      return;
    }
  else if (g_str_equal (method, "Dismiss"))
    {
      self->n_dismissed_by_us++;
      complete_prompt (self, TRUE);
      if (self->answers_crossed)
        {
          g_dbus_method_invocation_return_dbus_error (invocation, "org.example.Error.Gone",
                                                      "there is no such prompt");
          return;
        }
    }
  else
    g_assert_not_reached ();
  g_dbus_method_invocation_return_value (invocation, reply);
}

static GVariant *
get_property (GDBusConnection *connection,
              const char *sender,
              const char *path,
              const char *interface,
              const char *name,
              GError **error,
              gpointer user_data)
{
  KcMockSecrets *self = user_data;
  MockItem *item = g_hash_table_lookup (self->items, path);

  if (g_str_equal (name, "Collections") || g_str_equal (name, "Items"))
    return g_variant_new ("ao", NULL);
  if (g_str_equal (name, "Locked"))
    return g_variant_new_boolean (self->locked);
  if (g_str_equal (path, DEFAULT_PATH))
    return g_str_equal (name, "Label") ? g_variant_new_string ("Login") : g_variant_new_uint64 (0);
  g_assert_nonnull (item);
  if (g_str_equal (name, "Attributes"))
    return g_variant_ref (item->attributes);
  if (g_str_equal (name, "Label"))
    return g_variant_new_string (item->label);
  return g_variant_new_uint64 (0);
}

static const GDBusInterfaceVTable vtable = {
    .method_call = on_method_called_cb,
    .get_property = get_property,
};

static void
register_object (KcMockSecrets *self, const char *path, const char *interface, guint *registration)
{
  g_autoptr (GError) error = NULL;
  guint id = g_dbus_connection_register_object (self->connection, path,
                                                g_dbus_node_info_lookup_interface (self->interfaces,
                                                                                   interface),
                                                &vtable, self, NULL, &error);

  g_assert_no_error (error);
  if (registration != NULL)
    *registration = id;
}

KcMockSecrets *
kc_mock_secrets_new (void)
{
  KcMockSecrets *self = g_new0 (KcMockSecrets, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, mock_item_free);
  self->unanswered = g_ptr_array_new_with_free_func (g_object_unref);
  self->interfaces = g_dbus_node_info_new_for_xml (interfaces_xml, &error);
  g_assert_no_error (error);
  self->connection = g_dbus_connection_new_for_address_sync (
      g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);

  register_object (self, SERVICE_PATH, "org.freedesktop.Secret.Service", NULL);
  register_object (self, DEFAULT_PATH, "org.freedesktop.Secret.Collection", NULL);
  register_object (self, PROMPT_PATH, "org.freedesktop.Secret.Prompt", NULL);
  reply
      = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus",
                                     "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                     g_variant_new ("(su)", BUS_NAME, 4), G_VARIANT_TYPE ("(u)"),
                                     G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
  return self;
}

void
kc_mock_secrets_free (KcMockSecrets *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->slow_id, g_source_remove);
  g_clear_pointer (&self->unanswered, g_ptr_array_unref);
  /* Closing drops what was not sent yet: the answer to "Dismiss" would be lost, and libsecret
   * returns twice then (see answers_crossed). */
  g_dbus_connection_flush_sync (self->connection, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_close_sync (self->connection, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->interfaces, g_dbus_node_info_unref);
  g_clear_pointer (&self->prompt_result, g_variant_unref);
  g_free (self);
}

guint
kc_mock_secrets_get_n_items (KcMockSecrets *self)
{
  return g_hash_table_size (self->items);
}

void
kc_mock_secrets_spoil (KcMockSecrets *self, const char *text)
{
  GHashTableIter iter;
  MockItem *item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    {
      g_variant_unref (item->value);
      item->value = g_variant_ref_sink (
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, strlen (text), 1));
    }
}

const char *
kc_mock_secrets_get_label (KcMockSecrets *self, const char *base_url)
{
  GHashTableIter iter;
  MockItem *item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    {
      const char *found = NULL;

      if ((g_variant_lookup (item->attributes, "base-url", "&s", &found)
           || g_variant_lookup (item->attributes, "session-of", "&s", &found))
          && g_str_equal (found, base_url))
        return item->label;
    }
  return NULL;
}
