/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-health.h"

#include <malloc.h>
#include <string.h>

static gint64
read_kb (const char *text, const char *name)
{
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : -1;
}

/* The ids of sources only increase, so all that there ever were can be looked up. */
static guint
visit_sources (GString *names)
{
  GSource *probe = g_idle_source_new ();
  guint last = g_source_attach (probe, NULL);
  guint n_sources = 0;

  g_source_destroy (probe);
  g_source_unref (probe);
  for (guint id = 1; id < last; id++)
    {
      GSource *source = g_main_context_find_source_by_id (NULL, id);

      if (source == NULL)
        continue;
      n_sources++;
      if (names != NULL)
        g_string_append_printf (names, "  source %u: %s\n", id,
                                g_source_get_name (source) != NULL ? g_source_get_name (source)
                                                                   : "nameless");
    }

  return n_sources;
}

static guint
visit_fds (GString *names)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint n_fds = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/proc/self/fd/", name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      n_fds++;
      if (names != NULL)
        g_string_append_printf (names, "  fd %s: %s\n", name, target);
    }

  return n_fds;
}

void
kc_soak_health_take (KcSoakHealth *health)
{
  g_autofree char *text = NULL;

  malloc_trim (0);
  health->n_fds = visit_fds (NULL);
  health->n_sources = visit_sources (NULL);
  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return;
  health->pss_kb = read_kb (text, "\nPss:");
  health->anonymous_kb = read_kb (text, "\nAnonymous:");
}

char *
kc_soak_health_list_fds (void)
{
  GString *names = g_string_new (NULL);

  visit_fds (names);

  return g_string_free (names, FALSE);
}

char *
kc_soak_health_list_sources (void)
{
  GString *names = g_string_new (NULL);

  visit_sources (names);

  return g_string_free (names, FALSE);
}
