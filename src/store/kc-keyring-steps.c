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
 *
 * The link of a session is kept without being asked for, so nobody may be asked on its account.
 * Locked is the end then, and to store goes: find, look at the keyring that new things go to
 * (libsecret would have a missing one made, a locked one unlocked), store.
 */

#include "kc-keyring-steps.h"

#include "kc-keyring-error.h"
#include "kc-keyring-operation.h"
#include "kc-keyring-collection.h"
#include "kc-messages.h"

#include <string.h>

static const SecretSchema key_schema = {
    "com.keebai.Connect.Key",
    SECRET_SCHEMA_NONE,
    {{"base-url", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* The secret is the link, a newline, and the session that it belongs to. The session is no
 * attribute, so that each link replaces the one before. libsecret's file knows nothing of schemas,
 * only of attributes: so this one must not look like the key's. */
static const SecretSchema link_schema = {
    "com.keebai.Connect.Link",
    SECRET_SCHEMA_NONE,
    {{"session-of", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* The first call was answered: libsecret keeps its file open from then on. */
static gboolean file_is_open;

static gboolean
has_locked (GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
      return TRUE;
  return FALSE;
}

/* The link in `text`, in its place; NULL if it is another session's. Every program of the person
 * may write to the keyring, and the link will be opened: so it is looked at again. */
static char *
take_link (char *text, const KcKeyringOperation *operation)
{
  char *end = text != NULL ? strchr (text, '\n') : NULL;

  if (end != NULL && g_str_equal (end + 1, operation->session_id))
    {
      *end = '\0';
      if (kc_uri_is_allowed (text, kc_uri_is_loopback (operation->base_url)))
        return text;
    }
  kc_keyring_free_key (text);
  return NULL;
}

static void
on_key_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *key = secret_password_lookup_finish (result, &error);

  if (operation->over)
    {
      kc_keyring_free_key (key);
      return;
    }
  kc_keyring_operation_stop (operation);
  if (operation->session_id != NULL)
    key = take_link (key, operation);
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
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (operation->over)
    return;
  kc_keyring_operation_stop (operation);
  if (stored)
    g_task_return_boolean (task, TRUE);
  else if (is_still_missing (error))
    g_task_return_error (task, kc_keyring_error_new_locked ());
  else
    g_task_return_error (task, kc_keyring_error_translate (error));
}

static void
store (GTask *task)
{
  KcKeyringOperation *operation = g_task_get_task_data (task);

  kc_keyring_operation_begin_step (task, !operation->quiet);
  secret_password_storev_binary (operation->schema, operation->attributes,
                                 SECRET_COLLECTION_DEFAULT, operation->label, operation->value,
                                 operation->cancellable, on_key_stored_cb, g_object_ref (task));
}

static void
on_place_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean checked = kc_keyring_collection_check_finish (result, &error);

  if (operation->over)
    return;
  if (checked)
    {
      store (task);
      return;
    }
  kc_keyring_operation_stop (operation);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_key_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (operation->over)
    return;
  kc_keyring_operation_stop (operation);
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
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  secret_item_delete_finish (SECRET_ITEM (source), result, &error);
  if (operation->over)
    return;
  if (error == NULL)
    {
      delete_next_item (task);
      return;
    }
  kc_keyring_operation_stop (operation);
  g_task_return_error (task, kc_keyring_error_translate (error));
}

/* One by one, where secret_password_clear () would do: that one trips over its own task when the
 * keyring refuses, or when it is cancelled (libsecret 0.20.5). */
static void
delete_next_item (GTask *task)
{
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (SecretItem) item = NULL;

  if (operation->items == NULL)
    {
      kc_keyring_operation_stop (operation);
      g_task_return_boolean (task, TRUE);
      return;
    }
  item = operation->items->data;
  operation->items = g_list_delete_link (operation->items, operation->items);
  kc_keyring_operation_begin_step (task, FALSE);
  secret_item_delete (item, operation->cancellable, on_item_deleted_cb, g_object_ref (task));
}

static void
on_items_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);
  gboolean was_asked = operation->unlocking;

  if (operation->over)
    return;
  operation->unlocking = FALSE;
  file_is_open = file_is_open || error == NULL;
  if (error != NULL)
    {
      kc_keyring_operation_stop (operation);
      g_task_return_error (task, kc_keyring_error_translate (error));
    }
  else if (operation->job == KC_KEYRING_STORE && operation->quiet)
    {
      kc_keyring_operation_begin_step (task, FALSE);
      kc_keyring_collection_check_async (operation->cancellable, on_place_checked_cb,
                                         g_object_ref (task));
    }
  else if (operation->job == KC_KEYRING_STORE)
    store (task);
  else if (items == NULL)
    {
      kc_keyring_operation_stop (operation);
      if (operation->job == KC_KEYRING_LOAD)
        g_task_return_pointer (task, NULL, NULL);
      else
        g_task_return_boolean (task, TRUE);
    }
  else if (has_locked (items) && !was_asked && !operation->quiet)
    {
      operation->unlocking = TRUE;
      kc_keyring_operation_begin_step (task, TRUE);
      secret_password_searchv (operation->schema, operation->attributes,
                               SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, operation->cancellable,
                               on_items_found_cb, g_object_ref (task));
    }
  else if (has_locked (items))
    {
      kc_keyring_operation_stop (operation);
      g_task_return_error (task, kc_keyring_error_new_locked ());
    }
  else if (operation->job == KC_KEYRING_LOAD)
    {
      kc_keyring_operation_begin_step (task, FALSE);
      secret_password_lookupv (operation->schema, operation->attributes, operation->cancellable,
                               on_key_looked_up_cb, g_object_ref (task));
    }
  else if (SECRET_IS_ITEM (items->data))
    {
      operation->items = g_steal_pointer (&items);
      delete_next_item (task);
    }
  else /* the file inside Flatpak */
    {
      kc_keyring_operation_begin_step (task, FALSE);
      secret_password_clearv (operation->schema, operation->attributes, operation->cancellable,
                              on_key_cleared_cb, g_object_ref (task));
    }
}

/* What a person reads in a password manager. */
static char *
make_label (const char *what, const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup_printf ("%s of Keebai Connect (%s)", what, host != NULL ? host : base_url);
}

static void
begin (GTask *task, KcKeyringOperation *operation)
{
  if (!kc_keyring_operation_attach (operation, task))
    return;
  /* Inside Flatpak the very first call may already ask: the portal unlocks the keyring for the key
   * of our file, and gives no hint of it. */
  if (operation->quiet && kc_keyring_collection_is_file () && !file_is_open)
    {
      kc_keyring_operation_stop (operation);
      g_task_return_new_error (task, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE,
                               "The keyring was not opened yet");
      return;
    }
  kc_keyring_operation_begin_step (task, kc_keyring_collection_is_sandbox () && !operation->quiet);
  secret_password_searchv (operation->schema, operation->attributes, SECRET_SEARCH_ALL,
                           operation->cancellable, on_items_found_cb, g_object_ref (task));
}

void
kc_keyring_steps_key (
    GTask *task, KcKeyringJob job, const char *base_url, const char *key, guint deadline_ms)
{
  KcKeyringOperation *operation
      = kc_keyring_operation_new (job, &key_schema, base_url, deadline_ms);

  if (job == KC_KEYRING_STORE)
    {
      operation->label = make_label ("Access key", base_url);
      operation->value = secret_value_new (key, -1, "text/plain");
    }
  begin (task, operation);
}

void
kc_keyring_steps_link (GTask *task,
                       KcKeyringJob job,
                       const char *base_url,
                       const char *session_id,
                       const char *link,
                       guint deadline_ms)
{
  KcKeyringOperation *operation
      = kc_keyring_operation_new (job, &link_schema, base_url, deadline_ms);
  char *text;

  operation->quiet = TRUE;
  operation->session_id = g_strdup (session_id);
  if (job == KC_KEYRING_STORE)
    {
      text = g_strdup_printf ("%s\n%s", link, session_id);
      operation->label = make_label ("Link", base_url);
      operation->value
          = secret_value_new_full (text, -1, "text/plain", (GDestroyNotify) secret_password_free);
    }
  begin (task, operation);
}
