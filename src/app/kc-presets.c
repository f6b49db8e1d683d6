/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-presets.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (KcPresets, kc_presets, kc_presets_copy, kc_presets_free)

static const char *const keys[KC_N_PRESETS] = {
    [KC_PRESET_SERVICE_ADDRESS] = "service-address",
    [KC_PRESET_WAYS] = "ways",
    [KC_PRESET_PIPELINE] = "pipeline",
    [KC_PRESET_COEXISTENCE] = "coexistence",
    [KC_PRESET_CHANNEL_NAME] = "channel-name",
    [KC_PRESET_HIDE_QUESTIONS] = "hide-questions",
    [KC_PRESET_PRACTICE_ALLOWED] = "practice-allowed",
    [KC_PRESET_KEEP_KEY_ALLOWED] = "keep-key-allowed",
    [KC_PRESET_SUPPORT_ADDRESS] = "support-address",
};

/* NULL if it is blank. */
static char *
copy_text (const char *text)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));

  return *copy != '\0' ? g_steal_pointer (&copy) : NULL;
}

static void
append_part (GString *name, const char *part, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (part, (gssize) length);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (name,
                             g_unichar_iscntrl (g_utf8_get_char (p)) ? ' ' : g_utf8_get_char (p));
}

/* A single '@', and no character with a meaning in a mailto: address or in a header of a mail. */
static gboolean
is_mail_address (const char *address)
{
  const char *at = strchr (address, '@');

  return at != NULL && at != address && at[1] != '\0' && strchr (at + 1, '@') == NULL
         && address[strspn (address, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "@.!#$'*+-/=^_`{|}~")]
                == '\0';
}

KcPresets *
kc_presets_new (void)
{
  KcPresets *self = g_new0 (KcPresets, 1);

  self->offers_browser = TRUE;
  self->offers_phone = TRUE;
  self->practice_allowed = TRUE;
  self->keep_key_allowed = TRUE;
  self->support_address = g_strdup (KC_PRESETS_SUPPORT_ADDRESS);

  return self;
}

KcPresets *
kc_presets_copy (const KcPresets *self)
{
  KcPresets *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->service_address = g_strdup (self->service_address);
  copy->pipeline_id = g_strdup (self->pipeline_id);
  copy->channel_name = g_strdup (self->channel_name);
  copy->support_address = g_strdup (self->support_address);

  return copy;
}

void
kc_presets_free (KcPresets *self)
{
  if (self == NULL)
    return;

  g_free (self->service_address);
  g_free (self->pipeline_id);
  g_free (self->channel_name);
  g_free (self->support_address);
  g_free (self);
}

const char *
kc_preset_get_key (KcPreset preset)
{
  g_return_val_if_fail (preset < KC_N_PRESETS, NULL);

  return keys[preset];
}

gboolean
kc_presets_is_locked (const KcPresets *self, KcPreset preset)
{
  g_return_val_if_fail (self != NULL && preset < KC_N_PRESETS, FALSE);

  return (self->locked & (1u << preset)) != 0;
}

void
kc_presets_lock (KcPresets *self, KcPreset preset)
{
  g_return_if_fail (self != NULL && preset < KC_N_PRESETS);

  self->locked |= 1u << preset;
}

char *
kc_presets_list_locked (const KcPresets *self)
{
  GString *list = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (KcPreset preset = 0; preset < KC_N_PRESETS; preset++)
    {
      if (!kc_presets_is_locked (self, preset))
        continue;

      if (list == NULL)
        list = g_string_new (NULL);
      else
        g_string_append (list, ", ");
      g_string_append (list, keys[preset]);
    }

  return list != NULL ? g_string_free (list, FALSE) : NULL;
}

const char *
kc_presets_get_locked_label (void)
{
  return _ ("Set by your organization");
}

void
kc_presets_set_service_address (KcPresets *self, const char *address)
{
  g_return_if_fail (self != NULL && address != NULL);

  g_free (self->service_address);
  self->service_address = copy_text (address);
}

void
kc_presets_set_pipeline (KcPresets *self, const char *pipeline_id)
{
  g_return_if_fail (self != NULL && pipeline_id != NULL);

  g_free (self->pipeline_id);
  self->pipeline_id = copy_text (pipeline_id);
}

gboolean
kc_presets_set_ways (KcPresets *self, const char *const *ways)
{
  gboolean all_known = TRUE;

  g_return_val_if_fail (self != NULL && ways != NULL, FALSE);

  self->offers_browser = g_strv_contains (ways, "embedded");
  self->offers_phone = g_strv_contains (ways, "qr");
  for (guint i = 0; ways[i] != NULL; i++)
    all_known = all_known && (g_str_equal (ways[i], "embedded") || g_str_equal (ways[i], "qr"));

  return all_known;
}

void
kc_presets_set_channel_name (KcPresets *self,
                             const char *pattern,
                             const char *host,
                             const char *user)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const char *rest = pattern;

  g_return_if_fail (self != NULL && pattern != NULL && host != NULL && user != NULL);

  while (*rest != '\0')
    {
      gsize plain = strcspn (rest, "{");

      append_part (name, rest, plain);
      rest += plain;
      if (g_str_has_prefix (rest, "{host}"))
        {
          append_part (name, host, strcspn (host, "."));
          rest += strlen ("{host}");
        }
      else if (g_str_has_prefix (rest, "{user}"))
        {
          append_part (name, user, strlen (user));
          rest += strlen ("{user}");
        }
      else if (*rest == '{')
        {
          g_string_append_c (name, *rest++);
        }
    }

  g_free (self->channel_name);
  self->channel_name = copy_text (name->str);
}

gboolean
kc_presets_set_support_address (KcPresets *self, const char *address)
{
  g_autofree char *copy = NULL;
  gboolean is_usable;

  g_return_val_if_fail (self != NULL && address != NULL, FALSE);

  copy = copy_text (address);
  is_usable = copy != NULL && is_mail_address (copy);
  g_free (self->support_address);
  self->support_address
      = is_usable ? g_steal_pointer (&copy) : g_strdup (KC_PRESETS_SUPPORT_ADDRESS);

  return is_usable || copy == NULL;
}

gboolean
kc_presets_offers (const KcPresets *self, KcMode mode)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return mode == KC_MODE_QR ? self->offers_phone : self->offers_browser;
}

gboolean
kc_presets_offers_any (const KcPresets *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->offers_browser || self->offers_phone;
}

gboolean
kc_presets_asks_questions (const KcPresets *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* The questions recommend the browser, with coexistence or without, or to wait. */
  return !self->hide_questions && self->offers_browser
         && !kc_presets_is_locked (self, KC_PRESET_COEXISTENCE);
}

KcConnectRequest *
kc_presets_new_request (const KcPresets *self)
{
  KcConnectRequest *request;

  g_return_val_if_fail (self != NULL, NULL);

  request = kc_connect_request_new (
      self->offers_phone && !self->offers_browser ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  request->name = g_strdup (self->channel_name);
  request->pipeline_id = g_strdup (self->pipeline_id);
  request->coexistence = self->coexistence;

  return request;
}

void
kc_presets_apply (const KcPresets *self, KcConnectRequest *request)
{
  g_return_if_fail (self != NULL && request != NULL);

  if (!kc_presets_offers (self, request->mode) && kc_presets_offers_any (self))
    request->mode = self->offers_phone ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  if (kc_presets_is_locked (self, KC_PRESET_PIPELINE))
    {
      g_free (request->pipeline_id);
      request->pipeline_id = g_strdup (self->pipeline_id);
    }
  if (kc_presets_is_locked (self, KC_PRESET_COEXISTENCE))
    request->coexistence = self->coexistence;
  if (kc_presets_is_locked (self, KC_PRESET_CHANNEL_NAME))
    {
      g_free (request->name);
      request->name = g_strdup (self->channel_name);
    }
}
