#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Flatpak test reads in the manifests, and what it holds them to.

  manifest.py sha256 TARBALL     the sum that the manifest names for it
  manifest.py check              both manifests against the rules
  manifest.py permissions FILE   the metadata of a built Flatpak against the allow-list
  manifest.py built FOLDER ID    what flatpak-builder has made, against the rules of Flathub's linter for it
"""

import configparser
import gzip
import json
import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "flatpak"
RELEASE = "com.keebai.Connect"
DEVELOPMENT = "com.keebai.Connect.Devel"
# The portals provide browser, keyring, notifications and background, and need no permission here.
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
    # The development manifest is the same with its own id.
    wanted = json.loads(json.dumps(release))
    wanted["id"] = DEVELOPMENT
    wanted["modules"][-1]["config-opts"].insert(0, "-Dprofile=development")
    if development != wanted:
        problems.append(f"{DEVELOPMENT}: differs from {RELEASE} in more than the id and the profile")
    return problems


def check_permissions(metadata):
    """What the sandbox really allows: every group of the metadata that opens something."""
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
    # In metadata made for older versions of Flatpak, fallback-x11 also stands for this.
    allowed.add(("Context", "sockets", "x11")) if ("Context", "sockets", "fallback-x11") in granted else None
    return [f"{'; '.join(each)}: not on the allow-list" for each in sorted(granted - allowed)] + [
        f"{'; '.join(each)}: missing" for each in sorted(set(ALLOWED.values()) - granted)
    ]


def check_built(folder, application_id):
    """Under the names that flatpak-builder-lint uses."""
    share = Path(folder) / "files/share"
    catalogue = share / f"app-info/xmls/{application_id}.xml.gz"
    icons = [icon for icon in share.glob("icons/hicolor/*/apps/*") if icon.name.startswith(application_id)]
    desktop_file = share / f"applications/{application_id}.desktop"
    wanted = {
        "appstream-missing-appinfo-file": catalogue,
        "appstream-missing-icon-file": share / f"app-info/icons/flatpak/128x128/{application_id}.png",
        "desktop-file-not-installed, appstream-launchable-file-missing": desktop_file,
    }
    problems = [f"{rule}: there is no {path}" for rule, path in wanted.items() if not path.exists()]
    # Older versions of flatpak-builder rename it.
    if not [*share.glob(f"metainfo/{application_id}.metainfo.xml"), *share.glob(f"appdata/{application_id}.appdata.xml")]:
        problems.append("appstream-metainfo-missing")
    if not icons:
        problems.append("no-exportable-icon-installed")
    problems += [f"non-svg-icon-in-scalable-folder: {icon}" for icon in icons
                 if icon.parent.parent.name == "scalable" and icon.suffix != ".svg"]
    problems += [f"Flatpak does not export {pattern}" for pattern in (
        f"applications/{application_id}.desktop", f"dbus-1/services/{application_id}.service",
        f"metainfo/{application_id}.*.xml", f"icons/hicolor/scalable/apps/{application_id}.svg",
    ) if not list((Path(folder) / "export/share").glob(pattern))]
    if catalogue.exists():
        components = xml.fromstring(gzip.decompress(catalogue.read_bytes())).findall("component")
        if len(components) != 1:
            problems.append("appstream-multiple-components")
        for component in components:
            if component.findtext("id") not in (application_id, f"{application_id}.desktop"):
                problems.append(f"appstream-id-mismatch-flatpak-id: {component.findtext('id')}")
            for tag, rule in {"icon": "appstream-missing-icon-key", "categories": "appstream-missing-categories",
                              "project_license": "appstream-missing-project-license"}.items():
                if component.find(tag) is None:
                    problems.append(rule)
            if any(icon.get("type") is None for icon in component.findall("icon")):
                problems.append("appstream-icon-key-no-type")
    return problems


def main():
    what = sys.argv[1]
    if what == "sha256":
        print(sha256(sys.argv[2]))
        return 0
    problems = {"check": check, "permissions": check_permissions, "built": check_built}[what](*sys.argv[2:])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
