/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcUiTour: the window in each state that a person can meet, over the practice service. For the
 * pictures, and for tests of what holds on every page. Nothing moves any more once a state is
 * reached: both clocks stand still.
 */

#pragma once

#include "kc-controller.h"
#include "kc-window.h"

G_BEGIN_DECLS

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcWindow *window;
  char *folder; /* of the notes; NULL: none are kept */
} KcUiTour;

typedef struct {
  const char *name;  /* also of the picture's file */
  const char *title; /* for people */
  void (*arrive) (KcUiTour *tour, const char *argument);
  const char *argument;
} KcUiStop;

/* All of them, in the order in which a person meets them. Static. */
const KcUiStop *kc_ui_tour_get_stops (guint *n_stops);

/* Opens the window and brings it there; kc_ui_tour_leave () closes it and asserts that nothing is
 * left. */
KcUiTour *kc_ui_tour_go_to (const KcUiStop *stop);
void kc_ui_tour_leave (KcUiTour *tour);

/* The dialog that is open over the window; NULL if there is none. */
GtkWindow *kc_ui_tour_get_dialog (KcUiTour *tour);

/* Gives the window that size, and its dialog what of it the dialog wants; waits until both are
 * drawn again. */
void kc_ui_tour_resize (KcUiTour *tour, int width, int height);

G_END_DECLS
