"""The front desk of a competitive call.

Data flows one way through the package:

- `knowledge`: what the call says. Pure functions over the call's text; no clock, no network, no database.
- `mailbox`: the desk and its post. The database, the way in (SMTP), the desk, the web pages, the way out.
- `bot`: the conversation, the channels it is spoken in (Telegram, a terminal), and how the service is run.

Imports run `knowledge <- mailbox <- bot`.
"""

__version__ = "0.1.0"
