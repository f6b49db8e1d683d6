/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Lets a test call the journal in one line, in its own folder. */

#pragma once

#include "kc-journal.h"

G_BEGIN_DECLS

#define URL_A "https://api.example.com/v1"
#define URL_B "https://staging.example.org:8443/v1"
/* The file name of an address in the folder. */
#define STEM_A "pending-53aee2ca762b9729"

/* The secrets of the sessions below: they must be in no file, no log and no error. */
#define KEY_A "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "kbai_pk_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define LINK_A "https://app.example.com/connect?token=obviously-a-secret"

/* A new folder; the journal's own folder is "notes" in it and does not exist yet. */
typedef struct {
  char *top;
  char *folder;
  char *path; /* of the notes of URL_A */
  KcJournal *journal;
} KcJournalFixture;

void kc_journal_fixture_set_up (KcJournalFixture *self, gconstpointer data);
/* With an existing folder. */
void kc_journal_fixture_set_up_folder (KcJournalFixture *self, gconstpointer data);
/* Removes the folder, and asserts that no file in it contained a secret. */
void kc_journal_fixture_tear_down (KcJournalFixture *self, gconstpointer data);

/* Replaces the notes by these bytes. */
void kc_journal_fixture_put (KcJournalFixture *self, const void *data, gsize length);
/* The names of the files in the folder except the lock, sorted and joined by spaces. */
char *kc_journal_fixture_list (KcJournalFixture *self);
/* Like the next start of the program. */
void kc_journal_fixture_restart (KcJournalFixture *self);

/* A session that is not over; `expires_in` tells sessions apart. */
KcPendingSession *kc_journal_driver_new_pending (KcMode mode, guint expires_in);
void kc_journal_driver_assert_equal (const KcPendingSession *a, const KcPendingSession *b);

KcPendingSession *
kc_journal_driver_load (KcJournal *journal, GCancellable *cancellable, GError **error);
gboolean kc_journal_driver_store (KcJournal *journal,
                                  const KcPendingSession *pending,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean kc_journal_driver_clear (KcJournal *journal, GCancellable *cancellable, GError **error);

/* Asserts that the noted session has that time (0: that nothing is noted). */
void kc_journal_driver_assert_noted (KcJournal *journal, guint expires_in);
void kc_journal_driver_assert_stores (KcJournal *journal, guint expires_in);
void kc_journal_driver_assert_finalize (gpointer object);

/* The result of any call. */
typedef struct {
  GAsyncResult *result;
} KcAwaiter;

void kc_journal_driver_returned_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void kc_journal_driver_await (KcAwaiter *awaiter);

G_END_DECLS
