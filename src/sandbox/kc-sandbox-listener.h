/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxListener: the port of the practice service on the loopback interface, and its HTTP
 * server. While offline it keeps the port, but nobody can connect.
 */

#pragma once

#include "kc-sandbox-time.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _KcSandboxListener KcSandboxListener;

/* The port was closed: whoever has taken a connection from the server has to close it now. */
typedef void (*KcSandboxListenerClosedFunc) (gpointer user_data);

/* `early` sees a request before its body is read, `handler` the whole one; both get `user_data`. */
KcSandboxListener *kc_sandbox_listener_new (KcSandboxTime *time,
                                            SoupServerCallback early,
                                            SoupServerCallback handler,
                                            KcSandboxListenerClosedFunc closed,
                                            gpointer closed_data,
                                            gpointer user_data);
void kc_sandbox_listener_free (KcSandboxListener *self);

/* Opens the port; 0: the system chooses. `certificate` NULL: plain http. */
gboolean kc_sandbox_listener_open (KcSandboxListener *self,
                                   guint port,
                                   GTlsCertificate *certificate,
                                   GError **error);
/* Closes every connection, and the port. */
void kc_sandbox_listener_close (KcSandboxListener *self);

/* TRUE from open to close, offline or not. */
gboolean kc_sandbox_listener_is_open (KcSandboxListener *self);
/* The one that is open, or was. */
guint kc_sandbox_listener_get_port (KcSandboxListener *self);

/* Nobody can connect for so many seconds of service time, 0: from now on everybody can. Whoever
 * asked for it over HTTP still gets an answer. */
void kc_sandbox_listener_go_offline (KcSandboxListener *self, double seconds);

G_END_DECLS
