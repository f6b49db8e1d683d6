/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-recommendation-text.h"

/* The answer to each question, as a letter; "-" where the question must not be asked. */
typedef struct {
  const char *name;
  const char *answers; /* home: n c b p; keep: y n; code: y n ?; admin: m o 0 ?; phone: y n */
  KcWay way;
  KcAdvice advice;
  KcAdmin admin;
  KcWay other_way;
} Row;

/* clang-format off */
static const Row rows[] = {
  {"nowhere, a menu answers",           "n-n--", KC_WAY_NOT_YET,     KC_ADVICE_FIX_RECEPTION,        0,                      KC_WAY_NOT_YET},
  {"nowhere, admin not known",          "n-y?-", KC_WAY_NOT_YET,     KC_ADVICE_FIND_ADMIN,           0,                      KC_WAY_NOT_YET},
  {"nowhere, no account yet",           "n-y0-", KC_WAY_EMBEDDED,    KC_ADVICE_NONE,                 KC_ADMIN_NOBODY,        KC_WAY_NOT_YET},
  {"nowhere, another is admin",         "n-yo-", KC_WAY_EMBEDDED,    KC_ADVICE_NONE,                 KC_ADMIN_SOMEBODY_ELSE, KC_WAY_NOT_YET},
  {"nowhere",                           "n-ym-", KC_WAY_EMBEDDED,    KC_ADVICE_NONE,                 KC_ADMIN_ME,            KC_WAY_NOT_YET},
  {"nowhere, not sure of the code",     "n-?m-", KC_WAY_EMBEDDED,    KC_ADVICE_NONE,                 KC_ADMIN_ME,            KC_WAY_NOT_YET},
  {"consumer app, chats stay",          "cy---", KC_WAY_NOT_YET,     KC_ADVICE_MOVE_TO_BUSINESS_APP, 0,                      KC_WAY_QR},
  {"consumer app, a menu answers",      "cnn--", KC_WAY_NOT_YET,     KC_ADVICE_FIX_RECEPTION,        0,                      KC_WAY_QR},
  {"consumer app, admin not known",     "cny?-", KC_WAY_NOT_YET,     KC_ADVICE_FIND_ADMIN,           0,                      KC_WAY_QR},
  {"consumer app, no account yet",      "cny0-", KC_WAY_EMBEDDED,    KC_ADVICE_DELETE_ACCOUNT,       KC_ADMIN_NOBODY,        KC_WAY_QR},
  {"consumer app, another is admin",    "cnyo-", KC_WAY_EMBEDDED,    KC_ADVICE_DELETE_ACCOUNT,       KC_ADMIN_SOMEBODY_ELSE, KC_WAY_QR},
  {"consumer app",                      "cnym-", KC_WAY_EMBEDDED,    KC_ADVICE_DELETE_ACCOUNT,       KC_ADMIN_ME,            KC_WAY_QR},
  {"Business app, admin not known",     "by-?-", KC_WAY_NOT_YET,     KC_ADVICE_FIND_ADMIN,           0,                      KC_WAY_QR},
  {"Business app, no account yet",      "by-0y", KC_WAY_COEXISTENCE, KC_ADVICE_NONE,                 KC_ADMIN_NOBODY,        KC_WAY_QR},
  {"Business app, no phone",            "by-mn", KC_WAY_NOT_YET,     KC_ADVICE_FETCH_PHONE,          0,                      KC_WAY_NOT_YET},
  {"Business app, another is admin",    "by-oy", KC_WAY_COEXISTENCE, KC_ADVICE_NONE,                 KC_ADMIN_SOMEBODY_ELSE, KC_WAY_QR},
  {"Business app, both",                "by-my", KC_WAY_COEXISTENCE, KC_ADVICE_NONE,                 KC_ADMIN_ME,            KC_WAY_QR},
  {"leaves the Business app, menu",     "bnn--", KC_WAY_NOT_YET,     KC_ADVICE_FIX_RECEPTION,        0,                      KC_WAY_QR},
  {"leaves the app, admin not known",    "bny?-", KC_WAY_NOT_YET,     KC_ADVICE_FIND_ADMIN,           0,                      KC_WAY_QR},
  {"leaves the app, no account",         "bny0-", KC_WAY_EMBEDDED,    KC_ADVICE_DELETE_ACCOUNT,       KC_ADMIN_NOBODY,        KC_WAY_QR},
  {"leaves the Business app, other",    "bnyo-", KC_WAY_EMBEDDED,    KC_ADVICE_DELETE_ACCOUNT,       KC_ADMIN_SOMEBODY_ELSE, KC_WAY_QR},
  {"leaves the Business app",           "bn?m-", KC_WAY_EMBEDDED,    KC_ADVICE_DELETE_ACCOUNT,       KC_ADMIN_ME,            KC_WAY_QR},
  {"provider and app",                  "py---", KC_WAY_NOT_YET,     KC_ADVICE_DISCONNECT_PROVIDER,  0,                      KC_WAY_NOT_YET},
  {"provider",                          "pn---", KC_WAY_NOT_YET,     KC_ADVICE_RELEASE_NUMBER,       0,                      KC_WAY_NOT_YET},
};
/* clang-format on */

static guint
read_answer (KcQuestion question, char letter)
{
  static const char *const letters[KC_N_QUESTIONS] = {"ncbp", "yn", "yn?", "mo0?", "yn"};
  const char *found = strchr (letters[question], letter);

  g_assert_nonnull (found);

  return 1u << (guint) (found - letters[question]);
}

static void
assert_kept (const KcNumberAnswers *answers)
{
  g_auto (GStrv) words = kc_number_answers_to_words (answers);
  KcNumberAnswers again;

  g_assert_cmpuint (g_strv_length (words), ==, KC_N_QUESTIONS);
  kc_number_answers_from_words (&again, (const char *const *) words);
  g_assert_cmpmem (&again, sizeof again, answers, sizeof *answers);
}

static void
test_rule (gconstpointer data)
{
  const Row *row = data;
  KcNumberAnswers answers = {{0}};
  const KcRecommendation *found;
  KcQuestion question;

  while ((question = kc_recommendation_get_next_question (&answers)) != KC_QUESTION_NONE)
    {
      g_assert_cmpint (row->answers[question], !=, '-');
      g_assert_null (kc_recommendation_find (&answers));
      answers.given[question] = read_answer (question, row->answers[question]);
    }
  for (guint i = 0; i < KC_N_QUESTIONS; i++)
    g_assert_cmpint (answers.given[i] == 0, ==, row->answers[i] == '-');

  assert_kept (&answers);
  found = kc_recommendation_find (&answers);
  g_assert_nonnull (found);
  g_assert_cmpint (found->way, ==, row->way);
  g_assert_cmpint (found->advice, ==, row->advice);
  g_assert_cmpint (found->admin, ==, row->admin);
  g_assert_cmpint (found->other_way, ==, row->other_way);

  g_assert_nonnull (kc_recommendation_text_get_title (found));
  g_assert_nonnull (kc_recommendation_text_get_reason (found));
  g_assert_cmpint (kc_recommendation_text_get_advice (found->advice) == NULL, ==,
                   found->advice == KC_ADVICE_NONE);
  g_assert_cmpint (kc_recommendation_text_get_drawback (found->other_way) == NULL, ==,
                   found->other_way == KC_WAY_NOT_YET);
  g_assert_cmpint (kc_recommendation_text_get_checklist (found)[0] == NULL, ==,
                   found->way == KC_WAY_NOT_YET);
}

/* Whatever is answered: it ends after at most five questions, each is asked once, and each answer
 * has a text. */
static void
walk (const KcNumberAnswers *answers, guint n_asked, guint *n_ends)
{
  KcQuestion question = kc_recommendation_get_next_question (answers);

  if (question == KC_QUESTION_NONE)
    {
      g_assert_nonnull (kc_recommendation_find (answers));
      g_assert_cmpuint (n_asked, >=, 2);
      g_assert_cmpuint (n_asked, <=, 5);
      ++*n_ends;
      return;
    }

  g_assert_cmpuint (answers->given[question], ==, 0);
  g_assert_nonnull (kc_recommendation_text_get_question (question, answers));
  for (guint bit = 1; bit <= kc_recommendation_get_choices (question); bit <<= 1)
    {
      KcNumberAnswers next = *answers;

      if ((kc_recommendation_get_choices (question) & bit) == 0)
        continue;
      g_assert_nonnull (kc_recommendation_text_get_choice (question, answers, bit, NULL));
      next.given[question] = bit;
      walk (&next, n_asked + 1, n_ends);
    }
}

static void
test_every_walk_ends (void)
{
  const KcNumberAnswers answers = {{0}};
  guint n_ends = 0;

  walk (&answers, 0, &n_ends);
  g_assert_cmpuint (n_ends, >=, G_N_ELEMENTS (rows));
}

/* What is kept lasts longer than a version of the program, and anybody can write it. */
static void
test_words (void)
{
  static const char *const good[] = {"business-app", "yes", "", "me", "no", NULL};
  static const char *const bad[] = {"Nowhere", "no", "perhaps", "", "yes", "more", NULL};
  static const char *const few[] = {"provider", NULL};
  KcNumberAnswers answers = {{1, 1, 1, 1, 1}};

  kc_number_answers_from_words (&answers, good);
  g_assert_cmpint (kc_recommendation_find (&answers)->advice, ==, KC_ADVICE_FETCH_PHONE);
  /* The phone may be at hand by now. */
  kc_number_answers_forget_phone (&answers);
  g_assert_cmpint (kc_recommendation_get_next_question (&answers), ==, KC_QUESTION_PHONE);

  kc_number_answers_from_words (&answers, bad);
  g_assert_cmpuint (answers.given[KC_QUESTION_HOME], ==, 0);
  g_assert_cmpuint (answers.given[KC_QUESTION_KEEP], ==, KC_REPLY_NO);
  g_assert_cmpuint (answers.given[KC_QUESTION_CODE], ==, 0);
  g_assert_cmpuint (answers.given[KC_QUESTION_PHONE], ==, KC_REPLY_YES);
  kc_number_answers_forget_phone (&answers);
  g_assert_cmpuint (answers.given[KC_QUESTION_PHONE], ==, KC_REPLY_YES);

  kc_number_answers_from_words (&answers, few);
  g_assert_cmpuint (answers.given[KC_QUESTION_HOME], ==, KC_HOME_PROVIDER);
  g_assert_cmpuint (answers.given[KC_QUESTION_KEEP], ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/recommendation/rule/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_rule);
    }
  g_test_add_func ("/recommendation/every-walk-ends", test_every_walk_ends);
  g_test_add_func ("/recommendation/words", test_words);

  return g_test_run ();
}
