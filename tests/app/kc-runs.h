/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Fixture for several runs of the program, one after another. The practice service stands in for
 * the real one, and the notes are in a folder of the test. A run is one controller; it is "killed"
 * by dropping it while nobody has asked for a stop. */

#pragma once

#include "kc-controller.h"
#include "kc-test-wait.h"

G_BEGIN_DECLS

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcKeyring *keyring; /* NULL unless the test has one */
  char *folder;
  KcController *controller; /* of the current run; NULL between two runs */
} KcRuns;

/* For g_test_add (). */
void kc_runs_set_up (KcRuns *self, gconstpointer data);
void kc_runs_tear_down (KcRuns *self, gconstpointer data);

/* Starts a run with this key in the environment (NULL: none), and waits until it has looked for a
 * key and for notes. */
void kc_runs_start (KcRuns *self, const char *key);
void kc_runs_kill (KcRuns *self);
/* Lets that much time pass between two runs, for the notes and for the service. */
void kc_runs_pass (KcRuns *self, guint seconds);

/* The key that may do everything. */
const char *kc_runs_get_key (KcRuns *self);
/* As if the person typed it. */
gboolean kc_runs_check_key (KcRuns *self, const char *key);
void kc_runs_turn (KcRuns *self, const char *knob, const char *value);

/* Begins, and waits until the session is open and noted; free its id with g_free (). */
char *kc_runs_begin (KcRuns *self, KcMode mode);
KcAttempt *kc_runs_get_attempt (KcRuns *self);

/* The file with the notes; NULL if there is none. Free with g_free (). */
char *kc_runs_find_notes (KcRuns *self);
gboolean kc_runs_has_notes (KcRuns *self);

G_END_DECLS
