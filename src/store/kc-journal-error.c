/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-error.h"

/* Spelt out: the formatter would put spaces into the name that G_DEFINE_QUARK () is given. */
GQuark
kc_journal_error_quark (void)
{
  return g_quark_from_static_string ("kc-journal-error-quark");
}
