/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every endpoint of the client as a row, so that what holds for all is tested for all. */

#pragma once

#include "kc-client.h"
#include "kc-stub-server.h"
#include "kc-test-wait.h"

#include <string.h>

G_BEGIN_DECLS

#define KC_TEST_KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

typedef struct {
  const char *method;
  const char *path;
  guint status;
  const char *good;
  void (*begin) (KcClient *client, GCancellable *cancellable, GAsyncResult **result);
  gboolean (*finish) (KcClient *client, GAsyncResult *result, GError **error);
} KcTestEndpoint;

static inline KcClient *
kc_test_new_client (KcStubServer *server)
{
  g_autoptr (GError) error = NULL;
  KcClient *client = kc_client_new (kc_stub_server_get_base_url (server), KC_TEST_KEY, &error);

  g_assert_no_error (error);

  return client;
}

static inline void
kc_test_begin_embedded (KcClient *client, GCancellable *cancellable, GAsyncResult **result)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);

  kc_client_start_async (client, request, cancellable, kc_test_take_result_cb, result);
}

static inline void
kc_test_begin_qr (KcClient *client, GCancellable *cancellable, GAsyncResult **result)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);

  kc_client_start_async (client, request, cancellable, kc_test_take_result_cb, result);
}

static inline gboolean
kc_test_finish_start (KcClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (KcSession) session = kc_client_start_finish (client, result, error);

  return session != NULL;
}

static inline void
kc_test_begin_poll (KcClient *client, GCancellable *cancellable, GAsyncResult **result)
{
  g_autoptr (KcSession) session = g_new0 (KcSession, 1);

  session->session_id = g_strdup ("cs_1");
  kc_client_poll_async (client, session, cancellable, kc_test_take_result_cb, result);
}

static inline gboolean
kc_test_finish_poll (KcClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (KcPoll) poll = kc_client_poll_finish (client, result, error);

  return poll != NULL;
}

static inline void
kc_test_begin_account (KcClient *client, GCancellable *cancellable, GAsyncResult **result)
{
  kc_client_get_account_async (client, cancellable, kc_test_take_result_cb, result);
}

static inline gboolean
kc_test_finish_account (KcClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (KcAccount) account = kc_client_get_account_finish (client, result, error);

  return account != NULL;
}

static inline void
kc_test_begin_channels (KcClient *client, GCancellable *cancellable, GAsyncResult **result)
{
  kc_client_list_channels_async (client, KC_CHANNEL_KIND_WHATSAPP, cancellable,
                                 kc_test_take_result_cb, result);
}

static inline gboolean
kc_test_finish_channels (KcClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) channels = kc_client_list_channels_finish (client, result, error);

  return channels != NULL;
}

static inline void
kc_test_begin_numbers (KcClient *client, GCancellable *cancellable, GAsyncResult **result)
{
  kc_client_list_numbers_async (client, cancellable, kc_test_take_result_cb, result);
}

static inline gboolean
kc_test_finish_numbers (KcClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) numbers = kc_client_list_numbers_finish (client, result, error);

  return numbers != NULL;
}

static const KcTestEndpoint kc_test_endpoints[] = {
    {"POST", "/channels/whatsapp/connect", 201,
     "{\"session_id\":\"cs_1\",\"verification_uri\":\"https://app.keebai.com/x\","
     "\"expires_in\":900,\"poll_interval\":5}",
     kc_test_begin_embedded, kc_test_finish_start},
    {"POST", "/channels/whatsapp/connect", 201,
     "{\"session_id\":\"cs_1\",\"stream_url\":\"/v1/channels/whatsapp/connect/cs_1/qr-stream\","
     "\"expires_in\":300,\"poll_interval\":5}",
     kc_test_begin_qr, kc_test_finish_start},
    {"GET", "/channels/whatsapp/connect/cs_1", 200, "{\"status\":\"pending\"}", kc_test_begin_poll,
     kc_test_finish_poll},
    {"GET", "/me", 200, "{\"scopes\":[\"channels:connect\"]}", kc_test_begin_account,
     kc_test_finish_account},
    {"GET", "/channels?type=whatsapp", 200, "{\"data\":[]}", kc_test_begin_channels,
     kc_test_finish_channels},
    {"GET", "/whatsapp/numbers", 200, "{\"data\":[]}", kc_test_begin_numbers,
     kc_test_finish_numbers},
};

/* For tests of what all endpoints have in common. */
#define KC_TEST_ACCOUNT (&kc_test_endpoints[3])

/* Calls an endpoint and waits. */
static inline gboolean
kc_test_call (KcClient *client, const KcTestEndpoint *endpoint, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  endpoint->begin (client, NULL, &result);
  kc_test_wait_until (result != NULL);

  return endpoint->finish (client, result, error);
}

G_END_DECLS
