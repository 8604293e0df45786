"""Reminders: who subscribes to which milestone, when each is due, and how each leaves once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from ...knowledge.call import Call
from ...knowledge.date_expression import PARIS, Precision
from ...knowledge.milestone import Milestone
from ..records.models import Address, Reminder, ReminderState, Subscription

DAYS_BEFORE = (7, 1)
ON_THE_DAY = 0
HOUR = time(9)


def due_moments(milestone: Milestone, now: datetime) -> dict[int, datetime]:
    """Return the moments still to come, by days before: 7 and 1 at 9:00 in Paris, and the day itself for an hour.

    A period counts from its first day.
    """
    days = (*DAYS_BEFORE, ON_THE_DAY) if milestone.precision is Precision.MINUTE else DAYS_BEFORE
    first = milestone.start.astimezone(PARIS).date()
    moments = {n: datetime.combine(first - timedelta(days=n), HOUR, PARIS) for n in days}
    return {n: moment for n, moment in moments.items() if now < moment < milestone.start}


def remindable(call: Call, now: datetime) -> list[str]:
    """Name the milestones that a reminder can still be sent of, in the order of their dates."""
    ahead = [milestone for milestone in call.milestones.values() if due_moments(milestone, now)]
    return [milestone.name for milestone in sorted(ahead, key=lambda milestone: milestone.start)]


def subscribed(session: Session, call: Call, address: Address) -> set[str]:
    """Name the milestones that an address is to be reminded of."""
    query = select(Subscription.milestone).filter_by(call=call.slug, address_id=address.id)
    return set(session.scalars(query))


def subscribe(session: Session, call: Call, address: Address, names: Iterable[str], now: datetime) -> list[str]:
    """Subscribe to milestones and plan their reminders; return those of which one is still to come."""
    ahead = [name for name in names if name in remindable(call, now)]
    for name in set(ahead) - subscribed(session, call, address):
        subscription = Subscription(call=call.slug, address=address, milestone=name, created_at=now)
        session.add(subscription)
        for days, moment in due_moments(call.milestones[name], now).items():
            session.add(Reminder(subscription=subscription, days=days, due_at=moment))
    session.flush()
    return ahead


def unsubscribe(session: Session, call: Call, address: Address, names: Sequence[str] = ()) -> list[str]:
    """End subscriptions with their reminders, all of them where none is named; return the milestones that ended."""
    query = select(Subscription).filter_by(call=call.slug, address_id=address.id)
    ended = [row for row in session.scalars(query) if not names or row.milestone in names]
    for row in ended:
        for reminder in session.scalars(select(Reminder).filter_by(subscription_id=row.id)):
            session.delete(reminder)
        session.flush()
        session.delete(row)
    session.flush()
    return [row.milestone for row in ended]


def take_due(session: Session, call: str, now: datetime, limit: int) -> list[Reminder]:
    """Take a call's reminders that are due, locked until the transaction ends, and mark them as sent.

    Of several that are due for one subscription, as after an outage, the latest is taken and the others are dropped.
    One whose milestone is there already is for the caller to drop.
    """
    later = aliased(Reminder)
    overtaken = exists().where(
        later.subscription_id == Reminder.subscription_id, later.due_at > Reminder.due_at, later.due_at <= now
    )
    query = (
        select(Reminder, overtaken)
        .join(Reminder.subscription)
        .where(Subscription.call == call, Reminder.state == ReminderState.PLANNED, Reminder.due_at <= now)
        .order_by(Reminder.due_at)
        .limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
    )
    due = session.execute(query).all()
    for reminder, late in due:
        reminder.state = ReminderState.DROPPED if late else ReminderState.SENT
    return [reminder for reminder, _ in due]
