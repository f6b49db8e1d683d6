/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCodeLifetime: how long the newest code may be shown. Learns that from the rotation, because
 * nothing says how long a code is valid: WhatsApp gives the first one 60 s and each later one 20 s,
 * with irregular gaps. Does not know the codes themselves.
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

/* How long the first code is fresh, and how long to wait for one after the stream was opened … */
#define KC_CODE_LIFETIME_FIRST_MS 75000
/* … and a later one: 1.5 times the longest gap seen, but at least this. */
#define KC_CODE_LIFETIME_LATER_MS 30000
/* How long the stream may then bring nothing at all, before the connection counts as lost. */
#define KC_CODE_LIFETIME_SILENCE_MS 15000

#define KC_TYPE_CODE_LIFETIME (kc_code_lifetime_get_type ())
G_DECLARE_FINAL_TYPE (KcCodeLifetime, kc_code_lifetime, KC, CODE_LIFETIME, GObject)

/* Properties: fresh (gboolean), read-only, notified on change only.
 * Signals: silent (): no code and no other sign of life for too long; once, until the next call.
 */

KcCodeLifetime *kc_code_lifetime_new (KcClock *clock);

/* The stream was opened, or the phone has to scan again: a code is expected. */
void kc_code_lifetime_expect (KcCodeLifetime *self);

/* A new code came: fresh. */
void kc_code_lifetime_renew (KcCodeLifetime *self);

/* The newest code came once more, for example on a stream that was reopened: its age does not
 * change. */
void kc_code_lifetime_repeat (KcCodeLifetime *self);

/* The stream brought something, but no code. */
void kc_code_lifetime_note_activity (KcCodeLifetime *self);

/* The newest code is no longer valid; another one has to come. */
void kc_code_lifetime_expire (KcCodeLifetime *self);

/* The stream is lost, or the phone has scanned: nothing is fresh, nothing is expected. */
void kc_code_lifetime_stop (KcCodeLifetime *self);

gboolean kc_code_lifetime_get_fresh (KcCodeLifetime *self);

G_END_DECLS
