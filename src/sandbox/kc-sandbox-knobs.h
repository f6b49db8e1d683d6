/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxKnobs: what the practice service is told to do differently. docs/practice.md says what
 * each knob means; here is only which values it takes. All values are strings.
 */

#pragma once

#include "kc-sandbox-scenario.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _KcSandboxKnobs KcSandboxKnobs;

KcSandboxKnobs *kc_sandbox_knobs_new (void);
void kc_sandbox_knobs_free (KcSandboxKnobs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSandboxKnobs, kc_sandbox_knobs_free)

/* "" brings the default back, and so does "off" unless it is a value of its own.
 * G_IO_ERROR_INVALID_ARGUMENT. */
gboolean
kc_sandbox_knobs_set (KcSandboxKnobs *self, const char *name, const char *value, GError **error);

/* Never NULL. The name has to exist. */
const char *kc_sandbox_knobs_get (KcSandboxKnobs *self, const char *name);
gboolean kc_sandbox_knobs_is (KcSandboxKnobs *self, const char *name, const char *value);
double kc_sandbox_knobs_get_number (KcSandboxKnobs *self, const char *name);
/* The knob `scenario`. */
KcSandboxScenario kc_sandbox_knobs_get_scenario (KcSandboxKnobs *self);

/* The value if it is still to be used, which is hereby done once, at service time `now`; NULL
 * otherwise. */
char *kc_sandbox_knobs_take (KcSandboxKnobs *self, const char *name, gint64 now);

/* An object with all knobs as they stand. */
void kc_sandbox_knobs_to_json (KcSandboxKnobs *self, JsonBuilder *builder);
/* What was taken so far: "NAME=VALUE" to how often, and when last. */
void kc_sandbox_knobs_taken_to_json (KcSandboxKnobs *self, JsonBuilder *builder);

G_END_DECLS
