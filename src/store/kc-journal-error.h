/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-journal-error: what can be wrong with a KcRecordFile. The messages are short technical English
 * and quote nothing from the file.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_JOURNAL_ERROR (kc_journal_error_quark ())

/**
 * KcJournalError:
 * @KC_JOURNAL_ERROR_BUSY: another program has the file of this address; nothing is written
 * @KC_JOURNAL_ERROR_DAMAGED: the file is not what was written, or not a file; set aside
 * @KC_JOURNAL_ERROR_NEWER: written by a later version of the program; set aside
 * @KC_JOURNAL_ERROR_FOREIGN: of another address, or of another user of the computer; set aside
 * @KC_JOURNAL_ERROR_UNAVAILABLE: no room, no permission, or a disk that fails; nothing was touched
 */
typedef enum {
  KC_JOURNAL_ERROR_BUSY,
  KC_JOURNAL_ERROR_DAMAGED,
  KC_JOURNAL_ERROR_NEWER,
  KC_JOURNAL_ERROR_FOREIGN,
  KC_JOURNAL_ERROR_UNAVAILABLE,
} KcJournalError;

GQuark kc_journal_error_quark (void);

G_END_DECLS
