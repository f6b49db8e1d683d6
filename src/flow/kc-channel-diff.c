/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-diff.h"

KcChannel *
kc_channel_diff_find (GPtrArray *before, GPtrArray *after)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GDateTime *newest = NULL;
  KcChannel *found = NULL;

  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  for (guint i = 0; i < before->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (before, i);
      GDateTime *created_at = kc_channel_get_created_at (channel);

      g_hash_table_add (known, (gpointer) kc_channel_get_id (channel));
      if (created_at != NULL && (newest == NULL || g_date_time_compare (created_at, newest) > 0))
        newest = created_at;
    }

  for (guint i = 0; i < after->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (after, i);
      GDateTime *created_at = kc_channel_get_created_at (channel);

      if (g_hash_table_contains (known, kc_channel_get_id (channel)))
        continue;
      if (created_at != NULL && newest != NULL && g_date_time_compare (created_at, newest) < 0)
        continue;

      if (created_at != NULL)
        newest = created_at;
      if (created_at != NULL || found == NULL)
        found = channel;
    }

  return found;
}
