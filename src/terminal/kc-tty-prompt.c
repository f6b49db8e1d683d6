/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-tty-prompt.h"

#include "kc-access-key.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A key, and what may be pasted around it. */
#define MAX_BYTES (2 * KC_ACCESS_KEY_MAX_BYTES)

typedef struct {
  GInputStream *stream;
  char text[MAX_BYTES + 1];
  gsize length;
} Line;

/* The terminal whose echo is off; -1: none. */
static int hidden_fd = -1;
static struct termios before_hidden;

static void
hide (int fd)
{
  struct termios hidden;

  if (tcgetattr (fd, &before_hidden) != 0)
    return;

  hidden = before_hidden;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  hidden.c_lflag |= ECHONL;
  if (tcsetattr (fd, TCSAFLUSH, &hidden) == 0)
    hidden_fd = fd;
}

static void
free_line (gpointer data)
{
  Line *line = data;

  g_clear_object (&line->stream);
  explicit_bzero (line, sizeof *line);
  g_free (line);
}

static void read_more (GTask *task);

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Line *line = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n_bytes = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);
  char *end;

  if (n_bytes < 0)
    {
      kc_tty_prompt_restore ();
      g_task_return_error (task, error);
      return;
    }

  line->length += (gsize) n_bytes;
  end = memchr (line->text, '\n', line->length);
  if (end == NULL && n_bytes > 0 && line->length < MAX_BYTES)
    {
      read_more (task);
      return;
    }

  kc_tty_prompt_restore ();
  if (line->length == 0)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task,
                           g_strndup (line->text,
                                      end != NULL ? (gsize) (end - line->text) : line->length),
                           (GDestroyNotify) kc_secret_free);
}

static void
read_more (GTask *task)
{
  Line *line = g_task_get_task_data (task);

  g_input_stream_read_async (line->stream, line->text + line->length, MAX_BYTES - line->length,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                             g_object_ref (task));
}

gboolean
kc_tty_prompt_is_possible (int in_fd, int out_fd)
{
  return isatty (in_fd) && isatty (out_fd);
}

void
kc_tty_prompt_async (int in_fd,
                     int out_fd,
                     const char *question,
                     gboolean hidden,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Line *line;

  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_tty_prompt_async);
  line = g_new0 (Line, 1);
  line->stream = g_unix_input_stream_new (in_fd, FALSE);
  g_task_set_task_data (task, line, free_line);

  if (hidden)
    hide (in_fd);
  if (question != NULL && write (out_fd, question, strlen (question)) < 0)
    g_debug ("The question could not be written.");
  read_more (task);
}

char *
kc_tty_prompt_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_tty_prompt_restore (void)
{
  if (hidden_fd >= 0)
    tcsetattr (hidden_fd, TCSAFLUSH, &before_hidden);
  hidden_fd = -1;
}
