/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first page with a known key: what is not shown is not built, and a company may have any
 * number of channels. */

#include "kc-backoff.h"
#include "kc-channel-list.h"
#include "kc-channel-page.h"
#include "kc-channel-row.h"
#include "kc-channels-view.h"
#include "kc-error-view.h"
#include "kc-intro-view.h"
#include "kc-lazy-list.h"
#include "kc-manual-clock.h"
#include "kc-retry-timer.h"
#include "kc-stub-server.h"
#include "kc-ui-test.h"
#include "kc-welcome-page.h"

#include <string.h>

#define KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER_KEY "kbai_pk_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

typedef struct {
  KcStubServer *server;
  KcClock *clock;
  KcController *controller;
  GtkWindow *window;
  GtkWidget *page;
  GtkWidget *row; /* of a long list, weak */
} Fixture;

/* `name` is that of the last channel; the others are "Branch 0" and so on. */
static void
serve_channels (Fixture *self, guint n, const char *name)
{
  GString *json = g_string_new ("{\"data\":[");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *branch = g_strdup_printf ("Branch %u", i);

      g_string_append_printf (json,
                              "%s{\"id\":\"ch_%u\",\"name\":\"%s\",\"type\":\"whatsapp_qr\","
                              "\"is_active\":true}",
                              i > 0 ? "," : "", i, i + 1 == n && name != NULL ? name : branch);
    }
  g_string_append (json, "]}");
  kc_stub_server_reply (self->server, "GET", "/channels?type=whatsapp_qr", 0, 200, NULL, json->str);
  g_string_free (json, TRUE);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->server = kc_stub_server_new ();
  kc_stub_server_reply (self->server, "GET", "/", 0, 200, NULL, "{\"data\":[]}");
  kc_stub_server_reply (
      self->server, "GET", "/me", 0, 200, NULL,
      "{\"company\":{\"name\":\"Ana\"},\"scopes\":[\"channels:read\",\"channels:connect\"]}");
  self->clock = kc_clock_new_manual ();
  self->controller = kc_controller_new (kc_stub_server_get_base_url (self->server), KEY, NULL, NULL,
                                        self->clock);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kc_ui_test_close (self->window);
  kc_controller_close (self->controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (self->row);
  g_assert_finalize_object (self->controller);
  g_clear_object (&self->clock);
  kc_stub_server_free (self->server);
}

static gboolean
sees (Fixture *self, const char *text)
{
  return kc_ui_test_sees (self->page, text);
}

/* From the first frame to the list of channels. */
static void
start (Fixture *self, const char *awaited)
{
  self->page = kc_welcome_page_new (self->controller);
  self->window = kc_ui_test_show (self->page, 360, 600);
  kc_page_shown (KC_PAGE (self->page));
  kc_controller_look_for_key (self->controller);
  kc_test_wait_until (sees (self, awaited));
  kc_ui_test_settle (self->page);
}

static void
show_again (Fixture *self)
{
  guint n = kc_stub_server_count (self->server, "GET", "/whatsapp/numbers");

  kc_page_hidden (KC_PAGE (self->page));
  kc_page_shown (KC_PAGE (self->page));
  kc_test_wait_until (kc_stub_server_count (self->server, "GET", "/whatsapp/numbers") > n);
  kc_ui_test_settle (self->page);
}

static void
press (Fixture *self, const char *label)
{
  GtkWidget *found = kc_ui_test_find_label (self->page, label);

  g_assert_nonnull (found);
  g_signal_emit_by_name (gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON), "clicked");
  kc_ui_test_settle (self->page);
}

static GtkWidget *
find_search (Fixture *self)
{
  GtkWidget *list = kc_ui_test_find (self->page, KC_TYPE_CHANNEL_LIST);
  GtkWidget *button = kc_ui_test_find (list, ADW_TYPE_PREFERENCES_GROUP);

  button = kc_ui_test_find (button, GTK_TYPE_BUTTON);
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (button)), ==, "edit-find-symbolic");

  return button;
}

static guint
count (GtkWidget *root, GType type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type);

  return n;
}

static void
test_builds_only_what_is_shown (Fixture *self, gconstpointer data)
{
  serve_channels (self, 3, NULL);
  start (self, "Branch 2");
  g_assert_cmpuint (count (self->page, KC_TYPE_INTRO_VIEW), ==, 0);
  g_assert_cmpuint (count (self->page, KC_TYPE_ERROR_VIEW), ==, 0);
  g_assert_cmpuint (count (self->page, KC_TYPE_CHANNELS_VIEW), ==, 0);
}

/* A quick search for the key shows no spinner; a slow one does. */
/* It comes after 300 ms. On a busy computer that may be over here already, and then nothing is
 * asserted. */
static void
assert_no_spinner_yet (Fixture *self)
{
  const gint64 began = g_get_monotonic_time ();
  guint n_spinners;

  do
    {
      g_main_context_iteration (NULL, FALSE);
      n_spinners = count (self->page, GTK_TYPE_SPINNER);
    }
  while (n_spinners == 0 && g_get_monotonic_time () - began < 100000);
  if (g_get_monotonic_time () - began < 250000)
    g_assert_cmpuint (n_spinners, ==, 0);
}

static void
test_spinner_only_after_a_while (Fixture *self, gconstpointer data)
{
  kc_stub_server_reply_raw (self->server, "GET", "/me", 0, KC_STUB_HANG, "", 0);
  self->page = kc_welcome_page_new (self->controller);
  self->window = kc_ui_test_show (self->page, 360, 600);
  kc_page_shown (KC_PAGE (self->page));
  g_assert_cmpuint (count (self->page, GTK_TYPE_SPINNER), ==, 0);
  kc_controller_look_for_key (self->controller);
  assert_no_spinner_yet (self);
  kc_test_wait_until (sees (self, "Connect WhatsApp to Keebai"));
  g_assert_cmpuint (count (self->page, GTK_TYPE_SPINNER), ==, 1);
}

static void
test_long_list_has_its_own_page (Fixture *self, gconstpointer data)
{
  GtkWidget *lazy_list, *entry;

  serve_channels (self, 300, "Zoo");
  start (self, "Show all 300 channels");
  g_assert_true (sees (self, "Branch 19"));
  g_assert_false (sees (self, "Branch 20"));

  press (self, "Show all 300 channels");
  kc_ui_test_settle (self->page);
  g_assert_cmpstr (kc_page_get_title (KC_PAGE (self->page)), ==, "Channels");
  lazy_list = kc_ui_test_find (self->page, KC_TYPE_LAZY_LIST);
  g_set_weak_pointer (&self->row, gtk_widget_get_first_child (lazy_list));
  g_assert_true (KC_IS_CHANNEL_ROW (self->row));
  g_assert_true (sees (self, "Branch 0"));
  /* Not more rows than the window has room for. */
  g_assert_cmpuint (kc_lazy_list_get_n_rows (KC_LAZY_LIST (lazy_list)), <, 30);

  /* The last one is found by scrolling, and by searching for its name. */
  g_assert_false (sees (self, "Zoo"));
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (lazy_list)), 1e6);
  kc_ui_test_settle (self->page);
  g_assert_true (sees (self, "Zoo"));
  g_assert_true (sees (self, "Branch 298"));
  g_assert_false (sees (self, "Branch 0"));

  entry = kc_ui_test_find (self->page, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "bRANCH 29");
  kc_test_wait_until (!sees (self, "Zoo"));
  kc_ui_test_settle (self->page);
  g_assert_true (sees (self, "Branch 29"));
  g_assert_true (sees (self, "Branch 290"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "nothing of that kind");
  kc_test_wait_until (sees (self, "No Channels Found"));

  g_assert_true (kc_page_go_back (KC_PAGE (self->page)));
  kc_ui_test_settle (self->page);
  g_assert_true (sees (self, "Show all 300 channels"));
  g_assert_false (kc_page_go_back (KC_PAGE (self->page)));
}

static void
test_refresh_changes_only_what_changed (Fixture *self, gconstpointer data)
{
  GtkWidget *row;
  gpointer before;

  serve_channels (self, 30, NULL);
  start (self, "Branch 2");
  row = kc_ui_test_find (self->page, KC_TYPE_CHANNEL_ROW);
  before = row;
  g_object_add_weak_pointer (G_OBJECT (row), &before);

  show_again (self);
  g_assert_true (before == kc_ui_test_find (self->page, KC_TYPE_CHANNEL_ROW));

  serve_channels (self, 2, "Renamed");
  show_again (self);
  kc_test_wait_until (sees (self, "Renamed"));
  g_assert_null (before);
}

static void
test_long_name_does_not_fill_the_window (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) name = g_string_new (NULL);
  GtkWidget *row;

  for (guint i = 0; i < 90; i++)
    g_string_append (name, "Long names");
  serve_channels (self, 1, name->str);
  start (self, "Long names");
  row = kc_ui_test_find (self->page, KC_TYPE_CHANNEL_ROW);
  g_assert_cmpint (gtk_widget_get_height (row), <, 100);
  g_assert_cmpint (gtk_widget_get_width (row), <=, 360);
}

/* What is known on this computer about a phone is shown where Keebai says nothing. */
static void
test_number_known_here (Fixture *self, gconstpointer data)
{
  const KcChannelNote note = {
      .id = (char *) "ch_1",
      .kind = KC_CHANNEL_KIND_WHATSAPP_QR,
      .phone_number = (char *) "+34612345678",
      .settled = TRUE,
  };

  serve_channels (self, 3, NULL);
  start (self, "Branch 2");
  g_assert_true (sees (self, "Branch 1"));
  kc_channel_notes_put (kc_after_care_get_notes (kc_controller_get_after_care (self->controller)),
                        &note);
  kc_ui_test_settle (self->page);
  g_assert_true (sees (self, "678"));
  g_assert_true (sees (self, "Linked phone · \xe2\x81\xa8"
                             "Branch 1"));
}

static void
test_row_opens_channel (Fixture *self, gconstpointer data)
{
  KcChannelState state;

  serve_channels (self, 3, NULL);
  start (self, "Branch 2");
  press (self, "\xe2\x81\xa8"
               "Branch 1\xe2\x81\xa9");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "channel");
  g_assert_cmpstr (kc_channel_get_id (kc_controller_get_chosen_channel (self->controller, &state)),
                   ==, "ch_1");
  g_assert_cmpint (state, ==, KC_CHANNEL_STATE_ACTIVE);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  start (self, "No Channels Yet");
  g_assert_true (sees (self, "Connect the first number of"));
  serve_channels (self, 1, NULL);
  show_again (self);
  kc_test_wait_until (sees (self, "Branch 0"));
  g_assert_false (sees (self, "No Channels Yet"));
}

static void
test_no_permission (Fixture *self, gconstpointer data)
{
  kc_stub_server_reply (self->server, "GET", "/me", 0, 200, NULL,
                        "{\"company\":{\"name\":\"Ana\"},\"scopes\":[\"channels:connect\"]}");
  kc_stub_server_reply (self->server, "GET", "/channels", 0, 403, NULL, "{}");
  start (self, "cannot list the channels");
  press (self, "Use Another Key");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "key");
  g_assert_cmpuint (kc_stub_server_count (self->server, "GET", "/whatsapp/numbers"), ==, 0);
  g_assert_false (sees (self, "No Channels Yet"));
}

/* Only one button is suggested: the one that helps with the error. */
static void
test_error_suggests_its_remedy (Fixture *self, gconstpointer data)
{
  GtkWidget *connect;

  kc_stub_server_reply (self->server, "GET", "/channels", 0, 503, NULL, "{}");
  start (self, "Maintenance");
  connect = kc_ui_test_find_button (self->page, "Connect a Number");
  g_assert_false (gtk_widget_has_css_class (connect, "suggested-action"));
  kc_stub_server_reply (self->server, "GET", "/channels", 0, 200, NULL, "{\"data\":[]}");
  show_again (self);
  kc_test_wait_until (sees (self, "No Channels Yet"));
  g_assert_true (gtk_widget_has_css_class (connect, "suggested-action"));
}

/* From ten channels on, there is a search. */
static void
test_search_from_ten_on (Fixture *self, gconstpointer data)
{
  serve_channels (self, 9, NULL);
  start (self, "Branch 8");
  g_assert_false (gtk_widget_get_mapped (find_search (self)));
  serve_channels (self, 10, NULL);
  show_again (self);
  kc_test_wait_until (sees (self, "Branch 9"));
  g_assert_true (gtk_widget_get_mapped (find_search (self)));
  g_signal_emit_by_name (find_search (self), "clicked");
  kc_ui_test_settle (self->page);
  g_assert_cmpstr (kc_page_get_title (KC_PAGE (self->page)), ==, "Channels");
  press (self, "\xe2\x81\xa8"
               "Branch 7\xe2\x81\xa9");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "channel");
}

/* --- the page of one channel ------------------------------------------------------------------ */

static void
show_channel (
    Fixture *self, KcChannelKind kind, const char *name, const char *number, KcChannelState state)
{
  g_autoptr (KcChannel) channel = kc_channel_new ("ch_1", kind, name, number, NULL, TRUE, NULL);

  kc_controller_choose_channel (self->controller, channel, state);
  self->page = kc_channel_page_new (self->controller);
  self->window = kc_ui_test_show (self->page, 360, 600);
  kc_page_shown (KC_PAGE (self->page));
  kc_ui_test_settle (self->page);
}

static void
test_channel_reconnects (Fixture *self, gconstpointer data)
{
  const KcChannelNote note = {
      .id = (char *) "ch_1",
      .kind = KC_CHANNEL_KIND_WHATSAPP_QR,
      .phone_number = (char *) "+34612345678",
      .settled = TRUE,
  };

  kc_channel_notes_put (kc_after_care_get_notes (kc_controller_get_after_care (self->controller)),
                        &note);
  show_channel (self, KC_CHANNEL_KIND_WHATSAPP_QR, "", NULL, KC_CHANNEL_STATE_DISCONNECTED);
  g_assert_true (sees (self, "14 days"));
  g_assert_true (sees (self, "What to Do"));
  press (self, "Reconnect");
  g_assert_cmpstr (kc_ui_test_get_went_to (self->window), ==, "choose");
  g_assert_cmpint (kc_controller_get_request (self->controller)->mode, ==, KC_MODE_QR);
  /* An empty name is replaced by what is known on this computer. */
  g_assert_cmpstr (kc_controller_get_request (self->controller)->name, ==, "+34612345678");
}

static void
test_channel_active (Fixture *self, gconstpointer data)
{
  show_channel (self, KC_CHANNEL_KIND_WHATSAPP, "Sol & Front <desk>", "+34612345678",
                KC_CHANNEL_STATE_ACTIVE);
  g_assert_true (sees (self, "Messages to this number arrive"));
  g_assert_true (sees (self, "Sol & Front <desk>"));
  g_assert_false (sees (self, "What to Do"));
  g_assert_null (kc_ui_test_find_button (self->page, "Reconnect"));
  /* The test's service is not Keebai's own, so the links to Keebai's pages are hidden. */
  g_assert_null (kc_ui_test_find_button (self->page, "Open in Keebai"));
}

/* A start without an answer is repeated by itself, after growing pauses; the error stays in sight
 * meanwhile. */
static void
test_start_is_repeated (Fixture *self, gconstpointer data)
{
  guint n;

  kc_stub_server_reply (self->server, "GET", "/me", 0, 503, NULL, "{}");
  start (self, "Keebai Is Down for Maintenance");
  n = kc_stub_server_count (self->server, "GET", "/me");
  kc_clock_advance (self->clock, KC_RETRY_TIMER_FIRST_MS - 1);
  kc_ui_test_settle (self->page);
  g_assert_cmpuint (kc_stub_server_count (self->server, "GET", "/me"), ==, n);

  kc_clock_advance (self->clock, KC_BACKOFF_JITTER_MS + 1);
  kc_test_wait_until (kc_stub_server_count (self->server, "GET", "/me") > n);
  g_assert_true (sees (self, "Keebai Is Down for Maintenance"));
  kc_test_wait_until (!kc_controller_is_looking (self->controller));
  g_assert_true (sees (self, "Keebai Is Down for Maintenance"));

  kc_stub_server_reply (
      self->server, "GET", "/me", 0, 200, NULL,
      "{\"company\":{\"name\":\"Ana\"},\"scopes\":[\"channels:read\",\"channels:connect\"]}");
  for (int seconds = 0; !sees (self, "Ana"); seconds++)
    {
      g_assert_cmpint (seconds, <, 60);
      kc_clock_advance (self->clock, 1000);
      kc_ui_test_settle (self->page);
    }
}

/* Digits beside words belong to a name; alone, they are looked for in the number that is shown,
 * also where only this computer knows it. */
static void
test_search_for_digits (Fixture *self, gconstpointer data)
{
  GString *json = g_string_new ("{\"data\":[");
  GtkWidget *entry;
  const KcChannelNote note = {
      .id = (char *) "ch_13",
      .kind = KC_CHANNEL_KIND_WHATSAPP_QR,
      .phone_number = (char *) "+56987654321",
      .settled = TRUE,
  };

  for (guint i = 0; i < 13; i++)
    g_string_append_printf (json,
                            "{\"id\":\"ch_%u\",\"name\":\"Branch %u\",\"type\":\"whatsapp_qr\","
                            "\"is_active\":true,\"phone_number\":\"+493012340%02u\"},",
                            i, i, i);
  g_string_append (json, "{\"id\":\"ch_13\",\"name\":\"Branch 13\",\"type\":\"whatsapp_qr\","
                         "\"is_active\":true}]}");
  kc_stub_server_reply (self->server, "GET", "/channels?type=whatsapp_qr", 0, 200, NULL, json->str);
  g_string_free (json, TRUE);
  kc_channel_notes_put (kc_after_care_get_notes (kc_controller_get_after_care (self->controller)),
                        &note);
  start (self, "Branch 0");
  g_signal_emit_by_name (find_search (self), "clicked");
  kc_ui_test_settle (self->page);

  entry = kc_ui_test_find (self->page, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Branch 12");
  kc_test_wait_until (sees (self, "Branch 12") && !sees (self, "Branch 1\xe2\x81\xa9"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "+49 30 12340-11");
  kc_test_wait_until (sees (self, "Branch 11") && !sees (self, "Branch 12"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "9876");
  kc_test_wait_until (sees (self, "Branch 13") && !sees (self, "Branch 11"));
}

/* The channels of one company do not stand under the name of another. */
static void
test_key_of_another_company (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  serve_channels (self, 3, NULL);
  start (self, "Branch 0");

  kc_stub_server_reply (
      self->server, "GET", "/me", 0, 200, NULL,
      "{\"company\":{\"name\":\"Berta\"},\"scopes\":[\"channels:read\",\"channels:connect\"]}");
  kc_stub_server_reply (self->server, "GET", "/channels?type=whatsapp_qr", 0, 503, NULL, "{}");
  kc_key_manager_check_key_async (kc_controller_get_key_manager (self->controller), OTHER_KEY,
                                  KC_KEY_KEEPING_REMOVE, cancellable, kc_test_take_result_cb,
                                  &result);
  kc_test_wait_until (result != NULL);
  kc_page_shown (KC_PAGE (self->page));
  kc_test_wait_until (sees (self, "Berta"));
  g_assert_false (sees (self, "Branch 0"));
  kc_test_wait_until (sees (self, "Keebai Is Down for Maintenance"));
  g_assert_false (sees (self, "Branch 0"));
}

/* So is the list. */
static void
test_list_is_loaded_again (Fixture *self, gconstpointer data)
{
  kc_stub_server_reply (self->server, "GET", "/channels?type=whatsapp_qr", 0, 503, NULL, "{}");
  start (self, "Keebai Is Down for Maintenance");
  g_assert_true (sees (self, "Ana"));

  serve_channels (self, 1, "Front desk");
  kc_clock_advance (self->clock, KC_RETRY_TIMER_FIRST_MS + KC_BACKOFF_JITTER_MS);
  kc_test_wait_until (sees (self, "Front desk"));
  g_assert_false (sees (self, "Keebai Is Down for Maintenance"));
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, function)                                                                        \
  g_test_add ("/channels/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("builds-only-what-is-shown", test_builds_only_what_is_shown);
  ADD ("spinner-only-after-a-while", test_spinner_only_after_a_while);
  ADD ("long-list-has-its-own-page", test_long_list_has_its_own_page);
  ADD ("refresh-changes-only-what-changed", test_refresh_changes_only_what_changed);
  ADD ("long-name-does-not-fill-the-window", test_long_name_does_not_fill_the_window);

  ADD ("number-known-here", test_number_known_here);
  ADD ("row-opens-channel", test_row_opens_channel);
  ADD ("empty", test_empty);
  ADD ("no-permission", test_no_permission);
  ADD ("error-suggests-its-remedy", test_error_suggests_its_remedy);
  ADD ("search-from-ten-on", test_search_from_ten_on);
  ADD ("channel-reconnects", test_channel_reconnects);
  ADD ("channel-active", test_channel_active);
  ADD ("start-is-repeated", test_start_is_repeated);
  ADD ("list-is-loaded-again", test_list_is_loaded_again);
  ADD ("search-for-digits", test_search_for_digits);
  ADD ("key-of-another-company", test_key_of_another_company);

  return g_test_run ();
}
