"""No screen of the desk has a French word of ours left for who reads English."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import select

from guichet.knowledge.markup import plain
from guichet.mailbox.delivery.verdict_wording import fill
from guichet.mailbox.desk.office import write_default
from guichet.mailbox.desk.office_file import OfficeFile
from guichet.mailbox.desk.staff import invite
from guichet.mailbox.pages.cookies import SESSION, STRICT
from guichet.mailbox.records.columns import Base
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Role, Staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage
from guichet.tests.mailbox.pages.furnished import ALIKE, ANSWERED, CALL, CASE, FORWARDED, PAID_MORE, furnish
from guichet.tests.mailbox.pages.sentences import read_english
from guichet.tests.mailbox.pages.test_accessibility import SCREENS

PATHS = [path for paths in SCREENS.values() for path in paths]
PATHS += ["/appels/nouveau", "/journal?acte=answered", "/demandes/99", "/faq?etat=proposees", "/faq?etat=perimees"]
DONE = ("repondu", "ferme", "rouvert", "transmis", "note", "repris", "separe", "readresse")
PATHS += [f"/demandes/{ANSWERED}?fait={done}" for done in DONE]
FORMS = {
    "/connexion": {"email": "a@example.org", "password": "wrong"},
    f"/demandes/{ALIKE}/reponse": {"words": PAID_MORE},
    f"/demandes/{FORWARDED}/reponse": {"words": ""},
    f"/demandes/{ALIKE}/ensemble": {"words": ""},
    f"/demandes/{ALIKE}/veille": {},
    f"/demandes/{CASE}/eligibilite": {"fait-lab": "unit"},
    "/faq/nouvelle": {"words": "x"},
    "/appels/nouveau": {"words": ""},
    "/compte/signature": {"name": ""},
    "/compte/mot-de-passe": {"old": "wrong", "new": "short"},
    "/compte/absence": {"first": "2026-01-01"},
    "/compte/second-facteur/debut": {},
    "/compte/second-facteur/confirmation": {"code": "1"},
    "/service": {"name": ""},
    "/service/reponses": {"number": "1", "title": "x", "words": "y"},
    "/service/comptes/invitation": {"role": "agent"},
    "/service/comptes/99/role": {"role": "agent"},
    "/vues": {"vue": "motif=gap", "nom": ""},
    "/nowhere": {},
}
FRENCH = re.compile(
    r"\b(?:aucun|aucune|autre|avec|cette|chaque|dans|demande|demandes|depuis|des|du|elle|est|jour|la|le|les|leur|ne|"
    r"nous|ou|par|pas|personne|pour|qui|réponse|réponses|sans|ses|sont|sur|une|vos|votre|vous|été)\b|"
    r"\b[cdjlmnqs]'|[«»]| [:;?!]",
    re.IGNORECASE,
)
"""Words that French sentences have and English ones have not, and the way French is pointed."""
KEY = re.compile(r"[\w.:=-]{,3}|[a-z0-9_.:=-]*", re.ASCII)
"""What is kept for the code, or too short to tell from a word of ours."""
ATTRIBUTES = ("aria-label", "title", "placeholder", "data-kept", "data-lost")


@pytest.fixture
def stage(sqlite: Database, tmp_path: Path) -> Stage:
    path = tmp_path / "office.toml"
    write_default(path, name="Office", departments=CALL.departments)
    return Stage(sqlite, office=OfficeFile(path, needed=CALL.departments))


@pytest.fixture
def reader(stage: Stage) -> Browser:
    """Log in who runs the office and reads English, on a desk with something on each of its screens."""
    token = furnish(stage)
    with stage.database.begin() as session:
        for staff in session.scalars(select(Staff)):
            staff.language = "en"
    return Browser(stage.app, {f"{STRICT}{SESSION}": token})


def read_data(stage: Stage) -> list[str]:
    """Read all that people wrote and the office named, the longest first: what is in no language of ours."""
    with stage.database.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    passages = [plain(CALL.cite(name).text) for name in CALL.passages]
    named = (*CALL.departments.values(), CALL.title, *passages, *_read_rules(), *(one.title for one in CALL.notices))
    found = {flat(one) for one in (*_strings([*map(list, rows)]), *named)}
    return sorted((one for one in found if not KEY.fullmatch(one)), key=len, reverse=True)


def _read_rules() -> Iterator[str]:
    """Read the English of the call's rules, which names French degrees."""
    rules = CALL.rules
    assert rules is not None
    asked = [words for fact in rules.facts.values() for words in (fact.ask, *(v.label for v in fact.values.values()))]
    said = [words for condition, row in rules.rows() for words in (condition.label, row.says)]
    yield from (fill(CALL, rules, words, "en") for words in (*asked, *said))


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield from (found, *found.splitlines())
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _strings(one)


def flat(text: str) -> str:
    return " ".join(text.split())


def read_words(page: str) -> Iterator[str]:
    """Give each run of words that a page says in its own language, and those of its labels."""
    body = LexborHTMLParser(page)
    for other in body.css("html > body [lang]"):
        other.decompose()
    for node in body.root.traverse(include_text=True):  # type: ignore[union-attr]
        yield from (flat(one) for one in _say(node) if one.strip())


def _say(node: LexborNode) -> Iterator[str]:
    if node.is_text_node:
        if node.parent is not None and node.parent.tag not in ("script", "style", "textarea"):
            yield node.text_content or ""
    else:
        yield from (node.attributes.get(name) or "" for name in ATTRIBUTES)


def find_french(page: str, data: Sequence[str]) -> list[str]:
    assert '<html lang="en">' in page
    return [words for words in read_words(page) if FRENCH.search(take_out(words, data))]


def take_out(words: str, data: Sequence[str]) -> str:
    """Take out what is data, whole, or cut off at its end."""
    for one in data:
        words = words.replace(one, "")
    starts = [0, *(space.end() for space in re.finditer(r"[ “]", words))] if re.search(r"…|\.\.\.", words) else []
    for start in starts:
        tail = re.split(r"…|\.\.\.", words[start:])[0]
        if tail.strip() and any(one.startswith(tail) for one in data):
            return words[:start]
    return words


@pytest.mark.parametrize("path", PATHS)
async def test_no_french_is_left_on_a_screen(path: str, stage: Stage, reader: Browser) -> None:
    await reader.get(path)

    assert find_french(reader.page, read_data(stage)) == []


@pytest.mark.parametrize("path", FORMS)
async def test_no_french_is_left_on_what_a_form_is_answered_with(path: str, stage: Stage, reader: Browser) -> None:
    await reader.get("/touches")

    response = await reader.post(path, **FORMS[path])
    if response.status_code == 303:
        await reader.get(response.headers["location"])

    assert find_french(reader.page, read_data(stage)) == []


async def test_no_french_is_left_where_an_answer_is_stopped(stage: Stage, reader: Browser) -> None:
    await reader.get(f"/demandes/{ALIKE}")

    await reader.post(f"/demandes/{ALIKE}/reponse", words=PAID_MORE, version=reader.hidden("version"))

    assert 'id="motif"' in reader.page
    assert find_french(reader.page, [*read_data(stage), PAID_MORE.rstrip(".")]) == []


async def test_no_french_is_left_before_one_is_in(stage: Stage) -> None:
    with stage.database.begin() as session:
        link = invite(session, Role.AGENT, stage.now)
    stranger = Browser(stage.app)
    stranger.client.headers["Accept-Language"] = "en"

    for path in ("/connexion", f"/bienvenue/{link}", "/bienvenue/unknown", "/nowhere"):
        await stranger.get(path)
        assert find_french(stranger.page, read_data(stage)) == [], path


async def test_no_sentence_of_the_catalogue_is_left(stage: Stage, reader: Browser) -> None:
    sentences = [message.id for message in read_english() if isinstance(message.id, str) and len(message.id) > 12]
    ours = [one for one in sentences if "%(" not in one and "{" not in one]
    data = read_data(stage)

    for path in PATHS:
        await reader.get(path)
        words = [take_out(one, data) for one in read_words(reader.page)]
        assert find_any(ours, words) == [], path


def find_any(sentences: Collection[str], words: Collection[str]) -> list[str]:
    return [sentence for sentence in sentences if any(sentence in one for one in words)]


async def test_the_call_s_own_words_are_marked_as_french(stage: Stage, reader: Browser) -> None:
    await reader.get("/appel")

    passages = LexborHTMLParser(reader.page).css(".call-block > p")

    assert {passage.attributes.get("lang") for passage in passages} == {"fr"}
    await reader.get("/demandes/1")
    quoted = LexborHTMLParser(reader.page).css("aside blockquote")
    assert quoted
    assert {one.attributes.get("lang") for one in quoted} == {"fr"}
