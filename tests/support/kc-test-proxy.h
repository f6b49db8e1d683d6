/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcTestProxy: a small HTTP proxy on the loopback interface, like those of companies: CONNECT only,
 * and if it has a password, 407 to clients that do not send it. It runs in the thread-default main
 * context.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KcTestProxy KcTestProxy;

/* `credentials` is "name:password", or NULL. */
KcTestProxy *kc_test_proxy_new (const char *credentials);
void kc_test_proxy_free (KcTestProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcTestProxy, kc_test_proxy_free)

guint16 kc_test_proxy_get_port (KcTestProxy *self);

/* How many tunnels were requested, and how many were granted. */
guint kc_test_proxy_count_asked (KcTestProxy *self);
guint kc_test_proxy_count_granted (KcTestProxy *self);

/* Everything that was sent outside of the tunnels. */
const char *kc_test_proxy_get_heads (KcTestProxy *self);

G_END_DECLS
