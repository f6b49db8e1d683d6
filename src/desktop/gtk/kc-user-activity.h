/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcUserActivity: whether somebody seems to be at the window.
 *
 * The window is visible if it is mapped (KcBackground unmaps it), not minimised, and not
 * "suspended". Wayland compositors suspend a window that is on no screen: minimised, on another
 * workspace, or behind the lock screen. GTK reports that since 4.12. Before, and on X11, a locked
 * screen is noticed only because the window has no focus and is not used.
 *
 * The window is used when a key, a button, a touch, the wheel or a moving pointer reaches it, or
 * when it gets the focus. GTK reports motion of a resting pointer too, whenever something under it
 * changes; so motion counts only if the position is another one.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_USER_ACTIVITY (kc_user_activity_get_type ())
G_DECLARE_FINAL_TYPE (KcUserActivity, kc_user_activity, KC, USER_ACTIVITY, GObject)

/* Signal: used (): somebody has used the window. */

/* `window` owns the object. */
KcUserActivity *kc_user_activity_new (GtkWindow *window);

gboolean kc_user_activity_is_visible (KcUserActivity *self);

/* Whether the window, or one of its dialogs, has the focus. */
gboolean kc_user_activity_is_active (void);

G_END_DECLS
