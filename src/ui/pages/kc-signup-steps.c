/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-signup-steps.h"

#include "kc-step-row.h"

#include <glib/gi18n.h>

#define N_STEPS 4

struct _KcSignupSteps {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *rows[N_STEPS];
};

G_DEFINE_FINAL_TYPE (KcSignupSteps, kc_signup_steps, ADW_TYPE_PREFERENCES_GROUP)

typedef struct {
  const char *title, *subtitle;
} Step;

static void
set_step (KcSignupSteps *self, guint index, const Step *step)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[index]), _ (step->title));
  adw_action_row_set_subtitle (self->rows[index], _ (step->subtitle));
}

static void
kc_signup_steps_class_init (KcSignupStepsClass *klass)
{
}

static void
kc_signup_steps_init (KcSignupSteps *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    {
      self->rows[i] = g_object_new (KC_TYPE_STEP_ROW, "number", i + 1, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->rows[i]));
    }
}

void
kc_signup_steps_show (KcSignupSteps *self, gboolean by_admin, gboolean coexistence)
{
  static const Step own[] = {
      {N_ ("Sign in to Facebook"), N_ ("As an admin of your company’s business account")},
      {N_ ("Choose your company"), N_ ("Take its business account, or create one")},
      {N_ ("Enter the phone number"), N_ ("WhatsApp sends a code by text message or call")},
      {N_ ("Come back here"), N_ ("Keep the Keebai page open until it says that it is finished")},
  };
  static const Step of_admin[] = {
      {N_ ("They open the link and sign in to Facebook"),
       N_ ("Call them first: the link stops working when the time is over")},
      {N_ ("They choose your company"), N_ ("Take its business account, or create one")},
      {N_ ("They enter the phone number"),
       N_ ("Tell them the code that it gets by text message or call")},
      {N_ ("They keep the Keebai page open"), N_ ("Until it says that it is finished")},
  };
  static const Step confirm = {N_ ("Confirm in the WhatsApp Business app"),
                               N_ ("Follow the message there; linked devices are signed out")};
  static const Step confirm_for_admin
      = {N_ ("You confirm in the WhatsApp Business app"),
         N_ ("Follow the message there; linked devices are signed out")};

  g_return_if_fail (KC_IS_SIGNUP_STEPS (self));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self),
                                   by_admin ? _ ("What Your Admin Does") : "");
  for (guint i = 0; i < N_STEPS; i++)
    set_step (self, i, by_admin ? &of_admin[i] : &own[i]);
  if (coexistence)
    set_step (self, 2, by_admin ? &confirm_for_admin : &confirm);
}
