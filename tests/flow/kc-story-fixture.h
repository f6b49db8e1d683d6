/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStory: a story that people tell about programs of this kind, against the practice service over
 * real TCP, with one clock for both sides that stands still until the story moves it.
 *
 * A story checks what the person would see, and at the end what the service has counted: how many
 * sessions, how many new channels, no limit exceeded, no stream left open. In between, at every
 * second, it checks that no dead code is on the screen uncovered.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-error.h"
#include "kc-fake-monitor.h"
#include "kc-manual-clock.h"
#include "kc-sandbox.h"
#include "kc-test-wait.h"

G_BEGIN_DECLS

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcFakeMonitor *monitor;
  KcClient *client;
  KcRateLimiter *rate_limiter;
  KcAttempt *attempt;

  /* What the person saw, word for word as it changed: states; "live", "retrying" and "offline" for
   * the connectivity; "code" and "covered" for what is on the screen. */
  GString *diary;
  guint n_finished;
  gint64 began;        /* when the clock started */
  guint n_channels;    /* on the service, at the beginning */
  guint dead_s;        /* seconds for which a dead code was on the screen uncovered */
  guint n_hung;        /* requests that nobody answers */
  gboolean lines_hold; /* kc_story_sleep () */

  /* What must be true at the end; a story sets what differs. */
  guint sessions;   /* 1 */
  guint channels;   /* new ones: 0 */
  guint throttled;  /* requests beyond a limit: 0 */
  guint max_dead_s; /* 0 */
} KcStory;

void kc_story_set_up (KcStory *self, gconstpointer data);
/* Checks all of the above, and that nothing keeps attempt, client or clock alive. */
void kc_story_tear_down (KcStory *self, gconstpointer data);

void kc_story_turn (KcStory *self, const char *knob, const char *value);

/* An attempt with that key, in place of the earlier one, if any. Not started. */
void kc_story_prepare (KcStory *self, KcMode mode, KcSandboxKey key);
/* Any attempt, in place of the earlier one. Takes it. */
void kc_story_adopt (KcStory *self, KcAttempt *attempt);
/* Begins with the full key, and waits until the link or a live code is there. */
void kc_story_begin (KcStory *self, KcMode mode);
/* Begins and scans. */
void kc_story_begin_linking (KcStory *self);
/* Drops the attempt, and continues its session with a new one. */
void kc_story_resume (KcStory *self, gint64 ms_left);
void kc_story_drop (KcStory *self);

/* Lets time pass, second by second, for the program and for the service. */
void kc_story_pass (KcStory *self, guint seconds);
/* The same until a condition holds; fails if it does not within that many seconds. */
#define kc_story_until(self, condition, seconds)                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint kc_story_left = (seconds);                                                               \
    kc_story_settle (self);                                                                        \
    while (!(condition))                                                                           \
      {                                                                                            \
        if (kc_story_left-- == 0)                                                                  \
          g_error ("not within %u s: %s; %s; %s", (guint) (seconds), #condition,                   \
                   (self)->diary->str,                                                             \
                   kc_attempt_get_error ((self)->attempt)                                          \
                       ? kc_attempt_get_error ((self)->attempt)->message                           \
                       : "");                                                                      \
        kc_story_pass ((self), 1);                                                                 \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END
void kc_story_until_state (KcStory *self, KcAttemptState state, guint seconds);
/* No time passes; what is under way arrives. */
void kc_story_settle (KcStory *self);
/* Real time passes, until what nobody answers was given up: the deadline of a request is not on the
 * story's clock. */
void kc_story_await_deadlines (KcStory *self);
/* The computer sleeps: time passes only for the service. `lines_hold`: open connections survive,
 * with everything that arrived meanwhile; otherwise their other end is gone. */
void kc_story_sleep (KcStory *self, guint seconds, gboolean lines_hold);
/* Seconds since the story began. */
gint64 kc_story_now (KcStory *self);

/* Scans the code on the screen, which must be uncovered and alive. */
void kc_story_scan (KcStory *self);
/* The person finishes on the page that the link opens. */
void kc_story_finish (KcStory *self);
void kc_story_cancel_there (KcStory *self);

/* The network disappears, and with it every connection; and it comes back. */
void kc_story_unplug (KcStory *self);
void kc_story_plug (KcStory *self);

/* What the person is told right now. `code`: of the error, a KcError, or -1 for none. */
void kc_story_assert_told (KcStory *self, KcAttemptState state, KcConnectivity link, int code);
/* The record up to now. */
#define kc_story_assert_diary(self, text) g_assert_cmpstr ((self)->diary->str, ==, text)
void kc_story_forget (KcStory *self);
/* Asserts CONNECTED, with the channel that the service has made. */
void kc_story_assert_connected (KcStory *self);
/* Asserts that among the new channels that of the session is offered; then the person says that it
 * is theirs. */
void kc_story_accept_new_channel (KcStory *self);
guint kc_story_count (KcStory *self, const char *endpoint);

#define KC_STORY_ADD(path, data, func)                                                             \
  g_test_add ("/story/" path, KcStory, data, kc_story_set_up, func, kc_story_tear_down)

G_END_DECLS
