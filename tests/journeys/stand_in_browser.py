#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for a browser and the person using it, for the tour on machines without a browser: opens the practice
portal, fills in its form as it is and presses a button.
Usage: stand_in_browser.py SECONDS BUTTON-ID URL. Waits the seconds
first, so that a picture can be taken.
"""

import sys
import time
import urllib.parse
import urllib.request
from html.parser import HTMLParser


class Forms(HTMLParser):
    """The form that contains the button, and what a browser would send for it."""

    def __init__(self, button):
        super().__init__()
        self.button = button
        self.form = None
        self.found = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self.form = {"action": values.get("action", ""), "fields": []}
        elif self.form is None:
            return
        elif tag == "input" and values.get("name"):
            if values.get("type") in ("radio", "checkbox") and "checked" not in values:
                return
            self.form["fields"].append((values["name"], values.get("value", "")))
        if self.form is not None and values.get("id") == self.button:
            if values.get("name"):
                self.form["fields"].append((values["name"], values.get("value", "")))
            self.found = self.form

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def open_form(url, button):
    """The form on the page, as in a tab."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        forms = Forms(button)
        forms.feed(answer.read().decode())
    return forms.found


def submit(url, form):
    body = urllib.parse.urlencode(form["fields"]).encode()
    urllib.request.urlopen(urllib.parse.urljoin(url, form["action"]), data=body, timeout=20).close()


def main():
    seconds, button, url = float(sys.argv[1]), sys.argv[2], sys.argv[3]
    time.sleep(seconds)
    submit(url, open_form(url, button))


if __name__ == "__main__":
    main()
