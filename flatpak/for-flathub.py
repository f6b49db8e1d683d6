#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what is handed in to Flathub for a release: the manifest, which there takes the source from its tag instead
of from this folder, and flathub.json.

  flatpak/for-flathub.py --repository URL --tag v1.0.0 --commit SHA --screenshots URL FOLDER

URL of the screenshots: where the files of data/screenshots lie, as they are in that commit.
"""

import argparse
import json
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
ID = "com.keebai.Connect"


def submission(repository, tag, commit, screenshots):
    manifest = json.loads((HERE / f"{ID}.json").read_text(encoding="utf-8"))
    ours = manifest["modules"][-1]
    ours["config-opts"].append(f"-Dscreenshots-url={screenshots.rstrip('/')}")
    ours["sources"] = [{
        "type": "git",
        "url": repository,
        "tag": tag,
        "commit": commit,
        "x-checker-data": {"type": "git", "tag-pattern": r"^v([\d.]+)$", "is-main-source": True},
    }]
    return manifest


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("repository", "tag", "commit", "screenshots"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    manifest = submission(given.repository, given.tag, given.commit, given.screenshots)
    (given.folder / f"{ID}.json").write_text(json.dumps(manifest, indent=4) + "\n", encoding="utf-8")
    shutil.copyfile(HERE / "flathub.json", given.folder / "flathub.json")


if __name__ == "__main__":
    main()
