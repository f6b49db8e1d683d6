/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcUserActivity: whether somebody seems to be at the window.
 *
 * It can be seen: mapped (KcBackground hides it by unmapping), not minimised, and not "suspended",
 * which is how Wayland compositors tell that a window is on no screen: minimised, on another
 * workspace, behind the lock screen. GTK passes that on from 4.12 on; before, and on X11, a locked
 * screen shows by what it brings along: no focus, and nothing that is a use.
 *
 * It is used: a key, a click, a touch, the wheel, a pointer that moves, or the focus coming to it.
 * GTK sends the motion of a pointer at rest too, whenever something under it has changed; so only
 * another place counts.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_USER_ACTIVITY (kc_user_activity_get_type ())
G_DECLARE_FINAL_TYPE (KcUserActivity, kc_user_activity, KC, USER_ACTIVITY, GObject)

/* Signal: used () */

/* `window` is our owner. */
KcUserActivity *kc_user_activity_new (GtkWindow *window);

gboolean kc_user_activity_is_visible (KcUserActivity *self);

/* Whether the program has the focus: the window, or a dialog of it. */
gboolean kc_user_activity_is_active (void);

G_END_DECLS
