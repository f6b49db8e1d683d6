/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the two rooms of KcController share: kc-controller.c is what it says, kc-controller-course.c
 * what it does with the attempt.
 */

#pragma once

#include "kc-key-manager.h"
#include "kc-controller.h"
#include "kc-late-sessions.h"

G_BEGIN_DECLS

struct _KcController {
  GObject parent_instance;

  char *base_url;
  KcSandbox *sandbox;
  KcClock *clock;
  KcKeyring *keyring;
  KcKeyManager *access;
  KcSessionStore *session_store;
  gboolean looking;

  KcConnectRequest *request;
  KcAttempt *attempt;
  KcAutoRenewal *renewal;
  KcLateSessions *late_sessions;
  gboolean cancelled_here;
  gboolean resumed;
  gboolean awaiting_key; /* the next key goes on with what is pending */
};

/* Another key is in use, or none. */
void kc_controller_follow_client (KcController *self);
/* There is something to go on with, or nothing any more. */
void kc_controller_follow_pending (KcController *self);

G_END_DECLS
