/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHelpMessage: a message that the phone or Meta's page may show, what it means, and what to do.
 * The messages come from data/guidance/messages.xml.
 */

#pragma once

#include "kc-messages.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_HELP_MESSAGE (kc_help_message_get_type ())
G_DECLARE_FINAL_TYPE (KcHelpMessage, kc_help_message, KC, HELP_MESSAGE, GObject)

/* The messages for `mode`, in the order of the file: a GListModel of KcHelpMessage. Returns:
 * (transfer full) */
GListModel *kc_help_message_list_new (KcMode mode);

/* For tests: the id in the file. Borrowed. */
const char *kc_help_message_get_id (KcHelpMessage *self);

/* Borrowed, translated; never NULL. */
const char *kc_help_message_get_shown (KcHelpMessage *self);
const char *kc_help_message_get_meaning (KcHelpMessage *self);
const char *kc_help_message_get_action (KcHelpMessage *self);
const char *kc_help_message_get_waiting (KcHelpMessage *self);

/* Whether the message contains each of the words: as translated, in English, or as the phone shows
 * it in another language. Case and accents do not count; no words match everything. */
gboolean kc_help_message_matches (KcHelpMessage *self, const char *words);

/* The message that fits the reason that Keebai passed on, or NULL. Borrowed from `messages`;
 * `reason` may be NULL. */
KcHelpMessage *kc_help_message_find_by_reason (GListModel *messages, const char *reason);

G_END_DECLS
