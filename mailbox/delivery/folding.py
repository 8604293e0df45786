"""How the headers of our mail are broken into lines (RFC 5322 section 2.2.3)."""

from email.policy import EmailPolicy
from typing import Any

_IDS = frozenset({"in-reply-to", "references", "message-id"})


class _Folding(EmailPolicy):
    """SMTP's lines, but identifiers whole, on lines of their own: a long one would be written as encoded words."""

    def fold(self, name: str, value: Any) -> str:
        """Write a header as text."""
        if name.lower() not in _IDS:
            return super().fold(name, value)
        return f"{name}: {str(value).replace(' ', self.linesep + ' ')}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Write a header as bytes."""
        return self.fold(name, value).encode("ascii") if name.lower() in _IDS else super().fold_binary(name, value)


POLICY = _Folding(linesep="\r\n")
