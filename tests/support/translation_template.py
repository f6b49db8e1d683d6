# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The translation template (.pot) of the current source."""

import os
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def run(*command, **more):
    environment = {**os.environ, "LC_ALL": "C", "GETTEXTDATADIRS": str(TOP / "data")}
    return subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=False, **more)


def extract(template):
    """Writes the .pot; returns xgettext's complaints."""
    # The same keywords as meson's preset "glib".
    result = run("xgettext", "--from-code=UTF-8", "--add-comments", "--files-from=po/POTFILES.in", f"--output={template}",
                 "--package-name=keebai-connect", "--msgid-bugs-address=", "--keyword=_", "--keyword=N_",
                 "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=Q_", "--keyword=g_dcgettext:2",
                 "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
                 "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
                 "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
                 "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
                 "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format", "--flag=g_markup_printf_escaped:1:c-format",
                 "--flag=g_log:3:c-format", "--flag=g_print:1:c-format", "--flag=g_printerr:1:c-format",
                 "--flag=g_strdup_printf:1:c-format", "--flag=g_format_size_full:1:c-format")
    return result.stderr.strip() if result.returncode != 0 else ""
