/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-error-text.h"

#include "kc-enum.h"
#include "kc-redact.h"
#include "kc-support.h"

#include <glib/gi18n.h>

/* The texts for each code; the index is a KcError. */
typedef struct {
  const char *title;
  const char *reason;
  const char *retry; /* shown while the program tries again; NULL: it does not */
  KcRemedy remedy;
} Sentence;

static const Sentence SENTENCES[] = {
  [KC_ERROR_OFFLINE] = {
    N_ ("Keebai Cannot Be Reached"),
    N_ ("Check your internet connection, then try again."),
    N_ ("Keebai cannot be reached right now. Trying again…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TIMED_OUT] = {
    N_ ("No Answer From Keebai"),
    N_ ("Your connection may be slow, or Keebai may be very busy. Try again in a moment."),
    N_ ("Keebai is not answering right now. Trying again…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS] = {
    N_ ("Connection Not Secure"),
    N_ ("The other side could not prove that it is Keebai, so nothing was sent. Try "
        "another network, such as your phone’s. If that works, ask whoever runs this "
        "network for help."),
    N_ ("The connection is not secure, so nothing is sent. Try another network, such as "
        "your phone’s. Trying again meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS_AUTHORITY] = {
    N_ ("Connection Is Intercepted"),
    N_ ("Another program answered with a certificate that this computer does not trust, "
        "so nothing was sent. Usually this is company security software or an antivirus "
        "program that inspects secure connections. Ask whoever looks after your computers "
        "to exclude “api.keebai.com”, or use another network, such as your phone’s."),
    N_ ("Something on this network intercepts the connection, so nothing is sent. Ask "
        "whoever looks after your computers to exclude “api.keebai.com”, or use another "
        "network. Trying again meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS_TIME] = {
    N_ ("Check the Date and Time"),
    N_ ("By this computer’s clock, Keebai’s certificate is not valid, so nothing was "
        "sent. Set the date and time to “automatic” in the system settings, then try "
        "again. If they are right, the problem is on the other side: wait a while."),
    N_ ("This computer’s clock seems to be wrong, so no secure connection is possible. "
        "Set the date and time to “automatic” in the system settings. Trying again "
        "meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS_HOST] = {
    N_ ("Another Server Answered"),
    N_ ("Nothing was sent. Usually this is a network’s sign-in page, as in a hotel or a "
        "café. Open any web page in your browser, sign in to the network if it asks you "
        "to, then try again."),
    N_ ("Another server answered instead of Keebai. Open any web page in your browser, "
        "and sign in to the network if it asks you to. Trying again meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_PROXY] = {
    N_ ("Proxy Not Working"),
    N_ ("This computer connects through a proxy, which does not answer or refused. Check "
        "the proxy in the network settings, or ask whoever runs the network to allow "
        "“api.keebai.com”."),
    N_ ("The network’s proxy does not answer or refused. Check the proxy in the network "
        "settings, or ask whoever runs the network to allow “api.keebai.com”. Trying "
        "again meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_PROXY_PASSWORD] = {
    N_ ("Proxy Needs a Password"),
    N_ ("This computer connects through a proxy that asks for a name and a password. "
        "Enter them in the network settings, or ask whoever runs the network."),
    N_ ("The network’s proxy asks for a name and a password. Enter them in the network "
        "settings, or ask whoever runs the network. Trying again meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_PORTAL] = {
    N_ ("Sign In to the Network"),
    N_ ("A page of this network answered instead of Keebai, as in a hotel or a café. Open "
        "any web page in your browser, sign in to the network if it asks you to, then "
        "come back here. If it does not ask, use another network."),
    N_ ("This network seems to want you to sign in. Open any web page in your browser, "
        "and sign in if it asks you to. Trying again meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_GATEWAY] = {
    N_ ("Blocked by the Network"),
    N_ ("A firewall or filter answered instead of Keebai, so this says nothing about your "
        "access key. If it happens again, use another network, or ask whoever runs this "
        "one to allow “api.keebai.com”."),
    N_ ("A firewall or filter on this network answered instead of Keebai. Use another "
        "network, or ask whoever runs this one to allow “api.keebai.com”. Trying again "
        "meanwhile…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_INSECURE] = {
    N_ ("Address Not Secure"),
    N_ ("Your access key is only ever sent over a secure connection, and this address "
        "does not offer one: it has to begin with “https://”. Nothing was sent."),
    NULL,
    KC_REMEDY_SUPPORT,
  },
  [KC_ERROR_INVALID_ADDRESS] = {
    N_ ("Address Cannot Be Used"),
    N_ ("The address of the service has to look like “https://api.keebai.com/v1”, without a "
        "name, a password, “?” or “#” in it. Correct it where it was set (--api-url or "
        "KEEBAI_BASE_URL). Nothing was sent."),
    NULL,
    KC_REMEDY_SUPPORT,
  },
  [KC_ERROR_WRONG_ADDRESS] = {
    N_ ("Service Not Found at This Address"),
    N_ ("The server answered, but it does not offer what this program asked for. If you set "
        "an address (--api-url or KEEBAI_BASE_URL), check it: it usually ends in “/v1”. "
        "Otherwise this program may be out of date."),
    NULL,
    KC_REMEDY_SUPPORT,
  },
  [KC_ERROR_KEY_MALFORMED] = {
    N_ ("Access Key Not Complete"),
    N_ ("It is empty, or has characters that no access key has, so nothing was sent. Paste it "
        "once more, from its first to its last character, or create a new key: Keebai shows each "
        "key only once."),
    NULL,
    KC_REMEDY_CHANGE_KEY,
  },
  [KC_ERROR_UNAUTHORIZED] = {
    N_ ("Key Not Accepted"),
    N_ ("The key may be mistyped, revoked or expired, or its owner’s account may be "
        "closed. Keebai does not say which. Paste it once more, or create a new key: Keebai shows "
        "each key only once."),
    NULL,
    KC_REMEDY_CHANGE_KEY,
  },
  [KC_ERROR_FORBIDDEN] = {
    N_ ("Permission Missing"),
    N_ ("This access key lacks a permission, and a key cannot be changed later. Ask "
        "whoever manages your company’s Keebai access keys for a new one."),
    NULL,
    KC_REMEDY_CHANGE_KEY,
  },
  [KC_ERROR_NOT_FOUND] = {
    N_ ("Session Not Found"),
    N_ ("Keebai does not know this session. It may be over, or belong to another access "
        "key. Start again to get a new one."),
    NULL,
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_GONE] = {
    N_ ("Session Over"),
    N_ ("Start again to get a new one."),
    NULL,
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_NO_STREAM] = {
    N_ ("No QR Codes From Keebai"),
    N_ ("The session is open, but Keebai does not send its QR codes. Start again to get a "
        "new session. If it happens again, copy the details and send them to "
        "support@keebai.com."),
    NULL,
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_REFUSED] = {
    N_ ("Request Declined"),
    N_ ("Keebai understood the request and said no. Trying again is unlikely to help: "
        "copy the details and send them to support@keebai.com."),
    NULL,
    KC_REMEDY_SUPPORT,
  },
  [KC_ERROR_RATE_LIMITED] = {
    N_ ("Too Many Requests"),
    N_ ("This access key has been used too often in a short time, perhaps by another "
        "program. Wait a few minutes, then try again."),
    N_ ("Too many requests. Trying again in a moment…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_MAINTENANCE] = {
    N_ ("Keebai Is Down for Maintenance"),
    N_ ("This is a short break. Try again in a few minutes."),
    N_ ("Keebai is down for maintenance. Trying again…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_SERVER] = {
    N_ ("Problem at Keebai"),
    N_ ("The problem is on Keebai’s side, not yours. Try again in a few minutes. If it "
        "happens again, copy the details and send them to support@keebai.com."),
    N_ ("There is a problem at Keebai. Trying again…"),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_BAD_REPLY] = {
    N_ ("Unexpected Answer"),
    N_ ("The answer was not what Keebai usually sends. Try again in a moment. If it "
        "happens again, copy the details and send them to support@keebai.com."),
    N_ ("Keebai’s answer was not as expected. Trying again…"),
    KC_REMEDY_TRY_AGAIN,
  },
};

static const Sentence UNKNOWN = {
    N_ ("Something Went Wrong"),
    N_ ("Try again. If it happens again, copy the details and send them to "
        "support@keebai.com."),
    N_ ("Something went wrong. Trying again…"),
    KC_REMEDY_TRY_AGAIN,
};

static const Sentence *
find_sentence_of_code (int code)
{
  if (code < 0 || (gsize) code >= G_N_ELEMENTS (SENTENCES) || SENTENCES[code].title == NULL)
    return &UNKNOWN;

  return &SENTENCES[code];
}

static const Sentence *
find_sentence (const GError *error)
{
  return find_sentence_of_code (error->domain == KC_ERROR ? error->code : -1);
}

static char *
make_forbidden_reason (const char *const *scopes)
{
  g_autofree char *list = NULL;

  if (scopes == NULL || scopes[0] == NULL)
    return g_strdup (_ (SENTENCES[KC_ERROR_FORBIDDEN].reason));

  /* Translators: between two names of permissions in a list */
  list = g_strjoinv (_ (", "), (char **) scopes);
  return g_strdup_printf (
      /* Translators: %s is one name of a permission, such as “channels:connect”, or several
       * separated by commas. */
      ngettext (
          "This access key lacks the permission “%s”, and a key cannot be changed later. Ask "
          "whoever manages your company’s Keebai access keys for a new one that has it.",
          "This access key lacks the permissions “%s”, and a key cannot be changed later. Ask "
          "whoever manages your company’s Keebai access keys for a new one that has them.",
          g_strv_length ((char **) scopes)),
      list);
}

static char *
make_proxy_reason (const char *host)
{
  if (host == NULL)
    return g_strdup (_ (SENTENCES[KC_ERROR_PROXY].reason));

  return g_strdup_printf (
      /* Translators: %s is the host name or the address of a proxy. */
      _ ("This computer connects through the proxy “%s”, which does not answer or refused. Check the "
         "proxy in the network settings, or ask whoever runs the network to allow "
         "“api.keebai.com”."),
      host);
}

/* Not translated: support reads it, whatever language the person speaks. */
static char *
make_details (const GError *error, const Sentence *sentence)
{
  GString *details = g_string_new (NULL);
  guint status = kc_error_get_http_status (error);
  const char *server_code = kc_error_get_server_code (error);
  const char *server_message = kc_error_get_server_message (error);
  const char *const *scopes = kc_error_get_missing_scopes (error);
  g_autofree char *text = NULL;

  if (sentence != &UNKNOWN)
    g_string_append_printf (details, "Error: %s\n", kc_enum_get_nick (KC_TYPE_ERROR, error->code));
  else
    g_string_append_printf (details, "Error: %s %d\n", g_quark_to_string (error->domain),
                            error->code);
  if (status != 0)
    g_string_append_printf (details, "HTTP status: %u\n", status);
  if (kc_error_get_proxy_host (error) != NULL)
    g_string_append_printf (details, "Proxy: %s\n", kc_error_get_proxy_host (error));
  if (server_code != NULL)
    g_string_append_printf (details, "Server code: %s\n", server_code);
  if (server_message != NULL)
    g_string_append_printf (details, "Server message: %s\n", server_message);
  if (scopes != NULL && scopes[0] != NULL)
    {
      g_autofree char *list = g_strjoinv (", ", (char **) scopes);
      g_string_append_printf (details, "Missing permissions: %s\n", list);
    }
  g_string_append_printf (details, "Message: %s", error->message);

  text = g_string_free (details, FALSE);
  return kc_redact (text);
}

KcErrorText *
kc_error_text_new (const GError *error)
{
  KcErrorText *self;
  const Sentence *sentence;

  g_return_val_if_fail (error != NULL, NULL);

  sentence = find_sentence (error);
  self = g_new0 (KcErrorText, 1);
  self->title = g_strdup (_ (sentence->title));
  self->remedy = sentence->remedy;
  if (g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN))
    self->reason = make_forbidden_reason (kc_error_get_missing_scopes (error));
  else if (g_error_matches (error, KC_ERROR, KC_ERROR_PROXY))
    self->reason = make_proxy_reason (kc_error_get_proxy_host (error));
  else
    self->reason = kc_support_replace_address (_ (sentence->reason));
  self->details = make_details (error, sentence);

  return self;
}

const char *
kc_error_text_get_title (int code)
{
  return _ (find_sentence_of_code (code)->title);
}

const char *
kc_error_text_get_retry (const GError *error)
{
  const Sentence *sentence;

  g_return_val_if_fail (error != NULL, NULL);

  sentence = find_sentence (error);

  return _ (sentence->retry != NULL ? sentence->retry : UNKNOWN.retry);
}

void
kc_error_text_free (KcErrorText *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->reason);
  g_free (self->details);
  g_free (self);
}

const char *
kc_remedy_get_label (KcRemedy remedy)
{
  switch (remedy)
    {
    case KC_REMEDY_TRY_AGAIN:
      return _ ("_Try Again");
    case KC_REMEDY_START_AGAIN:
      return _ ("_Start Again");
    case KC_REMEDY_NEW_CODE:
      return _ ("Show a _New Code");
    case KC_REMEDY_ASK_AGAIN:
      return _ ("_Check Again");
    case KC_REMEDY_CHANGE_KEY:
      return _ ("Change Access _Key");
    case KC_REMEDY_SUPPORT:
      return _ ("Copy Details for _Support");
    default:
      g_return_val_if_reached ("");
    }
}
