/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-messages: the requests to Keebai and its answers, as plain structs. Pure functions: bytes in,
 * struct or KC_ERROR_BAD_REPLY out. Nothing here knows about HTTP. This header collects its parts.
 */

#pragma once

#include "kc-account.h"
#include "kc-qr-event.h"
#include "kc-session.h"
#include "kc-uri.h"
