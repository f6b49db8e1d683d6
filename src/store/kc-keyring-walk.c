/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Only libsecret's secret_password_* functions are used: they work on both of its backends, the
 * Secret Service of the desktop and the file with the portal's key inside Flatpak, where there is
 * no Secret Service to talk to.
 *
 * They have two gaps, closed here. They tell neither that they are about to ask the person for a
 * password, nor that the person declined: a dismissed lookup looks like "no such key", and clearing
 * leaves what is locked where it is, without a word. So each operation is a little walk:
 *
 *   find (never asks) ─┬─ nothing there ──────────────────────────── done
 *                      ├─ locked ── unlock (asks) ─┬─ still locked ─ KC_KEYRING_ERROR_LOCKED
 *                      │                           └─┐
 *                      └─────────────────────────────┴── load or clear
 *
 * and to store: find, which shows that the keyring answers, then store, which may ask. A step that
 * may ask has the person's deadline, all others that of a program.
 */

#include "kc-keyring-walk.h"

#include "kc-keyring-error.h"

#include <libsecret/secret.h>

static const SecretSchema key_schema = {
    "com.keebai.Connect.Key",
    SECRET_SCHEMA_NONE,
    {{"base-url", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* One operation; the data of its task. libsecret is handed a cancellable of our own, so that the
 * deadline can end a call as well. A keyring that does not react even to that does not hold us up:
 * the task returns, `over` is set, and what comes back later is dropped by the callback. */
typedef struct {
  KcKeyringJob job;
  guint deadline_ms;
  gboolean unlocking; /* the person is being asked for the password */
  gboolean over;
  char *label;
  GHashTable *attributes;
  GList *items;       /* still to be deleted */
  SecretValue *value; /* to be stored; in memory that is not swapped */
  GCancellable *cancellable;
  GSource *caller_cancelled;
  guint deadline_id;
} Operation;

static void
stop_waiting (Operation *operation)
{
  operation->over = TRUE;
  g_clear_handle_id (&operation->deadline_id, g_source_remove);
  if (operation->caller_cancelled != NULL)
    g_source_destroy (operation->caller_cancelled);
  g_clear_pointer (&operation->caller_cancelled, g_source_unref);
}

static void
operation_free (Operation *operation)
{
  stop_waiting (operation);
  g_clear_pointer (&operation->label, g_free);
  g_clear_pointer (&operation->attributes, g_hash_table_unref);
  g_clear_list (&operation->items, g_object_unref);
  g_clear_pointer (&operation->value, secret_value_unref);
  g_clear_object (&operation->cancellable);
  g_free (operation);
}

/* Inside Flatpak the very first call may already ask: the portal unlocks the keyring for the key
 * of our file, and gives no hint of it. */
static gboolean
may_ask_at_once (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static gboolean
on_deadline_passed_cb (gpointer user_data)
{
  GTask *task = user_data;
  Operation *operation = g_task_get_task_data (task);

  operation->deadline_id = 0;
  stop_waiting (operation);
  g_cancellable_cancel (operation->cancellable);
  if (operation->unlocking)
    g_task_return_error (task, kc_keyring_error_new_locked ());
  else
    g_task_return_new_error (task, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE,
                             "The keyring did not answer in time");
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  Operation *operation = g_task_get_task_data (task);

  stop_waiting (operation);
  g_cancellable_cancel (operation->cancellable);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Begins a step. The sources borrow the task: a step always has a call of libsecret's under way,
 * and that one owns a reference. */
static void
set_deadline (GTask *task, gboolean may_ask)
{
  Operation *operation = g_task_get_task_data (task);

  g_clear_handle_id (&operation->deadline_id, g_source_remove);
  operation->deadline_id
      = g_timeout_add (may_ask ? operation->deadline_ms * KC_KEYRING_PERSON_FACTOR
                               : operation->deadline_ms,
                       on_deadline_passed_cb, task);
}

static gboolean
has_locked (GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
      return TRUE;
  return FALSE;
}

static void
on_key_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *key = secret_password_lookup_finish (result, &error);

  if (operation->over)
    {
      kc_keyring_free_key (key);
      return;
    }
  stop_waiting (operation);
  if (error != NULL)
    g_task_return_error (task, kc_keyring_error_translate (error));
  else
    g_task_return_pointer (task, key, (GDestroyNotify) kc_keyring_free_key);
}

/* On a computer without any keyring libsecret has the person asked for the password of a new one.
 * If they decline, it tries to store nevertheless, and this is the answer. */
static gboolean
is_still_missing (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
on_key_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (operation->over)
    return;
  stop_waiting (operation);
  if (stored)
    g_task_return_boolean (task, TRUE);
  else if (is_still_missing (error))
    g_task_return_error (task, kc_keyring_error_new_locked ());
  else
    g_task_return_error (task, kc_keyring_error_translate (error));
}

static void
on_key_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (operation->over)
    return;
  stop_waiting (operation);
  if (error != NULL)
    g_task_return_error (task, kc_keyring_error_translate (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void delete_next_item (GTask *task);

static void
on_item_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret_item_delete_finish (SECRET_ITEM (source), result, &error);
  if (operation->over)
    return;
  if (error == NULL)
    {
      delete_next_item (task);
      return;
    }
  stop_waiting (operation);
  g_task_return_error (task, kc_keyring_error_translate (error));
}

/* One by one, where secret_password_clear () would do: that one trips over its own task when the
 * keyring refuses, or when it is cancelled (libsecret 0.20.5). */
static void
delete_next_item (GTask *task)
{
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (SecretItem) item = NULL;

  if (operation->items == NULL)
    {
      stop_waiting (operation);
      g_task_return_boolean (task, TRUE);
      return;
    }
  item = operation->items->data;
  operation->items = g_list_delete_link (operation->items, operation->items);
  set_deadline (task, FALSE);
  secret_item_delete (item, operation->cancellable, on_item_deleted_cb, g_object_ref (task));
}

static void
on_items_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Operation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);
  gboolean was_asked = operation->unlocking;

  if (operation->over)
    return;
  operation->unlocking = FALSE;
  if (error != NULL)
    {
      stop_waiting (operation);
      g_task_return_error (task, kc_keyring_error_translate (error));
    }
  else if (operation->job == KC_KEYRING_STORE)
    {
      set_deadline (task, TRUE);
      secret_password_storev_binary (&key_schema, operation->attributes, SECRET_COLLECTION_DEFAULT,
                                     operation->label, operation->value, operation->cancellable,
                                     on_key_stored_cb, g_object_ref (task));
    }
  else if (items == NULL)
    {
      stop_waiting (operation);
      if (operation->job == KC_KEYRING_LOAD)
        g_task_return_pointer (task, NULL, NULL);
      else
        g_task_return_boolean (task, TRUE);
    }
  else if (has_locked (items) && !was_asked)
    {
      operation->unlocking = TRUE;
      set_deadline (task, TRUE);
      secret_password_searchv (&key_schema, operation->attributes,
                               SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, operation->cancellable,
                               on_items_found_cb, g_object_ref (task));
    }
  else if (has_locked (items))
    {
      stop_waiting (operation);
      g_task_return_error (task, kc_keyring_error_new_locked ());
    }
  else if (operation->job == KC_KEYRING_LOAD)
    {
      set_deadline (task, FALSE);
      secret_password_lookupv (&key_schema, operation->attributes, operation->cancellable,
                               on_key_looked_up_cb, g_object_ref (task));
    }
  else if (SECRET_IS_ITEM (items->data))
    {
      operation->items = g_steal_pointer (&items);
      delete_next_item (task);
    }
  else /* the file inside Flatpak */
    {
      set_deadline (task, FALSE);
      secret_password_clearv (&key_schema, operation->attributes, operation->cancellable,
                              on_key_cleared_cb, g_object_ref (task));
    }
}

/* What a person reads in a password manager. */
static char *
make_label (const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup_printf ("Access key of Keebai Connect (%s)", host != NULL ? host : base_url);
}

void
kc_keyring_walk_begin (
    GTask *task, KcKeyringJob job, const char *base_url, const char *key, guint deadline_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Operation *operation = g_new0 (Operation, 1);

  operation->job = job;
  operation->deadline_ms = deadline_ms;
  operation->attributes = secret_attributes_build (&key_schema, "base-url", base_url, NULL);
  operation->cancellable = g_cancellable_new ();
  if (job == KC_KEYRING_STORE)
    {
      operation->label = make_label (base_url);
      operation->value = secret_value_new (key, -1, "text/plain");
    }
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (cancellable != NULL)
    {
      operation->caller_cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (operation->caller_cancelled, G_SOURCE_FUNC (on_caller_cancelled_cb),
                             task, NULL);
      g_source_attach (operation->caller_cancelled, g_task_get_context (task));
    }
  set_deadline (task, may_ask_at_once ());
  secret_password_searchv (&key_schema, operation->attributes, SECRET_SEARCH_ALL,
                           operation->cancellable, on_items_found_cb, g_object_ref (task));
}
