/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-fuzz-corpus: the main function of a fuzz target that is built without libFuzzer. It is a test
 * (TAP) that feeds the target each file of the named folder: whole, cut short, and with one byte
 * changed.
 */

#include "kc-fuzz.h"

/* Changes and cuts are spread evenly over a file: enough of them to find something, and few enough
 * to be quick. */
#define MAX_VARIANTS 200

static void
run_one (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = kc_fuzz_copy (data, size);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
test_file (gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  gsize step;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  run_one ((const guint8 *) contents, length);
  step = length / MAX_VARIANTS + 1;
  for (gsize i = 0; i < length; i += step)
    {
      const char was = contents[i];

      run_one ((const guint8 *) contents, i);
      contents[i] = (char) (was ^ (1 << (i % 8)));
      run_one ((const guint8 *) contents, length);
      contents[i] = was;
    }
}

static void
test_empty (void)
{
  run_one (NULL, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  LLVMFuzzerInitialize (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  folder = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  g_test_add_func ("/fuzz/empty", test_empty);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);
      char *path = g_build_filename (argv[1], name, NULL);

      g_ptr_array_add (paths, path);
      g_test_add_data_func (test, path, test_file);
    }
  g_assert_cmpuint (paths->len, >, 0);

  return g_test_run ();
}
