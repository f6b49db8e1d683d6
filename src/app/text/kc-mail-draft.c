/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-mail-draft.h"

#include <glib/gi18n.h>

G_DEFINE_BOXED_TYPE (KcMailDraft, kc_mail_draft, kc_mail_draft_copy, kc_mail_draft_free)

/* Takes `body`. */
static KcMailDraft *
create_draft (const char *subject, char *body)
{
  KcMailDraft *self = g_new0 (KcMailDraft, 1);

  self->subject = g_strdup (subject);
  self->body = body;

  return self;
}

/* A line break in mail is CR LF (RFC 6068, section 5). */
static char *
escape (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = g_strjoinv ("\r\n", lines);

  return g_uri_escape_string (joined, NULL, FALSE);
}

KcMailDraft *
kc_mail_draft_copy (const KcMailDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return create_draft (self->subject, g_strdup (self->body));
}

void
kc_mail_draft_free (KcMailDraft *self)
{
  if (self == NULL)
    return;

  g_free (self->subject);
  g_free (self->body);
  g_free (self);
}

KcMailDraft *
kc_mail_draft_new_for_permissions (const char *const *permissions, const char *company)
{
  g_autofree char *list = NULL;
  g_autofree char *greeting = NULL;
  char *body;

  g_return_val_if_fail (permissions != NULL, NULL);

  list = g_strjoinv ("\n  • ", (char **) permissions);
  greeting
      = company != NULL
            /* Translators: %s is the name of a company. */
            ? g_strdup_printf (_ ("I want to connect a WhatsApp number to Keebai for %s."), company)
            : g_strdup (_ ("I want to connect a WhatsApp number to Keebai."));
  body = g_strdup_printf (
      /* Translators: the first %s is the sentence “I want to connect a WhatsApp number …”, the
       * second a list of permissions, which are not translated. Keep the line breaks. */
      _ ("Hello,\n\n"
         "%s For this I need an access key with these permissions:\n\n"
         "  • %s\n\n"
         "Please create one in Keebai under System Settings, Developer API, API Keys, and give it "
         "to me in person or through a password manager, not by mail. The permissions of a key "
         "cannot be changed later, so it has to be a new one.\n\n"
         "To create keys, your role needs “Manage API Tokens” (System Settings, Roles). Sign in "
         "again after the role was changed.\n\n"
         "Thank you!\n"),
      greeting, list);

  return create_draft (_ ("An access key for Keebai"), body);
}

KcMailDraft *
kc_mail_draft_new_for_signup (const char *verification_uri,
                              GDateTime *expires_at,
                              const char *company)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *time = NULL;
  g_autofree char *purpose = NULL;
  char *body;

  g_return_val_if_fail (verification_uri != NULL, NULL);
  g_return_val_if_fail (expires_at != NULL, NULL);

  local = g_date_time_to_local (expires_at);
  /* Translators: the time of the day, such as 14:05, in the form of strftime. */
  time = g_date_time_format (local, _ ("%H:%M"));
  purpose
      = company != NULL
            /* Translators: %s is the name of a company. */
            ? g_strdup_printf (_ ("Please connect our WhatsApp number to Keebai for %s."), company)
            : g_strdup (_ ("Please connect our WhatsApp number to Keebai."));
  body = g_strdup_printf (
      /* Translators: the first %s is the sentence “Please connect our WhatsApp number …”, the
       * second the address of a web page, the third a time of the day such as 14:05. */
      _ ("Hello,\n\n"
         "%s You are an admin of our Facebook account, so only you can do it. It takes about ten "
         "minutes:\n\n"
         "  1. Open this page in a browser on a computer:\n"
         "     %s\n"
         "  2. Sign in to Facebook and follow the steps.\n"
         "  3. Choose our company, enter the number, and type the code that it gets.\n\n"
         "The page works until %s. Whoever has the link can finish this connection, so please do "
         "not pass it on. If the time is over, tell me and I will send you a new one.\n\n"
         "Thank you!\n"),
      purpose, verification_uri, time);

  return create_draft (_ ("Please connect our WhatsApp number"), body);
}

KcMailDraft *
kc_mail_draft_new_for_support (const char *report)
{
  g_return_val_if_fail (report != NULL, NULL);

  return create_draft (_ ("Keebai Connect: a number could not be connected"),
                       /* Translators: %s is a report in English. */
                       g_strdup_printf (_ ("Hello,\n\n"
                                           "I could not connect a WhatsApp number. This is what "
                                           "Keebai Connect reports:\n\n%s\n"),
                                        report));
}

char *
kc_mail_draft_to_mailto (const KcMailDraft *self, const char *address)
{
  g_autofree char *to = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  to = g_uri_escape_string (address != NULL ? address : "", "@", FALSE);
  subject = escape (self->subject);
  body = escape (self->body);

  return g_strdup_printf ("mailto:%s?subject=%s&body=%s", to, subject, body);
}
