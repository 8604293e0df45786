"""Questions that go on from what was named before them."""

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.conclusion import Settled
from guichet.tests.factories import NOW, make_call

ASSISTANT = Assistant(make_call())


def said(text: str, last_object: str | None = None) -> list[str]:
    """Write what is concluded as `answer application.until_when`."""
    conclusions = ASSISTANT.consider(text, Context(NOW, Channel.CHAT, last_object=last_object))
    return [f"{c.outcome.value} {c.pair}" if isinstance(c, Settled) else c.outcome.value for c in conclusions]


def test_a_pronoun_asks_of_what_was_named_before_it() -> None:
    asked = "quand est l'audition et combien de temps dure-t-elle ?"

    assert said(asked) == ["answer audition.when", "gap audition.how_long"]


@pytest.mark.parametrize(
    ("asked", "said_of_it"),
    [
        ("Quelle est la date limite ? L'audition a-t-elle lieu à Paris ?", "gap audition.where"),
        ("Qui décide des trois ans ? La présélection se déroulera-t-elle en avril ?", "answer preselection.when"),
        ("Quelle est la date limite ? Et elle est prolongée ?", "human"),
        ("Quelle est la date limite, et elle est prolongée ?", "human"),
    ],
)
def test_a_pronoun_beside_its_own_subject_asks_of_that_and_nothing_is_dropped(asked: str, said_of_it: str) -> None:
    assert said(asked)[-1] == said_of_it


def test_a_thread_is_gone_on_with_by_a_pronoun() -> None:
    assert said("et elle dure combien de temps ?", "audition.when") == ["gap audition.how_long"]
    assert said("elle est renouvelable ?", "audition.when") == ["human"]
