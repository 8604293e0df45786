"""The characters of what Telegram brings, as every database can hold them."""


def clean(text: str) -> str:
    """Return a text without NUL and without lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")
