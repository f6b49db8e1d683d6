/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What each address of the API answers to a request whose key may make it. */

#pragma once

#include "kc-messages.h"
#include "kc-sandbox-private.h"

G_BEGIN_DECLS

typedef struct {
  KcSandbox *sandbox;
  SoupServerMessage *message;
  KcSandboxKey key;
  const char *id;    /* from the path, or NULL */
  GHashTable *query; /* or NULL */
} KcSandboxRequest;

typedef KcSandboxReply *(*KcSandboxAnswerFunc) (KcSandboxRequest *request);

KcSandboxReply *kc_sandbox_answer_start (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_answer_poll (KcSandboxRequest *request);
/* NULL if a stream has been opened, which is the answer. */
KcSandboxReply *kc_sandbox_answer_stream (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_answer_me (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_answer_channels (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_answer_channel (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_answer_numbers (KcSandboxRequest *request);

G_END_DECLS
