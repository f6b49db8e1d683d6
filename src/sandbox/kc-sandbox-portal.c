/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-portal.h"
#include "kc-sandbox-page.h"
#include "kc-sandbox-request.h"
#include "kc-sandbox-session.h"

#include <string.h>

#define CONNECT "/connect/"
#define STYLE "/style.css"
#define NAME_MAX_BYTES 200

static const char *
get_field (GHashTable *form, const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : "";
}

/* "+1 (202) 555-0143" to "+12025550143"; NULL if it is no international number. */
static char *
read_number (const char *text)
{
  GString *number = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (strchr (" -.()/", *text) == NULL)
      g_string_append_c (number, *text);
  if (number->str[0] == '+' && number->len >= 8 && number->len <= 16
      && strspn (number->str + 1, "0123456789") == number->len - 1)
    return g_string_free (number, FALSE);
  g_string_free (number, TRUE);
  return NULL;
}

static KcSandboxReply *
create_signup_page (KcSandboxSession *session,
                    guint status,
                    const char *name,
                    const char *number,
                    const char *name_error,
                    const char *number_error)
{
  gboolean wrong = name_error != NULL || number_error != NULL;

  return kc_sandbox_page_new (status, wrong ? "Error: WhatsApp signup" : "WhatsApp signup",
                              "signup.html",                 /* */
                              "company", KC_SANDBOX_COMPANY, /* */
                              "kind",
                              session->coexistence ? "It stays in the WhatsApp Business app as well"
                                                   : "New number",
                              "name", name, "number", number,                           /* */
                              "name-error", name_error != NULL ? name_error : "",       /* */
                              "name-invalid", name_error != NULL ? "true" : "false",    /* */
                              "number-error", number_error != NULL ? number_error : "", /* */
                              "number-invalid", number_error != NULL ? "true" : "false", NULL);
}

static KcSandboxReply *
create_over_page (KcSandboxSession *session)
{
  static const char back[] = "You can close this page and go back to Keebai Connect.";

  switch (session->state)
    {
    case KC_SANDBOX_SESSION_FINISHING:
    case KC_SANDBOX_SESSION_COMPLETED:
      return kc_sandbox_page_new (200, "Signup finished", "over.html", "kind", "good", "heading",
                                  "Signup finished", "text",
                                  "The practice number is connected to the practice company.",
                                  "next", back, NULL);
    case KC_SANDBOX_SESSION_CANCELLED:
      return kc_sandbox_page_new (200, "Signup cancelled", "over.html", "kind", "plain", "heading",
                                  "Signup cancelled", "text", "Nothing has been connected.", "next",
                                  back, NULL);
    case KC_SANDBOX_SESSION_PENDING:
    case KC_SANDBOX_SESSION_EXPIRED:
    case KC_SANDBOX_SESSION_FAILED:
    default:
      return kc_sandbox_page_new (200, "This link has expired", "over.html", "kind", "bad",
                                  "heading", "This link has expired", "text",
                                  "The time for this signup is over. Nothing has been connected.",
                                  "next", "Go back to Keebai Connect and start again there.", NULL);
    }
}

/* What the person has pressed. A redirect, or the form again with what is wrong with it. */
static KcSandboxReply *
answer_form (KcSandbox *self, KcSandboxSession *session, SoupServerMessage *message)
{
  g_autoptr (GHashTable) form = kc_sandbox_request_parse_form (message);
  g_autofree char *location = g_strconcat ("/portal" CONNECT, session->secret, NULL);
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  const char *action, *name_error = NULL, *number_error = NULL;

  if (form == NULL)
    return kc_sandbox_reply_new_text (400, "text/plain", "not a form");
  if (session->state != KC_SANDBOX_SESSION_PENDING)
    return kc_sandbox_reply_new_redirect (303, location);

  action = get_field (form, "action");
  if (g_str_equal (action, "cancel"))
    {
      kc_sandbox_session_cancel (session);
      return kc_sandbox_reply_new_redirect (303, location);
    }
  if (!g_str_equal (action, "finish"))
    return kc_sandbox_reply_new_text (400, "text/plain", "neither finish nor cancel");

  name = g_strstrip (g_strdup (get_field (form, "name")));
  number = read_number (get_field (form, "number"));
  if (*name == '\0' || strlen (name) > NAME_MAX_BYTES)
    name_error = "Enter a name, not longer than 200 letters.";
  if (number == NULL)
    number_error = "Enter the number with + and the country code, for example +1 202 555 0143.";
  else if (kc_sandbox_channels_has_number (self->channels, number))
    number_error = "This number is connected already. Choose another one.";
  if (name_error != NULL || number_error != NULL)
    return create_signup_page (session, 400, name, get_field (form, "number"), name_error,
                               number_error);

  kc_sandbox_session_finish (session, name, number);
  return kc_sandbox_reply_new_redirect (303, location);
}

static KcSandboxReply *
answer_portal (KcSandbox *self, SoupServerMessage *message, const char *path)
{
  const char *method = soup_server_message_get_method (message);
  KcSandboxSession *session = NULL;

  if (g_str_equal (path, STYLE))
    return kc_sandbox_page_new_style ();
  if (g_str_has_prefix (path, CONNECT))
    session = kc_sandbox_find_session_by_secret (self, path + strlen (CONNECT));
  if (session == NULL || session->qr)
    return kc_sandbox_page_new (404, "This link is not known", "over.html", "kind", "bad",
                                "heading", "This link is not known", "text",
                                "The practice service has no such signup. It forgets everything "
                                "when it ends.",
                                "next", "Go back to Keebai Connect and start again there.", NULL);

  if (g_str_equal (method, "POST"))
    return answer_form (self, session, message);
  if (!g_str_equal (method, "GET"))
    return kc_sandbox_reply_new_text (405, "text/plain", "GET or POST");
  if (session->state == KC_SANDBOX_SESSION_PENDING)
    return create_signup_page (session, 200, session->name, session->number, NULL, NULL);
  return create_over_page (session);
}

void
kc_sandbox_portal_handle (KcSandbox *self, SoupServerMessage *message, const char *path)
{
  g_autoptr (KcSandboxReply) reply = answer_portal (self, message, path);

  kc_sandbox_reply_send (reply, message);
}

static KcSandboxReply *
create_phone_page (KcSandbox *self)
{
  KcSandboxSession *session = kc_sandbox_get_qr_session (self);
  const char *text = "No code is on the screen. Start a connection by QR code first.";

  if (session != NULL && session->code != NULL)
    text = "A code is on the screen.";
  else if (session != NULL && session->state == KC_SANDBOX_SESSION_FINISHING)
    text = "Scanned. The phone is being linked.";
  else if (self->sessions->len > 0)
    {
      KcSandboxSession *last = g_ptr_array_index (self->sessions, self->sessions->len - 1);

      if (last->qr && last->state == KC_SANDBOX_SESSION_COMPLETED)
        text = "Linked. Go back to Keebai Connect.";
    }
  return kc_sandbox_page_new (200, "Pretend phone", "phone.html", "text", text, NULL);
}

void
kc_sandbox_phone_handle (KcSandbox *self, SoupServerMessage *message)
{
  g_autoptr (KcSandboxReply) reply = NULL;
  const char *code = kc_sandbox_get_code (self);

  if (g_str_equal (soup_server_message_get_method (message), "POST"))
    {
      if (code != NULL)
        kc_sandbox_scan (self, code, NULL);
      reply = kc_sandbox_reply_new_redirect (303, KC_SANDBOX_PHONE_PATH);
    }
  else
    {
      reply = create_phone_page (self);
    }
  kc_sandbox_reply_send (reply, message);
}
