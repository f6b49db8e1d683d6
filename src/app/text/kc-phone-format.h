/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-phone-format: a phone number as people read it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "+34612345678" as "+34 612 345 678": the country code apart (ITU-T E.164), the rest in groups,
 * left to right. Anything else, also without the plus sign, is shown as it came
 * (kc_foreign_text_to_label ()): a guessed country would be wrong. Free with g_free (). */
char *kc_phone_format_format (const char *number);

G_END_DECLS
