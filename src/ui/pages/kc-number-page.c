/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-number-page.h"

#include "kc-a11y.h"
#include "kc-center-layout.h"
#include "kc-listed-label.h"
#include "kc-recommendation-text.h"
#include "kc-settings.h"
#include "kc-wrap-button.h"
#include "kc-wrap-label.h"
#include "kc-wrap-row.h"

#include <glib/gi18n.h>

struct _KcNumberPage {
  KcPage parent_instance;

  GtkStack *stack;
  GtkAdjustment *question_adjustment;
  GtkLabel *question_label;
  GtkBox *choice_box;
  GtkWidget *kept_bar;
  GtkAdjustment *result_adjustment;
  AdwStatusPage *result_status;
  GtkWidget *continue_button;
  GtkWidget *home_button;
  GtkWidget *other_button;
  GtkLabel *price_label;
  GtkWidget *first_card;
  GtkLabel *first_label;
  AdwPreferencesGroup *checklist;
  GPtrArray *checklist_rows; /* borrowed from the group */

  KcNumberAnswers answers;
  KcQuestion asked[KC_N_QUESTIONS]; /* in their order, so that Back can go through them */
  guint n_asked;
  gboolean is_complete; /* they led to a recommendation */
  gboolean is_kept;     /* they did so when the page was here the last time */
};

G_DEFINE_FINAL_TYPE (KcNumberPage, kc_number_page, KC_TYPE_PAGE)

static const char *
get_art (const KcRecommendation *recommendation)
{
  switch (recommendation->way)
    {
    case KC_WAY_EMBEDDED:
    case KC_WAY_COEXISTENCE:
      return "keebai-art-browser";
    case KC_WAY_QR:
      return "keebai-art-phone";
    case KC_WAY_NOT_YET:
    default:
      return "keebai-art-bubbles";
    }
}

static void
fill_checklist (KcNumberPage *self, const KcRecommendation *found)
{
  const char *const *items = kc_recommendation_text_get_checklist (found);

  for (guint i = 0; i < self->checklist_rows->len; i++)
    adw_preferences_group_remove (self->checklist, g_ptr_array_index (self->checklist_rows, i));
  g_ptr_array_set_size (self->checklist_rows, 0);

  for (guint i = 0; items[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (items[i]));
      kc_wrap_row (row);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("keebai-bullet-symbolic"));
      kc_a11y_watch (row);
      adw_preferences_group_add (self->checklist, row);
      g_ptr_array_add (self->checklist_rows, row);
    }
  adw_preferences_group_set_title (self->checklist,
                                   kc_recommendation_text_get_checklist_title (found));
  gtk_widget_set_visible (GTK_WIDGET (self->checklist), self->checklist_rows->len > 0);
}

/* Practice is about no number. */
static gboolean
keeps_answers (KcNumberPage *self)
{
  return !kc_controller_is_practice (kc_page_get_controller (KC_PAGE (self)));
}

static void
keep_answers (KcNumberPage *self)
{
  g_auto (GStrv) words = kc_number_answers_to_words (&self->answers);

  if (keeps_answers (self))
    kc_settings_set_number_answers ((const char *const *) words);
}

static void
take_kept_answers (KcNumberPage *self)
{
  g_auto (GStrv) words = kc_settings_get_number_answers ();

  kc_number_answers_from_words (&self->answers, (const char *const *) words);
  self->is_complete = kc_recommendation_find (&self->answers) != NULL;
  /* A part of them would lead into the middle of the questions. */
  if (!self->is_complete)
    self->answers = (KcNumberAnswers){{0}};
}

static void
show_recommendation (KcNumberPage *self, const KcRecommendation *found)
{
  g_autofree char *preparation = kc_recommendation_text_new_preparation (found);
  const KcPresets *presets = kc_controller_get_presets (kc_page_get_controller (KC_PAGE (self)));
  gboolean offers_other = found->other_way != KC_WAY_NOT_YET && presets->offers_phone;
  const char *price = offers_other ? kc_recommendation_text_get_drawback (found->other_way) : NULL;
  gboolean ready = found->way != KC_WAY_NOT_YET;

  /* With something to prepare, the picture would push the button off the first screen. */
  adw_status_page_set_icon_name (self->result_status, preparation == NULL ? get_art (found) : NULL);
  adw_status_page_set_title (self->result_status, kc_recommendation_text_get_title (found));
  adw_status_page_set_description (self->result_status, kc_recommendation_text_get_reason (found));

  /* If no way is recommended, the advice is the reason. */
  gtk_widget_set_visible (self->first_card, preparation != NULL);
  gtk_label_set_label (self->first_label, preparation != NULL ? preparation : "");
  gtk_widget_set_visible (self->continue_button, ready);
  gtk_widget_set_visible (self->other_button, offers_other);
  gtk_label_set_label (self->price_label, price != NULL ? price : "");
  gtk_widget_set_visible (GTK_WIDGET (self->price_label), price != NULL);
  gtk_widget_set_visible (self->kept_bar, self->is_kept);
  /* Smaller, so that the button stays on the first screen. */
  if (self->is_kept || preparation != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->result_status), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->result_status), "compact");
  fill_checklist (self, found);
  self->is_complete = TRUE;
  keep_answers (self);

  kc_page_drop_focus (KC_PAGE (self));
  gtk_stack_set_visible_child_name (self->stack, "result");
  gtk_adjustment_set_value (self->result_adjustment, 0);
  kc_page_set_default (KC_PAGE (self), ready ? self->continue_button : self->home_button);
  kc_page_focus_heading (KC_PAGE (self));
}

static void go_on (KcNumberPage *self);

static void
on_choice_clicked_cb (KcNumberPage *self, GtkButton *button)
{
  KcQuestion question = kc_recommendation_get_next_question (&self->answers);

  g_assert (KC_IS_NUMBER_PAGE (self));

  if (question == KC_QUESTION_NONE)
    return;

  self->answers.given[question]
      = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "choice"));
  self->asked[self->n_asked++] = question;
  go_on (self);
}

/* A button and not a row, so that assistive technology can press it. */
static GtkWidget *
create_choice (KcNumberPage *self, KcQuestion question, guint choice)
{
  const char *hint;
  const char *title = kc_recommendation_text_get_choice (question, &self->answers, choice, &hint);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_box_append (GTK_BOX (lines), kc_wrap_label_new (title, "heading"));
  if (hint != NULL)
    gtk_box_append (GTK_BOX (lines), kc_wrap_label_new (hint, "dim-label"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_button_set_child (GTK_BUTTON (button), box);

  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  if (hint != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    hint, -1);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "kc-choice");
  g_object_set_data (G_OBJECT (button), "choice", GUINT_TO_POINTER (choice));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_choice_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  kc_a11y_watch (button);

  return button;
}

static void
show_question (KcNumberPage *self, KcQuestion question)
{
  guint choices = kc_recommendation_get_choices (question);
  GtkWidget *child;

  kc_page_drop_focus (KC_PAGE (self));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choice_box))) != NULL)
    gtk_box_remove (self->choice_box, child);
  for (guint choice = 1; choice <= choices; choice <<= 1)
    {
      if (choices & choice)
        gtk_box_append (self->choice_box, create_choice (self, question, choice));
    }

  gtk_label_set_label (self->question_label,
                       kc_recommendation_text_get_question (question, &self->answers));
  gtk_stack_set_visible_child_name (self->stack, "question");
  gtk_adjustment_set_value (self->question_adjustment, 0);
  kc_page_set_default (KC_PAGE (self), NULL);
  kc_page_focus_heading (KC_PAGE (self));
}

/* Shows the next question, or the result. */
static void
go_on (KcNumberPage *self)
{
  KcQuestion question = kc_recommendation_get_next_question (&self->answers);

  if (question != KC_QUESTION_NONE)
    show_question (self, question);
  else
    show_recommendation (self, kc_recommendation_find (&self->answers));
}

static void
set_way (KcNumberPage *self, KcWay way)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  g_autoptr (KcConnectRequest) request
      = kc_connect_request_copy (kc_controller_get_request (controller));

  request->mode = way == KC_WAY_QR ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  request->coexistence = way == KC_WAY_COEXISTENCE;
  kc_controller_set_request (controller, request);
}

static void
on_continue_clicked_cb (KcNumberPage *self)
{
  const KcRecommendation *found = kc_recommendation_find (&self->answers);

  g_assert (KC_IS_NUMBER_PAGE (self));

  if (found == NULL || found->way == KC_WAY_NOT_YET)
    return;

  set_way (self, found->way);
  kc_controller_set_hand_over (kc_page_get_controller (KC_PAGE (self)),
                               found->admin == KC_ADMIN_SOMEBODY_ELSE);
  kc_page_begin_attempt (KC_PAGE (self));
}

/* For people who know what they want: the page that follows has its drawbacks and options. */
static void
on_other_clicked_cb (KcNumberPage *self)
{
  const KcRecommendation *found = kc_recommendation_find (&self->answers);

  g_assert (KC_IS_NUMBER_PAGE (self));

  if (found == NULL)
    return;

  set_way (self, found->other_way);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "choose");
}

static void
on_change_clicked_cb (KcNumberPage *self)
{
  g_assert (KC_IS_NUMBER_PAGE (self));

  self->answers = (KcNumberAnswers){{0}};
  self->n_asked = 0;
  self->is_complete = FALSE;
  self->is_kept = FALSE;
  go_on (self);
}

static void
kc_number_page_shown (KcPage *page)
{
  KcNumberPage *self = KC_NUMBER_PAGE (page);

  kc_page_lead_back_to_list (page);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->home_button), "s",
                                    kc_page_get_back_page (page));
  /* Answers that are complete may be those for another number; Back leads to where one came from,
   * not to a question that was not asked this time. */
  if (self->is_complete)
    {
      self->is_complete = FALSE;
      self->is_kept = TRUE;
      self->n_asked = 0;
      kc_number_answers_forget_phone (&self->answers);
    }
  go_on (self);
}

static gboolean
kc_number_page_go_back (KcPage *page)
{
  KcNumberPage *self = KC_NUMBER_PAGE (page);

  if (self->n_asked == 0)
    return FALSE;

  self->answers.given[self->asked[--self->n_asked]] = 0;
  self->is_complete = FALSE;
  go_on (self);

  return TRUE;
}

static void
kc_number_page_constructed (GObject *object)
{
  KcNumberPage *self = KC_NUMBER_PAGE (object);

  G_OBJECT_CLASS (kc_number_page_parent_class)->constructed (object);

  if (keeps_answers (self))
    take_kept_answers (self);
}

static void
kc_number_page_finalize (GObject *object)
{
  g_ptr_array_unref (KC_NUMBER_PAGE (object)->checklist_rows);

  G_OBJECT_CLASS (kc_number_page_parent_class)->finalize (object);
}

static void
kc_number_page_class_init (KcNumberPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_number_page_constructed;
  object_class->finalize = kc_number_page_finalize;
  page_class->shown = kc_number_page_shown;
  page_class->go_back = kc_number_page_go_back;

  g_type_ensure (KC_TYPE_LISTED_LABEL);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-number-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, question_adjustment);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, question_label);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, choice_box);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, kept_bar);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, result_adjustment);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, result_status);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, home_button);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, other_button);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, price_label);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, first_card);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, first_label);
  gtk_widget_class_bind_template_child (widget_class, KcNumberPage, checklist);
  gtk_widget_class_bind_template_callback (widget_class, on_continue_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_other_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked_cb);
}

static void
kc_number_page_init (KcNumberPage *self)
{
  self->checklist_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_number_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_NUMBER_PAGE, "controller", controller, NULL);
}
