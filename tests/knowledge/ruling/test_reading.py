from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.knowledge.errors import BadFolder
from guichet.knowledge.ruling.reading import read_rules
from guichet.knowledge.ruling.rule import NOT_YET, Outcome, Rules

Read = Callable[[str], Rules]
SMALL = """
milestone = "start"

[facts.paper]
ask = { fr = "Avez-vous le diplôme ?", en = "Do you hold it?" }
why = { fr = "Il le faut.", en = "It is needed." }
dated = "when"
rising = ["no", "yes"]
values.yes.label = { fr = "Oui", en = "Yes" }
values.not_yet.label = { fr = "Pas encore", en = "Not yet" }
values.no.label = { fr = "Non", en = "No" }

[facts.when]
ask = { fr = "Quand ?", en = "When?" }
why = { fr = "Il le faut.", en = "It is needed." }
values.before.label = { fr = "Avant", en = "Before" }
values.window.label = { fr = "Pendant", en = "During" }
values.later.label = { fr = "Après", en = "After" }

[conditions.paper]
name = { fr = "Diplôme", en = "Degree" }
passages = ["degrees"]
wants = { fr = "avoir le diplôme", en = "holding it" }
rows = [
  { name = "held", when = { paper = ["yes"] }, then = "met", says = { fr = "oui", en = "yes" } },
  { name = "none", when = { paper = ["no"] }, then = "not_met", notice = "other", says = { fr = "non", en = "no" } },
  { name = "to_come", when = { paper = ["not_yet"] }, then = "open", says = { fr = "bientôt", en = "soon" } },
]
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str) -> Rules:
        path = tmp_path / "rules.toml"
        path.write_text(text, encoding="utf-8")
        return read_rules(path, ["degrees"], ["start"], ["other"])

    return read


def test_rules_are_read(read: Read) -> None:
    rules = read(SMALL)

    assert list(rules.facts) == ["paper", "when"]
    assert rules.facts["paper"].rising == ("no", "yes")
    assert [(row.name, row.then, row.notice) for _, row in rules.rows()] == [
        ("held", Outcome.MET, ""),
        ("none", Outcome.NOT_MET, "other"),
        ("to_come", Outcome.OPEN, ""),
    ]


def test_a_day_is_asked_after_its_not_yet_alone(read: Read) -> None:
    assert read(SMALL).facts["when"].after == {"paper": frozenset({NOT_YET})}


def test_any_change_of_the_file_is_another_version(read: Read) -> None:
    versions = {read(text).version for text in (SMALL, SMALL + "\n", SMALL)}

    assert len(versions) == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('milestone = "start"', "", "milestone: expected a text; found None"),
        ('milestone = "start"', 'milestone = "never"', r"names a milestone that the call does not have: never"),
        ('milestone = "start"', 'mile = "start"', "the file: expected nothing but milestone, .*; found 'mile'"),
        ("[conditions.paper]", "[conditions]", "conditions.name: expected nothing but name"),
        ('dated = "when"', "dated = 3", "facts.paper.dated: expected a text; found 3"),
        ('dated = "when"', 'dated = "nowhere"', r"has `dated` name what is no fact: nowhere"),
        ('dated = "when"', 'asked = "no"', "facts.paper.asked: expected true or false; found 'no'"),
        ('dated = "when"', 'date = "when"', "facts.paper: expected nothing but ask"),
        ('dated = "when"', "after = { paper = 1 }", "facts.paper.after: paper: expected a list; found 1"),
        ('["no", "yes"]', '["no", "maybe"]', r"names values that the facts do not have: paper = maybe"),
        ("values.later", "values.after", r"has days with other values than \['before', 'later', 'window'\]: when"),
        ("values.not_yet", "values.soon", r"has facts with a date and no value 'not_yet': paper"),
        ('values.no.label = { fr = "Non", en = "No" }', "values.no = 1", "values.no: expected a table; found 1"),
        ("values.no.", "values.unknown.", "one value at least, none called 'unknown'"),
        ('en = "Do you hold it?"', 'de = "Wie?"', "facts.paper.ask: expected nothing but fr, en; found 'de'"),
        (', en = "Do you hold it?"', "", "facts.paper.ask.en: expected a text; found None"),
        ('passages = ["degrees"]', 'passages = "degrees"', "paper.passages: expected a list; found 'degrees'"),
        ('passages = ["degrees"]', 'passages = ["gone"]', r"names passages that the call does not have: gone"),
        ('wants = { fr = "avoir le diplôme", en = "holding it" }', "", "paper.wants: expected a table"),
        ('then = "met"', 'then = "perhaps"', "rows, held: then: expected met or .*; found 'perhaps'"),
        ('then = "met"', 'then = ["met"]', r"rows, held: then: expected met .*; found \['met'\]"),
        ('name = "held", ', "", "conditions.paper.rows: name: expected a text; found None"),
        ('name = "none"', 'name = "held"', r"gives several rows one name: held"),
        ('paper = ["yes"]', 'paper = ["oui"]', r"names values that the facts do not have: paper = oui"),
        ('paper = ["yes"]', "paper = [1]", "when: paper: expected a text; found 1"),
        ('notice = "other"', 'notice = "gone"', r"names notices that notices.toml does not have: gone"),
        ('when = { paper = ["not_yet"] }', 'when = { paper = ["no"] }', "condition paper: no row for paper = not_yet"),
        ('milestone = "start"', 'terms = ["gone"]\nmilestone = "start"', "passages that the call does not have: gone"),
        ('milestone = "start"', "milestone = ", "cannot be read as TOML in UTF-8"),
    ],
)  # fmt: skip
def test_what_is_not_as_expected_is_refused_with_its_place(read: Read, old: str, new: str, told: str) -> None:
    assert old in SMALL

    with pytest.raises(BadFolder, match=told):
        read(SMALL.replace(old, new, 1))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(SMALL.encode("latin-1"))

    with pytest.raises(BadFolder, match=r"rules.toml: cannot be read as TOML in UTF-8"):
        read_rules(path, [], [], [])
