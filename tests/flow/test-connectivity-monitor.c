/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-connectivity-monitor.h"

#include "kc-error.h"
#include "kc-fake-monitor.h"

typedef struct {
  KcFakeMonitor *monitor;
  KcConnectivityMonitor *connectivity;
  GError *trouble;
  guint n_changed;
  guint n_back;
  guint n_back_from_away;
} Fixture;

static void
on_connectivity_changed_cb (KcConnectivityMonitor *connectivity, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changed++;
}

static void
on_connectivity_network_back_cb (KcConnectivityMonitor *connectivity,
                                 gboolean was_away,
                                 gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_back++;
  if (was_away)
    fixture->n_back_from_away++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->monitor = kc_fake_monitor_new ();
  fixture->connectivity = kc_connectivity_monitor_new (G_NETWORK_MONITOR (fixture->monitor));
  fixture->trouble = g_error_new_literal (KC_ERROR, KC_ERROR_SERVER, "trouble");
  g_signal_connect (fixture->connectivity, "changed", G_CALLBACK (on_connectivity_changed_cb),
                    fixture);
  g_signal_connect (fixture->connectivity, "network-back",
                    G_CALLBACK (on_connectivity_network_back_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->connectivity);
  g_assert_finalize_object (fixture->monitor);
  g_error_free (fixture->trouble);
}

#define assert_link(fixture, expected)                                                             \
  g_assert_cmpint (kc_connectivity_monitor_get_connectivity ((fixture)->connectivity), ==,         \
                   KC_CONNECTIVITY_##expected)

static void
test_trouble_and_answer (Fixture *fixture, gconstpointer data)
{
  assert_link (fixture, LIVE);
  g_assert_no_error (kc_connectivity_monitor_get_error (fixture->connectivity));

  kc_connectivity_monitor_note (fixture->connectivity, fixture->trouble);
  kc_connectivity_monitor_note (fixture->connectivity, fixture->trouble);
  assert_link (fixture, RETRYING);
  g_assert_error (kc_connectivity_monitor_get_error (fixture->connectivity), KC_ERROR,
                  KC_ERROR_SERVER);
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  kc_connectivity_monitor_note (fixture->connectivity, NULL);
  assert_link (fixture, LIVE);
  g_assert_no_error (kc_connectivity_monitor_get_error (fixture->connectivity));
  g_assert_cmpuint (fixture->n_changed, ==, 2);
}

static void
test_offline_and_back (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, FALSE);
  assert_link (fixture, OFFLINE);
  g_assert_error (kc_connectivity_monitor_get_error (fixture->connectivity), KC_ERROR,
                  KC_ERROR_OFFLINE);

  /* A network alone does not mean that Keebai answers. */
  kc_fake_monitor_change (fixture->monitor, TRUE);
  assert_link (fixture, RETRYING);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  g_assert_cmpuint (fixture->n_back_from_away, ==, 1);
  kc_connectivity_monitor_note (fixture->connectivity, NULL);
  assert_link (fixture, LIVE);
}

static void
test_trouble_without_a_network (Fixture *fixture, gconstpointer data)
{
  kc_connectivity_monitor_note (fixture->connectivity, fixture->trouble);
  kc_fake_monitor_change (fixture->monitor, FALSE);
  assert_link (fixture, OFFLINE);
  g_assert_error (kc_connectivity_monitor_get_error (fixture->connectivity), KC_ERROR,
                  KC_ERROR_SERVER);
  kc_connectivity_monitor_note (fixture->connectivity, fixture->trouble);
  assert_link (fixture, OFFLINE);
}

/* A monitor may be wrong: an answer proves that there is a network. */
static void
test_answer_overrules_the_monitor (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, FALSE);
  kc_connectivity_monitor_note (fixture->connectivity, NULL);
  assert_link (fixture, LIVE);

  /* Then open connections are not dead. */
  kc_fake_monitor_change (fixture->monitor, TRUE);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  g_assert_cmpuint (fixture->n_back_from_away, ==, 0);

  /* It was an answer, even if not a good one. */
  kc_fake_monitor_change (fixture->monitor, FALSE);
  g_clear_error (&fixture->trouble);
  fixture->trouble = kc_error_new_full (KC_ERROR_SERVER, 502, -1, NULL, NULL, NULL, "trouble");
  kc_connectivity_monitor_note (fixture->connectivity, fixture->trouble);
  assert_link (fixture, RETRYING);
}

/* To the monitor, a network with a sign-in page is a network. If nothing can be sent, the page is
 * the reason. Once somebody has signed in, it is worth polling at once. */
static void
test_sign_in_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) host = g_error_new_literal (KC_ERROR, KC_ERROR_TLS_HOST, "another host");
  g_autoptr (GError) spent
      = kc_error_new_full (KC_ERROR_RATE_LIMITED, 0, -1, NULL, NULL, NULL, "spent");
  g_autoptr (GError) explained = NULL;

  kc_fake_monitor_set_connectivity (fixture->monitor, G_NETWORK_CONNECTIVITY_PORTAL);
  assert_link (fixture, LIVE);
  kc_connectivity_monitor_note (fixture->connectivity, kc_error_mark_unsent (host));
  assert_link (fixture, RETRYING);
  g_assert_error (kc_connectivity_monitor_get_error (fixture->connectivity), KC_ERROR,
                  KC_ERROR_PORTAL);
  explained = kc_connectivity_monitor_explain (fixture->connectivity, host);
  g_assert_error (explained, KC_ERROR, KC_ERROR_PORTAL);
  g_assert_false (kc_error_was_sent (explained));
  g_assert_true (kc_error_is_transient (explained));

  /* What was sent got through; and a rate limit has nothing to do with the network. */
  kc_connectivity_monitor_note (fixture->connectivity, fixture->trouble);
  g_assert_error (kc_connectivity_monitor_get_error (fixture->connectivity), KC_ERROR,
                  KC_ERROR_SERVER);
  kc_connectivity_monitor_note (fixture->connectivity, kc_error_mark_unsent (spent));
  g_assert_error (kc_connectivity_monitor_get_error (fixture->connectivity), KC_ERROR,
                  KC_ERROR_RATE_LIMITED);

  kc_fake_monitor_set_connectivity (fixture->monitor, G_NETWORK_CONNECTIVITY_LIMITED);
  g_assert_cmpuint (fixture->n_back, ==, 0);
  kc_fake_monitor_set_connectivity (fixture->monitor, G_NETWORK_CONNECTIVITY_FULL);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  kc_fake_monitor_set_connectivity (fixture->monitor, G_NETWORK_CONNECTIVITY_FULL);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  g_clear_error (&explained);
  explained = kc_connectivity_monitor_explain (fixture->connectivity, host);
  g_assert_error (explained, KC_ERROR, KC_ERROR_TLS_HOST);
}

/* "Available" may also mean a network that leads nowhere. */
static void
test_nowhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (KC_ERROR, KC_ERROR_OFFLINE, "no route");

  kc_fake_monitor_set_connectivity (fixture->monitor, G_NETWORK_CONNECTIVITY_LOCAL);
  kc_connectivity_monitor_note (fixture->connectivity, error);
  assert_link (fixture, OFFLINE);
  kc_fake_monitor_set_connectivity (fixture->monitor, G_NETWORK_CONNECTIVITY_LIMITED);
  kc_connectivity_monitor_note (fixture->connectivity, error);
  assert_link (fixture, RETRYING);
}

/* Another network: worth polling, although nothing was wrong. */
static void
test_network_changes (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, TRUE);
  assert_link (fixture, LIVE);
  g_assert_cmpuint (fixture->n_back, ==, 1);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  kc_fake_monitor_change (fixture->monitor, FALSE);
  kc_connectivity_monitor_stop (fixture->connectivity);
  assert_link (fixture, LIVE);
  kc_fake_monitor_change (fixture->monitor, FALSE);
  kc_fake_monitor_change (fixture->monitor, TRUE);
  assert_link (fixture, LIVE);
  g_assert_cmpuint (fixture->n_back, ==, 0);
  kc_connectivity_monitor_stop (fixture->connectivity);
}

static void
test_without_a_monitor (Fixture *fixture, gconstpointer data)
{
  KcConnectivityMonitor *connectivity = kc_connectivity_monitor_new (NULL);

  kc_connectivity_monitor_note (connectivity, fixture->trouble);
  g_assert_cmpint (kc_connectivity_monitor_get_connectivity (connectivity), ==,
                   KC_CONNECTIVITY_RETRYING);
  kc_connectivity_monitor_stop (connectivity);
  g_assert_finalize_object (connectivity);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/connectivity-monitor/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("trouble-and-answer", test_trouble_and_answer);
  ADD ("offline-and-back", test_offline_and_back);
  ADD ("trouble-without-a-network", test_trouble_without_a_network);
  ADD ("answer-overrules-the-monitor", test_answer_overrules_the_monitor);
  ADD ("sign-in-page", test_sign_in_page);
  ADD ("nowhere", test_nowhere);
  ADD ("network-changes", test_network_changes);
  ADD ("stopped", test_stopped);
  ADD ("without-a-monitor", test_without_a_monitor);
#undef ADD

  return g_test_run ();
}
