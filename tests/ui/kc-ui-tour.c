/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-ui-tour.h"

#include "kc-about.h"
#include "kc-channel-row.h"
#include "kc-help-dialog.h"
#include "kc-manual-clock.h"
#include "kc-number-lines.h"
#include "kc-qr-code.h"
#include "kc-ui-test.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define DIALOG_SIZE "kc-ui-tour-dialog-size"

/* A joker's name for a branch: 900 letters, and some characters that reverse the direction of
 * writing. */
#define LONG_NAME_PART "Front desk \342\200\256of the\342\200\254 house by the river "

/* Whether the window says that it talks to a service other than Keebai's own. */
static gboolean says_other_host;

/* Replaces the controller's function (--wrap): the practice service always is such a service. */
const char *__real_kc_key_manager_get_other_host (KcKeyManager *self);
const char *__wrap_kc_key_manager_get_other_host (KcKeyManager *self);

const char *
__wrap_kc_key_manager_get_other_host (KcKeyManager *self)
{
  return says_other_host ? __real_kc_key_manager_get_other_host (self) : NULL;
}

/* --- what a person does ----------------------------------------------------------------------- */

static void
turn (KcUiTour *tour, const char *knob, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (tour->sandbox, knob, value, &error);
  g_assert_no_error (error);
}

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  guint *n_left = user_data;

  return --*n_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Some frames: widgets whose size depends on another's may need a second layout. */
static void
let_draw (GtkWidget *window)
{
  guint n_left = 4;

  kc_test_wait_until (gtk_widget_get_mapped (window) && gtk_widget_get_width (window) > 0);
  gtk_widget_add_tick_callback (window, count_frame_cb, &n_left, NULL);
  kc_test_wait_until (n_left == 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
settle (KcUiTour *tour)
{
  let_draw (GTK_WIDGET (tour->window));
}

static const char *
get_key (KcUiTour *tour, KcSandboxKey which)
{
  return kc_sandbox_get_key (tour->sandbox, which);
}

/* There is no application, which has these actions. */
static void
add_application_actions (KcWindow *window)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  static const GActionEntry entries[] = {{"practise"}, {"leave-practice"}, {"about"}};

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "app", G_ACTION_GROUP (group));
}

static void
open_controller (KcUiTour *tour, KcController *controller)
{
  tour->controller = controller;
  if (tour->folder != NULL)
    {
      g_autoptr (KcJournal) journal
          = kc_journal_new (tour->folder, kc_sandbox_get_base_url (tour->sandbox));

      kc_controller_set_journal (controller, journal);
    }
  tour->window = kc_window_new (NULL, controller);
  add_application_actions (tour->window);
  gtk_window_present (GTK_WINDOW (tour->window));
  kc_test_wait_until (!kc_controller_is_looking (controller));
  settle (tour);
}

/* With an access key, or NULL. */
static void
open_window (KcUiTour *tour, const char *key)
{
  open_controller (tour, kc_controller_new (kc_sandbox_get_base_url (tour->sandbox), key, NULL,
                                            NULL, tour->clock));
}

static void
open_full (KcUiTour *tour)
{
  open_window (tour, get_key (tour, KC_SANDBOX_KEY_FULL));
}

static void
open_practice (KcUiTour *tour)
{
  open_controller (tour, kc_controller_new (kc_sandbox_get_base_url (tour->sandbox), NULL,
                                            tour->sandbox, NULL, tour->clock));
}

/* Like a kill: the service is not told. */
static void
close_window (KcUiTour *tour)
{
  GtkWidget *window = GTK_WIDGET (tour->window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&tour->window)));
  kc_test_wait_until (window == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&tour->controller));
}

static void
go (KcUiTour *tour, const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.go", "s", page);
  settle (tour);
}

/* The nth visible widget (from 0) of that type, and of that CSS class if one is given. */
static GtkWidget *
find_nth (GtkWidget *root, GType type, const char *css_class, guint *n)
{
  if (gtk_widget_get_mapped (root) && G_TYPE_CHECK_INSTANCE_TYPE (root, type)
      && (css_class == NULL || gtk_widget_has_css_class (root, css_class)) && (*n)-- == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, css_class, n);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_seen (GtkWidget *root, GType type, const char *css_class, guint n)
{
  return find_nth (root, type, css_class, &n);
}

/* `label`: as in the source, with its mnemonic; or the tooltip of an icon button. */
static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  g_auto (GStrv) parts = g_strsplit (_ (label), "_", -1);
  g_autofree char *text = g_strjoinv ("", parts);
  GtkWidget *button = kc_ui_test_find_button (root, text);

  for (guint n = 0; button == NULL; n++)
    {
      GtkWidget *other = find_seen (root, GTK_TYPE_BUTTON, NULL, n);

      if (other == NULL)
        break;
      if (g_strcmp0 (gtk_widget_get_tooltip_text (other), text) == 0)
        button = other;
    }

  return button;
}

static void
press_in (KcUiTour *tour, GtkWidget *root, const char *label)
{
  GtkWidget *button;

  g_test_message ("pressing “%s”", label);
  kc_test_wait_until ((button = find_button (root, label)) != NULL
                      && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  settle (tour);
}

static void
press (KcUiTour *tour, const char *label)
{
  press_in (tour, GTK_WIDGET (tour->window), label);
}

/* Gives these answers; 0 is the first. */
static void
answer (KcUiTour *tour, const char *choices)
{
  for (const char *choice = choices; *choice != '\0'; choice++)
    {
      GtkWidget *button = find_seen (GTK_WIDGET (tour->window), GTK_TYPE_BUTTON, "kc-choice",
                                     (guint) g_ascii_digit_value (*choice));

      g_assert_nonnull (button);
      g_signal_emit_by_name (button, "clicked");
      settle (tour);
    }
}

static void
type_key (KcUiTour *tour, const char *key)
{
  gtk_editable_set_text (GTK_EDITABLE (
                             kc_ui_test_find (GTK_WIDGET (tour->window), GTK_TYPE_PASSWORD_ENTRY)),
                         key);
  settle (tour);
}

static KcAttempt *
get_attempt (KcUiTour *tour)
{
  return kc_controller_get_attempt (tour->controller);
}

static KcAttemptState
get_state (KcUiTour *tour)
{
  return kc_attempt_get_state (get_attempt (tour));
}

static void
begin_named (KcUiTour *tour, KcMode mode, const char *name)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  request->name = g_strdup (name);
  kc_controller_set_request (tour->controller, request);
  kc_controller_begin (tour->controller);
}

static void
begin (KcUiTour *tour, KcMode mode)
{
  begin_named (tour, mode, "Front desk");
}

/* Lets time pass for the program and the service until `condition` holds. */
#define pass_time_until(tour, condition)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    for (int i = 0; i < 400 && !(condition); i++)                                                  \
      {                                                                                            \
        kc_clock_advance ((tour)->clock, 1000);                                                    \
        turn (tour, "advance", "1");                                                               \
        settle (tour);                                                                             \
      }                                                                                            \
    g_assert_true (condition);                                                                     \
    settle (tour);                                                                                 \
  }                                                                                                \
  G_STMT_END

static gboolean
is_over (KcUiTour *tour)
{
  return !kc_controller_is_running (tour->controller);
}

static void
wait_in_the_browser (KcUiTour *tour)
{
  open_full (tour);
  begin (tour, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  settle (tour);
}

static gboolean
shows_code (KcUiTour *tour)
{
  GtkWidget *code = find_seen (GTK_WIDGET (tour->window), KC_TYPE_QR_CODE, NULL, 0);

  return code != NULL && kc_qr_code_is_shown (KC_QR_CODE (code));
}

static void
show_a_code (KcUiTour *tour)
{
  begin (tour, KC_MODE_QR);
  kc_test_wait_until (shows_code (tour));
  settle (tour);
}

static void
scan (KcUiTour *tour)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_scan (tour->sandbox, kc_sandbox_get_code (tour->sandbox), &error);
  g_assert_no_error (error);
  kc_test_wait_until (get_state (tour) != KC_ATTEMPT_SCANNING);
  settle (tour);
}

static void
finish_in_the_browser (KcUiTour *tour)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_finish_newest (tour->sandbox, &error);
  g_assert_no_error (error);
}

/* --- the first page, the key ------------------------------------------------------------------ */

static void
arrive_first_start (KcUiTour *tour, const char *argument)
{
  open_window (tour, NULL);
}

static void
arrive_home (KcUiTour *tour, const char *channels)
{
  turn (tour, "channels", channels);
  open_full (tour);
}

static void
arrive_home_empty (KcUiTour *tour, const char *argument)
{
  open_window (tour, get_key (tour, KC_SANDBOX_KEY_ELSEWHERE));
}

static void
arrive_home_without_permission (KcUiTour *tour, const char *argument)
{
  open_window (tour, get_key (tour, KC_SANDBOX_KEY_NO_READ));
}

static void
arrive_home_fault (KcUiTour *tour, const char *fault)
{
  turn (tour, "next-channels", fault);
  open_full (tour);
}

static void
arrive_home_offline (KcUiTour *tour, const char *argument)
{
  turn (tour, "offline", "1000");
  open_full (tour);
}

static void
search (KcUiTour *tour, GtkWidget *widget, const char *text)
{
  GtkWidget *entry = find_seen (widget, GTK_TYPE_SEARCH_ENTRY, NULL, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  /* Without the entry's delay, which settling would not wait for. */
  g_signal_emit_by_name (entry, "search-changed");
  settle (tour);
}

static void
arrive_home_search (KcUiTour *tour, const char *text)
{
  arrive_home (tour, "40");
  press (tour, N_ ("Search Channels"));
  if (text != NULL)
    search (tour, GTK_WIDGET (tour->window), text);
}

static void
arrive_home_practice (KcUiTour *tour, const char *argument)
{
  open_practice (tour);
}

static void
arrive_home_elsewhere (KcUiTour *tour, const char *argument)
{
  says_other_host = TRUE;
  open_full (tour);
}

static void
arrive_key (KcUiTour *tour, const char *argument)
{
  open_window (tour, NULL);
  go (tour, "key");
}

static void
arrive_key_checking (KcUiTour *tour, const char *argument)
{
  arrive_key (tour, NULL);
  turn (tour, "next-me", "delay=60");
  type_key (tour, get_key (tour, KC_SANDBOX_KEY_FULL));
}

static void
check_key (KcUiTour *tour, const char *key)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (tour->controller);

  type_key (tour, key);
  kc_test_wait_until (kc_key_manager_get_key_error (key_manager) != NULL
                      || kc_key_manager_get_key_check (key_manager) != NULL);
  settle (tour);
}

static void
arrive_key_wrong (KcUiTour *tour, const char *argument)
{
  arrive_key (tour, NULL);
  check_key (tour, get_key (tour, KC_SANDBOX_KEY_REVOKED));
}

static void
arrive_key_maintenance (KcUiTour *tour, const char *argument)
{
  arrive_key (tour, NULL);
  turn (tour, "next-me", "503");
  check_key (tour, get_key (tour, KC_SANDBOX_KEY_FULL));
}

static void
arrive_key_without_permission (KcUiTour *tour, const char *argument)
{
  arrive_key (tour, NULL);
  check_key (tour, get_key (tour, KC_SANDBOX_KEY_NO_CONNECT));
}

static void
arrive_key_another (KcUiTour *tour, const char *argument)
{
  arrive_key_without_permission (tour, NULL);
  press (tour, N_ ("_Use Another Key"));
}

static void
arrive_key_good (KcUiTour *tour, const char *argument)
{
  g_autofree char *quoted = NULL;

  arrive_key (tour, NULL);
  quoted = g_strdup_printf ("Bearer “%s”", get_key (tour, KC_SANDBOX_KEY_FULL));
  check_key (tour, quoted);
}

static void
arrive_key_wanted (KcUiTour *tour, const char *argument)
{
  wait_in_the_browser (tour);
  turn (tour, "next-poll", "401*0");
  pass_time_until (tour, kc_controller_is_key_wanted (tour->controller));
}

/* --- a channel -------------------------------------------------------------------------------- */

static void
arrive_channel (KcUiTour *tour, const char *state)
{
  guint n = 0;
  GtkWidget *row;

  arrive_home (tour, "12");
  while ((row = find_seen (GTK_WIDGET (tour->window), KC_TYPE_CHANNEL_ROW, NULL, n++)) != NULL
         && !kc_ui_test_sees (row, _ (state)))
    ;
  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "clicked");
  settle (tour);
}

/* --- the number ------------------------------------------------------------------------------- */

static void
arrive_number (KcUiTour *tour, const char *choices)
{
  open_full (tour);
  go (tour, "number");
  answer (tour, choices);
}

/* The next number, after the first one was asked about. */
static void
arrive_number_kept (KcUiTour *tour, const char *choices)
{
  arrive_number (tour, choices);
  go (tour, "welcome");
  go (tour, "number");
}

static void
arrive_several (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  go (tour, "several");
}

static void
fill_list (KcUiTour *tour)
{
  g_autoptr (KcNumberLines) lines
      = kc_number_lines_parse ("Front desk\nWorkshop\n+34 600 111 222\nKiosk", NULL, 4);

  kc_number_list_add (kc_number_queue_get_list (kc_controller_get_number_queue (tour->controller)),
                      lines->lines);
}

/* Every state that a number can be in, except the running one. */
static void
arrive_several_list (KcUiTour *tour, const char *argument)
{
  KcNumberList *list;

  open_full (tour);
  fill_list (tour);
  list = kc_number_queue_get_list (kc_controller_get_number_queue (tour->controller));
  kc_number_list_set_state (list, 0, KC_LISTED_CONNECTED, "+12025550106", NULL);
  kc_number_list_set_state (list, 1, KC_LISTED_NOT_CONNECTED, NULL, "Time Ran Out");
  kc_number_list_set_state (list, 3, KC_LISTED_SKIPPED, NULL, NULL);
  if (argument != NULL)
    kc_rate_limiter_slow_down (kc_key_manager_get_rate_limiter (
                                   kc_controller_get_key_manager (tour->controller)),
                               20 * 60 * 1000);
  go (tour, "several");
}

static void
arrive_choose (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  go (tour, "choose");
}

static void
arrive_choose_phone (KcUiTour *tour, const char *argument)
{
  GtkWidget *card;

  arrive_choose (tour, NULL);
  card = find_seen (GTK_WIDGET (tour->window), GTK_TYPE_TOGGLE_BUTTON, "kc-choice", 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), TRUE);
  settle (tour);
}

static void
arrive_choose_options (KcUiTour *tour, const char *argument)
{
  GtkWidget *row;

  arrive_choose (tour, NULL);
  row = find_seen (GTK_WIDGET (tour->window), ADW_TYPE_EXPANDER_ROW, NULL, 0);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  settle (tour);
}

/* `argument`: the only way that an administrator offers, or NULL. */
static void
arrive_choose_locked (KcUiTour *tour, const char *argument)
{
  const char *const ways[] = {*argument != '\0' ? argument : NULL, NULL};
  g_autoptr (KcPresets) presets = kc_presets_new ();

  open_full (tour);
  kc_presets_set_ways (presets, ways);
  kc_presets_set_pipeline (presets, "pip_front_desk");
  kc_presets_set_channel_name (presets, "Desk {host}", "desk-07", "ana");
  kc_presets_lock (presets, KC_PRESET_WAYS);
  kc_presets_lock (presets, KC_PRESET_PIPELINE);
  kc_presets_lock (presets, KC_PRESET_COEXISTENCE);
  kc_presets_lock (presets, KC_PRESET_CHANNEL_NAME);
  kc_controller_set_presets (tour->controller, presets);
  go (tour, "choose");
}

/* --- in the browser --------------------------------------------------------------------------- */

static void
arrive_starting (KcUiTour *tour, const char *mode)
{
  open_full (tour);
  turn (tour, "next-start", "delay=60");
  begin (tour, g_str_equal (mode, "qr") ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  settle (tour);
}

/* There is no browser where tests run. So the person first says that somebody else is the admin,
 * which opens nothing, and then takes it back. */
static void
arrive_browser (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  kc_controller_set_hand_over (tour->controller, TRUE);
  begin (tour, KC_MODE_EMBEDDED_SIGNUP);
  kc_controller_set_hand_over (tour->controller, FALSE);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  settle (tour);
}

static void
arrive_browser_handed_over (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  kc_controller_set_hand_over (tour->controller, TRUE);
  begin (tour, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  settle (tour);
}

static void
arrive_browser_not_opened (KcUiTour *tour, const char *argument)
{
  wait_in_the_browser (tour);
  kc_test_wait_until (find_seen (GTK_WIDGET (tour->window), GTK_TYPE_BOX, "status-card", 0)
                      != NULL);
  settle (tour);
}

static void
arrive_browser_coexistence (KcUiTour *tour, const char *argument)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);

  open_full (tour);
  request->coexistence = TRUE;
  kc_controller_set_request (tour->controller, request);
  kc_controller_set_hand_over (tour->controller, TRUE);
  kc_controller_begin (tour->controller);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  settle (tour);
}

static void
arrive_browser_code (KcUiTour *tour, const char *argument)
{
  arrive_browser (tour, NULL);
  press (tour, N_ ("_Show as QR Code"));
}

static void
arrive_browser_trouble (KcUiTour *tour, const char *argument)
{
  arrive_browser (tour, NULL);
  turn (tour, "next-poll", "500*0");
  pass_time_until (tour, kc_attempt_get_connectivity (get_attempt (tour)) != KC_CONNECTIVITY_LIVE);
}

static void
arrive_browser_practice (KcUiTour *tour, const char *argument)
{
  open_practice (tour);
  kc_controller_set_hand_over (tour->controller, TRUE);
  begin (tour, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  settle (tour);
}

/* --- with the phone --------------------------------------------------------------------------- */

static void
arrive_scan (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  show_a_code (tour);
}

static void
arrive_scan_iphone (KcUiTour *tour, const char *argument)
{
  GtkWidget *switcher;

  arrive_scan (tour, NULL);
  switcher = find_seen (GTK_WIDGET (tour->window), GTK_TYPE_STACK_SWITCHER, NULL, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                    find_seen (switcher, GTK_TYPE_TOGGLE_BUTTON, NULL, 1)),
                                TRUE);
  settle (tour);
}

static void
arrive_scan_practice (KcUiTour *tour, const char *argument)
{
  open_practice (tour);
  show_a_code (tour);
}

static void
arrive_scan_enlarged (KcUiTour *tour, const char *argument)
{
  arrive_scan (tour, NULL);
  g_signal_emit_by_name (find_seen (GTK_WIDGET (tour->window), KC_TYPE_QR_CODE, NULL, 0),
                         "activated");
  settle (tour);
}

static void
arrive_scan_help_offered (KcUiTour *tour, const char *argument)
{
  turn (tour, "code-life", "290,20");
  arrive_scan (tour, NULL);
  kc_clock_advance (tour->clock, 91000);
  settle (tour);
}

static void
arrive_scan_covered (KcUiTour *tour, const char *argument)
{
  turn (tour, "stream-drop", "1*1");
  open_full (tour);
  begin (tour, KC_MODE_QR);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_SCANNING
                      && kc_attempt_get_code (get_attempt (tour)) != NULL);
  turn (tour, "next-stream", "500*0");
  turn (tour, "advance", "61");
  kc_test_wait_until (kc_attempt_get_connectivity (get_attempt (tour)) != KC_CONNECTIVITY_LIVE);
  settle (tour);
}

static void
arrive_scan_stale (KcUiTour *tour, const char *argument)
{
  arrive_scan (tour, NULL);
  turn (tour, "stream-stale", "on");
  for (int i = 0; i < 100; i++)
    {
      kc_clock_advance (tour->clock, 1000);
      settle (tour);
    }
}

static void
arrive_scan_no_code (KcUiTour *tour, const char *argument)
{
  turn (tour, "stream-silence", "on");
  open_full (tour);
  begin (tour, KC_MODE_QR);
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_SCANNING);
  settle (tour);
  kc_clock_advance (tour->clock, 21000);
  settle (tour);
}

static void
arrive_scan_maintenance (KcUiTour *tour, const char *argument)
{
  turn (tour, "next-start", "503*0");
  open_full (tour);
  begin (tour, KC_MODE_QR);
  kc_test_wait_until (kc_attempt_get_connectivity (get_attempt (tour)) != KC_CONNECTIVITY_LIVE);
  settle (tour);
}

static void
arrive_linking (KcUiTour *tour, const char *milliseconds)
{
  turn (tour, "scan-outcome", "nothing");
  arrive_scan (tour, NULL);
  scan (tour);
  kc_clock_advance (tour->clock, g_ascii_strtoll (milliseconds, NULL, 10));
  settle (tour);
}

/* --- the ends --------------------------------------------------------------------------------- */

static void
arrive_connected (KcUiTour *tour, const char *details)
{
  arrive_browser (tour, NULL);
  finish_in_the_browser (tour);
  pass_time_until (tour, is_over (tour));
  if (details != NULL)
    {
      gtk_expander_set_expanded (GTK_EXPANDER (find_seen (GTK_WIDGET (tour->window),
                                                          GTK_TYPE_EXPANDER, NULL, 0)),
                                 TRUE);
      settle (tour);
    }
}

static void
arrive_connected_phone (KcUiTour *tour, const char *argument)
{
  arrive_scan (tour, NULL);
  scan (tour);
  pass_time_until (tour, is_over (tour));
}

static void
arrive_new_channel (KcUiTour *tour, const char *label)
{
  arrive_browser (tour, NULL);
  turn (tour, "next-poll", "404*0");
  finish_in_the_browser (tour);
  pass_time_until (tour, is_over (tour));
  if (label != NULL)
    press (tour, label);
}

static void
arrive_expired (KcUiTour *tour, const char *argument)
{
  turn (tour, "expires-in", "5");
  arrive_browser (tour, NULL);
  pass_time_until (tour, is_over (tour));
}

static void
arrive_cancelled (KcUiTour *tour, const char *argument)
{
  g_autoptr (GError) error = NULL;

  arrive_browser (tour, NULL);
  kc_sandbox_cancel (tour->sandbox, kc_attempt_get_verification_uri (get_attempt (tour)), &error);
  g_assert_no_error (error);
  pass_time_until (tour, is_over (tour));
}

static void
arrive_failed (KcUiTour *tour, const char *fault)
{
  open_full (tour);
  turn (tour, "next-start", fault);
  begin (tour, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (is_over (tour));
  settle (tour);
}

static void
arrive_not_linked (KcUiTour *tour, const char *reason)
{
  arrive_scan (tour, NULL);
  turn (tour, "stream-fail", reason);
  pass_time_until (tour, is_over (tour));
}

static void
arrive_not_known (KcUiTour *tour, const char *argument)
{
  turn (tour, "expires-in", "5");
  arrive_browser (tour, NULL);
  turn (tour, "next-poll", "401*0");
  pass_time_until (tour, is_over (tour) && !kc_controller_is_key_wanted (tour->controller));
}

/* --- a session that was left ------------------------------------------------------------------ */

static void
leave_open (KcUiTour *tour, KcMode mode, const char *name)
{
  tour->folder = g_dir_make_tmp ("kc-tour-XXXXXX", NULL);
  g_assert_nonnull (tour->folder);
  open_full (tour);
  begin_named (tour, mode, name);
  kc_test_wait_until (
      kc_session_store_is_noted (kc_controller_get_session_store (tour->controller)));
  close_window (tour);
}

static void
arrive_pending (KcUiTour *tour, const char *argument)
{
  leave_open (tour, KC_MODE_EMBEDDED_SIGNUP, "Front desk");
  open_full (tour);
}

static void
arrive_pending_long_name (KcUiTour *tour, const char *argument)
{
  GString *name = g_string_new (NULL);

  while (name->len < 900)
    g_string_append (name, LONG_NAME_PART);
  leave_open (tour, KC_MODE_QR, name->str);
  open_full (tour);
  g_string_free (name, TRUE);
}

static void
arrive_pending_without_key (KcUiTour *tour, const char *argument)
{
  leave_open (tour, KC_MODE_EMBEDDED_SIGNUP, "Front desk");
  open_window (tour, NULL);
}

static void
arrive_key_to_go_on (KcUiTour *tour, const char *argument)
{
  arrive_pending_without_key (tour, NULL);
  press (tour, N_ ("_Continue"));
}

static void
arrive_pending_over (KcUiTour *tour, const char *argument)
{
  gint64 end;

  turn (tour, "expires-in", "1");
  leave_open (tour, KC_MODE_EMBEDDED_SIGNUP, "Front desk");
  /* The age of a note is measured by a real clock. */
  end = g_get_monotonic_time () + 1500 * G_TIME_SPAN_MILLISECOND;
  kc_test_wait_until (g_get_monotonic_time () > end);
  open_window (tour, NULL);
}

static void
arrive_gone_on_with (KcUiTour *tour, const char *argument)
{
  arrive_pending (tour, NULL);
  press (tour, N_ ("_Continue"));
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  settle (tour);
}

static void
arrive_resume_dialog (KcUiTour *tour, const char *argument)
{
  arrive_pending (tour, NULL);
  go (tour, "choose");
  press (tour, N_ ("_Connect"));
}

static void
arrive_after_care (KcUiTour *tour, const char *channel)
{
  if (g_str_equal (channel, "review"))
    turn (tour, "review", "100000");
  arrive_connected (tour, NULL);
  if (g_str_equal (channel, "gone"))
    turn (tour, "newest-channel", "gone");
  press (tour, N_ ("_Done"));
  kc_clock_advance (tour->clock, KC_AFTER_CARE_DELAY_MS + 1000);
  for (int i = 0; i < 5; i++)
    settle (tour);
}

/* --- dialogs ---------------------------------------------------------------------------------- */

static void
arrive_stop_dialog (KcUiTour *tour, const char *argument)
{
  arrive_browser (tour, NULL);
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.back", NULL);
  settle (tour);
}

static void
arrive_close_dialog (KcUiTour *tour, const char *argument)
{
  arrive_browser (tour, NULL);
  kc_window_set_can_hide (tour->window, TRUE);
  gtk_window_close (GTK_WINDOW (tour->window));
  settle (tour);
}

static void
arrive_help (KcUiTour *tour, const char *mode)
{
  open_full (tour);
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.help", "s", mode);
  settle (tour);
}

static void
arrive_help_searched (KcUiTour *tour, const char *text)
{
  GtkWindow *dialog;

  arrive_help (tour, "qr");
  dialog = kc_ui_tour_get_dialog (tour);
  search (tour, GTK_WIDGET (dialog), text);
}

static void
arrive_history (KcUiTour *tour, const char *argument)
{
  arrive_expired (tour, NULL);
  turn (tour, "expires-in", "off");
  kc_controller_set_hand_over (tour->controller, TRUE);
  begin_named (tour, KC_MODE_EMBEDDED_SIGNUP, "Shop");
  kc_test_wait_until (get_state (tour) == KC_ATTEMPT_WAITING);
  finish_in_the_browser (tour);
  pass_time_until (tour, is_over (tour));
  turn (tour, "next-start", "500");
  begin_named (tour, KC_MODE_QR, "Kitchen");
  kc_test_wait_until (is_over (tour));
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.history", NULL);
  settle (tour);
}

static void
arrive_history_empty (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.history", NULL);
  settle (tour);
}

static void
arrive_report (KcUiTour *tour, const char *argument)
{
  arrive_failed (tour, "500");
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.report", NULL);
  settle (tour);
}

static void
arrive_shortcuts (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  gtk_widget_activate_action (GTK_WIDGET (tour->window), "win.shortcuts", NULL);
  settle (tour);
}

static void
arrive_about (KcUiTour *tour, const char *argument)
{
  open_full (tour);
  kc_about_present (GTK_WINDOW (tour->window), tour->controller);
  settle (tour);
}

/* --- all of them ------------------------------------------------------------------------------ */

static const KcUiState states[] = {
    {"first-start", "First start", arrive_first_start, NULL},
    {"key", "Access key: nothing typed", arrive_key, NULL},
    {"key-checking", "Access key: checking", arrive_key_checking, NULL},
    {"key-wrong", "Access key: not accepted", arrive_key_wrong, NULL},
    {"key-maintenance", "Access key: Keebai is down", arrive_key_maintenance, NULL},
    {"key-no-permission", "Access key: permission missing", arrive_key_without_permission, NULL},
    {"key-another", "Access key: another one", arrive_key_another, NULL},
    {"key-good", "Access key: accepted", arrive_key_good, NULL},
    {"home-empty", "Home: no channels", arrive_home_empty, NULL},
    {"home", "Home: a few channels", arrive_home, "0"},
    {"home-12", "Home: twelve channels", arrive_home, "12"},
    {"home-search", "Home: all channels", arrive_home_search, NULL},
    {"home-search-nothing", "Home: nothing found", arrive_home_search, "zzz"},
    {"home-no-permission", "Home: the list may not be read", arrive_home_without_permission, NULL},
    {"home-maintenance", "Home: Keebai is down", arrive_home_fault, "503*0"},
    {"home-offline", "Home: no network", arrive_home_offline, NULL},
    {"home-practice", "Home: practice", arrive_home_practice, NULL},
    {"home-elsewhere", "Home: another address", arrive_home_elsewhere, NULL},
    {"channel-active", "Channel: active", arrive_channel, N_ ("Active")},
    {"channel-paused", "Channel: paused", arrive_channel, N_ ("Paused")},
    {"channel-disconnected", "Channel: disconnected", arrive_channel, N_ ("Disconnected")},
    {"number", "The number: first question", arrive_number, ""},
    {"number-keep", "The number: keep the app", arrive_number, "2"},
    {"number-code", "The number: text message or call", arrive_number, "0"},
    {"number-admin", "The number: who is admin", arrive_number, "00"},
    {"number-browser", "Recommended: in the browser", arrive_number, "000"},
    {"number-hand-over", "Recommended: send a link", arrive_number, "001"},
    {"number-not-yet", "Recommended: not yet, or the phone", arrive_number, "10"},
    {"number-no-account", "Recommended: create the account", arrive_number, "002"},
    {"number-admin-unknown", "Recommended: not yet, admin not known", arrive_number, "003"},
    {"number-freed", "Recommended: delete the account, send a link", arrive_number, "1101"},
    {"number-kept", "Recommended: from earlier answers", arrive_number_kept, "000"},
    {"several", "Several numbers: the text", arrive_several, NULL},
    {"several-list", "Several numbers: the list", arrive_several_list, NULL},
    {"several-wait", "Several numbers: no requests left", arrive_several_list, "wait"},
    {"choose", "Choose: in the browser", arrive_choose, NULL},
    {"choose-options", "Choose: more options", arrive_choose_options, NULL},
    {"choose-phone", "Choose: with the phone", arrive_choose_phone, NULL},
    {"choose-locked", "Choose: the browser, locked", arrive_choose_locked, "embedded"},
    {"choose-locked-phone", "Choose: the phone, locked", arrive_choose_locked, "qr"},
    {"choose-locked-off", "Choose: no way left", arrive_choose_locked, ""},
    {"browser-starting", "Browser: getting the link", arrive_starting, "embedded_signup"},
    {"browser", "Browser: waiting", arrive_browser, NULL},
    {"browser-not-opened", "Browser: did not open", arrive_browser_not_opened, NULL},
    {"browser-hand-over", "Browser: for the admin", arrive_browser_handed_over, NULL},
    {"browser-coexistence", "Browser: keep the app", arrive_browser_coexistence, NULL},
    {"browser-code", "Browser: the link as a code", arrive_browser_code, NULL},
    {"browser-trouble", "Browser: trying again", arrive_browser_trouble, NULL},
    {"browser-practice", "Browser: practice", arrive_browser_practice, NULL},
    {"scan-starting", "Phone: getting a code", arrive_starting, "qr"},
    {"scan", "Phone: a code", arrive_scan, NULL},
    {"scan-iphone", "Phone: the steps of an iPhone", arrive_scan_iphone, NULL},
    {"scan-enlarged", "Phone: the code enlarged", arrive_scan_enlarged, NULL},
    {"scan-help", "Phone: help is offered", arrive_scan_help_offered, NULL},
    {"scan-covered", "Phone: an old code", arrive_scan_covered, NULL},
    {"scan-stale", "Phone: no new code comes", arrive_scan_stale, NULL},
    {"scan-no-code", "Phone: no code comes", arrive_scan_no_code, NULL},
    {"scan-maintenance", "Phone: Keebai is down", arrive_scan_maintenance, NULL},
    {"scan-practice", "Phone: practice", arrive_scan_practice, NULL},
    {"linking-ticked", "Phone: scanned", arrive_linking, "0"},
    {"linking", "Phone: linking", arrive_linking, "3500"},
    {"linking-long", "Phone: linking takes long", arrive_linking, "46000"},
    {"connected", "Connected in the browser", arrive_connected, NULL},
    {"connected-details", "Connected: details", arrive_connected, "details"},
    {"connected-phone", "Connected with the phone", arrive_connected_phone, NULL},
    {"new-channel", "A new channel is offered", arrive_new_channel, NULL},
    {"ended-early", "Ended early", arrive_new_channel, N_ ("_No")},
    {"expired", "Time ran out", arrive_expired, NULL},
    {"cancelled", "Canceled in the browser", arrive_cancelled, NULL},
    {"failed", "Failed: problem at Keebai", arrive_failed, "500"},
    {"failed-declined", "Failed: request declined", arrive_failed, "409"},
    {"failed-permission", "Failed: permission missing", arrive_failed, "403"},
    {"failed-key", "Failed: key not accepted", arrive_failed, "401"},
    {"failed-network", "Failed: a network that wants a sign-in", arrive_failed, "html"},
    {"not-linked", "Phone not linked", arrive_not_linked, "failed"},
    {"not-linked-limit", "Phone not linked: four devices", arrive_not_linked,
     "device limit reached"},
    {"not-known", "Result not known yet", arrive_not_known, NULL},
    {"pending", "Unfinished number", arrive_pending, NULL},
    {"pending-without-key", "Unfinished number, no key", arrive_pending_without_key, NULL},
    {"pending-over", "Unfinished number: time is over", arrive_pending_over, NULL},
    {"pending-long-name", "Unfinished number: a name of 900 letters", arrive_pending_long_name,
     NULL},
    {"key-to-go-on", "Access key: to finish a number", arrive_key_to_go_on, NULL},
    {"browser-gone-on-with", "Browser: gone on with", arrive_gone_on_with, NULL},
    {"key-wanted", "Access key: wanted meanwhile", arrive_key_wanted, NULL},
    {"after-care-review", "Looked at again: under review", arrive_after_care, "review"},
    {"after-care-gone", "Looked at again: gone", arrive_after_care, "gone"},
    {"dialog-resume", "Dialog: finish the other number?", arrive_resume_dialog, NULL},
    {"dialog-stop", "Dialog: stop?", arrive_stop_dialog, NULL},
    {"dialog-close", "Dialog: close the window?", arrive_close_dialog, NULL},
    {"help-phone", "Help: what the phone says", arrive_help, "qr"},
    {"help-page", "Help: what the page says", arrive_help, "embedded_signup"},
    {"help-searched", "Help: searched", arrive_help_searched, "WhatsApp Web"},
    {"help-nothing", "Help: nothing found", arrive_help_searched, "zzz"},
    {"history", "History", arrive_history, NULL},
    {"history-empty", "History: empty", arrive_history_empty, NULL},
    {"report", "Report", arrive_report, NULL},
    {"shortcuts", "Keyboard shortcuts", arrive_shortcuts, NULL},
    {"about", "About", arrive_about, NULL},
};

const KcUiState *
kc_ui_tour_get_states (guint *n_states)
{
  *n_states = G_N_ELEMENTS (states);

  return states;
}

KcUiTour *
kc_ui_tour_go_to (const KcUiState *state)
{
  KcUiTour *tour = g_new0 (KcUiTour, 1);
  g_autoptr (GError) error = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  tour->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (tour->sandbox, 0, &error));
  g_assert_no_error (error);
  tour->clock = kc_clock_new_manual ();
  turn (tour, "time-scale", "0");
  turn (tour, "rate-limit", "off");
  state->arrive (tour, state->argument);

  return tour;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_remove (file);
    }
  g_rmdir (path);
}

void
kc_ui_tour_leave (KcUiTour *tour)
{
  GtkWindow *dialog;

  /* Neither answer: the question is only dismissed. */
  while ((dialog = kc_ui_tour_get_dialog (tour)) != NULL)
    {
      gtk_window_close (dialog);
      kc_test_wait_until (kc_ui_tour_get_dialog (tour) != dialog);
    }
  close_window (tour);
  says_other_host = FALSE;
  if (tour->folder != NULL)
    remove_folder (tour->folder);
  g_free (tour->folder);
  g_object_unref (tour->clock);
  g_object_unref (tour->sandbox);
  g_free (tour);
}

GtkWindow *
kc_ui_tour_get_dialog (KcUiTour *tour)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (window != GTK_WIDGET (tour->window) && gtk_widget_get_mapped (window))
        return GTK_WINDOW (window);
    }

  return NULL;
}

static void
resize (GtkWindow *window, int width, int height)
{
  gtk_window_set_default_size (window, width, height);
  let_draw (GTK_WIDGET (window));
}

void
kc_ui_tour_resize (KcUiTour *tour, int width, int height)
{
  GtkWindow *dialog = kc_ui_tour_get_dialog (tour);

  resize (GTK_WINDOW (tour->window), width, height);
  if (dialog != NULL)
    {
      int wanted_width, wanted_height;

      /* As it was before the first of these calls. */
      if (g_object_get_data (G_OBJECT (dialog), DIALOG_SIZE) == NULL)
        {
          gtk_window_get_default_size (dialog, &wanted_width, &wanted_height);
          g_object_set_data (G_OBJECT (dialog), DIALOG_SIZE,
                             GINT_TO_POINTER (MAX (wanted_width, 0) << 16
                                              | MAX (wanted_height, 0)));
        }
      wanted_width = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), DIALOG_SIZE)) >> 16;
      wanted_height = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), DIALOG_SIZE)) & 0xffff;
      resize (dialog, wanted_width > 0 ? MIN (wanted_width, width) : -1,
              wanted_height > 0 ? MIN (wanted_height, height) : -1);
    }
}
