/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Fixture for a page of an attempt, over the practice service. Pages decide nothing by themselves:
 * a test brings the attempt into a state and checks what the page shows.
 */

#pragma once

#include "kc-page.h"
#include "kc-qr-code.h"

G_BEGIN_DECLS

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock; /* a manual one */
  KcController *controller;
  GtkWindow *window;
  KcPage *page;
} KcPageTest;

#define kc_page_test_add(path, data, test)                                                         \
  g_test_add (path, KcPageTest, data, kc_page_test_set_up, test, kc_page_test_tear_down)

/* With a key that was checked, and no window yet. Tearing down asserts that everything is
 * finalized. */
void kc_page_test_set_up (KcPageTest *self, gconstpointer data);
void kc_page_test_tear_down (KcPageTest *self, gconstpointer data);

/* Sets a knob of the practice service. */
void kc_page_test_turn (KcPageTest *self, const char *name, const char *value);

/* Puts `page` into its own window and shows it. */
void kc_page_test_show (KcPageTest *self, GtkWidget *page);

void kc_page_test_begin (KcPageTest *self, KcMode mode, gboolean coexistence);
KcAttemptState kc_page_test_get_state (KcPageTest *self);

/* Shows a scan page, begins, and waits for the first code. */
void kc_page_test_begin_scanning (KcPageTest *self);
/* The first one on the page. */
KcQrCode *kc_page_test_get_code (KcPageTest *self);

gboolean kc_page_test_sees (KcPageTest *self, const char *text);
/* The button with this label that is visible and sensitive. */
void kc_page_test_press (KcPageTest *self, const char *label);

G_END_DECLS
