/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-process.h"

#include <gio/gio.h>

/* If two threads needed them first at the same time, they would deadlock. */
static void
test_types_are_registered (void)
{
  static const char *const names[] = {
      "GInetSocketAddress", "GProxyAddress",  "GUnixSocketAddress", "GNetworkAddress", "GSocket",
      "GSocketClient",      "GTcpConnection",
  };

  kc_process_begin ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (g_type_from_name (names[i]), !=, G_TYPE_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/types-are-registered", test_types_are_registered);

  return g_test_run ();
}
