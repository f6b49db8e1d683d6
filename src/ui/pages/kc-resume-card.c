/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-resume-card.h"

#include "kc-a11y.h"
#include "kc-countdown.h"
#include "kc-foreign-text.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

struct _KcResumeCard {
  AdwBin parent_instance;

  KcController *controller;

  GtkWidget *pending_box;
  GtkLabel *title;
  GtkLabel *reason;
  KcCountdown *countdown;
  GtkButton *go_on_button;

  GtkWidget *trouble_box;
  GtkLabel *trouble_title;
  GtkLabel *trouble_reason;
  GtkLabel *trouble_path;
};

G_DEFINE_FINAL_TYPE (KcResumeCard, kc_resume_card, ADW_TYPE_BIN)

/* Nobody knows yet which number it is: the way, and the name it was given. Free with g_free (). */
static char *
describe (const KcConnectRequest *request)
{
  g_autofree char *name = NULL;

  if (request->mode == KC_MODE_EMBEDDED_SIGNUP)
    return g_strdup (_ ("You were connecting a number in the browser."));
  if (request->name == NULL)
    return g_strdup (_ ("You were connecting a number with the phone."));

  /* Anybody may have written the note. */
  name = kc_foreign_text_to_short_label (request->name);

  /* Translators: %s is the name that the person gave to the number. */
  return g_strdup_printf (_ ("You were connecting “%s” with the phone."), name);
}

static void
show_pending (KcResumeCard *self, const KcPendingSession *pending)
{
  g_autoptr (KcBootTime) now = kc_boot_time_take ();
  KcSessionResumer *resumer = kc_controller_get_resumer (self->controller);
  /* It may be finished already: nothing is claimed before Keebai was asked, if there is a key. */
  gboolean is_asking
      = kc_session_resumer_is_asking (resumer) || kc_controller_is_looking (self->controller);
  gboolean is_over = pending != NULL && kc_pending_session_get_ms_left (pending, now) <= 0;
  g_autofree char *what = NULL;
  g_autofree char *reason = NULL;

  g_assert (KC_IS_RESUME_CARD (self));

  kc_countdown_set_pending (self->countdown, is_over ? NULL : pending);
  gtk_widget_set_visible (self->pending_box, pending != NULL);
  if (pending == NULL)
    return;

  what = describe (pending->request);
  reason = g_strjoin (" ", what,
                      is_over     ? _ ("The time for it is over. Keebai can tell how it ended.")
                      : is_asking ? _ ("Asking Keebai how it stands…")
                      : kc_session_resumer_is_known_open (resumer)
                          ? _ ("There is time to finish.")
                          : _ ("There may be time to finish."),
                      NULL);
  gtk_label_set_label (self->title, is_over ? _ ("Result Not Checked") : _ ("Unfinished Number"));
  gtk_label_set_label (self->reason, reason);
  kc_a11y_set_button_label (self->go_on_button, is_over ? _ ("_Check Result") : _ ("_Continue"));
  gtk_widget_set_visible (GTK_WIDGET (self->countdown), !is_over);
}

static void
show_trouble (KcResumeCard *self, const GError *trouble, const char *set_aside)
{
  const char *title = _ ("Last Attempt Not Restored");
  const char *reason
      = set_aside != NULL
            ? _ (
                "If a number was not finished then, connect it again. The notes were not deleted, only put aside:")
            : _ (
                "If a number was not finished then, connect it again. The disk may be full, or not usable.");

  g_assert (KC_IS_RESUME_CARD (self));

  if (g_error_matches (trouble, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_NEWER))
    {
      title = _ ("Last Attempt Made by a Newer Version");
      reason = _ ("If a number was not finished with it, connect that number again. The notes were "
                  "not deleted, only put aside:");
    }
  else if (g_error_matches (trouble, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY))
    {
      title = _ ("Already Open");
      reason = _ (
          "What you begin here cannot be continued after this window is closed. To keep it, close this window and use the other one.");
    }

  gtk_widget_set_visible (self->trouble_box, trouble != NULL);
  gtk_label_set_label (self->trouble_title, title);
  gtk_label_set_label (self->trouble_reason, reason);
  gtk_label_set_label (self->trouble_path, set_aside != NULL ? set_aside : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_path), set_aside != NULL);
}

static void
update (KcResumeCard *self)
{
  KcJournalWriter *journal_writer
      = kc_session_store_get_journal_writer (kc_controller_get_session_store (self->controller));
  const KcPendingSession *pending
      = kc_session_resumer_get_pending (kc_controller_get_resumer (self->controller));
  const GError *trouble = kc_journal_writer_get_trouble (journal_writer);

  g_assert (KC_IS_RESUME_CARD (self));

  show_pending (self, pending);
  show_trouble (self, trouble, kc_journal_writer_get_set_aside (journal_writer));
  gtk_widget_set_visible (GTK_WIDGET (self), pending != NULL || trouble != NULL);
}

/* To the key page, if there is no key to continue with. */
static void
go_to_key (KcResumeCard *self)
{
  g_assert (KC_IS_RESUME_CARD (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      && kc_session_resumer_is_awaiting_key (kc_controller_get_resumer (self->controller))
      && !kc_controller_is_looking (self->controller)
      && kc_key_manager_get_key_error (kc_controller_get_key_manager (self->controller)) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

static void
on_go_on_clicked_cb (KcResumeCard *self)
{
  g_assert (KC_IS_RESUME_CARD (self));

  kc_session_resumer_resume (kc_controller_get_resumer (self->controller));
  go_to_key (self);
}

static void
on_leave_clicked_cb (KcResumeCard *self)
{
  g_assert (KC_IS_RESUME_CARD (self));

  kc_session_resumer_drop (kc_controller_get_resumer (self->controller));
}

static void
on_countdown_ended_cb (KcResumeCard *self)
{
  g_assert (KC_IS_RESUME_CARD (self));

  update (self);
  /* Asking how it ended can no longer do any harm. */
  if (kc_key_manager_get_client (kc_controller_get_key_manager (self->controller)) != NULL)
    kc_session_resumer_resume (kc_controller_get_resumer (self->controller));
}

static void
kc_resume_card_dispose (GObject *object)
{
  KcResumeCard *self = KC_RESUME_CARD (object);

  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_resume_card_parent_class)->dispose (object);
}

static void
kc_resume_card_class_init (KcResumeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_resume_card_dispose;

  g_type_ensure (KC_TYPE_COUNTDOWN);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-resume-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, pending_box);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, title);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, reason);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, countdown);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, go_on_button);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, trouble_box);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, trouble_reason);
  gtk_widget_class_bind_template_child (widget_class, KcResumeCard, trouble_path);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_leave_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_countdown_ended_cb);
}

static void
kc_resume_card_init (KcResumeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_resume_card_set_controller (KcResumeCard *self, KcController *controller)
{
  KcJournalWriter *journal_writer;

  g_return_if_fail (KC_IS_RESUME_CARD (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (self->controller == NULL);

  g_set_object (&self->controller, controller);
  journal_writer
      = kc_session_store_get_journal_writer (kc_controller_get_session_store (controller));
  g_signal_connect_object (kc_controller_get_resumer (controller), "notify::pending",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_resumer (controller), "notify::asking",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (journal_writer, "notify::trouble", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "notify::looking", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  /* It was pressed while a key was being looked for. */
  g_signal_connect_object (controller, "notify::looking", G_CALLBACK (go_to_key), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
kc_resume_card_get_button (KcResumeCard *self)
{
  g_return_val_if_fail (KC_IS_RESUME_CARD (self), NULL);

  return gtk_widget_get_visible (self->pending_box) ? GTK_WIDGET (self->go_on_button) : NULL;
}
