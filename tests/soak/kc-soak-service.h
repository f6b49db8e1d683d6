/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakService: keebai-sandbox as a separate process, so that neither its memory nor its sockets
 * count as the program's, and what it knows about a session.
 */

#pragma once

#include "kc-client.h"

G_BEGIN_DECLS

typedef struct _KcSoakService KcSoakService;

typedef enum {
  KC_SOAK_KEY_NO_READ, /* may not list channels */
  KC_SOAK_KEY_FULL,
  KC_SOAK_KEY_SECOND, /* of the same company */
  KC_SOAK_N_KEYS,
} KcSoakKey;

/* What the service knows to be true. */
typedef struct {
  gint64 now; /* service time, in milliseconds */
  guint n_sessions;
  guint n_channels;
  guint n_completed; /* sessions */
  guint n_requests;
  guint n_throttled; /* beyond the key's limits */
  guint busiest_minute;
  guint busiest_hour;
  guint n_streams; /* open, of the last session */

  /* The last session, if there is one. */
  char *state;
  char *channel_id;
  gint64 time_over; /* when its time is up */
  gint64 finishing; /* since when; 0: never */
  gint64 ended;     /* 0: not yet */
  gint64 polled;    /* of the last one */
  guint n_early_polls;
  char *code; /* that it shows now, or NULL */

  /* Whether the session and the list could be requested at this moment, apart from the state of the
   * full key. */
  gboolean poll_works;
  gboolean list_works;
  gboolean full_key_works;

  GHashTable *faults; /* that were served: "KNOB=VALUE" to KcSoakServed */
} KcSoakTruth;

typedef struct {
  guint times;
  gint64 last; /* service time */
} KcSoakServed;

KcSoakService *kc_soak_service_new (const char *program, guint scale, GError **error);
/* Ends the process. */
void kc_soak_service_free (KcSoakService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSoakService, kc_soak_service_free)

/* A new one if there is none; owned by the service. */
const char *kc_soak_service_get_base_url (KcSoakService *self);
KcClient *kc_soak_service_get_client (KcSoakService *self, KcSoakKey key);
/* Closes the connections that the clients and the service itself keep open. */
void kc_soak_service_hang_up (KcSoakService *self);

/* All of these wait for the answer. */
void kc_soak_service_turn (KcSoakService *self, const char *knob, const char *value);
/* Restores all knobs to their initial values. */
void kc_soak_service_turn_back (KcSoakService *self);
/* FALSE if the code was dead. */
gboolean kc_soak_service_scan (KcSoakService *self, GBytes *code);
/* Scans the code that the newest session shows now; FALSE if it shows none. */
gboolean kc_soak_service_scan_current (KcSoakService *self);
void kc_soak_service_press (KcSoakService *self, const char *verification_uri, const char *action);
KcSoakTruth *kc_soak_service_look (KcSoakService *self);
void kc_soak_truth_free (KcSoakTruth *truth);
/* Sets the truth about the session back to the moment `at` of service time. */
void kc_soak_truth_rewind (KcSoakTruth *truth, gint64 at);
/* How often a fault of `knob` whose value begins with `value` ("": any; `knob` NULL: of any knob)
 * was served since `before`. `last`, if not NULL, gets the time of the last one, or 0. */
guint kc_soak_truth_count_faults (const KcSoakTruth *truth,
                                  const KcSoakTruth *before,
                                  const char *knob,
                                  const char *value,
                                  gint64 *last);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSoakTruth, kc_soak_truth_free)

/* It stands still, with its connections open; between the two calls, it must not be asked anything.
 */
void kc_soak_service_freeze (KcSoakService *self);
void kc_soak_service_thaw (KcSoakService *self);

G_END_DECLS
