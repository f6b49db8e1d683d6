/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStoryProgram: the program without its windows, run after run, against the practice service in
 * this process: once as a process of its own, to be killed (kc_story_program_spawn ()), and then
 * again in here, with a clock that the story moves. The service's time stands still but for
 * kc_story_program_pass ().
 */

#pragma once

#include "kc-controller.h"
#include "kc-test-wait.h"

G_BEGIN_DECLS

typedef struct {
  KcSandbox *sandbox;
  char *folder; /* of the notes */
  guint n_channels;

  /* The run in here. */
  KcKeyring *keyring; /* or NULL */
  KcClock *clock;
  KcController *controller;
  KcJournal *journal; /* as long as it is there */

  /* The one of its own. */
  GSubprocess *child;
  GDataInputStream *said;
  GString *heard;
} KcStoryProgram;

void kc_story_program_set_up (KcStoryProgram *self, gconstpointer data);
void kc_story_program_tear_down (KcStoryProgram *self, gconstpointer data);
#define KC_STORY_PROGRAM_ADD(path, data, func)                                                     \
  g_test_add ("/story/" path, KcStoryProgram, data, kc_story_program_set_up, func,                 \
              kc_story_program_tear_down)

void kc_story_program_turn (KcStoryProgram *self, const char *knob, const char *value);

/* What main () does when it is the child. FALSE: it is not. */
gboolean kc_story_program_is_child (int argc, char *argv[]);
/* Another process of this test: it begins an attempt with the full key, and says "noted" and each
 * of its states on a line of its own. */
void kc_story_program_spawn (KcStoryProgram *self, KcMode mode);
void kc_story_program_hear (KcStoryProgram *self, const char *word);
/* SIGKILL. */
void kc_story_program_kill (KcStoryProgram *self);

/* So much time passes between the two runs: for the service and for what is noted. */
void kc_story_program_pass (KcStoryProgram *self, guint seconds);

/* The program in here, until it knows what there is; `key` may be NULL. */
void kc_story_program_run (KcStoryProgram *self, const char *key);
void kc_story_program_end (KcStoryProgram *self);
KcAttempt *kc_story_program_get_attempt (KcStoryProgram *self);
/* Until it is in that state; the clock of the program goes on meanwhile, that of the service does
 * not. */
void kc_story_program_await (KcStoryProgram *self, KcAttemptState state);
/* The person does what there is to do, where the number is connected. */
void kc_story_program_connect (KcStoryProgram *self);
/* Connected with the one channel that is new. */
void kc_story_program_assert_connected (KcStoryProgram *self);
void kc_story_program_assert_counts (KcStoryProgram *self, guint n_sessions, guint n_new_channels);

/* The file with the notes, or NULL. */
char *kc_story_program_find_notes (KcStoryProgram *self);

G_END_DECLS
