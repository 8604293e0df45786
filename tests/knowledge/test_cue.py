from time import perf_counter

import pytest

from guichet.knowledge.cue import CueIndex, Kind, read_cues
from guichet.knowledge.text import words


def find(text: str, *written: str, kind: Kind = Kind.OBJECT) -> list[tuple[str, list[int]]]:
    """Find cues, each named by how it is written, in a text; with the places of each."""
    index = CueIndex([cue for one in written for cue in read_cues(kind, one, 1.0, one)])
    return sorted((match.cue.name, sorted(match.places)) for match in index.find(words(text)))


@pytest.mark.parametrize(
    ("written", "text", "places"),
    [
        ("date limite", "quelle date limite ?", [1, 2]),
        ("Date Limité", "date limite", [0, 1]),
        ("date limite", "date très limite", None),
        ("oral|audition", "une audition", [0]),
        ("oral|audition", "auditions", None),
        ("audition*", "auditions", [0]),
        ("date* .. oral", "dates du prochain grand oral", [0, 3]),
        ("date .. oral", "date deux trois quatre cinq oral", [0, 5]),
        ("date .. oral", "date deux trois quatre cinq six oral", None),
        ("oral|heure_exacte", "heure exacte", [0, 1]),
        ("oral|heure_exacte", "heure", None),
        ("oral|heure_exact*", "heure exactement", [0, 1]),
        ("quel oral|jour_venir*", "quel jour viendra", None),
        ("quel oral|jour_venir*", "quel jour venir", [0, 1, 2]),
        ("le de", "le de", None),
    ],
)
def test_a_cue_is_found_where_its_words_stand(written: str, text: str, places: list[int] | None) -> None:
    assert find(text, written) == ([(written, places)] if places else [])


def test_a_cue_inside_a_longer_one_of_another_label_is_left_out() -> None:
    assert find("date limite", "date", "date limite") == [("date limite", [0, 1])]


@pytest.mark.parametrize(("name", "left"), [("reminder_on", ["oral", "reminder_on"]), ("status", ["status"])])
def test_a_wish_leaves_in_what_it_is_about(name: str, left: list[str]) -> None:
    cues = [*read_cues(Kind.ACT, name, 1.5, "rappel .. oral"), *read_cues(Kind.OBJECT, "oral", 1.0, "oral")]

    found = CueIndex(cues).find(("rappel", "oral"))

    assert sorted(match.cue.name for match in found) == left


def test_a_cue_that_only_overlaps_another_is_kept() -> None:
    assert find("date limite ferme", "date limite", "limite ferme") == [
        ("date limite", [0, 1]),
        ("limite ferme", [1, 2]),
    ]


def test_a_pair_s_cue_leaves_in_what_names_its_own_object_and_property() -> None:
    cues = [
        *read_cues(Kind.PAIR, "oral.when", 2.3, "quand oral"),
        *read_cues(Kind.OBJECT, "oral", 1.0, "oral"),
        *read_cues(Kind.PROPERTY, "when", 1.0, "quand"),
        *read_cues(Kind.PROPERTY, "where", 1.0, "quand"),
    ]

    found = CueIndex(cues).find(("quand", "oral"))

    assert sorted(match.cue.name for match in found) == ["oral", "oral.when", "when"]


def test_a_long_text_is_read_in_time_that_grows_as_it_does() -> None:
    began = perf_counter()

    found = find("date limite " * 20_000, "date", "limite", "date limite")

    assert len(found) == 20_000
    assert perf_counter() - began < 5  # a quarter of a second; minutes where each match is held against all others
