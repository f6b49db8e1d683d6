/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcClient: all requests to Keebai. The only owner of the SoupSessions.
 *
 * One `_async`/`_finish` pair for each endpoint. Every request has a deadline of
 * KC_CLIENT_DEADLINE_MS from first to last byte, follows no redirect (the key would be sent along),
 * reads at most KC_JSON_MAX_BYTES (lists: KC_JSON_MAX_LIST_BYTES, parsed off the main loop), and
 * checks status, content type and length before parsing. Nothing is repeated: src/flow decides
 * about that.
 *
 * A 404 is KC_ERROR_NOT_FOUND where it is about a session, else KC_ERROR_WRONG_ADDRESS. Errors are
 * KC_ERROR, or G_IO_ERROR_CANCELLED. Callbacks run in the thread-default main context. The debug
 * log (domain "kc-api") shows method, path with ids cut, status and duration.
 */

#pragma once

#include "kc-messages.h"
#include "kc-deadline.h"
#include "kc-sse-stream.h"

G_BEGIN_DECLS

#define KC_CLIENT_DEFAULT_BASE_URL "https://api.keebai.com/v1"

#define KC_TYPE_CLIENT (kc_client_get_type ())
G_DECLARE_FINAL_TYPE (KcClient, kc_client, KC, CLIENT, GObject)

/* `base_url` contains the version ("https://host/v1", with or without a final slash), and has to
 * pass kc_uri_normalize_service (). `key` is the access key, normalised here
 * (kc_access_key_normalize ()). */
KcClient *kc_client_new (const char *base_url, const char *key, GError **error);

/* TRUE if the service has a loopback address: then links to a loopback address may be opened too.
 */
gboolean kc_client_is_loopback (KcClient *self);

/* Milliseconds; for requests and for the heads of the streams created from now on. For tests. */
void kc_client_set_deadline (KcClient *self, guint deadline_ms);

/* POST /channels/whatsapp/connect */
void kc_client_start_async (KcClient *self,
                            const KcConnectRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
KcSession *kc_client_start_finish (KcClient *self, GAsyncResult *result, GError **error);

/* GET /channels/whatsapp/connect/:session_id */
void kc_client_poll_async (KcClient *self,
                           const KcSession *session,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
KcPoll *kc_client_poll_finish (KcClient *self, GAsyncResult *result, GError **error);

/* GET {stream_url}. Nothing is sent before kc_sse_stream_run_async (). `session` is of KC_MODE_QR.
 */
KcSseStream *kc_client_create_qr_stream (KcClient *self, const KcSession *session);

/* GET /me */
void kc_client_get_account_async (KcClient *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
KcAccount *kc_client_get_account_finish (KcClient *self, GAsyncResult *result, GError **error);

/* GET /channels?type=whatsapp or whatsapp_qr; `kind` is not KC_CHANNEL_KIND_OTHER. An array of
 * KcChannel; it may contain other kinds too. */
void kc_client_list_channels_async (KcClient *self,
                                    KcChannelKind kind,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *kc_client_list_channels_finish (KcClient *self, GAsyncResult *result, GError **error);

/* GET /whatsapp/numbers. An array of KcNumber. */
void kc_client_list_numbers_async (KcClient *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *kc_client_list_numbers_finish (KcClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
