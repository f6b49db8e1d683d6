/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-last-word: the errors after which asking again would be told the same. */

#pragma once

#include "kc-error.h"

G_BEGIN_DECLS

/* 401 or 403: the key is no good for this session. */
static inline gboolean
kc_error_locks_out (const GError *error)
{
  return g_error_matches (error, KC_ERROR, KC_ERROR_UNAUTHORIZED)
         || g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN);
}

/* 404 or 410: Keebai does not know the session, or not any more. */
static inline gboolean
kc_error_is_over (const GError *error)
{
  return g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)
         || g_error_matches (error, KC_ERROR, KC_ERROR_GONE);
}

G_END_DECLS
