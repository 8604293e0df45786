"""What the assistant would say of an entry or of passages, spelled out as words that staff put into an answer."""

from collections.abc import Sequence

from ...knowledge.call import Call
from ...knowledge.conclusion import Answer, Decision
from ...knowledge.entry import ApprovedEntry, EntryKind
from ..delivery import wording
from ..delivery.body import Block, BlockKind
from ..delivery.wording import Manner, Part
from .office import Office


def spell_out(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Write each paragraph as plain words, quotations within French marks."""
    return tuple(f"« {block.text} »" if block.kind is BlockKind.QUOTE else block.text for block in blocks)


def say_entry(call: Call, office: Office, entry: ApprovedEntry, manner: Manner, question: str = "") -> Part:
    """Say an entry: the call's passages, or the decision with who signed it and when."""
    if entry.kind is EntryKind.QUOTE:
        return wording.say_answer(call, Answer(question, 1.0, entry.pair, entry.citations), manner)
    department = office.department(entry.signed.department).name
    return wording.say_decision(Decision(question, 1.0, entry.pair, entry), department, manner)
