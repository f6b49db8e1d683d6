/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-log-watch.h"

#include <string.h>

static GString *logged;
static GMutex logged_mutex;

static GLogWriterOutput
record_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree char *text = g_log_writer_format_fields (level, fields, n_fields, FALSE);

  g_mutex_lock (&logged_mutex);
  g_string_append (logged, text);
  g_mutex_unlock (&logged_mutex);
  /* Debug messages would go to standard output, which is for TAP. */
  if (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO))
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
kc_log_watch_begin (void)
{
  logged = g_string_new (NULL);
  g_log_set_writer_func (record_log, NULL, NULL);
  /* That of g_test_init () keeps messages from the writer (GLib 2.84). */
  g_log_set_default_handler (g_log_default_handler, NULL);
  /* The writer can only miss all messages or none. */
  g_debug ("the log is watched");
  g_assert_nonnull (strstr (logged->str, "the log is watched"));
}

void
kc_log_watch_assert_without (const char *secret)
{
  g_assert_null (strstr (logged->str, secret));
}
