/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the rooms of the practice service share. */

#pragma once

#include "kc-sandbox-channels.h"
#include "kc-sandbox-keys.h"
#include "kc-sandbox-knobs.h"
#include "kc-sandbox-time.h"
#include "kc-sandbox-wire.h"
#include "kc-sandbox.h"

G_BEGIN_DECLS

typedef struct _KcSandboxSession KcSandboxSession;

struct _KcSandbox {
  GObject parent_instance;

  SoupServer *server;           /* NULL unless running */
  GTlsCertificate *certificate; /* NULL: plain http */
  guint port;
  GSocket *reserved;             /* the port while offline */
  KcSandboxAlarm *offline_alarm; /* until then it is offline */
  KcSandboxAlarm *leave_alarm;   /* goes offline */
  SoupServerMessage *message;    /* within a handler: what is being handled */
  char *origin;                  /* "http://127.0.0.1:PORT" */
  char *base_url;

  KcSandboxKnobs *knobs;
  KcSandboxTime time;
  KcSandboxLimits limits[KC_SANDBOX_N_KEYS];
  KcSandboxChannels *channels;
  GPtrArray *sessions; /* KcSandboxSession, oldest first */
  GPtrArray *wires;    /* KcSandboxWire, faulty answers under way */

  guint n_requests;           /* to the API */
  GHashTable *n_per_endpoint; /* name -> count */
  char *user_agent;           /* of the newest request to the API */
};

/* The running QR session that was started last, or NULL. Borrowed. */
KcSandboxSession *kc_sandbox_get_qr_session (KcSandbox *self);

/* The session with that id, or with that secret in its link. Borrowed, NULL if there is none. */
KcSandboxSession *kc_sandbox_find_session (KcSandbox *self, const char *id);
KcSandboxSession *kc_sandbox_find_session_by_secret (KcSandbox *self, const char *secret);

/* The handler of all requests. */
void kc_sandbox_handle (SoupServer *server,
                        SoupServerMessage *message,
                        const char *path,
                        GHashTable *query,
                        gpointer user_data);

/* Counts a request to the API. */
void kc_sandbox_count (KcSandbox *self, const char *endpoint);

G_END_DECLS
