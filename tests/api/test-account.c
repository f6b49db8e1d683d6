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

/* Scopes that are not listed are unknown, which differs from none. */
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

static GPtrArray *
read_channels (const char *json, KcChannelKind kind, GError **error)
{
  g_autoptr (GBytes) bytes = kc_test_bytes (json);

  return kc_channels_new_from_bytes (bytes, kind, error);
}

/* A list may contain channels of a kind that was not asked for. */
static void
test_reads_channels (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = read_channels (CHANNELS, KC_CHANNEL_KIND_WHATSAPP, &error);
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
  g_assert_cmpstr (kc_channel_get_id (channel), ==, "507f1f77bcf86cd799439011");
  g_assert_cmpint (kc_channel_get_kind (channel), ==, KC_CHANNEL_KIND_WHATSAPP_QR);
  g_assert_null (kc_channel_get_name (channel));
  g_assert_null (kc_channel_get_phone_number (channel));
  g_assert_true (kc_channel_get_active (channel));
}

static void
test_reads_no_channels (void)
{
  static const char *const texts[] = {"{\"data\":[]}", "{\"data\":[],\"total\":0}"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) channels = read_channels (texts[i], KC_CHANNEL_KIND_WHATSAPP, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (channels->len, ==, 0);
    }
}

/* Only an unusable id drops an entry; no field drops the list. */
static void
test_an_odd_field_costs_the_field (void)
{
  static const char *const fields[] = {
      "data.0.name",       "data.0.type",         "data.0.is_active",
      "data.0.created_at", "data.0.phone_number", "data.0.phone_number_id",
      "data.0.id",
  };
  static const char two[]
      = "{\"data\":[{\"id\":\"ch_1\",\"name\":\"Shop\",\"type\":\"whatsapp\",\"is_active\":true,"
        "\"phone_number\":\"52\",\"phone_number_id\":\"1\",\"created_at\":\"2026-11-22T10:00:00Z\"},"
        "{\"id\":\"ch_2\",\"type\":\"whatsapp\"}]}";

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (two, fields[i], type);
          g_autoptr (GError) error = NULL;
          g_autoptr (GPtrArray) channels
              = kc_channels_new_from_bytes (bytes, KC_CHANNEL_KIND_WHATSAPP, &error);
          /* An id may be a number. */
          const gboolean is_left_out = g_str_equal (fields[i], "data.0.id")
                                       && type != KC_TEST_STRING && type != KC_TEST_INTEGER;

          g_assert_no_error (error);
          g_assert_cmpuint (channels->len, ==, is_left_out ? 1 : 2);
          if (!is_left_out && i < 6)
            g_assert_cmpstr (kc_channel_get_id (g_ptr_array_index (channels, 0)), ==, "ch_1");
        }
    }
}

static void
test_reads_what_is_meant (void)
{
  static const struct {
    const char *value;
    gboolean active;
  } cases[] = {
      {"1", TRUE},          {"0", FALSE},        {"\"true\"", TRUE},
      {"\"False\"", FALSE}, {"\"0\"", FALSE},    {"null", TRUE},
      {"7", TRUE},          {"\"maybe\"", TRUE}, {"99999999999999999999", TRUE},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) numbers = NULL;
  KcChannel *channel;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"data\":[{\"id\":\"a\",\"is_active\":%s}]}", cases[i].value);
      g_autoptr (GPtrArray) channels = read_channels (json, KC_CHANNEL_KIND_WHATSAPP, &error);

      g_assert_no_error (error);
      g_assert_cmpint (kc_channel_get_active (g_ptr_array_index (channels, 0)), ==,
                       cases[i].active);
    }

  numbers = read_channels ("{\"data\":[{\"id\":106540352242922,\"phone_number\":5215512345678,"
                           "\"phone_number_id\":1e3,\"name\":7}]}",
                           KC_CHANNEL_KIND_WHATSAPP, &error);
  g_assert_no_error (error);
  channel = g_ptr_array_index (numbers, 0);
  g_assert_cmpstr (kc_channel_get_id (channel), ==, "106540352242922");
  g_assert_cmpstr (kc_channel_get_phone_number (channel), ==, "5215512345678");
  g_assert_cmpstr (kc_channel_get_phone_number_id (channel), ==, "1000");
  g_assert_cmpstr (kc_channel_get_name (channel), ==, "7");
}

/* A list in which nothing can be read must not pass for an empty one. */
static void
test_refuses_what_is_no_list (void)
{
  static const char *const texts[] = {
      "{}",
      "[]",
      "{\"data\":{}}",
      "{\"data\":null}",
      "\"data\"",
      "{\"data\":[null]}",
      "{\"data\":[[]]}",
      "{\"data\":[\"ch_1\"]}",
      "{\"data\":[{\"id\":\"\",\"type\":\"whatsapp\"}]}",
      "{\"data\":[{\"id\":\"a\\u0000b\"}]}",
      "{\"data\":[{\"id\":1234567890123456789012}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_channels (texts[i], KC_CHANNEL_KIND_WHATSAPP, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

/* 5,600 channels are more than 1 MiB. */
static void
test_reads_a_long_list (void)
{
  g_autoptr (GString) json = g_string_new ("{\"data\":[");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (
        json,
        "%s{\"id\":\"ch_%u\",\"name\":\"Shop number %u, with a name as long as "
        "names are, and a little more: 0123456789 0123456789 0123456789 012345\"}",
        i > 0 ? "," : "", i, i);
  g_string_append (json, "]}");
  g_assert_cmpuint (json->len, >, 1024 * 1024);
  channels = read_channels (json->str, KC_CHANNEL_KIND_WHATSAPP, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 10000);
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

/* As with channels, only the id is required. */
static void
test_odd_numbers (void)
{
  static const char *const fields[]
      = {"data.0.id", "data.0.phone_number", "data.0.status", "data.0.channel_id"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      for (KcTestType type = 0; type <= KC_TEST_N_TYPES; type++)
        {
          g_autoptr (GBytes) bytes = kc_test_spoil (NUMBERS, fields[i], type);
          g_autoptr (GError) error = NULL;
          g_autoptr (GPtrArray) numbers = kc_numbers_new_from_bytes (bytes, &error);
          const gboolean is_read = type == KC_TEST_STRING || type == KC_TEST_INTEGER;

          g_assert_no_error (error);
          g_assert_cmpuint (numbers->len, ==, i == 0 && !is_read ? 1 : 2);
        }
    }
}

/* Lists of the user interface bind to the properties of a channel. */
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
  KcChannelKind kind = KC_CHANNEL_KIND_OTHER;

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
  g_test_add_func ("/api/channels/an-odd-field-costs-the-field", test_an_odd_field_costs_the_field);
  g_test_add_func ("/api/channels/reads-what-is-meant", test_reads_what_is_meant);
  g_test_add_func ("/api/channels/refuses-what-is-no-list", test_refuses_what_is_no_list);
  g_test_add_func ("/api/channels/reads-a-long-list", test_reads_a_long_list);
  g_test_add_func ("/api/numbers/reads-numbers", test_reads_numbers);
  g_test_add_func ("/api/numbers/odd-fields", test_odd_numbers);
  g_test_add_func ("/api/channel/has-properties", test_a_channel_has_properties);

  return g_test_run ();
}
