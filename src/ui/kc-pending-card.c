/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-pending-card.h"

#include "kc-countdown.h"
#include "kc-wrap.h"

#include <glib/gi18n.h>

struct _KcPendingCard {
  AdwBin parent_instance;

  KcAssistant *assistant;

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

G_DEFINE_FINAL_TYPE (KcPendingCard, kc_pending_card, ADW_TYPE_BIN)

/* Which number it is nobody knows yet: the way, and the name it was given. Free with g_free (). */
static char *
describe (const KcConnectRequest *request)
{
  if (request->mode == KC_MODE_EMBEDDED_SIGNUP)
    return g_strdup (_ ("You were connecting a number in the browser."));
  if (request->name == NULL)
    return g_strdup (_ ("You were connecting a number with the phone."));

  /* Translators: %s is the name that the person gave to the number. */
  return g_strdup_printf (_ ("You were connecting “%s” with the phone."), request->name);
}

static void
show_pending (KcPendingCard *self, const KcPending *pending)
{
  g_autoptr (KcMoment) now = kc_moment_take ();
  gboolean is_over = pending != NULL && kc_pending_get_ms_left (pending, now) <= 0;
  g_autofree char *what = NULL;
  g_autofree char *reason = NULL;

  g_assert (KC_IS_PENDING_CARD (self));

  kc_countdown_set_pending (self->countdown, is_over ? NULL : pending);
  gtk_widget_set_visible (self->pending_box, pending != NULL);
  if (pending == NULL)
    return;

  what = describe (pending->request);
  reason = g_strjoin (" ", what,
                      is_over ? _ ("The time for it is over. Keebai can tell how it ended.")
                              : _ ("It was not finished, and it is not too late to go on."),
                      NULL);
  gtk_label_set_label (self->title,
                       is_over ? _ ("What became of it?") : _ ("Go on where you left off?"));
  gtk_label_set_label (self->reason, reason);
  gtk_button_set_label (self->go_on_button, is_over ? _ ("_See How It Ended") : _ ("_Go On"));
  gtk_widget_set_visible (GTK_WIDGET (self->countdown), !is_over);
  kc_wrap_buttons (self->pending_box);
}

static void
show_trouble (KcPendingCard *self, const GError *trouble, const char *set_aside)
{
  const char *title = _ ("The notes of the last time could not be read");
  const char *reason
      = set_aside != NULL
            ? _ (
                "If a number was not finished then, it cannot be gone on with here: connect it again. "
                "The notes were not deleted, only put aside:")
            : _ ("If a number was not finished then, it cannot be gone on with here: connect it "
                 "again. Perhaps the disk is full or may not be used.");

  g_assert (KC_IS_PENDING_CARD (self));

  if (g_error_matches (trouble, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_NEWER))
    {
      title = _ ("There are notes of a newer Keebai Connect");
      reason = _ ("If a number was not finished with it, connect that number again. The notes were "
                  "not deleted, only put aside:");
    }
  else if (g_error_matches (trouble, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY))
    {
      title = _ ("Keebai Connect is open a second time");
      reason = _ ("What you begin here cannot be gone on with after this window is closed. To have "
                  "that, close this window and use the other one.");
    }

  gtk_widget_set_visible (self->trouble_box, trouble != NULL);
  gtk_label_set_label (self->trouble_title, title);
  gtk_label_set_label (self->trouble_reason, reason);
  gtk_label_set_label (self->trouble_path, set_aside != NULL ? set_aside : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_path), set_aside != NULL);
}

static void
update (KcPendingCard *self)
{
  KcNotebook *notebook = kc_keepsake_get_notebook (kc_assistant_get_keepsake (self->assistant));
  const KcPending *pending = kc_assistant_get_pending (self->assistant);
  const GError *trouble = kc_notebook_get_trouble (notebook);

  g_assert (KC_IS_PENDING_CARD (self));

  show_pending (self, pending);
  show_trouble (self, trouble, kc_notebook_get_set_aside (notebook));
  gtk_widget_set_visible (GTK_WIDGET (self), pending != NULL || trouble != NULL);
}

/* Where the key is given, if there is none to go on with. */
static void
go_to_key (KcPendingCard *self)
{
  g_assert (KC_IS_PENDING_CARD (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && kc_assistant_is_awaiting_key (self->assistant)
      && !kc_assistant_is_looking (self->assistant)
      && kc_assistant_get_key_error (self->assistant) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

static void
on_go_on_clicked_cb (KcPendingCard *self)
{
  g_assert (KC_IS_PENDING_CARD (self));

  kc_assistant_resume (self->assistant);
  go_to_key (self);
}

static void
on_leave_clicked_cb (KcPendingCard *self)
{
  g_assert (KC_IS_PENDING_CARD (self));

  kc_assistant_drop_pending (self->assistant);
}

static void
on_countdown_ended_cb (KcPendingCard *self)
{
  g_assert (KC_IS_PENDING_CARD (self));

  update (self);
  /* Nothing can be lost any more by asking what became of it. */
  if (kc_assistant_get_client (self->assistant) != NULL)
    kc_assistant_resume (self->assistant);
}

static void
kc_pending_card_dispose (GObject *object)
{
  KcPendingCard *self = KC_PENDING_CARD (object);

  g_clear_object (&self->assistant);

  G_OBJECT_CLASS (kc_pending_card_parent_class)->dispose (object);
}

static void
kc_pending_card_class_init (KcPendingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_pending_card_dispose;

  g_type_ensure (KC_TYPE_COUNTDOWN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/kc-pending-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, pending_box);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, title);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, reason);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, countdown);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, go_on_button);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, trouble_box);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, trouble_reason);
  gtk_widget_class_bind_template_child (widget_class, KcPendingCard, trouble_path);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_leave_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_countdown_ended_cb);
}

static void
kc_pending_card_init (KcPendingCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_pending_card_set_assistant (KcPendingCard *self, KcAssistant *assistant)
{
  KcNotebook *notebook;

  g_return_if_fail (KC_IS_PENDING_CARD (self));
  g_return_if_fail (KC_IS_ASSISTANT (assistant));
  g_return_if_fail (self->assistant == NULL);

  g_set_object (&self->assistant, assistant);
  notebook = kc_keepsake_get_notebook (kc_assistant_get_keepsake (assistant));
  g_signal_connect_object (assistant, "notify::pending", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (notebook, "notify::trouble", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  /* Who has pressed it while a key was looked for. */
  g_signal_connect_object (assistant, "notify::looking", G_CALLBACK (go_to_key), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
kc_pending_card_get_button (KcPendingCard *self)
{
  g_return_val_if_fail (KC_IS_PENDING_CARD (self), NULL);

  return gtk_widget_get_visible (self->pending_box) ? GTK_WIDGET (self->go_on_button) : NULL;
}
