/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Lets a test call the journal in one line, in a folder of its own. */

#pragma once

#include "kc-journal.h"

G_BEGIN_DECLS

#define URL_A "https://api.example.com/v1"
#define URL_B "https://staging.example.org:8443/v1"
/* The name that an address has in the folder. */
#define STEM_A "pending-53aee2ca762b9729"

/* The secrets of the sessions below: in no file, no log and no error. */
#define KEY_A "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "kbai_pk_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define LINK_A "https://app.example.com/connect?token=obviously-a-secret"

/* A fresh folder; the journal's own one is "notes" in it and does not exist yet. */
typedef struct {
  char *top;
  char *folder;
  char *path; /* of the notes of URL_A */
  KcJournal *journal;
} KcJournalFixture;

void kc_journal_fixture_set_up (KcJournalFixture *self, gconstpointer data);
/* With a folder that is there already. */
void kc_journal_fixture_set_up_folder (KcJournalFixture *self, gconstpointer data);
/* Removes the folder, and asserts that no secret stood in any file of it. */
void kc_journal_fixture_tear_down (KcJournalFixture *self, gconstpointer data);

/* Puts bytes in the place of the notes. */
void kc_journal_fixture_put (KcJournalFixture *self, const void *data, gsize length);
/* The names in the folder but that of the lock, sorted, joined by blanks. */
char *kc_journal_fixture_list (KcJournalFixture *self);
/* As the next start of the program. */
void kc_journal_fixture_restart (KcJournalFixture *self);

/* A session that is not over; `expires_in` tells them apart. */
KcPendingSession *kc_journal_driver_new_pending (KcMode mode, guint expires_in);
void kc_journal_driver_assert_equal (const KcPendingSession *a, const KcPendingSession *b);

KcPendingSession *
kc_journal_driver_load (KcJournal *journal, GCancellable *cancellable, GError **error);
gboolean kc_journal_driver_store (KcJournal *journal,
                                  const KcPendingSession *pending,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean kc_journal_driver_clear (KcJournal *journal, GCancellable *cancellable, GError **error);

/* What is noted has that time (0: nothing is noted). */
void kc_journal_driver_assert_noted (KcJournal *journal, guint expires_in);
void kc_journal_driver_assert_stores (KcJournal *journal, guint expires_in);
void kc_journal_driver_assert_finalize (gpointer object);

/* Any call's result. */
typedef struct {
  GAsyncResult *result;
} KcAwaiter;

void kc_journal_driver_returned_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void kc_journal_driver_await (KcAwaiter *awaiter);

G_END_DECLS
