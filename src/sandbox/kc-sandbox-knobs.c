/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-knobs.h"
#include "kc-enum.h"
#include "kc-sandbox-fault.h"

#include <math.h>
#include <string.h>

typedef enum {
  KNOB_CHOICE, /* one of `choices` */
  KNOB_NUMBER, /* between min and max */
  KNOB_TEXT,   /* anything */
  KNOB_FAULT,  /* kc_sandbox_fault_parse () understands it */
  KNOB_SCENARIO,
} KnobKind;

typedef struct {
  const char *name;
  const char *fallback;
  KnobKind kind;
  const char *choices;
  double min, max;
  gboolean counted; /* "*N" may follow: how often it is used; 0: until it is turned off */
  int uses;         /* if no "*N" follows */
} KnobSpec;

typedef struct {
  const KnobSpec *spec;
  char *value;
  int uses; /* left; 0: for ever */
} Knob;

/* What became of one value of a counted knob. */
typedef struct {
  guint times;
  gint64 last; /* service time */
} Taken;

struct _KcSandboxKnobs {
  GPtrArray *knobs;
  GHashTable *taken; /* "NAME=VALUE" -> Taken */
};

#define CHOICE(n, f, c)                                                                            \
  {                                                                                                \
    .name = n, .fallback = f, .kind = KNOB_CHOICE, .choices = c                                    \
  }
#define NUMBER(n, f, lo, hi)                                                                       \
  {                                                                                                \
    .name = n, .fallback = f, .kind = KNOB_NUMBER, .min = lo, .max = hi                            \
  }
#define FAULT(n)                                                                                   \
  {                                                                                                \
    .name = n, .fallback = "off", .kind = KNOB_FAULT, .counted = TRUE, .uses = 1                   \
  }

static const KnobSpec specs[] = {
    {.name = "scenario", .fallback = "works", .kind = KNOB_SCENARIO},
    NUMBER ("time-scale", "1", 0, 10000),
    NUMBER ("advance", "0", 0, 1000000),
    NUMBER ("poll-interval", "5", 0, 100000),
    NUMBER ("expires-in", "0", 0, 1000000),
    NUMBER ("outcome-delay", "-1", -1, 100000),
    NUMBER ("offline", "0", 0, 1000000),
    CHOICE ("half-open", "off", "on|off"),
    NUMBER ("idle-cut", "0", 0, 1000000),
    NUMBER ("pieces", "0", 0, 1000000),
    CHOICE ("rate-limit", "on", "on|off"),
    NUMBER ("channels", "0", 0, 100000),
    NUMBER ("review", "0", 0, 1000000),
    CHOICE ("newest-channel", "ok", "ok|paused|disconnected|gone"),
    CHOICE ("colleague", "off", "off|embedded|qr"),
    CHOICE ("full-key", "ok", "ok|revoked|no-connect|no-read"),
    CHOICE ("me-shape", "scopes", "scopes|token|data|bare"),
    FAULT ("next-start"),
    FAULT ("next-poll"),
    FAULT ("next-me"),
    FAULT ("next-channels"),
    FAULT ("next-numbers"),
    FAULT ("next-stream"),
    CHOICE ("poll-qr", "on", "on|off"),
    {.name = "poll-status-word", .fallback = "pending", .kind = KNOB_TEXT},
    {.name = "code-life", .fallback = "60,20", .kind = KNOB_TEXT},
    CHOICE ("code-form", "alternate", "alternate|link|plain"),
    CHOICE ("scan-outcome", "connected", "connected|null-fields|failed|lost|nothing"),
    {.name = "stream-drop",
     .fallback = "off",
     .kind = KNOB_NUMBER,
     .min = 0,
     .max = 1000,
     .counted = TRUE},
    CHOICE ("stream-stale", "off", "on|off"),
    CHOICE ("stream-silence", "off", "on|off"),
    CHOICE ("stream-replay", "on", "on|off"),
    NUMBER ("stream-heartbeat", "0", 0, 100000),
    CHOICE ("stream-format",
            "raw",
            "raw|json-string|object-qr|object-code|object-payload|object-data|object-value|"
            "unnamed|unnamed-event"),
    CHOICE ("stream-disconnect-after-scan", "off", "on|off|close"),
    {.name = "stream-fail", .fallback = "off", .kind = KNOB_TEXT, .counted = TRUE, .uses = 1},
    CHOICE ("fail-form", "reason", "reason|message|error|string|empty"),
    CHOICE ("stream-end", "failed", "failed|disconnected|close|silence"),
};

static void
free_knob (gpointer data)
{
  Knob *knob = data;

  g_free (knob->value);
  g_free (knob);
}

static Knob *
find_knob (KcSandboxKnobs *self, const char *name)
{
  for (guint i = 0; i < self->knobs->len; i++)
    {
      Knob *knob = g_ptr_array_index (self->knobs, i);

      if (g_str_equal (knob->spec->name, name))
        return knob;
    }
  return NULL;
}

static gboolean
read_number (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

static gboolean
is_valid (const KnobSpec *spec, const char *value)
{
  g_autoptr (KcSandboxFault) fault = NULL;
  g_auto (GStrv) choices = NULL;
  double number;

  switch (spec->kind)
    {
    case KNOB_CHOICE:
      choices = g_strsplit (spec->choices, "|", -1);
      return g_strv_contains ((const char *const *) choices, value);
    case KNOB_NUMBER:
      return read_number (value, &number) && number >= spec->min && number <= spec->max;
    case KNOB_FAULT:
      fault = kc_sandbox_fault_parse (value);
      return fault != NULL;
    case KNOB_SCENARIO:
      return kc_enum_parse (KC_TYPE_SANDBOX_SCENARIO, value, -1) >= 0;
    case KNOB_TEXT:
    default:
      return !g_str_equal (value, "off") && g_utf8_validate (value, -1, NULL);
    }
}

/* Cuts "*N" off the end of `value`. */
static int
cut_uses (const KnobSpec *spec, char *value)
{
  char *star = strrchr (value, '*');
  guint64 uses;

  if (!spec->counted)
    return 0;
  if (star == NULL || !g_ascii_string_to_unsigned (star + 1, 10, 0, G_MAXINT, &uses, NULL))
    return spec->uses;
  *star = '\0';
  return (int) uses;
}

KcSandboxKnobs *
kc_sandbox_knobs_new (void)
{
  KcSandboxKnobs *self = g_new0 (KcSandboxKnobs, 1);

  self->knobs = g_ptr_array_new_with_free_func (free_knob);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      Knob *knob = g_new0 (Knob, 1);

      knob->spec = &specs[i];
      knob->value = g_strdup (specs[i].fallback);
      g_ptr_array_add (self->knobs, knob);
    }
  return self;
}

void
kc_sandbox_knobs_free (KcSandboxKnobs *self)
{
  g_ptr_array_unref (self->knobs);
  g_hash_table_unref (self->taken);
  g_free (self);
}

gboolean
kc_sandbox_knobs_set (KcSandboxKnobs *self, const char *name, const char *value, GError **error)
{
  Knob *knob = find_knob (self, name);
  g_autofree char *text = NULL;
  int uses;

  if (knob == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "there is no knob \"%s\"", name);
      return FALSE;
    }

  if (*value == '\0' || (g_str_equal (value, "off") && !is_valid (knob->spec, "off")))
    value = knob->spec->fallback;
  text = g_strdup (value);
  uses = cut_uses (knob->spec, text);
  if (!g_str_equal (text, knob->spec->fallback) && !is_valid (knob->spec, text))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "the knob \"%s\" does not take \"%s\"", name, value);
      return FALSE;
    }

  g_free (knob->value);
  knob->value = g_steal_pointer (&text);
  knob->uses = uses;
  return TRUE;
}

const char *
kc_sandbox_knobs_get (KcSandboxKnobs *self, const char *name)
{
  Knob *knob = find_knob (self, name);

  g_assert (knob != NULL);
  return knob->value;
}

gboolean
kc_sandbox_knobs_is (KcSandboxKnobs *self, const char *name, const char *value)
{
  return g_str_equal (kc_sandbox_knobs_get (self, name), value);
}

double
kc_sandbox_knobs_get_number (KcSandboxKnobs *self, const char *name)
{
  return g_ascii_strtod (kc_sandbox_knobs_get (self, name), NULL);
}

KcSandboxScenario
kc_sandbox_knobs_get_scenario (KcSandboxKnobs *self)
{
  return (KcSandboxScenario) kc_enum_parse (KC_TYPE_SANDBOX_SCENARIO,
                                            kc_sandbox_knobs_get (self, "scenario"),
                                            KC_SANDBOX_SCENARIO_WORKS);
}

static void
note_taken (KcSandboxKnobs *self, const char *name, const char *value, gint64 now)
{
  g_autofree char *key = g_strconcat (name, "=", value, NULL);
  Taken *taken = g_hash_table_lookup (self->taken, key);

  if (taken == NULL)
    {
      taken = g_new0 (Taken, 1);
      g_hash_table_insert (self->taken, g_steal_pointer (&key), taken);
    }
  taken->times++;
  taken->last = now;
}

char *
kc_sandbox_knobs_take (KcSandboxKnobs *self, const char *name, gint64 now)
{
  Knob *knob = find_knob (self, name);
  char *value;

  g_assert (knob != NULL && knob->spec->counted);
  if (g_str_equal (knob->value, "off"))
    return NULL;

  value = g_strdup (knob->value);
  note_taken (self, name, value, now);
  if (knob->uses > 0 && --knob->uses == 0)
    {
      g_free (knob->value);
      knob->value = g_strdup ("off");
    }
  return value;
}

void
kc_sandbox_knobs_to_json (KcSandboxKnobs *self, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  for (guint i = 0; i < self->knobs->len; i++)
    {
      Knob *knob = g_ptr_array_index (self->knobs, i);
      g_autofree char *counted = NULL;

      if (knob->spec->counted && !g_str_equal (knob->value, "off"))
        counted = g_strdup_printf ("%s*%d", knob->value, knob->uses);
      json_builder_set_member_name (builder, knob->spec->name);
      json_builder_add_string_value (builder, counted != NULL ? counted : knob->value);
    }
  json_builder_end_object (builder);
}

void
kc_sandbox_knobs_taken_to_json (KcSandboxKnobs *self, JsonBuilder *builder)
{
  GHashTableIter iter;
  gpointer name, data;

  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->taken);
  while (g_hash_table_iter_next (&iter, &name, &data))
    {
      const Taken *taken = data;

      json_builder_set_member_name (builder, name);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "times");
      json_builder_add_int_value (builder, taken->times);
      json_builder_set_member_name (builder, "last");
      json_builder_add_int_value (builder, taken->last);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}
