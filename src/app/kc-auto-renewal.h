/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAutoRenewal: whether a QR session that ran out is followed by another one by itself.
 *
 * Finding the phone and the way through its menus may take longer than a session lasts. So a new
 * one begins by itself, up to three times in a row, as long as somebody seems to be there: the
 * window can be seen, and it has the focus or was used during the session that ran out. Any use
 * begins the counting anew. After that the person is asked, with one button.
 *
 * Only where the time of the session is up, by `expires_in` and our clock: one that ended before is
 * not followed by another one by itself, nor is one with a question left to ask. Not after a scan:
 * then the person is told what became of it, and no second code stands beside a phone that may
 * still be linking.
 *
 * This object only counts. The window knows whether it is seen and used (KcUserActivity): when a
 * session has ended it asks, plans the next one, and begins it on ::due (kc_controller_renew ()).
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

#define KC_AUTO_RENEWAL_LIMIT 3
/* Before the first; before each further one twice as long. */
#define KC_AUTO_RENEWAL_PAUSE_MS G_GINT64_CONSTANT (1000)

#define KC_TYPE_AUTO_RENEWAL (kc_auto_renewal_get_type ())
G_DECLARE_FINAL_TYPE (KcAutoRenewal, kc_auto_renewal, KC, AUTO_RENEWAL, GObject)

/* Signals:
 *   due (): the planned session is to begin. From the main loop: never inside the notification that
 *     the one before has ended, to which others still listen.
 */

KcAutoRenewal *kc_auto_renewal_new (void);

/* Another attempt is about to start: because a person wanted it, or `by_itself`. */
void kc_auto_renewal_follow (KcAutoRenewal *self, KcAttempt *attempt, gboolean by_itself);

/* The window was used. */
void kc_auto_renewal_note_use (KcAutoRenewal *self);

/* Whether the time of the followed attempt has just run out and another one is to begin by itself.
 * `visible`: the window can be seen; `active`: it has the focus. */
gboolean kc_auto_renewal_is_due (KcAutoRenewal *self, gboolean visible, gboolean active);

/* Another session is planned, which begins by itself. Following an attempt cancels the plan. */
void kc_auto_renewal_plan (KcAutoRenewal *self);
void kc_auto_renewal_drop_plan (KcAutoRenewal *self);
gboolean kc_auto_renewal_is_planned (KcAutoRenewal *self);

/* How long the followed attempt must wait before it sends anything, in milliseconds. */
gint64 kc_auto_renewal_get_pause (KcAutoRenewal *self);

/* Whether the followed attempt began by itself. */
gboolean kc_auto_renewal_is_renewed (KcAutoRenewal *self);

/* Whether it ran out like those before it: "Still there?". */
gboolean kc_auto_renewal_has_to_ask (KcAutoRenewal *self);

G_END_DECLS
