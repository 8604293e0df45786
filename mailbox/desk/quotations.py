"""How often each passage of a call was quoted to candidates."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..records.models import Told


@dataclass(frozen=True)
class Quoted:
    """How many times a passage was quoted, and to how many people."""

    times: int
    people: int


def count_quotations(session: Session, call: Call) -> Mapping[str, Quoted]:
    """Count, by a passage's name, how often it was quoted from the text as it stands; other versions do not count."""
    query = (
        select(Told.start, Told.end, func.count(), func.count(Told.candidate_id.distinct()))
        .where(Told.call == call.slug, Told.source == call.source.name, Told.version == call.source.version)
        .group_by(Told.start, Told.end)
    )
    spans = {(start, end): Quoted(times, people) for start, end, times, people in session.execute(query)}
    return {name: spans.get((p.start, p.end), Quoted(0, 0)) for name, p in call.passages.items()}
