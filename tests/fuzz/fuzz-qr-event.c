/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A line with the type of the event, then its data. */

#include "kc-fuzz.h"
#include "kc-json.h"
#include "kc-messages.h"
#include "kc-qr-matrix.h"
#include "kc-utf8.h"

#include <string.h>

static void
check_code (GBytes *code)
{
  gsize length;
  const guint8 *text = g_bytes_get_data (code, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrMatrix) matrix = kc_qr_matrix_new (text, length, &error);

  g_assert_cmpuint (length, >=, 1);
  g_assert_cmpuint (length, <=, KC_QR_TEXT_MAX_BYTES);
  if (matrix == NULL)
    g_assert_error (error, KC_QR_ERROR, KC_QR_ERROR_TOO_LONG);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *name = kc_fuzz_take_line (&data, &size);
  g_autofree char *text = g_malloc (size + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrEvent) event = NULL;

  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0'; /* as the stream's parser passes it */
  if (!g_utf8_validate (name, -1, NULL) || !kc_utf8_is_valid (data, size))
    return 0;

  event = kc_qr_event_new (name, text, size, &error);
  if (event == NULL)
    {
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      return 0;
    }

  g_assert_cmpint (event->kind == KC_QR_EVENT_CODE, ==,
                   (event->code != NULL) != (event->picture != NULL));
  if (event->code != NULL)
    check_code (event->code);
  if (event->picture != NULL)
    g_assert_cmpuint (g_bytes_get_size (event->picture), <=, KC_QR_PICTURE_MAX_BYTES);
  kc_fuzz_check_text (event->phone_number, KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (event->push_name, KC_JSON_MAX_BYTES);
  kc_fuzz_check_text (event->reason, KC_JSON_MAX_BYTES);
  if (event->channel != NULL)
    g_assert_cmpstr (kc_channel_get_id (event->channel), !=, "");

  return 0;
}
