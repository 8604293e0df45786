"""Bytes to text by what they say they are, then by what they can be; never an error."""

import codecs

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
_GUESSES = ("utf-8", "iso-2022-jp", "windows-1252")


def decode(raw: bytes, charset: str | None) -> str:
    """Decode bytes as declared, else as UTF-8, else as Windows-1252, where every byte means something."""
    for name in (_known(charset), *_GUESSES):
        if name == "iso-2022-jp" and b"\x1b$" not in raw:
            continue
        try:
            return raw.decode(name).replace("\0", "") if name else raw.decode()
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("windows-1252", "replace").replace("\0", "")


def _known(charset: str | None) -> str:
    name = (charset or "").strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name if name else "utf-8"
    except (LookupError, ValueError):
        return "utf-8"
