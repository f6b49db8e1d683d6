/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-uri.h"

#include <string.h>

typedef struct {
  const char *uri;
  gboolean remote;   /* allowed without loopback */
  gboolean loopback; /* allowed with it */
} Case;

static void
test_allows_https_and_loopback_only (void)
{
  static const Case cases[] = {
      {"https://app.keebai.com/connect?session=cs_1#start", TRUE, TRUE},
      {"HTTPS://app.keebai.com/", TRUE, TRUE},
      {"https://app.keebai.com:8443/", TRUE, TRUE},
      {"https://127.0.0.1:8443/", TRUE, TRUE},
      {"http://127.0.0.1:8080/v1", FALSE, TRUE},
      {"http://127.255.0.1/", FALSE, TRUE},
      {"http://[::1]:8080/", FALSE, TRUE},
      {"http://localhost:8080/", FALSE, TRUE},
      {"http://LOCALHOST/", FALSE, TRUE},
      {"http://api.keebai.com/", FALSE, FALSE},
      {"http://10.0.0.1/", FALSE, FALSE},
      {"http://0.0.0.0/", FALSE, FALSE},
      {"http://[::]/", FALSE, FALSE},
      {"http://[::ffff:127.0.0.1]/", FALSE, FALSE},
      {"http://127.0.0.1.evil.example/", FALSE, FALSE},
      {"http://localhost.evil.example/", FALSE, FALSE},
      {"http://evil.example/127.0.0.1", FALSE, FALSE},
      {"http://127.0.0.1@evil.example/", FALSE, FALSE},
      {"https://user@app.keebai.com/", FALSE, FALSE},
      {"https://user:password@app.keebai.com/", FALSE, FALSE},
      {"https://@app.keebai.com/", FALSE, FALSE},
      {"https:///path", FALSE, FALSE},
      {"https://", FALSE, FALSE},
      {"https:", FALSE, FALSE},
      {"https:app.keebai.com", FALSE, FALSE},
      {"//app.keebai.com/", FALSE, FALSE},
      {"/v1", FALSE, FALSE},
      {"app.keebai.com", FALSE, FALSE},
      {"", FALSE, FALSE},
      {"javascript:alert(1)", FALSE, FALSE},
      {"file:///etc/passwd", FALSE, FALSE},
      {"data:text/html,hello", FALSE, FALSE},
      {"ftp://app.keebai.com/", FALSE, FALSE},
      {"whatsapp://send", FALSE, FALSE},
      {" https://app.keebai.com/", FALSE, FALSE},
      {"https://app.keebai.com/\n", FALSE, FALSE},
      {"https://app.keebai.com/\r\nX: y", FALSE, FALSE},
      {"https://app.keebai.com/\t", FALSE, FALSE},
      {"https://app.keebai.com/\x7f", FALSE, FALSE},
      {"https://app.keebai.com/a b", FALSE, FALSE},
      /* A browser takes the backslash for a slash, and so evil.example for the host. */
      {"https://evil.example\\@app.keebai.com/", FALSE, FALSE},
      {"https://app.keebai.com/\">", FALSE, FALSE},
      /* A Cyrillic letter that looks like an "a". */
      {"https://\xd0\xb0pp.keebai.com/", FALSE, FALSE},
      {"https://app.keebai.com:99999/", FALSE, FALSE},
      {"https://app.keebai.com:port/", FALSE, FALSE},
      {"https://[::1/", FALSE, FALSE},
      {"https://%00app.keebai.com/", FALSE, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (kc_uri_is_allowed (cases[i].uri, FALSE) != cases[i].remote
          || kc_uri_is_allowed (cases[i].uri, TRUE) != cases[i].loopback)
        g_error ("judged wrongly: %s", cases[i].uri);
    }
}

static void
test_limits_the_length (void)
{
  g_autoptr (GString) uri = g_string_new ("https://app.keebai.com/");

  while (uri->len < KC_URI_MAX_BYTES)
    g_string_append_c (uri, 'a');
  g_assert_true (kc_uri_is_allowed (uri->str, FALSE));
  g_string_append_c (uri, 'a');
  g_assert_false (kc_uri_is_allowed (uri->str, FALSE));
}

static void
test_knows_loopback (void)
{
  g_assert_true (kc_uri_is_loopback ("http://127.0.0.1:8080/v1"));
  g_assert_true (kc_uri_is_loopback ("https://localhost/v1"));
  g_assert_true (kc_uri_is_loopback ("http://[::1]/v1"));
  g_assert_false (kc_uri_is_loopback ("https://api.keebai.com/v1"));
  g_assert_false (kc_uri_is_loopback ("http://127.0.0.1@api.keebai.com/v1"));
  g_assert_false (kc_uri_is_loopback ("nonsense"));
}

static void
test_resolves_within_the_origin (void)
{
  static const struct {
    const char *base;
    const char *reference;
    const char *resolved;
  } cases[] = {
      {"https://api.keebai.com/v1", "/v1/a/cs_1/qr-stream",
       "https://api.keebai.com/v1/a/cs_1/qr-stream"},
      {"https://api.keebai.com/v1", "/v1/a?b=c", "https://api.keebai.com/v1/a?b=c"},
      {"https://api.keebai.com/v1", "/v1/a%2Fb", "https://api.keebai.com/v1/a%2Fb"},
      {"https://api.keebai.com/v1", "https://api.keebai.com/v1/a", "https://api.keebai.com/v1/a"},
      {"https://api.keebai.com/v1", "https://API.keebai.com/v1/a", "https://API.keebai.com/v1/a"},
      {"https://api.keebai.com/v1", "https://api.keebai.com:443/a", "https://api.keebai.com:443/a"},
      {"https://api.keebai.com:443/v1", "https://api.keebai.com/a", "https://api.keebai.com/a"},
      {"https://api.keebai.com/v1", "//api.keebai.com/a", "https://api.keebai.com/a"},
      {"http://127.0.0.1:8080/v1", "/v1/a", "http://127.0.0.1:8080/v1/a"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *resolved
          = kc_uri_resolve_same_origin (cases[i].base, cases[i].reference, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (resolved, ==, cases[i].resolved);
    }
}

/* The key is sent to the resolved address. */
static void
test_refuses_another_origin (void)
{
  static const struct {
    const char *base;
    const char *reference;
  } cases[] = {
      {"https://api.keebai.com/v1", "//evil.example/secret"},
      {"https://api.keebai.com/v1", "https://evil.example/secret"},
      {"https://api.keebai.com/v1", "https://api.keebai.com.evil.example/secret"},
      {"https://api.keebai.com/v1", "http://api.keebai.com/secret"},
      {"https://api.keebai.com/v1", "https://api.keebai.com:8443/secret"},
      {"https://api.keebai.com/v1", "https://api.keebai.com:80/secret"},
      {"https://api.keebai.com/v1", "https://secret@api.keebai.com/"},
      {"https://api.keebai.com/v1", "https://api.keebai.com:secret@evil.example/"},
      {"https://api.keebai.com/v1", "/\\evil.example/secret"},
      {"https://api.keebai.com/v1", "\\\\evil.example/secret"},
      {"https://api.keebai.com/v1", "javascript:secret"},
      {"https://api.keebai.com/v1", "file:///secret"},
      {"https://api.keebai.com/v1", "x:/..//secret"},
      {"https://api.keebai.com/v1", ""},
      {"https://api.keebai.com/v1", " /secret"},
      {"https://api.keebai.com/v1", "/secret\r\nX: y"},
      {"http://127.0.0.1:8080/v1", "http://127.0.0.1:8081/secret"},
      {"http://127.0.0.1:8080/v1", "http://127.0.0.2:8080/secret"},
      {"http://127.0.0.1:8080/v1", "http://localhost:8080/secret"},
      {"http://127.0.0.1:8080/v1", "https://127.0.0.1:8080/secret"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *resolved
          = kc_uri_resolve_same_origin (cases[i].base, cases[i].reference, &error);

      if (resolved != NULL)
        g_error ("not refused: %s", cases[i].reference);
      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_copies_the_host (void)
{
  static const struct {
    const char *uri;
    const char *host;
  } cases[] = {
      {"https://api.keebai.com/v1", "api.keebai.com"},
      {"https://staging.example:8443/v1", "staging.example:8443"},
      {"http://127.0.0.1:1234/v1", "127.0.0.1:1234"},
      {"http://[::1]:1234/v1", "[::1]:1234"},
      {"http://[::1]/v1", "[::1]"},
      {"http://[::1]:80/v1", "[::1]"},
      {"https://api.keebai.com:443/v1", "api.keebai.com"},
      /* The first letter is Cyrillic. */
      {"https://\320\260pi.keebai.com/v1", "xn--pi-6kc.keebai.com"},
      {"https://api.keebai.com/%dd?%ff#%fe", "api.keebai.com"},
      {"mailto:somebody", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = kc_uri_copy_host (cases[i].uri);

      g_assert_cmpstr (host, ==, cases[i].host);
    }
}

/* test-client tests the ones that are refused. */
static void
test_normalizes_a_service (void)
{
  static const char *const services[][2] = {
      {"https://api.keebai.com/v1", "https://api.keebai.com/v1"},
      {"https://api.keebai.com/v1/", "https://api.keebai.com/v1"},
      {"https://api.keebai.com/v1///", "https://api.keebai.com/v1"},
      {"http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"},
      {"http://localhost:8080/v1", "http://localhost:8080/v1"},
      {"http://[::1]:8080/v1", "http://[::1]:8080/v1"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *uri = kc_uri_normalize_service (services[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (uri, ==, services[i][1]);
    }
}

/* GLib would keep an interned scheme until the program ends, for each that somebody thinks of. */
static void
test_keeps_no_foreign_scheme (void)
{
  g_autofree char *uri = kc_uri_resolve_same_origin ("https://app.keebai.com/v1",
                                                     "never-seen-scheme://app.keebai.com/", NULL);

  g_assert_null (uri);
  g_assert_cmpuint (g_quark_try_string ("never-seen-scheme"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/uri/allows-https-and-loopback-only", test_allows_https_and_loopback_only);
  g_test_add_func ("/api/uri/limits-the-length", test_limits_the_length);
  g_test_add_func ("/api/uri/knows-loopback", test_knows_loopback);
  g_test_add_func ("/api/uri/resolves-within-the-origin", test_resolves_within_the_origin);
  g_test_add_func ("/api/uri/normalizes-a-service", test_normalizes_a_service);
  g_test_add_func ("/api/uri/copies-the-host", test_copies_the_host);
  g_test_add_func ("/api/uri/keeps-no-foreign-scheme", test_keeps_no_foreign_scheme);
  g_test_add_func ("/api/uri/refuses-another-origin", test_refuses_another_origin);

  return g_test_run ();
}
