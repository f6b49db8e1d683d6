/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-messages.h"

#include "kc-test-json.h"

#define CHANNELS                                                                                   \
  "{\"data\":[{\"id\":\"ch_1\",\"name\":\"Shop\",\"type\":\"whatsapp\",\"is_active\":false,"       \
  "\"phone_number\":\"+52 155\",\"phone_number_id\":\"1045\",\"business_account_id\":\"9\","       \
  "\"created_at\":\"2026-11-22T10:00:00Z\"},"                                                      \
  "{\"id\":\"507f1f77bcf86cd799439011\",\"type\":\"whatsapp_qr\"},"                                \
  "{\"id\":\"ch_3\",\"name\":null,\"type\":\"telegram\",\"is_active\":null,"                       \
  "\"created_at\":\"some day\"}]}"
#define NUMBERS                                                                                    \
  "{\"data\":[{\"id\":\"n_1\",\"phone_number\":\"+52 155\",\"waba_id\":\"9\","                     \
  "\"channel_id\":\"ch_1\",\"status\":\"active\"},"                                                \
  "{\"id\":\"n_2\",\"phone_number\":\"+34 91\",\"channel_id\":null,\"status\":\"resting\"}]}"

static KcAccount *
read_account (const char *json)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (json);
  g_autoptr (GError) error = NULL;
  KcAccount *account = kc_account_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (account);

  return account;
}

static void
test_finds_scopes_wherever_they_stand (void)
{
  static const char *const texts[] = {
      "{\"scopes\":[\"channels:connect\",\"channels:read\"]}",
      "{\"token\":{\"scopes\":[\"channels:connect\",\"channels:read\"]}}",
      "{\"data\":{\"scopes\":[\"channels:connect\",\"channels:read\"]}}",
      "{\"data\":{\"token\":{\"scopes\":[\"channels:connect\",\"channels:read\"]}}}",
      "{\"scopes\":\"channels:connect channels:read\"}",
      "{\"scopes\":\"channels:connect,channels:read\"}",
      "{\"scopes\":\" channels:connect, channels:read \"}",
      "{\"scopes\":[\"channels:connect\",5,null,{},\"channels:read\"]}",
      "{\"scopes\":7,\"token\":{\"scopes\":[\"channels:connect\",\"channels:read\"]}}",
  };
  const char *const scopes[] = {KC_SCOPE_CONNECT, KC_SCOPE_READ, NULL};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcAccount) account = read_account (texts[i]);

      g_assert_cmpstrv (account->scopes, scopes);
    }
}

/* Not told is not the same as none. */
static void
test_tells_no_scopes_from_unknown (void)
{
  const char *const none[] = {NULL};
  g_autoptr (KcAccount) empty = read_account ("{\"scopes\":[]}");
  g_autoptr (KcAccount) unknown = read_account ("{}");
  g_autoptr (KcAccount) odd = read_account ("{\"scopes\":{\"a\":true},\"token\":[],\"data\":5}");

  g_assert_cmpstrv (empty->scopes, none);
  g_assert_null (unknown->scopes);
  g_assert_null (odd->scopes);
}

static void
test_finds_names_wherever_they_stand (void)
{
  static const char *const texts[] = {
      "{\"company\":{\"name\":\"Acme\"},\"user\":{\"name\":\"Ana\"}}",
      "{\"company\":\"Acme\",\"user\":\"Ana\"}",
      "{\"company_name\":\"Acme\",\"user_name\":\"Ana\"}",
      "{\"data\":{\"company\":{\"name\":\"Acme\"},\"user\":{\"name\":\"Ana\"}}}",
      "{\"token\":{\"company_name\":\"Acme\"},\"data\":{\"user_name\":\"Ana\"}}",
      "{\"company\":{\"name\":5},\"company_name\":\"Acme\",\"user\":[],\"user_name\":\"Ana\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcAccount) account = read_account (texts[i]);
      g_autoptr (KcAccount) copy = kc_account_copy (account);

      g_assert_cmpstr (copy->company_name, ==, "Acme");
      g_assert_cmpstr (copy->user_name, ==, "Ana");
    }
}

static void
test_does_without_names (void)
{
  static const char *const texts[] = {
      "{}",
      "{\"company\":null,\"user\":null}",
      "{\"company\":{\"name\":null},\"user\":{\"name\":\"\"}}",
      "{\"company\":5,\"user\":true,\"data\":[],\"token\":\"x\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcAccount) account = read_account (texts[i]);

      g_assert_null (account->company_name);
      g_assert_null (account->user_name);
    }
}

static void
test_account_is_an_object (void)
{
  g_autoptr (GBytes) bytes = kc_test_bytes ("[]");
  g_autoptr (GError) error = NULL;

  g_assert_null (kc_account_new_from_bytes (bytes, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
}

static void
test_reads_channels (void)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (CHANNELS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = kc_channels_new_from_bytes (bytes, &error);
  KcChannel *channel;

  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 3);

  channel = g_ptr_array_index (channels, 0);
  g_assert_cmpstr (kc_channel_get_id (channel), ==, "ch_1");
  g_assert_cmpint (kc_channel_get_kind (channel), ==, KC_CHANNEL_KIND_WHATSAPP);
  g_assert_cmpstr (kc_channel_get_name (channel), ==, "Shop");
  g_assert_cmpstr (kc_channel_get_phone_number (channel), ==, "+52 155");
  g_assert_cmpstr (kc_channel_get_phone_number_id (channel), ==, "1045");
  g_assert_false (kc_channel_get_active (channel));
  g_assert_cmpint (g_date_time_to_unix (kc_channel_get_created_at (channel)), ==, 1795341600);

  channel = g_ptr_array_index (channels, 1);
  g_assert_cmpint (kc_channel_get_kind (channel), ==, KC_CHANNEL_KIND_WHATSAPP_QR);
  g_assert_null (kc_channel_get_name (channel));
  g_assert_null (kc_channel_get_phone_number (channel));
  g_assert_true (kc_channel_get_active (channel));

  channel = g_ptr_array_index (channels, 2);
  g_assert_cmpint (kc_channel_get_kind (channel), ==, KC_CHANNEL_KIND_OTHER);
  g_assert_null (kc_channel_get_created_at (channel));
}

static void
test_reads_no_channels (void)
{
  g_autoptr (GBytes) bytes = kc_test_bytes ("{\"data\":[]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = kc_channels_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 0);
}

/* The list decides whether an attempt has failed, so a half-read one must not pass for a whole. */
static void
test_an_unreadable_item_spoils_the_list (void)
{
  static const struct {
    const char *field;
    KcTestType right;
    gboolean optional;
  } cases[] = {
      {"data", KC_TEST_N_TYPES, FALSE},
      {"data.0.id", KC_TEST_STRING, FALSE},
      {"data.0.type", KC_TEST_STRING, FALSE},
      {"data.0.name", KC_TEST_STRING, TRUE},
      {"data.0.is_active", KC_TEST_BOOLEAN, TRUE},
      {"data.0.phone_number", KC_TEST_STRING, TRUE},
      {"data.0.phone_number_id", KC_TEST_STRING, TRUE},
      {"data.0.created_at", KC_TEST_STRING, TRUE},
  };
  static const char *const others[] = {
      "{\"data\":[null]}",
      "{\"data\":[[]]}",
      "{\"data\":[\"ch_1\"]}",
      "{\"data\":[{\"id\":\"\",\"type\":\"whatsapp\"}]}",
      "[]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (CHANNELS, cases[i].field, type);
          g_autoptr (GError) error = NULL;
          g_autoptr (GPtrArray) channels = kc_channels_new_from_bytes (bytes, &error);
          const gboolean is_absent = type == KC_TEST_NULL || type == KC_TEST_N_TYPES;

          if ((type == cases[i].right && i > 0) || (is_absent && cases[i].optional))
            {
              g_assert_no_error (error);
              g_assert_cmpuint (channels->len, ==, 3);
            }
          else
            g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GBytes) bytes = kc_test_bytes (others[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (kc_channels_new_from_bytes (bytes, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

static void
test_reads_numbers (void)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (NUMBERS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) numbers = kc_numbers_new_from_bytes (bytes, &error);
  const KcNumber *number;

  g_assert_no_error (error);
  g_assert_cmpuint (numbers->len, ==, 2);
  number = g_ptr_array_index (numbers, 0);
  g_assert_cmpstr (number->id, ==, "n_1");
  g_assert_cmpstr (number->phone_number, ==, "+52 155");
  g_assert_cmpstr (number->channel_id, ==, "ch_1");
  g_assert_cmpstr (number->status, ==, "active");
  number = g_ptr_array_index (numbers, 1);
  g_assert_null (number->channel_id);
  g_assert_cmpstr (number->status, ==, "resting");
}

static void
test_refuses_numbers_of_wrong_types (void)
{
  static const char *const fields[] = {
      "data.0.id",
      "data.0.phone_number",
      "data.0.status",
      "data.0.channel_id",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (NUMBERS, fields[i], type);
          g_autoptr (GError) error = NULL;
          g_autoptr (GPtrArray) numbers = kc_numbers_new_from_bytes (bytes, &error);
          const gboolean is_absent = type == KC_TEST_NULL || type == KC_TEST_N_TYPES;

          if (type == KC_TEST_STRING || (is_absent && i == 3))
            g_assert_no_error (error);
          else
            g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
        }
    }
}

/* Channels stand in lists of the user interface, which bind to properties. */
static void
test_a_channel_has_properties (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);
  KcChannel *channel
      = kc_channel_new ("ch_1", KC_CHANNEL_KIND_WHATSAPP_QR, "Shop", "52", "7", TRUE, time);
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  g_autofree char *number_id = NULL;
  g_autoptr (GDateTime) created_at = NULL;
  gboolean active = FALSE;
  guint kind = 0;

  g_object_get (channel, "id", &id, "kind", &kind, "name", &name, "phone-number", &number,
                "phone-number-id", &number_id, "active", &active, "created-at", &created_at, NULL);
  g_assert_cmpstr (id, ==, "ch_1");
  g_assert_cmpuint (kind, ==, KC_CHANNEL_KIND_WHATSAPP_QR);
  g_assert_cmpstr (name, ==, "Shop");
  g_assert_cmpstr (number, ==, "52");
  g_assert_cmpstr (number_id, ==, "7");
  g_assert_true (active);
  g_assert_true (g_date_time_equal (created_at, time));

  g_assert_finalize_object (channel);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/account/finds-scopes-wherever-they-stand",
                   test_finds_scopes_wherever_they_stand);
  g_test_add_func ("/api/account/tells-no-scopes-from-unknown", test_tells_no_scopes_from_unknown);
  g_test_add_func ("/api/account/finds-names-wherever-they-stand",
                   test_finds_names_wherever_they_stand);
  g_test_add_func ("/api/account/does-without-names", test_does_without_names);
  g_test_add_func ("/api/account/is-an-object", test_account_is_an_object);
  g_test_add_func ("/api/channels/reads-channels", test_reads_channels);
  g_test_add_func ("/api/channels/reads-no-channels", test_reads_no_channels);
  g_test_add_func ("/api/channels/an-unreadable-item-spoils-the-list",
                   test_an_unreadable_item_spoils_the_list);
  g_test_add_func ("/api/numbers/reads-numbers", test_reads_numbers);
  g_test_add_func ("/api/numbers/refuses-wrong-types", test_refuses_numbers_of_wrong_types);
  g_test_add_func ("/api/channel/has-properties", test_a_channel_has_properties);

  return g_test_run ();
}
