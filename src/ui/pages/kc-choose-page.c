/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-choose-page.h"

#include "kc-center-layout.h"
#include "kc-lock.h"
#include "kc-wrap-row.h"

#include <glib/gi18n.h>

struct _KcChoosePage {
  KcPage parent_instance;

  GtkToggleButton *browser_card;
  GtkToggleButton *phone_card;
  GtkLabel *ways_label;
  GtkStack *options; /* as large as the larger one, so that nothing moves */
  GtkWidget *browser_group;
  AdwActionRow *coexistence_row;
  GtkSwitch *coexistence_switch;
  AdwActionRow *pipeline_row; /* stands in for the entry if it is locked */
  AdwExpanderRow *more_row;
  GtkEditable *pipeline_entry;
  GtkWidget *phone_group;
  AdwActionRow *name_row; /* stands in for the entry if it is locked */
  GtkEditable *name_entry;
  GtkLabel *reason_label;
  GtkWidget *connect_button;
};

G_DEFINE_FINAL_TYPE (KcChoosePage, kc_choose_page, KC_TYPE_PAGE)

/* NULL for a blank name, so that Keebai chooses; free with g_free (). */
static char *
get_text (GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* A toggle button has the state "pressed"; as a radio button it must have the state "checked". */
static void
update_checked (GtkToggleButton *card)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_STATE_CHECKED,
                               gtk_toggle_button_get_active (card) ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                                   : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

static void
update_mode (KcChoosePage *self)
{
  gboolean is_qr = gtk_toggle_button_get_active (self->phone_card);

  g_assert (KC_IS_CHOOSE_PAGE (self));

  update_checked (self->browser_card);
  update_checked (self->phone_card);
  gtk_stack_set_visible_child (self->options, is_qr ? self->phone_group : self->browser_group);
}

static const KcPresets *
get_presets (KcChoosePage *self)
{
  return kc_controller_get_presets (kc_page_get_controller (KC_PAGE (self)));
}

/* What was decided before the start does not change while the program runs. */
static void
show_presets (KcChoosePage *self)
{
  const KcPresets *presets = get_presets (self);
  gboolean offers_both = presets->offers_browser && presets->offers_phone;

  g_assert (KC_IS_CHOOSE_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->browser_card), presets->offers_browser);
  gtk_widget_set_visible (GTK_WIDGET (self->phone_card), presets->offers_phone);
  gtk_widget_set_visible (GTK_WIDGET (self->options), kc_presets_offers_any (presets));
  gtk_label_set_label (self->ways_label, kc_presets_get_locked_label ());
  gtk_widget_set_visible (GTK_WIDGET (self->ways_label),
                          kc_presets_is_locked (presets, KC_PRESET_WAYS) && !offers_both
                              && kc_presets_offers_any (presets));
  /* The larger of them would leave a gap below the one that is shown. */
  gtk_stack_set_vhomogeneous (self->options, offers_both);

  if (kc_presets_is_locked (presets, KC_PRESET_COEXISTENCE))
    kc_lock_row (self->coexistence_row);
  if (kc_presets_is_locked (presets, KC_PRESET_PIPELINE))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->more_row), FALSE);
      kc_lock_row_with_value (self->pipeline_row, presets->pipeline_id);
    }
  if (kc_presets_is_locked (presets, KC_PRESET_CHANNEL_NAME))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->name_entry), FALSE);
      kc_lock_row_with_value (self->name_row, presets->channel_name);
    }
}

static void
update_reason (KcChoosePage *self)
{
  KcKeyManager *key_manager
      = kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self)));
  gboolean has_key = kc_key_manager_get_key_check (key_manager) != NULL;
  gboolean offers_any = kc_presets_offers_any (get_presets (self));
  g_autofree char *turned_off = NULL;
  const char *reason = NULL;

  g_assert (KC_IS_CHOOSE_PAGE (self));

  if (!offers_any)
    {
      turned_off
          = g_strdup_printf ("%s\n%s", _ ("Connecting numbers is turned off on this computer."),
                             kc_presets_is_locked (get_presets (self), KC_PRESET_WAYS)
                                 ? kc_presets_get_locked_label ()
                                 : "");
      reason = g_strchomp (turned_off);
    }
  else if (!has_key)
    reason = _ ("Keebai has to know you first: give your access key (Main Menu → Access Key).");
  else if (kc_key_manager_get_missing_permissions (key_manager) != NULL)
    reason = _ ("Your access key may not be able to connect numbers. What to do about it is on its "
                "page (Main Menu → Access Key).");

  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  /* Only Keebai's answer to the start says what the key may do. */
  gtk_widget_set_sensitive (self->connect_button, has_key && offers_any);
}

static void
show_request (KcChoosePage *self)
{
  const KcConnectRequest *request
      = kc_controller_get_request (kc_page_get_controller (KC_PAGE (self)));

  g_assert (KC_IS_CHOOSE_PAGE (self));

  gtk_toggle_button_set_active (request->mode == KC_MODE_QR ? self->phone_card : self->browser_card,
                                TRUE);
  gtk_switch_set_active (self->coexistence_switch, request->coexistence);
  gtk_editable_set_text (self->name_entry, request->name != NULL ? request->name : "");
  gtk_editable_set_text (self->pipeline_entry,
                         request->pipeline_id != NULL ? request->pipeline_id : "");
  adw_expander_row_set_expanded (self->more_row, request->pipeline_id != NULL);
  update_mode (self);
}

static void
save_request (KcChoosePage *self)
{
  g_autoptr (KcConnectRequest) request = NULL;

  g_assert (KC_IS_CHOOSE_PAGE (self));

  request = kc_connect_request_new (
      gtk_toggle_button_get_active (self->phone_card) ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  /* The choices of the other way are kept in case the person comes back to it; they are not sent.
   */
  request->name = get_text (self->name_entry);
  request->pipeline_id = get_text (self->pipeline_entry);
  request->coexistence = gtk_switch_get_active (self->coexistence_switch);
  kc_controller_set_request (kc_page_get_controller (KC_PAGE (self)), request);
}

static void
on_mode_toggled_cb (KcChoosePage *self)
{
  update_mode (self);
}

/* Like radio buttons: arrows select the other one, Enter continues with the one that has the focus.
 */
static gboolean
on_card_key_pressed_cb (KcChoosePage *self, guint keyval)
{
  gboolean on_phone = gtk_widget_is_focus (GTK_WIDGET (self->phone_card));
  GtkToggleButton *card = on_phone ? self->phone_card : self->browser_card;
  GtkToggleButton *other = on_phone ? self->browser_card : self->phone_card;

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      gtk_toggle_button_set_active (other, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (other));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      gtk_toggle_button_set_active (card, TRUE);
      if (gtk_widget_is_sensitive (self->connect_button))
        gtk_widget_activate (self->connect_button);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_connect_clicked_cb (KcChoosePage *self)
{
  g_assert (KC_IS_CHOOSE_PAGE (self));

  save_request (self);
  kc_controller_set_hand_over (kc_page_get_controller (KC_PAGE (self)), FALSE);
  kc_page_begin_attempt (KC_PAGE (self));
}

static void
kc_choose_page_shown (KcPage *page)
{
  KcChoosePage *self = KC_CHOOSE_PAGE (page);

  show_request (self);
  update_reason (self);

  kc_page_set_default (page, self->connect_button);
  gtk_widget_grab_focus (gtk_toggle_button_get_active (self->phone_card)
                             ? GTK_WIDGET (self->phone_card)
                             : GTK_WIDGET (self->browser_card));
}

static void
kc_choose_page_hidden (KcPage *page)
{
  save_request (KC_CHOOSE_PAGE (page));
}

static void
kc_choose_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (kc_choose_page_parent_class)->constructed (object);

  show_presets (KC_CHOOSE_PAGE (object));
  g_signal_connect_object (kc_controller_get_key_manager (
                               kc_page_get_controller (KC_PAGE (object))),
                           "notify::key-check", G_CALLBACK (update_reason), object,
                           G_CONNECT_SWAPPED);
}

static void
kc_choose_page_class_init (KcChoosePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_choose_page_constructed;
  page_class->shown = kc_choose_page_shown;
  page_class->hidden = kc_choose_page_hidden;

  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-choose-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, browser_card);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, phone_card);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, ways_label);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, options);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, browser_group);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, coexistence_row);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, coexistence_switch);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, pipeline_row);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, more_row);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, pipeline_entry);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, phone_group);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, name_entry);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, KcChoosePage, connect_button);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_card_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked_cb);
}

static void
kc_choose_page_init (KcChoosePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_wrap_row (GTK_WIDGET (self->more_row));
}

GtkWidget *
kc_choose_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_CHOOSE_PAGE, "controller", controller, NULL);
}
