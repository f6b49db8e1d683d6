/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-boot-time.h"

#include <glib/gstdio.h>
#include <string.h>

#define BOOT_A "0f0e0d0c-0b0a-4908-8706-050403020100"
#define BOOT_B "1f1e1d1c-1b1a-4918-9716-151413121110"
#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)
#define NOON_MS (G_GINT64_CONSTANT (1795600000) * 1000)

static void
test_age (void)
{
  static const struct {
    const char *what;
    KcBootTime then;
    KcBootTime now;
    gint64 age_ms;
  } cases[] = {
      {"the same moment", {(char *) BOOT_A, 5000, NOON_MS}, {(char *) BOOT_A, 5000, NOON_MS}, 0},
      {"the same boot",
       {(char *) BOOT_A, 5000, NOON_MS},
       {(char *) BOOT_A, 65000, NOON_MS + 60000},
       60000},
      {"the same boot, the wall clock an hour ahead",
       {(char *) BOOT_A, 5000, NOON_MS},
       {(char *) BOOT_A, 65000, NOON_MS + 60000 + HOUR_MS},
       60000},
      {"the same boot, the wall clock an hour back",
       {(char *) BOOT_A, 5000, NOON_MS},
       {(char *) BOOT_A, 65000, NOON_MS + 60000 - HOUR_MS},
       60000},
      {"another boot",
       {(char *) BOOT_A, 9000000, NOON_MS},
       {(char *) BOOT_B, 9000, NOON_MS + 90000},
       90000},
      {"another boot, the wall clock an hour ahead",
       {(char *) BOOT_A, 9000000, NOON_MS},
       {(char *) BOOT_B, 9000, NOON_MS + 90000 + HOUR_MS},
       90000 + HOUR_MS},
      {"another boot, the wall clock back, but not beyond: at least as old as this boot",
       {(char *) BOOT_A, 9000000, NOON_MS},
       {(char *) BOOT_B, 90000, NOON_MS + 1000},
       90000},
      {"another boot, the wall clock back beyond it",
       {(char *) BOOT_A, 9000000, NOON_MS},
       {(char *) BOOT_B, 9000, NOON_MS - 1},
       -1},
      {"no boot told then", {NULL, 9000, NOON_MS}, {(char *) BOOT_A, 10000, NOON_MS + 7000}, 7000},
      {"no boot told now", {(char *) BOOT_A, 9000, NOON_MS}, {NULL, 10000, NOON_MS + 7000}, 7000},
      {"no boot told at all", {NULL, 9000, NOON_MS}, {NULL, 10000, NOON_MS + 7000}, 7000},
      {"no boot told at all, the wall clock back",
       {NULL, 9000, NOON_MS},
       {NULL, 10000, NOON_MS - HOUR_MS},
       -1},
      {"the same boot, and its clock back: impossible, so the wall clock",
       {(char *) BOOT_A, 90000, NOON_MS},
       {(char *) BOOT_A, 5000, NOON_MS + 3000},
       3000},
      {"opened before this boot",
       {(char *) BOOT_A, -3564746, 0},
       {(char *) BOOT_A, 5000, 0},
       3569746},
      {"before 1970", {NULL, 0, -HOUR_MS}, {NULL, 0, 0}, HOUR_MS},
      {"as far apart as can be",
       {(char *) BOOT_A, G_MININT64, 0},
       {(char *) BOOT_A, G_MAXINT64, 0},
       G_MAXINT64},
      {"as far apart as can be, the other way", {NULL, 0, G_MAXINT64}, {NULL, 0, G_MININT64}, -1},
      {"far beyond", {(char *) BOOT_A, G_MAXINT64, G_MAXINT64}, {(char *) BOOT_A, 1, NOON_MS}, -1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].what);
      g_assert_cmpint (kc_boot_time_get_age_ms (&cases[i].then, &cases[i].now), ==,
                       cases[i].age_ms);
    }
}

static void
test_take (void)
{
  g_autoptr (KcBootTime) then = kc_boot_time_take ();
  g_autoptr (KcBootTime) copy = kc_boot_time_copy (then);
  g_autoptr (KcBootTime) now = NULL;
  gint64 age_ms;

  g_usleep (5000);
  now = kc_boot_time_take ();
  g_assert_true (g_uuid_string_is_valid (then->boot_id));
  g_assert_cmpstr (then->boot_id, ==, now->boot_id);
  g_assert_cmpint (ABS (then->wall_ms - g_get_real_time () / 1000), <, 60 * 1000);
  age_ms = kc_boot_time_get_age_ms (then, now);
  g_assert_cmpint (age_ms, >=, 4);
  g_assert_cmpint (age_ms, <, 60 * 1000);
  g_assert_cmpint (kc_boot_time_get_age_ms (copy, now), ==, age_ms);
}

/* A kernel that reports nothing, or something else: the boot is unknown. */
static void
test_boot_unreadable (void)
{
  static const char *const texts[] = {"", "\n", "no id", BOOT_A "0"};
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (KcBootTime) missing = kc_boot_time_take_with ("/nonexistent/boot_id");
  g_autoptr (KcBootTime) folder = kc_boot_time_take_with ("/");
  g_autoptr (KcBootTime) told = NULL;
  int fd = g_file_open_tmp ("kc-boot-id-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_null (missing->boot_id);
  g_assert_cmpint (missing->boot_ms, >, 0);
  g_assert_cmpint (missing->wall_ms, >, 0);
  g_assert_null (folder->boot_id);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcBootTime) taken = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      taken = kc_boot_time_take_with (path);
      g_assert_null (taken->boot_id);
    }
  g_assert_true (g_file_set_contents (path, BOOT_A "\n", -1, NULL));
  told = kc_boot_time_take_with (path);
  g_assert_cmpstr (told->boot_id, ==, BOOT_A);
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/boot-time/age", test_age);
  g_test_add_func ("/store/boot-time/take", test_take);
  g_test_add_func ("/store/boot-time/boot-unreadable", test_boot_unreadable);
  return g_test_run ();
}
