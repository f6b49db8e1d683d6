/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcFreshness: how long the newest code may be shown. Learns from the rotation, for nobody says how
 * long a code lives: WhatsApp gives the first one 60 s and each later one 20 s, with irregular
 * gaps. Knows nothing of the codes themselves.
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

/* The first code, or none at all after the stream was opened, is given this long … */
#define KC_FRESHNESS_FIRST_MS 75000
/* … and a later one 1.5 times the longest gap seen, but at least this. */
#define KC_FRESHNESS_LATER_MS 30000
/* How long a stream may then bring nothing at all: its other end may be gone without a word. */
#define KC_FRESHNESS_SILENCE_MS 15000

#define KC_TYPE_FRESHNESS (kc_freshness_get_type ())
G_DECLARE_FINAL_TYPE (KcFreshness, kc_freshness, KC, FRESHNESS, GObject)

/* Properties: fresh (gboolean), read-only, notified on change only.
 * Signals: silent (): no code and no other sign of life for too long; once, until the next call.
 */

KcFreshness *kc_freshness_new (KcClock *clock);

/* The stream was opened, or the phone is awaited again: a code has to come. */
void kc_freshness_expect (KcFreshness *self);

/* A new code came: fresh. */
void kc_freshness_renew (KcFreshness *self);

/* The newest code came once more, as on a stream that was opened again: no older and no younger for
 * that. */
void kc_freshness_repeat (KcFreshness *self);

/* The stream lives, though it brought no code. */
void kc_freshness_note_activity (KcFreshness *self);

/* The newest code is no good any more; another one has to come. */
void kc_freshness_spoil (KcFreshness *self);

/* The stream is lost, or the phone has scanned: nothing is fresh, nothing is awaited. */
void kc_freshness_rest (KcFreshness *self);

gboolean kc_freshness_get_fresh (KcFreshness *self);

G_END_DECLS
