/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-toast.h"

#include "kc-announce.h"

void
kc_toast_show (AdwToastOverlay *overlay, const char *text)
{
  g_autofree char *markup = NULL;
  AdwToast *toast;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (text != NULL);

  /* The title of a toast is markup. */
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (kc_announce_end), overlay,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (overlay, toast);
  kc_announce (GTK_WIDGET (overlay), text);
}
