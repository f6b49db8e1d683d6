/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The practice service's HTML pages, made from templates in its resources. The templates hold no
 * words; all words for people are in C, in the language of the process. */

#pragma once

#include "kc-sandbox-reply.h"

G_BEGIN_DECLS

#define KC_SANDBOX_STYLE_PATH "/style.css"

/* `template` names a file of the resources; then come pairs of a name and the text that replaces
 * {{name}}, escaped, and NULL. The result stands in the frame that all pages share. */
KcSandboxReply *kc_sandbox_page_new (guint status, const char *title, const char *template, ...)
    G_GNUC_NULL_TERMINATED;

/* The style sheet of the pages. */
KcSandboxReply *kc_sandbox_page_new_style (void);

G_END_DECLS
