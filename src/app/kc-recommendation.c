/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-recommendation.h"

#define ANY 0
#define NOT_NO (KC_REPLY_YES | KC_REPLY_NOT_SURE)
#define NO_ADMIN 0

/* The first row that matches applies. Each column lists the answers that it matches. */
typedef struct {
  guint fits[KC_N_QUESTIONS];
  KcRecommendation recommendation;
} Rule;

/* clang-format off */
static const Rule rules[] = {
  /* home, keep, code, admin, phone                      way, advice, admin, other way */

  /* Without a code the number cannot be registered (Meta: "phone number doesn't appear to be
   * valid"). */
  {{KC_HOME_NOWHERE, ANY, KC_REPLY_NO, ANY, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIX_RECEPTION, NO_ADMIN, KC_WAY_NOT_YET}},
  /* Only an admin of the business portfolio can connect a number. A company that has no portfolio
   * creates one on the way, and whoever does it is its admin. */
  {{KC_HOME_NOWHERE, ANY, NOT_NO, KC_ADMIN_UNKNOWN, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIND_ADMIN, NO_ADMIN, KC_WAY_NOT_YET}},
  {{KC_HOME_NOWHERE, ANY, NOT_NO, KC_ADMIN_SOMEBODY_ELSE, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_NONE, KC_ADMIN_SOMEBODY_ELSE, KC_WAY_NOT_YET}},
  {{KC_HOME_NOWHERE, ANY, NOT_NO, KC_ADMIN_NOBODY, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_NONE, KC_ADMIN_NOBODY, KC_WAY_NOT_YET}},
  {{KC_HOME_NOWHERE, ANY, NOT_NO, KC_ADMIN_ME, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_NONE, KC_ADMIN_ME, KC_WAY_NOT_YET}},

  /* Numbers of the consumer app are refused: the number must leave that app, with its chats or
   * without. */
  {{KC_HOME_CONSUMER_APP, KC_REPLY_YES, ANY, ANY, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_MOVE_TO_BUSINESS_APP, NO_ADMIN, KC_WAY_QR}},
  {{KC_HOME_CONSUMER_APP, KC_REPLY_NO, KC_REPLY_NO, ANY, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIX_RECEPTION, NO_ADMIN, KC_WAY_QR}},
  {{KC_HOME_CONSUMER_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_UNKNOWN, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIND_ADMIN, NO_ADMIN, KC_WAY_QR}},
  {{KC_HOME_CONSUMER_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_SOMEBODY_ELSE, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_DELETE_ACCOUNT, KC_ADMIN_SOMEBODY_ELSE, KC_WAY_QR}},
  {{KC_HOME_CONSUMER_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_NOBODY, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_DELETE_ACCOUNT, KC_ADMIN_NOBODY, KC_WAY_QR}},
  {{KC_HOME_CONSUMER_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_ME, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_DELETE_ACCOUNT, KC_ADMIN_ME, KC_WAY_QR}},

  /* Coexistence: the code is confirmed in the Business app, so the phone has to be there. */
  {{KC_HOME_BUSINESS_APP, KC_REPLY_YES, ANY, KC_ADMIN_UNKNOWN, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIND_ADMIN, NO_ADMIN, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_YES, ANY, ANY, KC_REPLY_NO},
   {KC_WAY_NOT_YET, KC_ADVICE_FETCH_PHONE, NO_ADMIN, KC_WAY_NOT_YET}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_YES, ANY, KC_ADMIN_SOMEBODY_ELSE, KC_REPLY_YES},
   {KC_WAY_COEXISTENCE, KC_ADVICE_NONE, KC_ADMIN_SOMEBODY_ELSE, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_YES, ANY, KC_ADMIN_NOBODY, KC_REPLY_YES},
   {KC_WAY_COEXISTENCE, KC_ADVICE_NONE, KC_ADMIN_NOBODY, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_YES, ANY, KC_ADMIN_ME, KC_REPLY_YES},
   {KC_WAY_COEXISTENCE, KC_ADVICE_NONE, KC_ADMIN_ME, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_NO, KC_REPLY_NO, ANY, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIX_RECEPTION, NO_ADMIN, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_UNKNOWN, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_FIND_ADMIN, NO_ADMIN, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_SOMEBODY_ELSE, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_DELETE_ACCOUNT, KC_ADMIN_SOMEBODY_ELSE, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_NOBODY, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_DELETE_ACCOUNT, KC_ADMIN_NOBODY, KC_WAY_QR}},
  {{KC_HOME_BUSINESS_APP, KC_REPLY_NO, NOT_NO, KC_ADMIN_ME, ANY},
   {KC_WAY_EMBEDDED, KC_ADVICE_DELETE_ACCOUNT, KC_ADMIN_ME, KC_WAY_QR}},

  /* A number has one provider at a time; that provider must release it first. */
  {{KC_HOME_PROVIDER, KC_REPLY_YES, ANY, ANY, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_DISCONNECT_PROVIDER, NO_ADMIN, KC_WAY_NOT_YET}},
  {{KC_HOME_PROVIDER, KC_REPLY_NO, ANY, ANY, ANY},
   {KC_WAY_NOT_YET, KC_ADVICE_RELEASE_NUMBER, NO_ADMIN, KC_WAY_NOT_YET}},
};
/* clang-format on */

static const guint choices[KC_N_QUESTIONS] = {
    [KC_QUESTION_HOME]
    = KC_HOME_NOWHERE | KC_HOME_CONSUMER_APP | KC_HOME_BUSINESS_APP | KC_HOME_PROVIDER,
    [KC_QUESTION_KEEP] = KC_REPLY_YES | KC_REPLY_NO,
    [KC_QUESTION_CODE] = KC_REPLY_YES | KC_REPLY_NO | KC_REPLY_NOT_SURE,
    [KC_QUESTION_ADMIN] = KC_ADMIN_ME | KC_ADMIN_SOMEBODY_ELSE | KC_ADMIN_NOBODY | KC_ADMIN_UNKNOWN,
    [KC_QUESTION_PHONE] = KC_REPLY_YES | KC_REPLY_NO,
};

/* In the order of their bits. "nobody" once meant both "none-yet" and "unknown": whoever answered
 * so is asked again. */
static const char *const words_of[KC_N_QUESTIONS][5] = {
    [KC_QUESTION_HOME] = {"nowhere", "consumer-app", "business-app", "provider", NULL},
    [KC_QUESTION_KEEP] = {"yes", "no", NULL},
    [KC_QUESTION_CODE] = {"yes", "no", "not-sure", NULL},
    [KC_QUESTION_ADMIN] = {"me", "somebody-else", "none-yet", "unknown", NULL},
    [KC_QUESTION_PHONE] = {"yes", "no", NULL},
};

/* Whether the rule may still apply. */
static gboolean
is_possible (const Rule *rule, const KcNumberAnswers *answers)
{
  for (guint i = 0; i < KC_N_QUESTIONS; i++)
    {
      if (answers->given[i] != 0 && rule->fits[i] != ANY
          && (rule->fits[i] & answers->given[i]) == 0)
        return FALSE;
    }

  return TRUE;
}

/* The first question that the first possible rule still needs. Rules are tried in their order, so
 * without that answer no later rule can be known to apply. */
KcQuestion
kc_recommendation_get_next_question (const KcNumberAnswers *answers)
{
  g_return_val_if_fail (answers != NULL, KC_QUESTION_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (!is_possible (&rules[i], answers))
        continue;

      for (guint j = 0; j < KC_N_QUESTIONS; j++)
        {
          if (rules[i].fits[j] != ANY && answers->given[j] == 0)
            return (KcQuestion) j;
        }

      return KC_QUESTION_NONE;
    }

  g_return_val_if_reached (KC_QUESTION_NONE);
}

guint
kc_recommendation_get_choices (KcQuestion question)
{
  g_return_val_if_fail (question < KC_QUESTION_NONE, 0);

  return choices[question];
}

const KcRecommendation *
kc_recommendation_find (const KcNumberAnswers *answers)
{
  g_return_val_if_fail (answers != NULL, NULL);

  if (kc_recommendation_get_next_question (answers) != KC_QUESTION_NONE)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (is_possible (&rules[i], answers))
        return &rules[i].recommendation;
    }

  g_return_val_if_reached (NULL);
}

GStrv
kc_number_answers_to_words (const KcNumberAnswers *self)
{
  GStrv words = g_new0 (char *, KC_N_QUESTIONS + 1);

  g_return_val_if_fail (self != NULL, words);

  for (guint i = 0; i < KC_N_QUESTIONS; i++)
    {
      guint given = self->given[i];

      g_assert ((given & ~choices[i]) == 0);
      words[i] = g_strdup (given != 0 ? words_of[i][g_bit_nth_lsf (given, -1)] : "");
    }

  return words;
}

void
kc_number_answers_from_words (KcNumberAnswers *self, const char *const *words)
{
  g_return_if_fail (self != NULL && words != NULL);

  *self = (KcNumberAnswers){{0}};
  for (guint i = 0; i < KC_N_QUESTIONS && words[i] != NULL; i++)
    for (guint j = 0; words_of[i][j] != NULL; j++)
      if (g_str_equal (words[i], words_of[i][j]))
        self->given[i] = 1u << j;
}

void
kc_number_answers_forget_phone (KcNumberAnswers *self)
{
  g_return_if_fail (self != NULL);

  if (self->given[KC_QUESTION_PHONE] == KC_REPLY_NO)
    self->given[KC_QUESTION_PHONE] = 0;
}
