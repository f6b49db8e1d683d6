/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-text.h"

#include "kc-enum.h"
#include "kc-foreign-text.h"
#include "kc-phone-format.h"
#include "kc-redact.h"

#include <glib/gi18n.h>

/* The index is a KcResultReason; without a title here, the error has one. */
static const char *const TITLES[] = {
    [KC_RESULT_REASON_TIME_UP] = N_ ("Time Ran Out"),
    [KC_RESULT_REASON_ENDED_EARLY] = N_ ("Session Ended Early"),
    [KC_RESULT_REASON_CANCELLED] = N_ ("Connecting Canceled"),
    [KC_RESULT_REASON_NOT_LINKED] = N_ ("Phone Not Linked"),
    [KC_RESULT_REASON_NOT_KNOWN] = N_ ("Result Not Known Yet"),
    [KC_RESULT_REASON_NOT_KNOWN_KEY] = N_ ("Result Not Known Yet"),
    [KC_RESULT_REASON_TROUBLE] = NULL,
};

static KcErrorText *
create_text (const char *title, const char *reason, const char *details)
{
  KcErrorText *self = g_new0 (KcErrorText, 1);

  self->title = g_strdup (title);
  self->reason = g_strdup (reason);
  self->remedy = KC_REMEDY_TRY_AGAIN;
  self->details = g_strdup (details);

  return self;
}

static KcErrorText *
create_time_up_text (KcAttempt *attempt)
{
  const char *title = kc_result_text_get_title (KC_RESULT_REASON_TIME_UP, -1);
  KcErrorText *self;

  if (kc_attempt_get_new_channels (attempt) != NULL)
    return create_text (title, _ ("Keebai does not report a connected number."), "");

  if (kc_attempt_get_mode (attempt) != KC_MODE_QR)
    return create_text (title,
                        _ ("The steps in the browser were not finished in time, so nothing was "
                           "connected. Try again to open a new page; the old one no longer works."),
                        "");

  if (kc_attempt_is_scanned (attempt))
    return create_text (title,
                        _ ("Keebai does not report a linked phone. Try again to get a new code."),
                        "");

  self = create_text (title,
                      _ ("No phone scanned a code in time, so nothing was connected. Open “Linked "
                         "devices” in WhatsApp, then show a new code."),
                      "");
  self->remedy = KC_REMEDY_NEW_CODE;

  return self;
}

static KcErrorText *
create_ended_early_text (KcAttempt *attempt)
{
  return create_text (
      kc_result_text_get_title (KC_RESULT_REASON_ENDED_EARLY, -1),
      kc_attempt_get_mode (attempt) == KC_MODE_QR
          ? _ ("Keebai does not report a linked phone. Try again to get a new code.")
          : _ ("Keebai ended the session early and does not report a connected number. Try again "
               "to open a new page; the old one no longer works."),
      "");
}

/* The phone or WhatsApp refused; Keebai only passed it on. */
static KcErrorText *
create_not_linked_text (const char *server_reason)
{
  g_autofree char *details = g_strdup_printf ("Error: qr-failed\nReason: %s", server_reason);
  g_autofree char *redacted = kc_redact (details);

  return create_text (kc_result_text_get_title (KC_RESULT_REASON_NOT_LINKED, -1),
                      _ ("WhatsApp did not link the phone. Check that the phone is online and that "
                         "fewer than four devices are linked to it, then try again."),
                      redacted);
}

/* It is not known how the session ended: Keebai could not be reached, the key was rejected, or
 * (`error` is NULL) a phone had scanned and Keebai says nothing about it. */
static KcErrorText *
create_unknown_text (const GError *error)
{
  g_autoptr (KcErrorText) text = error != NULL ? kc_error_text_new (error) : NULL;
  gboolean change_key = text != NULL && text->remedy == KC_REMEDY_CHANGE_KEY;
  g_autofree char *reason = NULL;
  KcErrorText *self;

  if (text == NULL)
    reason = g_strdup (_ ("A phone scanned the code, but Keebai does not say whether it was "
                          "linked. Check again in a moment."));
  else if (change_key)
    reason = g_strdup (_ ("The number may be connected. Keebai did not accept the access key: give "
                          "another key of the same company to find out."));
  else
    reason = g_strdup_printf ("%s\n\n%s",
                              _ ("The number may be connected, but Keebai could not be asked. "
                                 "Check again in a moment."),
                              text->reason);
  self = create_text (kc_result_text_get_title (KC_RESULT_REASON_NOT_KNOWN, -1), reason,
                      text != NULL ? text->details : "");
  self->remedy = change_key ? KC_REMEDY_CHANGE_KEY : KC_REMEDY_ASK_AGAIN;

  return self;
}

/* What Keebai said about the session itself, before the question whether a new channel is theirs.
 */
static const char *
describe_doubt (KcAttempt *attempt)
{
  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_EXPIRED:
      return kc_attempt_is_time_up (attempt)
                 ? _ ("Time ran out, and Keebai does not say how it ended.")
                 : _ ("Keebai ended the session early and does not say how it ended.");
    case KC_ATTEMPT_CANCELLED:
      return _ ("Connecting was canceled.");
    default:
      if (!kc_attempt_may_ask_again (attempt))
        return _ ("Keebai reports that connecting failed.");
      return kc_attempt_get_error (attempt) != NULL
                 ? _ ("Keebai could not be asked how it ended.")
                 : _ ("A phone scanned the code, but Keebai does not say whether it was linked.");
    }
}

static char *
format_time (KcChannel *channel)
{
  GDateTime *created_at = kc_channel_get_created_at (channel);
  g_autoptr (GDateTime) local = created_at != NULL ? g_date_time_to_local (created_at) : NULL;

  /* Translators: the time of the day, such as 14:05, in the form of strftime. */
  return local != NULL ? g_date_time_format (local, _ ("%H:%M")) : NULL;
}

static char *
format_name (KcChannel *channel)
{
  const char *name = kc_channel_get_name (channel);

  return name != NULL && *name != '\0' ? kc_foreign_text_to_short_label (name) : NULL;
}

/* Number, name or both; NULL if neither is known. */
static char *
format_number_and_name (KcChannel *channel)
{
  const char *phone_number = kc_channel_get_phone_number (channel);
  g_autofree char *number = phone_number != NULL ? kc_phone_format_format (phone_number) : NULL;
  g_autofree char *name = format_name (channel);

  if (number != NULL && name != NULL)
    /* Translators: the first %s is a phone number, the second the name of a channel. */
    return g_strdup_printf (_ ("%s (“%s”)"), number, name);
  if (name != NULL)
    /* Translators: %s is the name of a channel. */
    return g_strdup_printf (_ ("“%s”"), name);

  return g_steal_pointer (&number);
}

static char *
create_question (KcChannel *channel)
{
  g_autofree char *time = format_time (channel);
  g_autofree char *what = format_number_and_name (channel);

  if (what != NULL && time != NULL)
    return g_strdup_printf (
        /* Translators: the first %s is a time of the day, the second a phone number or a name. */
        _ ("At %s a new channel appeared: %s. Is it the one you were connecting?"), time, what);
  if (what != NULL)
    /* Translators: %s is a phone number or a name. */
    return g_strdup_printf (_ ("A new channel appeared: %s. Is it the one you were connecting?"),
                            what);
  if (time != NULL)
    /* Translators: %s is a time of the day. */
    return g_strdup_printf (_ ("At %s a new channel appeared. Is it the one you were connecting?"),
                            time);

  return g_strdup (_ ("A new channel appeared. Is it the one you were connecting?"));
}

static KcErrorText *
create_offer_text (KcAttempt *attempt, KcErrorText *ended, KcChannel *offered, guint n_offered)
{
  g_autofree char *question
      = n_offered == 1 ? create_question (offered)
                       : g_strdup (_ ("New channels appeared. Is one of them the one you were "
                                      "connecting?"));
  g_autofree char *reason = g_strdup_printf ("%s\n\n%s", describe_doubt (attempt), question);
  KcErrorText *self
      = create_text (n_offered == 1 ? _ ("Is This Your Number?") : _ ("Is One of These Yours?"),
                     reason, ended->details);

  self->remedy = ended->remedy;

  return self;
}

static KcErrorText *
create_ended_text (KcAttempt *attempt)
{
  const KcResultReason reason = kc_result_reason_find (attempt);
  const GError *error = kc_attempt_get_error (attempt);
  const char *server_reason = kc_attempt_get_server_reason (attempt);
  KcErrorText *self;

  switch (reason)
    {
    case KC_RESULT_REASON_TIME_UP:
      return create_time_up_text (attempt);

    case KC_RESULT_REASON_ENDED_EARLY:
      return create_ended_early_text (attempt);

    case KC_RESULT_REASON_CANCELLED:
      self = create_text (kc_result_text_get_title (reason, -1),
                          _ ("Nothing was connected. You can start again at any time."), "");
      self->remedy = KC_REMEDY_START_AGAIN;
      return self;

    case KC_RESULT_REASON_NOT_KNOWN:
    case KC_RESULT_REASON_NOT_KNOWN_KEY:
      return create_unknown_text (error);

    case KC_RESULT_REASON_NOT_LINKED:
      return create_not_linked_text (server_reason != NULL ? server_reason
                                     : error != NULL       ? error->message
                                                           : "not told");

    case KC_RESULT_REASON_DECLINED:
    case KC_RESULT_REASON_SESSION_LOST:
    case KC_RESULT_REASON_NO_CODES:
    case KC_RESULT_REASON_REFUSED:
    case KC_RESULT_REASON_PERMISSION:
    case KC_RESULT_REASON_KEY:
    case KC_RESULT_REASON_UNREACHABLE:
    case KC_RESULT_REASON_TROUBLE:
    default:
      return kc_error_text_new (error);
    }
}

KcErrorText *
kc_result_text_new (KcAttempt *attempt)
{
  KcErrorText *ended;
  KcErrorText *offer;
  KcChannel *offered;
  guint n_offered;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  ended = create_ended_text (attempt);
  offered = kc_result_text_find_offered (attempt, &n_offered);
  if (ended == NULL || offered == NULL)
    return ended;

  offer = create_offer_text (attempt, ended, offered, n_offered);
  kc_error_text_free (ended);

  return offer;
}

const char *
kc_result_text_get_title (KcResultReason reason, int error_code)
{
  const char *title;

  g_return_val_if_fail (reason < G_N_ELEMENTS (TITLES), "");

  title = TITLES[reason];

  return title != NULL ? _ (title) : kc_error_text_get_title (error_code);
}

const char *
kc_result_text_get_entry_title (KcHistoryEntry *entry)
{
  /* Earlier versions kept no reason. */
  static const int reasons[] = {
      [KC_OUTCOME_CONNECTED] = -1,
      [KC_OUTCOME_CANCELLED] = KC_RESULT_REASON_CANCELLED,
      [KC_OUTCOME_EXPIRED] = KC_RESULT_REASON_TIME_UP,
      [KC_OUTCOME_FAILED] = -1,
      [KC_OUTCOME_UNKNOWN] = KC_RESULT_REASON_NOT_KNOWN,
  };
  KcOutcome outcome;
  int reason;

  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (entry), "");

  outcome = kc_history_entry_get_outcome (entry);
  if (outcome == KC_OUTCOME_CONNECTED)
    return _ ("Connected");

  reason = kc_enum_parse (KC_TYPE_RESULT_REASON, kc_history_entry_get_reason (entry),
                          reasons[outcome]);
  if (reason < 0)
    return _ ("Not Connected");

  return kc_result_text_get_title ((KcResultReason) reason,
                                   kc_enum_parse (KC_TYPE_ERROR, kc_history_entry_get_error (entry),
                                                  -1));
}

KcErrorText *
kc_result_text_new_still_there (void)
{
  KcErrorText *self
      = create_text (_ ("Still There?"),
                     _ ("No phone has scanned a code, so nothing was connected and new codes have "
                        "stopped. Open “Linked devices” in WhatsApp, then continue."),
                     "");

  self->remedy = KC_REMEDY_NEW_CODE;

  return self;
}

const char *
kc_result_text_get_stopped (KcAttemptState state)
{
  /* A phone has scanned, or Keebai was being asked how it ended. */
  if (state == KC_ATTEMPT_LINKING || state == KC_ATTEMPT_CONFIRMING)
    return _ ("Stopped. The number may be connected all the same.");

  return _ ("Stopped. Nothing was connected.");
}

KcChannel *
kc_result_text_find_offered (KcAttempt *attempt, guint *n_offered)
{
  GPtrArray *channels;
  KcChannel *offered = NULL;
  guint n = 0;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  channels = kc_attempt_get_new_channels (attempt);
  for (guint i = 0; channels != NULL && i < channels->len; i++)
    if (kc_attempt_is_offered (attempt, g_ptr_array_index (channels, i)) && n++ == 0)
      offered = g_ptr_array_index (channels, i);
  if (n_offered != NULL)
    *n_offered = n;

  return offered;
}

char *
kc_result_text_describe_new_channels (KcAttempt *attempt)
{
  GPtrArray *channels;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  channels = kc_attempt_get_new_channels (attempt);
  if (channels == NULL || kc_result_text_find_offered (attempt, NULL) != NULL)
    return NULL;

  return g_strdup (ngettext ("Since the start a new channel has appeared. It may be a colleague’s.",
                             "Since the start new channels have appeared. They may be a "
                             "colleague’s.",
                             channels->len));
}

char *
kc_result_text_describe_channel (KcChannel *channel)
{
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  name = format_name (channel);
  time = format_time (channel);
  if (name != NULL && kc_channel_get_phone_number (channel) != NULL)
    g_string_append (text, name);
  if (time != NULL)
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: %s is a time of the day. */
      g_string_append_printf (text, _ ("created at %s"), time);
    }
  if (!kc_channel_get_active (channel))
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, _ ("not active"));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
kc_result_text_describe_ids (KcChannel *channel)
{
  const char *number_id;
  g_autofree char *safe_id = NULL;
  g_autofree char *safe_number_id = NULL;
  GString *text;

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  number_id = kc_channel_get_phone_number_id (channel);
  safe_id = kc_foreign_text_to_line (kc_channel_get_id (channel));
  text = g_string_new (NULL);
  /* Translators: %s is an identifier. */
  g_string_append_printf (text, _ ("Channel ID: %s"), safe_id);
  if (number_id != NULL)
    {
      safe_number_id = kc_foreign_text_to_line (number_id);
      g_string_append_c (text, '\n');
      /* Translators: %s is an identifier. */
      g_string_append_printf (text, _ ("Phone number ID: %s"), safe_number_id);
    }
  g_string_append_c (text, '\n');
  g_string_append (text, _ ("For developers: the webhook whatsapp.channel.connected tells your own "
                            "programs about new channels."));

  return g_string_free (text, FALSE);
}
