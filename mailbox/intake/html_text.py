"""HTML mail as plain text: paragraphs, lists and quotations as lines; nothing is fetched, nothing is run."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .errors import Unreadable

MOST_BYTES = 512_000
DEEPEST = 200
_BLOCKS = frozenset(
    "p div br tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 hr pre section article header footer dt dd".split()
)
_HIDDEN = frozenset("script style head title template noscript svg s strike del".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]{0,2000}?(/?)>")
_DATA = re.compile(r"data:[a-zA-Z0-9/+.;=-]{1,100},[A-Za-z0-9+/=\s]*")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_UNSEEN = re.compile(
    r"(?:display\s*:\s*none|max-height\s*:\s*0(?:px)?\s*(?:;|$)|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$))",
    re.I,
)
_OPTIONAL = frozenset("p li dt dd tr td th thead tbody tfoot option colgroup caption".split())
"""Elements whose end tag may be left out (HTML, section 13.1.2.4): the next one ends them."""
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())


def html_to_text(html: str) -> str:
    """Return a page's readable text, quotations marked with `> `.

    Raises `Unreadable` for one too large or too deep for a letter; pictures that it carries within itself do not count.
    """
    tree = LexborHTMLParser(bare_html(html))
    if tree.body is None:
        return ""
    written: list[str] = []
    _write(tree.body, written, 0)
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(written).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def bare_html(html: str) -> str:
    """Return a page without comments and the pictures that it carries within itself; raises as `html_to_text` does."""
    html = _COMMENT.sub("", _DATA.sub("", html))
    if len(html) > MOST_BYTES:
        raise Unreadable("characters of HTML", MOST_BYTES, len(html))
    if (depth := _depth(html)) > DEEPEST:
        raise Unreadable("depth of HTML", DEEPEST, depth)
    return html


def is_hidden(node: LexborNode) -> bool:
    """Tell whether a browser would show nothing of it: what nobody sees, its writer did not say."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_UNSEEN.search(attributes.get("style") or ""))


def _depth(html: str) -> int:
    """Measure nesting by one pass over the tags, before a parser that is slow in depth sees them."""
    depth = deepest = 0
    for closing, name, empty in _TAG.findall(html):
        if not empty and name.lower() not in _VOID and name.lower() not in _OPTIONAL:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _write(node: LexborNode, out: list[str], depth: int) -> None:
    if depth > DEEPEST:
        raise Unreadable("depth of HTML", DEEPEST, depth)
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            text = child.text_content or ""
            out.append(text if node.tag == "pre" else re.sub(r"\s+", " ", text))
        elif tag not in _HIDDEN and not tag.startswith(("-", "_", "!")) and not is_hidden(child):
            _write_element(child, tag, out, depth)
        child = child.next


def _write_element(node: LexborNode, tag: str, out: list[str], depth: int) -> None:
    quotes = tag == "blockquote"
    inner: list[str] = []
    _write(node, inner, depth + 1)
    text = "".join(inner)
    if quotes:
        text = "\n".join(f"> {line.strip()}" for line in text.strip("\n").split("\n"))
    if tag in ("td", "th"):
        text = f"{text} "
    if tag == "li":
        text = f"- {text.strip()}"
    if tag in ("p", "blockquote", "ul", "ol", "table", "h1", "h2", "h3"):
        text = f"\n\n{text}\n\n" if tag == "p" else f"\n{text}\n"
    elif tag in _BLOCKS:
        text = f"{text}\n" if tag == "br" else f"\n{text}\n" if text.strip() else "\n" if tag == "hr" else text
    out.append(text)
