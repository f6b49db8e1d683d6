/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-line.h"

#include "kc-error.h"
#include "kc-fake-monitor.h"

typedef struct {
  KcFakeMonitor *monitor;
  KcLine *line;
  GError *trouble;
  guint n_changed;
  guint n_back;
} Fixture;

static void
on_line_changed_cb (KcLine *line, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changed++;
}

static void
on_line_network_back_cb (KcLine *line, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_back++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->monitor = kc_fake_monitor_new ();
  fixture->line = kc_line_new (G_NETWORK_MONITOR (fixture->monitor));
  fixture->trouble = g_error_new_literal (KC_ERROR, KC_ERROR_SERVER, "trouble");
  g_signal_connect (fixture->line, "changed", G_CALLBACK (on_line_changed_cb), fixture);
  g_signal_connect (fixture->line, "network-back", G_CALLBACK (on_line_network_back_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->line);
  g_assert_finalize_object (fixture->monitor);
  g_error_free (fixture->trouble);
}

#define assert_link(fixture, expected)                                                             \
  g_assert_cmpint (kc_line_get_link ((fixture)->line), ==, KC_LINK_##expected)

static void
test_trouble_and_answer (Fixture *fixture, gconstpointer data)
{
  assert_link (fixture, LIVE);
  g_assert_no_error (kc_line_get_error (fixture->line));

  kc_line_note (fixture->line, fixture->trouble);
  kc_line_note (fixture->line, fixture->trouble);
  assert_link (fixture, RETRYING);
  g_assert_error (kc_line_get_error (fixture->line), KC_ERROR, KC_ERROR_SERVER);
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  kc_line_note (fixture->line, NULL);
  assert_link (fixture, LIVE);
  g_assert_no_error (kc_line_get_error (fixture->line));
  g_assert_cmpuint (fixture->n_changed, ==, 2);
}

static void
test_offline_and_back (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, FALSE);
  assert_link (fixture, OFFLINE);
  g_assert_error (kc_line_get_error (fixture->line), KC_ERROR, KC_ERROR_OFFLINE);

  /* That there is a network is not yet that Keebai answers. */
  kc_fake_monitor_change (fixture->monitor, TRUE);
  assert_link (fixture, RETRYING);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  kc_line_note (fixture->line, NULL);
  assert_link (fixture, LIVE);
}

static void
test_trouble_without_a_network (Fixture *fixture, gconstpointer data)
{
  kc_line_note (fixture->line, fixture->trouble);
  kc_fake_monitor_change (fixture->monitor, FALSE);
  assert_link (fixture, OFFLINE);
  g_assert_error (kc_line_get_error (fixture->line), KC_ERROR, KC_ERROR_SERVER);
  kc_line_note (fixture->line, fixture->trouble);
  assert_link (fixture, OFFLINE);
}

/* A monitor may be wrong: who has an answer has a network. */
static void
test_answer_overrules_the_monitor (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, FALSE);
  kc_line_note (fixture->line, NULL);
  assert_link (fixture, LIVE);
}

/* Another network: worth asking, though nothing was wrong. */
static void
test_network_changes (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, TRUE);
  assert_link (fixture, LIVE);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static void
test_hung_up (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, FALSE);
  kc_line_hang_up (fixture->line);
  assert_link (fixture, LIVE);
  kc_fake_monitor_change (fixture->monitor, FALSE);
  kc_fake_monitor_change (fixture->monitor, TRUE);
  assert_link (fixture, LIVE);
  g_assert_cmpuint (fixture->n_back, ==, 0);
  kc_line_hang_up (fixture->line);
}

static void
test_without_a_monitor (Fixture *fixture, gconstpointer data)
{
  KcLine *line = kc_line_new (NULL);

  kc_line_note (line, fixture->trouble);
  g_assert_cmpint (kc_line_get_link (line), ==, KC_LINK_RETRYING);
  kc_line_hang_up (line);
  g_assert_finalize_object (line);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/line/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("trouble-and-answer", test_trouble_and_answer);
  ADD ("offline-and-back", test_offline_and_back);
  ADD ("trouble-without-a-network", test_trouble_without_a_network);
  ADD ("answer-overrules-the-monitor", test_answer_overrules_the_monitor);
  ADD ("network-changes", test_network_changes);
  ADD ("hung-up", test_hung_up);
  ADD ("without-a-monitor", test_without_a_monitor);
#undef ADD

  return g_test_run ();
}
