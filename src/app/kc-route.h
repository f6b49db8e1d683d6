/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-route: decides which page is shown, by the names of KcPageStack. */

#pragma once

#include "kc-controller.h"

G_BEGIN_DECLS

/* The page that the state of the attempt calls for; NULL: the person may choose. Static. */
const char *kc_route_get_attempt_page (KcController *controller);
/* The page to show a person who wants to go to the page `name`; NULL: stay. */
const char *kc_route_get_page_for (KcController *controller, const char *name);

G_END_DECLS
