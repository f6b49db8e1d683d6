# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no file in src/ may do."""

import re

import tree

# Nobody finds their way around in a longer file.
LONGEST = 600

# Function calls, the files that may make them, and the reason.
FORBIDDEN = [
    # Before there is a main loop.
    (r"\w+_sync", ("src/desktop/kc-single-instance.c",), "waits on the main loop"),
    (r"g_(?:file_get_contents|file_set_contents(?:_full)?|file_load_contents)", (),
     "reads or writes on the main loop"),
    (r"fsync|flock|rename", ("src/store/kc-journal-file.c",), "waits for the disk"),
    (r"soup_session_send(?:_and_read)?", (), "waits on the main loop"),
    (r"g_usleep|usleep|sleep|nanosleep", (), "waits on the main loop"),
    (r"g_main_loop_run", ("src/sandbox/keebai-sandbox.c", "src/terminal/kc-terminal.c"), "is a nested main loop"),
    (r"g_main_context_iteration", (), "is a nested main loop"),
    (r"system|popen|g_spawn_\w+", (), "runs a program: open links by way of GIO or the portal"),
    (r"gtk_show_uri(?:_full)?", (), "tells too little about a browser that did not open"),
    (r"adw_message_dialog_new", ("src/ui/dialogs/kc-message-dialog.c",), "makes GTK 4.18 warn: use kc-message-dialog"),
    (r"json_object_get_(?:string|int|double|boolean|array|object)_member(?:_with_default)?",
     ("src/api/kc-json.c",), "trusts the server: use kc-json"),
    (r"strcpy|strcat|sprintf|gets|strtok", (), "knows no limit"),
    (r"g_cancellable_(?:connect|source_new)", ("src/api/kc-deadline.c",), "is KcDeadline's"),
    (r"g_param_spec_pointer", (), "has no type: register an enum or a boxed type"),
]
# The same for words that are not calls.
FORBIDDEN_WORDS = {
    "G_TYPE_POINTER": "has no type: register an enum or a boxed type",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]*/[^"]*)"', re.MULTILINE)
COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.DOTALL)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def find_line(text, offset):
    return text.count("\n", 0, offset) + 1


problems = []
for path in tree.files("src"):
    if path.suffix not in (".c", ".h"):
        continue
    text = tree.read(path)
    code = COMMENT_OR_STRING.sub(blank, text)
    for pattern, allowed, why in FORBIDDEN:
        if str(path) in allowed:
            continue
        for match in re.finditer(rf"(?<![\w.>])({pattern})\s*\(", code):
            problems.append(f"{path}:{find_line(code, match.start())}: {match.group(1)} {why}")
    for word, why in FORBIDDEN_WORDS.items():
        for match in re.finditer(rf"\b{word}\b", code):
            problems.append(f"{path}:{find_line(code, match.start())}: {word} {why}")
    # An include with a folder in its name would bypass the include paths, which separate the layers.
    for match in INCLUDE.finditer(text):
        problems.append(f"{path}:{find_line(text, match.start())}: include {match.group(1)} "
                        "without its folder")
    length = text.count("\n")
    if length > LONGEST:
        problems.append(f"{path}: {length} lines, at most {LONGEST}: split it")

tree.finish("rules", problems)
