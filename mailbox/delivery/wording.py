"""What we say of each conclusion, and how what we say becomes one message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ...knowledge.call import Call, Citation, Pair
from ...knowledge.conclusion import Answer, Clarify, Contradiction, Decision, EligibilityWanted, Gap, SmallTalk
from ...knowledge.markup import Span
from .body import Block, BlockKind, Body, Choice, note, text
from .dates import write_date, write_day, write_milestone
from .phrases import capital, name_milestone, name_pair, say
from .quoting import quote

_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """What we say of one question. `question` is repeated above it where a message answers several."""

    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    question: str = ""


@dataclass(frozen=True)
class Referral:
    """The ticket a question is passed on with; no `number` where nothing is passed on (`guichet ask`)."""

    department: str
    number: int | None = None
    known: bool = False
    """Whether the ticket was open before this question came."""


@dataclass(frozen=True)
class Manner:
    """How to speak: in which language, at which moment (aware), and whether by mail, where there are no buttons."""

    language: str
    now: datetime
    mail: bool = False
    notes: tuple[str, ...] = field(default=())


def say_answer(call: Call, answer: Answer, manner: Manner, choices: Sequence[Choice] = ()) -> Part:
    """Say what the call says, in its own words."""
    label = name_pair(answer.pair, manner.language)
    lead = text(say("answer.lead", manner.language, label=label))
    quoted = quote(call, answer.citations, manner.now, manner.language)
    return Part((lead, *quoted), tuple(choices), answer.question)


def say_decision(decision: Decision, department: str, manner: Manner, choices: Sequence[Choice] = ()) -> Part:
    """Say what the office decided, marked as its decision and not the call's words, with who signed it.

    `department` is the name of the signer's.
    """
    entry, language = decision.entry, manner.language
    day = write_date(entry.dated, language)
    lead = say("decision.lead", language, label=name_pair(decision.pair, language), day=day)
    words = Block(BlockKind.DECISION, (Span(entry.words),))
    signed = ", ".join(line for line in (entry.signed.who, entry.signed.capacity, department) if line)
    source = Block(BlockKind.SOURCE, (Span(say("decision.signed", language, day=day, signed=signed)),))
    apart = note(say("decision.apart", language))
    return Part((text(lead), words, source, apart), tuple(choices), decision.question)


def say_undecided(call: Call, found: Gap | Contradiction, referral: Referral, manner: Manner) -> Part:
    """Say why the call alone does not settle a question, and who will."""
    if isinstance(found, Contradiction):
        return say_contradiction(call, found, referral, manner)
    return say_gap(call, found, referral, manner)


def say_gap(call: Call, gap: Gap, referral: Referral, manner: Manner) -> Part:
    """Say that the call does not say, show the nearest it says, and name who will answer."""
    label = name_pair(gap.pair, manner.language)
    unnamed = label == name_pair("", manner.language)
    lead = say("gap.unnamed", manner.language) if unnamed else say("gap.lead", manner.language, label=label)
    nearest = _say_nearest(call, "gap.nearest", gap.nearest, manner)
    return Part((text(lead), *nearest, say_referral(referral, manner)), (), gap.question)


def say_contradiction(call: Call, found: Contradiction, referral: Referral, manner: Manner) -> Part:
    """Show the call's passages and another official page's notice side by side, decide nothing, and name who will."""
    notice = found.notice
    lead = text(say("contradiction.lead", manner.language, label=name_pair(found.pair, manner.language)))
    quoted = quote(call, found.citations, manner.now, manner.language)
    other = text(say("contradiction.notice", manner.language, title=notice.title, seen=notice.seen))
    words = text(notice.words.get(manner.language, notice.words["fr"]))
    source = Block(BlockKind.SOURCE, (Span(notice.url, link=notice.url),))
    undecided = text(say("contradiction.undecided", manner.language))
    return Part((lead, *quoted, other, words, source, undecided, say_referral(referral, manner)), (), found.question)


def say_eligibility(call: Call, wanted: EligibilityWanted, referral: Referral, manner: Manner) -> Part:
    """Quote who may apply, and hand the person's own case over."""
    nearest = _say_nearest(call, "eligibility.passed_on", wanted.nearest, manner)
    return Part((*nearest, say_referral(referral, manner)), (), wanted.question)


def say_handed_over(phrase: str, question: str, referral: Referral, manner: Manner) -> Part:
    """Say why a person will answer (`phrase` is a key), and who."""
    return Part((text(say(phrase, manner.language)), say_referral(referral, manner)), (), question)


def say_clarify(clarify: Clarify, manner: Manner, choices: Sequence[Choice] = ()) -> Part:
    """Ask which of two or three things is meant; the choices are also written out where there are no buttons."""
    ask = [text(say("clarify.ask", manner.language))]
    if manner.mail or not choices:
        ask += [text(f"– {capital(name_pair(pair, manner.language))}") for pair in clarify.choices]
    return Part(tuple(ask), tuple(choices), clarify.question)


def say_small_talk(talk: SmallTalk, manner: Manner, choices: Sequence[Choice] = ()) -> Part:
    """Answer what asks nothing."""
    return Part((text(say(f"smalltalk.{talk.kind.value}", manner.language)),), tuple(choices), talk.question)


def say_file_kept(call: Call, citations: Sequence[Citation], referral: Referral, manner: Manner) -> Part:
    """Acknowledge a file, quote how one registers, and name the ticket."""
    nearest = _say_nearest(call, "enclosure.kept", citations, manner)
    return Part((*nearest, say_referral(referral, manner)))


def say_reminders(key: str, call: Call, names: Sequence[str], manner: Manner, question: str) -> Part:
    """Say for which milestones reminders are on (`reminder.on`), off or would be set by now, or that there are none."""
    if not names:
        empty = "reminder.no_subscription" if key == "reminder.off" else "reminder.none_left"
        return Part((text(say(empty, manner.language)),), (), question)
    lines = [
        say(
            "reminder.line",
            manner.language,
            label=capital(name_milestone(name, manner.language)),
            date=write_milestone(call.milestones[name], manner.language),
        )
        for name in names
        if name in call.milestones
    ]
    return Part((text("\n".join([say(key, manner.language), *lines])),), (), question)


def say_referral(referral: Referral, manner: Manner) -> Block:
    """Name the ticket's number and the department that answers."""
    key = "ticket.would" if referral.number is None else "ticket.known" if referral.known else "ticket.opened"
    day = write_day(manner.now, manner.language)
    return text(say(key, manner.language, number=referral.number, department=referral.department, day=day))


def say_added(referral: Referral, manner: Manner) -> Block:
    """Say that what came was added to a ticket that waits."""
    return text(say("ticket.added", manner.language, number=referral.number, department=referral.department))


def say_phrase(key: str, manner: Manner) -> Block:
    """Say one phrase."""
    return text(say(key, manner.language))


def label_choice(pair: Pair, language: str) -> str:
    """Name a pair on a button."""
    return capital(name_pair(pair, language))


def compose(parts: Sequence[Part], manner: Manner, *, service: str) -> Body:
    """Make one message of the parts; by mail with a greeting, what can be replied in place of buttons, a signature."""
    blocks: list[Block] = [text(words) for words in manner.notes]
    for part in parts:
        if len(parts) > 1 and part.question:
            asked = say("letter.several", manner.language, question=_shorten(part.question))
            blocks.append(Block(BlockKind.TEXT, (Span(asked, bold=True),)))
        blocks += part.blocks
    choices = tuple({choice.action: choice for part in parts for choice in part.choices}.values())
    if not manner.mail:
        return Body(tuple(blocks), choices)
    hello = say("letter.hello", manner.language)
    if blocks and blocks[0].text.startswith(hello.rstrip(",")):
        hello = ""  # what is said greets by itself
    ending = (note(say("letter.can_write", manner.language)),)
    signature = note(say("letter.signature", manner.language, service=service))
    return Body((*([text(hello)] if hello else []), *blocks, *ending, signature))


def staff_answer(
    words: str,
    *,
    number: int,
    asked: Sequence[str],
    signature: Sequence[str],
    language: str,
    declined: Sequence[tuple[str, str]] = (),
) -> Body:
    """Present what a person of the office wrote: which request it answers, their words, their name and capacity.

    `declined` are the questions that are not answered, each with its reason.
    """
    blocks = [text(say("staff.lead", language, number=number))]
    blocks += [note(say("staff.asked", language, question=_shorten(question))) for question in asked if question]
    blocks += [text(paragraph.strip("\n")) for paragraph in words.split("\n\n") if paragraph.strip()]
    for question, reason in declined:
        blocks.append(text(say("staff.declined", language, question=_shorten(question), reason=reason)))
    return Body((*blocks, text("\n".join(signature))))


def _say_nearest(call: Call, phrase: str, citations: Sequence[Citation], manner: Manner) -> list[Block]:
    if not citations:
        return []
    return [text(say(phrase, manner.language)), *quote(call, citations, manner.now, manner.language)]


def _shorten(question: str, most: int = 300) -> str:
    flat = _LINK.sub("[…]", " ".join(question.split()))  # a borrowed address must not carry a link in our name
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
