"""The call's markup, rendered: `**bold**`, `2^{ème}`, `[text](#)`, `<https://…>`, the footnote's star.

Citations are checked on the raw span; only what is already a `Citation` is rendered.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\^\{(?P<raised>[^}]*)\}|\[(?P<label>[^\]]*)\]\((?P<target>[^)]*)\)|<(?P<link>https?://[^>]+)>|(?P<star>\*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Span:
    """A run of plain text, bold or linked."""

    text: str
    bold: bool = False
    link: str | None = None


def render(raw: str) -> tuple[Span, ...]:
    """Render a raw span of a call; a link to nowhere (`#`) keeps its label, a footnote's star goes."""
    spans: list[Span] = []
    at = 0
    for token in _TOKEN.finditer(raw):
        _add(spans, Span(raw[at : token.start()]))
        _add(spans, _span(token))
        at = token.end()
    _add(spans, Span(raw[at:]))
    return tuple(spans)


def plain(raw: str) -> str:
    """Render to text alone."""
    return "".join(span.text for span in render(raw))


def _span(token: re.Match[str]) -> Span:
    match token.lastgroup:
        case "bold":
            return Span(plain(token["bold"]), bold=True)
        case "raised":
            return Span(token["raised"])
        case "target":
            target = token["target"]
            return Span(token["label"], link=target if target.startswith("https://") else None)
        case "link":
            return Span(token["link"], link=token["link"])
        case _:
            return Span("")


def _add(spans: list[Span], span: Span) -> None:
    if not span.text:
        return
    if spans and (spans[-1].bold, spans[-1].link) == (span.bold, span.link):
        span = Span(spans.pop().text + span.text, span.bold, span.link)
    spans.append(span)
