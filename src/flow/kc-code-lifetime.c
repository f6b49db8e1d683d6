/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-code-lifetime.h"

struct _KcCodeLifetime {
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

G_DEFINE_FINAL_TYPE (KcCodeLifetime, kc_code_lifetime, G_TYPE_OBJECT)

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
set_fresh (KcCodeLifetime *self, gboolean fresh)
{
  if (self->fresh == fresh)
    return;

  self->fresh = fresh;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRESH]);
}

static void watchdog_cb (gpointer user_data);

static void
watch (KcCodeLifetime *self, gint64 delay_ms, gboolean silence)
{
  kc_clear_timer (&self->watchdog);
  self->silence = silence;
  self->watchdog = kc_clock_add_timer (self->clock, delay_ms, watchdog_cb, self);
}

static void
watchdog_cb (gpointer user_data)
{
  KcCodeLifetime *self = KC_CODE_LIFETIME (user_data);

  kc_clear_timer (&self->watchdog);

  if (self->silence)
    {
      g_signal_emit (self, signals[SILENT], 0);
      return;
    }

  watch (self, KC_CODE_LIFETIME_SILENCE_MS, TRUE);
  set_fresh (self, FALSE);
}

static void
kc_code_lifetime_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  KcCodeLifetime *self = KC_CODE_LIFETIME (object);

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
kc_code_lifetime_dispose (GObject *object)
{
  KcCodeLifetime *self = KC_CODE_LIFETIME (object);

  kc_clear_timer (&self->watchdog);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_code_lifetime_parent_class)->dispose (object);
}

static void
kc_code_lifetime_class_init (KcCodeLifetimeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_code_lifetime_get_property;
  object_class->dispose = kc_code_lifetime_dispose;

  properties[PROP_FRESH]
      = g_param_spec_boolean ("fresh", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SILENT] = g_signal_new ("silent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_code_lifetime_init (KcCodeLifetime *self)
{
}

KcCodeLifetime *
kc_code_lifetime_new (KcClock *clock)
{
  KcCodeLifetime *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_CODE_LIFETIME, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

void
kc_code_lifetime_expect (KcCodeLifetime *self)
{
  g_return_if_fail (KC_IS_CODE_LIFETIME (self));

  if (self->watchdog == NULL)
    watch (self, KC_CODE_LIFETIME_FIRST_MS, FALSE);
}

void
kc_code_lifetime_renew (KcCodeLifetime *self)
{
  gint64 life_ms = KC_CODE_LIFETIME_FIRST_MS;
  gint64 now;

  g_return_if_fail (KC_IS_CODE_LIFETIME (self));

  now = kc_clock_get_now (self->clock);
  if (self->n_codes > 1 && self->code_at > 0)
    self->longest_gap = MAX (self->longest_gap, now - self->code_at);
  self->n_codes++;
  self->code_at = now;

  if (self->n_codes > 1)
    life_ms = MAX (self->longest_gap * 3 / 2, KC_CODE_LIFETIME_LATER_MS);
  self->good_until = now + life_ms;
  watch (self, life_ms, FALSE);
  set_fresh (self, TRUE);
}

void
kc_code_lifetime_repeat (KcCodeLifetime *self)
{
  gint64 left_ms;

  g_return_if_fail (KC_IS_CODE_LIFETIME (self));

  left_ms = self->good_until - kc_clock_get_now (self->clock);
  if (left_ms <= 0)
    return;

  watch (self, left_ms, FALSE);
  set_fresh (self, TRUE);
}

void
kc_code_lifetime_note_activity (KcCodeLifetime *self)
{
  g_return_if_fail (KC_IS_CODE_LIFETIME (self));

  if (self->watchdog != NULL && self->silence)
    watch (self, KC_CODE_LIFETIME_SILENCE_MS, TRUE);
}

void
kc_code_lifetime_expire (KcCodeLifetime *self)
{
  g_return_if_fail (KC_IS_CODE_LIFETIME (self));

  set_fresh (self, FALSE);
}

void
kc_code_lifetime_stop (KcCodeLifetime *self)
{
  g_return_if_fail (KC_IS_CODE_LIFETIME (self));

  kc_clear_timer (&self->watchdog);
  self->code_at = 0;
  set_fresh (self, FALSE);
}

gboolean
kc_code_lifetime_get_fresh (KcCodeLifetime *self)
{
  g_return_val_if_fail (KC_IS_CODE_LIFETIME (self), FALSE);

  return self->fresh;
}
