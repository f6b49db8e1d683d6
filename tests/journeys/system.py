#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of NetworkManager and systemd-logind as a program sees that asks them; the journey controls it with the
methods of com.keebai.Journey.
"""

from gi.repository import Gio, GLib

# https://networkmanager.dev/docs/api/latest/nm-dbus-types.html: NMConnectivityState, NMState
CONNECTIVITY = {"None": 1, "Portal": 2, "Limited": 3, "Full": 4}
STATE = {"None": 20, "Portal": 60, "Limited": 60, "Full": 70}
NETWORK = "org.freedesktop.NetworkManager"
LOGIN_MANAGER = "org.freedesktop.login1.Manager"
INTERFACES = f"""
<node>
  <interface name="{NETWORK}">
    <property name="Connectivity" type="u" access="read"/>
    <property name="State" type="u" access="read"/>
    <property name="Metered" type="u" access="read"/>
    <property name="Version" type="s" access="read"/>
    <signal name="PropertiesChanged"><arg type="a{{sv}}"/></signal>
  </interface>
  <interface name="{LOGIN_MANAGER}">
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="h" direction="out"/>
    </method>
    <signal name="PrepareForSleep"><arg type="b"/></signal>
  </interface>
  <interface name="com.keebai.Journey">
    <method name="SetNone"/><method name="SetPortal"/><method name="SetLimited"/><method name="SetFull"/>
    <method name="Sleep"/><method name="WakeUp"/>
  </interface>
</node>
"""


def main():
    word = "Full"
    nodes = {interface.name: interface for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces}

    def properties():
        return {
            "Connectivity": GLib.Variant("u", CONNECTIVITY[word]),
            "State": GLib.Variant("u", STATE[word]),
            "Metered": GLib.Variant("u", 4),
            "Version": GLib.Variant("s", "1.42.4"),
        }

    def call(bus, _sender, path, interface, method, _arguments, invocation):
        nonlocal word
        if interface == LOGIN_MANAGER:
            invocation.return_dbus_error("org.freedesktop.DBus.Error.AccessDenied", "not in a journey")
            return
        if method.startswith("Set"):
            word = method.removeprefix("Set")
            bus.emit_signal(
                None, path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                GLib.Variant("(sa{sv}as)", (NETWORK, properties(), [])),
            )
            # The older signal, which NetworkManager still sends and GIO listens to.
            bus.emit_signal(None, path, NETWORK, "PropertiesChanged", GLib.Variant("(a{sv})", (properties(),)))
        else:
            bus.emit_signal(None, path, LOGIN_MANAGER, "PrepareForSleep", GLib.Variant("(b)", (method == "Sleep",)))
        invocation.return_value(None)

    def get(_bus, _sender, _path, _interface, name):
        return properties()[name]

    def acquired(bus, _name):
        for path, names in (
            ("/org/freedesktop/NetworkManager", (NETWORK, "com.keebai.Journey")),
            ("/org/freedesktop/login1", (LOGIN_MANAGER, "com.keebai.Journey")),
        ):
            for name in names:
                bus.register_object(path, nodes[name], call, get, None)

    for name in (NETWORK, "org.freedesktop.login1"):
        Gio.bus_own_name(
            Gio.BusType.SESSION, name, Gio.BusNameOwnerFlags.NONE,
            acquired if name == NETWORK else None, None, None,
        )
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
