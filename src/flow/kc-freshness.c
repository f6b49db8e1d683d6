/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-freshness.h"

struct _KcFreshness {
  GObject parent_instance;

  KcClock *clock;
  gboolean fresh;
  gboolean silence; /* the watchdog waits for any sign of life */
  guint n_codes;
  gint64 code_at;     /* when the newest code came; 0 if the gap after it cannot be known */
  gint64 good_until;  /* the newest code, as long as nothing spoils it */
  gint64 longest_gap; /* between two codes, but not after the first, which lives longer */
  GSource *watchdog;
};

G_DEFINE_FINAL_TYPE (KcFreshness, kc_freshness, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_FRESH,
  N_PROPS,
};

enum {
  SILENT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_fresh (KcFreshness *self, gboolean fresh)
{
  if (self->fresh == fresh)
    return;

  self->fresh = fresh;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRESH]);
}

static void watchdog_cb (gpointer user_data);

static void
watch (KcFreshness *self, gint64 delay_ms, gboolean silence)
{
  kc_clear_timer (&self->watchdog);
  self->silence = silence;
  self->watchdog = kc_clock_add_timer (self->clock, delay_ms, watchdog_cb, self);
}

static void
watchdog_cb (gpointer user_data)
{
  KcFreshness *self = KC_FRESHNESS (user_data);

  kc_clear_timer (&self->watchdog);

  if (self->silence)
    {
      g_signal_emit (self, signals[SILENT], 0);
      return;
    }

  watch (self, KC_FRESHNESS_SILENCE_MS, TRUE);
  set_fresh (self, FALSE);
}

static void
kc_freshness_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  KcFreshness *self = KC_FRESHNESS (object);

  switch (property_id)
    {
    case PROP_FRESH:
      g_value_set_boolean (value, self->fresh);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kc_freshness_dispose (GObject *object)
{
  KcFreshness *self = KC_FRESHNESS (object);

  kc_clear_timer (&self->watchdog);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_freshness_parent_class)->dispose (object);
}

static void
kc_freshness_class_init (KcFreshnessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_freshness_get_property;
  object_class->dispose = kc_freshness_dispose;

  properties[PROP_FRESH]
      = g_param_spec_boolean ("fresh", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SILENT] = g_signal_new ("silent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_freshness_init (KcFreshness *self)
{
}

KcFreshness *
kc_freshness_new (KcClock *clock)
{
  KcFreshness *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_FRESHNESS, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

void
kc_freshness_expect (KcFreshness *self)
{
  g_return_if_fail (KC_IS_FRESHNESS (self));

  if (self->watchdog == NULL)
    watch (self, KC_FRESHNESS_FIRST_MS, FALSE);
}

void
kc_freshness_renew (KcFreshness *self)
{
  gint64 life_ms = KC_FRESHNESS_FIRST_MS;
  gint64 now;

  g_return_if_fail (KC_IS_FRESHNESS (self));

  now = kc_clock_get_now (self->clock);
  if (self->n_codes > 1 && self->code_at > 0)
    self->longest_gap = MAX (self->longest_gap, now - self->code_at);
  self->n_codes++;
  self->code_at = now;

  if (self->n_codes > 1)
    life_ms = MAX (self->longest_gap * 3 / 2, KC_FRESHNESS_LATER_MS);
  self->good_until = now + life_ms;
  watch (self, life_ms, FALSE);
  set_fresh (self, TRUE);
}

void
kc_freshness_repeat (KcFreshness *self)
{
  gint64 left_ms;

  g_return_if_fail (KC_IS_FRESHNESS (self));

  left_ms = self->good_until - kc_clock_get_now (self->clock);
  if (left_ms <= 0)
    return;

  watch (self, left_ms, FALSE);
  set_fresh (self, TRUE);
}

void
kc_freshness_note_activity (KcFreshness *self)
{
  g_return_if_fail (KC_IS_FRESHNESS (self));

  if (self->watchdog != NULL && self->silence)
    watch (self, KC_FRESHNESS_SILENCE_MS, TRUE);
}

void
kc_freshness_spoil (KcFreshness *self)
{
  g_return_if_fail (KC_IS_FRESHNESS (self));

  set_fresh (self, FALSE);
}

void
kc_freshness_rest (KcFreshness *self)
{
  g_return_if_fail (KC_IS_FRESHNESS (self));

  kc_clear_timer (&self->watchdog);
  self->code_at = 0;
  set_fresh (self, FALSE);
}

gboolean
kc_freshness_get_fresh (KcFreshness *self)
{
  g_return_val_if_fail (KC_IS_FRESHNESS (self), FALSE);

  return self->fresh;
}
