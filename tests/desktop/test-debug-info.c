/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is copied from the About window ends up in public reports: only what is on the allow-list
 * may be in it. */

#include "kc-debug-info.h"
#include "kc-client.h"
#include "kc-test-wait.h"

#include <string.h>

#define KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

#define NAME "([A-Za-z0-9 .:;/()_-]{1,60})"
#define VERSION "[0-9]+\\.[0-9]+\\.[0-9]+"

static const char *const allowed[] = {
    "Keebai Connect: " VERSION " \\(com\\.keebai\\.Connect(\\.Devel)?\\)",
    "GLib: " VERSION,
    "libsoup: " VERSION,
    "libsecret: " VERSION " \\(built with\\)",
    "libqrencode: " VERSION,
    "System: " NAME,
    "Desktop: " NAME,
    "Flatpak: (yes|no)",
    "Service: (none|practice|Keebai|another address)",
    "Locked settings: none",
    "Keyring: (answered|did not answer|not yet answered|keeps no key)",
    "Notes: (none|fine|could not be read|could not be written)",
};

/* Every line is the one that the list has there, and there are no others. */
static void
assert_allowed (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (allowed) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      g_autofree char *pattern = g_strdup_printf ("^%s$", allowed[i]);

      g_test_message ("%s", lines[i]);
      g_assert_true (g_regex_match_simple (pattern, lines[i], G_REGEX_DOLLAR_ENDONLY, 0));
    }
  g_assert_cmpstr (lines[G_N_ELEMENTS (allowed)], ==, "");
}

static void
test_without_window (void)
{
  g_autofree char *text = kc_debug_info_new (NULL, NULL);

  assert_allowed (text);
  g_assert_nonnull (strstr (text, "Service: none"));
}

/* The caller passes on what draws the window. */
static void
test_toolkit (void)
{
  g_autofree char *text = kc_debug_info_new (NULL, "GTK: 4.8.3\nDisplay: GdkBroadwayDisplay");

  g_assert_nonnull (strstr (text, ")\nGTK: 4.8.3\nDisplay: GdkBroadwayDisplay\nGLib: "));
}

static void
test_services (gconstpointer base_url)
{
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcController) controller = kc_controller_new (base_url, KEY, NULL, NULL, clock);
  g_autofree char *text = kc_debug_info_new (controller, NULL);
  gboolean is_keebai = g_str_equal (base_url, KC_CLIENT_DEFAULT_BASE_URL);

  assert_allowed (text);
  g_assert_nonnull (strstr (text, is_keebai ? "Service: Keebai\n" : "Service: another address\n"));
  g_assert_null (strstr (text, "kbai_pk_"));
  g_assert_null (strstr (text, "://"));
  kc_controller_close (controller);
}

/* With a key that works, in the middle of an attempt: nothing of either. */
static void
test_while_connecting (void)
{
  g_autoptr (KcSandbox) sandbox = kc_sandbox_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autoptr (KcController) controller = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (kc_sandbox_start (sandbox, 0, &error));
  g_assert_no_error (error);
  controller = kc_controller_new (kc_sandbox_get_base_url (sandbox), NULL, sandbox, NULL, clock);
  kc_controller_look_for_key (controller);
  kc_test_wait_until (kc_key_manager_get_client (kc_controller_get_key_manager (controller))
                      != NULL);
  request->name = g_strdup ("Front desk");
  kc_controller_set_request (controller, request);
  kc_controller_begin (controller);
  kc_test_wait_until (kc_attempt_get_state (kc_controller_get_attempt (controller))
                      == KC_ATTEMPT_SCANNING);

  text = kc_debug_info_new (controller, NULL);
  assert_allowed (text);
  g_assert_nonnull (strstr (text, "Service: practice\n"));
  g_assert_null (strstr (text, kc_sandbox_get_key (sandbox, KC_SANDBOX_KEY_FULL)));
  g_assert_null (strstr (text, "127.0.0.1"));
  g_assert_null (strstr (text, "Front desk"));

  kc_controller_close (controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_environment (gconstpointer desktop)
{
  g_autofree char *text = NULL;

  g_setenv ("XDG_CURRENT_DESKTOP", desktop, TRUE);
  text = kc_debug_info_new (NULL, NULL);
  g_unsetenv ("XDG_CURRENT_DESKTOP");

  assert_allowed (text);
  if (g_str_equal (desktop, "ubuntu:GNOME"))
    g_assert_nonnull (strstr (text, "Desktop: ubuntu:GNOME\n"));
  else
    g_assert_nonnull (strstr (text, "Desktop: unknown\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/debug-info/without-window", test_without_window);
  g_test_add_func ("/debug-info/toolkit", test_toolkit);
  g_test_add_data_func ("/debug-info/keebai", KC_CLIENT_DEFAULT_BASE_URL, test_services);
  g_test_add_data_func ("/debug-info/another-address", "https://person:" KEY "@staging.example/v1",
                        test_services);
  g_test_add_func ("/debug-info/while-connecting", test_while_connecting);
  g_test_add_data_func ("/debug-info/desktop", "ubuntu:GNOME", test_environment);
  g_test_add_data_func ("/debug-info/desktop-without-name", "", test_environment);
  g_test_add_data_func ("/debug-info/desktop-of-a-key", KEY, test_environment);
  g_test_add_data_func ("/debug-info/desktop-of-two-lines", "GNOME\nkey", test_environment);

  return g_test_run ();
}
