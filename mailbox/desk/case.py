"""Cases: phrasings that were understood wrongly, kept with what was meant, for a person to teach from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ..records.models import Act, Message, Question, Staff, Thread
from .errors import UnknownCase
from .journal import record
from .proposal import is_known

CASE = "case"
BATCH = 500


@dataclass(frozen=True)
class Case:
    """A phrasing, and the label that it is to be learnt under: the pair that was meant."""

    text: str
    label: str


def keep_case(
    session: Session, call: Call, thread_id: int, question_id: int, pair: Pair, staff: Staff, now: datetime
) -> None:
    """Keep that a question of a thread meant a pair; the journal has its number and no word of it.

    What is kept last of a question counts. Raises `UnknownCase`.
    """
    asked = (
        select(Question.id)
        .join(Question.message)
        .join(Message.thread)
        .where(Question.id == question_id, Thread.id == thread_id, Thread.call == call.slug)
    )
    if session.scalars(asked).one_or_none() is None or not is_known(call, pair):
        raise UnknownCase
    record(session, call.slug, staff.id, CASE, now, question=question_id, pair=str(pair))


def list_cases(session: Session, call: str) -> Iterator[Case]:
    """List the phrasings kept, in the order of their questions; those whose question was erased are gone."""
    query = select(Act.detail).where(Act.call == call, Act.kind == CASE).order_by(Act.id)
    meant = {int(detail["question"]): str(detail["pair"]) for detail in session.scalars(query)}
    numbers = sorted(meant)
    for start in range(0, len(numbers), BATCH):
        batch = select(Question.id, Question.text).where(Question.id.in_(numbers[start : start + BATCH]))
        for number, text in session.execute(batch.order_by(Question.id)):
            yield Case(" ".join(text.split()), meant[number])
