/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-help-message.h"

#include "kc-app-resources.h"

#include <string.h>

#define RESOURCE "/com/keebai/Connect/guidance/messages.xml"

struct _KcHelpMessage {
  GObject parent_instance;

  KcMode mode;
  char *id;
  char *shown;
  char *meaning;
  char *action;
  char *waiting;
  char *also;
  char **reasons;
  char *folded; /* everything that is searched, made when it is first needed */
};

G_DEFINE_FINAL_TYPE (KcHelpMessage, kc_help_message, G_TYPE_OBJECT)

/* State while the file is read. */
typedef struct {
  KcMode mode;
  GListStore *messages;
  KcHelpMessage *message; /* the message that is being read */
  GString *text;
  GString *english; /* as in the file, so that a search finds it in every language */
} Reader;

/* Text in the file may be wrapped anywhere: any white space becomes one space. */
static char *
collapse (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_ptr_array_add (kept, words[i]);
    }
  g_ptr_array_add (kept, NULL);

  return g_strjoinv (" ", (char **) kept->pdata);
}

/* Without case and accents, and with plain apostrophes. */
static char *
fold (const char *text)
{
  g_autofree char *normalized = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (normalized != NULL ? normalized : "", -1);
  GString *folded = g_string_new (NULL);

  for (const char *c = lower; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (character == 0x2019)
        character = '\'';
      if (!g_unichar_ismark (character))
        g_string_append_unichar (folded, character);
    }

  return g_string_free (folded, FALSE);
}

static char **
split_reasons (const char *text)
{
  char **reasons = g_strsplit (text, ";", -1);

  for (guint i = 0; reasons[i] != NULL; i++)
    {
      char *folded = fold (g_strstrip (reasons[i]));

      g_free (reasons[i]);
      reasons[i] = folded;
    }

  return reasons;
}

static void
start_element (GMarkupParseContext *context,
               const char *name,
               const char **attribute_names,
               const char **attribute_values,
               gpointer user_data,
               GError **error)
{
  Reader *reader = user_data;
  const char *id;
  const char *way;

  g_string_truncate (reader->text, 0);
  if (!g_str_equal (name, "message"))
    return;

  if (!g_markup_collect_attributes (name, attribute_names, attribute_values, error,
                                    G_MARKUP_COLLECT_STRING, "id", &id, G_MARKUP_COLLECT_STRING,
                                    "way", &way,
                                    G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL, "wait",
                                    NULL, G_MARKUP_COLLECT_INVALID))
    return;

  reader->message = g_object_new (KC_TYPE_HELP_MESSAGE, NULL);
  reader->message->id = g_strdup (id);
  reader->message->mode = g_str_equal (way, "qr") ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP;
  g_string_truncate (reader->english, 0);
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  KcHelpMessage *message = reader->message;
  g_autofree char *text = collapse (reader->text->str);

  if (message == NULL)
    return;

  if (g_str_equal (name, "shown"))
    message->shown = g_strdup (g_dgettext (NULL, text));
  else if (g_str_equal (name, "meaning"))
    message->meaning = g_strdup (g_dgettext (NULL, text));
  else if (g_str_equal (name, "action"))
    message->action = g_strdup (g_dgettext (NULL, text));
  else if (g_str_equal (name, "waiting"))
    message->waiting = g_strdup (g_dgettext (NULL, text));
  else if (g_str_equal (name, "reason"))
    message->reasons = split_reasons (text);
  g_string_append_printf (reader->english, " %s", text);

  if (g_str_equal (name, "message"))
    {
      message->also = g_strdup (reader->english->str);
      if (message->mode == reader->mode)
        g_list_store_append (reader->messages, message);
      g_clear_object (&reader->message);
    }
}

static void
add_text (GMarkupParseContext *context,
          const char *text,
          gsize length,
          gpointer user_data,
          GError **error)
{
  Reader *reader = user_data;

  g_string_append_len (reader->text, text, (gssize) length);
}

static void
kc_help_message_finalize (GObject *object)
{
  KcHelpMessage *self = KC_HELP_MESSAGE (object);

  g_free (self->id);
  g_free (self->shown);
  g_free (self->meaning);
  g_free (self->action);
  g_free (self->waiting);
  g_free (self->also);
  g_strfreev (self->reasons);
  g_free (self->folded);

  G_OBJECT_CLASS (kc_help_message_parent_class)->finalize (object);
}

static void
kc_help_message_class_init (KcHelpMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_help_message_finalize;
}

static void
kc_help_message_init (KcHelpMessage *self)
{
}

GListModel *
kc_help_message_list_new (KcMode mode)
{
  static const GMarkupParser parser
      = {.start_element = start_element, .end_element = end_element, .text = add_text};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (kc_app_get_resource (), RESOURCE,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  Reader reader = {.mode = mode,
                   .messages = g_list_store_new (KC_TYPE_HELP_MESSAGE),
                   .text = g_string_new (NULL),
                   .english = g_string_new (NULL)};

  if (bytes != NULL)
    {
      g_autoptr (GMarkupParseContext) context
          = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &reader, NULL);
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size);

      if (g_markup_parse_context_parse (context, data, (gssize) size, &error))
        g_markup_parse_context_end_parse (context, &error);
    }
  if (error != NULL)
    g_warning ("The help messages cannot be read: %s", error->message);

  g_clear_object (&reader.message);
  g_string_free (reader.text, TRUE);
  g_string_free (reader.english, TRUE);

  return G_LIST_MODEL (reader.messages);
}

const char *
kc_help_message_get_id (KcHelpMessage *self)
{
  g_return_val_if_fail (KC_IS_HELP_MESSAGE (self), NULL);

  return self->id;
}

const char *
kc_help_message_get_shown (KcHelpMessage *self)
{
  g_return_val_if_fail (KC_IS_HELP_MESSAGE (self), NULL);

  return self->shown;
}

const char *
kc_help_message_get_meaning (KcHelpMessage *self)
{
  g_return_val_if_fail (KC_IS_HELP_MESSAGE (self), NULL);

  return self->meaning;
}

const char *
kc_help_message_get_action (KcHelpMessage *self)
{
  g_return_val_if_fail (KC_IS_HELP_MESSAGE (self), NULL);

  return self->action;
}

const char *
kc_help_message_get_waiting (KcHelpMessage *self)
{
  g_return_val_if_fail (KC_IS_HELP_MESSAGE (self), NULL);

  return self->waiting;
}

gboolean
kc_help_message_matches (KcHelpMessage *self, const char *words)
{
  g_autofree char *folded_words = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (KC_IS_HELP_MESSAGE (self), FALSE);
  g_return_val_if_fail (words != NULL, FALSE);

  if (self->folded == NULL)
    {
      g_autofree char *all
          = g_strjoin (" ", self->also, self->shown, self->meaning, self->action, NULL);

      self->folded = fold (all);
    }

  folded_words = fold (words);
  parts = g_strsplit_set (folded_words, " \t\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strstr (self->folded, parts[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

KcHelpMessage *
kc_help_message_find_by_reason (GListModel *messages, const char *reason)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (messages), NULL);

  if (reason == NULL)
    return NULL;

  folded = fold (reason);
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      /* The model owns it. */
      g_autoptr (KcHelpMessage) message = g_list_model_get_item (messages, i);

      for (guint j = 0; message->reasons != NULL && message->reasons[j] != NULL; j++)
        {
          if (*message->reasons[j] != '\0' && strstr (folded, message->reasons[j]) != NULL)
            return message;
        }
    }

  return NULL;
}
