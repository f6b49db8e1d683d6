/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the tests of the window's parts share. */

#pragma once

#include "kc-test-wait.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Before anything else in main (): GTest, GTK, libadwaita. */
void kc_ui_test_init (int *argc, char ***argv);

/* A window of that size with `child` in it, shown and drawn. Destroy it with
 * kc_ui_test_close (). It has the action win.go and remembers where that led, and win.help, and
 * remembers for what. */
GtkWindow *kc_ui_test_show (GtkWidget *child, int width, int height);
const char *kc_ui_test_get_went_to (GtkWindow *window);
const char *kc_ui_test_get_help (GtkWindow *window);
const char *kc_ui_test_get_toast (GtkWindow *window);

/* Destroys the window and everything in it, and asserts that `child` is finalized by that. */
void kc_ui_test_close (GtkWindow *window);

/* Lets the window take a size and be drawn: returns after a few frames in which nothing was laid
 * out again, or after a second of frames if something moves for ever. */
void kc_ui_test_settle (GtkWidget *widget);

/* The widget as it stands on screen, `scale` texels for each logical pixel. */
GdkTexture *kc_ui_test_render (GtkWidget *widget, int scale);

/* The first widget under `root` of that type; the first button that can be seen (mapped) whose
 * label contains `label`. NULL if there is none. */
GtkWidget *kc_ui_test_find (GtkWidget *root, GType type);
GtkWidget *kc_ui_test_find_button (GtkWidget *root, const char *label);

/* The first label that can be seen (mapped) and contains `text`; NULL if there is none. */
GtkWidget *kc_ui_test_find_label (GtkWidget *root, const char *text);

/* Whether a label that can be seen (mapped) contains `text`. */
gboolean kc_ui_test_sees (GtkWidget *root, const char *text);

G_END_DECLS
