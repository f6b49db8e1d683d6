/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-session-store.h"

struct _KcSessionStore {
  GObject parent_instance;

  KcJournalWriter *journal_writer;
  KcLinkStore *link_store;

  KcPendingSession *pending; /* the session that is open, or was left; NULL: none */
  KcAttempt *attempt;        /* has a session, or is about to open one; NULL: there is none */
  GSignalGroup *attempt_signals;
  char *key_mark; /* of the key that the attempt uses */
  gboolean noted;
  gboolean uri_known; /* as ::verification-uri was last notified */
  gboolean uri_lost;
};

G_DEFINE_FINAL_TYPE (KcSessionStore, kc_session_store, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_PENDING,
  PROP_NOTED,
  PROP_VERIFICATION_URI,
  PROP_VERIFICATION_URI_LOST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The URI wherever it is kept, safe to open or not; NULL if it is lost. */
static const char *
find_verification_uri (KcSessionStore *self)
{
  const char *uri = kc_attempt_get_verification_uri (self->attempt);

  return uri != NULL ? uri : kc_link_store_get_uri (self->link_store);
}

static void
update_verification_uri (KcSessionStore *self)
{
  gboolean known = kc_session_store_get_verification_uri (self) != NULL;
  gboolean lost = kc_session_store_is_verification_uri_lost (self);
  gboolean known_changed = self->uri_known != known;
  gboolean lost_changed = self->uri_lost != lost;

  g_assert (KC_IS_SESSION_STORE (self));

  self->uri_known = known;
  self->uri_lost = lost;
  if (known_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERIFICATION_URI]);
  if (lost_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERIFICATION_URI_LOST]);
}

/* Stays TRUE for the rest of the attempt: later writes only change the note. */
static void
update_noted (KcSessionStore *self)
{
  gboolean noted = self->attempt != NULL && self->pending != NULL
                   && (self->noted || !kc_journal_writer_is_busy (self->journal_writer));

  g_assert (KC_IS_SESSION_STORE (self));

  if (self->noted == noted)
    return;

  self->noted = noted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTED]);
  update_verification_uri (self);
}

static void
notify_pending (KcSessionStore *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
}

static void
on_journal_writer_found_cb (KcSessionStore *self, const KcPendingSession *pending)
{
  g_assert (KC_IS_SESSION_STORE (self));

  /* Too late: another session has begun while the disk was slow. */
  if (self->attempt != NULL || self->pending != NULL)
    return;

  self->pending = kc_pending_session_copy (pending);
  if (pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_store_look (self->link_store, pending->session->session_id);
  notify_pending (self);
}

static void
forget (KcSessionStore *self)
{
  g_assert (KC_IS_SESSION_STORE (self));

  if (self->pending == NULL)
    return;

  if (self->pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_store_forget (self->link_store, self->pending->session->session_id);
  g_clear_pointer (&self->pending, kc_pending_session_free);
  kc_journal_writer_clear (self->journal_writer);
}

static void
take_key (KcSessionStore *self, const char *key)
{
  g_assert (KC_IS_SESSION_STORE (self));

  g_free (self->key_mark);
  /* Each mark of the same key is different, so the one already written is kept. */
  self->key_mark = self->pending != NULL && kc_pending_session_matches_key (self->pending, key)
                       ? g_strdup (self->pending->key_mark)
                       : kc_pending_session_mark_key (key);
}

/* `user_data`: a reference, so that the operation is completed. */
static void
pending_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcSessionStore) self = user_data;

  /* Without the note nobody would find the link. And if this program cannot write the note, it may
   * be the second one, which must not touch the first one's link in the keyring. */
  if (kc_journal_writer_write_finish (KC_JOURNAL_WRITER (object), result, NULL)
      && self->pending != NULL)
    kc_link_store_keep (self->link_store, self->pending->session->session_id);
}

static void
write_pending (KcSessionStore *self)
{
  kc_journal_writer_write_async (self->journal_writer, self->pending, pending_written_cb,
                                 g_object_ref (self));
}

static void
note_session (KcSessionStore *self, const KcSession *session)
{
  gint64 age_ms = ((gint64) kc_attempt_get_seconds_total (self->attempt)
                   - kc_attempt_get_seconds_left (self->attempt))
                  * 1000;
  g_autoptr (KcBootTime) now = NULL;
  g_autoptr (KcBootTime) opened = NULL;

  g_assert (KC_IS_SESSION_STORE (self));

  if (self->pending == NULL)
    {
      now = kc_boot_time_take ();
      /* A session that was left before is older than this attempt. */
      opened = kc_boot_time_new (now->boot_id, now->boot_ms - age_ms, now->wall_ms - age_ms);
      self->pending = kc_pending_session_new (kc_attempt_get_request (self->attempt), session,
                                              kc_attempt_get_earlier_channels (self->attempt),
                                              opened, self->key_mark);
      if (session->verification_uri != NULL)
        kc_link_store_set (self->link_store, session->session_id, session->verification_uri);
      write_pending (self);
    }
  else if (g_strcmp0 (self->pending->key_mark, self->key_mark) != 0)
    {
      g_free (self->pending->key_mark);
      self->pending->key_mark = g_strdup (self->key_mark);
      /* The key may belong to another company, which has other channels. */
      g_clear_pointer (&self->pending->before, g_ptr_array_unref);
      write_pending (self);
    }
  update_noted (self);
}

static void
stop_following (KcSessionStore *self)
{
  g_assert (KC_IS_SESSION_STORE (self));

  g_signal_group_set_target (self->attempt_signals, NULL);
  g_clear_object (&self->attempt);
  update_noted (self);
  update_verification_uri (self);
}

static void
on_attempt_state_notified_cb (KcSessionStore *self)
{
  g_autoptr (KcAttempt) attempt = g_object_ref (self->attempt);
  const KcSession *session = kc_attempt_get_session (attempt);

  g_assert (KC_IS_SESSION_STORE (self));

  if (!kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    {
      if (session != NULL)
        note_session (self, session);
      update_verification_uri (self);
      return;
    }

  stop_following (self);
  if (!kc_attempt_may_ask_again (attempt))
    forget (self);
  else if (self->pending != NULL)
    notify_pending (self);
}

static void
kc_session_store_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcSessionStore *self = KC_SESSION_STORE (object);

  switch (prop_id)
    {
    case PROP_PENDING:
      g_value_set_boxed (value, kc_session_store_get_pending (self));
      break;
    case PROP_NOTED:
      g_value_set_boolean (value, self->noted);
      break;
    case PROP_VERIFICATION_URI:
      g_value_set_string (value, kc_session_store_get_verification_uri (self));
      break;
    case PROP_VERIFICATION_URI_LOST:
      g_value_set_boolean (value, kc_session_store_is_verification_uri_lost (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_session_store_finalize (GObject *object)
{
  KcSessionStore *self = KC_SESSION_STORE (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);
  g_clear_object (&self->journal_writer);
  g_clear_object (&self->link_store);
  g_clear_pointer (&self->pending, kc_pending_session_free);
  g_free (self->key_mark);

  G_OBJECT_CLASS (kc_session_store_parent_class)->finalize (object);
}

static void
kc_session_store_class_init (KcSessionStoreClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_session_store_get_property;
  object_class->finalize = kc_session_store_finalize;

  properties[PROP_PENDING]
      = g_param_spec_boxed ("pending", NULL, NULL, KC_TYPE_PENDING_SESSION, flags);
  properties[PROP_NOTED] = g_param_spec_boolean ("noted", NULL, NULL, FALSE, flags);
  properties[PROP_VERIFICATION_URI]
      = g_param_spec_string ("verification-uri", NULL, NULL, NULL, flags);
  properties[PROP_VERIFICATION_URI_LOST]
      = g_param_spec_boolean ("verification-uri-lost", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_session_store_init (KcSessionStore *self)
{
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_attempt_state_notified_cb), self);
}

KcSessionStore *
kc_session_store_new (KcJournalWriter *journal_writer, KcKeyring *keyring, const char *base_url)
{
  KcSessionStore *self;

  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (journal_writer), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (KC_TYPE_SESSION_STORE, NULL);
  self->link_store = kc_link_store_new (keyring, base_url);
  g_signal_connect_object (self->link_store, "notify", G_CALLBACK (update_verification_uri), self,
                           G_CONNECT_SWAPPED);
  g_set_object (&self->journal_writer, journal_writer);
  g_signal_connect_object (journal_writer, "found", G_CALLBACK (on_journal_writer_found_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (journal_writer, "notify::busy", G_CALLBACK (update_noted), self,
                           G_CONNECT_SWAPPED);

  return self;
}

KcJournalWriter *
kc_session_store_get_journal_writer (KcSessionStore *self)
{
  g_return_val_if_fail (KC_IS_SESSION_STORE (self), NULL);

  return self->journal_writer;
}

KcLinkStore *
kc_session_store_get_link_store (KcSessionStore *self)
{
  g_return_val_if_fail (KC_IS_SESSION_STORE (self), NULL);

  return self->link_store;
}

const KcPendingSession *
kc_session_store_get_pending (KcSessionStore *self)
{
  g_return_val_if_fail (KC_IS_SESSION_STORE (self), NULL);

  return self->attempt == NULL ? self->pending : NULL;
}

gboolean
kc_session_store_is_noted (KcSessionStore *self)
{
  g_return_val_if_fail (KC_IS_SESSION_STORE (self), FALSE);

  return self->noted;
}

const char *
kc_session_store_get_verification_uri (KcSessionStore *self)
{
  g_return_val_if_fail (KC_IS_SESSION_STORE (self), NULL);

  if (!self->noted || kc_attempt_get_mode (self->attempt) != KC_MODE_EMBEDDED_SIGNUP)
    return NULL;

  return find_verification_uri (self);
}

gboolean
kc_session_store_is_verification_uri_lost (KcSessionStore *self)
{
  g_return_val_if_fail (KC_IS_SESSION_STORE (self), FALSE);

  return self->attempt != NULL && kc_attempt_get_state (self->attempt) == KC_ATTEMPT_WAITING
         && find_verification_uri (self) == NULL && !kc_link_store_is_looking (self->link_store);
}

void
kc_session_store_follow (KcSessionStore *self, KcAttempt *attempt, const char *key)
{
  const KcSession *session;
  gboolean was_pending;

  g_return_if_fail (KC_IS_SESSION_STORE (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));
  g_return_if_fail (key != NULL);

  was_pending = kc_session_store_get_pending (self) != NULL;
  session = kc_attempt_get_session (attempt);
  stop_following (self);
  if (self->pending != NULL
      && (session == NULL
          || !g_str_equal (session->session_id, self->pending->session->session_id)))
    forget (self);

  self->attempt = g_object_ref (attempt);
  g_signal_group_set_target (self->attempt_signals, attempt);
  take_key (self, key);
  if (was_pending)
    notify_pending (self);
}

void
kc_session_store_note_key (KcSessionStore *self, const char *key)
{
  g_return_if_fail (KC_IS_SESSION_STORE (self));
  g_return_if_fail (key != NULL);

  if (self->attempt == NULL)
    return;

  take_key (self, key);
  if (self->pending != NULL)
    note_session (self, kc_attempt_get_session (self->attempt));
}

void
kc_session_store_drop (KcSessionStore *self)
{
  g_return_if_fail (KC_IS_SESSION_STORE (self));

  if (kc_session_store_get_pending (self) == NULL)
    return;

  forget (self);
  notify_pending (self);
}

void
kc_session_store_close (KcSessionStore *self)
{
  g_return_if_fail (KC_IS_SESSION_STORE (self));

  stop_following (self);
  kc_journal_writer_close (self->journal_writer);
  kc_link_store_close (self->link_store);
}
