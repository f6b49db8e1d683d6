/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-help-message.h"

static const KcMode modes[] = {KC_MODE_EMBEDDED_SIGNUP, KC_MODE_QR};

static void
test_whole (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GListModel) messages = kc_help_message_list_new (modes[i]);

      g_assert_cmpuint (g_list_model_get_n_items (messages), >=, 12);
      for (guint j = 0; j < g_list_model_get_n_items (messages); j++)
        {
          g_autoptr (KcHelpMessage) message = g_list_model_get_item (messages, j);

          g_assert_true (g_hash_table_add (ids, g_strdup (kc_help_message_get_id (message))));
          g_assert_cmpstr (kc_help_message_get_shown (message), !=, "");
          g_assert_cmpstr (kc_help_message_get_meaning (message), !=, "");
          g_assert_cmpstr (kc_help_message_get_action (message), !=, "");
          g_assert_cmpstr (kc_help_message_get_waiting (message), !=, "");
          g_assert_true (kc_help_message_matches (message, ""));
          g_assert_true (kc_help_message_matches (message, kc_help_message_get_shown (message)));
        }
    }
}

static guint
count_matches (GListModel *messages, const char *words, const char *first_id)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (KcHelpMessage) message = g_list_model_get_item (messages, i);

      if (kc_help_message_matches (message, words) && n++ == 0)
        g_assert_cmpstr (kc_help_message_get_id (message), ==, first_id);
    }

  return n;
}

static void
test_search (void)
{
  g_autoptr (GListModel) phone = kc_help_message_list_new (KC_MODE_QR);
  g_autoptr (GListModel) page = kc_help_message_list_new (KC_MODE_EMBEDDED_SIGNUP);

  g_assert_cmpuint (count_matches (phone, "can't link new devices", "cannot-link-now"), ==, 1);
  g_assert_cmpuint (count_matches (phone, "CAN’T LINK NEW", "cannot-link-now"), ==, 1);
  /* In the words of a phone in another language, without its accents. */
  g_assert_cmpuint (count_matches (phone, "nao e possivel conectar novos", "cannot-link-now"), ==,
                    1);
  g_assert_cmpuint (count_matches (phone, "límite  dispositivos", "device-limit"), ==, 1);
  g_assert_cmpuint (count_matches (page, "demasiadas veces", "too-many-codes"), ==, 1);
  g_assert_cmpuint (count_matches (page, "no such words anywhere", NULL), ==, 0);
}

static void
test_reason (void)
{
  static const struct {
    const char *reason;
    const char *id;
  } cases[] = {
      {"device limit reached", "device-limit"},
      {"Device Limit", "device-limit"},
      {"Error: too many devices are linked", "device-limit"},
      {"account restricted by WhatsApp", "account-restricted"},
      {"passkey required", "passkey"},
      {"connection timed out", "could-not-link"},
      {"no idea", NULL},
      {"", NULL},
      {NULL, NULL},
  };
  g_autoptr (GListModel) messages = kc_help_message_list_new (KC_MODE_QR);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KcHelpMessage *message = kc_help_message_find_by_reason (messages, cases[i].reason);

      if (cases[i].id == NULL)
        g_assert_null (message);
      else
        {
          g_assert_nonnull (message);
          g_assert_cmpstr (kc_help_message_get_id (message), ==, cases[i].id);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/help-message/whole", test_whole);
  g_test_add_func ("/help-message/search", test_search);
  g_test_add_func ("/help-message/reason", test_reason);

  return g_test_run ();
}
