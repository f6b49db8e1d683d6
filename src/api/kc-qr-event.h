/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-qr-event: what the event stream of a QR session says. Part of kc-messages. */

#pragma once

#include "kc-channel.h"
#include "kc-error.h"

G_BEGIN_DECLS

#define KC_QR_TEXT_MAX_BYTES 4096
#define KC_QR_PICTURE_MAX_BYTES (256 * 1024)
/* In pixels: the smallest QR code has 21 modules a side. */
#define KC_QR_PICTURE_MIN_SIDE 21
#define KC_QR_PICTURE_MAX_SIDE 2048

typedef enum {
  KC_QR_EVENT_OTHER, /* ignored, but it proves that the stream lives */
  KC_QR_EVENT_CODE,
  KC_QR_EVENT_CONNECTING,
  KC_QR_EVENT_CONNECTED,
  KC_QR_EVENT_FAILED,
  KC_QR_EVENT_DISCONNECTED,
} KcQrEventKind;

/* The nicks are the names of the events. */
#define KC_TYPE_QR_EVENT_KIND (kc_qr_event_kind_get_type ())
GType kc_qr_event_kind_get_type (void);

typedef struct {
  KcQrEventKind kind;
  /* CODE: one of these two, the other is NULL; both are secrets. */
  GBytes *code;       /* the text to encode, byte for byte, 1 to KC_QR_TEXT_MAX_BYTES */
  GBytes *picture;    /* a picture of the code: a PNG file, by its head a square one of
                       * KC_QR_PICTURE_MIN_SIDE to KC_QR_PICTURE_MAX_SIDE pixels */
  KcChannel *channel; /* CONNECTED: NULL if the event named no id */
  char *phone_number; /* CONNECTED; may be NULL, even with a channel */
  char *push_name;    /* CONNECTED: the name of the WhatsApp account; may be NULL */
  char *reason;       /* FAILED: the server's words, for "Details" only; may be NULL */
} KcQrEvent;

#define KC_TYPE_QR_EVENT (kc_qr_event_get_type ())
GType kc_qr_event_get_type (void);

/* `name` is the event's type as the stream gave it (NULL, "" or "message" if it had none: then
 * `type` or `event` in the data decide), `data` its data, `length` in bytes; both are valid UTF-8,
 * as KcSseParser gives them. A `qr` event whose data is neither a plausible text nor a picture is
 * KC_ERROR_BAD_REPLY: broken data must not be drawn as a code. Unreadable data of any other event
 * is no error. */
KcQrEvent *kc_qr_event_new (const char *name, const char *data, gsize length, GError **error);
KcQrEvent *kc_qr_event_copy (const KcQrEvent *self);
void kc_qr_event_free (KcQrEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcQrEvent, kc_qr_event_free)

G_END_DECLS
