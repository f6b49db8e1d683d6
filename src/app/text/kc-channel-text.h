/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-channel-text: describes a channel and its state. The sources of the advice are in
 * docs/guidance.md. Strings are static unless their comment says otherwise.
 */

#pragma once

#include "kc-after-care.h"

G_BEGIN_DECLS

/* What people know the channel by: its number, else the number in `note` (may be NULL), else its
 * name. Safe to show (kc_foreign_text_to_label ()); free with g_free (). */
char *kc_channel_text_format_title (KcChannel *channel, const KcChannelNote *note);
/* Its kind, and its name unless that is the title. Free with g_free (). */
char *kc_channel_text_format_subtitle (KcChannel *channel, const KcChannelNote *note);

const char *kc_channel_text_get_kind (KcChannelKind kind);
/* One or two words. */
const char *kc_channel_text_get_state (KcChannelState state);
/* What the state means, in one or two sentences. */
const char *kc_channel_text_get_meaning (KcChannelState state, KcChannelKind kind);
/* What to do, step by step: a NULL-terminated array of msgids; show them with _ (). Empty if there
 * is nothing to do. */
const char *const *kc_channel_text_get_steps (KcChannelState state, KcChannelKind kind);

/* The title and text of the after-care card. Free the title with g_free (). */
char *kc_channel_text_format_news_title (const KcChannelNote *note, KcAfterCareState state);
const char *kc_channel_text_get_news (const KcChannelNote *note, KcAfterCareState state);

G_END_DECLS
