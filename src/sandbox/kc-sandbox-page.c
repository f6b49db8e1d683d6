/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-page.h"
#include "kc-sandbox-resources.h"

#include <glib/gi18n.h>

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_strconcat ("/com/keebai/Connect/sandbox/", name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  bytes = g_resource_lookup_data (kc_sandbox_resources_get_resource (), path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  return bytes;
}

static GString *
load_text (const char *name)
{
  g_autoptr (GBytes) bytes = load (name);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_string_new_len (data, (gssize) size);
}

/* What has been filled in holds no braces: they are escaped too, so nothing is filled in twice. */
static void
fill (GString *text, const char *name, const char *value)
{
  g_autofree char *mark = g_strdup_printf ("{{%s}}", name);
  g_autofree char *escaped = g_markup_escape_text (value, -1);
  GString *safe = g_string_new (escaped);

  g_string_replace (safe, "{", "&#123;", 0);
  g_string_replace (text, mark, safe->str, 0);
  g_string_free (safe, TRUE);
}

KcSandboxReply *
kc_sandbox_page_new (guint status, const char *title, const char *template, ...)
{
  GString *page = load_text ("frame.html");
  GString *content = load_text (template);
  /* Translators: the title of a page of the practice mode in the browser; %s is the page. */
  g_autofree char *full_title = g_strdup_printf (_ ("%s – Practice portal"), title);
  const char *name;
  va_list pairs;

  va_start (pairs, template);
  while ((name = va_arg (pairs, const char *)) != NULL)
    fill (content, name, va_arg (pairs, const char *));
  va_end (pairs);

  fill (page, "title", full_title);
  /* Translators: the code of your language for the web, for example “es” or “pt-BR”. */
  fill (page, "language", _ ("en"));
  /* Translators: “rtl” if your language is written from right to left, else “ltr”. */
  fill (page, "direction", _ ("ltr"));
  /* Translators: a badge on each page of the practice mode. */
  fill (page, "practice", _ ("Practice"));
  fill (
      page, "notice",
      _ ("This page belongs to the practice mode of Keebai Connect. It is not Keebai’s portal and "
         "not Meta’s, and nothing you enter leaves this computer."));
  g_string_replace (page, "{{content}}", content->str, 1);
  g_string_free (content, TRUE);
  return kc_sandbox_reply_new_page (status, g_string_free (page, FALSE));
}

KcSandboxReply *
kc_sandbox_page_new_style (void)
{
  g_autoptr (GBytes) style = load ("style.css");

  return kc_sandbox_reply_new (200, "text/css; charset=utf-8", style);
}
