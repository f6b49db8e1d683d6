/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcRenewal: whether a QR session that ran out is followed by another one by itself.
 *
 * Finding the phone and the way through its menus may take longer than a session lasts. So a new
 * one begins by itself, up to three times in a row, as long as somebody seems to be there: the
 * window can be seen, and it has the focus or was used during the session that ran out. Any use
 * begins the counting anew. After that the person is asked, with one button.
 *
 * Not after a scan: then the person is told what became of it, and no second code stands beside a
 * phone that may still be linking.
 *
 * It only counts. What can be seen and what is a use the window knows (KcPresence); what is done
 * about it does KcAssistant.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

#define KC_RENEWAL_LIMIT 3

#define KC_TYPE_RENEWAL (kc_renewal_get_type ())
G_DECLARE_FINAL_TYPE (KcRenewal, kc_renewal, KC, RENEWAL, GObject)

KcRenewal *kc_renewal_new (void);

/* Another attempt is about to start: because a person wanted it, or `by_itself`. */
void kc_renewal_follow (KcRenewal *self, KcAttempt *attempt, gboolean by_itself);

/* The window was used. */
void kc_renewal_note_use (KcRenewal *self);

/* Whether the attempt that is followed has just run out and another one is to begin by itself.
 * `visible`: the window can be seen; `active`: it has the focus. */
gboolean kc_renewal_is_due (KcRenewal *self, gboolean visible, gboolean active);

/* Whether the attempt that is followed began by itself. */
gboolean kc_renewal_is_renewed (KcRenewal *self);

/* Whether it ran out like those before it: "Still there?". */
gboolean kc_renewal_has_to_ask (KcRenewal *self);

G_END_DECLS
