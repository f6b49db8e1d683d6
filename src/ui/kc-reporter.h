/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcReporter: tells outside the window how an attempt ended: a line on standard output for whoever
 * waits for it, and a desktop notification if nobody looks. The notification is withdrawn when it
 * is stale: the person is back, or another attempt begins.
 */

#pragma once

#include "kc-assistant.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_REPORTER (kc_reporter_get_type ())
G_DECLARE_FINAL_TYPE (KcReporter, kc_reporter, KC, REPORTER, GObject)

/* `application` owns the reporter, and is not owned by it. */
KcReporter *kc_reporter_new (GApplication *application);

/* Whose attempts are told about from now on. */
void kc_reporter_watch (KcReporter *self, KcAssistant *assistant);

/* Takes the notification back, if there is one. */
void kc_reporter_withdraw (KcReporter *self);

G_END_DECLS
