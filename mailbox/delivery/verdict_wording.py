"""What we say of who may apply: the verdict, each condition with its passage, and the questions that are still open.

The same words in every channel; only how one answers differs.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ...knowledge.call import Call, Citation
from ...knowledge.eligibility import period_of
from ...knowledge.markup import Span
from ...knowledge.ruling.rule import LEFT, UNKNOWN, Fact, Outcome, Rules, Words
from ...knowledge.ruling.situation import Days, Situation
from ...knowledge.verdict import Reason, Verdict, VerdictKind
from .body import Block, BlockKind, Choice, note, text
from .dates import write_date, write_day
from .phrases import say
from .quoting import DEADLINE, name_source, quote_words
from .wording import Manner, Part, Referral, say_referral


def say_verdict(
    call: Call,
    rules: Rules,
    situation: Situation,
    verdict: Verdict,
    manner: Manner,
    *,
    choices: Sequence[Choice] = (),
    referral: Referral | None = None,
) -> Part:
    """Say a verdict, then what becomes of each condition with the passage it rests on, and that the office decides.

    A passage that was quoted under one condition is not quoted again. `referral` is the ticket of a person who decides.
    """
    language = manner.language
    blocks = [text("\n".join(_lead(verdict, language)))]
    if any(reason.row and reason.row.ruled for reason in verdict.reasons):
        blocks.append(text(say("eligibility.by_ruling", language)))
    shown = list[Citation]()
    for reason in verdict.told:
        blocks.append(text(_say_reason(call, rules, situation, reason, language)))
        blocks += quote_words(call, [one for one in reason.citations if one not in shown], language)
        blocks += _say_notice(reason, language)
        shown += reason.citations
    if rules.terms and verdict.kind in (VerdictKind.ELIGIBLE, VerdictKind.ELIGIBLE_IF):
        blocks.append(text(say("eligibility.terms", language)))
        blocks += quote_words(call, [call.cite(name) for name in rules.terms], language)
    blocks.append(name_source(call, language))
    if DEADLINE in call.milestones and call.milestones[DEADLINE].is_past(manner.now):
        blocks.append(text(say("answer.past_deadline", language, today=write_day(manner.now, language))))
    blocks.append(note(say("eligibility.office", language)))
    return Part((*blocks, *([say_referral(referral, manner)] if referral else [])), tuple(choices))


def name_verdict(verdict: Verdict, language: str) -> str:
    """Name a verdict in a few words."""
    return name_kind(verdict.kind, language)


def name_kind(kind: VerdictKind, language: str) -> str:
    """Name a kind of verdict in a few words."""
    return say(f"eligibility.name.{kind.value}", language)


def say_question(
    call: Call, rules: Rules, fact: str, manner: Manner, choices: Sequence[Choice] = (), lead: str = ""
) -> Part:
    """Ask one question, with why it is asked; its answers are written out where there are no buttons."""
    asked, language = rules.facts[fact], manner.language
    blocks = [text(lead)] if lead else []
    blocks += [text(fill(call, rules, asked.ask, language)), note(fill(call, rules, asked.why, language))]
    if not choices:
        blocks.append(text(_say_answers(call, rules, asked, language)))
    return Part(tuple(blocks), tuple(choices))


def say_questions(call: Call, rules: Rules, facts: Sequence[str], manner: Manner) -> list[Block]:
    """Ask all open questions in one message, numbered, each with why it is asked and what it takes."""
    language = manner.language
    blocks = [text(say("eligibility.by_mail", language))]
    for number, name in enumerate(facts, 1):
        fact = rules.facts[name]
        ask, why = (fill(call, rules, words, language) for words in (fact.ask, fact.why))
        lines = (f"{number}. {ask}", why, _say_answers(call, rules, fact, language))
        blocks.append(text("\n".join(lines)))
    return blocks


def _say_answers(call: Call, rules: Rules, fact: Fact, language: str) -> str:
    answers = " ; ".join(label for _, label in label_answers(call, rules, fact, language))
    return say("eligibility.answers", language, answers=answers)


def label_answers(call: Call, rules: Rules, fact: Fact, language: str) -> list[tuple[str, str]]:
    """List the answers that a question offers, as value and label; "je ne sais pas" is the last."""
    offered = [(value.name, fill(call, rules, value.label, language)) for value in fact.offered]
    return [*offered, (UNKNOWN, say("eligibility.unsure", language))]


def fill(call: Call, rules: Rules, words: Words, language: str) -> str:
    """Return words of the rules, the first and the last day of the start filled in."""
    return _fill(words, period_of(call, rules), language)


def _fill(words: Words, period: Days, language: str) -> str:
    return words[language].format(first=write_date(period.first, language), last=write_date(period.last, language))


def _lead(verdict: Verdict, language: str) -> Iterator[str]:
    """Say the verdict, and below it what it hangs on: conditions, what is left open, what fails and would change it."""
    period = Days(verdict.first, verdict.last)
    yield say(f"eligibility.lead.{verdict.kind.value}", language)
    refused = verdict.kind is VerdictKind.NOT_ELIGIBLE
    for reason in verdict.of(Outcome.NOT_MET) if refused else verdict.of(*LEFT):
        yield f"• {_fill(reason.condition.label, period, language)}{_say_briefly(reason, period, language)}"
    wanted = verdict.of(Outcome.NOT_MET) if refused else () if verdict.is_handed else verdict.of(Outcome.OPEN)
    if wanted and verdict.kind is not VerdictKind.ELIGIBLE_IF:
        yield say("eligibility.change" if refused else "eligibility.still", language)
    yield from (f"• {_fill(one.condition.wants, period, language)}" for one in wanted)
    if verdict.start and not refused and not verdict.is_handed:
        first, last = (write_date(day, language) for day in (verdict.start.first, verdict.start.last))
        yield say("eligibility.start_on" if first == last else "eligibility.start", language, first=first, last=last)


def _say_briefly(reason: Reason, period: Days, language: str) -> str:
    if reason.row is None:
        return ""
    why = say("eligibility.ruled", language) if reason.row.ruled else _fill(reason.row.says, period, language)
    return f" : {why}"


def _say_reason(call: Call, rules: Rules, situation: Situation, reason: Reason, language: str) -> str:
    """Say of one condition whether it is met, what is known of it, and why."""
    outcome = "unknown" if reason.row is None and reason.outcome is Outcome.OPEN else reason.outcome.value
    mark = say(f"eligibility.mark.{outcome}", language)
    told = say_known(call, rules, situation, reason, language)
    said = "\n" + say("eligibility.said", language, said=told) if told else ""
    label = fill(call, rules, reason.condition.label, language)
    return f"{mark} {label} : {say_why(call, rules, reason, language)}{said}"


def say_why(call: Call, rules: Rules, reason: Reason, language: str) -> str:
    """Say why a condition comes to what it does: by the call, by the office's decision, or since it is not known."""
    if reason.row is None:
        last = write_date(period_of(call, rules).last, language)
        return say("eligibility.straddles" if reason.days else "eligibility.unknown", language, last=last)
    return say("eligibility.ruled", language) if reason.row.ruled else fill(call, rules, reason.row.says, language)


def say_known(call: Call, rules: Rules, situation: Situation, reason: Reason, language: str) -> str:
    """Say what is known of the facts of a condition; nothing where none is."""
    known = (_say_value(call, rules, situation, fact, language) for fact in reason.condition.facts)
    return " ; ".join(words for words in known if words)


def _say_value(call: Call, rules: Rules, situation: Situation, fact: str, language: str) -> str:
    """Say what is known of a fact: its value, or the day on which it is to come true."""
    value = situation.value(fact)
    if value == UNKNOWN or rules.date_of(fact) in situation.days:
        return ""
    if days := situation.days.get(fact):
        return say_days(days, language)
    return fill(call, rules, rules.facts[fact].values[value].label, language)


def say_days(days: Days, language: str) -> str:
    """Say on which day or between which days something is to come true."""
    if days.last == date.max:
        return say("eligibility.from", language, first=write_date(days.first, language))
    if days.day:
        return say("eligibility.on", language, day=write_date(days.day, language))
    first, last = write_date(days.first, language), write_date(days.last, language)
    return say("eligibility.between", language, first=first, last=last)


def _say_notice(reason: Reason, language: str) -> list[Block]:
    """Show what another official page says, beside the call's passage."""
    notice = reason.notice
    if notice is None:
        return []
    return [
        text(say("contradiction.notice", language, title=notice.title, seen=notice.seen)),
        text(notice.words.get(language, notice.words["fr"])),
        Block(BlockKind.SOURCE, (Span(notice.url, link=notice.url),)),
    ]
