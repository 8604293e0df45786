"""Files that are no MIME part: uuencoded in a text, or packed by Outlook into a winmail.dat (MS-OXTNEF)."""

import binascii
import re
import struct
from collections.abc import Iterator

from .charset import decode

MOST_FILES = 100
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (\S[^\n]{0,254})\n((?:[ -`]{1,62}\n)*?)(?:[` ]?\n)?end[ \t]*$", re.MULTILINE
)
_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]{1,40}: .{0,200}\n)*\n?", re.MULTILINE)
_PGP_SIGNATURE = re.compile(r"^-----BEGIN PGP SIGNATURE-----\n.{0,20000}?^-----END PGP SIGNATURE-----$", re.M | re.S)
_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----\n.*?(?:^-----END PGP MESSAGE-----$|\Z)", re.M | re.S)
_SIGNATURE = 0x223E9F78
_TITLE, _DATA, _BEGINS = 0x00018010, 0x0006800F, 0x00069002
_HEAD = struct.Struct("<BII")


def take_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a text without what is uuencoded in it, and those files by their names; what cannot be decoded stays."""
    files: list[tuple[str, bytes]] = []

    def take(found: re.Match[str]) -> str:
        try:
            content = b"".join(binascii.a2b_uu(line + "\n") for line in found[2].splitlines())
        except (binascii.Error, ValueError):
            return found[0]
        if len(files) >= MOST_FILES:
            return found[0]
        files.append((found[1].strip(), content))
        return ""

    return _UUENCODED.sub(take, text), files


def take_armour(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a text without the armour of OpenPGP (RFC 4880 sections 6.2 and 7): what is signed stays, as it was.

    What is encrypted is a file.
    """
    if "-----BEGIN PGP " not in text:
        return text, []
    signed = _SIGNED.search(text)
    text = _SIGNED.sub("", _PGP_SIGNATURE.sub("", text))
    files = [("message.asc", found[0].encode("utf-8", "replace")) for found in _ENCRYPTED.finditer(text)][:MOST_FILES]
    text = _ENCRYPTED.sub("", text)
    return (re.sub(r"^- ", "", text, flags=re.MULTILINE) if signed else text), files


def list_tnef(raw: bytes) -> list[tuple[str, bytes]]:
    """Return the files in a winmail.dat by their names; as many as can be read before it breaks off."""
    files: list[tuple[str, bytes]] = []
    name, content = "", b""
    for attribute, data in _attributes(raw):
        if attribute == _BEGINS and name:
            files.append((name, content))
            name, content = "", b""
        elif attribute == _TITLE:
            name = decode(data.rstrip(b"\0"), None)
        elif attribute == _DATA:
            content = data
    return [*files, (name, content)][:MOST_FILES] if name else files[:MOST_FILES]


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return
    at = 6
    while at + _HEAD.size <= len(raw):
        _, attribute, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        if at + length > len(raw):
            return
        yield attribute, raw[at : at + length]
        at += length + 2  # a checksum follows
