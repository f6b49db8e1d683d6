/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-page-test.h"

#include "kc-manual-clock.h"
#include "kc-scan-page.h"
#include "kc-ui-test.h"

void
kc_page_test_set_up (KcPageTest *self, gconstpointer data)
{
  g_autoptr (KcKeyring) keyring = kc_keyring_new ();
  g_autoptr (GError) error = NULL;

  self->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (self->sandbox, 0, &error));
  g_assert_no_error (error);
  self->clock = kc_clock_new_manual ();
  self->controller = kc_controller_new (kc_sandbox_get_base_url (self->sandbox), NULL,
                                        self->sandbox, keyring, self->clock);
  kc_controller_look_for_key (self->controller);
  kc_test_wait_until (kc_key_manager_get_client (kc_controller_get_key_manager (self->controller))
                      != NULL);
}

void
kc_page_test_tear_down (KcPageTest *self, gconstpointer data)
{
  if (self->window != NULL)
    kc_ui_test_close (self->window);
  kc_controller_close (self->controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->controller);
  g_clear_object (&self->clock);
  g_clear_object (&self->sandbox);
}

void
kc_page_test_turn (KcPageTest *self, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (self->sandbox, name, value, &error);
  g_assert_no_error (error);
}

void
kc_page_test_show (KcPageTest *self, GtkWidget *page)
{
  self->page = KC_PAGE (page);
  self->window = kc_ui_test_show (page, 700, 800);
  kc_page_shown (self->page);
}

void
kc_page_test_begin (KcPageTest *self, KcMode mode, gboolean coexistence)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  request->coexistence = coexistence;
  kc_controller_set_request (self->controller, request);
  kc_controller_begin (self->controller);
}

KcAttemptState
kc_page_test_get_state (KcPageTest *self)
{
  return kc_attempt_get_state (kc_controller_get_attempt (self->controller));
}

gboolean
kc_page_test_sees (KcPageTest *self, const char *text)
{
  return kc_ui_test_sees (GTK_WIDGET (self->page), text);
}

void
kc_page_test_press (KcPageTest *self, const char *label)
{
  GtkWidget *button = kc_ui_test_find_button (GTK_WIDGET (self->page), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

KcQrCode *
kc_page_test_get_code (KcPageTest *self)
{
  return KC_QR_CODE (kc_ui_test_find (GTK_WIDGET (self->page), KC_TYPE_QR_CODE));
}

void
kc_page_test_begin_scanning (KcPageTest *self)
{
  kc_page_test_show (self, kc_scan_page_new (self->controller));
  kc_page_test_begin (self, KC_MODE_QR, FALSE);
  g_assert_true (kc_page_test_sees (self, "Getting a Code…"));
  kc_test_wait_until (kc_qr_code_is_shown (kc_page_test_get_code (self)));
}
