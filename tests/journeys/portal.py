#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's portals for a journey. They write down what they are asked, one JSON object per line. The background
portal grants or refuses it; silent portals exist but never answer.
Usage: portal.py FILE grant|refuse|silent
"""

import json
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
BACKGROUND = """
<interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground">
    <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
</interface>
"""
OTHERS = """
<interface name="org.freedesktop.portal.OpenURI">
  <method name="OpenURI">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="o" direction="out"/>
  </method>
</interface>
<interface name="org.freedesktop.portal.Secret">
  <method name="RetrieveSecret">
    <arg type="h" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Notification">
  <method name="AddNotification"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/></method>
</interface>
"""


def main():
    answer = sys.argv[2]
    granted = answer == "grant"
    waiting = []

    def keep_silent(_bus, _sender, _path, _interface, method, _arguments, invocation):
        # The request may contain a secret.
        with open(sys.argv[1], "a", encoding="utf-8") as log:
            log.write(json.dumps(method) + "\n")
        waiting.append(invocation)

    # libsecret reads this, to see whether the portal exists.
    def get_version(*_):
        return GLib.Variant("u", 1)

    def call(bus, sender, _path, _interface, _method, arguments, invocation):
        _parent, options = arguments.unpack()
        with open(sys.argv[1], "a", encoding="utf-8") as log:
            log.write(json.dumps(options) + "\n")
        handle = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token']}"
        invocation.return_value(GLib.Variant("(o)", (handle,)))
        results = {"background": GLib.Variant("b", granted), "autostart": GLib.Variant("b", False)}
        bus.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response",
                        GLib.Variant("(ua{sv})", (0 if granted else 1, results)))

    def acquired(bus, _name):
        silent = answer == "silent"
        served = Gio.DBusNodeInfo.new_for_xml(f"<node>{BACKGROUND}{OTHERS if silent else ''}</node>")
        for interface in served.interfaces:
            bus.register_object(PATH, interface, keep_silent if silent else call, get_version, None)

    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, acquired, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
