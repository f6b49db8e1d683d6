/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-practice-banner.h"

#include "kc-adaptive-box.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

struct _KcPracticeBanner {
  AdwBin parent_instance;

  GtkLabel *scenario_label;
  GtkMenuButton *scenario_button;

  KcController *controller;
};

G_DEFINE_FINAL_TYPE (KcPracticeBanner, kc_practice_banner, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_SCENARIO,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const char *
describe_scenario (KcSandboxScenario scenario)
{
  switch (scenario)
    {
    case KC_SANDBOX_SCENARIO_WORKS:
      return _ ("Connecting works, unless you choose otherwise.");
    case KC_SANDBOX_SCENARIO_CANCELLED:
      return _ ("As chosen, connecting is canceled.");
    case KC_SANDBOX_SCENARIO_TIME_OUT:
      return _ ("As chosen, the time runs out.");
    case KC_SANDBOX_SCENARIO_REFUSED:
      return _ ("As chosen, the phone or Meta refuses.");
    case KC_SANDBOX_SCENARIO_DEVICE_LIMIT:
      return _ ("As chosen, the device limit is reached.");
    case KC_SANDBOX_SCENARIO_NETWORK_DROPS:
      return _ ("As chosen, the network drops.");
    case KC_SANDBOX_SCENARIO_NO_PERMISSION:
      return _ ("As chosen, the key lacks a permission.");
    case KC_SANDBOX_SCENARIO_DOWN:
      return _ ("As chosen, Keebai is down. To go on, choose another outcome.");
    default:
      g_return_val_if_reached ("");
    }
}

static KcSandboxScenario
get_scenario (KcPracticeBanner *self)
{
  KcSandbox *sandbox
      = self->controller != NULL ? kc_controller_get_sandbox (self->controller) : NULL;

  return sandbox != NULL ? kc_sandbox_get_scenario (sandbox) : KC_SANDBOX_SCENARIO_WORKS;
}

static void
show_scenario (KcPracticeBanner *self)
{
  gtk_label_set_label (self->scenario_label, describe_scenario (get_scenario (self)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCENARIO]);
}

static void
set_scenario (KcPracticeBanner *self, KcSandboxScenario scenario)
{
  KcSandboxScenario earlier = get_scenario (self);

  g_assert (KC_IS_PRACTICE_BANNER (self));

  gtk_menu_button_popdown (self->scenario_button);
  if (!kc_controller_is_practice (self->controller) || scenario == earlier)
    return;

  kc_sandbox_set_scenario (kc_controller_get_sandbox (self->controller), scenario);
  show_scenario (self);

  /* The practice key may do something else now. A running attempt notices that by itself, unless
   * it waits for a better key. */
  if ((scenario == KC_SANDBOX_SCENARIO_NO_PERMISSION
       || earlier == KC_SANDBOX_SCENARIO_NO_PERMISSION)
      && (!kc_controller_is_running (self->controller)
          || kc_controller_is_key_wanted (self->controller)))
    kc_key_manager_look_for_key (kc_controller_get_key_manager (self->controller));
}

static void
kc_practice_banner_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SCENARIO:
      g_value_set_enum (value, (int) get_scenario (KC_PRACTICE_BANNER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_practice_banner_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SCENARIO:
      set_scenario (KC_PRACTICE_BANNER (object), (KcSandboxScenario) g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_practice_banner_dispose (GObject *object)
{
  g_clear_object (&KC_PRACTICE_BANNER (object)->controller);

  G_OBJECT_CLASS (kc_practice_banner_parent_class)->dispose (object);
}

static void
kc_practice_banner_class_init (KcPracticeBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kc_practice_banner_get_property;
  object_class->set_property = kc_practice_banner_set_property;
  object_class->dispose = kc_practice_banner_dispose;

  properties[PROP_SCENARIO]
      = g_param_spec_enum ("scenario", NULL, NULL, KC_TYPE_SANDBOX_SCENARIO,
                           KC_SANDBOX_SCENARIO_WORKS,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (KC_TYPE_ADAPTIVE_BOX);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/window/kc-practice-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, KcPracticeBanner, scenario_label);
  gtk_widget_class_bind_template_child (widget_class, KcPracticeBanner, scenario_button);
  gtk_widget_class_install_property_action (widget_class, "practice.scenario", "scenario");
}

static void
kc_practice_banner_init (KcPracticeBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_wrap_button_wrap_menu_button (self->scenario_button);
}

void
kc_practice_banner_set_controller (KcPracticeBanner *self, KcController *controller)
{
  g_return_if_fail (KC_IS_PRACTICE_BANNER (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));

  g_set_object (&self->controller, controller);
  gtk_widget_set_visible (GTK_WIDGET (self), kc_controller_is_practice (controller));
  show_scenario (self);
}
