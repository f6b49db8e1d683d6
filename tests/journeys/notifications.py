#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notification service of the journeys' desktop: writes down what it is asked to show, one JSON object per line.
Calling Click does what a person does with the mouse; with a token, as on Wayland.
Usage: notifications.py FILE
"""

import json
import sys

from gi.repository import Gio, GLib

INTERFACE = """
<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="Click"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
  <signal name="ActivationToken"><arg type="u"/><arg type="s"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>
"""


def main():
    count = 0

    def write(**fact):
        with open(sys.argv[1], "a", encoding="utf-8") as log:
            log.write(json.dumps(fact) + "\n")

    def call(bus, _sender, path, interface, method, arguments, invocation):
        nonlocal count
        values = arguments.unpack()
        if method == "Notify":
            count += 1
            write(shown=count, title=values[3], body=values[4], actions=values[5])
            invocation.return_value(GLib.Variant("(u)", (count,)))
        elif method == "CloseNotification":
            write(closed=values[0])
            invocation.return_value(None)
        elif method == "Click":
            if values[1]:
                bus.emit_signal(None, path, interface, "ActivationToken", GLib.Variant("(us)", values))
            bus.emit_signal(None, path, interface, "ActionInvoked", GLib.Variant("(us)", (values[0], "default")))
            bus.emit_signal(None, path, interface, "NotificationClosed", GLib.Variant("(uu)", (values[0], 2)))
            write(closed=values[0])
            invocation.return_value(None)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        else:
            invocation.return_value(GLib.Variant("(ssss)", ("Journey", "Keebai Connect", "1", "1.2")))

    def acquired(bus, _name):
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        bus.register_object("/org/freedesktop/Notifications", interface, call, None, None)

    Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE, acquired, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
