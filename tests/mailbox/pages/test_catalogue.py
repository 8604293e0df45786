"""The catalogue holds the English of every sentence that the desk has, and of no other."""

import re
from collections.abc import Sequence

from babel.messages.catalog import Message

from guichet.tests.mailbox.pages.sentences import extract, read_english

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|%%|<[^>]*>")
"""What both languages have: what is filled in, and the tags within a sentence."""


def name(message: Message) -> tuple[str | Sequence[str], str | None]:
    return message.id, message.context


def forms(found: str | Sequence[str]) -> Sequence[str]:
    return [found] if isinstance(found, str) else found


def places(sentence: str) -> Sequence[str]:
    return sorted(PLACEHOLDER.findall(sentence))


ENGLISH = [message for message in read_english() if message.id]


def test_every_sentence_has_its_english() -> None:
    translated = {name(message) for message in ENGLISH if all(forms(message.string))}

    assert [name(message) for message in extract() if message.id and name(message) not in translated] == []


def test_no_translation_is_left_of_a_sentence_that_is_gone() -> None:
    there_is = {name(message) for message in extract()}

    assert [name(message) for message in ENGLISH if name(message) not in there_is] == []


def test_a_translation_has_the_places_and_tags_of_its_sentence() -> None:
    both = [pair for message in ENGLISH for pair in zip(forms(message.id), forms(message.string), strict=True)]

    others = [(french, english) for french, english in both if places(french) != places(english)]

    assert others == []


def test_no_translation_ends_the_attribute_that_it_stands_in() -> None:
    plain = [english for message in ENGLISH for english in forms(message.string) if "<" not in english]

    assert [english for english in plain if '"' in english or ">" in english] == []


def test_sentences_are_found_wherever_they_are_written() -> None:
    found = {message.id for message in extract()}

    assert {
        "Il n'y a pas de demande n° {number}.",  # an error
        "un passage de l'appel",  # a part of one
        "Courriel",  # a label of another folder's
        "{size} ko",  # of the code of a page
        "l'appel ne le dit pas",  # of a table in a template
        "Second facteur",  # of a template
    } <= found
