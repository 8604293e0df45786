"""The doors' protocol: aiosmtpd's, guarded where it is open and made quick where it is slow.

What is slow in aiosmtpd 1.4.6: it looks its own methods up at every connection, and reads a letter line by line.
"""

import asyncio
import re
import ssl
from typing import Any, AnyStr, Protocol, cast

from aiosmtpd.smtp import SMTP

MOST_BYTES = 35_000_000
LONGEST_LINE = 10_000
ENDLESS_LINE = 9_000_000
MOST_COMMANDS = 200
TIMEOUT = 120.0
LETTER_SECONDS = 900.0
"""How long a letter may take altogether, however slowly it drips."""
_BUFFER = 131_072
_END = b"\r\n.\r\n"
_PLAIN_PATH = re.compile(r"<([\w.+=-]{1,64}@[A-Za-z0-9.-]{1,255})>(?: (.*)|$)", re.ASCII)
_COMMANDS = tuple(name for name in dir(SMTP) if name.startswith("smtp_"))
_TOO_LONG = "500 5.6.0 Line too long; at most 10,000 octets"
_TOO_MANY = "452 4.3.1 Too many letters at once, try again later"
_TOO_MUCH = "552 5.3.4 Message too big; at most 35,000,000 octets"


class Admission(Protocol):
    """Counts connections, and the bytes of letters that are on their way in."""

    def enter(self, transport: asyncio.Transport) -> bool:
        """Count a connection in; False where there are too many."""
        ...

    def leave(self, transport: asyncio.Transport) -> None:
        """Count a connection out."""
        ...

    def hold(self, size: int) -> bool:
        """Count bytes in; False where all letters together are too much to be held."""
        ...

    def release(self, size: int) -> None:
        """Count bytes out."""
        ...


class SmtpProtocol(SMTP):
    """SMTP (RFC 5321): long lines, an end to endless ones, no AUTH, a limit on connections, STARTTLS where set."""

    line_length_limit = _BUFFER
    """aiosmtpd's name for how much is read at once; a letter's lines are measured in `_read_letter`."""

    def __init__(
        self,
        hooks: Any,
        admission: Admission,
        loop: asyncio.AbstractEventLoop,
        *,
        name: str,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            hooks,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            hostname=name,
            ident="guichet",
            tls_context=tls,
            timeout=TIMEOUT,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit=MOST_COMMANDS,
            loop=loop,
        )
        self._hooks, self._admission = hooks, admission
        self._taken: asyncio.Transport | None = None
        self._since_line_end = 0
        self._held = 0

    def __dir__(self) -> tuple[str, ...]:
        """Name the commands alone: aiosmtpd asks for all names several times at every connection."""
        return _COMMANDS

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many; after STARTTLS it is the same one."""
        stream = cast("asyncio.Transport", transport)  # whatever the loop calls what it makes
        if self._taken is None and not self._admission.enter(stream):
            stream.write(b"421 4.7.0 Too many connections, try again later\r\n")
            stream.close()
            return
        self._taken = self._taken or stream
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Let the next one in."""
        if self._taken is not None:
            super().connection_lost(error)
            self._admission.leave(self._taken)

    def eof_received(self) -> bool | None:
        """End a conversation that the other side ended."""
        return super().eof_received() if self._taken is not None else None

    def data_received(self, data: bytes) -> None:
        """Take bytes; a line without an end is cut off before it fills the memory."""
        if self._taken is None:
            return
        end = data.rfind(b"\n")
        self._since_line_end = len(data) - end - 1 if end >= 0 else self._since_line_end + len(data)
        if self._since_line_end > ENDLESS_LINE:
            self._taken.abort()
            return
        super().data_received(data)

    async def push(self, status: AnyStr) -> None:
        """Say a line; that of the ways to log in, of which there are none, is left out (RFC 4954 section 3)."""
        if status not in ("250-AUTH ", b"250-AUTH "):
            await super().push(status)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Read a path; a plain one at once, any other by aiosmtpd's own parser, which takes a quarter of a session."""
        plain = _PLAIN_PATH.match(arg)
        return (plain[1], plain[2] or "") if plain else super()._getaddr(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (aiosmtpd's name)
        """Take a letter, in blocks (RFC 5321 section 4.1.1.4)."""
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        recipients = len(self.envelope.rcpt_tos)
        try:
            status = await self._take_letter()
        finally:
            self._admission.release(self._held)
            self._held = 0
        await self.reply(status, recipients)
        self._set_post_data_state()

    async def _take_letter(self) -> str:
        assert self.envelope is not None
        letter = await self._read_letter()
        if isinstance(letter, str):
            return letter
        self.envelope.content = self.envelope.original_content = letter
        status: str = await self._hooks.handle_DATA(self, self.session, self.envelope)
        return status

    async def reply(self, status: str, recipients: int) -> None:
        """Say what became of a letter: once, to how many it may be."""
        await self.push(status)

    async def _read_letter(self) -> bytes | str:
        """Read to the lone dot and return the letter without its transparency dots, or the reply that refuses it.

        What was sent behind the dot is put back, to be read as commands. Of a letter that is refused nothing is held.
        """
        seen, searched, refused = bytearray(b"\r\n"), 0, ""
        latest = self.loop.time() + LETTER_SECONDS
        taken = 0
        while (end := seen.find(_END, searched)) < 0:
            if refused:
                del seen[:-4]
            searched = max(0, len(seen) - 4)
            block = await self._reader.read(4 * _BUFFER)
            if not block or self.loop.time() > latest:
                raise asyncio.CancelledError
            self._reset_timeout()
            taken += len(block)
            seen += block
            if taken > MOST_BYTES:
                refused = refused or _TOO_MUCH
            elif not refused and not self._hold(len(block)):
                refused = _TOO_MANY
            elif self._since_line_end > LONGEST_LINE:
                refused = refused or _TOO_LONG
        if rest := bytes(seen[end + len(_END) :]):
            self._reader.feed_data(rest)
        if refused:
            return refused
        letter = bytes(seen[2 : end + 2]) if end else b""
        return _TOO_LONG if has_long_line(letter) else _unstuff(letter)

    def _hold(self, size: int) -> bool:
        held = self._admission.hold(size)
        self._held += size if held else 0
        return held


class LmtpProtocol(SmtpProtocol):
    """LMTP (RFC 2033): LHLO instead of EHLO, and a reply for each recipient."""

    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802
        """Greet as EHLO does."""
        await super().smtp_EHLO(arg)

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802
        """Refuse what RFC 2033 section 4.1 takes out."""
        await self.push("500 5.5.1 Error: LHLO is spoken here")

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802
        """Refuse what RFC 2033 section 4.1 takes out."""
        await self.push("500 5.5.1 Error: LHLO is spoken here")

    def __dir__(self) -> tuple[str, ...]:
        """Name the commands alone."""
        return (*_COMMANDS, "smtp_LHLO")

    async def reply(self, status: str, recipients: int) -> None:
        """Say what became of a letter once for each recipient (RFC 2033 section 4.2)."""
        for _ in range(recipients):
            await self.push(status)


def has_long_line(letter: bytes, longest: int = LONGEST_LINE) -> bool:
    """Tell whether a line is longer than that: it holds a whole half-length block without a line's end."""
    step = longest // 2
    for at in range(0, len(letter) - step, step):
        if letter.find(b"\n", at, at + step) < 0:
            end = letter.find(b"\n", at)
            length = (len(letter) if end < 0 else end) - letter.rfind(b"\n", 0, at) - 1
            if length > longest:
                return True
    return False


def _unstuff(letter: bytes) -> bytes:
    """Take away the dots that were put before dots at the beginning of lines (RFC 5321 section 4.5.2)."""
    letter = letter.replace(b"\r\n.", b"\r\n")
    return letter[1:] if letter.startswith(b".") else letter
