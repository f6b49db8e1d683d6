/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-fuzz: what a fuzz target has in common with the others. A target is one program with one
 * function that takes any bytes. With -Dfuzz=true clang's libFuzzer makes them up
 * (https://llvm.org/docs/LibFuzzer.html); else kc-fuzz-corpus.c gives it the files of its corpus.
 */

#pragma once

#include <glib.h>

/* The names are libFuzzer's. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A copy of its own length, not a byte more, so that whoever reads beyond it is caught; to be freed
 * with g_free (). Never NULL. */
guint8 *kc_fuzz_copy (const guint8 *data, gsize size);

/* Takes the first byte off the input; 0 if there is none. */
guint8 kc_fuzz_take_byte (const guint8 **data, gsize *size);

/* Takes what stands before the first line end off the input, and the line end; without NULs. Free
 * with g_free (). */
char *kc_fuzz_take_line (const guint8 **data, gsize *size);

/* NULL or valid UTF-8 of at most `max_bytes`, else the program ends. */
void kc_fuzz_check_text (const char *text, gsize max_bytes);
