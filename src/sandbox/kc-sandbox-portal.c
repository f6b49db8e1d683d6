/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-portal.h"
#include "kc-sandbox-channels.h"
#include "kc-sandbox-page.h"
#include "kc-sandbox-request.h"

#include <glib/gi18n.h>
#include <string.h>

#define CONNECT "/connect/"
#define NAME_MAX_BYTES 200

static const char *
get_field (GHashTable *form, const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : "";
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
  const char *kind = session->coexistence ? _ ("It stays in the WhatsApp Business app as well")
                                          : _ ("New number");
  const char *title = wrong ? _ ("Error: WhatsApp signup") : _ ("WhatsApp signup");

  return kc_sandbox_page_new (
      status, title, "signup.html",               /* */
      "heading", _ ("Connect a WhatsApp number"), /* */
      "intro",
      _ ("On the real page you would now sign in to Facebook and choose the business and its number. "
         "Here both are made up."),
      "company-label", _ ("Business"), "company", KC_SANDBOX_COMPANY,                          /* */
      "kind-label", _ ("Number"), "kind", kind,                                                /* */
      "name-label", _ ("Display name"), "name", name,                                          /* */
      "name-hint", _ ("What customers see in WhatsApp."),                                      /* */
      "name-error", name_error != NULL ? name_error : "",                                      /* */
      "name-invalid", name_error != NULL ? "true" : "false",                                   /* */
      "number-label", _ ("Phone number"), "number", number,                                    /* */
      "number-hint", _ ("With + and the country code. Numbers with 555-01 belong to no one."), /* */
      "number-error", number_error != NULL ? number_error : "",                                /* */
      "number-invalid", number_error != NULL ? "true" : "false",                               /* */
      "finish", _ ("Finish signup"), "cancel", _ ("Cancel"), NULL);
}

/* `kind` is a class of the style sheet. */
static KcSandboxReply *
create_result_page (
    guint status, const char *kind, const char *heading, const char *text, const char *next)
{
  return kc_sandbox_page_new (status, heading, "result.html", "kind", kind, "heading", heading,
                              "text", text, "next", next, NULL);
}

static KcSandboxReply *
create_over_page (KcSandboxSession *session)
{
  const char *back = _ ("You can close this page and go back to Keebai Connect.");

  switch (session->state)
    {
    case KC_SANDBOX_SESSION_FINISHING:
    case KC_SANDBOX_SESSION_COMPLETED:
      return create_result_page (200, "good", _ ("Signup finished"),
                                 _ ("The practice number is connected to the practice company."),
                                 back);
    case KC_SANDBOX_SESSION_CANCELLED:
      return create_result_page (200, "plain", _ ("Signup canceled"),
                                 _ ("Nothing has been connected."), back);
    case KC_SANDBOX_SESSION_PENDING:
    case KC_SANDBOX_SESSION_EXPIRED:
    case KC_SANDBOX_SESSION_FAILED:
    default:
      return create_result_page (
          200, "bad", _ ("This link has expired"),
          _ ("The time for this signup is over. Nothing has been connected."),
          _ ("Go back to Keebai Connect and start again there."));
    }
}

/* What Meta says to the number in the scenarios "refused" and "device-limit". */
static const char *
get_refusal (KcSandboxService *self)
{
  if (kc_sandbox_knobs_get_scenario (self->knobs) == KC_SANDBOX_SCENARIO_DEVICE_LIMIT)
    return _ ("This business portfolio has no room for another phone number.");
  return _ ("This number cannot be used: it is registered with another provider.");
}

/* What the person has pressed. A redirect, or the form again with what is wrong with it. */
static KcSandboxReply *
answer_form (KcSandboxService *self, KcSandboxSession *session, SoupServerMessage *message)
{
  g_autoptr (GHashTable) form = kc_sandbox_request_parse_form (message);
  g_autofree char *location = g_strconcat ("/portal/", self->token, CONNECT, session->secret, NULL);
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
  number = kc_sandbox_channels_read_number (get_field (form, "number"));
  if (*name == '\0' || strlen (name) > NAME_MAX_BYTES)
    name_error = _ ("Enter a name of at most 200 letters.");
  if (number == NULL)
    number_error = _ ("Enter the number with + and the country code, for example +1 202 555 0143.");
  else if (kc_sandbox_channels_has_number (self->channels, number))
    number_error = _ ("This number is connected already. Choose another one.");
  else if (kc_sandbox_session_is_refused (session))
    number_error = get_refusal (self);
  if (name_error != NULL || number_error != NULL)
    return create_signup_page (session, 400, name, get_field (form, "number"), name_error,
                               number_error);

  kc_sandbox_session_finish (session, name, number);
  return kc_sandbox_reply_new_redirect (303, location);
}

static KcSandboxReply *
answer_portal (KcSandboxService *self, SoupServerMessage *message, const char *path)
{
  const char *method = soup_server_message_get_method (message);
  KcSandboxSession *session = NULL;

  if (g_str_has_prefix (path, CONNECT))
    session = kc_sandbox_service_find_session_by_secret (self, path + strlen (CONNECT));
  if (session == NULL || session->qr)
    return create_result_page (
        404, "bad", _ ("This link is not known"),
        _ ("The practice service has no such signup. It forgets everything when it ends."),
        _ ("Go back to Keebai Connect and start again there."));

  if (g_str_equal (method, "POST"))
    return answer_form (self, session, message);
  if (!g_str_equal (method, "GET"))
    return kc_sandbox_reply_new_text (405, "text/plain", "GET or POST");
  if (session->state == KC_SANDBOX_SESSION_PENDING)
    return create_signup_page (session, 200, session->name, session->number, NULL, NULL);
  return create_over_page (session);
}

void
kc_sandbox_portal_handle (KcSandboxService *self, SoupServerMessage *message, const char *path)
{
  g_autoptr (KcSandboxReply) reply = answer_portal (self, message, path);

  kc_sandbox_reply_send (reply, message);
}

static KcSandboxReply *
create_phone_page (KcSandboxService *self)
{
  KcSandboxSession *session = kc_sandbox_service_get_qr_session (self);
  const char *text = _ ("No code is on the screen. Start a connection by QR code first.");

  if (session != NULL && session->code != NULL)
    text = _ ("A code is on the screen.");
  else if (session != NULL && session->state == KC_SANDBOX_SESSION_FINISHING)
    text = _ ("Scanned. The phone is being linked.");
  else if (self->sessions->len > 0)
    {
      KcSandboxSession *last = g_ptr_array_index (self->sessions, self->sessions->len - 1);

      if (last->qr && last->state == KC_SANDBOX_SESSION_COMPLETED)
        text = _ ("Linked. Go back to Keebai Connect.");
    }
  return kc_sandbox_page_new (
      200, _ ("Pretend phone"), "phone.html", /* */
      "heading", _ ("Pretend phone"),         /* */
      "intro",
      _ ("Instead of scanning with a real phone, press the button: it scans the code that Keebai "
         "Connect shows at this moment."),
      "text", text, "scan", _ ("Scan the code"), "look", _ ("Look again"), NULL);
}

void
kc_sandbox_phone_handle (KcSandboxService *self, SoupServerMessage *message)
{
  g_autoptr (KcSandboxReply) reply = NULL;
  KcSandboxSession *session = kc_sandbox_service_get_qr_session (self);

  if (g_str_equal (soup_server_message_get_method (message), "POST"))
    {
      if (session != NULL && session->code != NULL)
        kc_sandbox_session_scan (session);
      reply = kc_sandbox_reply_new_redirect (303, "phone");
    }
  else
    {
      reply = create_phone_page (self);
    }
  kc_sandbox_reply_send (reply, message);
}
