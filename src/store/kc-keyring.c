/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Only libsecret's secret_password_* functions are used: they work on both of its backends, the
 * Secret Service of the desktop and the file with the portal's key inside Flatpak, where there is
 * no Secret Service.
 *
 * They have two gaps. They do not say that they are about to ask the person for a password, nor
 * that the person declined: a dismissed lookup looks like "no such key", and clearing silently
 * leaves locked items where they are. So each operation goes in steps:
 *
 *   search (never asks) ─┬─ nothing there ──────────────────────────── done
 *                        ├─ locked ── unlock (asks) ─┬─ still locked ─ KC_KEYRING_ERROR_LOCKED
 *                        │                           └─┐
 *                        └─────────────────────────────┴── look up or remove
 *
 * Storing searches too, to see that the keyring answers, and then stores, which may ask. A step
 * that may ask has the person's deadline, all others that of a program.
 *
 * For a verification URI nobody may be asked. Locked is the end then; storing first checks the
 * keyring that new items go to (libsecret would create a missing one and unlock a locked one); and
 * clearing looks up first whose URI it is.
 */

#include "kc-keyring.h"

#include "kc-keyring-collection.h"
#include "kc-keyring-operation.h"
#include "kc-messages.h"

#include <string.h>

#define DEFAULT_DEADLINE_MS (10 * 1000)

struct _KcKeyring {
  GObject parent_instance;

  guint deadline_ms;
};

G_DEFINE_TYPE (KcKeyring, kc_keyring, G_TYPE_OBJECT)

static const SecretSchema access_key_schema = {
    "com.keebai.Connect.Key",
    SECRET_SCHEMA_NONE,
    {{"base-url", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* The secret is the URI, a newline, and the id of its session. The session is no attribute, so that
 * each URI replaces the one before. libsecret's file backend ignores the schema's name and compares
 * only attributes, so the attribute's name must differ from the access key's. */
static const SecretSchema verification_uri_schema = {
    "com.keebai.Connect.Link",
    SECRET_SCHEMA_NONE,
    {{"session-of", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* TRUE once a call was answered: libsecret keeps its file open from then on. */
static gboolean file_is_open;

static gboolean
has_locked (GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (l->data))
      return TRUE;
  return FALSE;
}

/* Whether `secret` ends with a newline and that id. NULL is of no session. */
static gboolean
is_of_session (const char *secret, const char *session_id)
{
  const char *end = secret != NULL ? strchr (secret, '\n') : NULL;

  return end != NULL && g_str_equal (end + 1, session_id);
}

/* A copy of what is kept, without the session; free with kc_secret_free (). Every program of the
 * person may write to the keyring, and a verification URI will be opened, so it is checked again:
 * NULL if it may not be opened. */
static char *
copy_secret (const KcKeyringOperation *operation, const char *secret)
{
  char *uri;

  if (secret == NULL || operation->session_id == NULL)
    return g_strdup (secret);

  uri = g_strndup (secret, strcspn (secret, "\n"));
  if (!kc_uri_is_allowed (uri, kc_uri_is_loopback (operation->base_url)))
    g_clear_pointer (&uri, kc_secret_free);

  return uri;
}

/* On a computer without a keyring libsecret asks the person for the password of a new one. If they
 * decline, it stores all the same, and this is the answer. */
static gboolean
is_still_missing (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
on_secret_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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
                                 operation->cancellable, on_secret_stored_cb, g_object_ref (task));
}

static void
on_collection_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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
on_secret_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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

/* One by one: secret_password_clear () crashes over its own task when the keyring refuses, or when
 * it is cancelled (libsecret 0.20.5). */
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
remove_items (GTask *task)
{
  KcKeyringOperation *operation = g_task_get_task_data (task);

  if (SECRET_IS_ITEM (operation->items->data))
    {
      delete_next_item (task);
      return;
    }

  /* libsecret's file inside Flatpak */
  kc_keyring_operation_begin_step (task, FALSE);
  secret_password_clearv (operation->schema, operation->attributes, operation->cancellable,
                          on_secret_cleared_cb, g_object_ref (task));
}

static void
on_secret_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (operation->over)
    {
      secret_password_free (secret);
      return;
    }

  if (operation->session_id != NULL && !is_of_session (secret, operation->session_id))
    g_clear_pointer (&secret, secret_password_free);
  if (operation->job == KC_KEYRING_CLEAR && secret != NULL)
    {
      secret_password_free (secret);
      remove_items (task);
      return;
    }

  kc_keyring_operation_stop (operation);
  if (error != NULL)
    g_task_return_error (task, kc_keyring_error_translate (error));
  else if (operation->job == KC_KEYRING_LOAD)
    g_task_return_pointer (task, copy_secret (operation, secret), (GDestroyNotify) kc_secret_free);
  else
    g_task_return_boolean (task, TRUE);
  secret_password_free (secret);
}

static void
look_up (GTask *task)
{
  KcKeyringOperation *operation = g_task_get_task_data (task);

  kc_keyring_operation_begin_step (task, FALSE);
  secret_password_lookupv (operation->schema, operation->attributes, operation->cancellable,
                           on_secret_looked_up_cb, g_object_ref (task));
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
      kc_keyring_collection_check_async (operation->cancellable, on_collection_checked_cb,
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
  else
    {
      operation->items = g_steal_pointer (&items);
      if (operation->job == KC_KEYRING_CLEAR && operation->session_id == NULL)
        remove_items (task);
      else
        look_up (task);
    }
}

/* What a person reads in a password manager. Free with g_free (). */
static char *
make_label (const char *what, const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return g_strdup_printf ("%s of Keebai Connect (%s)", what, host != NULL ? host : base_url);
}

/* libsecret keeps it in memory that is not swapped. `session_id` may be NULL. */
static SecretValue *
make_value (const char *secret, const char *session_id)
{
  char *text;

  if (session_id == NULL)
    return secret_value_new (secret, -1, "text/plain");

  text = g_strdup_printf ("%s\n%s", secret, session_id);

  return secret_value_new_full (text, -1, "text/plain", (GDestroyNotify) secret_password_free);
}

static void
run (GTask *task, KcKeyringOperation *operation)
{
  if (!kc_keyring_operation_attach (operation, task))
    return;
  /* Inside Flatpak the first call may already ask: the portal unlocks the keyring for the key of
   * our file, without a hint that it does. */
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

static void
begin (GTask *task,
       KcKeyringJob job,
       KcKeyringKind kind,
       const char *base_url,
       const char *session_id,
       const char *secret)
{
  KcKeyring *self = g_task_get_source_object (task);
  gboolean is_key = kind == KC_KEYRING_ACCESS_KEY;
  KcKeyringOperation *operation
      = kc_keyring_operation_new (job, is_key ? &access_key_schema : &verification_uri_schema,
                                  base_url, self->deadline_ms);

  operation->quiet = !is_key;
  operation->session_id = g_strdup (session_id);
  if (secret != NULL)
    {
      operation->label = make_label (is_key ? "Access key" : "Link", base_url);
      operation->value = make_value (secret, session_id);
    }
  run (task, operation);
}

static void
kc_keyring_class_init (KcKeyringClass *klass)
{
}

static void
kc_keyring_init (KcKeyring *self)
{
  self->deadline_ms = DEFAULT_DEADLINE_MS;
}

KcKeyring *
kc_keyring_new (void)
{
  return g_object_new (KC_TYPE_KEYRING, NULL);
}

void
kc_keyring_set_deadline (KcKeyring *self, guint deadline_ms)
{
  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (deadline_ms > 0 && deadline_ms <= G_MAXUINT / KC_KEYRING_PERSON_FACTOR);

  self->deadline_ms = deadline_ms;
}

void
kc_keyring_load_async (KcKeyring *self,
                       KcKeyringKind kind,
                       const char *base_url,
                       const char *session_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail ((session_id != NULL) == (kind == KC_KEYRING_VERIFICATION_URI));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_load_async);
  begin (task, KC_KEYRING_LOAD, kind, base_url, session_id, NULL);
}

char *
kc_keyring_load_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_keyring_store_async (KcKeyring *self,
                        KcKeyringKind kind,
                        const char *base_url,
                        const char *session_id,
                        const char *secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail ((session_id != NULL) == (kind == KC_KEYRING_VERIFICATION_URI));
  g_return_if_fail (secret != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_store_async);
  begin (task, KC_KEYRING_STORE, kind, base_url, session_id, secret);
}

gboolean
kc_keyring_store_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_keyring_clear_async (KcKeyring *self,
                        KcKeyringKind kind,
                        const char *base_url,
                        const char *session_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail ((session_id != NULL) == (kind == KC_KEYRING_VERIFICATION_URI));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_clear_async);
  begin (task, KC_KEYRING_CLEAR, kind, base_url, session_id, NULL);
}

gboolean
kc_keyring_clear_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
