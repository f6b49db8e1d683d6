/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What an administrator has locked, on the pages where a person would otherwise choose it. */

#include "kc-choose-page.h"
#include "kc-intro-view.h"
#include "kc-page-test.h"
#include "kc-ui-test.h"

#define LOCKED "Set by your organization"

static const char *const browser[] = {"embedded", NULL};
static const char *const phone[] = {"qr", NULL};
static const char *const none[] = {NULL};

static void
show_choice (KcPageTest *self, const KcPresets *presets)
{
  kc_controller_set_presets (self->controller, presets);
  kc_page_test_show (self, kc_choose_page_new (self->controller));
  kc_ui_test_settle (GTK_WIDGET (self->page));
}

static gboolean
can_connect (KcPageTest *self)
{
  return gtk_widget_is_sensitive (kc_ui_test_find_button (GTK_WIDGET (self->page), "Connect"));
}

/* The row of the label that can be seen. */
static gboolean
is_fixed (KcPageTest *self, const char *text)
{
  GtkWidget *label = kc_ui_test_find_label (GTK_WIDGET (self->page), text);

  g_assert_nonnull (label);

  return !gtk_widget_is_sensitive (label);
}

static void
test_nothing_set (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();

  show_choice (self, presets);
  g_assert_true (kc_page_test_sees (self, "In the browser"));
  g_assert_true (kc_page_test_sees (self, "With the phone"));
  g_assert_false (kc_page_test_sees (self, LOCKED));
  g_assert_true (can_connect (self));
}

/* A value that is only set can be changed. */
static void
test_defaults (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();

  kc_presets_set_ways (presets, phone);
  kc_presets_set_channel_name (presets, "Desk", "host", "user");
  show_choice (self, presets);
  g_assert_false (kc_page_test_sees (self, "In the browser"));
  g_assert_false (kc_page_test_sees (self, LOCKED));
  g_assert_true (can_connect (self));
  g_assert_cmpint (kc_controller_get_request (self->controller)->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (kc_controller_get_request (self->controller)->name, ==, "Desk");
}

static void
test_browser_locked (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();

  kc_presets_set_ways (presets, browser);
  kc_presets_lock (presets, KC_PRESET_WAYS);
  kc_presets_set_pipeline (presets, "<pip & co>");
  kc_presets_lock (presets, KC_PRESET_PIPELINE);
  kc_presets_lock (presets, KC_PRESET_COEXISTENCE);
  show_choice (self, presets);
  g_assert_false (kc_page_test_sees (self, "With the phone"));
  g_assert_true (kc_page_test_sees (self, LOCKED));
  g_assert_true (is_fixed (self, "Keep Using the"));
  g_assert_true (is_fixed (self, "<pip & co>"));
  g_assert_false (kc_page_test_sees (self, "More Options"));
  g_assert_true (can_connect (self));
}

/* Locked to an empty value. */
static void
test_phone_locked (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();

  kc_presets_set_ways (presets, phone);
  kc_presets_lock (presets, KC_PRESET_CHANNEL_NAME);
  show_choice (self, presets);
  g_assert_true (is_fixed (self, "None"));
  g_assert_true (is_fixed (self, LOCKED));
}

static void
test_no_way (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();

  kc_presets_set_ways (presets, none);
  kc_presets_lock (presets, KC_PRESET_WAYS);
  show_choice (self, presets);
  g_assert_true (kc_page_test_sees (self, "turned off"));
  g_assert_true (kc_page_test_sees (self, LOCKED));
  g_assert_false (can_connect (self));

  /* Nor from anywhere else. */
  kc_controller_begin (self->controller);
  g_assert_null (kc_controller_get_attempt (self->controller));
}

static void
test_practice_is_not_offered (KcPageTest *self, gconstpointer data)
{
  for (int allowed = 0; allowed <= 1; allowed++)
    {
      g_autoptr (KcPresets) presets = kc_presets_new ();
      GtkWidget *view;
      GtkWidget *button;

      presets->practice_allowed = allowed;
      kc_controller_set_presets (self->controller, presets);
      view = g_object_ref_sink (kc_intro_view_new (self->controller));
      button = GTK_WIDGET (
          gtk_widget_get_template_child (view, KC_TYPE_INTRO_VIEW, "practise_button"));
      g_assert_cmpint (gtk_widget_get_visible (button), ==, allowed);
      g_object_unref (view);
    }
}

int
main (int argc, char **argv)
{
  kc_ui_test_init (&argc, &argv);

  kc_page_test_add ("/locked-pages/nothing-set", NULL, test_nothing_set);
  kc_page_test_add ("/locked-pages/defaults", NULL, test_defaults);
  kc_page_test_add ("/locked-pages/browser-locked", NULL, test_browser_locked);
  kc_page_test_add ("/locked-pages/phone-locked", NULL, test_phone_locked);
  kc_page_test_add ("/locked-pages/no-way", NULL, test_no_way);
  kc_page_test_add ("/locked-pages/practice-is-not-offered", NULL, test_practice_is_not_offered);

  return g_test_run ();
}
