/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStoryProgram: runs the program without its windows again and again, against the practice
 * service in this process: first as a separate process, to be killed (kc_story_program_spawn ()),
 * and then in this process, with a clock that the story moves. The service's time moves only by
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

  /* The run in this process. */
  KcKeyring *keyring; /* or NULL */
  KcClock *clock;
  KcController *controller;
  KcJournal *journal; /* as long as it is there */

  /* The separate process. */
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

/* What main () does when it is the child process. Returns FALSE if it is not. */
gboolean kc_story_program_is_child (int argc, char *argv[]);
/* Runs this test as a separate process: it begins an attempt with the full key, and prints "noted"
 * and each of its states on a line of its own. */
void kc_story_program_spawn (KcStoryProgram *self, KcMode mode);
void kc_story_program_hear (KcStoryProgram *self, const char *word);
/* SIGKILL. */
void kc_story_program_kill (KcStoryProgram *self);

/* Lets that much time pass between the two runs: for the service and for the notes. */
void kc_story_program_pass (KcStoryProgram *self, guint seconds);

/* Starts the program in this process and waits until it has looked for a key and notes; `key` may
 * be NULL. */
void kc_story_program_run (KcStoryProgram *self, const char *key);
void kc_story_program_end (KcStoryProgram *self);
KcAttempt *kc_story_program_get_attempt (KcStoryProgram *self);
/* Waits for that state. Meanwhile the program's clock runs, the service's does not. */
void kc_story_program_await (KcStoryProgram *self, KcAttemptState state);
/* The person finishes it, in the browser or with the phone. */
void kc_story_program_connect (KcStoryProgram *self);
/* Asserts that it is connected, with the one channel that is new. */
void kc_story_program_assert_connected (KcStoryProgram *self);
void kc_story_program_assert_counts (KcStoryProgram *self, guint n_sessions, guint n_new_channels);

/* The file with the notes, or NULL. */
char *kc_story_program_find_notes (KcStoryProgram *self);

G_END_DECLS
