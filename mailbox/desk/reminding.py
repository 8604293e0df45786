"""Sending the reminders that are due: a message in the person's language, once."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.date_expression import PARIS
from ..delivery.body import Body, Choice, note, text
from ..delivery.outbox import post, withdraw_late
from ..delivery.phrases import capital, name_milestone, say
from ..delivery.quoting import quote
from ..records.models import Author, Parcel, ParcelKind, Reminder, ReminderState
from .person import tongue
from .reminder import take_due
from .thread import MAIL, begin_trace, file_our_words, find_thread
from .ticket import Desk
from .told import record_citation

BATCH = 50


def remind(session: Session, call: Call, desk: Desk, now: datetime) -> int:
    """Put the reminders that are due into the outbox; return how many were dealt with.

    One is dropped that a later one has overtaken, whose milestone has come meanwhile, or whose person has blocked us.
    One that could not leave on its day is written anew, since "tomorrow" holds for a day.
    """
    due = take_due(session, call.slug, now, BATCH)
    for reminder in due:
        if reminder.state is not ReminderState.DROPPED:
            _send_or_drop(session, call, desk, reminder, now, key=f"reminder:{reminder.id}")
    late = withdraw_late(session, call.slug, ParcelKind.REMINDER, now, BATCH)
    for parcel in late:
        if reminder := _find_again(session, parcel):
            key = f"reminder:{reminder.id}:{now.astimezone(PARIS).date()}"
            _send_or_drop(session, call, desk, reminder, now, key=key)
    session.flush()
    return len(due) + len(late)


def _find_again(session: Session, parcel: Parcel) -> Reminder | None:
    """Find the reminder that a parcel carried; None where its subscription has ended."""
    number = (parcel.key or "").split(":")[1:2]
    return session.get(Reminder, int(number[0])) if number else None


def _send_or_drop(session: Session, call: Call, desk: Desk, reminder: Reminder, now: datetime, *, key: str) -> None:
    milestone = call.milestones.get(reminder.subscription.milestone)
    if reminder.subscription.address.blocked_at or milestone is None or now >= milestone.start:
        reminder.state = ReminderState.DROPPED
    else:
        _send(session, call, desk, reminder, now, key)


def _send(session: Session, call: Call, desk: Desk, reminder: Reminder, now: datetime, key: str) -> None:
    address = reminder.subscription.address
    milestone = call.milestones[reminder.subscription.milestone]
    language = tongue(address)
    body = _compose(call, desk, reminder, now)
    label = name_milestone(milestone.name, language)
    mail = begin_trace(address, say("reminder.subject", language, label=label), desk.address)
    thread = find_thread(session, call.slug, address, mail, now)
    message = file_our_words(session, thread, Author.ASSISTANT, body, mail, now)
    parcel = post(
        session,
        call=call.slug,
        address=address,
        kind=ParcelKind.REMINDER,
        body=body,
        mail=mail,
        thread_id=thread.id,
        message_id=message.id,
        key=key,
        until=min(_next_midnight(now), milestone.start),
        now=now,
    )
    record_citation(session, thread, parcel, None, call.cite(milestone.passage), now)


def _next_midnight(now: datetime) -> datetime:
    """Return when the day in Paris ends, with which words such as "tomorrow" end to hold."""
    return datetime.combine(now.astimezone(PARIS).date() + timedelta(days=1), time(), PARIS)


def _compose(call: Call, desk: Desk, reminder: Reminder, now: datetime) -> Body:
    address, name = reminder.subscription.address, reminder.subscription.milestone
    language, milestone = tongue(address), call.milestones[name]
    days = (milestone.start.astimezone(PARIS).date() - now.astimezone(PARIS).date()).days
    when = {0: "reminder.due_today", 1: "reminder.due_tomorrow"}.get(days, "reminder.due_days")
    lead = text(capital(say(when, language, label=name_milestone(name, language), days=days)))
    quoted = quote(call, [call.cite(milestone.passage)], now, language)
    if address.channel != MAIL:
        return Body((lead, *quoted), (Choice(say("reminder.stop", language), f"forget:{name}"),))
    stop = note(say("reminder.stop_mail", language))
    signature = note(say("letter.signature", language, service=desk.office.imprint))
    return Body((text(say("letter.hello", language)), lead, *quoted, stop, signature))
