/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-clock.h"

struct _KcSoakClock {
  KcClock parent_instance;

  KcClock *system;
  gint64 start;
  guint scale;
};

G_DEFINE_FINAL_TYPE (KcSoakClock, kc_soak_clock, KC_TYPE_CLOCK)

static gint64
kc_soak_clock_get_now (KcClock *clock)
{
  KcSoakClock *self = KC_SOAK_CLOCK (clock);

  return (kc_clock_get_now (self->system) - self->start) * self->scale;
}

static GSource *
kc_soak_clock_create_timer (KcClock *clock, gint64 delay_ms)
{
  KcSoakClock *self = KC_SOAK_CLOCK (clock);

  return KC_CLOCK_GET_CLASS (self->system)
      ->create_timer (self->system, (delay_ms + self->scale - 1) / self->scale);
}

static void
kc_soak_clock_finalize (GObject *object)
{
  g_clear_object (&KC_SOAK_CLOCK (object)->system);

  G_OBJECT_CLASS (kc_soak_clock_parent_class)->finalize (object);
}

static void
kc_soak_clock_class_init (KcSoakClockClass *klass)
{
  KcClockClass *clock_class = KC_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kc_soak_clock_finalize;
  clock_class->get_now = kc_soak_clock_get_now;
  clock_class->create_timer = kc_soak_clock_create_timer;
}

static void
kc_soak_clock_init (KcSoakClock *self)
{
}

KcClock *
kc_soak_clock_new (guint scale)
{
  KcSoakClock *self = g_object_new (KC_TYPE_SOAK_CLOCK, NULL);

  self->system = kc_clock_new_system ();
  self->start = kc_clock_get_now (self->system);
  self->scale = scale;

  return KC_CLOCK (self);
}
