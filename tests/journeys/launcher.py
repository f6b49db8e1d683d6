#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a link, a desktop file or one of its actions, as a desktop's panel or a browser does. On Wayland it passes on
a token, with which the window may come to the front.
Usage: launcher.py TOKEN link LINK | TOKEN launch ID.desktop | TOKEN action ID.desktop ACTION
"""

import sys

from gi.repository import Gio



class Context(Gio.AppLaunchContext):
    def __init__(self, token):
        super().__init__()
        self.token = token

    def do_get_startup_notify_id(self, _info, _files):  # pylint: disable=arguments-differ
        return self.token


def main():
    context = Context(sys.argv[1] or None)
    if sys.argv[2] == "link":
        application = Gio.AppInfo.get_default_for_uri_scheme(sys.argv[3].split(":", 1)[0].lower())
        application.launch_uris([sys.argv[3]], context)
    else:
        application = Gio.DesktopAppInfo.new(sys.argv[3])
        if sys.argv[2] == "launch":
            application.launch([], context)
        else:
            application.launch_action(sys.argv[4], context)
    # The bus drops a call to a program that it is still starting when the caller goes away.
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        application.get_id().removesuffix(".desktop"), "/", "org.freedesktop.DBus.Peer", "Ping",
        None, None, Gio.DBusCallFlags.NONE, 30000, None,
    )


if __name__ == "__main__":
    main()
