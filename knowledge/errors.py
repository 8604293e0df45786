"""What can be wrong with a call's folder, and with what is asked of it.

- `KnowledgeError`
    - `UnknownCall`
    - `BadFolder`
    - `NotVerbatim`
    - `UnknownPassage`
    - `NoDate`
    - `BadFact`
"""

from pathlib import Path


class KnowledgeError(Exception):
    """The root of all errors of this folder; its docstring, filled in, is the message."""

    def __str__(self) -> str:
        """Return the docstring's first line with the data on the exception filled in."""
        return (self.__doc__ or "").splitlines()[0].format(**vars(self))


class UnknownCall(KnowledgeError):
    """no call '{slug}' (there are: {known}); set GUICHET_CALL to one of them"""

    def __init__(self, slug: str, known: list[str]) -> None:
        super().__init__()
        self.slug, self.known = slug, ", ".join(known)


class BadFolder(KnowledgeError):
    """{path}: {trouble}"""

    def __init__(self, path: Path, trouble: str) -> None:
        super().__init__()
        self.path, self.trouble = path, trouble


class NotVerbatim(KnowledgeError):
    """'{text}' is not what stands in {source} at {start}:{end}, which is '{found}'"""

    def __init__(self, source: str, start: int, end: int, text: str, found: str) -> None:
        super().__init__()
        self.source, self.start, self.end, self.text, self.found = source, start, end, text, found


class UnknownPassage(KnowledgeError):
    """no passage '{name}' in the call {slug} (it has: {known})"""

    def __init__(self, name: str, slug: str, known: list[str]) -> None:
        super().__init__()
        self.name, self.slug, self.known = name, slug, ", ".join(known)


class NoDate(KnowledgeError):
    """no date or period in '{text}': expected one like '20 février 2026 - 17 heures' or '2ème quinzaine d'avril'"""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class BadFact(KnowledgeError):
    """{fact}expected {expected}; found {found!r}"""

    def __init__(self, fact: str, expected: str, found: object) -> None:
        """Name the fact, what is accepted and what was found; no fact where it is not known which."""
        super().__init__()
        self.fact, self.expected, self.found = f"fact '{fact}': " if fact else "", expected, found
