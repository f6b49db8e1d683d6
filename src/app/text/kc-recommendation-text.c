/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-recommendation-text.h"

#include <glib/gi18n.h>

static const char *
get_keep_question (guint home)
{
  switch (home)
    {
    case KC_HOME_CONSUMER_APP:
      return _ ("Do you want to keep the chats on this number?");
    case KC_HOME_BUSINESS_APP:
      return _ ("Do you want to keep using the WhatsApp Business app?");
    default:
      return _ ("Is the number also in the WhatsApp Business app on a phone?");
    }
}

const char *
kc_recommendation_text_get_question (KcQuestion question, const KcNumberAnswers *answers)
{
  g_return_val_if_fail (answers != NULL, NULL);

  switch (question)
    {
    case KC_QUESTION_HOME:
      return _ ("Where is this number used on WhatsApp today?");
    case KC_QUESTION_KEEP:
      return get_keep_question (answers->given[KC_QUESTION_HOME]);
    case KC_QUESTION_CODE:
      return _ ("Can this number get a text message or a call?");
    case KC_QUESTION_ADMIN:
      return _ ("Who is an admin of your company’s Facebook account?");
    case KC_QUESTION_PHONE:
      return _ ("Do you have the phone with this number at hand?");
    case KC_QUESTION_NONE:
    default:
      g_return_val_if_reached (NULL);
    }
}

static const char *
get_home_choice (guint choice, const char **hint)
{
  switch (choice)
    {
    case KC_HOME_NOWHERE:
      *hint = _ ("A new number, or one that only makes calls");
      return _ ("Nowhere yet");
    case KC_HOME_CONSUMER_APP:
      *hint = _ ("The usual app for private chats; its icon has no B in it");
      return _ ("In the regular WhatsApp app");
    case KC_HOME_BUSINESS_APP:
      *hint = _ ("Its icon has a B in it");
      return _ ("In the WhatsApp Business app");
    default:
      *hint = _ ("Another company sends and receives messages for you");
      return _ ("With another provider");
    }
}

static const char *
get_keep_choice (guint home, gboolean yes, const char **hint)
{
  switch (home)
    {
    case KC_HOME_CONSUMER_APP:
      *hint = yes ? NULL : _ ("You delete the account in the app, and its chats are lost");
      return yes ? _ ("Yes, keep them") : _ ("No, they can go");
    case KC_HOME_BUSINESS_APP:
      *hint = yes ? _ ("Messages arrive in the app and in Keebai")
                  : _ ("You delete the account in the app, and its chats are lost");
      return yes ? _ ("Yes, use both") : _ ("No, only Keebai");
    default:
      return yes ? _ ("Yes") : _ ("No");
    }
}

static const char *
get_code_choice (guint choice, const char **hint)
{
  switch (choice)
    {
    case KC_REPLY_YES:
      return _ ("Yes");
    case KC_REPLY_NO:
      *hint = _ ("For instance, a recording answers: “Press 1 for sales”");
      return _ ("No, or a phone menu answers first");
    default:
      return _ ("Not sure");
    }
}

static const char *
get_admin_choice (guint choice, const char **hint)
{
  switch (choice)
    {
    case KC_ADMIN_ME:
      return _ ("I am");
    case KC_ADMIN_SOMEBODY_ELSE:
      *hint = _ ("You can send them a link");
      return _ ("Someone else I can reach");
    case KC_ADMIN_NOBODY:
      *hint = _ ("You create one in the browser, with your own Facebook sign-in");
      return _ ("Nobody: we do not have one yet");
    default:
      *hint = _ ("See how to find out");
      return _ ("I do not know, or cannot reach them");
    }
}

const char *
kc_recommendation_text_get_choice (KcQuestion question,
                                   const KcNumberAnswers *answers,
                                   guint choice,
                                   const char **hint)
{
  const char *unused;

  g_return_val_if_fail (answers != NULL, NULL);

  if (hint == NULL)
    hint = &unused;
  *hint = NULL;

  switch (question)
    {
    case KC_QUESTION_HOME:
      return get_home_choice (choice, hint);
    case KC_QUESTION_KEEP:
      return get_keep_choice (answers->given[KC_QUESTION_HOME], choice == KC_REPLY_YES, hint);
    case KC_QUESTION_CODE:
      return get_code_choice (choice, hint);
    case KC_QUESTION_ADMIN:
      return get_admin_choice (choice, hint);
    case KC_QUESTION_PHONE:
      return choice == KC_REPLY_YES ? _ ("Yes") : _ ("Not right now");
    case KC_QUESTION_NONE:
    default:
      g_return_val_if_reached (NULL);
    }
}

const char *
kc_recommendation_text_get_title (const KcRecommendation *recommendation)
{
  g_return_val_if_fail (recommendation != NULL, NULL);

  if (recommendation->admin == KC_ADMIN_SOMEBODY_ELSE)
    return _ ("Send Your Admin a Link");

  switch (recommendation->way)
    {
    case KC_WAY_EMBEDDED:
      return _ ("Connect in the Browser");
    case KC_WAY_COEXISTENCE:
      return _ ("Connect in the Browser and Keep the App");
    case KC_WAY_QR:
      return _ ("Connect With the Phone");
    case KC_WAY_NOT_YET:
    default:
      return recommendation->other_way == KC_WAY_QR ? _ ("Cannot Connect in the Browser Yet")
                                                    : _ ("Cannot Connect This Number Yet");
    }
}

const char *
kc_recommendation_text_get_reason (const KcRecommendation *recommendation)
{
  g_return_val_if_fail (recommendation != NULL, NULL);

  switch (recommendation->way)
    {
    case KC_WAY_EMBEDDED:
      return _ ("This is WhatsApp’s official way for companies, and the phone is not needed "
                "afterward.");
    case KC_WAY_COEXISTENCE:
      return _ ("This is WhatsApp’s official way for companies. The number works in the WhatsApp "
                "Business app and in Keebai.");
    case KC_WAY_QR:
      return _ ("It works with any WhatsApp account, at once.");
    case KC_WAY_NOT_YET:
    default:
      return kc_recommendation_text_get_advice (recommendation->advice);
    }
}

const char *
kc_recommendation_text_get_advice (KcAdvice advice)
{
  switch (advice)
    {
    case KC_ADVICE_NONE:
      return NULL;
    case KC_ADVICE_FIX_RECEPTION:
      return _ ("WhatsApp confirms the number with a code, by text message or call. Turn the phone "
                "menu off for a few minutes, or use a number that gets them.");
    case KC_ADVICE_FIND_ADMIN:
      return _ ("Only an admin of your company’s Facebook account can allow this. Sign in at "
                "business.facebook.com and open Settings, People: it shows who has full control. "
                "Ask one of them to do this step. If your company is not there and has no such "
                "account, change your answer to “Nobody”.");
    case KC_ADVICE_MOVE_TO_BUSINESS_APP:
      return _ ("Numbers in the regular WhatsApp app cannot be connected in the browser. Back up "
                "the chats and move the number to the WhatsApp Business app, use it for a week, "
                "then come back: your chats stay.");
    case KC_ADVICE_DELETE_ACCOUNT:
      return _ ("Delete the account in the app first: Settings, Account, Delete account. That "
                "frees the number. The chats on it are lost.");
    case KC_ADVICE_FETCH_PHONE:
      return _ ("Come back when you have the phone with this number beside you. It has to confirm "
                "the connection.");
    case KC_ADVICE_DISCONNECT_PROVIDER:
      return _ ("A number can have one provider at a time. In the WhatsApp Business app, open "
                "Settings, Account, Business Platform, and tap Disconnect. Wait 15 minutes, "
                "then come back.");
    case KC_ADVICE_RELEASE_NUMBER:
      return _ ("A number can have one provider at a time. Ask the other one to turn off the PIN "
                "of the number and to release it, then come back.");
    default:
      g_return_val_if_reached (NULL);
    }
}

static const char *
get_admin_advice (KcAdmin admin)
{
  switch (admin)
    {
    case KC_ADMIN_SOMEBODY_ELSE:
      return _ (
          "The next page has a link for your admin. It works for 15 minutes: call them first, "
          "and stay in touch until they have finished.");
    case KC_ADMIN_NOBODY:
      return _ ("When Meta’s page asks for a business account, choose to create one with your "
                "company’s name. You are its admin from then on.");
    case KC_ADMIN_ME:
    case KC_ADMIN_UNKNOWN:
    default:
      return NULL;
    }
}

char *
kc_recommendation_text_new_preparation (const KcRecommendation *recommendation)
{
  const char *advice, *admin_advice;

  g_return_val_if_fail (recommendation != NULL, NULL);

  if (recommendation->way == KC_WAY_NOT_YET)
    return NULL;

  advice = kc_recommendation_text_get_advice (recommendation->advice);
  admin_advice = get_admin_advice (recommendation->admin);
  if (advice != NULL && admin_advice != NULL)
    return g_strjoin ("\n\n", advice, admin_advice, NULL);

  return g_strdup (advice != NULL ? advice : admin_advice);
}

const char *
kc_recommendation_text_get_checklist_title (const KcRecommendation *recommendation)
{
  g_return_val_if_fail (recommendation != NULL, NULL);

  return recommendation->admin == KC_ADMIN_SOMEBODY_ELSE ? _ ("Your Admin Needs")
                                                         : _ ("Have Ready");
}

const char *const *
kc_recommendation_text_get_checklist (const KcRecommendation *recommendation)
{
  static const char *const embedded[] = {
      N_ ("Your Facebook sign-in, and the phone that confirms it"),
      N_ ("The number, ready to get a text message or a call"),
      N_ ("Your company’s legal name and website"),
      N_ ("About ten minutes; the link works for 15 minutes"),
      NULL,
  };
  static const char *const embedded_by_admin[] = {
      N_ ("Their own Facebook sign-in, and the phone that confirms it"),
      N_ ("You, near the number’s phone, to tell them the code that it gets"),
      N_ ("Your company’s legal name and website"),
      N_ ("About ten minutes; the link works for 15 minutes"),
      NULL,
  };
  static const char *const coexistence[] = {
      N_ ("Your Facebook sign-in, and the phone that confirms it"),
      N_ ("The phone with the WhatsApp Business app: updated, backed up, and open"),
      N_ ("About ten minutes; linked devices are signed out meanwhile"),
      NULL,
  };
  static const char *const coexistence_by_admin[] = {
      N_ ("Their own Facebook sign-in, and the phone that confirms it"),
      N_ ("You, with the WhatsApp Business app on the phone: updated, backed up, and open"),
      N_ ("About ten minutes; linked devices are signed out meanwhile"),
      NULL,
  };
  static const char *const nothing[] = {NULL};
  gboolean by_admin;

  g_return_val_if_fail (recommendation != NULL, nothing);

  by_admin = recommendation->admin == KC_ADMIN_SOMEBODY_ELSE;
  switch (recommendation->way)
    {
    case KC_WAY_EMBEDDED:
      return by_admin ? embedded_by_admin : embedded;
    case KC_WAY_COEXISTENCE:
      return by_admin ? coexistence_by_admin : coexistence;
    case KC_WAY_QR: /* never recommended */
    case KC_WAY_NOT_YET:
    default:
      return nothing;
    }
}

const char *
kc_recommendation_text_get_drawback (KcWay way)
{
  switch (way)
    {
    case KC_WAY_QR:
      return _ ("It works at once, but it is not WhatsApp’s official way for companies: WhatsApp "
                "can restrict numbers linked this way.");
    case KC_WAY_EMBEDDED:
    case KC_WAY_COEXISTENCE:
      return _ ("It is official and lasts, but needs an admin of your company’s Facebook account.");
    case KC_WAY_NOT_YET:
    default:
      return NULL;
    }
}
