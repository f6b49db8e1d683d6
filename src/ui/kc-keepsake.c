/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keepsake.h"

struct _KcKeepsake {
  GObject parent_instance;

  KcNotebook *notebook;
  KcLinkKeeper *link_keeper;

  KcPending *pending; /* the session that is open, or was left; NULL: none */
  KcAttempt *attempt; /* that goes on with it, or is about to open one; NULL: nothing does */
  GSignalGroup *attempt_signals;
  char *key_mark; /* of the key that the attempt uses */
  gboolean noted;
};

G_DEFINE_FINAL_TYPE (KcKeepsake, kc_keepsake, G_TYPE_OBJECT)

enum { PROP_0, PROP_PENDING, PROP_NOTED, N_PROPS };

static GParamSpec *properties[N_PROPS];

/* Once for each attempt: when something else is noted later, the session is known already. */
static void
update_noted (KcKeepsake *self)
{
  gboolean noted = self->attempt != NULL && self->pending != NULL
                   && (self->noted || !kc_notebook_is_busy (self->notebook));

  g_assert (KC_IS_KEEPSAKE (self));

  if (self->noted == noted)
    return;

  self->noted = noted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTED]);
}

static void
notify_pending (KcKeepsake *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
}

static void
on_notebook_found_cb (KcKeepsake *self, const KcPending *pending)
{
  g_assert (KC_IS_KEEPSAKE (self));

  /* Too late: the person was faster than the disk. */
  if (self->attempt != NULL || self->pending != NULL)
    return;

  self->pending = kc_pending_copy (pending);
  if (pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_keeper_look (self->link_keeper, pending->session->session_id);
  notify_pending (self);
}

static void
forget (KcKeepsake *self)
{
  g_assert (KC_IS_KEEPSAKE (self));

  if (self->pending == NULL)
    return;

  if (self->pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_keeper_forget (self->link_keeper);
  g_clear_pointer (&self->pending, kc_pending_free);
  kc_notebook_clear (self->notebook);
}

static void
take_key (KcKeepsake *self, const char *key)
{
  g_assert (KC_IS_KEEPSAKE (self));

  g_free (self->key_mark);
  /* The same key has another mark each time. */
  self->key_mark = self->pending != NULL && kc_pending_matches_key (self->pending, key)
                       ? g_strdup (self->pending->key_mark)
                       : kc_pending_mark_key (key);
}

static void
note_session (KcKeepsake *self, const KcSession *session)
{
  gint64 age_ms = ((gint64) kc_attempt_get_seconds_total (self->attempt)
                   - kc_attempt_get_seconds_left (self->attempt))
                  * 1000;
  g_autoptr (KcMoment) now = NULL;
  g_autoptr (KcMoment) opened = NULL;

  g_assert (KC_IS_KEEPSAKE (self));

  if (self->pending == NULL)
    {
      now = kc_moment_take ();
      /* A session that was left earlier is older than this attempt. */
      opened = kc_moment_new (now->boot_id, now->boot_ms - age_ms, now->wall_ms - age_ms);
      self->pending
          = kc_pending_new (kc_attempt_get_request (self->attempt), session,
                            kc_attempt_get_before (self->attempt), opened, self->key_mark);
      kc_notebook_write (self->notebook, self->pending);
      if (session->verification_uri != NULL)
        kc_link_keeper_keep (self->link_keeper, session->session_id, session->verification_uri);
    }
  else if (g_strcmp0 (self->pending->key_mark, self->key_mark) != 0)
    {
      g_free (self->pending->key_mark);
      self->pending->key_mark = g_strdup (self->key_mark);
      /* It may be of another company, which has other channels. */
      g_clear_pointer (&self->pending->before, g_ptr_array_unref);
      kc_notebook_write (self->notebook, self->pending);
    }
  update_noted (self);
}

static void
stop_following (KcKeepsake *self)
{
  g_assert (KC_IS_KEEPSAKE (self));

  g_signal_group_set_target (self->attempt_signals, NULL);
  g_clear_object (&self->attempt);
  update_noted (self);
}

static void
on_attempt_state_notified_cb (KcKeepsake *self)
{
  g_autoptr (KcAttempt) attempt = g_object_ref (self->attempt);
  const KcSession *session = kc_attempt_get_session (attempt);

  g_assert (KC_IS_KEEPSAKE (self));

  if (!kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    {
      if (session != NULL)
        note_session (self, session);
      return;
    }

  stop_following (self);
  if (!kc_attempt_may_ask_again (attempt))
    forget (self);
  else if (self->pending != NULL)
    notify_pending (self);
}

static void
kc_keepsake_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcKeepsake *self = KC_KEEPSAKE (object);

  switch (prop_id)
    {
    case PROP_PENDING:
      g_value_set_boxed (value, kc_keepsake_get_pending (self));
      break;
    case PROP_NOTED:
      g_value_set_boolean (value, self->noted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_keepsake_finalize (GObject *object)
{
  KcKeepsake *self = KC_KEEPSAKE (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);
  g_clear_object (&self->notebook);
  g_clear_object (&self->link_keeper);
  g_clear_pointer (&self->pending, kc_pending_free);
  g_free (self->key_mark);

  G_OBJECT_CLASS (kc_keepsake_parent_class)->finalize (object);
}

static void
kc_keepsake_class_init (KcKeepsakeClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_keepsake_get_property;
  object_class->finalize = kc_keepsake_finalize;

  properties[PROP_PENDING] = g_param_spec_boxed ("pending", NULL, NULL, KC_TYPE_PENDING, flags);
  properties[PROP_NOTED] = g_param_spec_boolean ("noted", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_keepsake_init (KcKeepsake *self)
{
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_attempt_state_notified_cb), self);
}

KcKeepsake *
kc_keepsake_new (KcNotebook *notebook, KcKeyring *keyring, const char *base_url)
{
  KcKeepsake *self;

  g_return_val_if_fail (KC_IS_NOTEBOOK (notebook), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (KC_TYPE_KEEPSAKE, NULL);
  self->link_keeper = kc_link_keeper_new (keyring, base_url);
  g_set_object (&self->notebook, notebook);
  g_signal_connect_object (notebook, "found", G_CALLBACK (on_notebook_found_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (notebook, "notify::busy", G_CALLBACK (update_noted), self,
                           G_CONNECT_SWAPPED);

  return self;
}

KcNotebook *
kc_keepsake_get_notebook (KcKeepsake *self)
{
  g_return_val_if_fail (KC_IS_KEEPSAKE (self), NULL);

  return self->notebook;
}

KcLinkKeeper *
kc_keepsake_get_link_keeper (KcKeepsake *self)
{
  g_return_val_if_fail (KC_IS_KEEPSAKE (self), NULL);

  return self->link_keeper;
}

const KcPending *
kc_keepsake_get_pending (KcKeepsake *self)
{
  g_return_val_if_fail (KC_IS_KEEPSAKE (self), NULL);

  return self->attempt == NULL ? self->pending : NULL;
}

gboolean
kc_keepsake_is_noted (KcKeepsake *self)
{
  g_return_val_if_fail (KC_IS_KEEPSAKE (self), FALSE);

  return self->noted;
}

void
kc_keepsake_follow (KcKeepsake *self, KcAttempt *attempt, const char *key)
{
  const KcSession *session;
  gboolean was_pending;

  g_return_if_fail (KC_IS_KEEPSAKE (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));
  g_return_if_fail (key != NULL);

  was_pending = kc_keepsake_get_pending (self) != NULL;
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
kc_keepsake_note_key (KcKeepsake *self, const char *key)
{
  g_return_if_fail (KC_IS_KEEPSAKE (self));
  g_return_if_fail (key != NULL);

  if (self->attempt == NULL)
    return;

  take_key (self, key);
  if (self->pending != NULL)
    note_session (self, kc_attempt_get_session (self->attempt));
}

void
kc_keepsake_drop (KcKeepsake *self)
{
  g_return_if_fail (KC_IS_KEEPSAKE (self));

  if (kc_keepsake_get_pending (self) == NULL)
    return;

  forget (self);
  notify_pending (self);
}

void
kc_keepsake_close (KcKeepsake *self)
{
  g_return_if_fail (KC_IS_KEEPSAKE (self));

  stop_following (self);
  kc_notebook_close (self->notebook);
  kc_link_keeper_close (self->link_keeper);
}
