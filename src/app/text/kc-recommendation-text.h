/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-recommendation-text: words the questions about a number and the recommendation. All strings
 * are static and translated.
 */

#pragma once

#include "kc-recommendation.h"

G_BEGIN_DECLS

/* The question. KC_QUESTION_KEEP depends on where the number is used. */
const char *kc_recommendation_text_get_question (KcQuestion question,
                                                 const KcNumberAnswers *answers);
/* An answer: `choice` is one bit of kc_recommendation_get_choices (). `hint` (may be NULL) is set
 * to a second line, or to NULL. */
const char *kc_recommendation_text_get_choice (KcQuestion question,
                                               const KcNumberAnswers *answers,
                                               guint choice,
                                               const char **hint);

/* What is recommended (a title), and why (one or two sentences). */
const char *kc_recommendation_text_get_title (const KcRecommendation *recommendation);
const char *kc_recommendation_text_get_reason (const KcRecommendation *recommendation);

/* What to do first, in a sentence; NULL for KC_ADVICE_NONE. */
const char *kc_recommendation_text_get_advice (KcAdvice advice);

/* What to do before a recommended way is begun; NULL if there is nothing, or no way. Free with
 * g_free (). */
char *kc_recommendation_text_new_preparation (const KcRecommendation *recommendation);

/* What whoever signs in on Meta's page has to have ready: a NULL-terminated array of msgids; show
 * them with _ (). */
const char *kc_recommendation_text_get_checklist_title (const KcRecommendation *recommendation);
const char *const *kc_recommendation_text_get_checklist (const KcRecommendation *recommendation);

/* The drawback of `way` as the other way, in a sentence; NULL for KC_WAY_NOT_YET. */
const char *kc_recommendation_text_get_drawback (KcWay way);

G_END_DECLS
