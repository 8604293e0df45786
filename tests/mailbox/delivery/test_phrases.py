import string
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from guichet.knowledge.folder import find_folder, load_call
from guichet.mailbox.delivery.phrases import FOLDER, capital, name_milestone, name_pair, say

CALL = load_call(find_folder("postes-accueil-2026"))


def leaves(table: dict[str, Any], key: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in table.items():
        path = f"{key}.{name}" if key else name
        if "fr" in value:
            yield path, value
        else:
            yield from leaves(value, path)


def fields(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


PHRASES = dict(leaves(tomllib.loads((FOLDER / "phrases.toml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("key", PHRASES)
def test_every_phrase_says_the_same_with_the_same_data_in_both_languages(key: str) -> None:
    phrase = PHRASES[key]

    assert set(phrase) == {"fr", "en"}
    assert fields(phrase["en"]) >= fields(phrase["fr"])
    assert phrase["en"]


@pytest.mark.parametrize("pair", [*CALL.answers, *CALL.gaps], ids=str)
def test_every_pair_of_the_call_has_a_label_of_its_own(pair: object) -> None:
    assert name_pair(str(pair), "fr") != name_pair("no.such", "fr")
    assert name_pair(str(pair), "en") != name_pair("no.such", "en")


@pytest.mark.parametrize("name", CALL.milestones)
def test_every_milestone_of_the_call_has_a_label(name: str) -> None:
    assert name_milestone(name, "fr") != name


def test_what_a_person_wrote_is_put_in_as_it_is() -> None:
    said = say("letter.several", "fr", question="combien {x} ?")

    assert said == "Vous demandez : « combien {x} ? »"


def test_a_label_begins_a_line_with_a_capital() -> None:
    assert capital("l'appel") == "L'appel"
    assert capital("") == ""
