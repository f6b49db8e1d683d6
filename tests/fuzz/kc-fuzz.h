/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-fuzz: what all fuzz targets share. A target is a program with one function that takes
 * arbitrary bytes. With -Dfuzz=true, clang's libFuzzer generates them
 * (https://llvm.org/docs/LibFuzzer.html); otherwise kc-fuzz-corpus.c feeds the target the files of
 * its corpus.
 */

#pragma once

#include <glib.h>

/* libFuzzer requires these names. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A copy in a buffer of exactly its length, so that a read beyond it is caught. Free with g_free
 * (). Never NULL. */
guint8 *kc_fuzz_copy (const guint8 *data, gsize size);

/* Takes the first byte off the input; returns 0 if there is none. */
guint8 kc_fuzz_take_byte (const guint8 **data, gsize *size);

/* Takes the first line off the input, with its line end, and returns it without the line end and
 * without NULs. Free with g_free (). */
char *kc_fuzz_take_line (const guint8 **data, gsize *size);

/* Aborts unless `text` is NULL or valid UTF-8 of at most `max_bytes`. */
void kc_fuzz_check_text (const char *text, gsize max_bytes);
