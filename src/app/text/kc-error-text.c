/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-error-text.h"

#include "kc-redact.h"

#include <glib/gi18n.h>

/* What stands for each code; index: KcError. */
typedef struct {
  const char *word; /* for "Details": not translated, support reads it */
  const char *title;
  const char *reason;
  KcRemedy remedy;
} Sentence;

static const Sentence SENTENCES[] = {
  [KC_ERROR_OFFLINE] = {
    "offline",
    N_ ("Keebai cannot be reached"),
    N_ ("This computer found no way to Keebai. Check its connection to the internet, then try "
        "again."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TIMED_OUT] = {
    "timed-out",
    N_ ("Keebai did not answer in time"),
    N_ ("The connection may be slow, or Keebai very busy. Try again in a moment."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS] = {
    "tls",
    N_ ("The connection is not safe"),
    N_ ("The other side could not prove that it is Keebai, so nothing was sent to it. Try again "
        "over another network, such as the one of your phone. If that works, ask whoever looks "
        "after this one."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS_AUTHORITY] = {
    "tls-authority",
    N_ ("Something on the way reads along"),
    N_ ("The answer was signed by somebody whom this computer does not know, so nothing was sent. "
        "Most often that is security software of a company, or an antivirus program, which opens "
        "protected connections. Ask whoever looks after your computers to let “api.keebai.com” "
        "through unopened, or use another network, such as the one of your phone."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS_TIME] = {
    "tls-time",
    N_ ("The date or time of this computer seems to be wrong"),
    N_ ("By the clock of this computer Keebai’s certificate is not valid, so nothing was sent. "
        "Set date and time in the settings of your computer, best to “automatic”, then try again. "
        "If they are right, wait a while: then the fault is on the other side."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_TLS_HOST] = {
    "tls-host",
    N_ ("Somebody else answered in Keebai’s place"),
    N_ ("Nothing was sent. Most often it is the sign-in page of a network, as in a hotel or a "
        "café. Open any web page in your browser, sign in to the network if it asks, then try "
        "again."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_PROXY] = {
    "proxy",
    N_ ("The network’s proxy does not let you through"),
    N_ ("This computer is set to reach the internet through a proxy, and the proxy does not answer "
        "or said no. Check the proxy in the network settings, or ask whoever looks after the "
        "network to allow “api.keebai.com”."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_PROXY_PASSWORD] = {
    "proxy-password",
    N_ ("The network’s proxy wants a password"),
    N_ ("This computer reaches the internet through a proxy, and the proxy lets nobody through "
        "without a name and a password. Enter them with the proxy in the network settings, or ask "
        "whoever looks after the network."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_PORTAL] = {
    "portal",
    N_ ("Most likely the network wants you to sign in"),
    N_ ("Something of the network answered in Keebai’s place, as the sign-in pages of hotels and "
        "cafés do. Open any web page in your browser, sign in to the network if it asks, then come "
        "back here. If it does not ask, use another network."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_GATEWAY] = {
    "gateway",
    N_ ("Something on the network answered in Keebai’s place"),
    N_ ("The answer came from a firewall, a filter or a gateway between this computer and Keebai, so "
        "it says nothing about your access key. If it stays like this, use another network, or ask "
        "whoever looks after this one to allow “api.keebai.com”."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_INSECURE] = {
    "insecure",
    N_ ("This address is not safe"),
    N_ ("Your access key is sent over a protected connection only, and this address has none. It "
        "has to begin with “https://”. Nothing was sent."),
    KC_REMEDY_SUPPORT,
  },
  [KC_ERROR_KEY_MALFORMED] = {
    "key-malformed",
    N_ ("This is not a complete access key"),
    N_ ("It contains characters that no access key has, or nothing at all, so nothing was sent. "
        "Copy the key again from the page where it was made, from its first to its last "
        "character."),
    KC_REMEDY_CHANGE_KEY,
  },
  [KC_ERROR_UNAUTHORIZED] = {
    "unauthorized",
    N_ ("Keebai did not accept this access key"),
    N_ ("The key may be mistyped, withdrawn or too old, or the account of the person who made it "
        "was closed. Keebai does not say which. Use another key, or make a new one."),
    KC_REMEDY_CHANGE_KEY,
  },
  [KC_ERROR_FORBIDDEN] = {
    "forbidden",
    N_ ("This access key may not do that"),
    N_ ("The key lacks a permission. Permissions of a key cannot be changed later: ask the person "
        "who looks after the Keebai API keys in your company for a new key."),
    KC_REMEDY_CHANGE_KEY,
  },
  [KC_ERROR_NOT_FOUND] = {
    "not-found",
    N_ ("Keebai does not know this session any more"),
    N_ ("It may be over already, or belong to another access key. Start again to get a new one."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_GONE] = {
    "gone",
    N_ ("This session is over"),
    N_ ("Start again to get a new one."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_REFUSED] = {
    "refused",
    N_ ("Keebai declined the request"),
    N_ ("Keebai understood what was asked and said no. Trying the same again will hardly help: "
        "copy the details and send them to support@keebai.com."),
    KC_REMEDY_SUPPORT,
  },
  [KC_ERROR_RATE_LIMITED] = {
    "rate-limited",
    N_ ("Too many requests"),
    N_ ("Keebai counts how often an access key is used, and this one was used too often. Something "
        "else may be using the same key. Wait a few minutes, then try again."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_MAINTENANCE] = {
    "maintenance",
    N_ ("Keebai is closed for maintenance"),
    N_ ("This is a short break. Try again in a few minutes."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_SERVER] = {
    "server",
    N_ ("Something went wrong at Keebai"),
    N_ ("The fault is on Keebai’s side, not yours. Try again in a few minutes. If it stays like "
        "this, copy the details and write to support@keebai.com."),
    KC_REMEDY_TRY_AGAIN,
  },
  [KC_ERROR_BAD_REPLY] = {
    "bad-reply",
    N_ ("The answer did not come from Keebai as expected"),
    N_ ("Something on the way may have changed it, or something went wrong at Keebai. Try again in "
        "a moment. If it stays like this, copy the details and write to support@keebai.com."),
    KC_REMEDY_TRY_AGAIN,
  },
};

static const Sentence UNKNOWN = {
    "unknown",
    N_ ("Something went wrong"),
    N_ ("This is a problem that the program does not know. Try again. If it stays like this, copy "
        "the details and write to support@keebai.com."),
    KC_REMEDY_TRY_AGAIN,
};

static const Sentence *
find_sentence (const GError *error)
{
  if (error->domain != KC_ERROR || error->code < 0
      || (gsize) error->code >= G_N_ELEMENTS (SENTENCES) || SENTENCES[error->code].title == NULL)
    return &UNKNOWN;

  return &SENTENCES[error->code];
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
      ngettext ("The key lacks the permission “%s”. Permissions of a key cannot be changed later: "
                "ask the person who looks after the Keebai API keys in your company for a new key "
                "that has it.",
                "The key lacks the permissions “%s”. Permissions of a key cannot be changed later: "
                "ask the person who looks after the Keebai API keys in your company for a new key "
                "that has them.",
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
      _ ("This computer is set to reach the internet through the proxy “%s”, and the proxy does not "
         "answer or said no. Check the proxy in the network settings, or ask whoever looks after "
         "the network to allow “api.keebai.com”."),
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

  if (error->domain == KC_ERROR)
    g_string_append_printf (details, "Error: %s\n", sentence->word);
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
    self->reason = g_strdup (_ (sentence->reason));
  self->details = make_details (error, sentence);

  return self;
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
    case KC_REMEDY_NEW_CODE:
      return _ ("_Show a New Code");
    case KC_REMEDY_ASK_AGAIN:
      return _ ("_Ask Again");
    case KC_REMEDY_CHANGE_KEY:
      return _ ("Change Access _Key");
    case KC_REMEDY_SUPPORT:
      return _ ("Copy Details for _Support");
    default:
      g_return_val_if_reached ("");
    }
}
