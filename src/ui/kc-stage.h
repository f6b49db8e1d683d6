/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStage: where the pages of the window appear. A page is made when it is needed first, and slides
 * in from the side that its place in the order says.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_STAGE (kc_stage_get_type ())
G_DECLARE_FINAL_TYPE (KcStage, kc_stage, KC, STAGE, AdwBin)

/* Signal: page-changed (): another page is shown, or the one shown has another title or another way
 * back. */

/* Throws the pages away; the next ones are `assistant`'s. */
void kc_stage_set_assistant (KcStage *self, KcAssistant *assistant);

gboolean kc_stage_has_page (KcStage *self, const char *name);
void kc_stage_show_page (KcStage *self, const char *name);

/* The page that is shown, and its name; NULL before the first. */
KcPage *kc_stage_get_page (KcStage *self);
const char *kc_stage_get_page_name (KcStage *self);

G_END_DECLS
