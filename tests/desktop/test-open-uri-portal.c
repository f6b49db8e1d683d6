/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The OpenURI portal on the test's own bus: it answers, refuses, stays silent, or does not exist.
 */

#include "kc-open-uri-portal.h"
#include "kc-test-wait.h"

#include <string.h>

#define LINK "https://app.keebai.invalid/connect/verysecret?a=1&b=two"

typedef enum { MISSING, REFUSES, OPENS, DECLINES, SILENT } Portal;

typedef struct {
  GTestDBus *dbus;
  GDBusConnection *client;
  GDBusConnection *desktop;
  GDBusNodeInfo *node;
  Portal portal;
  guint object_id;
  guint name_id;
  gboolean named;
  char *uri;   /* what the portal was asked to open */
  char *token; /* and the activation token */
} Fixture;

static const char interface_xml[]
    = "<node><interface name='org.freedesktop.portal.OpenURI'><method name='OpenURI'>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
      "</method></interface></node>";

static void
on_called_cb (GDBusConnection *connection,
              const char *sender,
              const char *object_path,
              const char *interface_name,
              const char *method_name,
              GVariant *parameters,
              GDBusMethodInvocation *invocation,
              gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 2);
  g_autofree char *path = NULL;
  g_autofree char *name = g_strdelimit (g_strdup (sender + strlen (":")), ".", '_');
  const char *token = NULL;

  g_variant_get_child (parameters, 1, "s", &fixture->uri);
  g_variant_lookup (options, "activation_token", "s", &fixture->token);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  if (fixture->portal == REFUSES)
    {
      g_dbus_method_invocation_return_dbus_error (invocation,
                                                  "org.freedesktop.portal.Error.NotAllowed",
                                                  "not today");
      return;
    }

  path = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  if (fixture->portal != SILENT)
    g_dbus_connection_emit_signal (connection, sender, path, "org.freedesktop.portal.Request",
                                   "Response",
                                   g_variant_new ("(u@a{sv})", fixture->portal == OPENS ? 0 : 1,
                                                  g_variant_new_array (G_VARIANT_TYPE ("{sv}"),
                                                                       NULL, 0)),
                                   NULL);
}

static const GDBusInterfaceVTable vtable = {on_called_cb, NULL, NULL, {NULL}};

static void
on_named_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->named = TRUE;
}

static GDBusConnection *
open_connection (GTestDBus *dbus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (dbus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->portal = GPOINTER_TO_INT (data);
  fixture->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->dbus);
  fixture->client = open_connection (fixture->dbus);
  fixture->desktop = open_connection (fixture->dbus);
  fixture->node = g_dbus_node_info_new_for_xml (interface_xml, &error);
  g_assert_no_error (error);
  if (fixture->portal == MISSING)
    return;

  fixture->object_id
      = g_dbus_connection_register_object (fixture->desktop, "/org/freedesktop/portal/desktop",
                                           fixture->node->interfaces[0], &vtable, fixture, NULL,
                                           &error);
  g_assert_no_error (error);
  fixture->name_id
      = g_bus_own_name_on_connection (fixture->desktop, "org.freedesktop.portal.Desktop",
                                      G_BUS_NAME_OWNER_FLAGS_NONE, on_named_cb, NULL, fixture,
                                      NULL);
  kc_test_wait_until (fixture->named);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->name_id != 0)
    g_bus_unown_name (fixture->name_id);
  if (fixture->object_id != 0)
    g_dbus_connection_unregister_object (fixture->desktop, fixture->object_id);
  g_dbus_connection_close_sync (fixture->client, NULL, NULL);
  g_dbus_connection_close_sync (fixture->desktop, NULL, NULL);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->desktop);
  g_clear_pointer (&fixture->node, g_dbus_node_info_unref);
  g_clear_pointer (&fixture->uri, g_free);
  g_clear_pointer (&fixture->token, g_free);
  g_test_dbus_down (fixture->dbus);
  g_clear_object (&fixture->dbus);
}

/* Asserts that the call leaves nothing behind: its task is finalized. */
static gboolean
ask (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  GAsyncResult *result = NULL;
  gboolean opened;

  kc_open_uri_portal_open_async (fixture->client, LINK, "token", cancellable,
                                 kc_test_take_result_cb, &result);
  if (fixture->portal == SILENT)
    {
      kc_test_wait_until (fixture->uri != NULL);
      for (int i = 0; i < 20; i++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_null (result);
      g_cancellable_cancel (cancellable);
    }
  kc_test_wait_until (result != NULL);
  opened = kc_open_uri_portal_open_finish (result, error);
  g_object_add_weak_pointer (G_OBJECT (result), (gpointer *) &result);
  g_object_unref (result);
  kc_test_wait_until (result == NULL);

  return opened;
}

static void
test_opened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ask (fixture, cancellable, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->uri, ==, LINK);
  g_assert_cmpstr (fixture->token, ==, "token");
}

/* GIO's own code ends the program here. */
static void
test_not_opened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (ask (fixture, cancellable, &error));
  g_assert_nonnull (error);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  g_assert_null (strstr (error->message, "verysecret"));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (ask (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* Cancelled while the call is under way. */
  kc_open_uri_portal_open_async (fixture->client, LINK, NULL, cancellable, kc_test_take_result_cb,
                                 &result);
  g_cancellable_cancel (cancellable);
  kc_test_wait_until (result != NULL);
  g_assert_false (kc_open_uri_portal_open_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *path, Portal portal, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (portal), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/open-uri-portal/opened", OPENS, test_opened);
  add ("/open-uri-portal/missing", MISSING, test_not_opened);
  add ("/open-uri-portal/refused", REFUSES, test_not_opened);
  add ("/open-uri-portal/declined", DECLINES, test_not_opened);
  add ("/open-uri-portal/cancelled", SILENT, test_cancelled);
  add ("/open-uri-portal/cancelled-at-once", OPENS, test_cancelled_at_once);

  return g_test_run ();
}
