/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-several-page.h"

#include "kc-a11y.h"
#include "kc-center-layout.h"
#include "kc-message-dialog.h"
#include "kc-number-text.h"
#include "kc-wrap-button.h"
#include "kc-wrap-row.h"

#include <glib/gi18n.h>

struct _KcSeveralPage {
  KcPage parent_instance;

  GtkAdjustment *list_adjustment;
  GtkAdjustment *text_adjustment;
  GtkStack *views;

  GtkTextBuffer *buffer;
  GtkWidget *text;
  GtkWidget *use_button;
  GtkWidget *keep_button;

  GtkLabel *progress;
  GtkLabel *left_out;
  GtkLabel *limit;
  GtkLabel *wait;
  GtkButton *next_button;
  GtkWidget *done_button;
  AdwPreferencesGroup *numbers;
  GPtrArray *rows; /* borrowed from the group */
  GtkWidget *add_button;

  GSource *wait_timer; /* until the key has requests left; NULL: it has some */
  gboolean is_shown;
};

G_DEFINE_FINAL_TYPE (KcSeveralPage, kc_several_page, KC_TYPE_PAGE)

static KcNumberQueue *
get_queue (KcSeveralPage *self)
{
  return kc_controller_get_number_queue (kc_page_get_controller (KC_PAGE (self)));
}

static KcNumberList *
get_list (KcSeveralPage *self)
{
  return kc_number_queue_get_list (get_queue (self));
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static gboolean
shows_text (KcSeveralPage *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->views), "text");
}

/* --- the list -------------------------------------------------------------------------------- */

static guint
get_index (GtkButton *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
}

static void
on_skip_clicked_cb (KcSeveralPage *self, GtkButton *button)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  kc_number_list_set_state (get_list (self), get_index (button), KC_LISTED_SKIPPED, NULL, NULL);
}

static void
on_retry_clicked_cb (KcSeveralPage *self, GtkButton *button)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  kc_page_begin_listed (KC_PAGE (self), get_index (button));
}

static void
add_button (KcSeveralPage *self,
            GtkWidget *row,
            guint index,
            const char *label,
            const char *name,
            GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", clicked_cb, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static gboolean
was_tried (const KcListedNumber *number)
{
  return number->session_id != NULL || number->state == KC_LISTED_NOT_CONNECTED;
}

static GtkWidget *
create_row (KcSeveralPage *self, guint index)
{
  const KcListedNumber *number = kc_number_list_get (get_list (self), index);
  g_autofree char *title = kc_number_text_format_title (number);
  g_autofree char *state = kc_number_text_format_state (number);
  g_autofree char *name = NULL;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  kc_wrap_row (row);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (
                                                       kc_number_text_get_icon (number->state)));
  if (number->state == KC_LISTED_WAITING || number->state == KC_LISTED_OTHER)
    {
      /* Translators: %s is a phone number or a name. */
      name = g_strdup_printf (_ ("Skip %s"), title);
      add_button (self, row, index, _ ("Skip"), name, G_CALLBACK (on_skip_clicked_cb));
    }
  else if (number->state == KC_LISTED_NOT_CONNECTED || number->state == KC_LISTED_SKIPPED)
    {
      /* Translators: %s is a phone number or a name. */
      name = g_strdup_printf (was_tried (number) ? _ ("Retry %s") : _ ("Connect %s"), title);
      add_button (self, row, index, was_tried (number) ? _ ("Retry") : _ ("Connect"), name,
                  G_CALLBACK (on_retry_clicked_cb));
    }
  kc_a11y_watch (row);

  return row;
}

static void
fill_numbers (KcSeveralPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->numbers, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < kc_number_list_get_length (get_list (self)); i++)
    {
      GtkWidget *row = create_row (self, i);

      adw_preferences_group_add (self->numbers, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void update_next (KcSeveralPage *self);

static void
wait_timer_cb (gpointer user_data)
{
  KcSeveralPage *self = KC_SEVERAL_PAGE (user_data);

  kc_clear_timer (&self->wait_timer);
  update_next (self);
}

/* The next number, once the key has requests left for it. */
static void
update_next (KcSeveralPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  KcRateLimiter *rate_limiter
      = kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (controller));
  gint64 wait_ms = rate_limiter != NULL ? kc_rate_limiter_get_delay (rate_limiter) : 0;
  int next = kc_number_queue_find_next (get_queue (self));
  g_autofree char *wait = NULL;

  kc_clear_timer (&self->wait_timer);
  if (next >= 0 && wait_ms > KC_RATE_LIMITER_LONG_WAIT_MS)
    {
      wait = kc_number_text_format_wait (wait_ms);
      self->wait_timer
          = kc_clock_add_timer (kc_controller_get_clock (controller), wait_ms, wait_timer_cb, self);
    }
  set_text (self->wait, wait);
  kc_page_fill_next_button (KC_PAGE (self), self->next_button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), wait == NULL);
  gtk_widget_set_visible (self->done_button, next < 0);
}

static void
update (KcSeveralPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  g_autofree char *progress = NULL;
  g_autofree char *limit = NULL;

  g_assert (KC_IS_SEVERAL_PAGE (self));

  if (!self->is_shown)
    return;

  progress = kc_number_text_format_progress (get_queue (self));
  limit = kc_number_text_format_limit (kc_number_queue_count_waiting (get_queue (self)),
                                       kc_controller_get_request (controller)->mode);
  gtk_label_set_label (self->progress, progress);
  set_text (self->limit, limit);
  fill_numbers (self);
  update_next (self);
  gtk_widget_set_visible (self->add_button,
                          kc_number_list_get_length (get_list (self)) < KC_NUMBER_LIST_MAX);
  if (kc_number_list_get_length (get_list (self)) == 0)
    gtk_stack_set_visible_child_name (self->views, "text");
  gtk_widget_set_visible (self->keep_button, kc_number_list_get_length (get_list (self)) > 0);
}

static void
update_default (KcSeveralPage *self)
{
  GtkWidget *button = gtk_widget_get_visible (GTK_WIDGET (self->next_button))
                          ? GTK_WIDGET (self->next_button)
                          : self->done_button;

  kc_page_set_default (KC_PAGE (self), shows_text (self) ? NULL : button);
}

static void
show_view (KcSeveralPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->views, name);
  update_default (self);
  kc_page_focus_heading (KC_PAGE (self));
  gtk_adjustment_set_value (self->list_adjustment, 0);
  gtk_adjustment_set_value (self->text_adjustment, 0);
}

static void
on_list_changed_cb (KcSeveralPage *self)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  if (!self->is_shown)
    return;

  update (self);
  update_default (self);
  /* The rows are new, and the button that was pressed is gone. */
  if (!shows_text (self))
    kc_page_focus_heading (KC_PAGE (self));
}

static void
on_next_clicked_cb (KcSeveralPage *self)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  kc_page_begin_next (KC_PAGE (self));
}

static void
on_add_clicked_cb (KcSeveralPage *self)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  show_view (self, "text");
}

static void
on_delete_responded_cb (KcSeveralPage *self, const char *response)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  if (!g_str_equal (response, "delete"))
    return;

  set_text (self->left_out, NULL);
  kc_records_clear (KC_RECORDS (get_list (self)));
  show_view (self, "text");
}

static void
on_delete_clicked_cb (KcSeveralPage *self)
{
  AdwMessageDialog *question;

  g_assert (KC_IS_SEVERAL_PAGE (self));

  question = kc_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Delete This List?"),
      _ ("The list is deleted from this computer. Numbers that are connected stay connected."));
  adw_message_dialog_add_responses (question, "cancel", _ ("_Cancel"), "delete", _ ("_Delete"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  kc_a11y_watch (GTK_WIDGET (question));
  g_signal_connect_object (question, "response", G_CALLBACK (on_delete_responded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

/* --- the text -------------------------------------------------------------------------------- */

static KcNumberLines *
parse_text (KcSeveralPage *self)
{
  g_autoptr (GPtrArray) there = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < kc_number_list_get_length (get_list (self)); i++)
    g_ptr_array_add (there, kc_number_list_get (get_list (self), i)->text);
  g_object_get (self->buffer, "text", &text, NULL);

  return kc_number_lines_parse (text, there, KC_NUMBER_LIST_MAX - there->len);
}

static void
on_text_changed_cb (KcSeveralPage *self)
{
  g_autoptr (KcNumberLines) lines = NULL;

  g_assert (KC_IS_SEVERAL_PAGE (self));

  lines = parse_text (self);
  gtk_widget_set_sensitive (self->use_button,
                            lines->lines->len + lines->n_duplicates + lines->n_beyond > 0);
}

static void
on_use_clicked_cb (KcSeveralPage *self)
{
  g_autoptr (KcNumberLines) lines = NULL;
  g_autofree char *left_out = NULL;

  g_assert (KC_IS_SEVERAL_PAGE (self));

  lines = parse_text (self);
  left_out = kc_number_text_format_left_out (lines);
  set_text (self->left_out, left_out);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  gtk_stack_set_visible_child_name (self->views, "list");
  kc_number_list_add (get_list (self), lines->lines);
  show_view (self, "list");
}

static void
on_keep_clicked_cb (KcSeveralPage *self)
{
  g_assert (KC_IS_SEVERAL_PAGE (self));

  show_view (self, "list");
}

/* --- the page -------------------------------------------------------------------------------- */

static void
kc_several_page_shown (KcPage *page)
{
  KcSeveralPage *self = KC_SEVERAL_PAGE (page);

  self->is_shown = TRUE;
  set_text (self->left_out, NULL);
  on_text_changed_cb (self);
  update (self);
  show_view (self, kc_number_list_get_length (get_list (self)) > 0 ? "list" : "text");
}

static void
kc_several_page_hidden (KcPage *page)
{
  KcSeveralPage *self = KC_SEVERAL_PAGE (page);

  self->is_shown = FALSE;
  kc_clear_timer (&self->wait_timer);
}

static void
kc_several_page_constructed (GObject *object)
{
  KcSeveralPage *self = KC_SEVERAL_PAGE (object);

  G_OBJECT_CLASS (kc_several_page_parent_class)->constructed (object);

  g_signal_connect_object (get_list (self), "changed", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self))),
                           "notify::client", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
kc_several_page_dispose (GObject *object)
{
  KcSeveralPage *self = KC_SEVERAL_PAGE (object);

  kc_clear_timer (&self->wait_timer);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_several_page_parent_class)->dispose (object);
}

static void
kc_several_page_class_init (KcSeveralPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kc_several_page_constructed;
  object_class->dispose = kc_several_page_dispose;
  KC_PAGE_CLASS (klass)->shown = kc_several_page_shown;
  KC_PAGE_CLASS (klass)->hidden = kc_several_page_hidden;

  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-several-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, list_adjustment);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, text_adjustment);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, buffer);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, text);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, use_button);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, keep_button);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, progress);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, left_out);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, limit);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, wait);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, done_button);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, KcSeveralPage, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_use_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_clicked_cb);
}

static void
kc_several_page_init (KcSeveralPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_several_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_SEVERAL_PAGE, "controller", controller, NULL);
}
