"""What mails to staff say, in French: a request that waits, a digest, and why a reply did not leave."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from ...knowledge.markup import Span, render
from ..delivery.body import Block, BlockKind, Body, note, text
from ..delivery.dates import write_day, write_hour
from ..records.models import Author, Message, Question, Ticket
from .clock import time_left
from .hours import WORKDAY
from .settlement import open_questions
from .ticket import Desk

MARK = "## Répondez au-dessus de cette ligne / Please reply above this line"
"""What `own_words` knows as the end of a reply; the mark of desks at large."""
_NEAREST = "Ce que l'appel dit de plus proche :"
_LEFT = "Temps de travail restant :"
_HOW = (
    "Pour répondre à la personne, répondez à ce courriel : vos mots partent signés de votre nom, après 20 secondes "
    "pendant lesquelles le guichet permet de les reprendre. Ce qui est cité est retiré. Si la conversation a bougé "
    "entre-temps, rien ne part et vous en êtes averti."
)
_INTERNAL = re.compile(
    "|".join(
        (re.escape("au-dessus de cette ligne"), re.escape(_LEFT), r"\+s\d+\.[0-9a-f]{8}", "Pour répondre à la pers")
    )
)
_MOST_PASSAGES, _MOST_QUESTIONS, _MOST_NEWS = 3, 10, 5
_QUESTION, _NEWS, _TITLE = 1000, 600, 80
_WHO = {Author.CANDIDATE: "La personne", Author.STAFF: "Un collègue", Author.ASSISTANT: "L'assistant"}


class Occasion(StrEnum):
    """Why staff are told of a request."""

    NEW = "Une demande attend une réponse"
    HANDED_OVER = "Une demande vous est transmise"
    LATE = "Le délai de réponse à cette demande est passé"


def say_ticket(desk: Desk, ticket: Ticket, occasion: Occasion, now: datetime) -> tuple[str, Body]:
    """Return subject and body of a mail on one request: questions, passages, time left, the way to the desk."""
    lead = f"{occasion} : n° {ticket.id}, {desk.office.department(ticket.department).name}."
    blocks = [
        note(MARK),
        text(f"{lead}\n{_name(ticket)}"),
        *_ask(ticket),
        text(f"{_LEFT} {say_left(time_left(ticket, now, desk.schedule))}"),
        *_way(desk, ticket),
        note(_HOW if ticket.thread else "Cette demande n'a pas d'expéditeur à qui répondre : ouvrez-la au guichet."),
    ]
    title = f"En retard : {ticket.title}" if occasion is Occasion.LATE else ticket.title
    return _subject(ticket, title), Body(tuple(blocks))


def say_digest(desk: Desk, tickets: Sequence[Ticket], count: int, now: datetime) -> tuple[str, Body]:
    """Return subject and body of a digest of what waits, the oldest first; `count` is how many there are in all."""
    waiting = "1 demande attend" if count == 1 else f"{count} demandes attendent"
    blocks = [text(f"{waiting} une réponse, la plus ancienne d'abord.")]
    for ticket in tickets:
        left = say_left(time_left(ticket, now, desk.schedule))
        line = text(f"N° {ticket.id} · {_name(ticket)} · {_cut(ticket.title, _TITLE)} · {_LEFT.lower()} {left}")
        blocks += [line, *_way(desk, ticket)]
    if count > len(tickets):
        blocks.append(text(f"Et {count - len(tickets)} de plus au guichet."))
    blocks.append(note("On ne répond pas à ce résumé : ouvrez la demande au guichet."))
    return f"{waiting} une réponse", Body(tuple(blocks))


def say_refused(
    desk: Desk, ticket: Ticket | None, why: Iterable[str], news: Iterable[Message], *, kept: bool
) -> tuple[str, Body]:
    """Return subject and body of a mail that says why a reply did not leave, and what came in meanwhile."""
    blocks = [note(MARK), text("Votre réponse n'est pas partie.")]
    blocks += [text(line) for line in why]
    blocks += _tell_news(news)
    if kept:
        blocks.append(text("Ce que vous avez écrit est conservé en brouillon au guichet."))
    if ticket is None:
        return "Votre réponse n'est pas partie", Body((*blocks, *_door(desk, "")))
    return _subject(ticket, "Votre réponse n'est pas partie"), Body((*blocks, *_way(desk, ticket)))


def say_left(minutes: int | None) -> str:
    """Say a time of work left, a day being eight hours: `1 j 3 h`, `45 min`; how late it is where it is over."""
    if minutes is None:
        return "le délai ne court pas"
    days, rest = divmod(abs(minutes), WORKDAY)
    hours, rest = divmod(rest, 60)
    parts = [f"{days} j" if days else "", f"{hours} h" if hours else "", f"{rest} min" if rest and not days else ""]
    said = " ".join(part for part in parts if part) or "0 min"
    return f"en retard de {said}" if minutes < 0 else said


def holds_internal(words: str, desk: Desk) -> bool:
    """Tell whether words hold what is for staff alone: our own lines, an address to reply to, the desk's URL."""
    return bool(_INTERNAL.search(words)) or bool(desk.url and f"{desk.url.rstrip('/')}/demandes" in words)


def _ask(ticket: Ticket) -> Iterator[Block]:
    asked = open_questions(ticket)[:_MOST_QUESTIONS]
    for question in asked:
        yield Block(BlockKind.TEXT, (Span(_cut(question.text, _QUESTION), bold=True),))
        yield from _quote(question)
    if not asked:
        yield Block(BlockKind.TEXT, (Span(ticket.title, bold=True),))


def _quote(question: Question) -> Iterator[Block]:
    if question.citations:
        yield text(_NEAREST)
    for citation in question.citations[:_MOST_PASSAGES]:
        yield Block(BlockKind.QUOTE, render(str(citation["text"])))


def _tell_news(news: Iterable[Message]) -> Iterator[Block]:
    for message in list(news)[-_MOST_NEWS:]:
        when = f"{write_day(message.at, 'fr')}, {write_hour(message.at, 'fr')}"
        yield text(f"{_WHO.get(message.author, 'Un automate')}, le {when} :")
        yield Block(BlockKind.DECISION, (Span(_cut(message.words, _NEWS)),))


def _way(desk: Desk, ticket: Ticket) -> Iterator[Block]:
    return _door(desk, f"/demandes/{ticket.id}")


def _door(desk: Desk, path: str) -> Iterator[Block]:
    if desk.url:
        url = desk.url.rstrip("/") + path
        yield Block(BlockKind.SOURCE, (Span(url, link=url),))


def _name(ticket: Ticket) -> str:
    return (ticket.thread and ticket.thread.address.name) or "Une personne sans nom"


def _subject(ticket: Ticket, title: str) -> str:
    return f"[n° {ticket.id}] {_cut(title, _TITLE)}"


def _cut(words: str, most: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
