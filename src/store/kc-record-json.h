/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-record-json: the contents of a KcRecordFile: an object of JSON that begins with the version of
 * its format and the address of the service that it is about.
 */

#pragma once

#include "kc-journal-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Begins the object; the caller adds members and calls kc_record_json_end (). */
JsonBuilder *kc_record_json_begin (int version, const char *base_url);

/* Leaves the member out if `value` is NULL. */
void kc_record_json_add_string (JsonBuilder *builder, const char *name, const char *value);

/* Ends the object. */
GBytes *kc_record_json_end (JsonBuilder *builder);

/* The object. NULL with KC_JOURNAL_ERROR_DAMAGED for what is no record, _NEWER for one of a later
 * version than `version`, _FOREIGN for one of another address than `base_url`. */
JsonObject *kc_record_json_read (GBytes *bytes, int version, const char *base_url, GError **error);

G_END_DECLS
