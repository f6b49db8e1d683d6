/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-result-actions: why an attempt ended without a connected number, and what may be offered
 * beside the next step (KcErrorText's remedy): only what can help for that reason.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-history-entry.h"

G_BEGIN_DECLS

/**
 * KcResultReason:
 * @KC_RESULT_REASON_TIME_UP: the session's time ran out, or its codes did before a phone scanned
 * one
 * @KC_RESULT_REASON_ENDED_EARLY: Keebai ended the session before that
 * @KC_RESULT_REASON_CANCELLED: canceled, here or on the page
 * @KC_RESULT_REASON_NOT_LINKED: the phone or WhatsApp refused; Keebai passed it on
 * @KC_RESULT_REASON_DECLINED: Keebai ended the session with a refusal
 * @KC_RESULT_REASON_NOT_KNOWN: Keebai could not be asked how it ended, or did not say
 * @KC_RESULT_REASON_NOT_KNOWN_KEY: the same, because the access key was rejected
 * @KC_RESULT_REASON_SESSION_LOST: Keebai does not know the session, or it is over
 * @KC_RESULT_REASON_NO_CODES: the session is open, but no QR codes come
 * @KC_RESULT_REASON_REFUSED: Keebai declined to open a session
 * @KC_RESULT_REASON_PERMISSION: the access key lacks a permission that both ways need
 * @KC_RESULT_REASON_KEY: the access key was not accepted
 * @KC_RESULT_REASON_UNREACHABLE: the network, the address, or a pause that Keebai asks for: the
 *   same on both ways
 * @KC_RESULT_REASON_TROUBLE: something went wrong at Keebai or here, perhaps only on this way
 *
 * The nicks are the words of the history's file and of reports.
 */
typedef enum {
  KC_RESULT_REASON_TIME_UP,
  KC_RESULT_REASON_ENDED_EARLY,
  KC_RESULT_REASON_CANCELLED,
  KC_RESULT_REASON_NOT_LINKED,
  KC_RESULT_REASON_DECLINED,
  KC_RESULT_REASON_NOT_KNOWN,
  KC_RESULT_REASON_NOT_KNOWN_KEY,
  KC_RESULT_REASON_SESSION_LOST,
  KC_RESULT_REASON_NO_CODES,
  KC_RESULT_REASON_REFUSED,
  KC_RESULT_REASON_PERMISSION,
  KC_RESULT_REASON_KEY,
  KC_RESULT_REASON_UNREACHABLE,
  KC_RESULT_REASON_TROUBLE,
} KcResultReason;

#define KC_TYPE_RESULT_REASON (kc_result_reason_get_type ())
GType kc_result_reason_get_type (void);

/* What the history says of such an end, and further actions beside the next step. */
typedef struct {
  KcOutcome outcome;
  gboolean other_way;   /* connecting in the other way may succeed, and cannot connect twice */
  gboolean messages;    /* the phone or Meta's page may have said something that explains it */
  gboolean ask_for_key; /* somebody else may have to make another key; and this key may be checked
                         * again */
} KcResultActions;

/* Why `attempt` ended; it is EXPIRED, CANCELLED or FAILED. */
KcResultReason kc_result_reason_find (KcAttempt *attempt);

/* For an attempt that ended with `error` and with nothing of its session. */
KcResultReason kc_result_reason_from_error (const GError *error);

const KcResultActions *kc_result_actions_get (KcResultReason reason);

/* Whether what the phone or Meta's page says is worth explaining: while `attempt` runs, and at an
 * end that it may explain. */
gboolean kc_result_offers_messages (KcAttempt *attempt);

G_END_DECLS
