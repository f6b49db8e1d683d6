/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ENTER_SCREEN "\033[?1049h\033[?25l"
#define LEAVE_SCREEN "\033[?25h\033[?1049l"
#define TO_TOP "\033[H"
#define CLEAR_LINE "\033[K"
#define CLEAR_BELOW "\033[J"

struct _KcOutput {
  GObject parent_instance;

  int out_fd;
  int err_fd;
  gboolean json;
  gboolean can_draw;

  char *status;
  char *time;
  guint screen_rows; /* of the lines on the screen; 0: there is no screen */
};

G_DEFINE_FINAL_TYPE (KcOutput, kc_output, G_TYPE_OBJECT)

/* The reader has gone or will read later: there is nobody to report an error to. */
static void
write_text (int fd, const char *text)
{
  struct pollfd poll_fd = {fd, POLLOUT, 0};
  gsize left = strlen (text);
  gssize written;

  while (left > 0)
    {
      written = write (fd, text, left);
      if (written >= 0)
        {
          text += written;
          left -= (gsize) written;
        }
      else if (errno == EAGAIN)
        {
          poll (&poll_fd, 1, -1);
        }
      else if (errno != EINTR)
        {
          return;
        }
    }
}

/* As much as fits into `columns`, so that the line does not wrap. */
static void
append_cut (GString *text, const char *line, guint columns)
{
  const char *end = line;

  for (guint used = 0; *end != '\0'; end = g_utf8_next_char (end))
    {
      gunichar c = g_utf8_get_char (end);

      if (g_unichar_iswide (c))
        used += 2;
      else if (!g_unichar_iszerowidth (c))
        used++;
      if (used > columns)
        break;
    }
  g_string_append_len (text, line, end - line);
}

static void
append_status (KcOutput *self, GString *text)
{
  guint columns;
  guint rows;

  kc_output_get_size (self, &columns, &rows);
  if (self->screen_rows > 0)
    {
      g_string_append_printf (text, "\033[%u;1H", self->screen_rows + 1);
      append_cut (text, self->status != NULL ? self->status : "", columns);
      g_string_append (text, CLEAR_LINE "\r\n");
      append_cut (text, self->time != NULL ? self->time : "", columns);
      g_string_append (text, CLEAR_BELOW);
    }
  else if (self->status != NULL)
    {
      g_autofree char *line = self->time != NULL
                                  ? g_strdup_printf ("%s  %s", self->status, self->time)
                                  : g_strdup (self->status);

      g_string_append_c (text, '\r');
      append_cut (text, line, columns - 1);
      g_string_append (text, CLEAR_LINE);
    }
}

static void
write_status (KcOutput *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_status (self, text);
  write_text (self->err_fd, text->str);
}

static void
kc_output_finalize (GObject *object)
{
  KcOutput *self = KC_OUTPUT (object);

  kc_output_restore (self);
  g_free (self->status);
  g_free (self->time);

  G_OBJECT_CLASS (kc_output_parent_class)->finalize (object);
}

static void
kc_output_class_init (KcOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_output_finalize;
}

static void
kc_output_init (KcOutput *self)
{
}

KcOutput *
kc_output_new (int out_fd, int err_fd, gboolean json)
{
  KcOutput *self = g_object_new (KC_TYPE_OUTPUT, NULL);
  const char *term = g_getenv ("TERM");
  const char *no_color = g_getenv ("NO_COLOR");

  self->out_fd = out_fd;
  self->err_fd = err_fd;
  self->json = json;
  /* https://no-color.org: any text but an empty one. */
  self->can_draw = !json && isatty (err_fd) && g_get_charset (NULL) && term != NULL && *term != '\0'
                   && !g_str_equal (term, "dumb") && (no_color == NULL || *no_color == '\0');

  return self;
}

gboolean
kc_output_is_json (KcOutput *self)
{
  g_return_val_if_fail (KC_IS_OUTPUT (self), FALSE);

  return self->json;
}

gboolean
kc_output_can_draw (KcOutput *self)
{
  g_return_val_if_fail (KC_IS_OUTPUT (self), FALSE);

  return self->can_draw;
}

void
kc_output_get_size (KcOutput *self, guint *columns, guint *rows)
{
  struct winsize size = {0};

  g_return_if_fail (KC_IS_OUTPUT (self));

  if (ioctl (self->err_fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
    {
      size.ws_col = 80;
      size.ws_row = 24;
    }
  *columns = size.ws_col;
  *rows = size.ws_row;
}

void
kc_output_print (KcOutput *self, const char *line)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KC_IS_OUTPUT (self));
  g_return_if_fail (line != NULL);

  if (self->json)
    return;

  kc_output_set_status (self, NULL, NULL);
  text = g_strdup_printf ("%s\n", line);
  write_text (self->out_fd, text);
}

void
kc_output_print_message (KcOutput *self, const char *line)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (KC_IS_OUTPUT (self));
  g_return_if_fail (line != NULL);
  g_return_if_fail (self->screen_rows == 0);

  if (self->json)
    return;

  text = g_string_new (self->can_draw && self->status != NULL ? "\r" CLEAR_LINE : NULL);
  g_string_append_printf (text, "%s\n", line);
  if (self->can_draw)
    append_status (self, text);
  write_text (self->err_fd, text->str);
}

void
kc_output_take_event (KcOutput *self, char *json)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KC_IS_OUTPUT (self));
  g_return_if_fail (json != NULL);

  if (self->json)
    {
      text = g_strdup_printf ("%s\n", json);
      write_text (self->out_fd, text);
    }
  g_free (json);
}

void
kc_output_set_status (KcOutput *self, const char *status, const char *time)
{
  gboolean changed;

  g_return_if_fail (KC_IS_OUTPUT (self));

  changed = g_strcmp0 (self->status, status) != 0;
  if (!changed && g_strcmp0 (self->time, time) == 0)
    return;

  if (self->can_draw && status == NULL && self->status != NULL && self->screen_rows == 0)
    write_text (self->err_fd, "\r" CLEAR_LINE);
  g_free (self->status);
  self->status = g_strdup (status);
  g_free (self->time);
  self->time = g_strdup (time);

  if (self->can_draw)
    write_status (self);
  else if (changed && status != NULL)
    kc_output_print_message (self, status);
}

void
kc_output_set_screen (KcOutput *self, const char *const *lines)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (KC_IS_OUTPUT (self));

  if (!self->can_draw)
    return;
  if (lines == NULL)
    {
      kc_output_restore (self);
      return;
    }

  text = g_string_new (self->screen_rows == 0 ? ENTER_SCREEN TO_TOP : TO_TOP);
  self->screen_rows = g_strv_length ((char **) lines);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "%s" CLEAR_LINE "\r\n", lines[i]);
  append_status (self, text);
  write_text (self->err_fd, text->str);
}

void
kc_output_restore (KcOutput *self)
{
  g_return_if_fail (KC_IS_OUTPUT (self));

  if (self->screen_rows > 0)
    {
      self->screen_rows = 0;
      write_text (self->err_fd, LEAVE_SCREEN);
    }
  else if (self->can_draw && self->status != NULL)
    {
      write_text (self->err_fd, "\r" CLEAR_LINE);
    }
  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->time, g_free);
}
