/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The questions about the number, and what becomes of the answers. */

#include "kc-number-page.h"
#include "kc-page-test.h"
#include "kc-ui-test.h"

#define KEPT "Based on your earlier answers"

static GtkWidget *
find_choice (GtkWidget *widget, const char *title)
{
  if (gtk_widget_has_css_class (widget, "kc-choice") && gtk_widget_get_mapped (widget)
      && kc_ui_test_sees (widget, title))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_choice (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
answer (KcPageTest *self, const char *title)
{
  GtkWidget *choice = find_choice (GTK_WIDGET (self->page), title);

  g_assert_nonnull (choice);
  g_signal_emit_by_name (choice, "clicked");
}

/* As the window does for the next number. */
static void
come_again (KcPageTest *self)
{
  kc_page_hidden (self->page);
  kc_page_shown (self->page);
}

static void
test_kept_answers_are_said (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_number_page_new (self->controller));
  answer (self, "Nowhere yet");
  answer (self, "Yes");
  answer (self, "I am");
  g_assert_true (kc_page_test_sees (self, "Connect in the Browser"));
  g_assert_false (kc_page_test_sees (self, KEPT));

  come_again (self);
  g_assert_true (kc_page_test_sees (self, "Connect in the Browser"));
  g_assert_true (kc_page_test_sees (self, KEPT));
  /* No question was asked this time, so Back cannot lead to one. */
  g_assert_false (kc_page_go_back (self->page));

  kc_page_test_press (self, "Answer Again");
  g_assert_true (kc_page_test_sees (self, "Where is this number used on WhatsApp today?"));
  answer (self, "With another provider");
  answer (self, "No");
  g_assert_true (kc_page_test_sees (self, "Cannot Connect This Number Yet"));
  g_assert_false (kc_page_test_sees (self, KEPT));
}

/* Answers that did not lead to a recommendation do not count as earlier ones: the next question
 * is asked. */
static void
test_unfinished_answers (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_number_page_new (self->controller));
  answer (self, "Nowhere yet");
  answer (self, "Yes");
  come_again (self);
  answer (self, "I am");
  g_assert_false (kc_page_test_sees (self, KEPT));
  g_assert_true (kc_page_go_back (self->page));
  g_assert_true (kc_page_test_sees (self, "Who is an admin"));
  g_assert_true (kc_page_go_back (self->page));
  g_assert_true (kc_page_go_back (self->page));
  g_assert_false (kc_page_go_back (self->page));
}

/* The page warns before a choice that cannot be undone. */
static void
test_loss_is_said (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_number_page_new (self->controller));
  answer (self, "In the WhatsApp Business app");
  g_assert_true (kc_ui_test_sees (find_choice (GTK_WIDGET (self->page), "No, only Keebai"),
                                  "its chats are lost"));
  g_assert_false (kc_ui_test_sees (find_choice (GTK_WIDGET (self->page), "Yes, use both"),
                                   "its chats are lost"));
  g_assert_true (kc_page_go_back (self->page));
  answer (self, "In the regular WhatsApp app");
  g_assert_true (kc_ui_test_sees (find_choice (GTK_WIDGET (self->page), "No, they can go"),
                                  "its chats are lost"));
}

/* A page that says “not yet” does not recommend anything at the same time. */
static void
test_not_yet (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_number_page_new (self->controller));
  answer (self, "In the regular WhatsApp app");
  answer (self, "Yes, keep them");
  g_assert_true (kc_page_test_sees (self, "Cannot Connect in the Browser Yet"));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Continue"));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "Come Back Later"));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "Use the Phone Instead"));
}

/* The admin needs their own sign-in; the person in front of the program only sends the link. */
static void
test_checklist_is_for_the_admin (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_number_page_new (self->controller));
  answer (self, "Nowhere yet");
  answer (self, "Yes");
  answer (self, "Someone else I can reach");
  g_assert_true (kc_page_test_sees (self, "Your Admin Needs"));
  g_assert_true (kc_page_test_sees (self, "Their own Facebook sign-in"));
  g_assert_false (kc_page_test_sees (self, "Your Facebook sign-in"));

  g_assert_true (kc_page_go_back (self->page));
  answer (self, "I am");
  g_assert_true (kc_page_test_sees (self, "Have Ready"));
  g_assert_true (kc_page_test_sees (self, "Your Facebook sign-in"));
}

/* A company without a business account creates one on the way; who only does not know the admin is
 * told how to find out. */
static void
test_no_admin (KcPageTest *self, gconstpointer data)
{
  kc_page_test_show (self, kc_number_page_new (self->controller));
  answer (self, "Nowhere yet");
  answer (self, "Yes");
  answer (self, "Nobody");
  g_assert_true (kc_page_test_sees (self, "create one with your company’s name"));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (self->page), "Continue"));

  g_assert_true (kc_page_go_back (self->page));
  answer (self, "I do not know");
  g_assert_true (kc_page_test_sees (self, "business.facebook.com"));
  g_assert_null (kc_ui_test_find_button (GTK_WIDGET (self->page), "Continue"));
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/number-page/kept-answers-are-said", NULL, test_kept_answers_are_said);
  kc_page_test_add ("/number-page/unfinished-answers", NULL, test_unfinished_answers);
  kc_page_test_add ("/number-page/loss-is-said", NULL, test_loss_is_said);
  kc_page_test_add ("/number-page/not-yet", NULL, test_not_yet);
  kc_page_test_add ("/number-page/checklist-is-for-the-admin", NULL,
                    test_checklist_is_for_the_admin);
  kc_page_test_add ("/number-page/no-admin", NULL, test_no_admin);

  return g_test_run ();
}
