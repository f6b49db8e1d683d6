/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-after-care.h"

#include "kc-app-hold.h"

struct _KcAfterCare {
  GObject parent_instance;

  KcChannelNotes *notes;
  KcClock *clock;
  KcKeyManager *key_manager;
  char *company; /* the key in use; NULL: not known */

  KcAttempt *attempt;    /* the attempt that is followed, or NULL */
  GHashTable *fresh;     /* ids of channels that were connected in this run */
  GHashTable *states;    /* id to KcAfterCareState */
  GHashTable *dismissed; /* ids, for this run */
  GSource *timer;        /* until the look after a success */
  GCancellable *look;    /* while it is under way */
};

G_DEFINE_FINAL_TYPE (KcAfterCare, kc_after_care, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (KcAfterCareState,
                    kc_after_care_state,
                    G_DEFINE_ENUM_VALUE (KC_AFTER_CARE_NOT_SEEN, "not-seen"),
                    G_DEFINE_ENUM_VALUE (KC_AFTER_CARE_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (KC_AFTER_CARE_NOT_ACTIVE, "not-active"),
                    G_DEFINE_ENUM_VALUE (KC_AFTER_CARE_GONE, "gone"))

enum {
  CHANGED,
  NUMBER_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
note_change (KcAfterCare *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_fresh (KcAfterCare *self, const char *id)
{
  return g_hash_table_contains (self->fresh, id);
}

/* A channel that another company's key does not list is not gone. */
static gboolean
may_be_gone (KcAfterCare *self, const KcChannelNote *note)
{
  return note->company != NULL && g_strcmp0 (note->company, self->company) == 0;
}

static gboolean
is_cared_for (KcAfterCare *self, const KcChannelNote *note)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (g_hash_table_contains (self->dismissed, note->id))
    return FALSE;

  /* News that was settled a moment ago is still shown. */
  return g_hash_table_contains (self->states, note->id)
         || (!note->settled && now - note->connected_at < KC_AFTER_CARE_DAYS * 24 * 60 * 60);
}

static KcAfterCareState
judge (KcAfterCare *self, const KcChannelNote *note, KcChannelQuery *query)
{
  KcChannel *channel = kc_channel_query_find (query, note->id);

  if (channel == NULL)
    return may_be_gone (self, note) ? KC_AFTER_CARE_GONE : KC_AFTER_CARE_NOT_SEEN;

  switch (kc_channel_query_get_state (query, channel))
    {
    case KC_CHANNEL_STATE_ACTIVE:
      return KC_AFTER_CARE_ACTIVE;
    case KC_CHANNEL_STATE_DISCONNECTED:
      return KC_AFTER_CARE_GONE;
    case KC_CHANNEL_STATE_NEW:
    case KC_CHANNEL_STATE_PAUSED:
    default:
      return KC_AFTER_CARE_NOT_ACTIVE;
    }
}

/* --- the look after a success ---------------------------------------------------------------- */

static void
query_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcChannelQuery) query = kc_channel_query_load_finish (result, &error);
  KcAfterCare *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_AFTER_CARE (user_data);
  g_clear_object (&self->look);
  /* Not asked again: the first page will load the list sooner or later. */
  if (query != NULL)
    kc_after_care_take_query (self, query);
}

static void
look_cb (gpointer user_data)
{
  KcAfterCare *self = KC_AFTER_CARE (user_data);

  const KcKeyCheck *check = kc_key_manager_get_key_check (self->key_manager);
  KcRateLimiter *rate_limiter = kc_key_manager_get_rate_limiter (self->key_manager);

  kc_clear_timer (&self->timer);
  if (check == NULL || check->can_read == KC_ANSWER_NO || self->look != NULL
      || kc_rate_limiter_is_running_low (rate_limiter))
    return;

  self->look = g_cancellable_new ();
  kc_channel_query_load_async (kc_key_manager_get_client (self->key_manager), rate_limiter,
                               self->look, query_loaded_cb, self);
}

static void
plan_look (KcAfterCare *self)
{
  kc_clear_timer (&self->timer);
  self->timer = kc_clock_add_timer (self->clock, KC_AFTER_CARE_DELAY_MS, look_cb, self);
}

/* `name`: the one that the person gave it, or NULL. `company`: whose it is; NULL if that is not
 * known. */
static void
note_success (
    KcAfterCare *self, KcChannel *channel, KcChannelKind kind, const char *name, char *company)
{
  KcChannelNote note = {0};

  note.id = (char *) kc_channel_get_id (channel);
  note.kind = kind;
  note.phone_number = (char *) kc_channel_get_phone_number (channel);
  note.name
      = (char *) (kc_channel_get_name (channel) != NULL ? kc_channel_get_name (channel) : name);
  note.company = company;
  note.connected_at = g_get_real_time () / G_USEC_PER_SEC;

  g_hash_table_add (self->fresh, g_strdup (note.id));
  g_hash_table_remove (self->states, note.id);
  g_hash_table_remove (self->dismissed, note.id);
  kc_channel_notes_put (self->notes, &note);
  plan_look (self);
}

static void
on_attempt_state_notified_cb (KcAfterCare *self, GParamSpec *pspec, KcAttempt *attempt)
{
  KcChannel *channel = kc_attempt_get_channel (attempt);

  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED && channel != NULL)
    note_success (self, channel, kc_mode_get_channel_kind (kc_attempt_get_mode (attempt)),
                  kc_attempt_get_request (attempt)->name, self->company);
}

/* It was finished too, while something else was on the screen. */
static void
on_late_sessions_finished_in_background_cb (KcAfterCare *self, const KcLateSession *late)
{
  if (late->channel != NULL)
    note_success (self, late->channel, kc_channel_get_kind (late->channel), late->request->name,
                  late->key_replaced ? NULL : self->company);
}

static void
on_key_manager_key_changed_cb (KcAfterCare *self)
{
  const KcKeyCheck *check = kc_key_manager_get_key_check (self->key_manager);
  const char *company
      = check != NULL && check->account != NULL ? check->account->company_name : NULL;

  /* The look that the key cuts off is made with the new one. */
  if (self->look != NULL && self->timer == NULL)
    plan_look (self);
  g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
  if (g_strcmp0 (self->company, company) == 0)
    return;

  /* The list of another company's key says nothing about these. */
  g_free (self->company);
  self->company = g_strdup (company);
  g_hash_table_remove_all (self->states);
  note_change (self);
}

static void
kc_after_care_dispose (GObject *object)
{
  KcAfterCare *self = KC_AFTER_CARE (object);

  kc_after_care_stop (self);
  g_clear_object (&self->notes);
  g_clear_object (&self->clock);
  g_clear_object (&self->key_manager);

  G_OBJECT_CLASS (kc_after_care_parent_class)->dispose (object);
}

static void
kc_after_care_finalize (GObject *object)
{
  KcAfterCare *self = KC_AFTER_CARE (object);

  g_clear_pointer (&self->company, g_free);
  g_clear_pointer (&self->fresh, g_hash_table_unref);
  g_clear_pointer (&self->states, g_hash_table_unref);
  g_clear_pointer (&self->dismissed, g_hash_table_unref);

  G_OBJECT_CLASS (kc_after_care_parent_class)->finalize (object);
}

static void
kc_after_care_class_init (KcAfterCareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_after_care_dispose;
  object_class->finalize = kc_after_care_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[NUMBER_TOLD]
      = g_signal_new ("number-told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
kc_after_care_init (KcAfterCare *self)
{
  self->fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->dismissed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KcAfterCare *
kc_after_care_new (KcKeyManager *key_manager, KcLateSessions *late_sessions, KcClock *clock)
{
  KcAfterCare *self;

  g_return_val_if_fail (KC_IS_KEY_MANAGER (key_manager), NULL);
  g_return_val_if_fail (KC_IS_LATE_SESSIONS (late_sessions), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_AFTER_CARE, NULL);
  self->key_manager = g_object_ref (key_manager);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (key_manager, "key-changed", G_CALLBACK (on_key_manager_key_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (late_sessions, "finished-in-background",
                           G_CALLBACK (on_late_sessions_finished_in_background_cb), self,
                           G_CONNECT_SWAPPED);
  kc_after_care_set_file (self, NULL);

  return self;
}

void
kc_after_care_set_file (KcAfterCare *self, KcChannelFile *file)
{
  g_return_if_fail (KC_IS_AFTER_CARE (self));

  g_clear_object (&self->notes);
  self->notes = kc_channel_notes_new (file);
  kc_app_hold_follow_records (KC_RECORDS (self->notes));
}

KcChannelNotes *
kc_after_care_get_notes (KcAfterCare *self)
{
  g_return_val_if_fail (KC_IS_AFTER_CARE (self), NULL);

  return self->notes;
}

void
kc_after_care_follow (KcAfterCare *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_AFTER_CARE (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  if (self->attempt != NULL)
    g_signal_handlers_disconnect_by_data (self->attempt, self);
  g_set_object (&self->attempt, attempt);
  g_signal_connect_object (attempt, "notify::state", G_CALLBACK (on_attempt_state_notified_cb),
                           self, G_CONNECT_SWAPPED);
}

/* Numbers that Keebai did not name when they were connected. */
static void
take_numbers (KcAfterCare *self, KcChannelQuery *query)
{
  for (guint i = 0; i < query->channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (query->channels, i);
      const char *number = kc_channel_get_phone_number (channel);
      const KcChannelNote *note = kc_channel_notes_find (self->notes, kc_channel_get_id (channel));

      if (number == NULL || note == NULL || note->phone_number != NULL)
        continue;

      kc_channel_notes_set_phone_number (self->notes, kc_channel_get_id (channel), number);
      g_signal_emit (self, signals[NUMBER_TOLD], 0, kc_channel_get_id (channel), number);
    }
}

void
kc_after_care_take_query (KcAfterCare *self, KcChannelQuery *query)
{
  GPtrArray *notes;
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func (g_free);
  gboolean changed = FALSE;

  g_return_if_fail (KC_IS_AFTER_CARE (self));
  g_return_if_fail (query != NULL);

  take_numbers (self, query);
  notes = kc_channel_notes_get_all (self->notes);
  for (guint i = 0; i < notes->len; i++)
    {
      const KcChannelNote *note = g_ptr_array_index (notes, i);
      KcAfterCareState state;

      if (!is_cared_for (self, note))
        continue;

      state = judge (self, note, query);
      changed = changed || state != kc_after_care_get_state (self, note->id);
      if (state == KC_AFTER_CARE_NOT_SEEN)
        g_hash_table_remove (self->states, note->id);
      else
        g_hash_table_replace (self->states, g_strdup (note->id), GINT_TO_POINTER (state));
      if (state == KC_AFTER_CARE_ACTIVE && !is_fresh (self, note->id))
        g_ptr_array_add (settled, g_strdup (note->id));
    }
  for (guint i = 0; i < settled->len; i++)
    kc_channel_notes_settle (self->notes, g_ptr_array_index (settled, i));

  if (changed)
    note_change (self);
}

GPtrArray *
kc_after_care_get_news (KcAfterCare *self)
{
  GPtrArray *notes;
  GPtrArray *news;

  g_return_val_if_fail (KC_IS_AFTER_CARE (self), NULL);

  notes = kc_channel_notes_get_all (self->notes);
  news = g_ptr_array_new ();
  for (guint i = notes->len; i-- > 0;)
    {
      KcChannelNote *note = g_ptr_array_index (notes, i);

      if (is_cared_for (self, note) && g_hash_table_contains (self->states, note->id))
        g_ptr_array_add (news, note);
    }

  return news;
}

KcAfterCareState
kc_after_care_get_state (KcAfterCare *self, const char *channel_id)
{
  g_return_val_if_fail (KC_IS_AFTER_CARE (self), KC_AFTER_CARE_NOT_SEEN);
  g_return_val_if_fail (channel_id != NULL, KC_AFTER_CARE_NOT_SEEN);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->states, channel_id));
}

void
kc_after_care_dismiss (KcAfterCare *self, const char *channel_id)
{
  g_autofree char *id = g_strdup (channel_id);
  KcAfterCareState state;

  g_return_if_fail (KC_IS_AFTER_CARE (self));
  g_return_if_fail (channel_id != NULL);

  state = kc_after_care_get_state (self, id);
  g_hash_table_add (self->dismissed, g_strdup (id));
  if (state == KC_AFTER_CARE_GONE || (state == KC_AFTER_CARE_ACTIVE && !is_fresh (self, id)))
    kc_channel_notes_settle (self->notes, id);
  note_change (self);
}

void
kc_after_care_stop (KcAfterCare *self)
{
  g_return_if_fail (KC_IS_AFTER_CARE (self));

  kc_clear_timer (&self->timer);
  g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
  if (self->attempt != NULL)
    g_signal_handlers_disconnect_by_data (self->attempt, self);
  g_clear_object (&self->attempt);
}

KcConnectRequest *
kc_after_care_create_request (const KcPresets *presets,
                              KcChannelKind kind,
                              const char *name,
                              const char *phone_number)
{
  KcConnectRequest *request;

  g_return_val_if_fail (presets != NULL, NULL);

  request = kc_presets_new_request (presets);
  request->mode = kind == KC_CHANNEL_KIND_WHATSAPP_QR ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  if (name == NULL || *name == '\0')
    name = phone_number;
  if (request->mode == KC_MODE_QR && name != NULL)
    {
      g_free (request->name);
      request->name = g_strdup (name);
    }

  return request;
}
