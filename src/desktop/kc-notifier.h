/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNotifier: reports how an attempt ended outside the window: on standard output, and with a
 * desktop notification if nobody is looking at the window. Withdraws the notification when the
 * person is back or another attempt begins.
 */

#pragma once

#include "kc-controller.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_NOTIFIER (kc_notifier_get_type ())
G_DECLARE_FINAL_TYPE (KcNotifier, kc_notifier, KC, NOTIFIER, GObject)

/* Signal: late-result (sentence): a session that had been left was finished after all, while
 * something else is shown. */

/* Whether somebody is looking at the program now, so that no notification is needed. */
typedef gboolean (*KcNotifierIsWatched) (void);

/* `application` owns the notifier, which keeps no reference to it. */
KcNotifier *kc_notifier_new (GApplication *application, KcNotifierIsWatched is_watched);

/* The controller whose attempts are reported from now on. */
void kc_notifier_watch (KcNotifier *self, KcController *controller);

/* Withdraws the notification, if there is one. */
void kc_notifier_withdraw (KcNotifier *self);

G_END_DECLS
