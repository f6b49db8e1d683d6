/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the two rooms of KcAssistant share: kc-assistant.c is what it says, kc-assistant-course.c
 * what it does with the attempt.
 */

#pragma once

#include "kc-access.h"
#include "kc-assistant.h"
#include "kc-latecomers.h"

G_BEGIN_DECLS

struct _KcAssistant {
  GObject parent_instance;

  char *base_url;
  KcSandbox *sandbox;
  KcClock *clock;
  KcKeyring *keyring;
  KcAccess *access;
  KcKeepsake *keepsake;
  gboolean looking;

  KcConnectRequest *request;
  KcAttempt *attempt;
  KcRenewal *renewal;
  KcLatecomers *latecomers;
  gboolean cancelled_here;
  gboolean resumed;
  gboolean awaiting_key; /* the next key goes on with what is pending */
};

/* Another key is in use, or none. */
void kc_assistant_follow_client (KcAssistant *self);
/* There is something to go on with, or nothing any more. */
void kc_assistant_follow_pending (KcAssistant *self);

G_END_DECLS
