"""HTML mail as a page that staff may look at: plain tags alone, nothing to run, nothing to fetch.

It is parsed and cleaned (nh3), then annotated, then cleaned again, so that what is kept is always the cleaner's own.
"""

import re
from collections.abc import Iterable, Iterator

from nh3 import Cleaner
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .html_text import bare_html, is_hidden

MOST_PAGE = 256_000
"""Characters of HTML, comments and pictures within it not counted: half of what is read as text, for twice the work."""
MOST_KEPT = 2 * MOST_PAGE
BETWEEN = "\n<hr>\n"
NOTE = "mark"
"""The tag of what we add: no letter keeps one of its own, so that no link can pass off a note as ours."""
TAGS = frozenset(
    "a abbr address article aside b big blockquote br caption center cite code col colgroup dd del dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main ol p pre q rp rt ruby s samp section small "
    "strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
DROPPED = frozenset(
    "script style title template noscript noembed noframes svg math iframe object embed applet audio video canvas "
    "select datalist option textarea button frameset xmp plaintext".split()
)
"""Tags whose content goes with them: it is no text of the letter's."""
ATTRIBUTES = {
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
    "*": frozenset({"lang"}),
}
ONE_OF = {"table": {"role": frozenset({"presentation", "none"})}}
SCHEMES = frozenset({"https", "mailto"})
LONGEST_NAME = 80

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that make what stands beside them read backwards."""
_NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_ALIKE = re.IGNORECASE | re.ASCII
"""Without ASCII, `[a-z]` would take the dotless i for an i."""
_HOST = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
_WEB = re.compile(rf"""(https?)://({_HOST})(?::[0-9]{{1,5}})?(?:[/?#][^\s\\<>"'`]*)?""", _ALIKE)
"""A web address whose host can be read only one way: no user before it, no backslash, no letters outside ASCII."""
_MAIL = re.compile(r"""mailto:([^\s\\<>"'`?&%,;:]{1,190}@[a-z0-9.-]{1,190})(?:\?.*)?""", _ALIKE | re.DOTALL)
_FILE = re.compile(r"[\w .()-]{1,200}\.[A-Za-z0-9]{2,5}")


def clean_page(parts: Iterable[str]) -> str:
    """Return a letter's HTML parts as one page's body with allowed tags only; empty where there is nothing to show.

    A picture becomes a note of its name, and a link is followed by a note of where it leads; one that leads to neither
    https nor mailto is text. What is larger than `MOST_PAGE` characters is not cleaned: its text is read all the same.
    Raises `Unreadable` for what `html_to_text` refuses.
    """
    found = [bare_html(part) for part in parts]
    if sum(map(len, found)) > MOST_PAGE:
        return ""
    page = BETWEEN.join(filter(None, map(_clean, found)))
    return page if len(page) <= MOST_KEPT else ""


def _clean(html: str) -> str:
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    _remove_hidden(tree.body)
    written = tree.body.html or ""
    if len(written) > MOST_KEPT:  # nh3 is quadratic in the signs that it has to escape: here each is escaped already
        return ""
    tree = LexborHTMLParser(_UNSEEN.sub("", _FIRST.clean(written)))
    if tree.body is None or not (tree.body.text().strip() or tree.css_first("img")):
        return ""
    _annotate(tree)
    return _LAST.clean(tree.body.inner_html or "").strip()


def _remove_hidden(node: LexborNode) -> None:
    """Take out what a browser would show nothing of."""
    waiting = [node]
    while waiting:
        child = waiting.pop().child
        while child is not None:
            following = child.next
            if child.is_element_node and is_hidden(child):
                child.decompose()
            else:
                waiting.append(child)
            child = following


def _annotate(tree: LexborHTMLParser) -> None:
    for picture in tree.css("img"):
        picture.replace_with(_note(tree, _name_picture(picture)))
    for link in tree.css("a[href]"):
        target = link.attributes.get("href") or ""
        if told := _tell_target(target, link.text().strip()):
            link.insert_after(_note(tree, told))
            link.insert_after(" ")


def _note(tree: LexborHTMLParser, words: str) -> LexborNode:
    note = tree.create_node(NOTE)
    note.insert_child(f"[{words}]")
    return note


def _name_picture(picture: LexborNode) -> str:
    """Name a picture by what its writer calls it, else by its file, else not at all."""
    attributes = picture.attributes
    called = " ".join((attributes.get("alt") or "").split())
    source = (attributes.get("src") or "").removeprefix("cid:").partition("?")[0]
    file = _FILE.fullmatch(source.rpartition("/")[2].partition("@")[0])
    name = called or (file[0] if file else "")
    return f"image : {name[:LONGEST_NAME]}" if name else "image"


def _tell_target(target: str, text: str) -> str:
    """Say where a link leads: its host, the address it writes to; empty where its own text is just that."""
    web = _WEB.fullmatch(target)
    if web is None:
        address = target.removeprefix("mailto:")
        return "" if text.lower() == address.lower() else address
    if text == target and web[1] != "http":
        return ""
    return f"http://{web[2]}" if web[1] == "http" else web[2].lower()


def _hold(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value, tidied, or let the attribute go."""
    match name:
        case "href":
            return _hold_target(re.sub(r"[\t\r\n]", "", value).strip())
        case "src" | "alt" if tag == "img":
            return value
        case "lang":
            return value if _LANGUAGE.fullmatch(value) else None
        case "rel" | "role":  # the cleaner's own, and one of those listed
            return value
        case _:
            return value if _NUMBER.fullmatch(value) else None


def _hold_target(target: str) -> str | None:
    """Keep what a link leads to; of a mail link the address alone, without words put into the writer's mouth."""
    if len(target) > 2000:
        return None
    if web := _WEB.fullmatch(target):
        return f"{web[1].lower()}://{target.partition('://')[2]}"
    written = _MAIL.fullmatch(target)
    return f"mailto:{written[1]}" if written else None


def _make_cleaner(
    tags: Iterable[str], attributes: Iterable[tuple[str, frozenset[str]]], schemes: Iterable[str]
) -> Cleaner:
    return Cleaner(
        tags=set(tags),
        clean_content_tags=set(DROPPED),
        attributes=dict(attributes),
        attribute_filter=_hold,
        tag_attribute_values=ONE_OF,
        url_schemes=set(schemes),
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def _with_pictures() -> Iterator[tuple[str, frozenset[str]]]:
    yield from ATTRIBUTES.items()
    yield "img", frozenset({"alt", "src"})


_FIRST = _make_cleaner({*TAGS, "img"}, _with_pictures(), {*SCHEMES, "http", "cid"})
"""Leaves what the notes are made from: pictures' names, and links to http, which are not kept."""
_LAST = _make_cleaner({*TAGS, NOTE}, ATTRIBUTES.items(), SCHEMES)
