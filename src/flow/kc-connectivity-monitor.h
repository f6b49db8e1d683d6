/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConnectivityMonitor: how well Keebai is reached right now. Trouble on the way is no state of an
 * attempt, it is shown over the state that goes on.
 *
 * The network monitor only colours what is shown: Keebai is asked whatever it says. It is believed
 * when it says that there is no network, never when it says that there is one (a VPN that leads
 * nowhere); and an answer that came overrules it. If it knows of a sign-in page, that is why
 * nothing could be sent.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KcConnectivity:
 * @KC_CONNECTIVITY_LIVE: the last word from Keebai is fresh
 * @KC_CONNECTIVITY_RETRYING: it did not answer properly, and is asked again soon
 * @KC_CONNECTIVITY_OFFLINE: this computer has no network; goes on by itself
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
 *   network-back (gboolean was_away): the network is there, or another one: worth asking at once.
 *     TRUE: what was open over it is most likely dead.
 */

/* `monitor` NULL: Keebai is on this very computer (practice, tests). */
KcConnectivityMonitor *kc_connectivity_monitor_new (GNetworkMonitor *monitor);

KcConnectivity kc_connectivity_monitor_get_connectivity (KcConnectivityMonitor *self);

/* What went wrong last; NULL while LIVE. Borrowed. */
const GError *kc_connectivity_monitor_get_error (KcConnectivityMonitor *self);

/* `error`, or, if nothing was sent and the network is known to have a sign-in page,
 * KC_ERROR_PORTAL. */
GError *kc_connectivity_monitor_explain (KcConnectivityMonitor *self,
                                         const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* What came of asking Keebai: NULL if it answered properly. */
void kc_connectivity_monitor_note (KcConnectivityMonitor *self, const GError *error);

/* Nothing is asked any more: LIVE from now on, and deaf to the monitor. */
void kc_connectivity_monitor_hang_up (KcConnectivityMonitor *self);

G_END_DECLS
