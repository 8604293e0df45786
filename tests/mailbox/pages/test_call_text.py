from dataclasses import replace

from guichet.knowledge.call import Passage
from guichet.knowledge.markup import plain
from guichet.mailbox.desk.quotations import Quoted
from guichet.mailbox.pages.call_text import Block, Resting, cut_call
from guichet.tests.factories import make_call

CALL = make_call()


def cut(call=CALL, **quoted: Quoted) -> tuple[Block, ...]:
    return cut_call(call, {name: Quoted(0, 0) for name in call.passages} | quoted)


def resting(blocks: tuple[Block, ...]) -> dict[str, Resting]:
    return {passage.name: passage for block in blocks for passage in block.passages}


def say(block: Block) -> str:
    return "".join(span.text for piece in block.pieces for span in piece.spans)


def test_the_whole_text_is_there_in_its_order() -> None:
    said = " ".join(" ".join(say(block) for block in cut()).split())

    assert said == " ".join(plain(CALL.source.text).split())


def test_every_passage_is_marked_once_and_numbered_as_it_stands() -> None:
    marked = [piece.passage for block in cut() for piece in block.pieces if piece.passage]

    assert sorted(marked) == sorted(CALL.passages)
    assert [resting(cut())[name].number for name in marked] == list(range(1, len(marked) + 1))


def test_a_passage_that_spans_blank_lines_stays_in_one_block() -> None:
    [block] = [block for block in cut() if any(passage.name == "criteria" for passage in block.passages)]

    assert say(block).startswith("La sélection des candidats")
    assert say(block).endswith("dont relève le projet")


def test_a_passage_shows_what_rests_on_it() -> None:
    found = resting(cut(deadline=Quoted(3, 2)))["deadline"]

    dates = ("Ses dates", "Les dates d'inscription et de dépôt", "La date limite de dépôt", "L'inscription")
    assert found.answers == dates
    assert "Le fuseau horaire de la date limite" in found.nearest
    assert found.milestones == (("La date limite de dépôt", "20 février 2026 à 17 h"),)
    assert found.quoted == Quoted(3, 2)
    assert "".join(span.text for span in found.translation).startswith("Deadline for submitting")


def test_a_passage_that_overlaps_another_is_shown_apart_and_whole() -> None:
    whole = CALL.passages["deadline"]
    inner = Passage("inner", whole.start + 5, whole.end + 1)
    call = replace(CALL, passages={**CALL.passages, "inner": inner})

    found = resting(cut(call))

    assert "".join(span.text for span in found["inner"].apart) == plain(CALL.source.text[inner.start : inner.end])
    assert found["deadline"].apart == ()
