/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The presets as GSettings reads them. GLib chooses its settings backend once per process, so every
 * case runs in a process of its own. */

#include "kc-preset-settings.h"
#include "kc-schema.h"

#include <glib/gstdio.h>

/* Where a case puts its databases and its profile. */
static char *folder;

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_file (const char *name, const char *contents)
{
  g_autofree char *path = in_folder (name);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

/* As an administrator does it: `keys` is what stands below [com/keebai/Connect], `locks` the names
 * of keys, separated by spaces. */
static void
compile_database (const char *keys, const char *locks)
{
  g_autofree char *text = g_strdup_printf ("[com/keebai/Connect]\n%s", keys);
  g_auto (GStrv) names = g_strsplit (locks, " ", -1);
  g_autoptr (GString) paths = g_string_new (NULL);
  g_autofree char *database = in_folder ("presets");
  g_autofree char *sources = in_folder ("presets.d");
  g_autoptr (GSubprocess) dconf = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (*names[i] != '\0')
        g_string_append_printf (paths, "/com/keebai/Connect/%s\n", names[i]);
    }
  write_file ("presets.d/keebai", text);
  write_file ("presets.d/locks/keebai", paths->str);
  dconf = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "dconf", "compile", database, sources,
                            NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (dconf, NULL, &error));
  g_assert_no_error (error);
}

static void
use_profile (const char *first_line)
{
  g_autofree char *text = g_strdup_printf ("%sfile-db:%s/presets\n", first_line, folder);
  g_autofree char *path = in_folder ("profile");

  write_file ("profile", text);
  g_setenv ("GSETTINGS_BACKEND", "dconf", TRUE);
  g_setenv ("DCONF_PROFILE", path, TRUE);
}

/* What a new process reads. */
static void
assert_read (const char *expected)
{
  g_test_trap_subprocess ("/preset-settings/read", 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout (expected);
}

/* Runs in that process. */
static void
read_presets (void)
{
  g_autoptr (KcPresets) presets = NULL;
  g_autofree char *locked = NULL;

  if (!g_test_subprocess ())
    return;

  presets = kc_preset_settings_read ();
  locked = kc_presets_list_locked (presets);
  g_print ("<%s|%s%s|%s|%s|%s|%s|%s|%s|%s> locked: <%s>\n",
           presets->service_address != NULL ? presets->service_address : "-",
           presets->offers_browser ? "browser" : "", presets->offers_phone ? "phone" : "",
           presets->pipeline_id != NULL ? presets->pipeline_id : "-",
           presets->coexistence ? "coexistence" : "-",
           presets->channel_name != NULL ? presets->channel_name : "-",
           presets->hide_questions ? "no questions" : "questions",
           presets->practice_allowed ? "practice" : "no practice",
           presets->keep_key_allowed ? "keeps" : "keeps no key", presets->support_address,
           locked != NULL ? locked : "");
}

#define BUILT_IN "*<-|browserphone|-|-|-|questions|practice|keeps|support@keebai.com> locked: <>*"
#define EVERYTHING                                                                                 \
  "service-address='https://keebai.example/v1'\n"                                                  \
  "ways=['qr']\n"                                                                                  \
  "pipeline='pip_ours'\n"                                                                          \
  "coexistence=true\n"                                                                             \
  "channel-name='Desk {desk}'\n"                                                                   \
  "hide-questions=true\n"                                                                          \
  "practice-allowed=false\n"                                                                       \
  "keep-key-allowed=false\n"                                                                       \
  "support-address='it@example.com'\n"
#define EVERYTHING_READ                                                                            \
  "*<https://keebai.example/v1|phone|pip_ours|coexistence|Desk {desk}|no questions|no practice|"   \
  "keeps no key|it@example.com> "
#define EVERY_KEY                                                                                  \
  "service-address ways pipeline coexistence channel-name hide-questions practice-allowed "        \
  "keep-key-allowed support-address"
#define EVERY_KEY_LOCKED                                                                           \
  "locked: <service-address, ways, pipeline, coexistence, channel-name, hide-questions, "          \
  "practice-allowed, keep-key-allowed, support-address>*"

static void
test_memory (void)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  assert_read (BUILT_IN);
}

/* A server without dconf: nothing is set, and nobody needs to be told. */
static void
test_without_store (void)
{
  g_unsetenv ("GSETTINGS_BACKEND");
  g_setenv ("GIO_MODULE_DIR", "/nonexistent", TRUE);
  assert_read (BUILT_IN);
  g_test_trap_assert_stderr ("");
  g_unsetenv ("GIO_MODULE_DIR");
}

static void
test_without_schema (void)
{
  g_autofree char *schemas = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));

  compile_database (EVERYTHING, EVERY_KEY);
  use_profile ("user-db:user\n");
  g_unsetenv ("GSETTINGS_SCHEMA_DIR");
  assert_read (BUILT_IN);
  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE);
}

static void
test_defaults (void)
{
  compile_database (EVERYTHING, "");
  use_profile ("user-db:user\n");
  assert_read (EVERYTHING_READ "locked: <>*");
}

static void
test_locks (void)
{
  compile_database (EVERYTHING, EVERY_KEY);
  use_profile ("user-db:user\n");
  assert_read (EVERYTHING_READ EVERY_KEY_LOCKED);
}

/* A lock also holds a key that nobody has set. */
static void
test_locks_alone (void)
{
  compile_database ("hide-questions=true\n", "ways pipeline");
  use_profile ("user-db:user\n");
  assert_read ("*|browserphone|-|-|-|no questions|practice|*> locked: <ways, pipeline>*");
}

/* Nothing can be written: what is set was set by the administrator; what is not set is not locked.
 */
static void
test_without_user_database (void)
{
  compile_database ("ways=['embedded']\ncoexistence=true\n", "");
  use_profile ("");
  assert_read ("*|browser|-|coexistence|*> locked: <ways, coexistence>*");
}

/* A value of a type that the schema does not allow is ignored. */
static void
test_other_types (void)
{
  compile_database ("service-address=7\nways='qr'\ncoexistence='yes'\npractice-allowed=0\n",
                    "practice-allowed");
  use_profile ("user-db:user\n");
  assert_read ("*<-|browserphone|-|-|-|questions|practice|keeps|*> locked: <practice-allowed>*");
}

static void
test_bad_values (void)
{
  compile_database ("ways=['embeded', 'qr']\nsupport-address='it'\nservice-address=' '\n"
                    "pipeline='  pip_1 '\n",
                    "");
  use_profile ("user-db:user\n");
  assert_read ("*<-|phone|pip_1|-|-|*|support@keebai.com> locked: <>*");
  g_test_trap_assert_stderr ("*support-address*");
  g_test_trap_assert_stderr ("*ways*embedded*");
}

/* GLib's keyfile backend, as in Flatpak. */
static void
test_keyfile (void)
{
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", "keyfile", NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[com/keebai/Connect]\n" EVERYTHING, -1, NULL));
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  assert_read (EVERYTHING_READ "locked: <>*");
}

int
main (int argc, char *argv[])
{
  g_autofree char *dconf = g_find_program_in_path ("dconf");
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);

  if (dconf == NULL)
    {
      g_print ("1..0 # SKIP dconf is not installed\n");
      return 77;
    }

  folder = g_dir_make_tmp ("keebai-presets.XXXXXX", &error);
  g_assert_no_error (error);

  g_test_add_func ("/preset-settings/read", read_presets);
  g_test_add_func ("/preset-settings/memory", test_memory);
  g_test_add_func ("/preset-settings/without-store", test_without_store);
  g_test_add_func ("/preset-settings/without-schema", test_without_schema);
  g_test_add_func ("/preset-settings/defaults", test_defaults);
  g_test_add_func ("/preset-settings/locks", test_locks);
  g_test_add_func ("/preset-settings/locks-alone", test_locks_alone);
  g_test_add_func ("/preset-settings/without-user-database", test_without_user_database);
  g_test_add_func ("/preset-settings/other-types", test_other_types);
  g_test_add_func ("/preset-settings/bad-values", test_bad_values);
  g_test_add_func ("/preset-settings/keyfile", test_keyfile);
  result = g_test_run ();

  g_free (folder);

  return result;
}
