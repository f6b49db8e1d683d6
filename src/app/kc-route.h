/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-route: which page is shown when, by the names of KcPageStack. */

#pragma once

#include "kc-controller.h"

G_BEGIN_DECLS

/* The page for the state of the attempt; NULL: whatever the person wants. */
const char *kc_route_get_attempt_page (KcController *controller);
/* Where a person who wants to go to the page `name` is led; NULL: nowhere. */
const char *kc_route_get_page_for (KcController *controller, const char *name);

G_END_DECLS
