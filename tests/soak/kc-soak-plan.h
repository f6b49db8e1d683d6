/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakPlan: what happens to one attempt, drawn at random from a seed: the same seed gives the
 * same plan. */

#pragma once

#include "kc-session.h"

G_BEGIN_DECLS

typedef enum {
  KC_SOAK_KNOB,   /* a knob of the practice service: name, value */
  KC_SOAK_SCAN,   /* the phone scans the code that is shown as live, as soon as there is one */
  KC_SOAK_FINISH, /* in the browser */
  KC_SOAK_CANCEL_THERE, /* in the browser */
  KC_SOAK_CANCEL_HERE,
  KC_SOAK_CLOSE,   /* the attempt is dropped */
  KC_SOAK_KILL,    /* the same, and `value` milliseconds later the program runs again */
  KC_SOAK_STORM,   /* poll_now, several times */
  KC_SOAK_NETWORK, /* value: the network monitor reports "on" or "off" */
  KC_SOAK_FREEZE,  /* value: for how many milliseconds the service answers nothing */
  KC_SOAK_SLEEP,   /* value: milliseconds of sleep, and " hold" if connections survive */
} KcSoakActKind;

typedef struct {
  KcSoakActKind kind;
  guint at_ms; /* service time since the start of the attempt */
  char *name;
  char *value;
} KcSoakAct;

typedef struct {
  guint32 seed;
  KcMode mode;
  gboolean may_read; /* the key, at the start */
  const char *name;  /* that the person gives the channel, or NULL */
  guint expires_in;  /* seconds */
  guint poll_interval;
  gint64 away_ms;  /* asleep or not running, in total */
  GPtrArray *acts; /* KcSoakAct; those at 0 before the start */
} KcSoakPlan;

KcSoakPlan *kc_soak_plan_new (guint32 seed);
void kc_soak_plan_free (KcSoakPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSoakPlan, kc_soak_plan_free)

/* Whether some act sets `knob` to a value that contains `text` (NULL: any). */
gboolean kc_soak_plan_turns (const KcSoakPlan *self, const char *knob, const char *text);
gboolean kc_soak_plan_has (const KcSoakPlan *self, KcSoakActKind kind);

/* One act per line. Without secrets. */
char *kc_soak_plan_describe (const KcSoakPlan *self);

G_END_DECLS
