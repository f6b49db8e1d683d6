/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-diff.h"

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  GDateTime *time_a = kc_channel_get_created_at (*(KcChannel **) a);
  GDateTime *time_b = kc_channel_get_created_at (*(KcChannel **) b);

  if (time_a == NULL || time_b == NULL)
    return (time_a == NULL) - (time_b == NULL);

  return g_date_time_compare (time_b, time_a);
}

GPtrArray *
kc_channel_diff_find (GPtrArray *before, GPtrArray *after)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  GDateTime *newest = NULL;

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

      if (!g_hash_table_contains (known, kc_channel_get_id (channel))
          && (created_at == NULL || newest == NULL
              || g_date_time_compare (created_at, newest) >= 0))
        g_ptr_array_add (found, g_object_ref (channel));
    }

  if (found->len == 0)
    return NULL;

  g_ptr_array_sort (found, compare_newest_first);

  return g_steal_pointer (&found);
}
