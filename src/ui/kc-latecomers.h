/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLatecomers: sessions that were left here and may be finished all the same: the person stopped,
 * or the time was up, and then the signup in the browser was sent off, or the phone was through.
 *
 * Each is looked after (KcAftermath), two at a time. If one is finished, what was wanted is done:
 * an attempt for the same that runs is ended, so that nothing is connected twice, and the result of
 * the old one is shown. An attempt whose phone has scanned is waited for. If something else runs,
 * or has been connected meanwhile, that stays on the screen, and the other is only told.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

#define KC_LATECOMERS_MAX 2

typedef struct _KcAssistant KcAssistant;

#define KC_TYPE_LATECOMERS (kc_latecomers_get_type ())
G_DECLARE_FINAL_TYPE (KcLatecomers, kc_latecomers, KC, LATECOMERS, GObject)

/* `assistant` is our owner. */
KcLatecomers *kc_latecomers_new (KcAssistant *assistant);

/* The attempt that is about to start; looked after when it has ended, if that is worth it. */
void kc_latecomers_follow (KcLatecomers *self, KcAttempt *attempt);

/* An attempt that is not followed any more, and has ended. */
void kc_latecomers_add_attempt (KcLatecomers *self, KcAttempt *attempt);

/* A session without an attempt, such as one of an earlier run that is not gone on with. Everything
 * is copied or taken a reference of; `before` may be NULL. */
void kc_latecomers_add (KcLatecomers *self,
                        const KcConnectRequest *request,
                        const KcSession *session,
                        GPtrArray *before,
                        gint64 ms_left);

/* The assistant has another key, or none. */
void kc_latecomers_follow_client (KcLatecomers *self);

/* For good. */
void kc_latecomers_stop (KcLatecomers *self);

G_END_DECLS
