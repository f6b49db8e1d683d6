/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-process.h"

#include "kc-config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixconnection.h>
#include <gio/gunixsocketaddress.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void
fill_standard_descriptors (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    {
      /* open () takes the lowest free number, so all before it are in use. */
      if (fcntl (fd, F_GETFD) == -1)
        open ("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
}

static void
set_locale (void)
{
  static const char *const ascii[] = {"ANSI_X3.4-1968", "US-ASCII", "ASCII", NULL};

  if (setlocale (LC_ALL, "") == NULL || g_strv_contains (ascii, nl_langinfo (CODESET)))
    setlocale (LC_CTYPE, "C.UTF-8");
}

/* 1 byte, and not 0: the kernel pipes a core into systemd-coredump or apport whatever the limit is,
 * but for this one value. Only the soft limit: what is started from here may raise it again. */
static void
prevent_cores (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) == 0)
    {
      limit.rlim_cur = MIN (limit.rlim_max, 1);
      setrlimit (RLIMIT_CORE, &limit);
    }
}

static void
register_types (void)
{
  g_type_ensure (G_TYPE_INET_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  g_type_ensure (G_TYPE_UNIX_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_NETWORK_ADDRESS);
  g_type_ensure (G_TYPE_SOCKET);
  g_type_ensure (G_TYPE_SOCKET_CLIENT);
  g_type_ensure (G_TYPE_TCP_CONNECTION);
  g_type_ensure (G_TYPE_UNIX_CONNECTION);
  g_type_ensure (G_TYPE_SOCKET_CONNECTABLE);
  g_type_ensure (G_TYPE_SOCKET_ADDRESS_ENUMERATOR);
  g_type_ensure (G_TYPE_INET_ADDRESS);
  g_type_ensure (G_TYPE_PROXY_RESOLVER);
  g_type_ensure (G_TYPE_RESOLVER);
  g_type_ensure (G_TYPE_IO_STREAM);
  g_type_ensure (G_TYPE_TLS_CERTIFICATE);
  g_type_ensure (G_TYPE_TLS_CLIENT_CONNECTION);
  g_type_ensure (G_TYPE_TLS_DATABASE);
  g_type_ensure (G_TYPE_TLS_INTERACTION);
}

void
kc_process_begin (void)
{
  fill_standard_descriptors ();
  prevent_cores ();
  set_locale ();
  register_types ();
}

void
kc_process_use_translations (void)
{
  const char *folder = g_getenv ("TEXTDOMAINDIR");

  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
