/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-application.h"

#include "kc-about.h"
#include "kc-command-line.h"
#include "kc-config.h"
#include "kc-outcome.h"
#include "kc-window.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define NOTIFICATION_ID "result"

/* What a command line that cannot be followed ends with, as for most programs. */
#define EXIT_USAGE 2

struct _KcApplication {
  AdwApplication parent_instance;

  KcCommandLine *command_line;
  char *environment_key; /* KEEBAI_API_KEY, taken out of the environment */

  GSignalGroup *assistant_signals;
  GSignalGroup *attempt_signals;
  gboolean notified;
};

G_DEFINE_FINAL_TYPE (KcApplication, kc_application, ADW_TYPE_APPLICATION)

static KcWindow *
get_window (KcApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (KC_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

/* Whether the person looks at the program: the window, or a dialog of it. */
static gboolean
is_active (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_is_active (window))
        return TRUE;
    }

  return FALSE;
}

static void
withdraw_notification (KcApplication *self)
{
  g_assert (KC_IS_APPLICATION (self));

  if (!self->notified)
    return;

  self->notified = FALSE;
  g_application_withdraw_notification (G_APPLICATION (self), NOTIFICATION_ID);
}

static void
on_attempt_finished_cb (KcApplication *self, KcAttempt *attempt)
{
  KcWindow *window = get_window (self);
  g_autofree char *line = kc_outcome_to_line (attempt);
  g_autoptr (GNotification) notification = NULL;

  g_assert (KC_IS_APPLICATION (self));

  if (line != NULL)
    {
      g_print ("%s\n", line);
      /* Whoever reads it waits for it, also through a pipe. */
      fflush (stdout);
    }

  if (is_active ()
      || (window != NULL && kc_assistant_was_cancelled_here (kc_window_get_assistant (window))))
    return;

  notification = kc_outcome_to_notification (attempt);
  g_application_send_notification (G_APPLICATION (self), NOTIFICATION_ID, notification);
  self->notified = TRUE;
}

static void
on_attempt_notified_cb (KcApplication *self, GParamSpec *pspec, KcAssistant *assistant)
{
  g_assert (KC_IS_APPLICATION (self));

  withdraw_notification (self);
  g_signal_group_set_target (self->attempt_signals, kc_assistant_get_attempt (assistant));
}

static void
on_window_is_active_notified_cb (KcApplication *self, GParamSpec *pspec, GtkWindow *window)
{
  g_assert (KC_IS_APPLICATION (self));

  if (gtk_window_is_active (window))
    withdraw_notification (self);
}

static void
show_window (KcApplication *self, KcAssistant *assistant)
{
  KcWindow *window = get_window (self);

  g_assert (KC_IS_APPLICATION (self));

  if (self->command_line->request != NULL)
    kc_assistant_set_request (assistant, self->command_line->request);

  g_signal_group_set_target (self->attempt_signals, NULL);
  g_signal_group_set_target (self->assistant_signals, assistant);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                   g_action_map_lookup_action (G_ACTION_MAP (self), "practise")),
                               !kc_assistant_is_practice (assistant));

  if (window == NULL)
    {
      window = kc_window_new (GTK_APPLICATION (self), assistant);
      g_signal_connect_object (window, "notify::is-active",
                               G_CALLBACK (on_window_is_active_notified_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      kc_window_set_assistant (window, assistant);
    }
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_real (KcApplication *self)
{
  g_autoptr (KcKeyring) keyring = kc_keyring_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcAssistant) assistant = NULL;

  g_assert (KC_IS_APPLICATION (self));

  assistant = kc_assistant_new (self->command_line->base_url, self->environment_key, NULL, keyring,
                                clock);
  show_window (self, assistant);
}

/* FALSE if the practice service could not be started. */
static gboolean
show_practice (KcApplication *self, GError **error)
{
  g_autoptr (KcSandbox) sandbox = kc_sandbox_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcAssistant) assistant = NULL;

  g_assert (KC_IS_APPLICATION (self));

  if (!kc_sandbox_start (sandbox, 0, error))
    return FALSE;

  assistant = kc_assistant_new (kc_sandbox_get_base_url (sandbox), NULL, sandbox, NULL, clock);
  show_window (self, assistant);

  return TRUE;
}

static void
activate_show_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static void
activate_practise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = get_window (self);
  g_autoptr (GError) error = NULL;

  if (window == NULL || show_practice (self, &error))
    return;

  g_message ("The practice service did not start: %s", error->message);
  kc_window_show_toast (window, _ ("Practice is not possible on this computer right now"));
}

static void
activate_leave_practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = get_window (self);

  /* Practised is practised: an attempt that runs is not worth a question. */
  if (window != NULL && kc_assistant_is_practice (kc_window_get_assistant (window)))
    show_real (self);
}

static void
activate_about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kc_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
activate_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcWindow *window = get_window (KC_APPLICATION (user_data));

  /* It asks if an attempt runs; the program ends with its window. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

static const GActionEntry actions[] = {
    {"show-window", activate_show_window_cb},
    {"practise", activate_practise_cb},
    {"leave-practice", activate_leave_practice_cb},
    {"about", activate_about_cb},
    {"quit", activate_quit_cb},
};

static int
kc_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  KcApplication *self = KC_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("keebai-connect %s\n", KC_VERSION);
      return EXIT_SUCCESS;
    }

  self->command_line = kc_command_line_new (options, g_getenv ("KEEBAI_BASE_URL"), &error);
  if (self->command_line == NULL)
    {
      g_printerr ("keebai-connect: %s\n", error->message);
      return EXIT_USAGE;
    }

  /* What is started from here, the browser above all, does not get the key. There is no second
   * thread yet that could read the environment meanwhile. */
  self->environment_key = g_strdup (g_getenv ("KEEBAI_API_KEY"));
  g_unsetenv ("KEEBAI_API_KEY");
  if (self->environment_key != NULL && *g_strstrip (self->environment_key) == '\0')
    g_clear_pointer (&self->environment_key, g_free);

  if (self->command_line->practice || self->command_line->own_address
      || self->environment_key != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  if (!gtk_init_check ())
    {
      g_printerr ("keebai-connect: %s\n",
                  _ ("There is no display to open a window on. Start Keebai Connect in a desktop "
                     "session."));
      return EXIT_FAILURE;
    }

  return -1;
}

static int
kc_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  KcApplication *self = KC_APPLICATION (application);
  KcWindow *window = get_window (self);

  /* Presets of a second start go into the window that is there, unless it is busy. Its options
   * were checked before they came here. */
  if (window != NULL && !kc_assistant_is_running (kc_window_get_assistant (window)))
    {
      GVariantDict *options = g_application_command_line_get_options_dict (command_line);
      g_autoptr (KcCommandLine) again = kc_command_line_new (options, NULL, NULL);

      if (again != NULL && again->request != NULL)
        {
          kc_assistant_set_request (kc_window_get_assistant (window), again->request);
          gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", "choose");
        }
    }

  g_application_activate (application);

  return EXIT_SUCCESS;
}

static void
kc_application_activate (GApplication *application)
{
  KcApplication *self = KC_APPLICATION (application);
  KcWindow *window = get_window (self);
  g_autoptr (GError) error = NULL;

  if (window != NULL)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }

  if (!self->command_line->practice)
    {
      show_real (self);
    }
  else if (!show_practice (self, &error))
    {
      g_printerr ("keebai-connect: %s (%s)\n",
                  _ ("Practice is not possible on this computer right now."), error->message);
      g_application_quit (application);
    }
}

static void
kc_application_startup (GApplication *application)
{
  static const char *const quit_accels[] = {"<Primary>q", NULL};
  static const char *const close_accels[] = {"<Primary>w", NULL};
  static const char *const help_accels[] = {"<Primary>question", "F1", NULL};
  GtkApplication *gtk_application = GTK_APPLICATION (application);

  G_APPLICATION_CLASS (kc_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_application_set_accels_for_action (gtk_application, "app.quit", quit_accels);
  gtk_application_set_accels_for_action (gtk_application, "window.close", close_accels);
  gtk_application_set_accels_for_action (gtk_application, "win.shortcuts", help_accels);
}

static void
kc_application_finalize (GObject *object)
{
  KcApplication *self = KC_APPLICATION (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->assistant_signals);
  kc_keyring_free_key (self->environment_key);
  kc_command_line_free (self->command_line);

  G_OBJECT_CLASS (kc_application_parent_class)->finalize (object);
}

static void
kc_application_class_init (KcApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = kc_application_finalize;

  application_class->handle_local_options = kc_application_handle_local_options;
  application_class->command_line = kc_application_command_line;
  application_class->startup = kc_application_startup;
  application_class->activate = kc_application_activate;
}

static void
kc_application_init (KcApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, kc_command_line_get_entries ());
  g_application_set_option_context_summary (
      application, _ ("Connects a WhatsApp number with Keebai, in a few steps."));
  g_application_set_option_context_description (
      application, _ ("Environment:\n"
                      "  KEEBAI_API_KEY    access key for this run; it is never stored\n"
                      "  KEEBAI_BASE_URL   address of the Keebai service, as for --api-url"));

  self->assistant_signals = g_signal_group_new (KC_TYPE_ASSISTANT);
  g_signal_group_connect_object (self->assistant_signals, "notify::attempt",
                                 G_CALLBACK (on_attempt_notified_cb), self, G_CONNECT_SWAPPED);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_object (self->attempt_signals, "finished",
                                 G_CALLBACK (on_attempt_finished_cb), self, G_CONNECT_SWAPPED);
}

KcApplication *
kc_application_new (void)
{
  return g_object_new (KC_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       /* The same in the development profile, whose id is another. */
                       "resource-base-path", "/com/keebai/Connect", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}
