/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStory: a story that people tell about programs of this kind, told against the practice service
 * over real TCP, with one clock for both sides that stands still until the story moves it on.
 *
 * A story looks at what the person would be told, and at the end at what the service has counted:
 * so many sessions, so many new channels, no limit hit, no stream left open. In between, at every
 * second, it holds that no dead code is on the screen uncovered.
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

  /* What the person was told, word for word as it changed: states, "live", "retrying" and
   * "offline" for the connectivity, "code" and "covered" for what is on the screen. */
  GString *diary;
  guint n_finished;
  gint64 began;        /* when the clock started */
  guint n_channels;    /* of the service, at the beginning */
  guint dead_s;        /* seconds for which a dead code was on the screen uncovered */
  guint n_hung;        /* requests that nobody answers */
  gboolean lines_hold; /* kc_story_sleep () */

  /* What has to be true at the end; a story says what differs. */
  guint sessions;   /* 1 */
  guint channels;   /* that are new: 0 */
  guint throttled;  /* requests beyond a limit: 0 */
  guint max_dead_s; /* 0 */
} KcStory;

void kc_story_set_up (KcStory *self, gconstpointer data);
/* Holds what is said above, and that nothing keeps attempt, client or clock. */
void kc_story_tear_down (KcStory *self, gconstpointer data);

void kc_story_turn (KcStory *self, const char *knob, const char *value);

/* An attempt with that key, in place of the one before, if any. Not started. */
void kc_story_prepare (KcStory *self, KcMode mode, KcSandboxKey key);
/* Any attempt, in place of the one before. Takes it. */
void kc_story_adopt (KcStory *self, KcAttempt *attempt);
/* With the full key, until the link or a live code is there. */
void kc_story_begin (KcStory *self, KcMode mode);
/* Begins, and scans. */
void kc_story_begin_linking (KcStory *self);
/* The attempt that goes on with the session of the one before, which is given up here. */
void kc_story_resume (KcStory *self, gint64 ms_left);
void kc_story_drop (KcStory *self);

/* Time passes, second by second, for the program and for the service. */
void kc_story_pass (KcStory *self, guint seconds);
/* The same until something is so; a failure if it is not within so many seconds. */
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
/* The computer sleeps: time passes for the service alone. `lines_hold`: what was open still is,
 * with all that came meanwhile; else nobody is there any more at its other end. */
void kc_story_sleep (KcStory *self, guint seconds, gboolean lines_hold);
/* Seconds since the story began. */
gint64 kc_story_now (KcStory *self);

/* What is on the screen is scanned: it has to be uncovered and alive. */
void kc_story_scan (KcStory *self);
/* On the page that the link leads to. */
void kc_story_finish (KcStory *self);
void kc_story_cancel_there (KcStory *self);

/* Nothing of a network is left, and nobody to ask; and back. */
void kc_story_unplug (KcStory *self);
void kc_story_plug (KcStory *self);

/* What the person is told right now. `code`: of the error, a KcError, or -1 for none. */
void kc_story_assert_told (KcStory *self, KcAttemptState state, KcConnectivity link, int code);
/* The diary up to now. */
#define kc_story_assert_diary(self, text) g_assert_cmpstr ((self)->diary->str, ==, text)
void kc_story_forget (KcStory *self);
/* CONNECTED, with the channel that the service has made. */
void kc_story_assert_connected (KcStory *self);
/* Of the new channels, that of the session is offered, and the person says that it is the one. */
void kc_story_accept_new_channel (KcStory *self);
guint kc_story_count (KcStory *self, const char *endpoint);

#define KC_STORY_ADD(path, data, func)                                                             \
  g_test_add ("/story/" path, KcStory, data, kc_story_set_up, func, kc_story_tear_down)

G_END_DECLS
