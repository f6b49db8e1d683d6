/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the tests of widgets, pages and the window share. */

#pragma once

#include "kc-test-wait.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Before anything else in main (): GTest, GTK, libadwaita. */
void kc_ui_test_init (int *argc, char ***argv);

/* Shows and draws a window of that size with `child` in it; destroy it with kc_ui_test_close ().
 * Its actions win.go and win.help remember their parameter. */
GtkWindow *kc_ui_test_show (GtkWidget *child, int width, int height);
const char *kc_ui_test_get_went_to (GtkWindow *window);
const char *kc_ui_test_get_help (GtkWindow *window);
const char *kc_ui_test_get_toast (GtkWindow *window);

/* Destroys the window and everything in it, and asserts that `child` is finalized. */
void kc_ui_test_close (GtkWindow *window);

/* Waits until the window has its size and is drawn: until there is no layout for a few frames, or,
 * if something moves for ever, for one second of frames. */
void kc_ui_test_settle (GtkWidget *widget);

/* What GTK does when that key is pressed: the shortcuts of the widget that has the focus, then of
 * what it is in, up to the window; not the application's. Whether one of them took it. */
gboolean kc_ui_test_press_key (GtkWindow *window, guint keyval, GdkModifierType modifiers);

/* Renders the widget as it is on screen, with `scale` texels per logical pixel. */
GdkTexture *kc_ui_test_render (GtkWidget *widget, int scale);

/* The first widget of that type under `root`; the first visible (mapped) button whose label
 * contains `label`. NULL if there is none. */
GtkWidget *kc_ui_test_find (GtkWidget *root, GType type);
GtkWidget *kc_ui_test_find_button (GtkWidget *root, const char *label);

/* The first visible (mapped) label that contains `text`; NULL if there is none. */
GtkWidget *kc_ui_test_find_label (GtkWidget *root, const char *text);

/* Whether a visible (mapped) label contains `text`. */
gboolean kc_ui_test_sees (GtkWidget *root, const char *text);

G_END_DECLS
