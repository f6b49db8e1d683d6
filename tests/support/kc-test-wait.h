/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Waiting in tests: run the main context until a condition holds, and fail instead of hanging. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TEST_WAIT_SECONDS 15

/* How much slower than usual the program runs: KEEBAI_TEST_SLOWNESS in the environment, which
 * build-aux/test.sh sets for valgrind and the sanitizers; else 1. */
static inline gint64
kc_test_get_slowness (void)
{
  const char *text = g_getenv ("KEEBAI_TEST_SLOWNESS");

  return text != NULL ? CLAMP (g_ascii_strtoll (text, NULL, 10), 1, 100) : 1;
}

/* Iterates the thread-default main context until `condition` holds. */
#define kc_test_wait_until(condition)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 kc_test_end = g_get_monotonic_time ()                                             \
                               + KC_TEST_WAIT_SECONDS * kc_test_get_slowness () * G_USEC_PER_SEC;  \
    while (!(condition))                                                                           \
      {                                                                                            \
        if (g_get_monotonic_time () > kc_test_end)                                                 \
          g_error ("waited in vain for %s", #condition);                                           \
        if (!g_main_context_iteration (g_main_context_get_thread_default (), FALSE))               \
          g_usleep (500);                                                                          \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/* A GAsyncReadyCallback whose user_data is a `GAsyncResult **`, in which it stores a new reference.
 * It may be called only once. */
static inline void
kc_test_take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = (GAsyncResult *) g_object_ref (result);
}

G_END_DECLS
