# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names by which journeys find things in the window. Whoever changes a label or a sentence of the
program changes it here, and nowhere else in the journeys.

A button, an entry or a row is found by its whole name; a sentence by a part of it that is on no other page.
"""

# Start page
GET_STARTED = "Get Started"
CONNECT_A_NUMBER = "Connect a Number"
ENTER_KEY = "Enter an Access Key"
LOOKING_FOR_KEY = "Looking for your access key"
KEYRING_IS_SLOW = "takes longer than usual"
PRACTICE_BANNER = "Practice: nothing leaves"
WHAT_SHALL_HAPPEN = "What Shall Happen"
SCENARIO_WORKS = "It Works"
SCENARIO_CANCELED = "It Is Canceled"
SCENARIO_TIME_OUT = "The Time Runs Out"
SCENARIO_DEVICE_LIMIT = "The Device Limit Is Reached"
SCENARIO_NO_PERMISSION = "The Key Lacks a Permission"
NOTES_UNREADABLE = "Last Attempt Not Restored"
NOTES_TOO_NEW = "Made by a Newer Version"
OPEN_TWICE = "Already Open"

ADDRESS_BANNER = "not Keebai’s own service"
NOT_RESPONDING = "Keebai Connect Is Not Responding"
FORCE_TO_QUIT = "Force It to Quit"
CANNOT_START = "Keebai Connect Cannot Start"

# What is left of the last session
UNFINISHED = "Unfinished Number"
GO_ON = "Continue"
LEAVE_IT = "Discard"
TEN_MINUTES_LEFT = "10 minutes left"
ELEVEN_MINUTES_LEFT = "11 minutes left"

# Access key
ACCESS_KEY = "Access key"
KEY_GOES_TO = "Your key will be sent to"
OPEN_KEY_PAGE_OF = "Open the key page of"
KEEP_IN_KEYRING = "Keep in this computer’s keyring"
GET_A_KEY = "Get a Key"
PASTE = "Paste"
CHECK_KEY = "Check Key"
CHECKING = "Checking…"
CONTINUE = "Continue"
CONTINUE_ANYWAY = "Continue Anyway"
USE_ANOTHER_KEY = "Use Another Key"
FORGET_KEY = "Forget Key"
COMPANY = "Molino & Sol Bakery"
KEY_ACCEPTED = "Key Accepted"
KEY_NOT_ACCEPTED = "Key Not Accepted"
KEY_WITHOUT_COMPANY = "Only the key itself is used"
SCOPE_TO_CONNECT = "channels:connect"
THIS_KEY_LACKS = "This key lacks"
COPY_MESSAGE = "Copy Message"
SEND_BY_MAIL = "Send by Mail"
MAIL_NOT_OPENED = "mail program could not be opened"
CHANGE_KEY = "Change Access Key"
CANNOT_CONNECT_NUMBERS = "Cannot connect numbers"
KEY_LASTS_FOR_THIS_RUN = "until the window closes"
KEY_IN_KEYRING = "Saved in this computer’s keyring"
KEY_NOT_KEPT = "could not be kept"
KEY_GOES_INTO_KEYRING = "Saving in the keyring"
SESSION_IS_KEPT = "Your progress is kept"
UNKNOWN_AUTHORITY = "certificate that this computer does not trust"
PROXY_WANTS_PASSWORD = "a proxy that asks for a name and a password"

# Questions about the number
I_KNOW_WHICH_WAY = "I Know Which Way I Want"
USED_NOWHERE = "Nowhere yet"
YES = "Yes"
SOMEBODY_ELSE_IS_ADMIN = "Somebody else whom I can reach"

# Choice
IN_THE_BROWSER = "In the browser"
WITH_THE_PHONE = "With the phone"
NAME_IN_KEEBAI = "Name in Keebai"
CONNECT = "Connect"

# Browser page
STARTING = "Getting the link from Keebai"
WAITING_FOR_BROWSER = "Waiting for you"
WAITING_FOR_ADMIN = "Waiting for your admin"
LINK_NOTE = "whoever has the link can finish this connection"
TIME_LEFT = "Time left"
OPEN_PAGE_AGAIN = "Open Page Again"
OPEN_PAGE_HERE = "Open Page Here"
SEND_BY_MAIL = "Send by Mail"
BROWSER_NOT_OPENED = "Browser Not Opened"
COPY_LINK = "Copy Link"
SHOW_LINK_AS_CODE = "Show as QR Code"
HIDE_CODE = "Hide Code"

# Phone page
SCAN_TITLE = "Scan the Code"
CODE_CHANGES = "It changes by itself"
CODE_IS_OLD = "Getting a New Code…"
WAITING_FOR_CODE = "Getting a Code…"
NO_CODE = "WhatsApp sends no code"
LINKING = "Look at Your Phone"
PRETEND_PHONE = "Pretend Phone: Scan This Code"
RENEWED = "Time ran out, so a new session started"
CODE = "QR code to link WhatsApp"
BACK_TO_STEPS = "Back to the Steps"
PHONE_MESSAGES = "What the Phone Says…"
SEARCH_MESSAGES = "Search messages"
DEVICE_LIMIT_SHOWN = "You have reached the maximum number of linked devices"
FINGERPRINT_IN_SPANISH = "huella"
FINGERPRINT_ACTION = "The owner of the phone unlocks it"
DEVICE_LIMIT_ACTION = "log it out"
STILL_THERE = "Still There?"
SHOW_NEW_CODE = "Show a New Code"

# Trouble on the way
TROUBLE = "Trying again"
TOO_MANY_REQUESTS = "Too many requests"

# Leaving
CANCEL = "Cancel"
STOP_TITLE = "Stop Connecting?"
CLOSE_TITLE = "Close the Window?"
KEEP_GOING = "Keep Going"
STOP = "Stop"
STOP_CONNECTING = "Stop Connecting"
ONLY_CLOSE = "Run in Background"
BACKGROUND_REFUSED = "does not let programs go on without a window"

# The end
CONFIRMING = "Asking Keebai how it ended"
CONNECTED = "Number Connected"
CONNECTED_AFTER_ALL = "is now connected"
CANCELLED = "Connecting Canceled"
TIME_IS_UP = "Time Ran Out"
CONNECT_ANOTHER = "Connect Another"
TRY_AGAIN = "Try Again"
OTHER_WAY = "Choose Another Way"
IS_THIS_YOURS = "Is This Your Number?"
YES_THAT_IS_IT = "Yes, That Is It"
NO = "No"
ENDED_EARLY = "Keebai Ended the Session Early"
NOT_LINKED = "Phone Not Linked"
DECLINED = "Request Declined"
DETAILS = "Details"

# History and report
MENU_HISTORY = "History"
DECLINED = "Request Declined"
MENU_REPORT = "Report a Problem"
NOTHING_REMEMBERED = "No History"
SEARCH_HISTORY = "Search the history"
OUTCOME_CANCELED = "Canceled"
OUTCOME_NOT_CONNECTED = "Not connected"
NOTHING_FOUND = "Nothing found"
CLEAR_HISTORY = "Clear History…"
CLEAR = "Clear"
COPY_REPORT = "Copy Report"
THE_REPORT = "The report"

# Shortcuts
SHORTCUTS_TITLE = "Keyboard Shortcuts"

# Titles of notifications
NOTIFICATION_KEY_WANTED = "Another Access Key Needed"

# The first page with a key, and the page of a channel.
NO_CHANNELS_YET = "No Channels Yet"
CANNOT_LIST = "Your access key cannot list the channels"
USE_ANOTHER_KEY = "Use Another Key"
SEARCH_CHANNELS = "Search Channels"
SEARCH_ENTRY = "Search channels"
COPY_PHONE_NUMBER = "Copy Phone Number"
COPY_CHANNEL_ID = "Copy Channel ID"
RECONNECT = "Reconnect"
GOT_IT = "Got It"
IS_NOT_ACTIVE = "is not active"
IS_ACTIVE = "is connected and active"
CHANNEL_ACTIVE = "Active"
CHANNEL_PAUSED = "Paused"
CHANNEL_DISCONNECTED = "Disconnected"
# Two numbers of the practice service, and what finds only the second.
A_NUMBER = "555 0100"
PART_OF_A_NUMBER = "0104"
