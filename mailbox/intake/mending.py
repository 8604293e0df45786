"""Mail whose frame is broken, mended as far as its text can be read."""

import re
from email import message_from_string
from email.message import Message
from email.policy import compat32

_BOUNDARY = re.compile(r"^--([^\s\"]{1,70})\s*$", re.MULTILINE)


def mend(message: Message) -> Message:
    """Give parts to a multipart that does not say where they end (RFC 2046 section 5.1.1), by what looks like it.

    Where nothing does, it is text.
    """
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, str):
        return message
    found = _BOUNDARY.search(payload)
    if found:
        again = message_from_string(
            f'Content-Type: multipart/mixed; boundary="{found[1]}"\n\n{payload}', policy=compat32
        )
        if again.is_multipart():
            message.set_payload(again.get_payload())
            return message
    del message["Content-Type"]
    message["Content-Type"] = "text/plain"
    return message
