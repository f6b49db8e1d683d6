/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-phone-format: formats a phone number for people. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "+34612345678" as "+34 612 345 678": the country code (ITU-T E.164), then the rest in groups,
 * left to right. Anything else, even a number without the plus sign, is only made safe to show
 * (kc_foreign_text_to_label ()), because its country is not known. Free with g_free (). */
char *kc_phone_format_format (const char *number);

G_END_DECLS
