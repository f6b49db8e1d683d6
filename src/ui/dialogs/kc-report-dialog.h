/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcReportDialog: shows a report (kc-report) before the person copies it, saves it or sends it to
 * support by mail. Nothing is sent automatically.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_REPORT_DIALOG (kc_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KcReportDialog, kc_report_dialog, KC, REPORT_DIALOG, AdwWindow)

/* `report` is copied. Present it; GTK owns it. */
GtkWindow *kc_report_dialog_new (GtkWindow *parent, const char *report);

G_END_DECLS
