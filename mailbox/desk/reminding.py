"""Sending the reminders that are due: a message in the person's language, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.date_expression import PARIS
from ..delivery.body import Body, Choice, note, text
from ..delivery.outbox import post
from ..delivery.phrases import capital, name_milestone, say
from ..delivery.quoting import quote
from ..records.models import Author, ParcelKind, Reminder, ReminderState
from .person import tongue
from .reminder import take_due
from .thread import MAIL, begin_trace, file_our_words, find_thread
from .ticket import Desk
from .told import record_citation

BATCH = 50


def remind(session: Session, call: Call, desk: Desk, now: datetime) -> int:
    """Put the reminders that are due into the outbox; return how many were dealt with.

    One is dropped that a later one has overtaken, whose milestone has come meanwhile, or whose person has blocked us.
    """
    due = take_due(session, call.slug, now, BATCH)
    for reminder in due:
        if reminder.state is ReminderState.DROPPED:
            continue
        milestone = call.milestones.get(reminder.subscription.milestone)
        address = reminder.subscription.address
        if address.blocked_at or milestone is None or now >= milestone.start:
            reminder.state = ReminderState.DROPPED
        else:
            _send(session, call, desk, reminder, now)
    session.flush()
    return len(due)


def _send(session: Session, call: Call, desk: Desk, reminder: Reminder, now: datetime) -> None:
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
        key=f"reminder:{reminder.id}",
        now=now,
    )
    record_citation(session, thread, parcel, None, call.cite(milestone.passage), now)


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
