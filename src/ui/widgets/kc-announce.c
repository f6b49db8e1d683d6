/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-announce.h"

#include <string.h>

static const char announcer_key[] = "kc-announcer";

/* One for each window, living as long as the window. */
typedef struct {
  GtkWindow *window;
  GPtrArray *sentences; /* Sentence *: waiting to be said */
  guint idle_id;
  GtkWidget *described; /* weak; the widget whose description is what was said last */
  char *description;    /* the widget's own description; NULL for none */
  GPtrArray *said;      /* Sentence *: what the description consists of */
  gboolean is_outdated; /* one of these is no longer so */
} Announcer;

typedef struct {
  GtkWidget *widget;
  char *text;
  Announcer *announcer; /* who watches the widget; NULL until it is said */
} Sentence;

static void on_said_changed_cb (Announcer *self);

static void
sentence_free (Sentence *sentence)
{
  if (sentence->announcer != NULL)
    g_signal_handlers_disconnect_by_func (sentence->widget, on_said_changed_cb,
                                          sentence->announcer);
  g_object_unref (sentence->widget);
  g_free (sentence->text);
  g_free (sentence);
}

static GPtrArray *
new_sentences (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
}

/* Without those that have disappeared meanwhile, and without duplicates. */
static char *
join_sentences (GPtrArray *sentences)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    {
      const Sentence *sentence = g_ptr_array_index (sentences, i);

      if (!gtk_widget_get_mapped (sentence->widget) || !g_hash_table_add (said, sentence->text))
        continue;

      if (text->len > 0)
        g_string_append (text, g_unichar_ispunct (
                                   g_utf8_get_char (g_utf8_prev_char (text->str + text->len)))
                                   ? " "
                                   : ". ");
      g_string_append (text, sentence->text);
    }

  return g_string_free (text, FALSE);
}

/* FALSE before GTK 4.14, and with GTK_A11Y=test: that context cannot announce, and GTK would crash.
 */
static gboolean
can_announce (GtkWindow *window)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  g_autoptr (GtkATContext) context = gtk_accessible_get_at_context (GTK_ACCESSIBLE (window));

  return g_strcmp0 (context != NULL ? G_OBJECT_TYPE_NAME (context) : NULL, "GtkTestATContext") != 0;
#else
  return FALSE;
#endif
}

static void
announce (GtkWindow *window, const char *text)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (window), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}

static void
set_description (GtkWidget *widget, const char *description)
{
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* NULL if it has none. Free with g_free (). GTK has no public way to read it. */
static char *
get_description (GtkWidget *widget)
{
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                         GTK_ACCESSIBLE_PROPERTY_DESCRIPTION))
    return NULL;

  return gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
}

static void
restore_description (Announcer *self)
{
  if (self->described != NULL)
    set_description (self->described, self->description);
  g_clear_weak_pointer (&self->described);
  g_clear_pointer (&self->description, g_free);
  g_ptr_array_set_size (self->said, 0);
  self->is_outdated = FALSE;
}

static gboolean say_sentences_cb (gpointer user_data);

static void
schedule (Announcer *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (say_sentences_cb, self);
}

/* Somebody who reads the description later must not get what no longer applies. */
static void
on_said_changed_cb (Announcer *self)
{
  self->is_outdated = TRUE;
  schedule (self);
}

static void
watch_sentence (Announcer *self, Sentence *sentence)
{
  const char *const signals[] = {"unmap", GTK_IS_LABEL (sentence->widget) ? "notify::label" : NULL,
                                 GTK_IS_LIST_BOX_ROW (sentence->widget) ? "notify::title" : NULL};

  sentence->announcer = self;
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    if (signals[i] != NULL)
      g_signal_connect_swapped (sentence->widget, signals[i], G_CALLBACK (on_said_changed_cb),
                                self);
}

static void
keep_said (Announcer *self, GPtrArray *sentences)
{
  g_ptr_array_unref (self->said);
  self->said = g_ptr_array_ref (sentences);
  self->is_outdated = FALSE;
  for (guint i = 0; i < sentences->len; i++)
    watch_sentence (self, g_ptr_array_index (sentences, i));
}

/* What has the focus for assistive technology: GTK's entries have it in the place of the GtkText in
 * them. */
static GtkWidget *
get_focus (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *parent = focus != NULL ? gtk_widget_get_parent (focus) : NULL;

  return GTK_IS_TEXT (focus) && GTK_IS_EDITABLE (parent) ? parent : focus;
}

static void
describe_focus (Announcer *self, const char *text, GPtrArray *sentences)
{
  GtkWidget *focus = get_focus (self->window);

  if (focus == NULL)
    return;

  if (focus != self->described)
    {
      restore_description (self);
      g_set_weak_pointer (&self->described, focus);
      self->description = get_description (focus);
    }
  else
    {
      /* Setting the same text again would not be a change. */
      set_description (focus, NULL);
    }
  set_description (focus, text);
  keep_said (self, sentences);
}

static void
on_focus_changed_cb (GtkWindow *window, GParamSpec *pspec, Announcer *self)
{
  if (self->described != NULL && get_focus (window) != self->described)
    restore_description (self);
}

static gboolean
say_sentences_cb (gpointer user_data)
{
  Announcer *self = user_data;
  g_autoptr (GPtrArray) sentences = g_steal_pointer (&self->sentences);
  g_autofree char *text = join_sentences (sentences);

  self->idle_id = 0;
  self->sentences = new_sentences ();
  if (text[0] == '\0')
    {
      if (self->is_outdated)
        restore_description (self);
    }
  else if (can_announce (self->window))
    {
      announce (self->window, text);
    }
  else
    {
      describe_focus (self, text, sentences);
    }

  return G_SOURCE_REMOVE;
}

static void
announcer_free (Announcer *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_weak_pointer (&self->described);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->sentences, g_ptr_array_unref);
  g_clear_pointer (&self->said, g_ptr_array_unref);
  g_free (self);
}

static Announcer *
get_announcer (GtkWindow *window)
{
  Announcer *self = g_object_get_data (G_OBJECT (window), announcer_key);

  if (self == NULL)
    {
      self = g_new0 (Announcer, 1);
      self->window = window;
      self->sentences = new_sentences ();
      self->said = new_sentences ();
      g_signal_connect (window, "notify::focus-widget", G_CALLBACK (on_focus_changed_cb), self);
      g_object_set_data_full (G_OBJECT (window), announcer_key, self,
                              (GDestroyNotify) announcer_free);
    }

  return self;
}

/* A label that reserves its line contains a space. */
static gboolean
has_words (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_unichar_isalnum (g_utf8_get_char (text)))
        return TRUE;
    }

  return FALSE;
}

void
kc_announce (GtkWidget *widget, const char *text)
{
  GtkRoot *root;
  Announcer *announcer;
  Sentence *sentence;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  root = gtk_widget_get_root (widget);
  if (!has_words (text) || !GTK_IS_WINDOW (root) || !gtk_widget_get_mapped (widget))
    return;

  announcer = get_announcer (GTK_WINDOW (root));
  for (guint i = 0; i < announcer->sentences->len; i++)
    {
      const Sentence *earlier = g_ptr_array_index (announcer->sentences, i);

      if (earlier->widget == widget)
        {
          g_ptr_array_remove_index (announcer->sentences, i);
          break;
        }
    }
  sentence = g_new0 (Sentence, 1);
  sentence->widget = g_object_ref (widget);
  sentence->text = g_strdup (text);
  g_ptr_array_add (announcer->sentences, sentence);
  schedule (announcer);
}

void
kc_announce_end (GtkWidget *widget)
{
  GtkRoot *root;
  Announcer *announcer;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  root = gtk_widget_get_root (widget);
  announcer = root != NULL ? g_object_get_data (G_OBJECT (root), announcer_key) : NULL;
  for (guint i = 0; announcer != NULL && i < announcer->said->len; i++)
    {
      const Sentence *sentence = g_ptr_array_index (announcer->said, i);

      if (sentence->widget == widget)
        on_said_changed_cb (announcer);
    }
}
