"""What an entry is to say, as staff propose it: taken from an answer they gave, or written from scratch."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Citation, Pair
from ...knowledge.entry import EntryKind
from ...knowledge.serving import load_serving
from ...knowledge.vocabulary import load_vocabulary
from ..delivery.sentence import mark
from ..records.models import Author, Entry, Message, Ticket
from .errors import AnsweredByCall, IncompleteEntry

LONGEST_WORDS, LONGEST_PHRASING, MOST_PHRASINGS = 5_000, 300, 20


@dataclass(frozen=True)
class Proposal:
    """What is proposed: `words` for a decision, the name of a `passage` for a quotation; `phrasings` ask for it."""

    pair: Pair
    kind: EntryKind
    words: str
    passage: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What an entry's row keeps of a proposal."""

    pair: str
    kind: EntryKind
    words: str
    citations: list[dict[str, Any]]
    phrasings: list[str]


def check(call: Call, proposal: Proposal) -> Checked:
    """Read a proposal as a row keeps it; raises `IncompleteEntry`, and `AnsweredByCall` for a decision where it does.

    White space is folded in phrasings; each is kept once, twenty at most.
    """
    quoted = _quote(call, proposal)
    words = quoted[0].text if quoted else "" if proposal.kind is EntryKind.QUOTE else proposal.words.strip()
    lines = (" ".join(line.split())[:LONGEST_PHRASING] for line in proposal.phrasings)
    phrasings = [line for line in dict.fromkeys(lines) if line][:MOST_PHRASINGS]
    missing = [
        name
        for name, found in (
            (mark("un sujet de la liste"), is_known(call, proposal.pair)),
            (mark("une façon au moins de poser la question"), phrasings),
            (mark("un passage de l'appel"), quoted or proposal.kind is EntryKind.DECISION),
            (mark("la réponse, de 5 000 signes au plus"), words and len(words) <= LONGEST_WORDS),
        )
        if not found
    ]
    if missing:
        raise IncompleteEntry(missing)
    if proposal.kind is EntryKind.DECISION and load_serving(call).is_answered(proposal.pair, phrasings):
        raise AnsweredByCall
    return Checked(str(proposal.pair), proposal.kind, words, [_keep(citation) for citation in quoted], phrasings)


def is_known(call: Call, pair: Pair) -> bool:
    """Tell whether questions can be understood to be of a pair."""
    if pair in call.answers or pair in call.gaps:
        return True
    vocabulary = load_vocabulary()
    return pair.object in vocabulary.objects and pair.property in vocabulary.properties


def draft_from_ticket(session: Session, call: Call, number: int) -> Proposal | None:
    """Draft an entry of a ticket: its first pair, its questions, the last answer of staff in its thread; None if none.

    Of a question that was not understood, the pair is the likeliest that was thought of.
    """
    ticket = session.scalars(select(Ticket).where(Ticket.id == number, Ticket.call == call.slug)).one_or_none()
    if ticket is None:
        return None
    pairs = [pair for question in ticket.questions if (pair := question.pair or next(iter(question.choices), None))]
    return Proposal(
        pair=Pair.parse(pairs[0]) if pairs else Pair("", ""),
        kind=EntryKind.DECISION,
        words=_last_answer(session, ticket),
        passage="",
        phrasings=tuple(question.text for question in ticket.questions) or (ticket.title,),
    )


def draft_from_entry(call: Call, entry: Entry) -> Proposal:
    """Draft the next version of an entry from what it says now."""
    spans = {call.source.text[p.start : p.end]: p.name for p in call.passages.values()}
    quoted = next((spans.get(citation["text"], "") for citation in entry.citations), "")
    words = entry.words if entry.kind is EntryKind.DECISION else ""
    return Proposal(Pair.parse(entry.pair), entry.kind, words, quoted, tuple(entry.phrasings))


def _quote(call: Call, proposal: Proposal) -> list[Citation]:
    named = proposal.kind is EntryKind.QUOTE and proposal.passage in call.passages
    return [call.cite(proposal.passage)] if named else []


def _keep(citation: Citation) -> dict[str, Any]:
    source = citation.source
    spot = {"source": source.name, "version": source.version, "start": citation.start, "end": citation.end}
    return {**spot, "text": citation.text}


def _last_answer(session: Session, ticket: Ticket) -> str:
    query = select(Message.words).where(Message.thread_id == ticket.thread_id, Message.author == Author.STAFF)
    return session.scalars(query.order_by(Message.id.desc()).limit(1)).first() or ""
