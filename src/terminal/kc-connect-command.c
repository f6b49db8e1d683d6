/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-connect-command.h"

#include "kc-boot-time.h"
#include "kc-cli-event.h"
#include "kc-result-report.h"
#include "kc-result-text.h"
#include "kc-tty-prompt.h"

#include <glib/gi18n.h>

/* How long Keebai has to answer how the session stands. */
#define STOP_TIMEOUT_MS 5000

struct _KcConnectCommand {
  GObject parent_instance;

  KcController *controller;
  KcOutput *output;
  const KcCliOptions *options;
  int in_fd;
  int err_fd;

  KcConnectView *view;
  GSignalGroup *attempt_signals;
  GCancellable *question; /* while the person is asked */
  GCancellable *asking;   /* while Keebai is asked how the session stands */
  GSource *stop_timeout;  /* cancels that */
  GSource *timeout;       /* --timeout */
  KcCliExit stop_code;    /* why it is stopped */
  guint decide_id;        /* decides when the resumer has finished its work */
  gboolean begun;         /* it is decided what to do about what an earlier run had left */
  gboolean done;
};

G_DEFINE_FINAL_TYPE (KcConnectCommand, kc_connect_command, G_TYPE_OBJECT)

enum { DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- the end --------------------------------------------------------------------------------- */

/* Reports the outcome and ends. The texts and the channel may be NULL. */
static void
finish_with_channel (KcConnectCommand *self,
                     KcCliExit code,
                     KcChannel *channel,
                     const char *phone_number,
                     const char *title,
                     const char *reason)
{
  g_assert (KC_IS_CONNECT_COMMAND (self));

  if (self->done)
    return;

  self->done = TRUE;
  g_signal_group_set_target (self->attempt_signals, NULL);
  g_cancellable_cancel (self->question);
  g_cancellable_cancel (self->asking);
  kc_clear_timer (&self->stop_timeout);
  kc_clear_timer (&self->timeout);
  kc_connect_view_close (self->view);
  if (title != NULL)
    kc_output_print_message (self->output, title);
  if (reason != NULL)
    kc_output_print_message (self->output, reason);
  kc_output_take_event (self->output,
                        kc_cli_event_new_outcome (code, channel, phone_number, title, reason));
  g_signal_emit (self, signals[DONE], 0, (int) code);
}

static void
finish (KcConnectCommand *self, KcCliExit code, const char *title, const char *reason)
{
  finish_with_channel (self, code, NULL, NULL, title, reason);
}

static void
finish_connected (KcConnectCommand *self,
                  KcChannel *channel,
                  const char *phone_number,
                  const char *line)
{
  kc_connect_view_close (self->view);
  kc_output_print (self->output, line);
  finish_with_channel (self, KC_CLI_EXIT_OK, channel, phone_number, NULL, NULL);
}

/* How the session can be resumed later; NULL: it cannot be. */
static const char *
describe_way_back (KcConnectCommand *self)
{
  KcJournalWriter *writer
      = kc_session_store_get_journal_writer (kc_controller_get_session_store (self->controller));

  if (kc_journal_writer_get_status (writer) != KC_JOURNAL_STATUS_FINE)
    return NULL;

  return _ ("Go on with it in Keebai Connect, or with “keebai-connect-cli whatsapp connect "
            "--resume”.");
}

static void begin (KcConnectCommand *self);

static void
on_attempt_finished_cb (KcConnectCommand *self, KcAttempt *attempt)
{
  g_autoptr (KcErrorText) text = NULL;
  g_autofree char *line = kc_result_report_to_line (attempt);
  const char *way_back = kc_attempt_may_ask_again (attempt) ? describe_way_back (self) : NULL;
  g_autofree char *new_channels = NULL;
  g_autofree char *reason = NULL;

  g_assert (KC_IS_CONNECT_COMMAND (self));

  if (line != NULL)
    {
      finish_connected (self, kc_attempt_get_channel (attempt),
                        kc_attempt_get_phone_number (attempt), line);
      return;
    }

  text = kc_result_text_new (attempt);
  /* It was left by an earlier run, and its time was up: now a new one can begin. */
  if (!self->begun && !self->options->resume && !kc_attempt_may_ask_again (attempt)
      && self->asking == NULL)
    {
      kc_output_restore (self->output);
      kc_output_print_message (self->output, _ ("A number from before was not connected in time."));
      begin (self);
      return;
    }

  new_channels = kc_result_text_describe_new_channels (attempt);
  reason = g_strjoin (" ", text->reason, way_back != NULL ? way_back : new_channels,
                      way_back != NULL ? new_channels : NULL, NULL);
  finish (self, self->asking != NULL ? self->stop_code : kc_cli_exit_from_attempt (attempt),
          text->title, reason);
}

static void
on_attempt_key_wanted_notified_cb (KcConnectCommand *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);
  g_autoptr (KcErrorText) text = NULL;
  g_autofree char *reason = NULL;
  const char *way_back = describe_way_back (self);

  g_assert (KC_IS_CONNECT_COMMAND (self));

  if (!kc_attempt_get_key_wanted (attempt))
    return;

  text = kc_error_text_new (kc_attempt_get_error (attempt));
  reason = g_strdup_printf ("%s %s", text->reason, way_back != NULL ? way_back : "");
  finish (self, kc_cli_exit_from_error (kc_attempt_get_error (attempt)), text->title, reason);
}

/* --- stopping --------------------------------------------------------------------------------- */

static char *
describe_open_session (KcAttempt *attempt)
{
  int seconds = MAX (kc_attempt_get_seconds_left (attempt), 0);

  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_LINKING)
    return g_strdup (_ ("The phone has scanned the code, and may still be linked."));
  if (kc_attempt_get_mode (attempt) == KC_MODE_QR)
    return g_strdup_printf (
        /* Translators: minutes and seconds. */
        _ ("No phone has been linked so far. The session stays open for another %d:%02d."),
        seconds / 60, seconds % 60);

  return g_strdup_printf (
      /* Translators: minutes and seconds. */
      _ ("The signup can still be finished in the browser, for another %d:%02d."), seconds / 60,
      seconds % 60);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcConnectCommand) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPoll) poll = kc_client_poll_finish (KC_CLIENT (object), result, &error);
  KcAttempt *attempt = kc_controller_get_attempt (self->controller);
  const char *way_back = describe_way_back (self);
  g_autofree char *what = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *line = NULL;

  if (self->done)
    return;

  if (poll != NULL && poll->status == KC_SESSION_COMPLETED)
    {
      line = kc_result_report_late_to_line (poll->channel);
      finish_connected (self, poll->channel,
                        poll->channel != NULL ? kc_channel_get_phone_number (poll->channel) : NULL,
                        line);
      return;
    }
  if (poll != NULL && poll->status != KC_SESSION_PENDING)
    {
      finish (self, self->stop_code, _ ("Stopped. The session is over, and nothing was connected."),
              NULL);
      return;
    }

  what = poll != NULL
             ? describe_open_session (attempt)
             : g_strdup (_ ("Keebai could not be asked how it stands. The number may still "
                            "be connected."));
  reason = way_back != NULL ? g_strdup_printf ("%s %s", what, way_back) : g_strdup (what);
  finish (self, self->stop_code,
          self->stop_code == KC_CLI_EXIT_EXPIRED ? _ ("The time that was given is over.")
                                                 : _ ("Stopped."),
          reason);
}

static void
stop_timed_out_cb (gpointer user_data)
{
  KcConnectCommand *self = KC_CONNECT_COMMAND (user_data);

  kc_clear_timer (&self->stop_timeout);
  g_cancellable_cancel (self->asking);
}

static void
timed_out_cb (gpointer user_data)
{
  KcConnectCommand *self = KC_CONNECT_COMMAND (user_data);

  kc_clear_timer (&self->timeout);
  kc_connect_command_stop (self, KC_CLI_EXIT_EXPIRED);
}

/* --- the beginning --------------------------------------------------------------------------- */

static void
on_controller_attempt_notified_cb (KcConnectCommand *self)
{
  g_assert (KC_IS_CONNECT_COMMAND (self));

  if (self->done)
    return;

  g_signal_group_set_target (self->attempt_signals, kc_controller_get_attempt (self->controller));
  kc_connect_view_follow (self->view);
}

static void
begin (KcConnectCommand *self)
{
  self->begun = TRUE;
  kc_controller_set_request (self->controller, self->options->request);
  kc_controller_begin (self->controller);
}

static void
resume (KcConnectCommand *self)
{
  self->begun = TRUE;
  kc_session_resumer_resume (kc_controller_get_resumer (self->controller));
}

static void
leave_and_begin (KcConnectCommand *self)
{
  kc_session_resumer_drop (kc_controller_get_resumer (self->controller));
  begin (self);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcConnectCommand) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = kc_tty_prompt_finish (result, &error);
  /* Translators: the letter for "no" in "[Y/n]". */
  const char *no = _ ("n");

  g_clear_object (&self->question);
  if (self->done || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Nothing was typed, or the terminal cannot be read. */
  if (answer == NULL)
    finish (self, KC_CLI_EXIT_PENDING, NULL, describe_way_back (self));
  else if (g_ascii_strncasecmp (g_strstrip (answer), no, strlen (no)) == 0)
    leave_and_begin (self);
  else
    resume (self);
}

/* A session that an earlier run, perhaps in the window, has left. */
static void
decide_about_pending (KcConnectCommand *self, const KcPendingSession *pending)
{
  g_autoptr (KcBootTime) now = kc_boot_time_take ();
  gint64 seconds = kc_pending_session_get_ms_left (pending, now) / 1000;
  g_autofree char *question = NULL;
  const char *what;

  kc_output_take_event (self->output, kc_cli_event_new_pending (pending->request->mode, seconds));
  if (self->options->resume)
    {
      resume (self);
      return;
    }
  if (self->options->start_new)
    {
      leave_and_begin (self);
      return;
    }

  what = pending->request->mode == KC_MODE_QR
             ? _ ("A number was being connected with the phone, and was not finished.")
             : _ ("A number was being connected in the browser, and was not finished.");
  if (kc_output_is_json (self->output) || !kc_tty_prompt_is_possible (self->in_fd, self->err_fd))
    {
      finish (self, KC_CLI_EXIT_PENDING, what,
              _ ("Use --resume to continue it, or --new to discard it and start another one."));
      return;
    }

  /* Translators: the second line asks, for yes or no; the capital letter is what Enter means.
   * Minutes and seconds. */
  question = g_strdup_printf (_ ("%s\nContinue it? %d:%02d left. [Y/n] "), what,
                              (int) (seconds / 60), (int) (seconds % 60));
  self->question = g_cancellable_new ();
  kc_tty_prompt_async (self->in_fd, self->err_fd, question, FALSE, self->question, answered_cb,
                       g_object_ref (self));
}

static void
say_trouble_with_notes (KcConnectCommand *self)
{
  const GError *trouble = kc_journal_writer_get_trouble (
      kc_session_store_get_journal_writer (kc_controller_get_session_store (self->controller)));

  if (g_error_matches (trouble, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY))
    kc_output_print_message (self->output,
                             _ ("Keebai Connect is open elsewhere. What you begin here cannot be "
                                "continued later."));
  else if (trouble != NULL)
    kc_output_print_message (self->output,
                             _ ("The notes of the last time could not be read. If a number was "
                                "not finished then, connect it again."));
}

static void
decide (KcConnectCommand *self)
{
  KcSessionResumer *resumer = kc_controller_get_resumer (self->controller);

  if (self->done || self->begun || self->question != NULL)
    return;

  /* Keebai is asked first whether it is still open. */
  if (kc_session_resumer_is_asking (resumer))
    return;
  /* It is over, and the attempt finds out how it ended. */
  if (kc_controller_is_running (self->controller))
    return;

  if (kc_session_resumer_get_pending (resumer) != NULL)
    decide_about_pending (self, kc_session_resumer_get_pending (resumer));
  else if (self->options->resume)
    finish (self, KC_CLI_EXIT_PENDING, _ ("There is no number that was not finished."), NULL);
  else
    begin (self);
}

static void
decide_cb (gpointer user_data)
{
  KcConnectCommand *self = KC_CONNECT_COMMAND (user_data);

  self->decide_id = 0;
  decide (self);
}

/* The resumer resumes a session that is over by itself, but only after this notification. */
static void
on_resumer_asking_notified_cb (KcConnectCommand *self)
{
  if (self->decide_id == 0)
    self->decide_id = g_idle_add_once (decide_cb, self);
}

static void
kc_connect_command_dispose (GObject *object)
{
  KcConnectCommand *self = KC_CONNECT_COMMAND (object);

  g_signal_group_set_target (self->attempt_signals, NULL);
  g_cancellable_cancel (self->question);
  g_cancellable_cancel (self->asking);
  kc_clear_timer (&self->stop_timeout);
  kc_clear_timer (&self->timeout);
  g_clear_handle_id (&self->decide_id, g_source_remove);

  G_OBJECT_CLASS (kc_connect_command_parent_class)->dispose (object);
}

static void
kc_connect_command_finalize (GObject *object)
{
  KcConnectCommand *self = KC_CONNECT_COMMAND (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->question);
  g_clear_object (&self->asking);
  g_clear_object (&self->view);
  g_clear_object (&self->controller);
  g_clear_object (&self->output);

  G_OBJECT_CLASS (kc_connect_command_parent_class)->finalize (object);
}

static void
kc_connect_command_class_init (KcConnectCommandClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_connect_command_dispose;
  object_class->finalize = kc_connect_command_finalize;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
kc_connect_command_init (KcConnectCommand *self)
{
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "finished",
                                  G_CALLBACK (on_attempt_finished_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::key-wanted",
                                  G_CALLBACK (on_attempt_key_wanted_notified_cb), self);
}

KcConnectCommand *
kc_connect_command_new (
    KcController *controller, KcOutput *output, const KcCliOptions *options, int in_fd, int err_fd)
{
  KcConnectCommand *self;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);
  g_return_val_if_fail (KC_IS_OUTPUT (output), NULL);
  g_return_val_if_fail (options != NULL && options->request != NULL, NULL);

  self = g_object_new (KC_TYPE_CONNECT_COMMAND, NULL);
  g_set_object (&self->controller, controller);
  g_set_object (&self->output, output);
  self->options = options;
  self->in_fd = in_fd;
  self->err_fd = err_fd;
  self->view = kc_connect_view_new (controller, output, options);
  g_signal_connect_object (controller, "notify::attempt",
                           G_CALLBACK (on_controller_attempt_notified_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_resumer (controller), "notify::asking",
                           G_CALLBACK (on_resumer_asking_notified_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
kc_connect_command_run (KcConnectCommand *self)
{
  g_return_if_fail (KC_IS_CONNECT_COMMAND (self));

  if (self->options->timeout > 0)
    self->timeout = kc_clock_add_timer (kc_controller_get_clock (self->controller),
                                        (gint64) self->options->timeout * 1000, timed_out_cb, self);
  say_trouble_with_notes (self);
  if (kc_controller_get_attempt (self->controller) != NULL)
    on_controller_attempt_notified_cb (self);
  decide (self);
}

void
kc_connect_command_redraw (KcConnectCommand *self)
{
  g_return_if_fail (KC_IS_CONNECT_COMMAND (self));

  kc_connect_view_redraw (self->view);
}

void
kc_connect_command_stop (KcConnectCommand *self, KcCliExit code)
{
  KcAttempt *attempt;
  const KcSession *session;

  g_return_if_fail (KC_IS_CONNECT_COMMAND (self));

  if (self->done || self->asking != NULL)
    return;

  attempt = kc_controller_get_attempt (self->controller);
  session = attempt != NULL ? kc_attempt_get_session (attempt) : NULL;
  self->stop_code = code;
  if (session == NULL || !kc_controller_is_running (self->controller))
    {
      finish (self, code, _ ("Stopped."),
              kc_controller_is_running (self->controller)
                  ? _ ("If Keebai has just opened a session, it ends by itself: nobody has its "
                       "address or its code.")
                  : _ ("Nothing had been started."));
      return;
    }

  kc_connect_view_close (self->view);
  kc_output_print_message (self->output, _ ("Asking Keebai how it stands…"));
  self->asking = g_cancellable_new ();
  self->stop_timeout = kc_clock_add_timer (kc_controller_get_clock (self->controller),
                                           STOP_TIMEOUT_MS, stop_timed_out_cb, self);
  kc_client_poll_async (kc_key_manager_get_client (
                            kc_controller_get_key_manager (self->controller)),
                        session, self->asking, asked_cb, g_object_ref (self));
}

void
kc_connect_command_remove_traces (KcConnectCommand *self)
{
  g_return_if_fail (KC_IS_CONNECT_COMMAND (self));

  kc_connect_view_remove_traces (self->view);
}
