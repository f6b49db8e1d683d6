/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-channels.h"

#include <string.h>

#define WABA_ID "100000000000555"

struct _KcSandboxChannels {
  KcSandboxTime *time;
  KcSandboxKnobs *knobs;
  GPtrArray *channels;
  guint n_numbers;                /* given out so far */
  const KcSandboxChannel *newest; /* that was connected here, or NULL */
};

static void
free_channel (gpointer data)
{
  KcSandboxChannel *channel = data;

  g_free (channel->id);
  g_free (channel->name);
  g_free (channel->phone_number);
  g_free (channel->phone_number_id);
  g_free (channel->created_at);
  g_free (channel);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static const char *
get_type_name (const KcSandboxChannel *channel)
{
  return channel->qr ? "whatsapp_qr" : "whatsapp";
}

/* 555-0100 to 555-0199 of each North American area code are kept free for fiction. */
static char *
create_number (guint index)
{
  static const guint areas[] = {202, 212, 305, 415, 617};

  return g_strdup_printf ("+1%u55501%02u", areas[index / 100 % G_N_ELEMENTS (areas)], index % 100);
}

static const char *
get_newest_knob (KcSandboxChannels *self)
{
  return kc_sandbox_knobs_get (self->knobs, "newest-channel");
}

static gboolean
is_gone (KcSandboxChannels *self, const KcSandboxChannel *channel)
{
  return channel == self->newest && g_str_equal (get_newest_knob (self), "gone");
}

/* Keebai documents no word for a number under review, only that its channel is not active. */
static const char *
get_status (KcSandboxChannels *self, const KcSandboxChannel *channel)
{
  if (channel == self->newest && !g_str_equal (get_newest_knob (self), "ok"))
    return get_newest_knob (self);
  return channel->active_at > kc_sandbox_time_now (self->time) ? "paused" : channel->status;
}

static KcSandboxChannel *
add_channel (KcSandboxChannels *self,
             gboolean qr,
             const char *name,
             const char *phone_number,
             const char *status,
             GDateTime *created_at)
{
  KcSandboxChannel *channel = g_new0 (KcSandboxChannel, 1);

  channel->id = kc_sandbox_create_id ("ch_");
  channel->qr = qr;
  channel->name = g_strdup (name);
  channel->phone_number = g_strdup (phone_number);
  if (!qr)
    channel->phone_number_id = g_strdup_printf ("1066%011u", self->channels->len + 555);
  channel->status = status;
  channel->created_at = g_date_time_format (created_at, "%Y-%m-%dT%H:%M:%S.%fZ");
  /* Milliseconds, as the service writes them. */
  memmove (channel->created_at + 23, "Z", 2);
  g_ptr_array_add (self->channels, channel);
  return channel;
}

static void
add_example (
    KcSandboxChannels *self, gboolean qr, const char *name, const char *status, int days_ago)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -days_ago);
  g_autofree char *number = kc_sandbox_channels_suggest_number (self);

  add_channel (self, qr, name, number, status, then);
}

char *
kc_sandbox_create_id (const char *prefix)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  GString *id = g_string_new (prefix);

  for (guint i = 0; i < 26; i++)
    g_string_append_c (id, alphabet[g_random_int_range (0, 32)]);
  return g_string_free (id, FALSE);
}

KcSandboxChannels *
kc_sandbox_channels_new (KcSandboxTime *time, KcSandboxKnobs *knobs)
{
  KcSandboxChannels *self = g_new0 (KcSandboxChannels, 1);

  self->time = time;
  self->knobs = knobs;
  self->channels = g_ptr_array_new_with_free_func (free_channel);
  add_example (self, FALSE, "Molino & Sol – Shop", "active", 210);
  add_example (self, FALSE, "Molino & Sol – Wholesale", "paused", 64);
  add_example (self, TRUE, "Counter phone", "active", 9);
  return self;
}

void
kc_sandbox_channels_free (KcSandboxChannels *self)
{
  g_ptr_array_unref (self->channels);
  g_free (self);
}

/* 555-01 with an area code that no other channel uses. */
static void
add_filler (KcSandboxChannels *self, guint index)
{
  static const char *const places[]
      = {"Shop", "Bakery", "Wholesale", "Deliveries", "Orders", "Front desk", "Support"};
  static const char *const states[] = {"active", "active", "paused", "active", "disconnected"};
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, -(int) (index % 8760));
  g_autofree char *name
      = g_strdup_printf ("%s %u", places[index % G_N_ELEMENTS (places)], index + 1);
  g_autofree char *number
      = g_strdup_printf ("+1%03u55501%02u", 618 + index / 100 % 382, index % 100);
  KcSandboxChannel *channel = add_channel (self, index % 3 == 2, name, number,
                                           states[index % G_N_ELEMENTS (states)], then);

  channel->filler = TRUE;
}

void
kc_sandbox_channels_fill (KcSandboxChannels *self, guint n)
{
  for (guint i = self->channels->len; i > 0 && self->channels->len > n; i--)
    {
      const KcSandboxChannel *channel = g_ptr_array_index (self->channels, i - 1);

      if (channel->filler)
        g_ptr_array_remove_index (self->channels, i - 1);
    }
  for (guint i = self->channels->len; i < n; i++)
    add_filler (self, i);
}

guint
kc_sandbox_channels_get_n (KcSandboxChannels *self)
{
  return self->channels->len;
}

const KcSandboxChannel *
kc_sandbox_channels_add (KcSandboxChannels *self,
                         gboolean elsewhere,
                         gboolean qr,
                         const char *name,
                         const char *phone_number)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  KcSandboxChannel *channel = add_channel (self, qr, name, phone_number, "active", now);

  channel->elsewhere = elsewhere;
  channel->active_at = kc_sandbox_time_now (self->time)
                       + (gint64) (kc_sandbox_knobs_get_number (self->knobs, "review") * 1000);
  self->newest = channel;
  return channel;
}

const KcSandboxChannel *
kc_sandbox_channels_find (KcSandboxChannels *self, gboolean elsewhere, const char *id)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      const KcSandboxChannel *channel = g_ptr_array_index (self->channels, i);

      if (channel->elsewhere == elsewhere && g_str_equal (channel->id, id)
          && !is_gone (self, channel))
        return channel;
    }
  return NULL;
}

gboolean
kc_sandbox_channels_has_number (KcSandboxChannels *self, const char *phone_number)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      const KcSandboxChannel *channel = g_ptr_array_index (self->channels, i);

      if (g_str_equal (channel->phone_number, phone_number))
        return TRUE;
    }
  return FALSE;
}

char *
kc_sandbox_channels_read_number (const char *text)
{
  GString *number = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (strchr (" -.()/", *text) == NULL)
      g_string_append_c (number, *text);
  if (number->str[0] == '+' && number->len >= 8 && number->len <= 16
      && strspn (number->str + 1, "0123456789") == number->len - 1)
    return g_string_free (number, FALSE);
  g_string_free (number, TRUE);
  return NULL;
}

char *
kc_sandbox_channels_suggest_number (KcSandboxChannels *self)
{
  /* A person may have typed one of them already. When all 500 are taken, they come round again. */
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *number = create_number (self->n_numbers++);

      if (!kc_sandbox_channels_has_number (self, number))
        return g_steal_pointer (&number);
    }
  return create_number (self->n_numbers++);
}

void
kc_sandbox_channels_add_item (KcSandboxChannels *self,
                              const KcSandboxChannel *channel,
                              JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", channel->id);
  add_string (builder, "name", channel->name);
  add_string (builder, "type", get_type_name (channel));
  json_builder_set_member_name (builder, "is_active");
  json_builder_add_boolean_value (builder, g_str_equal (get_status (self, channel), "active"));
  if (!channel->qr)
    {
      add_string (builder, "phone_number", channel->phone_number);
      add_string (builder, "phone_number_id", channel->phone_number_id);
      add_string (builder, "business_account_id", WABA_ID);
    }
  add_string (builder, "created_at", channel->created_at);
  json_builder_end_object (builder);
}

void
kc_sandbox_channel_to_poll (const KcSandboxChannel *channel, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", channel->id);
  add_string (builder, "name", channel->name);
  add_string (builder, "type", get_type_name (channel));
  add_string (builder, "phone_number", channel->phone_number);
  if (!channel->qr)
    {
      add_string (builder, "phone_number_id", channel->phone_number_id);
      add_string (builder, "business_account_id", WABA_ID);
    }
  json_builder_end_object (builder);
}

void
kc_sandbox_channels_list (KcSandboxChannels *self,
                          gboolean elsewhere,
                          const char *type,
                          JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->channels->len; i++)
    {
      const KcSandboxChannel *channel = g_ptr_array_index (self->channels, i);

      if (channel->elsewhere == elsewhere && !is_gone (self, channel)
          && (type == NULL || g_str_equal (type, get_type_name (channel))))
        kc_sandbox_channels_add_item (self, channel, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
kc_sandbox_channels_list_numbers (KcSandboxChannels *self, gboolean elsewhere, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->channels->len; i++)
    {
      const KcSandboxChannel *channel = g_ptr_array_index (self->channels, i);

      if (channel->qr || channel->elsewhere != elsewhere || is_gone (self, channel))
        continue;
      json_builder_begin_object (builder);
      add_string (builder, "id", channel->phone_number_id);
      add_string (builder, "phone_number", channel->phone_number);
      add_string (builder, "waba_id", WABA_ID);
      add_string (builder, "channel_id", channel->id);
      add_string (builder, "status", get_status (self, channel));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
