/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-text.h"

#include "kc-foreign-text.h"
#include "kc-phone-format.h"

#include <glib/gi18n.h>

/* NULL for an empty text. */
static const char *
get_name (KcChannel *channel)
{
  const char *name = kc_channel_get_name (channel);

  return name != NULL && *name != '\0' ? name : NULL;
}

static const char *
get_number (KcChannel *channel, const KcChannelNote *note)
{
  if (kc_channel_get_phone_number (channel) != NULL)
    return kc_channel_get_phone_number (channel);

  return note != NULL ? note->phone_number : NULL;
}

char *
kc_channel_text_format_title (KcChannel *channel, const KcChannelNote *note)
{
  const char *number;
  const char *name;

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  number = get_number (channel, note);
  if (number != NULL)
    return kc_phone_format_format (number);

  name = get_name (channel);

  return name != NULL ? kc_foreign_text_to_label (name) : g_strdup (_ ("Without a name"));
}

char *
kc_channel_text_format_subtitle (KcChannel *channel, const KcChannelNote *note)
{
  const char *kind;
  g_autofree char *name = NULL;

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  kind = kc_channel_text_get_kind (kc_channel_get_kind (channel));
  if (get_number (channel, note) == NULL || get_name (channel) == NULL)
    return g_strdup (kind);

  name = kc_foreign_text_to_label (get_name (channel));

  /* Translators: the kind of a channel and its name. */
  return g_strdup_printf (_ ("%s · %s"), kind, name);
}

const char *
kc_channel_text_get_kind (KcChannelKind kind)
{
  switch (kind)
    {
    case KC_CHANNEL_KIND_WHATSAPP:
      return _ ("WhatsApp Business");
    case KC_CHANNEL_KIND_WHATSAPP_QR:
      return _ ("Linked phone");
    case KC_CHANNEL_KIND_OTHER:
    default:
      return _ ("Another kind of channel");
    }
}

const char *
kc_channel_text_get_state (KcChannelState state)
{
  switch (state)
    {
    case KC_CHANNEL_STATE_NEW:
      /* Translators: the state of a channel. */
      return _ ("Not active yet");
    case KC_CHANNEL_STATE_PAUSED:
      /* Translators: the state of a channel. */
      return _ ("Paused");
    case KC_CHANNEL_STATE_DISCONNECTED:
      /* Translators: the state of a channel. */
      return _ ("Disconnected");
    case KC_CHANNEL_STATE_ACTIVE:
    default:
      /* Translators: the state of a channel. */
      return _ ("Active");
    }
}

const char *
kc_channel_text_get_meaning (KcChannelState state, KcChannelKind kind)
{
  const gboolean is_phone = kind == KC_CHANNEL_KIND_WHATSAPP_QR;

  switch (state)
    {
    case KC_CHANNEL_STATE_NEW:
      return _ ("The number is connected. WhatsApp usually reviews the name of a new number first, "
                "which takes up to 48 hours. You do not have to do anything.");
    case KC_CHANNEL_STATE_PAUSED:
      return is_phone
                 ? _ ("Keebai has the channel, but it does not work at the moment. It may be "
                      "paused in Keebai, or the phone has logged Keebai out.")
                 : _ ("Keebai has the channel, but it is not in use at the moment. Keebai does "
                      "not tell this program why.");
    case KC_CHANNEL_STATE_DISCONNECTED:
      return is_phone ? _ ("The phone and Keebai are no longer linked. A phone logs all linked "
                           "devices out when WhatsApp was not opened on it for 14 days, and "
                           "somebody can log them out by hand.")
                      : _ ("WhatsApp and Keebai are no longer connected. That happens when the "
                           "WhatsApp Business app moves to a new phone, or when somebody "
                           "disconnects it in the app.");
    case KC_CHANNEL_STATE_ACTIVE:
    default:
      return is_phone ? _ ("Messages to this number arrive in Keebai. Open WhatsApp on the phone "
                           "once a week: after 14 days without it, the phone logs Keebai out.")
                      : _ ("Messages to this number arrive in Keebai.");
    }
}

const char *const *
kc_channel_text_get_steps (KcChannelState state, KcChannelKind kind)
{
  static const char *const nothing[] = {NULL};
  static const char *const review[] = {
      N_ ("Wait for 48 hours after connecting."),
      N_ ("If it is not active then, look at the name in WhatsApp Manager: a name that was refused "
          "can be changed and sent in again."),
      N_ ("If the name is still pending, ask Keebai’s support."),
      NULL,
  };
  static const char *const paused[] = {
      N_ ("Open the channel in Keebai and look whether somebody paused it there."),
      N_ ("If nothing there explains it, ask Keebai’s support and give them the channel ID."),
      NULL,
  };
  static const char *const phone_paused[] = {
      N_ ("Open the channel in Keebai and look whether somebody paused it there."),
      N_ ("On the phone, open Linked devices in WhatsApp. If Keebai is no longer among them, "
          "reconnect here and scan the new code."),
      N_ ("If WhatsApp warned you about the account, do not link it again: connect the number the "
          "official way, in the browser."),
      NULL,
  };
  static const char *const phone_gone[] = {
      N_ ("On the phone, open Linked devices in WhatsApp. If an old entry for Keebai is there, log "
          "it out."),
      N_ ("Reconnect here, and scan the new code with the phone."),
      N_ ("If WhatsApp warned you about the account, do not link it again: connect the number the "
          "official way, in the browser."),
      NULL,
  };
  static const char *const number_gone[] = {
      N_ ("If you changed the phone: register the number again in the WhatsApp Business app. A box "
          "that is already ticked brings the connection back within minutes."),
      N_ ("Otherwise reconnect here, and choose the same number in the browser."),
      NULL,
  };

  switch (state)
    {
    case KC_CHANNEL_STATE_NEW:
      return review;
    case KC_CHANNEL_STATE_PAUSED:
      return kind == KC_CHANNEL_KIND_WHATSAPP_QR ? phone_paused : paused;
    case KC_CHANNEL_STATE_DISCONNECTED:
      return kind == KC_CHANNEL_KIND_WHATSAPP_QR ? phone_gone : number_gone;
    case KC_CHANNEL_STATE_ACTIVE:
    default:
      return nothing;
    }
}

char *
kc_channel_text_format_news_title (const KcChannelNote *note, KcAfterCareState state)
{
  g_autofree char *who = NULL;

  g_return_val_if_fail (note != NULL, NULL);

  if (note->phone_number != NULL)
    who = kc_phone_format_format (note->phone_number);
  else if (note->name != NULL)
    who = kc_foreign_text_to_short_label (note->name);
  else
    who = g_strdup (_ ("The new number"));

  switch (state)
    {
    case KC_AFTER_CARE_NOT_ACTIVE:
      /* Translators: %s is a phone number or a name. */
      return g_strdup_printf (note->kind == KC_CHANNEL_KIND_WHATSAPP_QR
                                  ? _ ("%s is not active")
                                  : _ ("%s is not active yet"),
                              who);
    case KC_AFTER_CARE_GONE:
      /* Translators: %s is a phone number or a name. */
      return g_strdup_printf (_ ("%s is no longer connected"), who);
    case KC_AFTER_CARE_ACTIVE:
    case KC_AFTER_CARE_NOT_SEEN:
    default:
      /* Translators: %s is a phone number or a name. */
      return g_strdup_printf (_ ("%s is connected and active"), who);
    }
}

const char *
kc_channel_text_get_news (const KcChannelNote *note, KcAfterCareState state)
{
  const gboolean is_phone = note->kind == KC_CHANNEL_KIND_WHATSAPP_QR;

  g_return_val_if_fail (note != NULL, NULL);

  switch (state)
    {
    case KC_AFTER_CARE_NOT_ACTIVE:
      return is_phone ? _ ("Keebai has the channel, but it does not work at the moment. It may be "
                           "paused in Keebai, or the phone has logged Keebai out.")
                      : _ ("It is connected. WhatsApp usually reviews the name first, which takes "
                           "up to 48 hours. You do not have to do anything; this is looked at "
                           "again at the next start.");
    case KC_AFTER_CARE_GONE:
      return is_phone ? _ ("The phone may have logged Keebai out. Connect the number again and "
                           "scan a new code; if WhatsApp warned you about the account, use the "
                           "browser instead.")
                      : _ ("It may have been disconnected in the app or removed in Keebai. Connect "
                           "the number again; it stays yours.");
    case KC_AFTER_CARE_ACTIVE:
    case KC_AFTER_CARE_NOT_SEEN:
    default:
      return is_phone ? _ ("Open WhatsApp on the phone once a week, so that it stays connected.")
                      : _ ("Messages to it arrive in Keebai.");
    }
}
