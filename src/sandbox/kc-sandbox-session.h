/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxSession: one connect session as Keebai keeps it, with its clock.
 *
 * Embedded: PENDING until the person finishes or cancels on the portal page; after "Finish" it may
 * stay FINISHING for the knob `outcome-delay`.
 * QR: PENDING shows a code, the first of a series of six for 60 s, the others for 20 s each, and
 * then a new series. A scan makes it FINISHING, and soon COMPLETED (or what `scan-outcome` says).
 * Both end as EXPIRED when their time is over; not while FINISHING. The scenario may end them in
 * another way.
 */

#pragma once

#include "kc-sandbox-channels.h"
#include "kc-sandbox-knobs.h"
#include "kc-sandbox-time.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef enum {
  KC_SANDBOX_SESSION_PENDING,
  KC_SANDBOX_SESSION_FINISHING,
  KC_SANDBOX_SESSION_COMPLETED,
  KC_SANDBOX_SESSION_EXPIRED,
  KC_SANDBOX_SESSION_CANCELLED,
  KC_SANDBOX_SESSION_FAILED,
} KcSandboxSessionState;

typedef struct {
  KcSandboxTime *time; /* of the service, as the next two */
  KcSandboxKnobs *knobs;
  KcSandboxChannels *channels;

  guint index; /* how many there were before it */
  char *id;
  char *secret;       /* the last part of the verification URI */
  gboolean elsewhere; /* of the other company */
  gboolean qr;
  char *name;        /* QR: label of the channel; embedded: what the person typed */
  char *number;      /* suggested, or what the person typed */
  char *pipeline_id; /* NULL: none was named */
  gboolean coexistence;
  guint expires_in; /* seconds, as told to the client */

  KcSandboxSessionState state;
  const KcSandboxChannel *channel; /* COMPLETED */
  char *code;                      /* what the phone would take; NULL if nothing */
  guint n_codes;                   /* made so far */
  gboolean lost;                   /* COMPLETED, but the stream shall not tell */

  guint n_polls;
  guint n_early_polls;     /* of them sooner after the one before than the client was told */
  gint64 polled_at;        /* service time of the last one */
  gint64 poll_interval_ms; /* as told to the client */

  gint64 finishing_at; /* service time when FINISHING began; 0: never */
  gint64 ended_at;     /* service time; 0: it is not over */
  gint64 expires_at;   /* service time; 0: never */
  gint64 rotates_at;
  gint64 resolves_at;
  gint64 beats_at;
  gint64 cancels_at;   /* for the scenario "cancelled" */
  gint64 full_time_at; /* when it would expire in any other scenario than "time-out" */
  KcSandboxAlarm *alarm;
  GPtrArray *streams; /* KcSandboxStream */
} KcSandboxSession;

KcSandboxSession *kc_sandbox_session_new (KcSandboxTime *time,
                                          KcSandboxKnobs *knobs,
                                          KcSandboxChannels *channels,
                                          guint index,
                                          gboolean qr,
                                          const char *name,
                                          gboolean coexistence);
void kc_sandbox_session_free (KcSandboxSession *self);

/* After a knob has changed. */
void kc_sandbox_session_update (KcSandboxSession *self);
/* After another scenario was chosen. */
void kc_sandbox_session_update_scenario (KcSandboxSession *self);

/* The event stream: answers `message`, which is being handled, with it. The session is not over,
 * or is COMPLETED. */
void kc_sandbox_session_open_stream (KcSandboxSession *self, SoupServerMessage *message);

/* What the phone, the person on the portal page and the knob `stream-fail` do. Finishing is only
 * possible where the scenario does not refuse it. */
void kc_sandbox_session_scan (KcSandboxSession *self);
void kc_sandbox_session_finish (KcSandboxSession *self, const char *name, const char *phone_number);
void kc_sandbox_session_cancel (KcSandboxSession *self);
void kc_sandbox_session_fail (KcSandboxSession *self, const char *reason);

/* Somebody polls for it, whatever the answer. */
void kc_sandbox_session_note_poll (KcSandboxSession *self);

/* The scenario has Meta refuse the number. */
gboolean kc_sandbox_session_is_refused (KcSandboxSession *self);
/* Every stream of it falls silent for good: kc_sandbox_connection_silence (). */
void kc_sandbox_session_silence (KcSandboxSession *self);

gboolean kc_sandbox_session_is_over (KcSandboxSession *self);
/* "pending", "finishing", … */
const char *kc_sandbox_session_get_state_name (KcSandboxSession *self);
/* The same in the words of the poll. */
const char *kc_sandbox_session_get_status (KcSandboxSession *self);
char *kc_sandbox_session_get_stream_url (KcSandboxSession *self);

G_END_DECLS
