/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-announce: makes a screen reader say what has changed, without moving the focus.
 *
 * Uses gtk_accessible_announce () with GTK 4.14 and later. Earlier versions, and GTK_A11Y=test,
 * report changes only of the widget that has the focus. There the sentence becomes the description
 * of that widget, which gets its own description back when it loses the focus or when the sentence
 * is no longer true.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Announces `text`, which is about `widget`, once the focus has settled, if `widget` is mapped now
 * and then. Sentences that come together are announced together, in their order and each once; of
 * several about the same widget, only the last. */
void kc_announce (GtkWidget *widget, const char *text);

/* Call when what was announced about `widget` is no longer true. Not needed when the widget is
 * unmapped, nor for a change of a label or of the title of a row: those are noticed. */
void kc_announce_end (GtkWidget *widget);

G_END_DECLS
