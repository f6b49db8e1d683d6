/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-connect-view.h"

#include "kc-cli-event.h"
#include "kc-foreign-text.h"
#include "kc-half-blocks.h"
#include "kc-open-uri-portal.h"
#include "kc-qr-file.h"
#include "kc-retry-text.h"
#include "kc-uri-launcher.h"

#include <glib/gi18n.h>

#define TICK_MS 1000
/* Nobody watches JSON every second. */
#define JSON_TICK_MS 10000
/* The lines below the code: what is going on, and the time left. */
#define STATUS_ROWS 2
/* Before the first code, there is nothing to measure. */
#define USUAL_MODULES 57

struct _KcConnectView {
  GObject parent_instance;

  KcController *controller;
  KcOutput *output;
  gboolean open_browser;
  GSignalGroup *attempt_signals;
  GSource *tick;
  GCancellable *launch;

  GBytes *code;       /* the one that may be scanned; NULL: none */
  KcQrMatrix *matrix; /* of it */
  guint modules;      /* of the latest one */
  gboolean code_came;
  gboolean link_shown;
  KcQrFile *qr_file;
  char *last_event;
};

G_DEFINE_FINAL_TYPE (KcConnectView, kc_connect_view, G_TYPE_OBJECT)

static KcAttempt *
get_attempt (KcConnectView *self)
{
  return kc_controller_get_attempt (self->controller);
}

/* --- what is printed -------------------------------------------------------------------------- */

static char *
describe_state (KcConnectView *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcRateLimiter *rate_limiter
      = kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (self->controller));
  char *trouble = kc_retry_text_new_for_attempt (attempt, rate_limiter);

  if (trouble != NULL)
    return trouble;

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_WAITING:
      return g_strdup (_ ("Waiting until you have finished in the browser…"));
    case KC_ATTEMPT_SCANNING:
      return g_strdup (self->matrix != NULL
                           ? _ ("On the phone, in WhatsApp: Linked devices, Link a device; then "
                                "scan this code.")
                           : _ ("Waiting for a code from WhatsApp…"));
    case KC_ATTEMPT_LINKING:
      return g_strdup (_ ("Scanned. Linking…"));
    case KC_ATTEMPT_CONFIRMING:
      return g_strdup (_ ("Asking Keebai how it ended…"));
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_CONNECTED:
    case KC_ATTEMPT_EXPIRED:
    case KC_ATTEMPT_CANCELLED:
    case KC_ATTEMPT_FAILED:
    default:
      return g_strdup (_ ("Starting…"));
    }
}

/* NULL: not known. */
static char *
describe_time (KcAttempt *attempt)
{
  int seconds = kc_attempt_get_seconds_left (attempt);

  if (seconds < 0)
    return NULL;

  /* Translators: minutes and seconds. */
  return g_strdup_printf (_ ("%d:%02d left"), seconds / 60, seconds % 60);
}

static void
show_status (KcConnectView *self)
{
  g_autofree char *status = describe_state (self);
  g_autofree char *time = describe_time (get_attempt (self));

  kc_output_set_status (self->output, status, time);
}

/* The same state is printed only once. */
static void
send_state (KcConnectView *self)
{
  KcAttempt *attempt = get_attempt (self);
  g_autofree char *event = g_strdup_printf ("%d %d", kc_attempt_get_state (attempt),
                                            kc_attempt_get_connectivity (attempt));

  if (g_strcmp0 (event, self->last_event) == 0)
    return;

  g_free (self->last_event);
  self->last_event = g_steal_pointer (&event);
  kc_output_take_event (self->output, kc_cli_event_new_state (attempt));
}

/* --- codes for the phone ---------------------------------------------------------------------- */

/* Why there is no code to scan. */
static const char *
describe_cover (KcAttempt *attempt)
{
  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_LINKING)
    return _ ("Scanned. Linking…");
  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONFIRMING)
    return _ ("Asking Keebai how it ended…");

  switch (kc_attempt_get_connectivity (attempt))
    {
    case KC_CONNECTIVITY_RETRYING:
      return _ ("The connection was lost, so this code may be old. A new one is coming.");
    case KC_CONNECTIVITY_OFFLINE:
      return _ ("The network is gone, so this code may be old. A new one comes when it is back.");
    case KC_CONNECTIVITY_LIVE:
    default:
      return _ ("This code is old. A new one is coming.");
    }
}

/* NULL: it fits. */
static char *
describe_size_needed (KcConnectView *self)
{
  guint wanted_columns = kc_half_blocks_get_columns (self->modules);
  guint wanted_rows = kc_half_blocks_get_rows (self->modules) + STATUS_ROWS;
  guint columns;
  guint rows;

  kc_output_get_size (self->output, &columns, &rows);
  if (columns >= wanted_columns && rows >= wanted_rows)
    return NULL;

  return g_strdup_printf (
      /* Translators: widths and heights in characters. */
      _ ("The code needs a terminal of %u × %u characters, and this one has %u × %u. Make the "
         "window larger or its letters smaller, or start again with --qr-file=PATH, which keeps "
         "the code in a picture."),
      wanted_columns, wanted_rows, columns, rows);
}

static void
draw_screen (KcConnectView *self)
{
  g_autofree char *too_small = NULL;
  g_auto (GStrv) lines = NULL;

  if (!self->code_came)
    return;

  too_small = describe_size_needed (self);
  if (too_small != NULL)
    lines = g_strsplit (too_small, "\n", -1);
  else if (self->matrix != NULL)
    lines = kc_half_blocks_draw (self->matrix);
  else
    lines = kc_half_blocks_draw_cover (self->modules, describe_cover (get_attempt (self)));
  kc_output_set_screen (self->output, (const char *const *) lines);
}

static void
on_qr_file_failed_cb (KcConnectView *self, const GError *error)
{
  g_autofree char *line
      /* Translators: %s is why, in the words of the system. */
      = g_strdup_printf (_ ("The picture of the code cannot be written: %s"), error->message);

  kc_output_set_screen (self->output, NULL);
  kc_output_print_message (self->output, line);
  draw_screen (self);
}

static void
take_code (KcConnectView *self, GBytes *code)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->matrix, kc_qr_matrix_free);
  g_clear_pointer (&self->code, g_bytes_unref);
  if (code != NULL)
    {
      self->code = g_bytes_ref (code);
      self->matrix
          = kc_qr_matrix_new (g_bytes_get_data (code, NULL), g_bytes_get_size (code), &error);
      if (self->matrix == NULL)
        g_debug ("The code cannot be drawn: %s", error->message);
      else
        self->modules = kc_qr_matrix_get_size (self->matrix);
      self->code_came = TRUE;
    }
  if (self->qr_file != NULL && self->code_came)
    kc_qr_file_show (self->qr_file, self->matrix);
  if (self->code_came)
    kc_output_take_event (self->output, kc_cli_event_new_code (get_attempt (self)));
}

static void
show_code (KcConnectView *self)
{
  KcAttempt *attempt = get_attempt (self);
  /* After the scan, or after the end, nobody can use the code. */
  GBytes *code
      = kc_attempt_get_state (attempt) == KC_ATTEMPT_SCANNING && kc_attempt_get_code_live (attempt)
            ? kc_attempt_get_code (attempt)
            : NULL;

  if (code != self->code)
    take_code (self, code);
  draw_screen (self);
}

/* --- the link -------------------------------------------------------------------------------- */

static void
on_browser_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = kc_uri_launcher_open_finish (result, &error);
  KcConnectView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_CONNECT_VIEW (user_data);
  g_clear_object (&self->launch);
  kc_output_print_message (self->output,
                           opened ? _ ("The page was opened in your browser.")
                                  : _ ("The browser could not be opened. Open the page there "
                                       "yourself."));
}

static gboolean
has_desktop (void)
{
  return g_getenv ("WAYLAND_DISPLAY") != NULL || g_getenv ("DISPLAY") != NULL
         || kc_open_uri_portal_is_needed ();
}

static void
open_browser (KcConnectView *self, const char *uri)
{
  KcClient *client = kc_key_manager_get_client (kc_controller_get_key_manager (self->controller));

  self->launch = g_cancellable_new ();
  kc_uri_launcher_open_async (NULL, uri, client != NULL && kc_client_is_loopback (client),
                              self->launch, on_browser_opened_cb, self);
}

static void
draw_link (KcConnectView *self, const char *uri)
{
  g_autoptr (KcQrMatrix) matrix = kc_qr_matrix_new ((const guint8 *) uri, strlen (uri), NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *line = NULL;
  guint columns;
  guint rows;

  if (matrix == NULL || !kc_output_can_draw (self->output))
    return;

  kc_output_get_size (self->output, &columns, &rows);
  if (kc_half_blocks_get_columns (kc_qr_matrix_get_size (matrix)) > columns
      || kc_half_blocks_get_rows (kc_qr_matrix_get_size (matrix)) >= rows)
    {
      line = g_strdup_printf (
          /* Translators: a width and a height in characters. */
          _ ("As a code it needs a terminal of %u × %u characters."),
          kc_half_blocks_get_columns (kc_qr_matrix_get_size (matrix)),
          kc_half_blocks_get_rows (kc_qr_matrix_get_size (matrix)) + 1);
      kc_output_print_message (self->output, line);
      return;
    }

  lines = kc_half_blocks_draw (matrix);
  line = g_strjoinv ("\n", lines);
  kc_output_print_message (self->output, line);
}

static void
show_link (KcConnectView *self)
{
  KcSessionStore *store = kc_controller_get_session_store (self->controller);
  const char *uri = kc_session_store_get_verification_uri (store);
  g_autofree char *line = NULL;

  if (self->link_shown)
    return;
  if (kc_session_store_is_verification_uri_lost (store))
    {
      self->link_shown = TRUE;
      kc_output_print_message (self->output,
                               _ ("The address of the page was not kept. If you have it open "
                                  "still, finish there."));
      return;
    }
  if (uri == NULL)
    return;

  self->link_shown = TRUE;
  kc_output_take_event (self->output, kc_cli_event_new_link (get_attempt (self), uri));
  line = kc_foreign_text_to_line (uri);
  kc_output_print_message (self->output, _ ("Finish the signup on this page, in any browser:"));
  kc_output_print_message (self->output, line);
  draw_link (self, uri);
  /* After a resume the page is most likely still open. */
  if (self->open_browser && has_desktop () && !kc_controller_was_resumed (self->controller))
    open_browser (self, uri);
}

/* --- what changes ---------------------------------------------------------------------------- */

static void
update (KcConnectView *self)
{
  KcAttempt *attempt = get_attempt (self);

  if (attempt == NULL || kc_attempt_get_state (attempt) == KC_ATTEMPT_IDLE)
    return;

  send_state (self);
  if (kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    return;

  show_status (self);
  if (kc_attempt_get_mode (attempt) == KC_MODE_QR)
    {
      show_code (self);
      show_status (self);
    }
  else
    {
      show_link (self);
    }
}

static gboolean
is_following (KcConnectView *self)
{
  g_autoptr (GObject) target = g_signal_group_dup_target (self->attempt_signals);

  return target != NULL;
}

static void
on_session_store_notified_cb (KcConnectView *self)
{
  if (is_following (self))
    update (self);
}

static void
ticked_cb (gpointer user_data)
{
  KcConnectView *self = KC_CONNECT_VIEW (user_data);
  KcAttempt *attempt = get_attempt (self);
  gboolean json = kc_output_is_json (self->output);

  kc_clear_timer (&self->tick);
  self->tick = kc_clock_add_timer (kc_controller_get_clock (self->controller),
                                   json ? JSON_TICK_MS : TICK_MS, ticked_cb, self);
  if (!kc_controller_is_running (self->controller))
    return;
  if (json)
    kc_output_take_event (self->output, kc_cli_event_new_time (attempt));
  else
    show_status (self);
}

static void
kc_connect_view_dispose (GObject *object)
{
  kc_connect_view_close (KC_CONNECT_VIEW (object));

  G_OBJECT_CLASS (kc_connect_view_parent_class)->dispose (object);
}

static void
kc_connect_view_finalize (GObject *object)
{
  KcConnectView *self = KC_CONNECT_VIEW (object);

  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->qr_file);
  g_clear_object (&self->controller);
  g_clear_object (&self->output);
  g_clear_pointer (&self->code, g_bytes_unref);
  g_clear_pointer (&self->matrix, kc_qr_matrix_free);
  g_free (self->last_event);

  G_OBJECT_CLASS (kc_connect_view_parent_class)->finalize (object);
}

static void
kc_connect_view_class_init (KcConnectViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_connect_view_dispose;
  object_class->finalize = kc_connect_view_finalize;
}

static void
kc_connect_view_init (KcConnectView *self)
{
  self->modules = USUAL_MODULES;
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify", G_CALLBACK (update), self);
}

KcConnectView *
kc_connect_view_new (KcController *controller, KcOutput *output, const KcCliOptions *options)
{
  KcConnectView *self;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);
  g_return_val_if_fail (KC_IS_OUTPUT (output), NULL);
  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (KC_TYPE_CONNECT_VIEW, NULL);
  g_set_object (&self->controller, controller);
  g_set_object (&self->output, output);
  self->open_browser = !options->no_browser;
  if (options->qr_file != NULL)
    {
      self->qr_file = kc_qr_file_new (options->qr_file);
      g_signal_connect_object (self->qr_file, "failed", G_CALLBACK (on_qr_file_failed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (kc_controller_get_session_store (controller), "notify",
                           G_CALLBACK (on_session_store_notified_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
kc_connect_view_follow (KcConnectView *self)
{
  g_return_if_fail (KC_IS_CONNECT_VIEW (self));

  self->link_shown = FALSE;
  g_signal_group_set_target (self->attempt_signals, get_attempt (self));
  if (self->tick == NULL && (kc_output_is_json (self->output) || kc_output_can_draw (self->output)))
    self->tick = kc_clock_add_timer (kc_controller_get_clock (self->controller),
                                     kc_output_is_json (self->output) ? JSON_TICK_MS : TICK_MS,
                                     ticked_cb, self);
  update (self);
}

void
kc_connect_view_redraw (KcConnectView *self)
{
  g_return_if_fail (KC_IS_CONNECT_VIEW (self));

  if (is_following (self))
    draw_screen (self);
}

void
kc_connect_view_close (KcConnectView *self)
{
  g_return_if_fail (KC_IS_CONNECT_VIEW (self));

  g_signal_group_set_target (self->attempt_signals, NULL);
  g_cancellable_cancel (self->launch);
  g_clear_object (&self->launch);
  kc_clear_timer (&self->tick);
  kc_output_restore (self->output);
  if (self->qr_file != NULL)
    kc_qr_file_close (self->qr_file);
}

void
kc_connect_view_remove_traces (KcConnectView *self)
{
  g_return_if_fail (KC_IS_CONNECT_VIEW (self));

  if (self->qr_file != NULL)
    kc_qr_file_remove (self->qr_file);
}
