/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPage: one page of the window. A page has a title and says where Back leads; the window derives
 * the header bar, the back button and Escape from that. Pages do not know each other: they activate
 * "win.go" with the name of a page ("welcome", "channel", "key", "several", "number", "choose",
 * "result"), and change the controller; the window itself shows the page that belongs to the state
 * of the attempt ("browser", "scan", "result").
 *
 * The other actions of the window are "win.back" (what the back button does: it stops a running
 * attempt only after asking), "win.toast" with a sentence to show for a moment, and "win.help" with
 * "qr" or "embedded_signup": what the messages on the phone or on Meta's page mean, first the one
 * that fits the reason of Keebai, if the attempt has one.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_PAGE (kc_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KcPage, kc_page, KC, PAGE, AdwBin)

struct _KcPageClass {
  AdwBinClass parent_class;

  /* The page is shown: fill it. If it begins with a field or a choice, focus that; otherwise its
   * heading gets the focus. */
  void (*shown) (KcPage *self);
  /* The page is hidden: stop timers and requests. */
  void (*hidden) (KcPage *self);
  /* Back or Escape was pressed. Returns TRUE if the page handled it; otherwise the window goes to
   * `back-page`. */
  gboolean (*go_back) (KcPage *self);
};

/* Properties:
 *   controller (KcController, construct-only)
 *   title (string): for the header bar and the window's name
 *   has-heading (gboolean, set in the template): the page has a large heading, so that the header
 *     bar does not repeat it
 *   back-page (string or NULL): the page that Back leads to; NULL: none
 */
KcController *kc_page_get_controller (KcPage *self);
const char *kc_page_get_title (KcPage *self);
void kc_page_set_title (KcPage *self, const char *title);
gboolean kc_page_has_heading (KcPage *self);
const char *kc_page_get_back_page (KcPage *self);
void kc_page_set_back_page (KcPage *self, const char *name);

void kc_page_shown (KcPage *self);
void kc_page_hidden (KcPage *self);

/* Puts the focus on the first visible heading, where a screen reader begins; without a heading, on
 * the first control. */
void kc_page_focus_heading (KcPage *self);

/* Clears the focus before the widget that has it disappears; otherwise GTK would move it to some
 * other widget. Set the focus afterwards. */
void kc_page_drop_focus (KcPage *self);

/* The button that Enter presses, unless the widget with the focus handles Enter; NULL for none.
 * Does nothing while the page is in no window. */
void kc_page_set_default (KcPage *self, GtkWidget *button);

/* Whether a visible and sensitive widget in the page has the focus. */
gboolean kc_page_has_focus (KcPage *self);

gboolean kc_page_go_back (KcPage *self);

/* Starts an attempt with the controller's request. If there is an unfinished session, first asks
 * whether to continue it. */
void kc_page_begin_attempt (KcPage *self);

/* The same for a number of the list (KcNumberQueue), by way of the questions; goes on with its
 * session if that was not finished. */
void kc_page_begin_listed (KcPage *self, guint index);

/* "Next: NAME" for the number of the list whose turn it is; hidden if none waits. `button` is a
 * KcWrapButton. */
void kc_page_fill_next_button (KcPage *self, GtkButton *button);
/* Its turn. */
void kc_page_begin_next (KcPage *self);
/* Back leads to the list if a number of it is chosen, else to the first page. */
void kc_page_lead_back_to_list (KcPage *self);
/* What is connected from now on is no number of the list. */
void kc_page_leave_list (KcPage *self);

G_END_DECLS
