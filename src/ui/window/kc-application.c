/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-application-private.h"

#include "kc-background.h"
#include "kc-command-line.h"
#include "kc-config.h"
#include "kc-notifier.h"
#include "kc-sleep-monitor.h"

#include <glib/gi18n.h>

/* What a command line that cannot be followed ends with, as for most programs. */
#define EXIT_USAGE 2

struct _KcApplication {
  AdwApplication parent_instance;

  KcCommandLine *command_line;
  char *environment_key; /* KEEBAI_API_KEY, taken out of the environment */

  KcNotifier *reporter;
  KcBackground *background;
  KcSleepMonitor *sleep; /* wakes the clock of the controller shown */
};

G_DEFINE_FINAL_TYPE (KcApplication, kc_application, ADW_TYPE_APPLICATION)

static void
on_window_is_active_notified_cb (KcApplication *self, GParamSpec *pspec, GtkWindow *window)
{
  g_assert (KC_IS_APPLICATION (self));

  if (gtk_window_is_active (window))
    kc_notifier_withdraw (self->reporter);
}

static void
set_action_enabled (KcApplication *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_window (KcApplication *self, KcController *controller)
{
  KcWindow *window = kc_application_get_window (self);

  g_assert (KC_IS_APPLICATION (self));

  if (self->command_line->request != NULL)
    kc_controller_set_request (controller, self->command_line->request);

  kc_notifier_watch (self->reporter, controller);
  set_action_enabled (self, "practise", !kc_controller_is_practice (controller));
  /* Only where a second start, or the desktop by the name on the bus, brings the window back. */
  set_action_enabled (self, "go-on-hidden",
                      !kc_controller_is_practice (controller)
                          && (g_application_get_flags (G_APPLICATION (self))
                              & G_APPLICATION_NON_UNIQUE)
                                 == 0);

  if (window == NULL)
    {
      window = kc_window_new (GTK_APPLICATION (self), controller);
      g_signal_connect_object (window, "notify::is-active",
                               G_CALLBACK (on_window_is_active_notified_cb), self,
                               G_CONNECT_SWAPPED);
      /* Closed by the person, who has seen what there was. */
      g_signal_connect_object (window, "unmap", G_CALLBACK (kc_notifier_withdraw), self->reporter,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      kc_window_set_controller (window, controller);
    }
  g_clear_object (&self->sleep);
  self->sleep = kc_sleep_monitor_new (kc_controller_get_clock (controller));
  gtk_window_present (GTK_WINDOW (window));
}

static int
kc_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  KcApplication *self = KC_APPLICATION (application);
  GApplicationFlags flags = g_application_get_flags (application);
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

  /* Started by the session's bus: that waits for the name, and what stands in the environment of
   * the session is meant for every start. */
  if ((flags & G_APPLICATION_IS_SERVICE) == 0
      && (self->command_line->practice || self->command_line->own_address
          || self->environment_key != NULL))
    g_application_set_flags (application, flags | G_APPLICATION_NON_UNIQUE);

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
  g_autoptr (KcCommandLine) again = NULL;

  /* The presets of the first start go into the new window anyway; those of a second start were
   * checked before they came here. */
  if (kc_application_get_window (self) != NULL)
    again = kc_command_line_new (g_application_command_line_get_options_dict (command_line), NULL,
                                 NULL);
  if (again != NULL && again->request != NULL)
    kc_application_show_preset (self, again->request);
  else
    g_application_activate (application);

  return EXIT_SUCCESS;
}

/* A link says nothing: it may come from anyone, so it starts no session and carries no key, and
 * what stands in it is not looked at. */
static void
kc_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_application_activate (application);
}

static void
kc_application_activate (GApplication *application)
{
  KcApplication *self = KC_APPLICATION (application);
  KcWindow *window = kc_application_get_window (self);
  g_autoptr (GError) error = NULL;

  if (window != NULL)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }

  if (!self->command_line->practice)
    {
      kc_application_show_real (self);
    }
  else if (!kc_application_show_practice (self, &error))
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

  kc_application_add_actions (KC_APPLICATION (application));
  gtk_application_set_accels_for_action (gtk_application, "app.quit", quit_accels);
  gtk_application_set_accels_for_action (gtk_application, "window.close", close_accels);
  gtk_application_set_accels_for_action (gtk_application, "win.shortcuts", help_accels);
}

static void
kc_application_finalize (GObject *object)
{
  KcApplication *self = KC_APPLICATION (object);

  g_clear_object (&self->sleep);
  g_clear_object (&self->background);
  g_clear_object (&self->reporter);
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
  application_class->open = kc_application_open;
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

  self->reporter = kc_notifier_new (application);
  self->background = kc_background_new (KC_BACKGROUND_PATIENCE_S);
}

KcApplication *
kc_application_new (void)
{
  return g_object_new (KC_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       /* The same in the development profile, whose id is another. */
                       "resource-base-path", "/com/keebai/Connect", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}

KcWindow *
kc_application_get_window (KcApplication *self)
{
  GList *windows;

  g_return_val_if_fail (KC_IS_APPLICATION (self), NULL);

  windows = gtk_application_get_windows (GTK_APPLICATION (self));
  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (KC_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

void
kc_application_show_real (KcApplication *self)
{
  g_autoptr (KcKeyring) keyring = kc_keyring_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcJournal) journal = NULL;
  g_autoptr (KcController) controller = NULL;

  g_return_if_fail (KC_IS_APPLICATION (self));

  journal = kc_journal_new (NULL, self->command_line->base_url);
  controller = kc_controller_new (self->command_line->base_url, self->environment_key, NULL,
                                  keyring, clock);
  kc_controller_set_journal (controller, journal);
  show_window (self, controller);
}

gboolean
kc_application_show_practice (KcApplication *self, GError **error)
{
  g_autoptr (KcSandbox) sandbox = kc_sandbox_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (KcController) controller = NULL;

  g_return_val_if_fail (KC_IS_APPLICATION (self), FALSE);

  if (!kc_sandbox_start (sandbox, 0, error))
    return FALSE;

  controller = kc_controller_new (kc_sandbox_get_base_url (sandbox), NULL, sandbox, NULL, clock);
  show_window (self, controller);

  return TRUE;
}

void
kc_application_show_preset (KcApplication *self, const KcConnectRequest *request)
{
  gboolean was_there;
  KcWindow *window;

  g_return_if_fail (KC_IS_APPLICATION (self));

  was_there = kc_application_get_window (self) != NULL;
  g_application_activate (G_APPLICATION (self));
  window = kc_application_get_window (self);
  if (window == NULL || kc_controller_is_running (kc_window_get_controller (window)))
    return;

  kc_controller_set_request (kc_window_get_controller (window), request);
  /* A new window greets first. */
  if (was_there)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", "choose");
}

void
kc_application_go_on_hidden (KcApplication *self)
{
  KcWindow *window;

  g_return_if_fail (KC_IS_APPLICATION (self));

  window = kc_application_get_window (self);
  if (window != NULL)
    kc_background_enter (self->background, window,
                         g_application_get_dbus_connection (G_APPLICATION (self)));
}
