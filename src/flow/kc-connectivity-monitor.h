/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConnectivityMonitor: how well Keebai is reached right now. Connection trouble is not a state of
 * an attempt; it is shown on top of the state.
 *
 * The network monitor only changes what is shown: Keebai is asked whatever it says. It is trusted
 * when it says that there is no network, never when it says that there is one (a VPN may lead
 * nowhere); and any answer overrules it. If it knows of a sign-in page, that is why nothing could
 * be sent.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KcConnectivity:
 * @KC_CONNECTIVITY_LIVE: Keebai answers
 * @KC_CONNECTIVITY_RETRYING: Keebai did not answer properly, and is asked again soon
 * @KC_CONNECTIVITY_OFFLINE: this computer has no network; continues by itself
 */
typedef enum {
  KC_CONNECTIVITY_LIVE,
  KC_CONNECTIVITY_RETRYING,
  KC_CONNECTIVITY_OFFLINE,
} KcConnectivity;

#define KC_TYPE_CONNECTIVITY (kc_connectivity_get_type ())
GType kc_connectivity_get_type (void);

#define KC_TYPE_CONNECTIVITY_MONITOR (kc_connectivity_monitor_get_type ())
G_DECLARE_FINAL_TYPE (
    KcConnectivityMonitor, kc_connectivity_monitor, KC, CONNECTIVITY_MONITOR, GObject)

/* Signals:
 *   changed (): another KcConnectivity.
 *   network-back (gboolean was_away): there is a network again, or another one: ask at once.
 *     `was_away`: open connections are probably dead.
 */

/* `monitor` is NULL if the service is on this computer (practice, tests). */
KcConnectivityMonitor *kc_connectivity_monitor_new (GNetworkMonitor *monitor);

KcConnectivity kc_connectivity_monitor_get_connectivity (KcConnectivityMonitor *self);

/* What went wrong last; NULL while LIVE. Borrowed. */
const GError *kc_connectivity_monitor_get_error (KcConnectivityMonitor *self);

/* A copy of `error`; KC_ERROR_PORTAL if nothing was sent and the network is known to have a sign-in
 * page. */
GError *kc_connectivity_monitor_explain (KcConnectivityMonitor *self,
                                         const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* The result of a request; NULL if Keebai answered properly. */
void kc_connectivity_monitor_note (KcConnectivityMonitor *self, const GError *error);

/* No more requests: LIVE from now on, and the monitor is ignored. */
void kc_connectivity_monitor_stop (KcConnectivityMonitor *self);

G_END_DECLS
