/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-writer.h"

#include "kc-app-hold.h"

#define PATIENCE_MS 2000

struct _KcJournalWriter {
  GObject parent_instance;

  KcJournal *journal;
  KcClock *clock;

  gboolean looking;
  GCancellable *cancellable; /* of the look */
  GError *trouble;

  gboolean busy;
  guint n_writes; /* under way; some of them perhaps longer than anyone waits */
  gboolean unwritable;

  GSource *patience;
};

G_DEFINE_FINAL_TYPE (KcJournalWriter, kc_journal_writer, G_TYPE_OBJECT)

enum { PROP_0, PROP_LOOKING, PROP_TROUBLE, PROP_BUSY, N_PROPS };

static GParamSpec *properties[N_PROPS];

enum { FOUND, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_busy (KcJournalWriter *self, gboolean busy)
{
  g_assert (KC_IS_JOURNAL_WRITER (self));

  kc_clear_timer (&self->patience);
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
stop_looking (KcJournalWriter *self)
{
  g_assert (KC_IS_JOURNAL_WRITER (self));

  kc_clear_timer (&self->patience);
  if (!self->looking)
    return;

  self->looking = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

static void
look_took_too_long_cb (gpointer user_data)
{
  /* What is found later is told all the same. */
  stop_looking (user_data);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcJournalWriter) self = user_data;
  g_autoptr (KcPendingSession) pending = NULL;

  pending = kc_journal_load_finish (KC_JOURNAL (object), result, &self->trouble);
  if (g_error_matches (self->trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (pending != NULL)
    g_signal_emit (self, signals[FOUND], 0, pending);
  if (self->trouble != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
  stop_looking (self);
}

static void
write_took_too_long_cb (gpointer user_data)
{
  set_busy (user_data, FALSE);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcJournalWriter) self = user_data;
  g_autoptr (GError) error = NULL;

  self->unwritable = !kc_journal_store_finish (KC_JOURNAL (object), result, &error);
  if (self->unwritable)
    g_debug ("It goes on without notes: %s", error->message);

  self->n_writes--;
  if (self->n_writes == 0)
    set_busy (self, FALSE);
  kc_app_hold_end ();
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!kc_journal_clear_finish (KC_JOURNAL (object), result, &error))
    g_debug ("The notes are not taken away: %s", error->message);
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

  kc_clear_timer (&self->patience);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_clear_error (&self->trouble);

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
  self->patience = kc_clock_add_timer (self->clock, PATIENCE_MS, look_took_too_long_cb, self);
  kc_journal_load_async (self->journal, self->cancellable, loaded_cb, g_object_ref (self));
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

  return self->journal != NULL ? kc_journal_get_set_aside (self->journal) : NULL;
}

/* Without a cancellable, here and below: it is wanted also if the window closes meanwhile. */
void
kc_journal_writer_write (KcJournalWriter *self, const KcPendingSession *pending)
{
  g_return_if_fail (KC_IS_JOURNAL_WRITER (self));
  g_return_if_fail (pending != NULL);

  if (self->journal == NULL)
    return;

  set_busy (self, TRUE);
  self->patience = kc_clock_add_timer (self->clock, PATIENCE_MS, write_took_too_long_cb, self);
  self->n_writes++;
  kc_app_hold_begin ();
  kc_journal_store_async (self->journal, pending, NULL, written_cb, g_object_ref (self));
}

void
kc_journal_writer_clear (KcJournalWriter *self)
{
  g_return_if_fail (KC_IS_JOURNAL_WRITER (self));

  if (self->journal == NULL)
    return;

  kc_app_hold_begin ();
  kc_journal_clear_async (self->journal, NULL, cleared_cb, NULL);
}

gboolean
kc_journal_writer_is_busy (KcJournalWriter *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL_WRITER (self), FALSE);

  return self->busy;
}

KcJournalStatus
kc_journal_writer_get_notes (KcJournalWriter *self)
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
  stop_looking (self);
}
