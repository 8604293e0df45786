"""Bytes to text by what they say they are, then by what they can be; never an error."""

import codecs
import re

_ALIASES = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
}
"""Names that are written for a smaller alphabet than is used."""
_GUESSES = ("utf-8", "windows-1252")
_NO_CHARSETS = frozenset(
    "punycode idna undefined unicode_escape raw_unicode_escape mbcs oem charmap palmos base64 bz2 hex quopri "
    "rot-13 uu zlib".split()
)
"""Codecs of Python's that are no charset of any mail."""
_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15"})
_SHIFTED = b"\x1b$"
_NOWHERE = re.compile("[\\x00\ud800-\udfff]")
"""What a database does not hold: NUL and half characters."""


def decode(raw: bytes, charset: str | None) -> str:
    """Decode bytes as declared, else as UTF-8, else as Windows-1252, where every byte means something."""
    declared = _known(charset)
    if declared in _WESTERN and _reads_as_utf8(raw):
        declared = "utf-8"
    guesses = ("iso-2022-jp", *_GUESSES) if _SHIFTED in raw else _GUESSES
    for name in (declared, *guesses) if declared else guesses:
        try:
            return _NOWHERE.sub("", raw.decode(name))
        except (UnicodeError, LookupError):
            continue
    return _NOWHERE.sub("", raw.decode("windows-1252", "replace"))


def _known(charset: str | None) -> str:
    """Return the codec for what is declared; empty for none."""
    name = (charset or "").strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("_codec", "").replace("-", "_") in {n.replace("-", "_") for n in _NO_CHARSETS} else found


def _reads_as_utf8(raw: bytes) -> bool:
    """Tell whether bytes are UTF-8 beyond ASCII, which no text of one byte a letter is by chance."""
    if raw.isascii():
        return False
    try:
        raw.decode("utf-8")
    except UnicodeError:
        return False
    return True
