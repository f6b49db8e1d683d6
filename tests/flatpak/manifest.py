#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Flatpak test reads in the manifests, and what it holds them to.

  manifest.py sha256 TARBALL     the sum that the manifest names for it
  manifest.py check              both manifests against the rules
  manifest.py permissions FILE   the metadata of a built Flatpak against the allow-list
"""

import configparser
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "flatpak"
RELEASE = "com.keebai.Connect"
DEVELOPMENT = "com.keebai.Connect.Devel"
# The browser, the keyring, notifications and the background are the portals', which need nothing here.
ALLOWED = {
    "--share=network": ("Context", "shared", "network"),
    "--share=ipc": ("Context", "shared", "ipc"),
    "--socket=wayland": ("Context", "sockets", "wayland"),
    "--socket=fallback-x11": ("Context", "sockets", "fallback-x11"),
    "--device=dri": ("Context", "devices", "dri"),
}


def read(application_id):
    return json.loads((FOLDER / f"{application_id}.json").read_text(encoding="utf-8"))


def sources():
    for module in read(RELEASE)["modules"]:
        for source in module["sources"]:
            yield module["name"], source


def sha256(tarball):
    for _, source in sources():
        if source.get("url", "").endswith("/" + tarball):
            return source["sha256"]
    sys.exit(f"{tarball}: not in the manifest")


def check():
    release, development = read(RELEASE), read(DEVELOPMENT)
    problems = []
    if set(release["finish-args"]) != set(ALLOWED):
        problems.append(f"permissions: {sorted(set(release['finish-args']) ^ set(ALLOWED))} too much or missing")
    for name, source in sources():
        if source["type"] == "archive":
            if not source["url"].startswith("https://"):
                problems.append(f"{name}: not fetched over https")
            if not re.fullmatch("[0-9a-f]{64}", source.get("sha256", "")):
                problems.append(f"{name}: without its sha256")
        elif source["type"] != "dir":
            problems.append(f"{name}: a source of type {source['type']}")
    # The development manifest is the other one with its own id.
    wanted = json.loads(json.dumps(release))
    wanted["id"] = DEVELOPMENT
    wanted["modules"][-1]["config-opts"].insert(0, "-Dprofile=development")
    if development != wanted:
        problems.append(f"{DEVELOPMENT}: differs from {RELEASE} in more than the id and the profile")
    return problems


def check_permissions(metadata):
    """What the sandbox really lets through: every group of the metadata that opens something."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(metadata, encoding="utf-8")
    granted = set()
    for group in parser.sections():
        if group in ("Application", "Build") or group.startswith("Extension "):
            continue
        for key, values in parser[group].items():
            granted |= {(group, key, value) for value in values.split(";") if value}
    allowed = set(ALLOWED.values())
    # What fallback-x11 stands for in the metadata of Flatpaks made to run with old ones, too.
    allowed.add(("Context", "sockets", "x11")) if ("Context", "sockets", "fallback-x11") in granted else None
    return [f"{'; '.join(each)}: not on the allow-list" for each in sorted(granted - allowed)] + [
        f"{'; '.join(each)}: missing" for each in sorted(set(ALLOWED.values()) - granted)
    ]


def main():
    what = sys.argv[1]
    if what == "sha256":
        print(sha256(sys.argv[2]))
        return 0
    problems = check() if what == "check" else check_permissions(sys.argv[2])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
