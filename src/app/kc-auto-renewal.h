/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAutoRenewal: decides whether a new QR session starts automatically when one has expired.
 *
 * Finding the phone and the right menu on it may take longer than a session lasts. So a new session
 * starts automatically, up to KC_AUTO_RENEWAL_LIMIT times in a row, while somebody seems to be
 * there: the window is visible, and it has the focus or was used during the session that expired.
 * Any use resets the count. After that the person has to press a button.
 *
 * This applies only if the session's time is up, by `expires_in` and our clock. A session that
 * ended early is not renewed, nor is one whose outcome is unknown. Nor is one after a scan: the
 * person is told what became of it, and no second code is shown while a phone may still be linking.
 *
 * This object only counts. The window knows whether it is visible and used (KcUserActivity). When a
 * session has ended, the window asks this object, plans the next session, and starts it on ::due
 * (kc_controller_renew ()).
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

#define KC_AUTO_RENEWAL_LIMIT 3
/* The pause before the first renewal. It doubles with each further one. */
#define KC_AUTO_RENEWAL_PAUSE_MS G_GINT64_CONSTANT (1000)

#define KC_TYPE_AUTO_RENEWAL (kc_auto_renewal_get_type ())
G_DECLARE_FINAL_TYPE (KcAutoRenewal, kc_auto_renewal, KC, AUTO_RENEWAL, GObject)

/* Signals:
 *   due (): start the planned session now. Emitted from the main loop, never inside the
 *     notification that the previous session has ended: others still have to receive that.
 */

KcAutoRenewal *kc_auto_renewal_new (void);

/* `attempt` is about to start, because the person wanted it or automatically (`by_itself`). */
void kc_auto_renewal_follow (KcAutoRenewal *self, KcAttempt *attempt, gboolean by_itself);

/* The window was used. */
void kc_auto_renewal_note_use (KcAutoRenewal *self);

/* Whether the followed attempt has just expired and another one should start automatically.
 * `visible`: the window can be seen. `active`: it has the focus. */
gboolean kc_auto_renewal_is_due (KcAutoRenewal *self, gboolean visible, gboolean active);

/* Plans another session: emits ::due from the main loop. kc_auto_renewal_follow () and
 * kc_auto_renewal_drop_plan () cancel the plan. */
void kc_auto_renewal_plan (KcAutoRenewal *self);
void kc_auto_renewal_drop_plan (KcAutoRenewal *self);
gboolean kc_auto_renewal_is_planned (KcAutoRenewal *self);

/* How long the followed attempt must wait before it sends anything, in milliseconds. */
gint64 kc_auto_renewal_get_pause (KcAutoRenewal *self);

/* Whether the followed attempt started automatically. */
gboolean kc_auto_renewal_is_renewed (KcAutoRenewal *self);

/* Whether it expired like KC_AUTO_RENEWAL_LIMIT others before it, so that the person is asked
 * whether they are still there. */
gboolean kc_auto_renewal_has_to_ask (KcAutoRenewal *self);

G_END_DECLS
