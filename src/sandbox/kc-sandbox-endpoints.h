/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What each endpoint of the API answers to a request whose key may make it. */

#pragma once

#include "kc-messages.h"
#include "kc-sandbox-service.h"

G_BEGIN_DECLS

typedef struct {
  KcSandboxService *service;
  SoupServerMessage *message;
  KcSandboxKey key;
  const char *id;    /* from the path, or NULL */
  GHashTable *query; /* or NULL */
} KcSandboxRequest;

typedef KcSandboxReply *(*KcSandboxEndpointFunc) (KcSandboxRequest *request);

KcSandboxReply *kc_sandbox_endpoint_start (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_endpoint_poll (KcSandboxRequest *request);
/* NULL if a stream has been opened, which is the answer. */
KcSandboxReply *kc_sandbox_endpoint_stream (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_endpoint_me (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_endpoint_channels (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_endpoint_channel (KcSandboxRequest *request);
KcSandboxReply *kc_sandbox_endpoint_numbers (KcSandboxRequest *request);

G_END_DECLS
