/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first byte chooses the reply, the rest is its body. */

#include "kc-envelope.h"
#include "kc-fuzz.h"
#include "kc-json.h"
#include "kc-messages.h"

#define BASE_URL "https://keebai.example/v1"

static void
check_channel (KcChannel *channel)
{
  g_assert_cmpstr (kc_channel_get_id (channel), !=, "");
  kc_fuzz_check_text (kc_channel_get_id (channel), KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (kc_channel_get_name (channel), KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (kc_channel_get_phone_number (channel), KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (kc_channel_get_phone_number_id (channel), KC_JSON_MAX_BYTES);
}

static gboolean
check_session (GBytes *bytes, KcMode mode, GError **error)
{
  g_autoptr (KcSession) session = kc_session_new_from_bytes (bytes, mode, BASE_URL, error);

  if (session == NULL)
    return FALSE;
  g_assert_true (kc_session_id_is_usable (session->session_id));
  g_assert_cmpuint (session->expires_in, >=, 1);
  g_assert_cmpuint (session->expires_in, <=, 24 * 60 * 60);
  g_assert_cmpuint (session->poll_interval, >=, 1);
  g_assert_cmpuint (session->poll_interval, <=, 300);
  if (mode == KC_MODE_QR)
    g_assert_true (g_str_has_prefix (session->stream_uri, "https://keebai.example/"));
  else
    g_assert_true (kc_uri_is_allowed (session->verification_uri, TRUE));

  return TRUE;
}

static gboolean
check_poll (GBytes *bytes, KcMode mode, GError **error)
{
  g_autoptr (KcPoll) poll = kc_poll_new_from_bytes (bytes, mode, error);

  if (poll == NULL)
    return FALSE;
  if (poll->channel != NULL)
    {
      g_assert_cmpint (poll->status, ==, KC_SESSION_COMPLETED);
      check_channel (poll->channel);
    }

  return TRUE;
}

static gboolean
check_account (GBytes *bytes, GError **error)
{
  g_autoptr (KcAccount) account = kc_account_new_from_bytes (bytes, error);

  if (account == NULL)
    return FALSE;
  kc_fuzz_check_text (account->company_name, KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (account->user_name, KC_JSON_MAX_BYTES);
  for (guint i = 0; account->scopes != NULL && account->scopes[i] != NULL; i++)
    kc_fuzz_check_text (account->scopes[i], KC_JSON_MAX_BYTES);

  return TRUE;
}

static gboolean
check_channels (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) channels
      = kc_channels_new_from_bytes (bytes, KC_CHANNEL_KIND_WHATSAPP, error);

  if (channels == NULL)
    return FALSE;
  for (guint i = 0; i < channels->len; i++)
    check_channel (g_ptr_array_index (channels, i));

  return TRUE;
}

static gboolean
check_numbers (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) numbers = kc_numbers_new_from_bytes (bytes, error);

  if (numbers == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len; i++)
    {
      KcNumber *number = g_ptr_array_index (numbers, i);

      g_assert_cmpstr (number->id, !=, "");
      kc_fuzz_check_text (number->phone_number, KC_JSON_MAX_BYTES);
      kc_fuzz_check_text (number->channel_id, KC_JSON_MAX_BYTES);
      kc_fuzz_check_text (number->status, KC_JSON_MAX_BYTES);
    }

  return TRUE;
}

static void
check_envelope (GBytes *bytes)
{
  g_auto (KcEnvelope) envelope = {NULL};

  kc_envelope_read (&envelope, "application/json", bytes);
  kc_fuzz_check_text (envelope.code, KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (envelope.message, KC_JSON_MAX_BYTES);
  for (guint i = 0; envelope.missing_scopes != NULL && envelope.missing_scopes[i] != NULL; i++)
    kc_fuzz_check_text (envelope.missing_scopes[i], KC_JSON_MAX_BYTES);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 kind = kc_fuzz_take_byte (&data, &size) % 8;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  gboolean fine;

  switch (kind)
    {
    case 0:
    case 1:
      fine = check_session (bytes, kind == 0 ? KC_MODE_EMBEDDED_SIGNUP : KC_MODE_QR, &error);
      break;
    case 2:
    case 3:
      fine = check_poll (bytes, kind == 2 ? KC_MODE_EMBEDDED_SIGNUP : KC_MODE_QR, &error);
      break;
    case 4:
      fine = check_account (bytes, &error);
      break;
    case 5:
      fine = check_channels (bytes, &error);
      break;
    case 6:
      fine = check_numbers (bytes, &error);
      break;
    default:
      check_envelope (bytes);
      return 0;
    }
  if (!fine)
    g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);

  return 0;
}
