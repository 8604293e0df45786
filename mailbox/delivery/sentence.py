"""Sentences for staff, kept apart from what fills them in, so that a page can say them in another language."""


class Listed(tuple[str, ...]):
    """Parts of a sentence, each a sentence's piece of its own, that are named one after the other."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        """Write the parts with commas."""
        return format(", ".join(self), how)


def mark(sentence: str) -> str:
    """Return a sentence as it is; the name alone tells the catalogue of translations that it is one to be told."""
    return sentence
