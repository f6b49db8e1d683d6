/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What kc-attempt (the object as pages see it) and kc-attempt-machine (what happens when) share.
 * Nobody else includes this.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-confirm.h"
#include "kc-watch.h"

G_BEGIN_DECLS

struct _KcAttempt {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcBudget *budget;
  KcConnectRequest *request;
  KcLine *line;
  GCancellable *cancellable; /* of the opening */

  KcAttemptState state;
  gint64 state_since;

  /* From the opening on. */
  KcSession *session;
  GPtrArray *before; /* the channels there were, NULL if not known */
  KcWatch *watch;
  gint64 deadline;
  GSource *deadline_timer;

  GSource *linking_timer;  /* LINKING: until the silence has lasted too long */
  KcConfirm *confirm;      /* CONFIRMING */
  KcAttemptState fallback; /* CONFIRMING: what it is if the server has no word either */

  KcChannel *channel;
  char *phone_number;
  char *push_name;
  char *server_reason;
  GError *error; /* CONFIRMING: 401 or 403, unless it turns out to be connected; FAILED: why */
};

/* Ends whatever is under way, without a word to anybody: the object goes. */
void kc_attempt_end (KcAttempt *self);

G_END_DECLS
