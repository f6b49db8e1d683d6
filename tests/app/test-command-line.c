/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-client.h"
#include "kc-command-line.h"

#include <string.h>

/* An `error` of 0 means that the command line is accepted. */
typedef struct {
  const char *name;
  const char *line;
  const char *environment_url;

  int error; /* KcCommandLineError + 1 */
  const char *says;

  gboolean practice;
  const char *base_url;
  gboolean own_address;
  gboolean has_request;
  KcMode mode;
  const char *channel_name;
  const char *pipeline;
  gboolean coexistence;
} Case;

#define ADDRESS (KC_COMMAND_LINE_ERROR_ADDRESS + 1)
#define ENVIRONMENT (KC_COMMAND_LINE_ERROR_ENVIRONMENT + 1)
#define TEXT (KC_COMMAND_LINE_ERROR_TEXT + 1)
#define MODE (KC_COMMAND_LINE_ERROR_MODE + 1)
#define CONFLICT (KC_COMMAND_LINE_ERROR_CONFLICT + 1)
#define KEEBAI .base_url = KC_CLIENT_DEFAULT_BASE_URL
#define EMBEDDED .has_request = TRUE, .mode = KC_MODE_EMBEDDED_SIGNUP
#define QR .has_request = TRUE, .mode = KC_MODE_QR

static const Case cases[] = {
    {"nothing", "", KEEBAI},
    {"practice", "--practice", .practice = TRUE, KEEBAI},
    {"https address", "--api-url https://staging.example/v1",
     .base_url = "https://staging.example/v1", .own_address = TRUE},
    {"Keebai's own address is not another service", "--api-url=https://api.keebai.com/v1", KEEBAI},
    {"loopback address", "--api-url http://127.0.0.1:8080/v1",
     .base_url = "http://127.0.0.1:8080/v1", .own_address = TRUE},
    {"address of the environment", "", "https://env.example/v1",
     .base_url = "https://env.example/v1", .own_address = TRUE},
    {"an empty address of the environment is none", "", "", KEEBAI},
    {"the option wins over the environment", "--api-url https://option.example/v1",
     "https://env.example/v1", .base_url = "https://option.example/v1", .own_address = TRUE},
    {"practice wins over the environment", "--practice", "https://env.example/v1", .practice = TRUE,
     .base_url = "https://env.example/v1", .own_address = TRUE},
    {"plain http", "--api-url http://keebai.example/v1", .error = ADDRESS, .says = "--api-url"},
    {"plain http of the environment", "", "http://keebai.example/v1", .error = ENVIRONMENT,
     .says = "KEEBAI_BASE_URL"},
    {"no address", "--api-url keebai", .error = ADDRESS, .says = "https://"},
    {"a query", "--api-url https://keebai.example/v1?x", .error = ADDRESS, .says = "“?”"},
    {"a password", "--api-url https://a:b@keebai.example/v1", .error = ADDRESS, .says = "password"},
    {"a file", "--api-url file:///etc/passwd", .error = ADDRESS, .says = "https://"},
    {"practice has its own service", "--practice --api-url https://a.example/v1", .error = CONFLICT,
     .says = "--api-url"},

    {"embedded", "--mode=embedded", KEEBAI, EMBEDDED},
    {"qr", "--mode=qr", KEEBAI, QR},
    {"another mode", "--mode=sms", .error = MODE, .says = "--mode"},
    {"a name means the phone", "--name Shop", KEEBAI, QR, .channel_name = "Shop"},
    {"a name and the phone", "--mode qr --name 'Front desk'", KEEBAI, QR,
     .channel_name = "Front desk"},
    /* These tests run in the C locale. */
    {"a name beyond ASCII in any locale", "--name=Peluquer\303\255a", KEEBAI, QR,
     .channel_name = "Peluquer\303\255a"},
    {"a name that is not UTF-8", "--name=Peluquer\355a", .error = TEXT, .says = "--name"},
    {"a word beyond ASCII", "Peluquer\303\255a", .error = CONFLICT, .says = "--help"},
    {"coexistence means the browser", "--coexistence", KEEBAI, EMBEDDED, .coexistence = TRUE},
    {"a pipeline means the browser", "--pipeline=pip_1", KEEBAI, EMBEDDED, .pipeline = "pip_1"},
    {"all of the browser", "--mode=embedded --pipeline=pip_1 --coexistence", KEEBAI, EMBEDDED,
     .pipeline = "pip_1", .coexistence = TRUE},
    {"no coexistence means the browser", "--no-coexistence", KEEBAI, EMBEDDED},
    {"coexistence or not", "--coexistence --no-coexistence", .error = CONFLICT,
     .says = "--no-coexistence"},
    {"no coexistence with the phone", "--mode=qr --no-coexistence", .error = CONFLICT,
     .says = "--no-coexistence"},
    {"coexistence with the phone", "--mode=qr --coexistence", .error = CONFLICT,
     .says = "--coexistence"},
    {"a pipeline with the phone", "--mode=qr --pipeline=pip_1", .error = CONFLICT,
     .says = "--pipeline"},
    {"a name in the browser", "--mode=embedded --name=Shop", .error = CONFLICT, .says = "--name"},
    {"a name and coexistence", "--name=Shop --coexistence", .error = CONFLICT, .says = "--name"},
    {"a link says nothing", "keebai-connect:", KEEBAI},
    {"a link in capitals", "KEEBAI-CONNECT:", KEEBAI},
    {"a link carries no key", "keebai-connect:?key=kbai_pk_aaaa&mode=qr", KEEBAI},
    {"a link is no option", "'keebai-connect:--practice --api-url=https://a.example/v1'", KEEBAI},
    {"a link as a path", "keebai-connect://connect/qr?start=1#now", KEEBAI},
    {"a link that was taken apart", "keebai-connect:x --api-url=https://a.example/v1",
     .error = CONFLICT, .says = "--help"},
    {"a link that was taken apart, the other way round", "--practice keebai-connect:x",
     .error = CONFLICT, .says = "--help"},
    {"two links", "keebai-connect: keebai-connect:", .error = CONFLICT, .says = "--help"},
    {"another link", "https://keebai.example/", .error = CONFLICT, .says = "--help"},
    {"a file of that name", "./keebai-connect:", .error = CONFLICT, .says = "--help"},
    {"a word too many", "kbai_pk_aaaa", .error = CONFLICT, .says = "--help"},
};

/* As in GApplication. */
static GVariantDict *
parse_options (const char *line)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *whole = g_strdup_printf ("keebai-connect %s", line);
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *api_url = NULL;
  g_autofree char *mode = NULL;
  g_autofree char *name = NULL;
  g_autofree char *pipeline = NULL;
  g_auto (GStrv) rest = NULL;
  gboolean practice = FALSE;
  gboolean coexistence = FALSE;
  gboolean no_coexistence = FALSE;
  gboolean version = FALSE;
  struct {
    const char *name;
    gpointer place;
  } places[] = {
      {"practice", &practice},
      {"api-url", &api_url},
      {"mode", &mode},
      {"name", &name},
      {"pipeline", &pipeline},
      {"coexistence", &coexistence},
      {"no-coexistence", &no_coexistence},
      {"version", &version},
      {G_OPTION_REMAINING, &rest},
  };
  g_autofree GOptionEntry *entries = NULL;
  GVariantDict *dict = g_variant_dict_new (NULL);
  guint n;

  for (n = 0; kc_command_line_get_entries ()[n].long_name != NULL; n++)
    ;
  entries = g_memdup2 (kc_command_line_get_entries (), (n + 1) * sizeof (GOptionEntry));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (places));
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (places); j++)
        {
          if (g_str_equal (entries[i].long_name, places[j].name))
            entries[i].arg_data = places[j].place;
        }
      g_assert_nonnull (entries[i].arg_data);
    }

  g_assert_true (g_shell_parse_argv (whole, NULL, &words, &error));
  g_option_context_add_main_entries (context, entries, NULL);
  g_assert_true (g_option_context_parse_strv (context, &words, &error));
  g_assert_no_error (error);

  if (practice)
    g_variant_dict_insert (dict, "practice", "b", TRUE);
  if (no_coexistence)
    g_variant_dict_insert (dict, "no-coexistence", "b", TRUE);
  if (coexistence)
    g_variant_dict_insert (dict, "coexistence", "b", TRUE);
  if (api_url != NULL)
    g_variant_dict_insert (dict, "api-url", "^ay", api_url);
  if (mode != NULL)
    g_variant_dict_insert (dict, "mode", "^ay", mode);
  if (name != NULL)
    g_variant_dict_insert (dict, "name", "^ay", name);
  if (pipeline != NULL)
    g_variant_dict_insert (dict, "pipeline", "^ay", pipeline);
  if (rest != NULL)
    g_variant_dict_insert (dict, G_OPTION_REMAINING, "^aay", rest);

  return dict;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GVariantDict) options = parse_options (c->line);
  g_autoptr (GError) error = NULL;
  g_autoptr (KcCommandLine) line = kc_command_line_new (options, c->environment_url, NULL, &error);

  if (c->error != 0)
    {
      g_assert_null (line);
      g_assert_error (error, KC_COMMAND_LINE_ERROR, c->error - 1);
      g_assert_nonnull (strstr (error->message, c->says));
      /* It may be a key, or an address that contains a password. */
      g_assert_null (strstr (error->message, "kbai_pk_"));
      g_assert_null (strstr (error->message, "keebai.example"));
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpint (line->practice, ==, c->practice);
  g_assert_cmpstr (line->base_url, ==, c->base_url);
  g_assert_cmpint (line->own_address, ==, c->own_address);
  g_assert_cmpint (line->request != NULL, ==, c->has_request);
  if (line->request != NULL)
    {
      g_assert_cmpint (line->request->mode, ==, c->mode);
      g_assert_cmpstr (line->request->name, ==, c->channel_name);
      g_assert_cmpstr (line->request->pipeline_id, ==, c->pipeline);
      g_assert_cmpint (line->request->coexistence, ==, c->coexistence);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/command-line/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
