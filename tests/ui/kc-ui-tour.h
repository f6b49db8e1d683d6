/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcUiTour: brings the window into each state that a person can meet, over the practice service.
 * Used for the pictures, and for tests of what holds on every page. Once a state is reached,
 * nothing moves: both clocks stand still.
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
  char *folder; /* of the notes; NULL: nothing is noted */
} KcUiTour;

typedef struct {
  const char *name;  /* also the picture's file name */
  const char *title; /* for people */
  void (*arrive) (KcUiTour *tour, const char *argument);
  const char *argument;
} KcUiState;

/* All states, in the order in which a person meets them. Static. */
const KcUiState *kc_ui_tour_get_states (guint *n_states);

/* Opens the window and brings it into the state. kc_ui_tour_leave () closes it and asserts that
 * nothing is left. */
KcUiTour *kc_ui_tour_go_to (const KcUiState *state);
void kc_ui_tour_leave (KcUiTour *tour);

/* The dialog that is open over the window; NULL if there is none. */
GtkWindow *kc_ui_tour_get_dialog (KcUiTour *tour);

/* Resizes the window, and its dialog as far as the dialog wants that size. Waits until both are
 * drawn again. */
void kc_ui_tour_resize (KcUiTour *tour, int width, int height);

G_END_DECLS
