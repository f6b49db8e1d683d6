/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-number-text.h"

#include "kc-foreign-text.h"
#include "kc-phone-format.h"
#include "kc-rate-limiter.h"
#include "kc-retry-text.h"

#include <glib/gi18n.h>

char *
kc_number_text_format_title (const KcListedNumber *number)
{
  g_return_val_if_fail (number != NULL, NULL);

  return kc_phone_format_format (number->text);
}

static char *
format_other (const KcListedNumber *number)
{
  g_autofree char *phone_number = kc_phone_format_format (number->phone_number);

  /* Translators: the state of a number in a list; %s is the phone number that was connected when it
   * was the turn of this one. */
  return g_strdup_printf (_ ("Waiting · %s was connected instead"), phone_number);
}

char *
kc_number_text_format_state (const KcListedNumber *number)
{
  g_return_val_if_fail (number != NULL, NULL);

  switch (number->state)
    {
    case KC_LISTED_NOW:
      /* Translators: the state of a number in a list. */
      return g_strdup (_ ("Connecting now"));
    case KC_LISTED_CONNECTED:
      if (number->phone_number != NULL)
        {
          g_autofree char *phone_number = kc_phone_format_format (number->phone_number);

          /* Translators: the state of a number in a list; %s is a phone number. */
          return g_strdup_printf (_ ("Connected · %s"), phone_number);
        }
      if (kc_number_lines_is_phone_number (number->text))
        /* Translators: the state of a number in a list: Keebai did not say which number it is. */
        return g_strdup (_ ("Connected · number not confirmed"));
      /* Translators: the state of a number in a list. */
      return g_strdup (C_ ("listed", "Connected"));
    case KC_LISTED_NOT_CONNECTED:
      if (number->reason != NULL)
        {
          g_autofree char *reason = kc_foreign_text_to_label (number->reason);

          /* Translators: the state of a number in a list; %s is why, such as “Time Ran Out”. */
          return g_strdup_printf (_ ("Not connected · %s"), reason);
        }
      /* Translators: the state of a number in a list. */
      return g_strdup (C_ ("listed", "Not connected"));
    case KC_LISTED_SKIPPED:
      /* Translators: the state of a number in a list. */
      return g_strdup (C_ ("listed", "Skipped"));
    case KC_LISTED_OTHER:
      return format_other (number);
    case KC_LISTED_WAITING:
    default:
      /* Translators: the states of a number in a list. */
      return g_strdup (number->session_id != NULL ? _ ("Started, not finished") : _ ("Waiting"));
    }
}

const char *
kc_number_text_get_icon (KcListedState state)
{
  switch (state)
    {
    case KC_LISTED_NOW:
      return "keebai-phone-symbolic";
    case KC_LISTED_CONNECTED:
      return "keebai-ok-symbolic";
    case KC_LISTED_NOT_CONNECTED:
      return "keebai-end-failed-symbolic";
    case KC_LISTED_SKIPPED:
      return "keebai-end-canceled-symbolic";
    case KC_LISTED_OTHER:
      return "keebai-end-unknown-symbolic";
    case KC_LISTED_WAITING:
    default:
      return "keebai-end-expired-symbolic";
    }
}

char *
kc_number_text_format_progress (KcNumberQueue *queue)
{
  guint total;

  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (queue), NULL);

  total = kc_number_list_get_length (kc_number_queue_get_list (queue));

  return g_strdup_printf (
      /* Translators: %1$u of the %2$u numbers in a list are connected. */
      ngettext ("%1$u of %2$u number connected", "%1$u of %2$u numbers connected", total),
      kc_number_queue_count (queue, KC_LISTED_CONNECTED), total);
}

char *
kc_number_text_format_limit (guint n_numbers, KcMode mode)
{
  guint hourly = kc_number_queue_get_hourly (mode);

  if (n_numbers <= hourly)
    return NULL;

  return g_strdup_printf (
      /* Translators: %u is how many numbers. */
      ngettext ("An access key allows 1,000 requests an hour, enough for about %u number. After "
                "that, this page says when the next one can start.",
                "An access key allows 1,000 requests an hour, enough for about %u numbers. After "
                "that, this page says when the next one can start.",
                hourly),
      hourly);
}

char *
kc_number_text_format_wait (gint64 wait_ms)
{
  g_autofree char *time = kc_retry_text_format_time (wait_ms);

  /* Translators: %s is a time of day. */
  return g_strdup_printf (_ ("The access key has no requests left. The next number can start at "
                             "%s."),
                          time);
}

char *
kc_number_text_format_left_out (const KcNumberLines *lines)
{
  g_autofree char *duplicates = NULL;
  g_autofree char *beyond = NULL;

  g_return_val_if_fail (lines != NULL, NULL);

  if (lines->n_duplicates > 0)
    duplicates = g_strdup_printf (
        /* Translators: %u is how many lines. */
        ngettext ("%u line was left out because it is in the list already.",
                  "%u lines were left out because they are in the list already.",
                  lines->n_duplicates),
        lines->n_duplicates);
  if (lines->n_beyond > 0)
    beyond = g_strdup_printf (
        /* Translators: %1$u is how many lines, %2$u how many numbers a list can have. */
        ngettext ("%1$u line was left out because a list has at most %2$u numbers.",
                  "%1$u lines were left out because a list has at most %2$u numbers.",
                  lines->n_beyond),
        lines->n_beyond, KC_NUMBER_LIST_MAX);
  if (duplicates != NULL && beyond != NULL)
    return g_strdup_printf ("%s %s", duplicates, beyond);

  return duplicates != NULL ? g_steal_pointer (&duplicates) : g_steal_pointer (&beyond);
}

char *
kc_number_text_format_chosen (KcNumberQueue *queue, gboolean on_page)
{
  const KcListedNumber *number;
  g_autofree char *title = NULL;
  guint total;
  int chosen;

  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (queue), NULL);

  chosen = kc_number_queue_get_chosen (queue);
  if (chosen < 0)
    return NULL;

  number = kc_number_list_get (kc_number_queue_get_list (queue), (guint) chosen);
  title = kc_number_text_format_title (number);
  total = kc_number_list_get_length (kc_number_queue_get_list (queue));
  if (on_page && kc_number_lines_is_phone_number (number->text))
    return g_strdup_printf (
        /* Translators: number %1$u of %2$u in a list; %3$s is a phone number. */
        _ ("Number %1$u of %2$u: enter %3$s on Meta’s page"), (guint) chosen + 1, total, title);

  /* Translators: number %1$u of %2$u in a list; %3$s is its name or the phone number. */
  return g_strdup_printf (_ ("Number %1$u of %2$u: %3$s"), (guint) chosen + 1, total, title);
}

static char *
format_instead (KcNumberQueue *queue, guint index, const char *title)
{
  int instead = kc_number_queue_find_instead (queue, index);

  if (instead < 0)
    return g_strdup_printf (
        /* Translators: %s is the name or number in a list whose turn it was. */
        _ ("This is not %s from your list. It is still waiting."), title);

  return g_strdup_printf (
      /* Translators: %1$s is the name or number in a list whose turn it was; %2$d is the place in
       * the list of the number that was connected instead. */
      _ ("This is not %1$s, but number %2$d of your list, which is marked as connected. %1$s is "
         "still waiting."),
      title, instead + 1);
}

char *
kc_number_text_format_difference (KcNumberQueue *queue)
{
  const KcListedNumber *number;
  g_autofree char *title = NULL;
  int chosen;

  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (queue), NULL);

  chosen = kc_number_queue_get_chosen (queue);
  if (chosen < 0)
    return NULL;

  number = kc_number_list_get (kc_number_queue_get_list (queue), (guint) chosen);
  title = kc_number_text_format_title (number);
  if (number->state == KC_LISTED_OTHER)
    return format_instead (queue, (guint) chosen, title);
  if (number->state == KC_LISTED_CONNECTED && number->phone_number == NULL
      && kc_number_lines_is_phone_number (number->text))
    return g_strdup_printf (
        /* Translators: %s is a phone number. */
        _ ("Keebai has not said which number this is. Check that it is %s."), title);

  return NULL;
}
