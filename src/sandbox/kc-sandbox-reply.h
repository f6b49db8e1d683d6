/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxReply: an HTTP answer before it is sent, so that a fault can still spoil it. Both error
 * envelopes of Keebai are made here.
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct {
  guint status;
  GBytes *body;
  SoupMessageHeaders *headers; /* without Content-Length */
} KcSandboxReply;

KcSandboxReply *kc_sandbox_reply_new (guint status, const char *content_type, GBytes *body);
KcSandboxReply *
kc_sandbox_reply_new_text (guint status, const char *content_type, const char *text);
void kc_sandbox_reply_free (KcSandboxReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSandboxReply, kc_sandbox_reply_free)

/* Takes what has been built; the builder can be freed afterwards. */
KcSandboxReply *kc_sandbox_reply_new_json (guint status, JsonBuilder *builder);

/* {"message":…,"error":…,"statusCode":…}. `error` NULL leaves it out. */
KcSandboxReply *kc_sandbox_reply_new_message (guint status, const char *message, const char *error);

/* The same with an array of one message, as the framework's validation answers. */
KcSandboxReply *kc_sandbox_reply_new_invalid (const char *message);

/* {"error":{"code":…,"message":…}} */
KcSandboxReply *kc_sandbox_reply_new_code (guint status, const char *code, const char *message);

/* 403 INSUFFICIENT_SCOPE with its details. */
KcSandboxReply *kc_sandbox_reply_new_missing_scope (const char *scope);

/* 429, `retry_after` in seconds. */
KcSandboxReply *kc_sandbox_reply_new_throttled (guint retry_after);

KcSandboxReply *kc_sandbox_reply_new_redirect (guint status, const char *location);

/* What a browser has to be told about a page of ours, and the page. Takes `html`. */
KcSandboxReply *kc_sandbox_reply_new_page (guint status, char *html);

/* Puts the answer into the message that is being handled. */
void kc_sandbox_reply_send (KcSandboxReply *self, SoupServerMessage *message);

/* The whole answer as it goes over the connection; `extra` is added to the Content-Length it
 * claims. */
GBytes *kc_sandbox_reply_to_bytes (KcSandboxReply *self, gsize extra);

/* Text of a JSON value. */
char *kc_sandbox_json_to_string (JsonBuilder *builder);

G_END_DECLS
