/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-presets.h"
#include "kc-support.h"

static void
test_built_in (void)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_autoptr (KcConnectRequest) request = kc_presets_new_request (presets);

  for (KcPreset preset = 0; preset < KC_N_PRESETS; preset++)
    {
      g_assert_nonnull (kc_preset_get_key (preset));
      g_assert_false (kc_presets_is_locked (presets, preset));
    }
  g_assert_null (presets->service_address);
  g_assert_true (presets->offers_browser && presets->offers_phone);
  g_assert_true (presets->practice_allowed && presets->keep_key_allowed);
  g_assert_true (kc_presets_asks_questions (presets));
  g_assert_cmpstr (presets->support_address, ==, "support@keebai.com");
  g_assert_cmpint (request->mode, ==, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_null (request->name);
  g_assert_null (request->pipeline_id);
  g_assert_false (request->coexistence);
}

static void
test_list_locked (void)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_autofree char *two = NULL;

  g_assert_null (kc_presets_list_locked (presets));
  kc_presets_lock (presets, KC_PRESET_WAYS);
  kc_presets_lock (presets, KC_PRESET_SERVICE_ADDRESS);
  two = kc_presets_list_locked (presets);
  g_assert_cmpstr (two, ==, "service-address, ways");
}

static void
test_channel_name (void)
{
  static const struct {
    const char *pattern;
    const char *host;
    const char *user;
    const char *name;
  } cases[] = {
      {"", "desk-07", "ana", NULL},
      {"   ", "desk-07", "ana", NULL},
      {"Shop", "desk-07", "ana", "Shop"},
      {"{host}", "desk-07", "ana", "desk-07"},
      {"{host}", "desk-07.shop.example", "ana", "desk-07"},
      {"{user} at {host}, {user}", "desk-07", "ana", "ana at desk-07, ana"},
      {"{desk}", "desk-07", "ana", "{desk}"},
      {"{host} {desk} {{user}}", "desk-07", "ana", "desk-07 {desk} {ana}"},
      {"{Host} {host", "desk-07", "ana", "{Host} {host"},
      {"a } b {", "desk-07", "ana", "a } b {"},
      /* Names that were filled in are not expanded again. */
      {"{user}", "desk-07", "{host}", "{host}"},
      {"Peluquer\303\255a {user}", "desk-07", "jos\303\251", "Peluquer\303\255a jos\303\251"},
      {"{user}", "desk-07", "jos\351", "jos\357\277\275"},
      {"a\nb\033[31m", "desk-07", "ana", "a b [31m"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcConnectRequest) request = NULL;

      kc_presets_set_channel_name (presets, cases[i].pattern, cases[i].host, cases[i].user);
      g_assert_cmpstr (presets->channel_name, ==, cases[i].name);
      request = kc_presets_new_request (presets);
      g_assert_cmpstr (request->name, ==, cases[i].name);
    }
}

static void
test_ways (void)
{
  static const struct {
    const char *ways[4];
    gboolean all_known;
    gboolean browser;
    gboolean phone;
    KcMode first;
  } cases[] = {
      {{"embedded", "qr"}, TRUE, TRUE, TRUE, KC_MODE_EMBEDDED_SIGNUP},
      {{"qr", "embedded"}, TRUE, TRUE, TRUE, KC_MODE_EMBEDDED_SIGNUP},
      {{"embedded"}, TRUE, TRUE, FALSE, KC_MODE_EMBEDDED_SIGNUP},
      {{"qr", "qr"}, TRUE, FALSE, TRUE, KC_MODE_QR},
      {{NULL}, TRUE, FALSE, FALSE, KC_MODE_EMBEDDED_SIGNUP},
      /* A misspelt word must not allow what was to be forbidden. */
      {{"embeded"}, FALSE, FALSE, FALSE, KC_MODE_EMBEDDED_SIGNUP},
      {{"QR", "qr"}, FALSE, FALSE, TRUE, KC_MODE_QR},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcConnectRequest) request = NULL;

      g_assert_true (kc_presets_set_ways (presets, cases[i].ways) == cases[i].all_known);
      g_assert_true (kc_presets_offers (presets, KC_MODE_EMBEDDED_SIGNUP) == cases[i].browser);
      g_assert_true (kc_presets_offers (presets, KC_MODE_QR) == cases[i].phone);
      g_assert_true (kc_presets_offers_any (presets) == (cases[i].browser || cases[i].phone));
      request = kc_presets_new_request (presets);
      g_assert_cmpint (request->mode, ==, cases[i].first);
    }
}

/* The recommendation could not be followed. */
static void
test_questions (void)
{
  static const char *const phone[] = {"qr", NULL};
  static const char *const browser[] = {"embedded", NULL};
  g_autoptr (KcPresets) presets = kc_presets_new ();

  kc_presets_set_ways (presets, browser);
  g_assert_true (kc_presets_asks_questions (presets));
  kc_presets_lock (presets, KC_PRESET_PIPELINE);
  g_assert_true (kc_presets_asks_questions (presets));
  kc_presets_lock (presets, KC_PRESET_COEXISTENCE);
  g_assert_false (kc_presets_asks_questions (presets));

  presets->locked = 0;
  presets->hide_questions = TRUE;
  g_assert_false (kc_presets_asks_questions (presets));

  presets->hide_questions = FALSE;
  kc_presets_set_ways (presets, phone);
  g_assert_false (kc_presets_asks_questions (presets));
}

static void
test_support_address (void)
{
  static const struct {
    const char *address;
    gboolean is_usable;
    const char *used;
  } cases[] = {
      {"", TRUE, "support@keebai.com"},
      {"  ", TRUE, "support@keebai.com"},
      {" it@example.com ", TRUE, "it@example.com"},
      {"it+keebai@desk.example", TRUE, "it+keebai@desk.example"},
      {"it", FALSE, "support@keebai.com"},
      {"@example.com", FALSE, "support@keebai.com"},
      {"it@", FALSE, "support@keebai.com"},
      {"it@example.com,boss@example.com", FALSE, "support@keebai.com"},
      {"it@example.com?bcc=a@b.example", FALSE, "support@keebai.com"},
      {"it@example.com\nBcc: a", FALSE, "support@keebai.com"},
      {"https://help.example", FALSE, "support@keebai.com"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();

      g_assert_true (kc_presets_set_support_address (presets, cases[i].address)
                     == cases[i].is_usable);
      g_assert_cmpstr (presets->support_address, ==, cases[i].used);
    }
}

/* Sentences name Keebai's support address, or the preset one. */
static void
test_support_in_sentences (void)
{
  g_autofree char *before = kc_support_replace_address ("Write to support@keebai.com.");
  g_autofree char *after = NULL;
  g_autofree char *without = NULL;

  g_assert_cmpstr (before, ==, "Write to support@keebai.com.");
  kc_support_set_address ("it@example.com");
  after = kc_support_replace_address ("Write to support@keebai.com.");
  g_assert_cmpstr (after, ==, "Write to it@example.com.");
  without = kc_support_replace_address ("Try again.");
  g_assert_cmpstr (without, ==, "Try again.");
  kc_support_set_address (KC_PRESETS_SUPPORT_ADDRESS);
}

static void
test_conform (void)
{
  static const char *const phone[] = {"qr", NULL};
  static const char *const none[] = {NULL};
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_autoptr (KcPresets) copy = NULL;
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);

  request->name = g_strdup ("Mine");
  request->pipeline_id = g_strdup ("pip_mine");
  request->coexistence = TRUE;
  kc_presets_set_channel_name (presets, "Ours", "h", "u");
  kc_presets_set_pipeline (presets, "pip_ours");

  /* A value that is only set can be changed. */
  kc_presets_apply (presets, request);
  g_assert_cmpstr (request->name, ==, "Mine");
  g_assert_cmpstr (request->pipeline_id, ==, "pip_mine");
  g_assert_true (request->coexistence);

  kc_presets_lock (presets, KC_PRESET_CHANNEL_NAME);
  kc_presets_lock (presets, KC_PRESET_PIPELINE);
  kc_presets_lock (presets, KC_PRESET_COEXISTENCE);
  kc_presets_set_ways (presets, phone);
  copy = kc_presets_copy (presets);
  kc_presets_apply (copy, request);
  g_assert_cmpint (request->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (request->name, ==, "Ours");
  g_assert_cmpstr (request->pipeline_id, ==, "pip_ours");
  g_assert_false (request->coexistence);

  /* Locked to an empty value. */
  kc_presets_set_channel_name (presets, "", "h", "u");
  kc_presets_set_pipeline (presets, "");
  kc_presets_set_ways (presets, none);
  kc_presets_apply (presets, request);
  g_assert_cmpint (request->mode, ==, KC_MODE_QR);
  g_assert_null (request->name);
  g_assert_null (request->pipeline_id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/presets/built-in", test_built_in);
  g_test_add_func ("/presets/list-locked", test_list_locked);
  g_test_add_func ("/presets/channel-name", test_channel_name);
  g_test_add_func ("/presets/ways", test_ways);
  g_test_add_func ("/presets/questions", test_questions);
  g_test_add_func ("/presets/support-address", test_support_address);
  g_test_add_func ("/presets/support-in-sentences", test_support_in_sentences);
  g_test_add_func ("/presets/conform", test_conform);

  return g_test_run ();
}
