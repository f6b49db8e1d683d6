/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A secret that was freed is nowhere on the heap any more. */

#include "kc-client.h"
#include "kc-secret.h"
#include "kc-session.h"

#include <stdio.h>
#include <string.h>

/* Its second half is too short to contain itself again. */
#define LENGTH 40

/* Character `i` of the secret, which is nowhere stored in one piece. */
static char
get_character (gsize i)
{
  return (char) ('a' + (i * 7 + 3) % 26);
}

static void
write_secret (char *place)
{
  for (gsize i = 0; i < LENGTH; i++)
    place[i] = get_character (i);
  place[LENGTH] = '\0';
}

/* All but its beginning, which the allocator may reuse. */
static gboolean
is_secret (const volatile char *place)
{
  for (gsize i = LENGTH / 2; i < LENGTH; i++)
    if (place[i] != get_character (i))
      return FALSE;

  return TRUE;
}

static guint
count_in_heap (void)
{
  FILE *maps = fopen ("/proc/self/maps", "r");
  char line[512];
  guint count = 0;

  g_assert_nonnull (maps);
  while (fgets (line, sizeof line, maps) != NULL)
    {
      unsigned long start;
      unsigned long end;

      if (strstr (line, "[heap]") == NULL || sscanf (line, "%lx-%lx rw", &start, &end) != 2)
        continue;
      for (unsigned long i = start; i + LENGTH < end; i++)
        count += is_secret ((const volatile char *) i);
    }
  fclose (maps);

  return count;
}

static void
test_free (void)
{
  char *secret = g_malloc (LENGTH + 1);

  write_secret (secret);
  g_assert_cmpuint (count_in_heap (), ==, 1);
  kc_secret_free (secret);
  g_assert_cmpuint (count_in_heap (), ==, 0);
  kc_secret_free (NULL);
}

static void
test_verification_uri (void)
{
  KcSession *session = g_new0 (KcSession, 1);
  KcSession *copy;

  session->verification_uri = g_malloc (LENGTH + 1);
  write_secret (session->verification_uri);
  copy = kc_session_copy (session);
  g_assert_cmpuint (count_in_heap (), ==, 2);
  kc_session_free (session);
  kc_session_free (copy);
  g_assert_cmpuint (count_in_heap (), ==, 0);
}

/* The client has a copy of the key, and so has each stream. */
static void
test_access_key (void)
{
  KcSession session
      = {.mode = KC_MODE_QR, .stream_uri = (char *) "https://keebai.example/v1/events"};
  char *key = g_malloc (LENGTH + 1);
  KcSseStream *stream;
  KcClient *client;

  write_secret (key);
  client = kc_client_new ("https://keebai.example/v1", key, NULL);
  g_assert_nonnull (client);
  kc_secret_free (key);
  stream = kc_client_create_qr_stream (client, &session);
  g_assert_cmpuint (count_in_heap (), >=, 2);

  g_assert_finalize_object (stream);
  g_assert_finalize_object (client);
  g_assert_cmpuint (count_in_heap (), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#if defined(__SANITIZE_ADDRESS__)
  g_test_message ("the sanitizer has a heap of its own");
  return g_test_run ();
#endif
  if (g_getenv ("LD_PRELOAD") != NULL && strstr (g_getenv ("LD_PRELOAD"), "vgpreload") != NULL)
    {
      g_test_message ("valgrind has a heap of its own");
      return g_test_run ();
    }
  g_test_add_func ("/api/secret/free", test_free);
  g_test_add_func ("/api/secret/verification-uri", test_verification_uri);
  g_test_add_func ("/api/secret/access-key", test_access_key);

  return g_test_run ();
}
