/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxStream: one client that listens to the event stream of a QR session. Writes frames as
 * NestJS does (a newline first, then `event:`, `id:`, `data:` and a blank line), in HTTP chunks.
 */

#pragma once

#include "kc-sandbox-channels.h"
#include "kc-sandbox-connection.h"
#include "kc-sandbox-knobs.h"

G_BEGIN_DECLS

typedef struct _KcSandboxStream KcSandboxStream;

/* The client has left, or the stream has ended. The owner frees it, also in here. */
typedef void (*KcSandboxStreamClosedFunc) (KcSandboxStream *stream, gpointer user_data);

typedef enum {
  KC_SANDBOX_STREAM_COMPLETE, /* with the last chunk */
  KC_SANDBOX_STREAM_CUT,      /* in the middle of the body */
} KcSandboxStreamEnd;

KcSandboxStream *kc_sandbox_stream_new (KcSandboxTime *time,
                                        KcSandboxKnobs *knobs,
                                        SoupServerMessage *message,
                                        KcSandboxStreamClosedFunc closed,
                                        gpointer user_data);
void kc_sandbox_stream_free (KcSandboxStream *self);

/* `data` NULL: an empty object. */
void kc_sandbox_stream_send (KcSandboxStream *self, const char *event, JsonNode *data);
void kc_sandbox_stream_send_code (KcSandboxStream *self, const char *code);
void kc_sandbox_stream_send_connected (KcSandboxStream *self, const KcSandboxChannel *channel);
void kc_sandbox_stream_send_comment (KcSandboxStream *self);
/* kc_sandbox_connection_silence () */
void kc_sandbox_stream_silence (KcSandboxStream *self);
/* Everything that has been sent still arrives. */
void kc_sandbox_stream_end (KcSandboxStream *self, KcSandboxStreamEnd how);

/* A reason in the form that the knob `fail-form` wants. */
JsonNode *kc_sandbox_stream_create_reason (KcSandboxKnobs *knobs, const char *reason);

G_END_DECLS
