/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-writer.h"

#include "kc-app-hold.h"

#define TIMEOUT_MS 2000
/* Longer than an earlier run may need to write its last note. */
#define MAX_LINGER_MS (30 * 1000)
#define LOOK_AGAIN_MS 250

struct _KcJournalWriter {
  GObject parent_instance;

  KcJournal *journal;
  KcClock *clock;

  gboolean looking;
  GCancellable *cancellable; /* of reading the journal */
  gint64 give_up_at;         /* when another program that has the journal is assumed to stay */
  GError *refusal;           /* the latest, while another program has it */
  GSource *look_again;
  GError *trouble;

  gboolean busy;
  guint n_writes; /* under way; some may take longer than anyone waits */
  gboolean unwritable;

  GSource *timer;
};

G_DEFINE_FINAL_TYPE (KcJournalWriter, kc_journal_writer, G_TYPE_OBJECT)

/* clang-format off */
G_DEFINE_ENUM_TYPE (KcJournalStatus, kc_journal_status,
  G_DEFINE_ENUM_VALUE (KC_JOURNAL_STATUS_NOT_KEPT, "not-kept"),
  G_DEFINE_ENUM_VALUE (KC_JOURNAL_STATUS_FINE, "fine"),
  G_DEFINE_ENUM_VALUE (KC_JOURNAL_STATUS_UNREADABLE, "unreadable"),
  G_DEFINE_ENUM_VALUE (KC_JOURNAL_STATUS_UNWRITABLE, "unwritable"))
/* clang-format on */

enum { PROP_0, PROP_LOOKING, PROP_TROUBLE, PROP_BUSY, N_PROPS };

static GParamSpec *properties[N_PROPS];

enum { FOUND, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_busy (KcJournalWriter *self, gboolean busy)
{
  g_assert (KC_IS_JOURNAL_WRITER (self));

  kc_clear_timer (&self->timer);
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
stop_looking (KcJournalWriter *self)
{
  g_assert (KC_IS_JOURNAL_WRITER (self));

  kc_clear_timer (&self->timer);
  if (!self->looking)
    return;

  self->looking = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

/* NULL: there is no note any more. */
static void
set_trouble (KcJournalWriter *self, const GError *error)
{
  g_assert (KC_IS_JOURNAL_WRITER (self));

  if (self->trouble == NULL && error == NULL)
    return;

  g_clear_error (&self->trouble);
  self->trouble = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static gboolean
is_busy_error (const GError *error)
{
  return g_error_matches (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY);
}

static void
look_took_too_long_cb (gpointer user_data)
{
  KcJournalWriter *self = user_data;

  /* What is found later is still reported, and so is the end of the other program. */
  set_trouble (self, self->refusal);
  stop_looking (self);
}

static void load (KcJournalWriter *self);

static void
look_again_cb (gpointer user_data)
{
  KcJournalWriter *self = user_data;

  kc_clear_timer (&self->look_again);
  load (self);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcJournalWriter) self = user_data;
  g_autoptr (KcPendingSession) pending = NULL;
  g_autoptr (GError) error = NULL;

  pending = kc_journal_load_finish (KC_JOURNAL (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (is_busy_error (error) && kc_clock_get_now (self->clock) < self->give_up_at)
    {
      g_clear_error (&self->refusal);
      self->refusal = g_steal_pointer (&error);
      if (!self->looking && self->trouble == NULL)
        set_trouble (self, self->refusal);
      self->look_again = kc_clock_add_timer (self->clock, LOOK_AGAIN_MS, look_again_cb, self);
      return;
    }

  g_clear_error (&self->refusal);
  g_clear_object (&self->cancellable);
  if (pending != NULL)
    g_signal_emit (self, signals[FOUND], 0, pending);
  set_trouble (self, error);
  stop_looking (self);
}

static void
load (KcJournalWriter *self)
{
  g_assert (KC_IS_JOURNAL_WRITER (self));

  kc_record_file_load_async (KC_RECORD_FILE (self->journal), self->cancellable, loaded_cb,
                             g_object_ref (self));
}

static void
write_took_too_long_cb (gpointer user_data)
{
  set_busy (user_data, FALSE);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcJournalWriter *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->unwritable = !kc_record_file_save_finish (KC_RECORD_FILE (object), result, &error);
  if (self->unwritable)
    g_debug ("The session is not noted: %s", error->message);
  if (is_busy_error (self->trouble) && !is_busy_error (error))
    set_trouble (self, NULL);

  self->n_writes--;
  if (self->unwritable)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
  if (self->n_writes == 0)
    set_busy (self, FALSE);
  kc_app_hold_end ();
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!kc_record_file_clear_finish (KC_RECORD_FILE (object), result, &error))
    g_debug ("The note is not removed: %s", error->message);
  kc_app_hold_end ();
}

static void
kc_journal_writer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcJournalWriter *self = KC_JOURNAL_WRITER (object);

  switch (prop_id)
    {
    case PROP_LOOKING:
      g_value_set_boolean (value, self->looking);
      break;
    case PROP_TROUBLE:
      g_value_set_boxed (value, self->trouble);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_journal_writer_finalize (GObject *object)
{
  KcJournalWriter *self = KC_JOURNAL_WRITER (object);

  kc_clear_timer (&self->timer);
  kc_clear_timer (&self->look_again);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_clear_error (&self->trouble);
  g_clear_error (&self->refusal);

  G_OBJECT_CLASS (kc_journal_writer_parent_class)->finalize (object);
}

static void
kc_journal_writer_class_init (KcJournalWriterClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_journal_writer_get_property;
  object_class->finalize = kc_journal_writer_finalize;

  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, FALSE, flags);
  properties[PROP_TROUBLE] = g_param_spec_boxed ("trouble", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_PENDING_SESSION);
}

static void
kc_journal_writer_init (KcJournalWriter *self)
{
}

KcJournalWriter *
kc_journal_writer_new (KcJournal *journal, KcClock *clock)
{
  KcJournalWriter *self;

  g_return_val_if_fail (journal == NULL || KC_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_JOURNAL_WRITER, NULL);
  g_set_object (&self->journal, journal);
  g_set_object (&self->clock, clock);
  self->looking = journal != NULL;

  return self;
}

void
kc_journal_writer_look (KcJournalWriter *self)
{
  g_return_if_fail (KC_IS_JOURNAL_WRITER (self));

  if (!self->looking || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->timer = kc_clock_add_timer (self->clock, TIMEOUT_MS, look_took_too_long_cb, self);
  self->give_up_at = kc_clock_get_now (self->clock) + MAX_LINGER_MS;
  load (self);
}

gboolean
kc_journal_writer_is_looking (KcJournalWriter *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (self), FALSE);

  return self->looking;
}

const GError *
kc_journal_writer_get_trouble (KcJournalWriter *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (self), NULL);

  return self->trouble;
}

const char *
kc_journal_writer_get_set_aside (KcJournalWriter *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (self), NULL);

  return self->journal != NULL ? kc_record_file_get_set_aside (KC_RECORD_FILE (self->journal))
                               : NULL;
}

void
kc_journal_writer_write_async (KcJournalWriter *self,
                               const KcPendingSession *pending,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_JOURNAL_WRITER (self));
  g_return_if_fail (pending != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, kc_journal_writer_write_async);
  if (self->journal == NULL)
    {
      g_task_return_new_error (task, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE,
                               "There is no journal");
      return;
    }

  set_busy (self, TRUE);
  self->timer = kc_clock_add_timer (self->clock, TIMEOUT_MS, write_took_too_long_cb, self);
  self->n_writes++;
  kc_app_hold_begin ();
  kc_journal_store_async (self->journal, pending, NULL, written_cb, g_steal_pointer (&task));
}

gboolean
kc_journal_writer_write_finish (KcJournalWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_journal_writer_write_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_journal_writer_clear (KcJournalWriter *self)
{
  g_return_if_fail (KC_IS_JOURNAL_WRITER (self));

  if (self->journal == NULL)
    return;

  kc_app_hold_begin ();
  kc_record_file_clear_async (KC_RECORD_FILE (self->journal), NULL, cleared_cb, NULL);
}

gboolean
kc_journal_writer_is_busy (KcJournalWriter *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (self), FALSE);

  return self->busy;
}

KcJournalStatus
kc_journal_writer_get_status (KcJournalWriter *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (self), KC_JOURNAL_STATUS_NOT_KEPT);

  if (self->journal == NULL)
    return KC_JOURNAL_STATUS_NOT_KEPT;
  if (self->unwritable)
    return KC_JOURNAL_STATUS_UNWRITABLE;

  return self->trouble != NULL ? KC_JOURNAL_STATUS_UNREADABLE : KC_JOURNAL_STATUS_FINE;
}

void
kc_journal_writer_close (KcJournalWriter *self)
{
  g_return_if_fail (KC_IS_JOURNAL_WRITER (self));

  g_cancellable_cancel (self->cancellable);
  kc_clear_timer (&self->look_again);
  stop_looking (self);
}
