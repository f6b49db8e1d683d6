/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Embedded Signup: the portal page, and what the poll returns for it. */

#include "fixture.h"
#include "kc-messages.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

static const char *
get_header (Answer *answer, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

static void
assert_page_says (Fixture *f, const char *path, const char *text)
{
  g_autoptr (Answer) page = ask_as (f, NULL, "GET", path, NULL);

  g_assert_nonnull (strstr (page->text, text));
}

static void
assert_polls (Fixture *f, const char *id, const char *expected)
{
  g_autofree char *status = poll_status (f, id);

  g_assert_cmpstr (status, ==, expected);
}

static void
test_finish (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autofree char *poll_path = g_strconcat (CONNECT "/", id, NULL);
  g_autoptr (Answer) page = ask_as (f, NULL, "GET", path, NULL);
  g_autoptr (Answer) posted = NULL;
  g_autoptr (Answer) polled = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (KcPoll) poll = NULL;

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_nonnull (strstr (page->text, "id=\"finish\""));
  g_assert_nonnull (strstr (page->text, "id=\"cancel\""));
  g_assert_nonnull (strstr (page->text, "<html lang=\"en\" dir=\"ltr\">"));
  g_assert_null (strstr (page->text, "<script"));
  g_assert_null (strstr (page->text, "{{"));
  assert_polls (f, id, "pending");

  posted = ask_as (f, NULL, "POST", path,
                   "action=finish&name=Ana%26Co&number=%2B1+%28202%29+555-0177");
  g_assert_cmpuint (posted->status, ==, 303);
  g_assert_cmpstr (get_header (posted, "Location"), ==, path);
  assert_page_says (f, path, "You can close this page and go back to Keebai Connect.");

  polled = ask (f, "GET", poll_path, NULL);
  poll = kc_poll_new_from_bytes (polled->body, KC_MODE_EMBEDDED_SIGNUP, NULL);
  g_assert_cmpint (poll->status, ==, KC_SESSION_COMPLETED);
  g_assert_cmpstr (kc_channel_get_phone_number (poll->channel), ==, "+12025550177");
  g_assert_cmpstr (kc_channel_get_name (poll->channel), ==, "Ana&Co");
  g_assert_nonnull (kc_channel_get_phone_number_id (poll->channel));

  list = ask (f, "GET", "/v1/channels?type=whatsapp", NULL);
  assert_pick (list, "data.2.id", kc_channel_get_id (poll->channel));
  assert_pick (list, "data.2.phone_number", "+12025550177");
}

/* A second press, or a reload, does not make a second channel. */
static void
test_finish_twice (void)
{
  static const char form[] = "action=finish&name=Ana&number=%2B12025550177";
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autoptr (Answer) first = ask_as (f, NULL, "POST", path, form);
  g_autoptr (Answer) second = ask_as (f, NULL, "POST", path, form);
  g_autoptr (Answer) cancel = ask_as (f, NULL, "POST", path, "action=cancel");

  g_assert_cmpuint (second->status, ==, 303);
  g_assert_cmpuint (cancel->status, ==, 303);
  g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, 4);
  assert_polls (f, id, "completed");
}

static void
test_cancel (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autoptr (Answer) posted = ask_as (f, NULL, "POST", path, "action=cancel&name=&number=");

  g_assert_cmpuint (posted->status, ==, 303);
  assert_page_says (f, path, "Signup canceled");
  assert_polls (f, id, "cancelled");
  g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, 3);
}

static void
test_expired (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autoptr (Answer) posted = NULL;

  set_knob (f, "advance", "899");
  assert_polls (f, id, "pending");
  set_knob (f, "advance", "2");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_polls (f, id, "expired");
  assert_page_says (f, path, "This link has expired");
  posted = ask_as (f, NULL, "POST", path, "action=finish&name=A&number=%2B12025550177");
  g_assert_cmpuint (posted->status, ==, 303);
  assert_polls (f, id, "expired");
}

static void
test_outcome_delay (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autoptr (Answer) posted = NULL;
  g_autofree char *status = NULL;

  set_knob (f, "outcome-delay", "1000");
  set_knob (f, "poll-status-word", "in_review");
  posted = ask_as (f, NULL, "POST", path, "action=finish&name=A&number=%2B12025550177");
  assert_page_says (f, path, "Signup finished");
  assert_polls (f, id, "in_review");

  /* Longer than the session lives: a session that is just being finished is finished late. */
  set_knob (f, "advance", "950");
  assert_polls (f, id, "in_review");
  set_knob (f, "advance", "51");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_polls (f, id, "completed");
}

static void
test_wrong_input (void)
{
  static const struct {
    const char *form;
    const char *text;
  } cases[] = {
      {"action=finish&name=+&number=%2B12025550177", "Enter a name"},
      {"action=finish&name=A&number=555", "Enter the number with +"},
      {"action=finish&name=A&number=%2B1202555017x", "Enter the number with +"},
      {"action=finish&name=A&number=%2B12025550100", "This number is connected already"},
      {"action=finish&name=A&number=%ff", "Enter the number with +"},
  };
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) page = ask_as (f, NULL, "POST", path, cases[i].form);

      g_assert_cmpuint (page->status, ==, 400);
      g_assert_nonnull (strstr (page->text, cases[i].text));
      g_assert_nonnull (strstr (page->text, "aria-invalid=\"true\""));
    }
  assert_polls (f, id, "pending");
}

static void
test_no_form (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autoptr (Answer) json = ask_as (f, NULL, "POST", path, "{\"action\":\"finish\"}");
  g_autoptr (Answer) nothing = ask_as (f, NULL, "POST", path, "action=dance");
  g_autoptr (Answer) method = ask_as (f, NULL, "DELETE", path, NULL);
  g_autoptr (Answer) foreign
      = ask_with (f, "POST", path, "action=cancel", "Origin", "https://evil.example");

  g_assert_cmpuint (json->status, ==, 400);
  g_assert_cmpuint (nothing->status, ==, 400);
  g_assert_cmpuint (method->status, ==, 405);
  g_assert_cmpuint (foreign->status, ==, 403);
  assert_polls (f, id, "pending");
}

static void
test_escaping (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autoptr (Answer) page
      = ask_as (f, NULL, "POST", path,
                "action=finish&name=%22%3E%3Cscript%3E%7B%7Bcompany%7D%7D&number=1");

  g_assert_cmpuint (page->status, ==, 400);
  g_assert_null (strstr (page->text, "<script"));
  g_assert_nonnull (strstr (page->text, "&quot;&gt;&lt;script&gt;&#123;&#123;company}}"));
}

/* The secret in the link does not leave the page, and nothing but the page's own style is loaded.
 */
static void
test_headers (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = start_embedded (f, &path);
  g_autofree char *other_path = NULL;
  g_autofree char *other_id = start_embedded (f, &other_path);
  g_autoptr (Answer) page = ask_as (f, NULL, "GET", path, NULL);
  g_autoptr (Answer) style = ask_as (f, NULL, "GET", "/style.css", NULL);
  g_autoptr (Answer) unknown = ask_as (f, NULL, "GET", "/portal/connect/0", NULL);

  g_assert_cmpstr (path, !=, other_path);
  g_assert_null (strstr (path, id));
  g_assert_cmpstr (get_header (page, "Referrer-Policy"), ==, "same-origin");
  g_assert_cmpstr (get_header (page, "Cache-Control"), ==, "no-store");
  g_assert_nonnull (strstr (get_header (page, "Content-Security-Policy"), "default-src 'none'"));
  g_assert_cmpuint (style->status, ==, 200);
  g_assert_cmpstr (get_header (style, "Content-Type"), ==, "text/css; charset=utf-8");
  g_assert_cmpuint (unknown->status, ==, 404);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/portal/finish", test_finish);
  g_test_add_func ("/sandbox/portal/finish-twice", test_finish_twice);
  g_test_add_func ("/sandbox/portal/cancel", test_cancel);
  g_test_add_func ("/sandbox/portal/expired", test_expired);
  g_test_add_func ("/sandbox/portal/outcome-delay", test_outcome_delay);
  g_test_add_func ("/sandbox/portal/wrong-input", test_wrong_input);
  g_test_add_func ("/sandbox/portal/no-form", test_no_form);
  g_test_add_func ("/sandbox/portal/escaping", test_escaping);
  g_test_add_func ("/sandbox/portal/headers", test_headers);
  return g_test_run ();
}
