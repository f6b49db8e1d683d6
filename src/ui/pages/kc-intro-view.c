/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-intro-view.h"

#include "kc-error-view.h"
#include "kc-resume-card.h"

#include <glib/gi18n.h>

/* A keyring answers long before that, unless it asks the person. */
#define LOOKING_LONG_MS 4000

struct _KcIntroView {
  AdwBin parent_instance;

  AdwStatusPage *status_page;
  KcResumeCard *card;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *start_button;
  GtkWidget *practise_button;
  KcErrorView *error_view;

  KcController *controller;
  GdkTexture *icon;
  guint looking_long_id;
  gboolean tries_by_itself; /* nothing changes in sight meanwhile */
};

G_DEFINE_FINAL_TYPE (KcIntroView, kc_intro_view, ADW_TYPE_BIN)

static void
on_looking_long_cb (gpointer user_data)
{
  KcIntroView *self = KC_INTRO_VIEW (user_data);

  /* The person may take minutes to type a password: nothing moves until then. */
  self->looking_long_id = 0;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

static void
show_looking (KcIntroView *self, gboolean looking)
{
  g_assert (KC_IS_INTRO_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_set_spinning (self->spinner, looking);
  g_clear_handle_id (&self->looking_long_id, g_source_remove);
  if (looking)
    self->looking_long_id = g_timeout_add_once (LOOKING_LONG_MS, on_looking_long_cb, self);
}

/* Somebody who returns to an unfinished session needs to know nothing else. */
static void
show_greeting (KcIntroView *self, gboolean comes_back)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  g_assert (KC_IS_INTRO_VIEW (self));

  if (!comes_back && self->icon == NULL)
    self->icon = gdk_texture_new_from_resource ("/com/keebai/Connect/icons/welcome.png");
  adw_status_page_set_paintable (self->status_page, comes_back ? NULL : GDK_PAINTABLE (self->icon));
  adw_status_page_set_title (self->status_page,
                             comes_back ? _ ("Welcome Back") : _ ("Connect WhatsApp to Keebai"));
  adw_status_page_set_description (
      self->status_page, comes_back
                             ? NULL
                             : _ ("Your number becomes a channel in Keebai, where your whole team "
                                  "can answer."));
  gtk_widget_set_visible (GTK_WIDGET (self->stack), !comes_back || !g_str_equal (name, "new"));
}

static void
on_try_again_cb (KcIntroView *self, gboolean by_itself)
{
  g_assert (KC_IS_INTRO_VIEW (self));

  self->tries_by_itself = by_itself;
  kc_controller_look_for_key (self->controller);
}

static void
kc_intro_view_dispose (GObject *object)
{
  KcIntroView *self = KC_INTRO_VIEW (object);

  g_clear_handle_id (&self->looking_long_id, g_source_remove);
  g_clear_object (&self->icon);
  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_intro_view_parent_class)->dispose (object);
}

static void
kc_intro_view_class_init (KcIntroViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_intro_view_dispose;

  g_type_ensure (KC_TYPE_ERROR_VIEW);
  g_type_ensure (KC_TYPE_RESUME_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-intro-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, status_page);
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, card);
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, stack);
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, spinner);
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, start_button);
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, practise_button);
  gtk_widget_class_bind_template_child (widget_class, KcIntroView, error_view);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again_cb);
}

static void
kc_intro_view_init (KcIntroView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_intro_view_new (KcController *controller)
{
  KcIntroView *self;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);

  self = g_object_new (KC_TYPE_INTRO_VIEW, NULL);
  self->controller = g_object_ref (controller);
  kc_resume_card_set_controller (self->card, controller);
  kc_error_view_set_clock (self->error_view, kc_controller_get_clock (controller));
  gtk_widget_set_visible (self->practise_button,
                          kc_controller_get_presets (controller)->practice_allowed);

  return GTK_WIDGET (self);
}

void
kc_intro_view_update (KcIntroView *self)
{
  const GError *error;
  gboolean looking;

  g_return_if_fail (KC_IS_INTRO_VIEW (self));

  error = kc_key_manager_get_key_error (kc_controller_get_key_manager (self->controller));
  looking = kc_controller_is_looking (self->controller);
  if (looking && self->tries_by_itself)
    return;

  self->tries_by_itself = FALSE;
  show_looking (self, looking);
  kc_error_view_set_error (self->error_view, looking ? NULL : error);
  gtk_stack_set_visible_child_name (self->stack, looking         ? "looking"
                                                 : error != NULL ? "error"
                                                                 : "new");
  show_greeting (self, kc_session_resumer_get_pending (kc_controller_get_resumer (self->controller))
                           != NULL);
}

void
kc_intro_view_stop (KcIntroView *self)
{
  g_return_if_fail (KC_IS_INTRO_VIEW (self));

  show_looking (self, FALSE);
  /* The next look, if any, begins with the first pause. */
  kc_error_view_set_error (self->error_view, NULL);
}

GtkWidget *
kc_intro_view_get_button (KcIntroView *self)
{
  GtkWidget *button;

  g_return_val_if_fail (KC_IS_INTRO_VIEW (self), NULL);

  button = kc_resume_card_get_button (self->card);
  if (button != NULL)
    return button;

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "new") == 0 ? self->start_button
                                                                                : NULL;
}
