/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-command-line.h"

#include "kc-client.h"

#include <glib/gi18n.h>
#include <string.h>

#define LINK_SCHEME "keebai-connect:"

G_DEFINE_QUARK (kc - command - line - error - quark, kc_command_line_error)

/* Texts are read as file names, because those are passed on byte for byte, whatever the locale is.
 */
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
    {"no-coexistence", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
     N_ ("Do not keep the number in the WhatsApp Business app, in the browser"), NULL},
    {"version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and exit"),
     NULL},
    {G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, NULL},
    {NULL},
};

/* The value of an option in `text`, borrowed; NULL if it was not given. */
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

/* Returns NULL and an error whose sentence begins with `source`, the place where the address was
 * set. */
static char *
normalize (const char *url, const char *source, KcCommandLineError code, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (url));
  g_autoptr (GError) address_error = NULL;
  char *normalized = kc_uri_normalize_service (stripped, &address_error);

  if (normalized != NULL)
    return normalized;

  /* The address is not repeated: it may contain a password. */
  g_set_error (error, KC_COMMAND_LINE_ERROR, (int) code,
               g_error_matches (address_error, KC_ERROR, KC_ERROR_INSECURE)
                   /* Translators: %s is "--api-url", "KEEBAI_BASE_URL" or “The setting
                    * service-address”. */
                   ? _ ("%s needs an address that begins with https://. Addresses with http:// are "
                        "accepted only on this computer (127.0.0.1).")
                   /* Translators: %s is "--api-url", "KEEBAI_BASE_URL" or “The setting
                    * service-address”. */
                   : _ ("%s needs the address of a service, such as https://api.keebai.com/v1, "
                        "without a name, a password, “?” or “#” in it."),
               source);

  return NULL;
}

/* The address that every start on this computer uses. */
static char *
get_usual_address (KcCommandLine *self, GError **error)
{
  if (self->presets->service_address == NULL)
    return g_strdup (KC_CLIENT_DEFAULT_BASE_URL);

  return normalize (self->presets->service_address, _ ("The setting service-address"),
                    KC_COMMAND_LINE_ERROR_SETTING, error);
}

static gboolean
take_address (KcCommandLine *self,
              GVariantDict *options,
              const char *environment_url,
              GError **error)
{
  gboolean is_locked = kc_presets_is_locked (self->presets, KC_PRESET_SERVICE_ADDRESS);
  const char *url = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *usual = NULL;
  g_autoptr (GError) usual_error = NULL;

  if (!take_text (options, "api-url", &url, error))
    return FALSE;
  if (url != NULL && self->practice)
    {
      g_set_error_literal (
          error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
          _ ("--practice has its own service and cannot be combined with --api-url."));
      return FALSE;
    }

  usual = get_usual_address (self, &usual_error);
  if (usual == NULL && is_locked)
    {
      g_propagate_error (error, g_steal_pointer (&usual_error));
      return FALSE;
    }

  if (url != NULL)
    {
      wanted = normalize (url, "--api-url", KC_COMMAND_LINE_ERROR_ADDRESS, error);
      if (wanted == NULL)
        return FALSE;
      if (is_locked && !g_str_equal (wanted, usual))
        return kc_command_line_refuse_locked (error, "--api-url");
    }
  else if (environment_url != NULL && *environment_url != '\0')
    {
      wanted = normalize (environment_url, "KEEBAI_BASE_URL", KC_COMMAND_LINE_ERROR_ENVIRONMENT,
                          is_locked ? NULL : error);
      if (wanted == NULL && !is_locked)
        return FALSE;
      self->ignores_environment = is_locked && g_strcmp0 (wanted, usual) != 0;
    }
  else if (usual == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&usual_error));
      return FALSE;
    }

  self->base_url = g_strdup (wanted != NULL && !is_locked ? wanted : usual);
  self->own_address = g_strcmp0 (self->base_url, usual) != 0;

  return TRUE;
}

static gboolean
take_practice (KcCommandLine *self, GVariantDict *options, GError **error)
{
  g_variant_dict_lookup (options, "practice", "b", &self->practice);
  if (!self->practice || self->presets->practice_allowed)
    return TRUE;

  if (kc_presets_is_locked (self->presets, KC_PRESET_PRACTICE_ALLOWED))
    return kc_command_line_refuse_locked (error, "--practice");

  self->presets->practice_allowed = TRUE;

  return TRUE;
}

/* If no option was given for a text, the preset stays; an option that is blank means none. */
static gboolean
override_text (KcCommandLine *self,
               KcPreset preset,
               const char *option,
               const char *given,
               char **text,
               GError **error)
{
  g_autofree char *wanted = NULL;

  if (given == NULL)
    return TRUE;

  wanted = g_strstrip (g_strdup (given));
  if (*wanted == '\0')
    g_clear_pointer (&wanted, g_free);
  if (kc_presets_is_locked (self->presets, preset) && g_strcmp0 (wanted, *text) != 0)
    return kc_command_line_refuse_locked (error, option);

  g_free (*text);
  *text = g_steal_pointer (&wanted);

  return TRUE;
}

/* `option` is the one that chose the way. */
static gboolean
take_way (KcCommandLine *self, KcMode mode, const char *option, GError **error)
{
  if (kc_presets_offers (self->presets, mode))
    return TRUE;

  if (kc_presets_is_locked (self->presets, KC_PRESET_WAYS))
    return kc_command_line_refuse_locked (error, option);

  if (mode == KC_MODE_QR)
    self->presets->offers_phone = TRUE;
  else
    self->presets->offers_browser = TRUE;

  return TRUE;
}

static gboolean
take_request (KcCommandLine *self, GVariantDict *options, GError **error)
{
  const char *mode = NULL;
  const char *name = NULL;
  const char *pipeline = NULL;
  gboolean coexistence = FALSE;
  gboolean no_coexistence = FALSE;
  const char *only_qr = NULL;
  const char *only_embedded = NULL;
  gboolean is_qr;

  if (!take_text (options, "mode", &mode, error) || !take_text (options, "name", &name, error)
      || !take_text (options, "pipeline", &pipeline, error))
    return FALSE;

  g_variant_dict_lookup (options, "coexistence", "b", &coexistence);
  g_variant_dict_lookup (options, "no-coexistence", "b", &no_coexistence);
  if (coexistence && no_coexistence)
    {
      g_set_error_literal (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
                           _ ("--coexistence and --no-coexistence cannot be combined."));
      return FALSE;
    }
  if (name != NULL)
    only_qr = "--name";
  if (pipeline != NULL)
    only_embedded = "--pipeline";
  if (coexistence)
    only_embedded = "--coexistence";
  if (no_coexistence)
    only_embedded = "--no-coexistence";

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

  if (!take_way (self, is_qr ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP,
                 mode == NULL ? (is_qr ? only_qr : only_embedded)
                 : is_qr      ? "--mode=qr"
                              : "--mode=embedded",
                 error))
    return FALSE;
  if ((self->presets->coexistence ? no_coexistence : coexistence)
      && kc_presets_is_locked (self->presets, KC_PRESET_COEXISTENCE))
    return kc_command_line_refuse_locked (error,
                                          coexistence ? "--coexistence" : "--no-coexistence");

  /* Somebody who has chosen the way on the command line is not asked about it. */
  self->presets->hide_questions = TRUE;
  self->request = kc_presets_new_request (self->presets);
  self->request->mode = is_qr ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  if (coexistence || no_coexistence)
    self->request->coexistence = coexistence;

  return override_text (self, KC_PRESET_CHANNEL_NAME, "--name", name, &self->request->name, error)
         && override_text (self, KC_PRESET_PIPELINE, "--pipeline", pipeline,
                           &self->request->pipeline_id, error);
}

/* A single argument that is a link of ours. Whatever it contains, it only shows the window. There
 * must be no other argument: if a launcher splits a link, no part of it may become an option. */
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
kc_command_line_new (GVariantDict *options,
                     const char *environment_url,
                     const KcPresets *presets,
                     GError **error)
{
  g_autoptr (KcCommandLine) self = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  if (g_variant_dict_contains (options, G_OPTION_REMAINING) && !is_lone_link (options))
    {
      /* The argument is not repeated: it may be a key. */
      g_set_error_literal (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_CONFLICT,
                           _ ("Unexpected argument. Options begin with --; see --help."));
      return NULL;
    }

  self = g_new0 (KcCommandLine, 1);
  self->presets = presets != NULL ? kc_presets_copy (presets) : kc_presets_new ();
  if (!take_practice (self, options, error) || !take_address (self, options, environment_url, error)
      || !take_request (self, options, error))
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
  kc_presets_free (self->presets);
  g_free (self);
}

gboolean
kc_command_line_refuse_locked (GError **error, const char *option)
{
  g_return_val_if_fail (option != NULL, FALSE);

  g_set_error (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_LOCKED, "%s: %s", option,
               kc_presets_get_locked_label ());

  return FALSE;
}
