/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-messages: what is said to Keebai and what it answers, as plain structs. Pure functions: bytes
 * in, struct or KC_ERROR_BAD_REPLY out. Nothing here knows about HTTP.
 */

#pragma once

#include "kc-channel.h"
#include "kc-error.h"

G_BEGIN_DECLS

typedef enum {
  KC_MODE_EMBEDDED_SIGNUP, /* Meta's Embedded Signup, in the person's browser */
  KC_MODE_QR,              /* the phone scans a code, as for WhatsApp Web */
} KcMode;

/* --- POST /v1/channels/whatsapp/connect ------------------------------------------------------ */

/* What the person chose. In QR mode pipeline and coexistence are never sent, in embedded mode the
 * name is not: Keebai refuses the combination. */
typedef struct {
  KcMode mode;
  char *name;           /* QR: label of the channel; NULL for Keebai's default */
  char *pipeline_id;    /* embedded: NULL for the portal's default */
  gboolean coexistence; /* embedded: the number stays in the WhatsApp Business app too */
} KcConnectRequest;

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

/* `base_url` resolves and checks `stream_url`: another origin is refused, for the key would be sent
 * there. `verification_uri` has to pass kc_uri_is_allowed (). */
KcSession *
kc_session_new_from_bytes (GBytes *bytes, KcMode mode, const char *base_url, GError **error);
KcSession *kc_session_copy (const KcSession *self);
void kc_session_free (KcSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSession, kc_session_free)

/* --- GET /v1/channels/whatsapp/connect/:session_id ------------------------------------------- */

typedef enum {
  KC_SESSION_PENDING, /* also every word that this program does not know */
  KC_SESSION_COMPLETED,
  KC_SESSION_EXPIRED,
  KC_SESSION_CANCELLED,
} KcSessionStatus;

typedef struct {
  KcSessionStatus status;
  KcChannel *channel; /* COMPLETED only, and NULL if the reply named none */
} KcPoll;

KcPoll *kc_poll_new_from_bytes (GBytes *bytes, KcMode mode, GError **error);
void kc_poll_free (KcPoll *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcPoll, kc_poll_free)

/* --- the QR stream --------------------------------------------------------------------------- */

#define KC_QR_TEXT_MAX_BYTES 4096

typedef enum {
  KC_QR_EVENT_OTHER, /* ignored, but it proves that the stream lives */
  KC_QR_EVENT_CODE,
  KC_QR_EVENT_CONNECTING,
  KC_QR_EVENT_CONNECTED,
  KC_QR_EVENT_FAILED,
  KC_QR_EVENT_DISCONNECTED,
} KcQrEventKind;

typedef struct {
  KcQrEventKind kind;
  GBytes *code; /* CODE: the text to encode, byte for byte, 1 to KC_QR_TEXT_MAX_BYTES; a secret */
  KcChannel *channel; /* CONNECTED: NULL if the event named no id */
  char *phone_number; /* CONNECTED; may be NULL, even with a channel */
  char *push_name;    /* CONNECTED: the name of the WhatsApp account; may be NULL */
  char *reason;       /* FAILED: the server's words, for "Details" only; may be NULL */
} KcQrEvent;

/* `name` is the event's type as the stream gave it (NULL, "" or "message" if it had none: then
 * `type` or `event` in the data decide), `data` its data, `length` in bytes. A `qr` event without a
 * usable text is KC_ERROR_BAD_REPLY; unreadable data of any other event is no error. */
KcQrEvent *kc_qr_event_new (const char *name, const char *data, gsize length, GError **error);
void kc_qr_event_free (KcQrEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcQrEvent, kc_qr_event_free)

/* --- GET /v1/me, /v1/channels, /v1/whatsapp/numbers ------------------------------------------ */

#define KC_SCOPE_CONNECT "channels:connect"
#define KC_SCOPE_READ "channels:read"

/* What the key is. The shape is not documented, so everything may be missing. */
typedef struct {
  char *company_name;
  char *user_name;
  char **scopes; /* NULL: not told, which is not the same as none */
} KcAccount;

KcAccount *kc_account_new_from_bytes (GBytes *bytes, GError **error);
KcAccount *kc_account_copy (const KcAccount *self);
void kc_account_free (KcAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcAccount, kc_account_free)

/* KcChannel objects; an item that cannot be read spoils the reply, never silently the count. */
GPtrArray *kc_channels_new_from_bytes (GBytes *bytes, GError **error);

typedef struct {
  char *id;
  char *phone_number;
  char *channel_id; /* may be NULL */
  char *status;     /* "active", "paused", "disconnected" or a word not known yet */
} KcNumber;

void kc_number_free (KcNumber *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcNumber, kc_number_free)

/* KcNumber structs, freed with the array. */
GPtrArray *kc_numbers_new_from_bytes (GBytes *bytes, GError **error);

/* --- addresses ------------------------------------------------------------------------------- */

/* TRUE for https, and for http to a loopback address (127.0.0.0/8, [::1], localhost) when
 * `allow_loopback`. No user info, a host, no control characters. Everything that is opened or
 * spoken to has to pass here. */
gboolean kc_uri_is_allowed (const char *uri, gboolean allow_loopback);

G_END_DECLS
