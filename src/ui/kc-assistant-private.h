/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the two rooms of KcAssistant share: kc-assistant.c is what it says, kc-assistant-course.c
 * what it does with the attempt.
 */

#pragma once

#include "kc-access.h"
#include "kc-assistant.h"

G_BEGIN_DECLS

struct _KcAssistant {
  GObject parent_instance;

  char *base_url;
  KcSandbox *sandbox;
  KcClock *clock;
  KcAccess *access;

  KcConnectRequest *request;
  KcAttempt *attempt;
  KcRenewal *renewal;
  gboolean cancelled_here;
};

/* Another key is in use, or none. */
void kc_assistant_follow_client (KcAssistant *self);

G_END_DECLS
