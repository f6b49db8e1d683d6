/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxService: the state of the practice service. The endpoints, the portal and the control
 * addresses read it and change it; none of them is known here.
 */

#pragma once

#include "kc-sandbox-channels.h"
#include "kc-sandbox-connection.h"
#include "kc-sandbox-keys.h"
#include "kc-sandbox-knobs.h"
#include "kc-sandbox-listener.h"
#include "kc-sandbox-session.h"
#include "kc-sandbox-time.h"

G_BEGIN_DECLS

typedef struct {
  KcSandboxTime time;
  KcSandboxKnobs *knobs;
  KcSandboxListener *listener;
  KcSandboxLimits limits[KC_SANDBOX_N_KEYS];
  KcSandboxChannels *channels;
  GPtrArray *sessions;    /* KcSandboxSession, oldest first */
  GPtrArray *connections; /* KcSandboxConnection: faulty answers under way */

  char *token;        /* in the paths of /practice and /portal */
  char *origin;       /* "http://127.0.0.1:PORT", NULL before the start */
  char *base_url;     /* the same with /v1 */
  char *practice_url; /* the same with /practice/TOKEN */

  guint n_requests;           /* to the API */
  GHashTable *n_per_endpoint; /* name -> count */
  char *user_agent;           /* of the newest request to the API */

  KcSandboxAlarm *drop_alarm; /* for the scenario "network-drops" */
} KcSandboxService;

/* `early` and `handler` answer the requests (KcSandboxListener). */
KcSandboxService *
kc_sandbox_service_new (SoupServerCallback early, SoupServerCallback handler, gpointer user_data);
void kc_sandbox_service_free (KcSandboxService *self);

/* Listens on `port`, 0: the system chooses. `certificate` NULL: plain http. */
gboolean kc_sandbox_service_start (KcSandboxService *self,
                                   guint port,
                                   GTlsCertificate *certificate,
                                   GError **error);

/* G_IO_ERROR_INVALID_ARGUMENT for an unknown name or value. */
gboolean kc_sandbox_service_set_knob (KcSandboxService *self,
                                      const char *name,
                                      const char *value,
                                      GError **error);

/* What follows `prefix` and the token in `path`, or NULL if it is another path. */
const char *
kc_sandbox_service_cut_token (KcSandboxService *self, const char *path, const char *prefix);

/* A new session. The service owns it. */
KcSandboxSession *kc_sandbox_service_add_session (KcSandboxService *self,
                                                  gboolean qr,
                                                  const char *name,
                                                  gboolean coexistence);

/* The running QR session that was started last; the session with that id, or with that secret in
 * its link. Borrowed, NULL if there is none. */
KcSandboxSession *kc_sandbox_service_get_qr_session (KcSandboxService *self);
KcSandboxSession *kc_sandbox_service_find_session (KcSandboxService *self, const char *id);
KcSandboxSession *kc_sandbox_service_find_session_by_secret (KcSandboxService *self,
                                                             const char *secret);

/* The link that opens the portal page of the session. */
char *kc_sandbox_service_get_verification_uri (KcSandboxService *self, KcSandboxSession *session);

/* The pretend phone scans. G_IO_ERROR_NOT_FOUND if no session shows that code now. */
gboolean kc_sandbox_service_scan (KcSandboxService *self, const char *code, GError **error);

/* Counts a request to the API. `endpoint` is static. */
void kc_sandbox_service_count (KcSandboxService *self, const char *endpoint);

G_END_DECLS
