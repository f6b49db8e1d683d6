/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-cli-options.h"

#include "kc-command-line.h"
#include "kc-redact.h"

#include <glib/gi18n.h>

/* Where the options are stored. Texts are read as file names: byte for byte, whatever the locale
 * is. */
typedef struct {
  gboolean qr;
  char *name;
  char *pipeline;
  gboolean coexistence;
  gboolean no_coexistence;
  gboolean no_browser;
  char *qr_file;
  gboolean resume;
  gboolean start_new;
  int timeout;
  char *api_url;
  int key_fd;
  gboolean json;
  gboolean version;
  char **words;
} Raw;

static const char *const commands[] = {
    [KC_CLI_COMMAND_CONNECT] = "whatsapp connect",
    [KC_CLI_COMMAND_CHANNELS] = "channels",
    [KC_CLI_COMMAND_WHOAMI] = "whoami",
    [KC_CLI_COMMAND_CHECK] = "check",
    [KC_CLI_COMMAND_REPORT] = "report",
};

static void
clear_raw (Raw *raw)
{
  g_free (raw->name);
  g_free (raw->pipeline);
  g_free (raw->qr_file);
  g_free (raw->api_url);
  g_strfreev (raw->words);
}

static gboolean
parse (Raw *raw, char ***arguments, GError **error)
{
  const GOptionEntry entries[] = {
      {"qr", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->qr,
       N_ ("Connect with the phone, which scans a code"), NULL},
      {"name", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &raw->name,
       N_ ("Name of the new channel, with --qr"),
       /* Translators: stands for a name in the list of options. */
       N_ ("NAME")},
      {"pipeline", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &raw->pipeline,
       N_ ("Pipeline of the new channel, without --qr"),
       /* Translators: stands for the id of a pipeline in the list of options. */
       N_ ("ID")},
      {"coexistence", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->coexistence,
       N_ ("Keep the number in the WhatsApp Business app as well, without --qr"), NULL},
      {"no-coexistence", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->no_coexistence,
       N_ ("Do not keep the number in the WhatsApp Business app, without --qr"), NULL},
      {"no-browser", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->no_browser,
       N_ ("Only show the address, open no browser"), NULL},
      {"qr-file", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &raw->qr_file,
       N_ ("Keep the current code in this picture (PNG), with --qr"),
       /* Translators: stands for the path of a file in the list of options. */
       N_ ("PATH")},
      {"resume", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->resume,
       N_ ("Go on with the number that was not finished"), NULL},
      {"new", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->start_new,
       N_ ("Leave the number that was not finished, and start a new one"), NULL},
      {"timeout", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &raw->timeout,
       N_ ("Wait no longer than this"),
       /* Translators: stands for a number in the list of options. */
       N_ ("SECONDS")},
      {"api-url", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &raw->api_url,
       N_ ("Talk to the Keebai service at this address"),
       /* Translators: stands for a web address in the list of options. */
       N_ ("URL")},
      {"key-fd", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &raw->key_fd,
       N_ ("Read the access key from this file descriptor"),
       /* Translators: stands for a number in the list of options. */
       N_ ("NUMBER")},
      {"json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->json,
       N_ ("One JSON object a line for each event, for other programs"), NULL},
      {"version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &raw->version,
       N_ ("Show the version and exit"), NULL},
      {G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &raw->words, NULL,
       /* Translators: stands for the command in the list of options. */
       N_ ("COMMAND")},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) refused = NULL;
  g_autofree char *message = NULL;

  g_option_context_set_translation_domain (context, textdomain (NULL));
  g_option_context_set_summary (
      context, _ ("Commands:\n"
                  "  whatsapp connect  Connect a WhatsApp number with Keebai\n"
                  "  channels          List the WhatsApp channels of the company\n"
                  "  whoami            Tell whose access key it is, and what it may do\n"
                  "  check             Tell what is in the way on this computer\n"
                  "  report            What support needs to know about this computer"));
  g_option_context_set_description (
      context, _ ("Environment:\n"
                  "  KEEBAI_API_KEY    access key for this run; it is never stored\n"
                  "  KEEBAI_API_TOKEN  the same\n"
                  "  KEEBAI_BASE_URL   address of the Keebai service, as for --api-url\n"
                  "  NO_COLOR          if set, nothing is drawn and nothing has a color"));
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse_strv (context, arguments, &refused))
    return TRUE;

  /* GLib's message repeats the argument, which may be a key. */
  message = kc_redact (refused->message);
  g_set_error_literal (error, refused->domain, refused->code, message);

  return FALSE;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT, message);

  return FALSE;
}

static gboolean
take_command (KcCliOptions *self, const Raw *raw, GError **error)
{
  g_autofree char *joined = raw->words != NULL ? g_strjoinv (" ", raw->words) : g_strdup ("");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (joined, commands[i]))
        {
          self->command = i;
          return TRUE;
        }
    }

  /* The argument is not repeated: it may be a key. */
  return refuse (error, *joined == '\0'
                            ? _ ("No command was given, such as “whatsapp connect”; see --help.")
                            : _ ("There is no such command; see --help."));
}

/* The first option that chooses how to connect, or NULL. */
static const char *
find_connect_option (const Raw *raw)
{
  const struct {
    gboolean given;
    const char *option;
  } options[] = {
      {raw->qr, "--qr"},
      {raw->name != NULL, "--name"},
      {raw->pipeline != NULL, "--pipeline"},
      {raw->coexistence, "--coexistence"},
      {raw->no_coexistence, "--no-coexistence"},
      {raw->no_browser, "--no-browser"},
      {raw->qr_file != NULL, "--qr-file"},
      {raw->resume, "--resume"},
      {raw->start_new, "--new"},
      {raw->timeout != 0, "--timeout"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (options[i].given)
        return options[i].option;
    }

  return NULL;
}

/* The first option that applies only in the browser, or NULL. */
static const char *
find_browser_option (const Raw *raw)
{
  return raw->pipeline != NULL ? "--pipeline"
         : raw->coexistence    ? "--coexistence"
         : raw->no_coexistence ? "--no-coexistence"
         : raw->no_browser     ? "--no-browser"
                               : NULL;
}

static gboolean
check_conflicts (const KcCliOptions *self, const Raw *raw, GError **error)
{
  const char *connect_option = find_connect_option (raw);
  const char *only_qr = raw->name != NULL ? "--name" : raw->qr_file != NULL ? "--qr-file" : NULL;
  const char *only_browser = find_browser_option (raw);
  g_autofree char *message = NULL;

  if (self->command != KC_CLI_COMMAND_CONNECT && connect_option != NULL)
    /* Translators: %s is an option such as "--qr". */
    message = g_strdup_printf (_ ("%s works only with “whatsapp connect”."), connect_option);
  else if (!raw->qr && !raw->resume && only_qr != NULL)
    /* Translators: %s is an option such as "--name". */
    message = g_strdup_printf (_ ("%s works only with --qr."), only_qr);
  else if (raw->qr && only_browser != NULL)
    message = g_strdup_printf (
        /* Translators: %s is an option such as "--coexistence". */
        _ ("%s works only in the browser and cannot be combined with --qr."), only_browser);
  else if (raw->resume && raw->start_new)
    message = g_strdup (_ ("--resume and --new cannot be combined."));
  else if (raw->timeout < 0)
    message = g_strdup (_ ("--timeout needs a number of seconds above 0."));

  return message == NULL || refuse (error, message);
}

/* Without an option that chooses one, it is a way that is offered. */
static gboolean
take_way (const KcCliOptions *self, Raw *raw, const KcPresets *presets, GError **error)
{
  const char *browser_option = find_browser_option (raw);

  if (self->command != KC_CLI_COMMAND_CONNECT || raw->resume)
    return TRUE;

  if (!raw->qr && browser_option == NULL && !presets->offers_browser)
    raw->qr = presets->offers_phone;
  if (!kc_presets_is_locked (presets, KC_PRESET_WAYS))
    return TRUE;

  if (!kc_presets_offers_any (presets))
    return kc_command_line_refuse_locked (error, "whatsapp connect");
  if (raw->qr && !presets->offers_phone)
    return kc_command_line_refuse_locked (error, "--qr");
  if (!raw->qr && !presets->offers_browser)
    return kc_command_line_refuse_locked (error, browser_option);

  return TRUE;
}

/* Address and choice are checked in the same place as the window's. */
static gboolean
take_request (KcCliOptions *self,
              const Raw *raw,
              const char *environment_url,
              const KcPresets *presets,
              GError **error)
{
  g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);
  g_autoptr (KcCommandLine) command_line = NULL;

  if (self->command == KC_CLI_COMMAND_CONNECT && !raw->resume)
    g_variant_dict_insert (options, "mode", "^ay", raw->qr ? "qr" : "embedded");
  if (raw->api_url != NULL)
    g_variant_dict_insert (options, "api-url", "^ay", raw->api_url);
  if (raw->qr && raw->name != NULL)
    g_variant_dict_insert (options, "name", "^ay", raw->name);
  if (raw->pipeline != NULL)
    g_variant_dict_insert (options, "pipeline", "^ay", raw->pipeline);
  if (raw->coexistence)
    g_variant_dict_insert (options, "coexistence", "b", TRUE);
  if (raw->no_coexistence)
    g_variant_dict_insert (options, "no-coexistence", "b", TRUE);

  command_line = kc_command_line_new (options, environment_url, presets, error);
  if (command_line == NULL)
    return FALSE;

  self->base_url = g_steal_pointer (&command_line->base_url);
  self->presets = g_steal_pointer (&command_line->presets);
  self->ignores_environment = command_line->ignores_environment;
  if (self->command == KC_CLI_COMMAND_CONNECT)
    self->request = command_line->request != NULL ? g_steal_pointer (&command_line->request)
                                                  : kc_presets_new_request (self->presets);

  return TRUE;
}

KcCliOptions *
kc_cli_options_new (const char *const *arguments,
                    const char *environment_url,
                    const KcPresets *presets,
                    GError **error)
{
  g_autoptr (KcCliOptions) self = g_new0 (KcCliOptions, 1);
  g_auto (GStrv) copy = g_strdupv ((char **) arguments);
  Raw raw = {.key_fd = -1};
  gboolean fine;

  g_return_val_if_fail (arguments != NULL && arguments[0] != NULL, NULL);
  g_return_val_if_fail (presets != NULL, NULL);

  fine = parse (&raw, &copy, error)
         && (raw.version
             || (take_command (self, &raw, error) && take_way (self, &raw, presets, error)
                 && check_conflicts (self, &raw, error)
                 && take_request (self, &raw, environment_url, presets, error)));
  self->version = raw.version;
  self->no_browser = raw.no_browser;
  self->qr_file = g_steal_pointer (&raw.qr_file);
  self->resume = raw.resume;
  self->start_new = raw.start_new;
  self->timeout = raw.timeout;
  self->key_fd = raw.key_fd;
  self->json = raw.json;
  clear_raw (&raw);

  return fine ? g_steal_pointer (&self) : NULL;
}

void
kc_cli_options_free (KcCliOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->base_url);
  g_free (self->qr_file);
  g_clear_pointer (&self->request, kc_connect_request_free);
  kc_presets_free (self->presets);
  g_free (self);
}
