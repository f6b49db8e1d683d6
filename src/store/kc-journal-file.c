/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_DIGITS 16
#define MAX_SET_ASIDE 1000

struct _KcJournalFile {
  char *folder;
  char *stem; /* the path without what stands behind the digits */
  char *path;
  char *new_path;
  int lock_fd; /* -1: not held */
};

static void
set_error (GError **error, KcJournalError code, const char *what, int error_number)
{
  g_set_error (error, KC_JOURNAL_ERROR, (int) code, "%s: %s", what, g_strerror (error_number));
}

/* Writes the folder's entries to the disk too, not only the file. Some file systems cannot. */
static void
sync_folder (KcJournalFile *self)
{
  const int fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      const gssize written = write (fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      data += written;
      length -= (gsize) written;
    }

  return TRUE;
}

/* Reads up to one byte more than `max_bytes`, so that a longer file is noticed. */
static GBytes *
read_all (int fd, gsize max_bytes)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();

  for (;;)
    {
      guint8 buffer[16 * 1024];
      const gssize length = read (fd, buffer, MIN (sizeof buffer, max_bytes + 1 - array->len));

      if (length < 0 && errno == EINTR)
        continue;
      if (length < 0)
        return NULL;
      if (length == 0)
        break;
      g_byte_array_append (array, buffer, (guint) length);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

KcJournalFile *
kc_journal_file_new (const char *folder, const char *stem, const char *base_url)
{
  KcJournalFile *self = g_new0 (KcJournalFile, 1);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, base_url, -1);
  g_autofree char *name = g_strdup_printf ("%s-%.*s", stem, NAME_DIGITS, digest);

  self->folder = g_strdup (folder);
  self->stem = g_build_filename (folder, name, NULL);
  self->path = g_strconcat (self->stem, ".json", NULL);
  self->new_path = g_strconcat (self->stem, ".new", NULL);
  self->lock_fd = -1;

  return self;
}

void
kc_journal_file_free (KcJournalFile *self)
{
  kc_journal_file_unlock (self);
  g_free (self->folder);
  g_free (self->stem);
  g_free (self->path);
  g_free (self->new_path);
  g_free (self);
}

gboolean
kc_journal_file_lock (KcJournalFile *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->stem, ".lock", NULL);
  int fd;

  if (self->lock_fd >= 0)
    return TRUE;

  if (g_mkdir_with_parents (self->folder, 0700) != 0
      || (fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) < 0)
    {
      set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The journal cannot be created", errno);
      return FALSE;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      const int error_number = errno;

      close (fd);
      if (error_number == EWOULDBLOCK)
        g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY,
                             "Another program holds the notes");
      else
        set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The notes cannot be locked", error_number);
      return FALSE;
    }
  self->lock_fd = fd;
  unlink (self->new_path);

  return TRUE;
}

void
kc_journal_file_unlock (KcJournalFile *self)
{
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}

/* FALSE for what must not even be opened, such as a pipe that nobody writes to. */
static gboolean
is_readable (const struct stat *info, gsize max_bytes, GError **error)
{
  if (!S_ISREG (info->st_mode))
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED,
                         "The notes are no ordinary file");
  else if (info->st_uid != geteuid ())
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_FOREIGN,
                         "The notes belong to somebody else");
  else if (info->st_size > (goffset) max_bytes)
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED,
                         "The notes are too large");
  else
    return TRUE;

  return FALSE;
}

GBytes *
kc_journal_file_read (KcJournalFile *self, gsize max_bytes, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  struct stat info;
  int fd;
  int error_number;

  if (lstat (self->path, &info) != 0)
    {
      if (errno != ENOENT)
        set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The notes cannot be found", errno);
      return NULL;
    }
  if (!is_readable (&info, max_bytes, error))
    return NULL;

  fd = open (self->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    {
      set_error (error, errno == EACCES ? KC_JOURNAL_ERROR_DAMAGED : KC_JOURNAL_ERROR_UNAVAILABLE,
                 "The notes cannot be opened", errno);
      return NULL;
    }
  bytes = read_all (fd, max_bytes);
  error_number = errno;
  close (fd);
  if (bytes == NULL)
    set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The notes cannot be read", error_number);

  return g_steal_pointer (&bytes);
}

gboolean
kc_journal_file_replace (KcJournalFile *self, GBytes *bytes, GError **error)
{
  gboolean done = FALSE;
  int error_number;
  int fd;

  g_return_val_if_fail (self->lock_fd >= 0, FALSE);

  unlink (self->new_path);
  fd = open (self->new_path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0)
    {
      done = write_all (fd, bytes) && fsync (fd) == 0;
      error_number = errno;
      /* Some file systems notice only now that there is no room. */
      if (close (fd) != 0 && done)
        {
          done = FALSE;
          error_number = errno;
        }
      errno = error_number;
    }
  done = done && rename (self->new_path, self->path) == 0;
  if (!done)
    {
      set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The notes cannot be written", errno);
      unlink (self->new_path);
      return FALSE;
    }
  sync_folder (self);

  return TRUE;
}

gboolean
kc_journal_file_remove (KcJournalFile *self, GError **error)
{
  g_return_val_if_fail (self->lock_fd >= 0, FALSE);

  if (unlink (self->path) != 0)
    {
      if (errno == ENOENT)
        return TRUE;
      set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The notes cannot be removed", errno);
      return FALSE;
    }
  sync_folder (self);

  return TRUE;
}

char *
kc_journal_file_set_aside (KcJournalFile *self, GError **error)
{
  g_return_val_if_fail (self->lock_fd >= 0, NULL);

  for (guint i = 1; i <= MAX_SET_ASIDE; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-set-aside-%u.json", self->stem, i);
      struct stat info;

      /* With the lock nobody else takes the name meanwhile. */
      if (lstat (path, &info) == 0)
        continue;
      if (rename (self->path, path) != 0)
        {
          set_error (error, KC_JOURNAL_ERROR_UNAVAILABLE, "The notes cannot be moved", errno);
          return NULL;
        }
      sync_folder (self);
      return g_steal_pointer (&path);
    }
  g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE,
                       "Too many files are set aside");

  return NULL;
}
