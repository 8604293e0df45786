"""`guichet gaps`: the register of what the call leaves open, as a table or as the draft of what to settle next time."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from ...knowledge.call import Call
from ...knowledge.date_expression import PARIS
from ...knowledge.folder import find_folder, load_call
from ...knowledge.markup import plain
from ...mailbox.delivery.phrases import capital, name_pair
from ...mailbox.desk.gap_register import RegisteredGap, register_gaps
from ..house import open_database
from ..settings import BadSetting, Settings


def gaps(settings: Settings, *, draft: bool, out: TextIO) -> int:
    """Print the register; nothing is written, but that the database is brought to this version."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise BadSetting("GUICHET_DATA", str(settings.data), "the folder of a desk; `guichet serve` makes one")
    call = load_call(find_folder(settings.call, own=settings.data / "calls"))
    database = open_database(settings)
    with database.begin() as session:
        found = register_gaps(session, call)
    database.close()
    out.write("\n".join(_draft(call, found) if draft else _table(found)) + "\n")
    return 0


def _table(found: Sequence[RegisteredGap]) -> Iterator[str]:
    if not found:
        yield "Nobody has asked yet what the call does not say."
        return
    yield f"{'people':>6} {'times':>6}  {'last asked':10}  {'pair':28} department"
    for gap in found:
        last = gap.last.astimezone(PARIS).date().isoformat()
        yield f"{gap.people:6} {gap.times:6}  {last}  {gap.pair!s:28} {gap.department}"


def _draft(call: Call, found: Sequence[RegisteredGap]) -> Iterator[str]:
    yield f"# Ce que l'appel « {call.title} » ne dit pas"
    yield ""
    yield "Relevé des questions restées sans réponse dans le texte, par nombre de personnes qui les ont posées."
    for gap in found:
        people = "1 personne" if gap.people == 1 else f"{gap.people} personnes"
        yield f"\n## {capital(name_pair(gap.pair, 'fr'))} ({people})\n"
        yield f"Service : {gap.department}. Questions reçues, par exemple :\n"
        yield from (f"- « {example} »" for example in gap.examples)
        for citation in gap.nearest:
            yield "\nPassage le plus proche :\n"
            yield from (f"> {line}" for line in plain(citation.text).splitlines())
        yield "\nÀ préciser dans le prochain texte : …"
    if not found:
        yield "\nAucune question de ce genre n'est encore arrivée."
