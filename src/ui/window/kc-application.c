/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-application.h"

#include "kc-about.h"
#include "kc-activation-token.h"
#include "kc-background.h"
#include "kc-composition.h"
#include "kc-config.h"
#include "kc-message-dialog.h"
#include "kc-notifier.h"
#include "kc-single-instance.h"
#include "kc-sleep-monitor.h"
#include "kc-startup.h"
#include "kc-user-activity.h"
#include "kc-window.h"

#include <glib/gi18n.h>
#include <signal.h>

/* The exit status for a command line that is not valid, as in most programs. */
#define EXIT_USAGE 2

struct _KcApplication {
  AdwApplication parent_instance;

  KcStartup *startup; /* the presets that this start asked for */
  gboolean first_hangs;
  guint first_pid; /* 0 if it cannot be ended from here */

  KcNotifier *notifier;
  KcActivationToken *token; /* NULL without a session bus */
  KcBackground *background;
  KcSleepMonitor *sleep; /* wakes the clock of the current controller */
};

G_DEFINE_FINAL_TYPE (KcApplication, kc_application, ADW_TYPE_APPLICATION)

/* The only window; NULL before it exists. Borrowed. */
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

static void
on_window_is_active_notified_cb (KcApplication *self, GParamSpec *pspec, GtkWindow *window)
{
  g_assert (KC_IS_APPLICATION (self));

  if (gtk_window_is_active (window))
    kc_notifier_withdraw (self->notifier);
}

static void
on_window_go_on_hidden_cb (KcApplication *self, KcWindow *window)
{
  g_assert (KC_IS_APPLICATION (self));

  kc_background_enter (self->background, GTK_WINDOW (window),
                       kc_controller_get_attempt (kc_window_get_controller (window)),
                       g_application_get_dbus_connection (G_APPLICATION (self)));
}

static void
on_background_refused_cb (KcApplication *self)
{
  KcWindow *window = get_window (self);

  g_assert (KC_IS_APPLICATION (self));

  if (window != NULL)
    kc_window_show_toast (window, _ ("This computer does not let programs go on without a window"));
}

static void
on_notifier_late_result_cb (KcApplication *self, const char *sentence)
{
  KcWindow *window = get_window (self);

  g_assert (KC_IS_APPLICATION (self));

  if (window != NULL)
    kc_window_show_toast (window, sentence);
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
  KcWindow *window = get_window (self);

  g_assert (KC_IS_APPLICATION (self));

  if (self->startup->command_line->request != NULL)
    kc_controller_set_request (controller, self->startup->command_line->request);

  kc_notifier_watch (self->notifier, controller);
  set_action_enabled (self, "practise",
                      self->startup->command_line->presets->practice_allowed
                          && !kc_controller_is_practice (controller));

  if (window == NULL)
    {
      window = kc_window_new (GTK_APPLICATION (self), controller);
      g_signal_connect_object (window, "notify::is-active",
                               G_CALLBACK (on_window_is_active_notified_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (window, "go-on-hidden", G_CALLBACK (on_window_go_on_hidden_cb), self,
                               G_CONNECT_SWAPPED);
      /* Closed by the person, who has seen everything. */
      g_signal_connect_object (window, "unmap", G_CALLBACK (kc_notifier_withdraw), self->notifier,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      kc_window_set_controller (window, controller);
    }
  /* Only if a second start, or the desktop by the name on the bus, can bring the window back. */
  kc_window_set_can_hide (window, !kc_controller_is_practice (controller)
                                      && (g_application_get_flags (G_APPLICATION (self))
                                          & G_APPLICATION_NON_UNIQUE)
                                             == 0);
  g_clear_object (&self->sleep);
  self->sleep = kc_sleep_monitor_new (kc_controller_get_clock (controller));
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_real (KcApplication *self)
{
  g_autoptr (KcController) controller = NULL;

  g_assert (KC_IS_APPLICATION (self));

  controller = kc_composition_new_real (self->startup->command_line->base_url,
                                        self->startup->environment_key,
                                        self->startup->command_line->presets);
  show_window (self, controller);
}

static gboolean
show_practice (KcApplication *self, GError **error)
{
  g_autoptr (KcController) controller = NULL;

  g_assert (KC_IS_APPLICATION (self));

  controller = kc_composition_new_practice (self->startup->command_line->presets, error);
  if (controller == NULL)
    return FALSE;

  show_window (self, controller);

  return TRUE;
}

static void
on_trouble_responded_cb (KcApplication *self, const char *response)
{
  guint pid;

  g_assert (KC_IS_APPLICATION (self));

  if (!g_str_equal (response, "quit-other"))
    return;

  /* The question may have been open for hours, and the number belong to another program by now.
   * This one runs without the name, which the other one still has. The other one's notes are
   * unlocked once its process is gone. */
  if (kc_single_instance_hangs (APPLICATION_ID, KC_SINGLE_INSTANCE_TIMEOUT_MS, &pid)
      && pid == self->first_pid)
    kill ((pid_t) pid, SIGKILL);
  self->first_hangs = FALSE;
  show_real (self);
}

static void
show_trouble (KcApplication *self)
{
  AdwMessageDialog *dialog
      = self->first_hangs
            ? kc_message_dialog_new (NULL, _ ("Keebai Connect Is Not Responding"),
                                     _ ("It is open already, but does not answer. You can wait, or "
                                        "force it to quit and start again. A number that you were "
                                        "connecting can be finished after that."))
            : kc_message_dialog_new (NULL, _ ("Keebai Connect Cannot Start"),
                                     self->startup->trouble);

  g_assert (KC_IS_APPLICATION (self));

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  if (self->first_pid != 0)
    {
      adw_message_dialog_add_response (dialog, "quit-other", _ ("_Force It to Quit"));
      adw_message_dialog_set_response_appearance (dialog, "quit-other", ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_set_default_response (dialog, "close");
  adw_message_dialog_set_close_response (dialog, "close");
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (self));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_trouble_responded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Presets apply to the existing window, or to a new one. A busy window is only shown. */
static void
show_preset (KcApplication *self, const KcConnectRequest *request)
{
  KcWindow *window = get_window (self);

  g_assert (KC_IS_APPLICATION (self));

  if (window == NULL)
    {
      g_clear_pointer (&self->startup->command_line->request, kc_connect_request_free);
      self->startup->command_line->request = kc_connect_request_copy (request);
      self->startup->command_line->presets->hide_questions = TRUE;
    }
  g_application_activate (G_APPLICATION (self));
  /* A new window shows its first page first. */
  if (window == NULL || kc_controller_is_running (kc_window_get_controller (window)))
    return;

  kc_controller_set_request (kc_window_get_controller (window), request);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", "choose");
}

static void
show_mode (KcApplication *self, KcMode mode)
{
  g_autoptr (KcConnectRequest) request
      = kc_presets_new_request (self->startup->command_line->presets);

  request->mode = mode;
  show_preset (self, request);
}

static void
activate_show_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static void
activate_connect_browser_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_mode (KC_APPLICATION (user_data), KC_MODE_EMBEDDED_SIGNUP);
}

static void
activate_connect_phone_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_mode (KC_APPLICATION (user_data), KC_MODE_QR);
}

static void
activate_practise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = get_window (self);
  g_autoptr (GError) error = NULL;

  if (window != NULL && kc_controller_is_running (kc_window_get_controller (window)))
    {
      kc_window_show_toast (window, _ ("Stop connecting first, then you can practice"));
      gtk_window_present (GTK_WINDOW (window));
      return;
    }
  if (show_practice (self, &error))
    return;

  g_message ("The practice service did not start: %s", error->message);
  g_application_activate (G_APPLICATION (self));
  kc_window_show_toast (get_window (self),
                        _ ("Practice is not possible on this computer right now"));
}

/* The desktop keeps offering it: somebody who chooses it there is told why nothing happens. */
static void
refuse_practice (KcApplication *self)
{
  g_autofree char *sentence = NULL;
  KcWindow *window;

  g_application_activate (G_APPLICATION (self));
  window = get_window (self);
  if (window == NULL)
    return;

  sentence
      = g_strdup_printf ("%s: %s", _ ("Practice is turned off"), kc_presets_get_locked_label ());
  kc_window_show_toast (window, sentence);
}

/* Called from outside, where nobody knows whether the window exists and is in practice already. */
static void
activate_open_practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = get_window (self);

  if (window != NULL && kc_controller_is_practice (kc_window_get_controller (window)))
    gtk_window_present (GTK_WINDOW (window));
  else if (self->startup->command_line->presets->practice_allowed)
    activate_practise_cb (action, parameter, user_data);
  else
    refuse_practice (self);
}

static void
activate_leave_practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcApplication *self = KC_APPLICATION (user_data);
  KcWindow *window = get_window (self);

  /* Nothing real is lost with an attempt in practice, so nobody is asked. */
  if (window != NULL && kc_controller_is_practice (kc_window_get_controller (window)))
    show_real (self);
}

static void
activate_about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcWindow *window = get_window (KC_APPLICATION (user_data));

  kc_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                    window != NULL ? kc_window_get_controller (window) : NULL);
}

static void
activate_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KcWindow *window = get_window (KC_APPLICATION (user_data));

  /* It asks if an attempt is running; the program ends with its window. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

/* Every program on the session bus can activate these. */
static const GActionEntry actions[] = {
    /* These three are the actions of the desktop file. */
    {"connect-browser", activate_connect_browser_cb},
    {"connect-phone", activate_connect_phone_cb},
    {"open-practice", activate_open_practice_cb},
    /* The default action of notifications. */
    {"show-window", activate_show_window_cb},
    /* Those of the window's menus. */
    {"practise", activate_practise_cb},
    {"leave-practice", activate_leave_practice_cb},
    {"about", activate_about_cb},
    {"quit", activate_quit_cb},
};

static int
kc_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  KcApplication *self = KC_APPLICATION (application);
  GApplicationFlags flags = g_application_get_flags (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("keebai-connect %s\n", KC_VERSION);
      return EXIT_SUCCESS;
    }

  self->startup = kc_startup_new (options);
  if (self->startup == NULL)
    return EXIT_USAGE;

  /* Started by the session bus: that waits for the name, and the environment of the session is
   * meant for every start. */
  if ((flags & G_APPLICATION_IS_SERVICE) == 0
      && (self->startup->command_line->practice || self->startup->command_line->own_address
          || self->startup->environment_key != NULL || self->startup->trouble != NULL))
    g_application_set_flags (application, flags | G_APPLICATION_NON_UNIQUE);

  if (!gtk_init_check ())
    {
      g_printerr ("keebai-connect: %s\n",
                  _ ("There is no display to open a window on. Start Keebai Connect in a desktop "
                     "session."));
      return EXIT_FAILURE;
    }

  flags = g_application_get_flags (application);
  if ((flags & (G_APPLICATION_IS_SERVICE | G_APPLICATION_NON_UNIQUE)) == 0
      && kc_single_instance_hangs (APPLICATION_ID, KC_SINGLE_INSTANCE_TIMEOUT_MS, &self->first_pid))
    {
      g_printerr ("keebai-connect: %s\n", _ ("It is open already, but does not answer."));
      self->first_hangs = TRUE;
      g_application_set_flags (application, flags | G_APPLICATION_NON_UNIQUE);
    }

  return -1;
}

static int
kc_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  KcApplication *self = KC_APPLICATION (application);
  g_autoptr (KcCommandLine) again = NULL;

  /* Of this start or of a second one, which has checked them. */
  again = kc_command_line_new (g_application_command_line_get_options_dict (command_line), NULL,
                               self->startup->presets, NULL);
  if (again != NULL && again->request != NULL)
    show_preset (self, again->request);
  else
    g_application_activate (application);

  return self->startup->trouble != NULL || self->first_hangs ? EXIT_USAGE : EXIT_SUCCESS;
}

/* Anybody can write a link, so it starts no session and carries no key, and its contents are
 * ignored. */
static void
kc_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_application_activate (application);
}

/* As GApplication does with the platform data of an activation. */
static void
use_activation_token (KcApplication *self, const char *token)
{
  g_autoptr (GVariant) platform_data = NULL;

  g_assert (KC_IS_APPLICATION (self));

  platform_data = g_variant_ref_sink (
      g_variant_new_parsed ("{'desktop-startup-id': <%s>, 'activation-token': <%s>}", token,
                            token));
  G_APPLICATION_GET_CLASS (self)->before_emit (G_APPLICATION (self), platform_data);
}

static void
kc_application_activate (GApplication *application)
{
  KcApplication *self = KC_APPLICATION (application);
  KcWindow *window = get_window (self);
  g_autofree char *token = self->token != NULL ? kc_activation_token_take (self->token) : NULL;
  g_autoptr (GError) error = NULL;

  if (window != NULL)
    {
      if (token != NULL)
        use_activation_token (self, token);
      gtk_window_present (GTK_WINDOW (window));
      return;
    }

  if (self->startup->trouble != NULL || self->first_hangs)
    {
      show_trouble (self);
    }
  else if (!self->startup->command_line->practice)
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
  GDBusConnection *bus = g_application_get_dbus_connection (application);

  G_APPLICATION_CLASS (kc_application_parent_class)->startup (application);

  if (bus != NULL)
    KC_APPLICATION (application)->token = kc_activation_token_new (bus);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_action_enabled (
      KC_APPLICATION (application), "practise",
      KC_APPLICATION (application)->startup->command_line->presets->practice_allowed);
  gtk_application_set_accels_for_action (gtk_application, "app.quit", quit_accels);
  gtk_application_set_accels_for_action (gtk_application, "window.close", close_accels);
  gtk_application_set_accels_for_action (gtk_application, "win.shortcuts", help_accels);
}

/* For the first start, so that the window comes to the front. GTK before 4.10 passes on only the
 * older DESKTOP_STARTUP_ID; if that is set, it counts. */
static void
kc_application_add_platform_data (GApplication *application, GVariantBuilder *builder)
{
  const char *token = g_getenv ("XDG_ACTIVATION_TOKEN");

  G_APPLICATION_CLASS (kc_application_parent_class)->add_platform_data (application, builder);

  if (token != NULL && g_utf8_validate (token, -1, NULL))
    g_variant_builder_add (builder, "{sv}", "desktop-startup-id", g_variant_new_string (token));
}

static void
kc_application_finalize (GObject *object)
{
  KcApplication *self = KC_APPLICATION (object);

  g_clear_object (&self->sleep);
  g_clear_object (&self->background);
  g_clear_object (&self->token);
  g_clear_object (&self->notifier);
  kc_startup_free (self->startup);

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
  application_class->add_platform_data = kc_application_add_platform_data;
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

  self->notifier = kc_notifier_new (application, kc_user_activity_is_active);
  g_signal_connect_object (self->notifier, "late-result", G_CALLBACK (on_notifier_late_result_cb),
                           self, G_CONNECT_SWAPPED);
  self->background = kc_background_new (KC_BACKGROUND_TIMEOUT_S);
  g_signal_connect_object (self->background, "refused", G_CALLBACK (on_background_refused_cb), self,
                           G_CONNECT_SWAPPED);
}

KcApplication *
kc_application_new (void)
{
  return g_object_new (KC_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       /* The same in the development profile, which has another id. */
                       "resource-base-path", "/com/keebai/Connect", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}
