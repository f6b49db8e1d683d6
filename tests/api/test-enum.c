/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-enum.h"
#include "kc-messages.h"

/* The nicks are sent to Keebai, read from it and stored: changing one would break that. */
static const struct {
  GType (*get_type) (void);
  const char *words; /* in the order of the values */
} enums[] = {
    {kc_mode_get_type, "embedded_signup qr"},
    {kc_session_status_get_type, "pending completed expired cancelled"},
    {kc_channel_kind_get_type, "whatsapp whatsapp_qr other"},
    {kc_qr_event_kind_get_type, "other qr connecting connected failed disconnected"},
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    {
      GType type = enums[i].get_type ();
      g_auto (GStrv) words = g_strsplit (enums[i].words, " ", -1);
      g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);

      g_assert_cmpuint (enum_class->n_values, ==, g_strv_length (words));
      for (int value = 0; words[value] != NULL; value++)
        {
          g_assert_cmpstr (kc_enum_get_nick (type, value), ==, words[value]);
          g_assert_cmpint (kc_enum_parse (type, words[value], -1), ==, value);
        }
    }
}

static void
test_fallback (void)
{
  g_assert_cmpint (kc_enum_parse (KC_TYPE_MODE, NULL, -1), ==, -1);
  g_assert_cmpint (kc_enum_parse (KC_TYPE_MODE, "", -1), ==, -1);
  g_assert_cmpint (kc_enum_parse (KC_TYPE_MODE, "QR", KC_MODE_QR), ==, KC_MODE_QR);
  g_assert_cmpint (kc_enum_parse (KC_TYPE_MODE, "KC_MODE_QR", -1), ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/enum/words", test_words);
  g_test_add_func ("/api/enum/fallback", test_fallback);

  return g_test_run ();
}
