/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-recommendation: recommends a way to connect a number, from a few answers. Pure: it is given
 * the answers, and returns the next question or a recommendation. docs/guidance.md names the source
 * of each rule; the sentences are in kc-recommendation-text.
 *
 * A question is asked only if its answer can still change what is recommended, so a person who
 * cannot succeed is told so after one or two of them.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KcQuestion:
 * @KC_QUESTION_HOME: where the number is used on WhatsApp today
 * @KC_QUESTION_KEEP: whether what is there today is to stay: the chats of the consumer app, the
 *   Business app itself; for another provider, whether the Business app shows the number too
 * @KC_QUESTION_CODE: whether the number gets an SMS or a call, without a phone menu in front
 * @KC_QUESTION_ADMIN: who is an admin of the company's Facebook account
 * @KC_QUESTION_PHONE: whether the phone is at hand
 * @KC_QUESTION_NONE: nothing is left to ask
 */
typedef enum {
  KC_QUESTION_HOME,
  KC_QUESTION_KEEP,
  KC_QUESTION_CODE,
  KC_QUESTION_ADMIN,
  KC_QUESTION_PHONE,
  KC_QUESTION_NONE,
} KcQuestion;

#define KC_N_QUESTIONS KC_QUESTION_NONE

/* The possible answers. Each question has its own set of bits; 0: not answered yet. */
typedef enum {
  KC_HOME_NOWHERE = 1 << 0,
  KC_HOME_CONSUMER_APP = 1 << 1,
  KC_HOME_BUSINESS_APP = 1 << 2,
  KC_HOME_PROVIDER = 1 << 3,
} KcNumberHome;

typedef enum {
  KC_REPLY_YES = 1 << 0,
  KC_REPLY_NO = 1 << 1,
  KC_REPLY_NOT_SURE = 1 << 2,
} KcReply;

/**
 * KcAdmin:
 * @KC_ADMIN_ME: the person in front of the program
 * @KC_ADMIN_SOMEBODY_ELSE: another person, who gets the link
 * @KC_ADMIN_NOBODY: the company has no business portfolio yet; one is created on Meta's page
 * @KC_ADMIN_UNKNOWN: not known, or nobody who can be reached
 */
typedef enum {
  KC_ADMIN_ME = 1 << 0,
  KC_ADMIN_SOMEBODY_ELSE = 1 << 1,
  KC_ADMIN_NOBODY = 1 << 2,
  KC_ADMIN_UNKNOWN = 1 << 3,
} KcAdmin;

/* `given` holds for each question the bit of the answer, or 0. All zero at first. */
typedef struct {
  guint given[KC_N_QUESTIONS];
} KcNumberAnswers;

/* The answers as they are kept for the next start: a word for each question in order, "" if it was
 * not answered. Free with g_strfreev (). */
GStrv kc_number_answers_to_words (const KcNumberAnswers *self);
/* Ignores unknown words, and words beyond the last question. */
void kc_number_answers_from_words (KcNumberAnswers *self, const char *const *words);

/* Forgets that the phone is not at hand, because that was true only at that moment. */
void kc_number_answers_forget_phone (KcNumberAnswers *self);

/**
 * KcWay:
 * @KC_WAY_NOT_YET: something has to be put right first, see #KcAdvice
 * @KC_WAY_EMBEDDED: Embedded Signup
 * @KC_WAY_COEXISTENCE: Embedded Signup, and the number stays in the WhatsApp Business app
 * @KC_WAY_QR: linked like WhatsApp Web; never recommended, only offered as the other way
 */
typedef enum {
  KC_WAY_NOT_YET,
  KC_WAY_EMBEDDED,
  KC_WAY_COEXISTENCE,
  KC_WAY_QR,
} KcWay;

/**
 * KcAdvice:
 * @KC_ADVICE_NONE: nothing has to be done first
 * @KC_ADVICE_FIX_RECEPTION: make the number receive SMS or calls without a menu
 * @KC_ADVICE_FIND_ADMIN: find out who is an admin of the company's Facebook account
 * @KC_ADVICE_MOVE_TO_BUSINESS_APP: move the number, with its chats, to the Business app first
 * @KC_ADVICE_DELETE_ACCOUNT: delete the account in the app, which frees the number
 * @KC_ADVICE_FETCH_PHONE: get the phone
 * @KC_ADVICE_DISCONNECT_PROVIDER: end the other provider's connection in the Business app
 * @KC_ADVICE_RELEASE_NUMBER: have the other provider release the number
 */
typedef enum {
  KC_ADVICE_NONE,
  KC_ADVICE_FIX_RECEPTION,
  KC_ADVICE_FIND_ADMIN,
  KC_ADVICE_MOVE_TO_BUSINESS_APP,
  KC_ADVICE_DELETE_ACCOUNT,
  KC_ADVICE_FETCH_PHONE,
  KC_ADVICE_DISCONNECT_PROVIDER,
  KC_ADVICE_RELEASE_NUMBER,
} KcAdvice;

typedef struct {
  KcWay way;
  KcAdvice advice;
  KcAdmin admin;   /* who signs in on Meta's page; 0 for KC_WAY_NOT_YET */
  KcWay other_way; /* KC_WAY_NOT_YET: there is none */
} KcRecommendation;

/* The question to ask next; KC_QUESTION_NONE if the recommendation is final. */
KcQuestion kc_recommendation_get_next_question (const KcNumberAnswers *answers);

/* The bits of all possible answers to `question`. */
guint kc_recommendation_get_choices (KcQuestion question);

/* The recommendation; NULL while there are questions left. Static. */
const KcRecommendation *kc_recommendation_find (const KcNumberAnswers *answers);

G_END_DECLS
