/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPageStack: shows the pages of the window. Creates a page when it is first needed, and slides it
 * in from the left or the right, by the order of the pages.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_PAGE_STACK (kc_page_stack_get_type ())
G_DECLARE_FINAL_TYPE (KcPageStack, kc_page_stack, KC, PAGE_STACK, AdwBin)

/* Signal: page-changed (): another page is shown, or the one shown has another title or another way
 * back. */

/* Destroys all pages. Pages are created for `controller` from now on. */
void kc_page_stack_set_controller (KcPageStack *self, KcController *controller);

gboolean kc_page_stack_has_page (KcPageStack *self, const char *name);
/* `slides`: the person has asked for the page, so it slides in. A page that comes by itself appears
 * at once. */
void kc_page_stack_show_page (KcPageStack *self, const char *name, gboolean slides);

/* The page that is shown, and its name. Borrowed; NULL before the first. */
KcPage *kc_page_stack_get_page (KcPageStack *self);
const char *kc_page_stack_get_page_name (KcPageStack *self);

G_END_DECLS
