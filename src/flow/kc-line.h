/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLine: how well Keebai is reached right now. Trouble on the way is no state of an attempt, it is
 * shown over the state that goes on.
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
 * KcLink:
 * @KC_LINK_LIVE: the last word from Keebai is fresh
 * @KC_LINK_RETRYING: it did not answer properly, and is asked again soon
 * @KC_LINK_OFFLINE: this computer has no network; goes on by itself
 */
typedef enum {
  KC_LINK_LIVE,
  KC_LINK_RETRYING,
  KC_LINK_OFFLINE,
} KcLink;

#define KC_TYPE_LINE (kc_line_get_type ())
G_DECLARE_FINAL_TYPE (KcLine, kc_line, KC, LINE, GObject)

/* Signals:
 *   changed (): another KcLink.
 *   network-back (gboolean was_away): the network is there, or another one: worth asking at once.
 *     TRUE: what was open over it is most likely dead.
 */

/* `monitor` NULL: Keebai is on this very computer (practice, tests). */
KcLine *kc_line_new (GNetworkMonitor *monitor);

KcLink kc_line_get_link (KcLine *self);

/* What went wrong last; NULL while LIVE. Borrowed. */
const GError *kc_line_get_error (KcLine *self);

/* `error`, or, if nothing was sent and the network is known to have a sign-in page,
 * KC_ERROR_PORTAL. */
GError *kc_line_explain (KcLine *self, const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* What came of asking Keebai: NULL if it answered properly. */
void kc_line_note (KcLine *self, const GError *error);

/* Nothing is asked any more: LIVE from now on, and deaf to the monitor. */
void kc_line_hang_up (KcLine *self);

G_END_DECLS
