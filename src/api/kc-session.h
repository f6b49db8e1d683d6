/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-session: the request that starts a session, what Keebai promises, and how it goes on. Part of
 * kc-messages.
 */

#pragma once

#include "kc-channel.h"
#include "kc-error.h"

G_BEGIN_DECLS

typedef enum {
  KC_MODE_EMBEDDED_SIGNUP, /* Meta's Embedded Signup, in the person's browser */
  KC_MODE_QR,              /* the phone scans a code, as for WhatsApp Web */
} KcMode;

/* The nicks are the words of the request. */
#define KC_TYPE_MODE (kc_mode_get_type ())
GType kc_mode_get_type (void);

/* What a session of this mode connects. */
KcChannelKind kc_mode_get_channel_kind (KcMode mode);

/* --- POST /v1/channels/whatsapp/connect ------------------------------------------------------ */

/* What the person chose. In QR mode pipeline and coexistence are never sent, in embedded mode the
 * name is not: Keebai refuses the combination. */
typedef struct {
  KcMode mode;
  char *name;           /* QR: label of the channel; NULL for Keebai's default */
  char *pipeline_id;    /* embedded: NULL for the portal's default */
  gboolean coexistence; /* embedded: the number stays in the WhatsApp Business app too */
} KcConnectRequest;

#define KC_TYPE_CONNECT_REQUEST (kc_connect_request_get_type ())
GType kc_connect_request_get_type (void);

KcConnectRequest *kc_connect_request_new (KcMode mode);
KcConnectRequest *kc_connect_request_copy (const KcConnectRequest *self);
void kc_connect_request_free (KcConnectRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcConnectRequest, kc_connect_request_free)

/* The JSON body. Empty and blank strings are left out. */
GBytes *kc_connect_request_to_bytes (const KcConnectRequest *self);

/* What Keebai promised. */
typedef struct {
  KcMode mode;
  char *session_id;
  char *verification_uri; /* embedded; a secret: whoever has it can finish the signup */
  char *stream_uri;       /* QR; absolute, same origin as the base URL */
  guint expires_in;       /* seconds from the reply, 1 to 86,400 */
  guint poll_interval;    /* seconds, 1 to 300; 5 if the reply did not say */
} KcSession;

#define KC_TYPE_SESSION (kc_session_get_type ())
GType kc_session_get_type (void);

/* FALSE for ids that would change the path: an empty one, `.` and `..`. All others are escaped in a
 * path. */
gboolean kc_session_id_is_usable (const char *id);

/* Fails with KC_ERROR_BAD_REPLY only without a usable id or address: with an odd number the session
 * is open all the same, and the documented number is used. `stream_url` is resolved against
 * `base_url`; another origin is refused, because the key would be sent there. `verification_uri`
 * has to pass kc_uri_is_allowed (). */
KcSession *
kc_session_new_from_bytes (GBytes *bytes, KcMode mode, const char *base_url, GError **error);
KcSession *kc_session_copy (const KcSession *self);
void kc_session_free (KcSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSession, kc_session_free)

/* --- GET /v1/channels/whatsapp/connect/:session_id ------------------------------------------- */

typedef enum {
  KC_SESSION_PENDING, /* and every unknown word */
  KC_SESSION_COMPLETED,
  KC_SESSION_EXPIRED,
  KC_SESSION_CANCELLED,
} KcSessionStatus;

/* The nicks are the words of the reply. */
#define KC_TYPE_SESSION_STATUS (kc_session_status_get_type ())
GType kc_session_status_get_type (void);

typedef struct {
  KcSessionStatus status;
  KcChannel *channel; /* COMPLETED only, and NULL if the reply named none */
} KcPoll;

#define KC_TYPE_POLL (kc_poll_get_type ())
GType kc_poll_get_type (void);
KcPoll *kc_poll_new_from_bytes (GBytes *bytes, KcMode mode, GError **error);
KcPoll *kc_poll_copy (const KcPoll *self);
void kc_poll_free (KcPoll *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcPoll, kc_poll_free)

G_END_DECLS
