/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-process: how each program begins, in whatever environment.
 *
 * - Standard descriptors that are closed are opened on /dev/null. Otherwise the next file or socket
 *   gets their number: a line printed at the end would go into the connection to the display.
 * - The locale is that of the environment. If it is not installed, or knows ASCII only (LC_ALL=C),
 *   text is read and written as UTF-8 all the same, so that `--name=Peluquería` is accepted.
 * - A crash leaves no core file, which would contain the access key. The process stays "dumpable":
 *   xdg-desktop-portal identifies the program by /proc/PID/root, which the kernel closes to others
 *   if PR_SET_DUMPABLE is 0.
 * - The types that libsoup and GDBus both register are registered before there is a second thread:
 *   GLib 2.74 hangs when one thread registers a type with interfaces
 *   (g_type_add_interface_static ()) that another one needs while it initialises a class (seen with
 *   GInetSocketAddress, once in fifty starts).
 */

#pragma once

/* First thing in main (), before anything opens a file or starts a thread. */
void kc_process_begin (void);

/* Sentences come from the installed translations, or from those of the folder TEXTDOMAINDIR, which
 * a program that was not installed is started with (`meson devenv`). After kc_process_begin (). */
void kc_process_use_translations (void);
