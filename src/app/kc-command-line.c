/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-command-line.h"

#include "kc-client.h"

#include <glib/gi18n.h>
#include <string.h>

#define LINK_SCHEME "keebai-connect:"

G_DEFINE_QUARK (kc - command - line - error - quark, kc_command_line_error)

/* Texts are taken as file names: those are handed on byte for byte, whatever the locale. */
static const GOptionEntry entries[] = {
    {"practice", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
     N_ ("Practice with a simulated Keebai; nothing leaves this computer"), NULL},
    {"api-url", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
     N_ ("Talk to the Keebai service at this address"),
     /* Translators: stands for a web address in the list of options. */
     N_ ("URL")},
    {"mode", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
     N_ ("Connect in the browser (embedded) or with the phone (qr)"),
     /* Translators: "embedded" and "qr" are typed as they stand. */
     N_ ("embedded|qr")},
    {"name", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
     N_ ("Name of the new channel, with the phone"),
     /* Translators: stands for a name in the list of options. */
     N_ ("NAME")},
    {"pipeline", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
     N_ ("Pipeline of the new channel, in the browser"),
     /* Translators: stands for the id of a pipeline in the list of options. */
     N_ ("ID")},
    {"coexistence", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
     N_ ("Keep the number in the WhatsApp Business app as well, in the browser"), NULL},
    {"version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and exit"),
     NULL},
    {G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, NULL},
    {NULL},
};

/* The text of an option in `text`, borrowed; NULL if it is not there. */
static gboolean
take_text (GVariantDict *options, const char *option, const char **text, GError **error)
{
  *text = NULL;
  if (!g_variant_dict_lookup (options, option, "^&ay", text) || g_utf8_validate (*text, -1, NULL))
    return TRUE;

  g_set_error (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_TEXT,
               /* Translators: %s is the name of an option, such as "name". */
               _ ("--%s needs a text in UTF-8."), option);

  return FALSE;
}

static gboolean
take_address (KcCommandLine *self,
              GVariantDict *options,
              const char *environment_url,
              GError **error)
{
  const char *url = NULL;
  /* What the address came from, for the sentence. */
  const char *source = "--api-url";
  int code = KC_COMMAND_LINE_ERROR_ADDRESS;
  g_autofree char *stripped = NULL;
  g_autoptr (GError) address_error = NULL;

  if (!take_text (options, "api-url", &url, error))
    return FALSE;
  if (url != NULL)
    {
      if (self->practice)
        {
          g_set_error_literal (
              error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
              _ ("--practice has its own service and cannot be combined with --api-url."));
          return FALSE;
        }
    }
  else if (environment_url != NULL && *environment_url != '\0')
    {
      url = environment_url;
      source = "KEEBAI_BASE_URL";
      code = KC_COMMAND_LINE_ERROR_ENVIRONMENT;
    }

  if (url == NULL)
    {
      self->base_url = g_strdup (KC_CLIENT_DEFAULT_BASE_URL);
      return TRUE;
    }

  stripped = g_strstrip (g_strdup (url));
  self->base_url = kc_uri_normalize_service (stripped, &address_error);
  if (self->base_url == NULL)
    {
      /* The address itself is not repeated: it may hold a password. */
      g_set_error (
          error, KC_COMMAND_LINE_ERROR, code,
          g_error_matches (address_error, KC_ERROR, KC_ERROR_INSECURE)
              /* Translators: %s is "--api-url" or "KEEBAI_BASE_URL". */
              ? _ ("%s needs an address that begins with https://. Addresses with http:// are "
                   "accepted only on this computer (127.0.0.1).")
              /* Translators: %s is "--api-url" or "KEEBAI_BASE_URL". */
              : _ ("%s needs the address of a service, such as https://api.keebai.com/v1, without "
                   "a name, a password, “?” or “#” in it."),
          source);
      return FALSE;
    }
  self->own_address = !g_str_equal (self->base_url, KC_CLIENT_DEFAULT_BASE_URL);

  return TRUE;
}

static gboolean
take_presets (KcCommandLine *self, GVariantDict *options, GError **error)
{
  const char *mode = NULL;
  const char *name = NULL;
  const char *pipeline = NULL;
  gboolean coexistence = FALSE;
  const char *only_qr = NULL;
  const char *only_embedded = NULL;
  gboolean is_qr;

  if (!take_text (options, "mode", &mode, error) || !take_text (options, "name", &name, error)
      || !take_text (options, "pipeline", &pipeline, error))
    return FALSE;

  g_variant_dict_lookup (options, "coexistence", "b", &coexistence);
  if (name != NULL)
    only_qr = "--name";
  if (pipeline != NULL)
    only_embedded = "--pipeline";
  if (coexistence)
    only_embedded = "--coexistence";

  if (mode == NULL && only_qr == NULL && only_embedded == NULL)
    return TRUE;

  if (mode != NULL && !g_str_equal (mode, "qr") && !g_str_equal (mode, "embedded"))
    {
      g_set_error_literal (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_MODE,
                           _ ("--mode can be “embedded” (in the browser) or “qr” (with the "
                              "phone)."));
      return FALSE;
    }

  is_qr = mode != NULL ? g_str_equal (mode, "qr") : only_qr != NULL;
  if (is_qr && only_embedded != NULL)
    {
      g_set_error (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
                   /* Translators: both %s are options such as "--coexistence" and "--mode=qr". */
                   _ ("%s works only in the browser and cannot be combined with %s."),
                   only_embedded, mode != NULL ? "--mode=qr" : only_qr);
      return FALSE;
    }
  if (!is_qr && only_qr != NULL)
    {
      g_set_error (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
                   /* Translators: both %s are options such as "--name" and "--mode=embedded". */
                   _ ("%s works only with the phone and cannot be combined with %s."), only_qr,
                   "--mode=embedded");
      return FALSE;
    }

  self->request = kc_connect_request_new (is_qr ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  self->request->name = g_strdup (name);
  self->request->pipeline_id = g_strdup (pipeline);
  self->request->coexistence = coexistence;

  return TRUE;
}

/* One word that is a link of ours, and nothing else. Whatever it says, it only shows the window. It
 * stands alone: a launcher that takes a link apart must not make options out of it. */
static gboolean
is_lone_link (GVariantDict *options)
{
  g_autofree const char **words = NULL;

  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &words);
  for (guint i = 0; entries[i].long_name != NULL; i++)
    {
      if (*entries[i].long_name != '\0' && g_variant_dict_contains (options, entries[i].long_name))
        return FALSE;
    }

  return words != NULL && words[0] != NULL && words[1] == NULL
         && g_ascii_strncasecmp (words[0], LINK_SCHEME, strlen (LINK_SCHEME)) == 0;
}

const GOptionEntry *
kc_command_line_get_entries (void)
{
  return entries;
}

KcCommandLine *
kc_command_line_new (GVariantDict *options, const char *environment_url, GError **error)
{
  g_autoptr (KcCommandLine) self = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  if (g_variant_dict_contains (options, G_OPTION_REMAINING) && !is_lone_link (options))
    {
      /* What it says is not repeated: it may be a key. */
      g_set_error_literal (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
                           _ ("Unexpected argument. Options begin with --; see --help."));
      return NULL;
    }

  self = g_new0 (KcCommandLine, 1);
  g_variant_dict_lookup (options, "practice", "b", &self->practice);

  if (!take_address (self, options, environment_url, error) || !take_presets (self, options, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
kc_command_line_free (KcCommandLine *self)
{
  if (self == NULL)
    return;

  g_free (self->base_url);
  g_clear_pointer (&self->request, kc_connect_request_free);
  g_free (self);
}
