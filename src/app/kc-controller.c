/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-controller.h"

struct _KcController {
  GObject parent_instance;

  char *base_url;
  KcSandbox *sandbox;
  KcClock *clock;
  KcKeyring *keyring;
  KcKeyManager *key_manager;
  KcSessionStore *session_store;
  KcSessionResumer *resumer;
  KcLateSessions *late_sessions;
  KcAutoRenewal *renewal;
  KcHistoryRecorder *recorder;
  KcAfterCare *after_care;
  KcNumberQueue *number_queue;
  gboolean looking;

  KcConnectRequest *request;
  KcPresets *presets;
  gboolean hand_over;
  KcAttempt *attempt;
  gboolean cancelled_here;
  gboolean resumed;

  KcChannel *chosen_channel;
  KcChannelState chosen_state;
};

G_DEFINE_FINAL_TYPE (KcController, kc_controller, G_TYPE_OBJECT)

enum { PROP_0, PROP_LOOKING, PROP_ATTEMPT, PROP_KEEBAI, N_PROPS };

static GParamSpec *properties[N_PROPS];

static KcJournalWriter *
get_journal_writer (KcController *self)
{
  return kc_session_store_get_journal_writer (self->session_store);
}

/* --- attempts -------------------------------------------------------------------------------- */

/* Makes `attempt` the one that the pages show; `by_itself`: nobody asked for it. An earlier attempt
 * that is still running is cancelled when nothing shows it any more. */
static void
take_attempt (KcController *self, KcAttempt *attempt, gboolean by_itself)
{
  g_autoptr (KcAttempt) taken = attempt;
  g_autoptr (KcAttempt) earlier
      = kc_controller_is_running (self) ? g_object_ref (self->attempt) : NULL;

  g_assert (KC_IS_CONTROLLER (self));

  self->cancelled_here = FALSE;
  self->resumed = kc_attempt_get_session (attempt) != NULL;
  g_set_object (&self->attempt, attempt);
  /* They are notified of a change of state in this order, and before anybody who follows ::attempt.
   */
  kc_session_store_follow (self->session_store, attempt,
                           kc_key_manager_get_key (self->key_manager));
  kc_auto_renewal_follow (self->renewal, attempt, by_itself);
  kc_attempt_set_pause (attempt, kc_auto_renewal_get_pause (self->renewal));
  kc_late_sessions_follow (self->late_sessions, attempt);
  kc_history_recorder_follow (self->recorder, attempt);
  kc_after_care_follow (self->after_care, attempt);
  kc_number_queue_follow (self->number_queue, attempt);
  kc_session_resumer_note_attempt (self->resumer);
  /* Before the start, so that listeners miss nothing, however fast the attempt ends. */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTEMPT]);
  kc_attempt_start (attempt);

  if (earlier != NULL)
    {
      kc_attempt_cancel (earlier);
      kc_late_sessions_add_attempt (self->late_sessions, earlier);
    }
}

static void
begin (KcController *self, gboolean by_itself)
{
  g_assert (KC_IS_CONTROLLER (self));
  g_return_if_fail (kc_key_manager_get_client (self->key_manager) != NULL);

  if (!kc_controller_is_running (self) && kc_presets_offers_any (self->presets)
      && kc_session_store_get_pending (self->session_store) == NULL
      && !kc_journal_writer_is_looking (get_journal_writer (self)))
    take_attempt (self, kc_key_manager_create_attempt (self->key_manager, self->request),
                  by_itself);
}

/* --- what changes ---------------------------------------------------------------------------- */

static void
update_looking (KcController *self)
{
  gboolean looking = kc_key_manager_is_looking (self->key_manager)
                     || kc_journal_writer_is_looking (get_journal_writer (self));

  g_assert (KC_IS_CONTROLLER (self));

  if (self->looking == looking)
    return;

  self->looking = looking;
  if (!looking)
    kc_session_resumer_note_looked (self->resumer);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

static void
hand_key_to_late_sessions (KcController *self)
{
  kc_late_sessions_set_client (self->late_sessions, kc_key_manager_get_client (self->key_manager),
                               kc_key_manager_get_rate_limiter (self->key_manager));
}

static void
on_key_manager_key_changed_cb (KcController *self)
{
  const KcKeyCheck *check = kc_key_manager_get_key_check (self->key_manager);

  g_assert (KC_IS_CONTROLLER (self));

  if (check == NULL || !kc_controller_is_key_wanted (self))
    {
      /* The attempt of another key would continue where nobody sees it any more. */
      kc_controller_cancel (self);
      hand_key_to_late_sessions (self);
      kc_session_resumer_note_key (self->resumer);
    }
  else if (check->can_connect != KC_ANSWER_NO)
    {
      kc_session_store_note_key (self->session_store, kc_key_manager_get_key (self->key_manager));
      hand_key_to_late_sessions (self);
      kc_attempt_set_client (self->attempt, kc_key_manager_get_client (self->key_manager),
                             kc_key_manager_get_rate_limiter (self->key_manager));
    }
}

static void
on_resumer_resumed_cb (KcController *self, KcAttempt *attempt)
{
  kc_controller_set_request (self, kc_attempt_get_request (attempt));
  take_attempt (self, g_object_ref (attempt), FALSE);
}

/* It was finished after all: resuming it shows the result. */
static void
on_late_sessions_show_result_cb (KcController *self, const KcLateSession *late)
{
  take_attempt (self,
                kc_key_manager_create_resumed_attempt (self->key_manager, late->request,
                                                       late->session, late->before, late->other_key,
                                                       0),
                FALSE);
}

static void
set_session_store (KcController *self, KcJournal *journal)
{
  g_autoptr (KcJournalWriter) journal_writer = kc_journal_writer_new (journal, self->clock);

  g_assert (KC_IS_CONTROLLER (self));

  g_clear_object (&self->resumer);
  g_clear_object (&self->session_store);
  /* Without notes, the next start would not find the link. */
  self->session_store
      = kc_session_store_new (journal_writer, journal != NULL ? self->keyring : NULL,
                              self->base_url);
  self->resumer
      = kc_session_resumer_new (self->session_store, self->key_manager, self->late_sessions);
  g_signal_connect_object (self->resumer, "resumed", G_CALLBACK (on_resumer_resumed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (journal_writer, "notify::looking", G_CALLBACK (update_looking), self,
                           G_CONNECT_SWAPPED);
}

static void
kc_controller_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcController *self = KC_CONTROLLER (object);

  switch (prop_id)
    {
    case PROP_LOOKING:
      g_value_set_boolean (value, self->looking);
      break;
    case PROP_ATTEMPT:
      g_value_set_object (value, self->attempt);
      break;
    case PROP_KEEBAI:
      g_value_set_boolean (value, kc_controller_is_keebai (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_controller_dispose (GObject *object)
{
  kc_controller_close (KC_CONTROLLER (object));

  G_OBJECT_CLASS (kc_controller_parent_class)->dispose (object);
}

static void
kc_controller_finalize (GObject *object)
{
  KcController *self = KC_CONTROLLER (object);

  g_free (self->base_url);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->keyring);
  g_clear_object (&self->key_manager);
  g_clear_object (&self->renewal);
  g_clear_object (&self->recorder);
  g_clear_object (&self->resumer);
  g_clear_object (&self->late_sessions);
  g_clear_object (&self->session_store);
  g_clear_object (&self->attempt);
  g_clear_object (&self->after_care);
  g_clear_object (&self->number_queue);
  g_clear_object (&self->chosen_channel);
  g_clear_object (&self->clock);
  kc_connect_request_free (self->request);
  kc_presets_free (self->presets);

  G_OBJECT_CLASS (kc_controller_parent_class)->finalize (object);
}

static void
kc_controller_class_init (KcControllerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_controller_get_property;
  object_class->dispose = kc_controller_dispose;
  object_class->finalize = kc_controller_finalize;

  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, TRUE, flags);
  properties[PROP_ATTEMPT] = g_param_spec_object ("attempt", NULL, NULL, KC_TYPE_ATTEMPT, flags);
  properties[PROP_KEEBAI] = g_param_spec_boolean ("keebai", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_controller_init (KcController *self)
{
  self->looking = TRUE;
  self->presets = kc_presets_new ();
  self->request = kc_presets_new_request (self->presets);
  self->renewal = kc_auto_renewal_new ();
}

KcController *
kc_controller_new (const char *base_url,
                   const char *environment_key,
                   KcSandbox *sandbox,
                   KcKeyring *keyring,
                   KcClock *clock)
{
  KcController *self;
  const char *practice_key;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_CONTROLLER, NULL);
  self->base_url = g_strdup (base_url);
  g_set_object (&self->sandbox, sandbox);
  g_set_object (&self->clock, clock);
  g_set_object (&self->keyring, keyring);
  practice_key = sandbox != NULL ? kc_sandbox_get_key (sandbox, KC_SANDBOX_KEY_FULL) : NULL;
  self->key_manager = kc_key_manager_new (base_url, environment_key, practice_key, keyring, clock);
  g_signal_connect_object (self->key_manager, "key-changed",
                           G_CALLBACK (on_key_manager_key_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->key_manager, "notify::looking", G_CALLBACK (update_looking), self,
                           G_CONNECT_SWAPPED);
  self->late_sessions = kc_late_sessions_new (clock);
  g_signal_connect_object (self->late_sessions, "show-result",
                           G_CALLBACK (on_late_sessions_show_result_cb), self, G_CONNECT_SWAPPED);
  set_session_store (self, NULL);
  self->after_care = kc_after_care_new (self->key_manager, self->late_sessions, clock);
  self->number_queue = kc_number_queue_new (self->late_sessions, self->after_care);
  self->recorder = kc_history_recorder_new (self->late_sessions, clock);

  return self;
}

void
kc_controller_set_journal (KcController *self, KcJournal *journal)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));
  g_return_if_fail (KC_IS_JOURNAL (journal));
  g_return_if_fail (self->attempt == NULL);

  set_session_store (self, journal);
}

const char *
kc_controller_get_base_url (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->base_url;
}

KcSandbox *
kc_controller_get_sandbox (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->sandbox;
}

gboolean
kc_controller_is_practice (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->sandbox != NULL;
}

gboolean
kc_controller_is_keebai (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->sandbox == NULL && kc_key_manager_get_other_host (self->key_manager) == NULL;
}

KcClock *
kc_controller_get_clock (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->clock;
}

KcKeyManager *
kc_controller_get_key_manager (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->key_manager;
}

KcHistoryRecorder *
kc_controller_get_history_recorder (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->recorder;
}

KcSessionStore *
kc_controller_get_session_store (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->session_store;
}

KcSessionResumer *
kc_controller_get_resumer (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->resumer;
}

KcLateSessions *
kc_controller_get_late_sessions (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->late_sessions;
}

KcAutoRenewal *
kc_controller_get_renewal (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->renewal;
}

KcAttempt *
kc_controller_get_attempt (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->attempt;
}

KcAfterCare *
kc_controller_get_after_care (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->after_care;
}

KcNumberQueue *
kc_controller_get_number_queue (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->number_queue;
}

void
kc_controller_choose_channel (KcController *self, KcChannel *channel, KcChannelState state)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));
  g_return_if_fail (KC_IS_CHANNEL (channel));

  g_set_object (&self->chosen_channel, channel);
  self->chosen_state = state;
}

KcChannel *
kc_controller_get_chosen_channel (KcController *self, KcChannelState *state)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  if (state != NULL)
    *state = self->chosen_state;

  return self->chosen_channel;
}

const KcConnectRequest *
kc_controller_get_request (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->request;
}

void
kc_controller_set_request (KcController *self, const KcConnectRequest *request)
{
  g_autoptr (KcConnectRequest) old = NULL;

  g_return_if_fail (KC_IS_CONTROLLER (self) && request != NULL);

  old = g_steal_pointer (&self->request);
  self->request = kc_connect_request_copy (request);
  kc_presets_apply (self->presets, self->request);
}

void
kc_controller_set_presets (KcController *self, const KcPresets *presets)
{
  g_return_if_fail (KC_IS_CONTROLLER (self) && presets != NULL);

  kc_presets_free (self->presets);
  self->presets = kc_presets_copy (presets);
  kc_connect_request_free (self->request);
  self->request = kc_presets_new_request (presets);
}

const KcPresets *
kc_controller_get_presets (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->presets;
}

void
kc_controller_set_hand_over (KcController *self, gboolean hand_over)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  self->hand_over = hand_over;
}

gboolean
kc_controller_is_hand_over (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->hand_over;
}

void
kc_controller_look_for_key (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  kc_journal_writer_look (get_journal_writer (self));
  kc_records_load (KC_RECORDS (kc_after_care_get_notes (self->after_care)));
  kc_records_load (KC_RECORDS (kc_number_queue_get_list (self->number_queue)));
  kc_key_manager_look_for_key (self->key_manager);
}

gboolean
kc_controller_is_looking (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->looking;
}

void
kc_controller_begin (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  begin (self, FALSE);
}

void
kc_controller_renew (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  begin (self, TRUE);
}

gboolean
kc_controller_was_resumed (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->resumed;
}

gboolean
kc_controller_is_key_wanted (KcController *self)
{
  return kc_controller_is_running (self) && kc_attempt_get_key_wanted (self->attempt);
}

void
kc_controller_start_over (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  if (kc_controller_is_running (self) && !kc_controller_is_key_wanted (self))
    take_attempt (self, kc_key_manager_create_attempt (self->key_manager, self->request), FALSE);
}

void
kc_controller_cancel (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  kc_auto_renewal_drop_plan (self->renewal);
  if (!kc_controller_is_running (self))
    return;

  self->cancelled_here = TRUE;
  kc_attempt_cancel (self->attempt);
}

gboolean
kc_controller_was_cancelled_here (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->cancelled_here;
}

gboolean
kc_controller_is_running (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->attempt != NULL && kc_attempt_get_state (self->attempt) != KC_ATTEMPT_IDLE
         && !kc_attempt_state_is_terminal (kc_attempt_get_state (self->attempt));
}

void
kc_controller_close (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  /* First: nobody asked for the attempt to be stopped. */
  kc_session_store_close (self->session_store);
  kc_late_sessions_stop (self->late_sessions);
  kc_after_care_stop (self->after_care);
  kc_number_queue_follow (self->number_queue, NULL);
  kc_history_recorder_close (self->recorder);
  kc_controller_cancel (self);
  kc_key_manager_close (self->key_manager);
}
