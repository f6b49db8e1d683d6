/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-aftermath.h"

#include "kc-last-word.h"
#include "kc-new-channel.h"
#include "kc-opening.h"

struct _KcAftermath {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcBudget *budget;
  KcSession *session;
  GPtrArray *before;
  gboolean alone;
  gboolean key_fits;  /* it opened the session, or was answered for it */
  gboolean not_found; /* by the last poll */
  gboolean in_vain;   /* the last poll got no proper answer */
  gboolean last;      /* the poll that is under way */
  gboolean ending;    /* only the list is awaited */

  gint64 last_sent;
  GSource *poll_timer;
  GSource *end_timer;        /* NULL once it is over */
  GCancellable *cancellable; /* of what is under way, else NULL */
};

G_DEFINE_FINAL_TYPE (KcAftermath, kc_aftermath, G_TYPE_OBJECT)

enum {
  CONNECTED,
  OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void poll_timer_cb (gpointer user_data);
static void ask (KcAftermath *self);

static void
stop_polling (KcAftermath *self)
{
  kc_clear_timer (&self->poll_timer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
plan_poll (KcAftermath *self, gint64 at_least_ms)
{
  gint64 interval_ms = kc_budget_stretch (self->budget, KC_AFTERMATH_INTERVAL_MS);

  self->poll_timer
      = kc_clock_add_timer (self->clock, MAX (interval_ms, at_least_ms), poll_timer_cb, self);
}

static void
tell_connected (KcAftermath *self, KcChannel *channel)
{
  kc_aftermath_stop (self);
  g_signal_emit (self, signals[CONNECTED], 0, channel);
}

static void
tell_over (KcAftermath *self)
{
  kc_aftermath_stop (self);
  g_signal_emit (self, signals[OVER], 0);
}

/* --- the end --------------------------------------------------------------------------------- */

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) after = kc_client_list_channels_finish (KC_CLIENT (source), result, &error);
  g_autoptr (KcAftermath) self = NULL;
  KcChannel *channel = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (KC_AFTERMATH (user_data));
  g_clear_object (&self->cancellable);
  kc_budget_note (self->budget, error);
  if (after != NULL)
    channel = kc_new_channel_find (self->before, after);

  if (channel != NULL)
    tell_connected (self, channel);
  else
    tell_over (self);
}

/* The list is the last that can be known. */
static void
end (KcAftermath *self)
{
  stop_polling (self);
  if (!self->alone || !self->key_fits || self->before == NULL || kc_budget_is_short (self->budget))
    {
      tell_over (self);
      return;
    }

  self->ending = TRUE;
  self->cancellable = g_cancellable_new ();
  kc_budget_spend (self->budget);
  kc_client_list_channels_async (self->client, kc_opening_get_kind (self->session->mode),
                                 self->cancellable, list_cb, self);
}

/* Asks for the last time, unless it just has been answered, or is of no use: much may have happened
 * if the computer slept, or the budget was short. */
static void
end_timer_cb (gpointer user_data)
{
  g_autoptr (KcAftermath) self = g_object_ref (KC_AFTERMATH (user_data));
  gboolean asks = self->poll_timer != NULL;

  self->last = TRUE;
  kc_clear_timer (&self->poll_timer);
  if (self->cancellable != NULL)
    return;

  if (asks && !kc_budget_is_short (self->budget)
      && (self->in_vain
          || kc_clock_get_now (self->clock) - self->last_sent >= KC_AFTERMATH_INTERVAL_MS))
    ask (self);
  else
    end (self);
}

/* --- until then ------------------------------------------------------------------------------ */

static void
take_error (KcAftermath *self, const GError *error)
{
  gboolean not_found = g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND);

  kc_budget_note (self->budget, error);
  self->in_vain = kc_error_is_transient (error);

  if (self->last)
    {
      end (self);
      return;
    }

  /* Another key may be told more, if one comes; and whether Keebai answers polls for QR sessions is
   * not documented. */
  if (kc_error_locks_out (error)
      || (not_found && (!self->key_fits || self->session->mode == KC_MODE_QR)))
    return;

  /* One server of several may lag behind: once is no word. */
  if (kc_error_is_over (error) && (self->not_found || !not_found))
    {
      end (self);
      return;
    }

  self->not_found = not_found;
  plan_poll (self, kc_error_get_retry_after_ms (error));
}

static void
poll_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPoll) poll = kc_client_poll_finish (KC_CLIENT (source), result, &error);
  g_autoptr (KcAftermath) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (KC_AFTERMATH (user_data));
  g_clear_object (&self->cancellable);
  if (poll == NULL)
    {
      take_error (self, error);
      return;
    }

  self->key_fits = TRUE;
  self->not_found = FALSE;
  self->in_vain = FALSE;
  switch (poll->status)
    {
    case KC_SESSION_PENDING:
      if (self->last)
        end (self);
      else
        plan_poll (self, 0);
      break;
    case KC_SESSION_COMPLETED:
      tell_connected (self, poll->channel);
      break;
    case KC_SESSION_CANCELLED:
      tell_over (self);
      break;
    case KC_SESSION_EXPIRED:
      /* As in kc-confirm: clear in embedded mode, in QR mode nobody promises that. */
      if (self->session->mode == KC_MODE_EMBEDDED_SIGNUP)
        tell_over (self);
      else
        end (self);
      break;
    }
}

static void
ask (KcAftermath *self)
{
  self->last_sent = kc_clock_get_now (self->clock);
  self->cancellable = g_cancellable_new ();
  kc_budget_spend (self->budget);
  kc_client_poll_async (self->client, self->session, self->cancellable, poll_cb, self);
}

static void
poll_timer_cb (gpointer user_data)
{
  KcAftermath *self = KC_AFTERMATH (user_data);

  kc_clear_timer (&self->poll_timer);
  if (kc_budget_is_short (self->budget))
    plan_poll (self, 0);
  else
    ask (self);
}

static void
kc_aftermath_dispose (GObject *object)
{
  KcAftermath *self = KC_AFTERMATH (object);

  kc_aftermath_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->budget);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->before, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_aftermath_parent_class)->dispose (object);
}

static void
kc_aftermath_class_init (KcAftermathClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_aftermath_dispose;

  signals[CONNECTED] = g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_CHANNEL);
  signals[OVER] = g_signal_new ("over", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
kc_aftermath_init (KcAftermath *self)
{
  self->key_fits = TRUE;
}

KcAftermath *
kc_aftermath_new (KcClient *client,
                  KcClock *clock,
                  KcBudget *budget,
                  const KcSession *session,
                  GPtrArray *before,
                  gint64 ms_left)
{
  KcAftermath *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (KC_IS_BUDGET (budget), NULL);
  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_AFTERMATH, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->budget = g_object_ref (budget);
  self->session = kc_session_copy (session);
  self->before = before != NULL ? g_ptr_array_ref (before) : NULL;
  self->end_timer
      = kc_clock_add_timer (clock, MAX (0, ms_left) + KC_AFTERMATH_EXTRA_MS, end_timer_cb, self);
  plan_poll (self, 0);

  return self;
}

void
kc_aftermath_set_alone (KcAftermath *self, gboolean alone)
{
  g_return_if_fail (KC_IS_AFTERMATH (self));

  self->alone = alone;
}

void
kc_aftermath_set_client (KcAftermath *self, KcClient *client, KcBudget *budget)
{
  g_return_if_fail (KC_IS_AFTERMATH (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_BUDGET (budget));

  g_set_object (&self->client, client);
  g_set_object (&self->budget, budget);
  self->key_fits = FALSE;
  self->not_found = FALSE;
  if (self->end_timer == NULL || self->last || self->ending)
    return;

  stop_polling (self);
  plan_poll (self, 0);
}

void
kc_aftermath_stop (KcAftermath *self)
{
  g_return_if_fail (KC_IS_AFTERMATH (self));

  stop_polling (self);
  kc_clear_timer (&self->end_timer);
}
