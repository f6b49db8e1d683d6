/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Lock, command line, environment, setting, built-in default: each source of each preset, with a
 * lock and without.
 */

#include "kc-client.h"
#include "kc-command-line.h"

#include <string.h>

#define OPTION "https://option.example/v1"
#define ENVIRONMENT "https://environment.example/v1"
#define SETTING "https://setting.example/v1"
#define KEEBAI KC_CLIENT_DEFAULT_BASE_URL

#define LOCKED (KC_COMMAND_LINE_ERROR_LOCKED + 1)
#define BAD_SETTING (KC_COMMAND_LINE_ERROR_SETTING + 1)
#define BAD_ENVIRONMENT (KC_COMMAND_LINE_ERROR_ENVIRONMENT + 1)

/* --- the address: the only preset that the environment has too ------------------------------- */

typedef struct {
  const char *option;
  const char *environment;
  const char *setting; /* NULL: not set */
  gboolean locked;

  const char *base_url; /* NULL: refused */
  int error;            /* KcCommandLineError + 1 */
  gboolean own_address;
  gboolean ignores_environment;
} Address;

static const Address addresses[] = {
    {NULL, NULL, NULL, FALSE, KEEBAI},
    {NULL, NULL, SETTING, FALSE, SETTING},
    {NULL, ENVIRONMENT, NULL, FALSE, ENVIRONMENT, .own_address = TRUE},
    {NULL, ENVIRONMENT, SETTING, FALSE, ENVIRONMENT, .own_address = TRUE},
    {OPTION, NULL, NULL, FALSE, OPTION, .own_address = TRUE},
    {OPTION, NULL, SETTING, FALSE, OPTION, .own_address = TRUE},
    {OPTION, ENVIRONMENT, NULL, FALSE, OPTION, .own_address = TRUE},
    {OPTION, ENVIRONMENT, SETTING, FALSE, OPTION, .own_address = TRUE},
    /* Keebai's own address is not the one that every start here uses. */
    {KEEBAI, NULL, SETTING, FALSE, KEEBAI, .own_address = TRUE},
    {SETTING "/", NULL, SETTING, FALSE, SETTING},

    {NULL, NULL, NULL, TRUE, KEEBAI},
    {NULL, NULL, SETTING, TRUE, SETTING},
    {NULL, ENVIRONMENT, NULL, TRUE, KEEBAI, .ignores_environment = TRUE},
    {NULL, ENVIRONMENT, SETTING, TRUE, SETTING, .ignores_environment = TRUE},
    {NULL, SETTING "/", SETTING, TRUE, SETTING},
    {NULL, "nonsense", SETTING, TRUE, SETTING, .ignores_environment = TRUE},
    {OPTION, NULL, NULL, TRUE, NULL, LOCKED},
    {OPTION, NULL, SETTING, TRUE, NULL, LOCKED},
    {OPTION, ENVIRONMENT, NULL, TRUE, NULL, LOCKED},
    {OPTION, ENVIRONMENT, SETTING, TRUE, NULL, LOCKED},
    /* The setting is what is locked. */
    {SETTING "/", NULL, SETTING, TRUE, SETTING},
    {KEEBAI, NULL, NULL, TRUE, KEEBAI},

    /* An invalid address matters only where it would be used. */
    {NULL, NULL, "http://keebai.example/v1", FALSE, NULL, BAD_SETTING},
    {NULL, NULL, "keebai", TRUE, NULL, BAD_SETTING},
    {OPTION, NULL, "keebai", FALSE, OPTION, .own_address = TRUE},
    {OPTION, NULL, "keebai", TRUE, NULL, BAD_SETTING},
    {NULL, ENVIRONMENT, "https://a:b@keebai.example", FALSE, ENVIRONMENT, .own_address = TRUE},
    {NULL, ENVIRONMENT, "https://a:b@keebai.example", TRUE, NULL, BAD_SETTING},
    {NULL, "nonsense", SETTING, FALSE, NULL, BAD_ENVIRONMENT},
};

static void
test_address (gconstpointer data)
{
  const Address *c = data;
  g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_autoptr (KcCommandLine) line = NULL;
  g_autoptr (GError) error = NULL;

  if (c->option != NULL)
    g_variant_dict_insert (options, "api-url", "^ay", c->option);
  kc_presets_set_service_address (presets, c->setting != NULL ? c->setting : "");
  if (c->locked)
    kc_presets_lock (presets, KC_PRESET_SERVICE_ADDRESS);

  line = kc_command_line_new (options, c->environment, presets, &error);
  if (c->error != 0)
    {
      g_assert_null (line);
      g_assert_error (error, KC_COMMAND_LINE_ERROR, c->error - 1);
      if (c->error == LOCKED)
        g_assert_cmpstr (error->message, ==, "--api-url: Set by your organization");
      if (c->error == BAD_SETTING)
        g_assert_nonnull (strstr (error->message, "The setting service-address"));
      /* It may be an address that contains a password. */
      g_assert_null (strstr (error->message, "keebai.example"));
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpstr (line->base_url, ==, c->base_url);
  g_assert_cmpint (line->own_address, ==, c->own_address);
  g_assert_cmpint (line->ignores_environment, ==, c->ignores_environment);
  g_assert_null (line->request);
}

/* --- what a new channel gets ----------------------------------------------------------------- */

static const char *const browser_only[] = {"embedded", NULL};
static const char *const phone_only[] = {"qr", NULL};
static const char *const no_way[] = {NULL};

typedef struct {
  const char *option; /* "name=value" */
  const char *setting;
  gboolean locked;
  const char *refused; /* the option that the error names; NULL: it is fine */
  const char *value;
} Choice;

static void
add_option (GVariantDict *options, const char *option)
{
  g_auto (GStrv) parts = option != NULL ? g_strsplit (option, "=", 2) : NULL;

  if (parts == NULL)
    return;
  if (parts[1] != NULL)
    g_variant_dict_insert (options, parts[0], "^ay", parts[1]);
  else
    g_variant_dict_insert (options, parts[0], "b", TRUE);
}

static void
assert_refused (const GError *error, const char *option)
{
  g_autofree char *message = g_strdup_printf ("%s: Set by your organization", option);

  g_assert_error (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_LOCKED);
  g_assert_cmpstr (error->message, ==, message);
}

/* The request with which an attempt begins. */
static KcConnectRequest *
make_request (const char *option, const KcPresets *presets, const char *refused)
{
  g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);
  g_autoptr (KcCommandLine) line = NULL;
  g_autoptr (GError) error = NULL;

  add_option (options, option);
  line = kc_command_line_new (options, NULL, presets, &error);
  if (refused != NULL)
    {
      g_assert_null (line);
      assert_refused (error, refused);
      return NULL;
    }

  g_assert_no_error (error);
  g_assert_true ((line->request != NULL) == (option != NULL));

  return line->request != NULL ? g_steal_pointer (&line->request)
                               : kc_presets_new_request (line->presets);
}

static void
test_name (void)
{
  static const Choice choices[] = {
      {NULL, "", FALSE, NULL, NULL},
      {NULL, "Ours", FALSE, NULL, "Ours"},
      {"name=Mine", "", FALSE, NULL, "Mine"},
      {"name=Mine", "Ours", FALSE, NULL, "Mine"},
      {"name=", "Ours", FALSE, NULL, NULL},
      {"mode=qr", "Ours", FALSE, NULL, "Ours"},
      {NULL, "", TRUE, NULL, NULL},
      {NULL, "Ours", TRUE, NULL, "Ours"},
      {"name=Mine", "", TRUE, "--name", NULL},
      {"name=Mine", "Ours", TRUE, "--name", NULL},
      {"name=", "Ours", TRUE, "--name", NULL},
      {"name=Ours", "Ours", TRUE, NULL, "Ours"},
      {"mode=qr", "Ours", TRUE, NULL, "Ours"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcConnectRequest) request = NULL;

      kc_presets_set_channel_name (presets, choices[i].setting, "host", "user");
      if (choices[i].locked)
        kc_presets_lock (presets, KC_PRESET_CHANNEL_NAME);
      request = make_request (choices[i].option, presets, choices[i].refused);
      if (request != NULL)
        g_assert_cmpstr (request->name, ==, choices[i].value);
    }
}

static void
test_pipeline (void)
{
  static const Choice choices[] = {
      {NULL, "", FALSE, NULL, NULL},
      {NULL, "pip_ours", FALSE, NULL, "pip_ours"},
      {"pipeline=pip_mine", "", FALSE, NULL, "pip_mine"},
      {"pipeline=pip_mine", "pip_ours", FALSE, NULL, "pip_mine"},
      {"pipeline= ", "pip_ours", FALSE, NULL, NULL},
      {"coexistence", "pip_ours", FALSE, NULL, "pip_ours"},
      {NULL, "", TRUE, NULL, NULL},
      {NULL, "pip_ours", TRUE, NULL, "pip_ours"},
      {"pipeline=pip_mine", "", TRUE, "--pipeline", NULL},
      {"pipeline=pip_mine", "pip_ours", TRUE, "--pipeline", NULL},
      {"pipeline= ", "pip_ours", TRUE, "--pipeline", NULL},
      {"pipeline=pip_ours", "pip_ours", TRUE, NULL, "pip_ours"},
      {"coexistence", "pip_ours", TRUE, NULL, "pip_ours"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcConnectRequest) request = NULL;

      kc_presets_set_pipeline (presets, choices[i].setting);
      if (choices[i].locked)
        kc_presets_lock (presets, KC_PRESET_PIPELINE);
      request = make_request (choices[i].option, presets, choices[i].refused);
      if (request != NULL)
        g_assert_cmpstr (request->pipeline_id, ==, choices[i].value);
    }
}

static void
test_coexistence (void)
{
  static const struct {
    const char *option;
    gboolean setting;
    gboolean locked;
    const char *refused;
    gboolean value;
  } choices[] = {
      {NULL, FALSE, FALSE, NULL, FALSE},
      {NULL, TRUE, FALSE, NULL, TRUE},
      {"coexistence", FALSE, FALSE, NULL, TRUE},
      {"coexistence", TRUE, FALSE, NULL, TRUE},
      {"no-coexistence", FALSE, FALSE, NULL, FALSE},
      {"no-coexistence", TRUE, FALSE, NULL, FALSE},
      {"pipeline=pip_1", TRUE, FALSE, NULL, TRUE},
      {NULL, FALSE, TRUE, NULL, FALSE},
      {NULL, TRUE, TRUE, NULL, TRUE},
      {"coexistence", FALSE, TRUE, "--coexistence", FALSE},
      {"coexistence", TRUE, TRUE, NULL, TRUE},
      {"no-coexistence", FALSE, TRUE, NULL, FALSE},
      {"no-coexistence", TRUE, TRUE, "--no-coexistence", FALSE},
      {"pipeline=pip_1", TRUE, TRUE, NULL, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcConnectRequest) request = NULL;

      presets->coexistence = choices[i].setting;
      if (choices[i].locked)
        kc_presets_lock (presets, KC_PRESET_COEXISTENCE);
      request = make_request (choices[i].option, presets, choices[i].refused);
      if (request != NULL)
        g_assert_cmpint (request->coexistence, ==, choices[i].value);
    }
}

static void
test_ways (void)
{
  static const struct {
    const char *option;
    const char *const *setting; /* NULL: not set */
    gboolean locked;
    const char *refused;
    KcMode value;
  } choices[] = {
      {NULL, NULL, FALSE, NULL, KC_MODE_EMBEDDED_SIGNUP},
      {NULL, browser_only, FALSE, NULL, KC_MODE_EMBEDDED_SIGNUP},
      {NULL, phone_only, FALSE, NULL, KC_MODE_QR},
      {"mode=qr", browser_only, FALSE, NULL, KC_MODE_QR},
      {"mode=embedded", phone_only, FALSE, NULL, KC_MODE_EMBEDDED_SIGNUP},
      {"name=Mine", no_way, FALSE, NULL, KC_MODE_QR},
      {NULL, browser_only, TRUE, NULL, KC_MODE_EMBEDDED_SIGNUP},
      {NULL, phone_only, TRUE, NULL, KC_MODE_QR},
      {"mode=qr", phone_only, TRUE, NULL, KC_MODE_QR},
      {"mode=qr", browser_only, TRUE, "--mode=qr", 0},
      {"name=Mine", browser_only, TRUE, "--name", 0},
      {"mode=embedded", phone_only, TRUE, "--mode=embedded", 0},
      {"pipeline=pip_1", phone_only, TRUE, "--pipeline", 0},
      {"coexistence", phone_only, TRUE, "--coexistence", 0},
      {"mode=embedded", no_way, TRUE, "--mode=embedded", 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcConnectRequest) request = NULL;

      if (choices[i].setting != NULL)
        kc_presets_set_ways (presets, choices[i].setting);
      if (choices[i].locked)
        kc_presets_lock (presets, KC_PRESET_WAYS);
      request = make_request (choices[i].option, presets, choices[i].refused);
      if (request != NULL)
        g_assert_cmpint (request->mode, ==, choices[i].value);
    }
}

/* --- practice, and the questions ------------------------------------------------------------- */

static void
test_practice (void)
{
  static const struct {
    gboolean option;
    gboolean setting;
    gboolean locked;
    gboolean refused;
    gboolean allowed;
  } choices[] = {
      {FALSE, TRUE, FALSE, FALSE, TRUE}, {FALSE, FALSE, FALSE, FALSE, FALSE},
      {TRUE, TRUE, FALSE, FALSE, TRUE},  {TRUE, FALSE, FALSE, FALSE, TRUE},
      {FALSE, TRUE, TRUE, FALSE, TRUE},  {FALSE, FALSE, TRUE, FALSE, FALSE},
      {TRUE, TRUE, TRUE, FALSE, TRUE},   {TRUE, FALSE, TRUE, TRUE, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcCommandLine) line = NULL;
      g_autoptr (GError) error = NULL;

      if (choices[i].option)
        g_variant_dict_insert (options, "practice", "b", TRUE);
      presets->practice_allowed = choices[i].setting;
      if (choices[i].locked)
        kc_presets_lock (presets, KC_PRESET_PRACTICE_ALLOWED);

      line = kc_command_line_new (options, NULL, presets, &error);
      if (choices[i].refused)
        {
          g_assert_null (line);
          assert_refused (error, "--practice");
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (line->practice, ==, choices[i].option);
      g_assert_cmpint (line->presets->practice_allowed, ==, choices[i].allowed);
    }
}

/* A way on the command line makes the questions superfluous, and so does the setting. */
static void
test_questions (void)
{
  static const struct {
    const char *option, *text; /* NULL: a switch */
    KcMode mode;
  } lines[] = {
      {NULL, NULL, KC_MODE_EMBEDDED_SIGNUP},
      {"mode", "qr", KC_MODE_QR},
      {"mode", "embedded", KC_MODE_EMBEDDED_SIGNUP},
      {"name", "Front desk", KC_MODE_QR},
      {"pipeline", "pipe_1", KC_MODE_EMBEDDED_SIGNUP},
      {"coexistence", NULL, KC_MODE_EMBEDDED_SIGNUP},
      {"no-coexistence", NULL, KC_MODE_EMBEDDED_SIGNUP},
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (lines); i++)
    {
      const gboolean setting = i & 1;
      const char *option = lines[i / 2].option;
      g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);
      g_autoptr (KcPresets) presets = kc_presets_new ();
      g_autoptr (KcCommandLine) line = NULL;

      presets->hide_questions = setting;
      if (option != NULL && lines[i / 2].text != NULL)
        g_variant_dict_insert (options, option, "^ay", lines[i / 2].text);
      else if (option != NULL)
        g_variant_dict_insert (options, option, "b", TRUE);
      line = kc_command_line_new (options, NULL, presets, NULL);
      g_assert_nonnull (line);
      g_assert_cmpint (kc_presets_asks_questions (line->presets), ==, !setting && option == NULL);
      if (option != NULL)
        g_assert_cmpint (line->request->mode, ==, lines[i / 2].mode);
      /* For this start only. */
      g_assert_cmpint (presets->hide_questions, ==, setting);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const Address *c = &addresses[i];
      g_autofree char *path
          = g_strdup_printf ("/preset-order/address/%u%s%s%s%s", i,
                             c->option != NULL ? "-option" : "",
                             c->environment != NULL ? "-environment" : "",
                             c->setting != NULL ? "-setting" : "", c->locked ? "-locked" : "");

      g_test_add_data_func (path, c, test_address);
    }
  g_test_add_func ("/preset-order/name", test_name);
  g_test_add_func ("/preset-order/pipeline", test_pipeline);
  g_test_add_func ("/preset-order/coexistence", test_coexistence);
  g_test_add_func ("/preset-order/ways", test_ways);
  g_test_add_func ("/preset-order/practice", test_practice);
  g_test_add_func ("/preset-order/questions", test_questions);

  return g_test_run ();
}
