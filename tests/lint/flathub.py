# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of Flathub's flatpak-builder-lint, under the names that it has for them, and those of Flathub's quality
guidelines (quality-…, our names), held by what would be handed in. The linter itself is not to be had everywhere.

Each rule has a way to break it beside it, and has to find that.

Held elsewhere: what appstreamcli and desktop-file-validate find (metainfo.py, desktop-file.py), and what only a built
Flatpak shows (tests/flatpak/run.sh). The finish-args-… rules about files, devices and names on the bus: nothing but
what stands in ALLOWED (tests/flatpak/manifest.py) is let through. Not held, for they ask the network:
appid-url-not-reachable, runtime-is-eol-…, and those about Flathub's own copies of the pictures.

Usage: flathub.py DESKTOP-FILE
"""

import configparser
import copy
import importlib.util
import json
import re
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path
from types import SimpleNamespace

import tree

ID = "com.keebai.Connect"
PICTURES = "https://pictures.example/v1"
ARCHITECTURES = {"x86_64", "aarch64"}
# On both sides together, around a window of at most 1000 × 700.
SHADOW = 84
# AppStream leaves these out of its catalogue.
NO_CATEGORIES = {"GTK", "Qt", "KDE", "GNOME", "Motif", "Java", "Application", "XFCE", "DDE"}


def every_module(s):
    stack = list(s.manifest.get("modules", []))
    while stack:
        module = stack.pop()
        stack += module.get("modules", [])
        yield module


def every_source(s, kind=None):
    return [source for module in every_module(s) for source in module.get("sources", [])
            if kind is None or source.get("type") == kind]


def ours(s):
    return s.manifest["modules"][-1]


def words(s, path):
    return (s.metainfo.findtext(path) or "").strip()


def images(s):
    return [image.text or "" for image in s.metainfo.findall("screenshots/screenshot/image")]


def captions(s):
    return [(shot.findtext("caption") or "").strip() for shot in s.metainfo.findall("screenshots/screenshot")]


def drop(s, path):
    parent = s.metainfo.find(path.rpartition("/")[0] or ".")
    parent.remove(s.metainfo.find(path))


def args(s, kind):
    return {arg.partition("=")[2] for arg in s.manifest.get("finish-args", []) if arg.startswith(f"--{kind}=")}


def network_in(options):
    return "--share=network" in options.get("build-options", {}).get("build-args", [])


def set_text(s, path, text):
    s.metainfo.find(path).text = text


def set_id(application_id):
    def spoil(s):
        s.manifest["id"] = application_id
    return spoil


def set_args(*arguments):
    def spoil(s):
        s.manifest["finish-args"] = list(arguments)
    return spoil


def set_source(**members):
    def spoil(s):
        ours(s)["sources"] = [members]
    return spoil


def set_flathub(**members):
    def spoil(s):
        s.flathub = {name.replace("_", "-"): value for name, value in members.items()}
    return spoil


def set_manifest(**members):
    def spoil(s):
        s.manifest.update({name.replace("_", "-"): value for name, value in members.items()})
    return spoil


def set_module(**members):
    def spoil(s):
        ours(s).update({name.replace("_", "-"): value for name, value in members.items()})
    return spoil


def set_desktop(name, value):
    def spoil(s):
        s.desktop.pop(name, None)
        if value is not None:
            s.desktop[name] = value
    return spoil


def without(path):
    return lambda s: drop(s, path)


def text_of(path, text):
    return lambda s: set_text(s, path, text)


def add_picture(name, size):
    def spoil(s):
        s.metainfo.find("screenshots/screenshot/image").text = f"{PICTURES}/{name}"
        s.pictures[name] = size
    return spoil


def luminance(color):
    """The contrast of two colours, as WCAG defines it."""
    values = [int(color[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def parts(s):
    return s.manifest.get("id", "").split(".")


# For each rule: its name, a function that finds violations, and one that makes a violation.
RULES = [
    ("appid-not-defined", lambda s: not s.manifest.get("id"), set_id("")),
    ("appid-length-more-than-255-chars", lambda s: len(s.manifest["id"]) > 255, set_id(ID + "x" * 255)),
    ("appid-less-than-3-components", lambda s: len(parts(s)) < 3, set_id("keebai.Connect")),
    ("appid-too-many-components-for-app", lambda s: len(parts(s)) > 5, set_id("com.a.b.c.d.Connect")),
    ("appid-component-wrong-syntax", lambda s: not all(re.fullmatch(r"[A-Za-z_][\w-]*", part) for part in parts(s)),
     set_id("com.4keebai.Connect")),
    ("appid-ends-with-lowercase-desktop", lambda s: parts(s)[-1] == "desktop", set_id("com.keebai.desktop")),
    ("appid-uses-code-hosting-domain",
     lambda s: tuple(parts(s)[:2]) in {("com", "github"), ("com", "gitlab"), ("org", "codeberg")},
     set_id("com.github.keebai.Connect")),
    ("appid-code-hosting-too-few-components",
     lambda s: parts(s)[1] in ("github", "gitlab", "codeberg") and len(parts(s)) < 4, set_id("io.github.Connect")),
    ("appid-filename-mismatch", lambda s: s.file_name != f"{s.manifest['id']}.json", set_id("com.keebai.Other")),
    ("appid-unprefixed-bundled-extension",
     lambda s: [name for name, extension in s.manifest.get("add-extensions", {}).items()
                if extension.get("bundle") and not name.startswith(s.manifest["id"])],
     set_manifest(add_extensions={"org.example.Other": {"bundle": True}})),
    ("toplevel-no-command", lambda s: not s.manifest.get("command"), set_manifest(command="")),
    ("toplevel-command-is-path", lambda s: "/" in s.manifest.get("command", ""),
     set_manifest(command="/app/bin/keebai-connect")),
    ("toplevel-unnecessary-branch", lambda s: "branch" in s.manifest or "default-branch" in s.manifest,
     set_manifest(branch="main")),
    ("toplevel-cleanup-debug", lambda s: "/lib/debug" in s.manifest.get("cleanup", []), set_manifest(cleanup=["/lib/debug"])),
    ("toplevel-no-modules", lambda s: not s.manifest.get("modules"), set_manifest(modules=[])),
    ("manifest-toplevel-build-network-access", lambda s: network_in(s.manifest),
     set_manifest(build_options={"build-args": ["--share=network"]})),
    ("finish-args-not-defined", lambda s: not s.manifest.get("finish-args"), set_args()),
    ("finish-args-contains-both-x11-and-fallback", lambda s: {"x11", "fallback-x11"} <= args(s, "socket"),
     set_args("--socket=x11", "--socket=fallback-x11", "--share=ipc")),
    ("finish-args-contains-both-x11-and-wayland", lambda s: {"x11", "wayland"} <= args(s, "socket"),
     set_args("--socket=x11", "--socket=wayland", "--share=ipc")),
    ("finish-args-x11-without-ipc",
     lambda s: args(s, "socket") & {"x11", "fallback-x11"} and "ipc" not in args(s, "share"),
     set_args("--socket=fallback-x11", "--socket=wayland")),
    ("finish-args-fallback-x11-without-wayland",
     lambda s: "fallback-x11" in args(s, "socket") and "wayland" not in args(s, "socket"),
     set_args("--socket=fallback-x11", "--share=ipc")),
    ("finish-args-only-wayland",
     lambda s: "wayland" in args(s, "socket") and not args(s, "socket") & {"x11", "fallback-x11"},
     set_args("--socket=wayland")),
    ("finish-args-… beyond the allow-list", lambda s: set(s.manifest["finish-args"]) - set(s.allowed),
     set_args("--filesystem=home", "--socket=wayland", "--socket=fallback-x11", "--share=ipc")),
    ("module-…-build-network-access", lambda s: [module for module in every_module(s) if network_in(module)],
     set_module(build_options={"build-args": ["--share=network"]})),
    ("module-…-cleanup-debug",
     lambda s: [module for module in every_module(s) if any(path.startswith("/lib/debug") for path in module.get("cleanup", []))],
     set_module(cleanup=["/lib/debug/x"])),
    ("module-…-autotools-non-release-build",
     lambda s: [module for module in every_module(s) if module.get("buildsystem", "autotools") == "autotools"
                and any(option.startswith("--enable-debug") for option in module.get("config-opts", []))],
     set_module(buildsystem="autotools", config_opts=["--enable-debug"])),
    ("module-…-autotools-redundant-prefix",
     lambda s: [module for module in every_module(s) if any("prefix=" in option for option in module.get("config-opts", []))],
     set_module(config_opts=["--prefix=/app"])),
    ("module-…-source-dest-filename-is-path",
     lambda s: [source for source in every_source(s) if "/" in source.get("dest-filename", "")],
     set_source(type="file", url="https://a.example/b", sha256="0" * 64, **{"dest-filename": "a/b"})),
    ("module-…-source-sha1-deprecated", lambda s: [source for source in every_source(s) if "sha1" in source],
     set_source(type="archive", url="https://a.example/b", sha1="0" * 40)),
    ("module-…-source-md5-deprecated", lambda s: [source for source in every_source(s) if "md5" in source],
     set_source(type="archive", url="https://a.example/b", md5="0" * 32)),
    ("module-…-source-git-no-url", lambda s: [source for source in every_source(s, "git") if "url" not in source],
     set_source(type="git", path="..", commit="0" * 40)),
    ("module-…-source-git-local-path", lambda s: [source for source in every_source(s, "git") if "path" in source],
     set_source(type="git", path="..", commit="0" * 40)),
    ("module-…-source-git-url-not-http",
     lambda s: [source for source in every_source(s, "git") if not source.get("url", "").startswith("https://")],
     set_source(type="git", url="git@a.example:b", commit="0" * 40)),
    ("module-…-source-git-no-tag-commit-branch",
     lambda s: [source for source in every_source(s, "git") if not re.fullmatch("[0-9a-f]{40}", source.get("commit", ""))],
     set_source(type="git", url="https://a.example/b", tag="v1")),
    ("module-…-source-git-branch", lambda s: [source for source in every_source(s, "git") if "branch" in source],
     set_source(type="git", url="https://a.example/b", branch="main", commit="0" * 40)),
    ("module-…-checker-tracks-commits",
     lambda s: [source for source in every_source(s) if "commit-query" in source.get("x-checker-data", {})],
     set_source(type="git", url="https://a.example/b", commit="0" * 40, **{"x-checker-data": {"commit-query": "x"}})),
    # Flathub fetches each source by itself: nothing may come from beside the manifest.
    ("quality-sources-are-fetched",
     lambda s: [source for source in every_source(s) if not source.get("url", "").startswith("https://")],
     set_source(type="dir", path="..")),
    ("flathub-json-skip-appstream-check", lambda s: s.flathub.get("skip-appstream-check"), set_flathub(skip_appstream_check=True)),
    ("flathub-json-eol-rebase-without-message",
     lambda s: "end-of-life-rebase" in s.flathub and "end-of-life" not in s.flathub, set_flathub(end_of_life_rebase="a.b.c")),
    ("flathub-json-only-arches-empty", lambda s: s.flathub.get("only-arches") == [], set_flathub(only_arches=[])),
    ("flathub-json-redundant-only-arches", lambda s: ARCHITECTURES <= set(s.flathub.get("only-arches", [])),
     set_flathub(only_arches=["x86_64", "aarch64"])),
    ("flathub-json-exclude-arches-empty", lambda s: s.flathub.get("exclude-arches") == [], set_flathub(exclude_arches=[])),
    ("flathub-json-excluded-all-arches", lambda s: ARCHITECTURES <= set(s.flathub.get("exclude-arches", [])),
     set_flathub(exclude_arches=["x86_64", "aarch64"])),
    ("flathub-json-deprecated-…-arch-…",
     lambda s: {"arm", "i386"} & set(s.flathub.get("only-arches", []) + s.flathub.get("exclude-arches", [])),
     set_flathub(exclude_arches=["i386"])),
    ("flathub-json-modified-publish-delay", lambda s: s.flathub.get("publish-delay-hours", 3) < 3,
     set_flathub(publish_delay_hours=0)),
    ("metainfo-missing-component-tag", lambda s: s.metainfo.tag != "component", lambda s: setattr(s.metainfo, "tag", "application")),
    ("metainfo-missing-component-type", lambda s: not s.metainfo.get("type"), lambda s: s.metainfo.attrib.clear()),
    ("appstream-unsupported-component-type", lambda s: s.metainfo.get("type") != "desktop-application",
     lambda s: s.metainfo.set("type", "web-application")),
    ("appstream-id-mismatch-flatpak-id", lambda s: words(s, "id") != s.manifest["id"], text_of("id", "com.keebai.connect")),
    ("metainfo-missing-launchable-tag", lambda s: not words(s, "launchable"), without("launchable")),
    ("metainfo-launchable-tag-wrong-value", lambda s: words(s, "launchable") != f"{s.manifest['id']}.desktop",
     text_of("launchable", "other.desktop")),
    ("appstream-missing-developer-name", lambda s: not words(s, "developer/name"), without("developer")),
    ("appstream-missing-project-license", lambda s: not words(s, "project_license"), without("project_license")),
    ("metainfo-missing-screenshots", lambda s: not images(s), without("screenshots")),
    ("metainfo-svg-screenshots", lambda s: [image for image in images(s) if image.endswith((".svg", ".svgz"))],
     text_of("screenshots/screenshot/image", f"{PICTURES}/scan.svg")),
    ("appstream-screenshot-missing-caption", lambda s: not all(captions(s)), without("screenshots/screenshot/caption")),
    ("appstream-name-too-long", lambda s: len(words(s, "name")) >= 20, text_of("name", "Keebai Connect for you")),
    ("appstream-summary-too-long", lambda s: len(words(s, "summary")) > 35, text_of("summary", "Set up WhatsApp numbers " * 2)),
    ("appstream-summary-ends-in-dot", lambda s: words(s, "summary").endswith("."), text_of("summary", "Set up.")),
    ("appstream-missing-categories", lambda s: not s.desktop.get("Categories"), set_desktop("Categories", "")),
    ("desktop-file-low-quality-category",
     lambda s: not set(s.desktop.get("Categories", "").strip(";").split(";")) - NO_CATEGORIES, set_desktop("Categories", "GNOME;GTK;")),
    ("desktop-file-icon-key-absent", lambda s: "Icon" not in s.desktop, set_desktop("Icon", None)),
    ("desktop-file-icon-key-empty", lambda s: s.desktop.get("Icon") == "", set_desktop("Icon", "")),
    ("desktop-file-icon-key-wrong-value",
     lambda s: not re.fullmatch(re.escape(s.manifest["id"]) + "([-.].*)?", s.desktop.get("Icon", "")), set_desktop("Icon", "keebai")),
    ("desktop-file-exec-key-absent", lambda s: "Exec" not in s.desktop, set_desktop("Exec", None)),
    ("desktop-file-exec-key-empty", lambda s: s.desktop.get("Exec") == "", set_desktop("Exec", "")),
    ("desktop-file-exec-has-flatpak-run", lambda s: "flatpak run" in s.desktop.get("Exec", ""),
     set_desktop("Exec", "flatpak run com.keebai.Connect")),
    ("desktop-file-is-hidden", lambda s: "true" in (s.desktop.get("Hidden"), s.desktop.get("NoDisplay")),
     set_desktop("NoDisplay", "true")),
    ("quality-keywords", lambda s: not s.desktop.get("Keywords"), set_desktop("Keywords", None)),
    ("quality-summary-without-name-or-article",
     lambda s: re.match(r"(an?|the)\b", words(s, "summary"), re.IGNORECASE) or words(s, "name") in words(s, "summary"),
     text_of("summary", "A setup of numbers")),
    ("quality-brand-colours",
     lambda s: {color.get("scheme_preference") for color in s.metainfo.findall("branding/color")} != {"light", "dark"}
     or len({color.text for color in s.metainfo.findall("branding/color")}) != 2, without("branding/color")),
    # The icon is shown on these colours. Those that it consists of are the colours of its gradients.
    ("quality-brand-colours-show-the-icon",
     lambda s: [color.text for color in s.metainfo.findall("branding/color")
                if min(contrast(color.text, other) for other in s.icon) < 1.5],
     text_of("branding/color", "#3d2a9e")),
    ("quality-content-rating",
     lambda s: s.metainfo.find("content_rating") is None or s.metainfo.find("content_rating").get("type") != "oars-1.1",
     without("content_rating")),
    ("quality-works-on-phones",
     lambda s: int(words(s, "requires/display_length") or 999) > 360
     or {control.text for control in s.metainfo.iter("control")} != {"pointing", "keyboard", "touch"}, without("requires")),
    ("quality-release-notes",
     lambda s: not s.metainfo.findall("releases/release")
     or [release for release in s.metainfo.findall("releases/release") if len("".join(release.itertext()).strip()) < 20],
     without("releases/release/description")),
    ("quality-translations", lambda s: words(s, "translation") != "keebai-connect", without("translation")),
    ("quality-number-of-screenshots", lambda s: not 3 <= len(images(s)) <= 6,
     lambda s: s.metainfo.find("screenshots").extend(s.metainfo.findall("screenshots/screenshot"))),
    ("quality-screenshots-are-there",
     lambda s: [image for image in images(s) if image.removeprefix(f"{PICTURES}/") not in s.pictures],
     text_of("screenshots/screenshot/image", f"{PICTURES}/gone.png")),
    ("quality-screenshots-are-small",
     lambda s: [name for name, size in s.pictures.items() if size[0] > 1000 + SHADOW or size[1] > 700 + SHADOW],
     add_picture("large.png", (1000, 900))),
    ("quality-screenshots-are-large",
     lambda s: [name for name, size in s.pictures.items() if size[0] < 620], add_picture("small.png", (360, 640))),
    ("quality-captions", lambda s: [caption for caption in captions(s) if caption.endswith(".") or len(caption) > 100],
     text_of("screenshots/screenshot/caption", "The code.")),
]


def size_of(png):
    return struct.unpack(">II", png.read_bytes()[16:24])


def handed_in():
    """What flatpak/for-flathub.py writes, and the files of the source."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(tree.TOP / "flatpak/for-flathub.py"), "--repository=https://code.example/connect.git",
                        "--tag=v1.0.0", f"--commit={'0' * 40}", f"--screenshots={PICTURES}", folder], check=True)
        manifest, = Path(folder).glob("*.*.*.json")
        text = tree.read("data/com.keebai.Connect.metainfo.xml.in")
        for name, value in {"APPLICATION_ID": ID, "APPLICATION_NAME": "Keebai Connect", "SCREENSHOTS_URL": PICTURES}.items():
            text = text.replace(f"@{name}@", value)
        desktop = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
        desktop.optionxform = str
        desktop.read(sys.argv[1], encoding="utf-8")
        permissions = importlib.util.spec_from_file_location("manifest", tree.TOP / "tests/flatpak/manifest.py")
        module = importlib.util.module_from_spec(permissions)
        permissions.loader.exec_module(module)
        return module.check(), SimpleNamespace(
            manifest=json.loads(manifest.read_text(encoding="utf-8")), file_name=manifest.name,
            flathub=json.loads((Path(folder) / "flathub.json").read_text(encoding="utf-8")),
            icon=re.findall('stop-color="(#[0-9a-f]{6})"', tree.read(f"data/icons/hicolor/scalable/apps/{ID}.svg")),
            metainfo=xml.fromstring(text), desktop=dict(desktop["Desktop Entry"]), allowed=list(module.ALLOWED),
            pictures={picture.name: size_of(picture) for picture in (tree.TOP / "data/screenshots").glob("*.png")})


problems, good = handed_in()
for rule, finds, breaks in RULES:
    if finds(good):
        problems.append(f"{rule}: broken")
    spoilt = copy.deepcopy(good)
    breaks(spoilt)
    if not finds(spoilt):
        problems.append(f"{rule}: does not find what breaks it")
print(f"{len(RULES)} rules")
tree.finish("flathub", problems)
