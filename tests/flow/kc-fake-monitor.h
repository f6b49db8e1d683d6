/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcFakeMonitor: a network monitor that reports what it is told to report. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_FAKE_MONITOR (kc_fake_monitor_get_type ())
G_DECLARE_FINAL_TYPE (KcFakeMonitor, kc_fake_monitor, KC, FAKE_MONITOR, GObject)

/* Reports at first that there is a network. */
KcFakeMonitor *kc_fake_monitor_new (void);

/* Emits ::network-changed, even if nothing has changed. */
void kc_fake_monitor_change (KcFakeMonitor *self, gboolean available);

/* The connectivity it reports; at first, the whole internet. Notifies. */
void kc_fake_monitor_set_connectivity (KcFakeMonitor *self, GNetworkConnectivity connectivity);

G_END_DECLS
