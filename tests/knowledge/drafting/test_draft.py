"""Folders drafted from texts alone: three of differing shape, and the call of 2026 made anew."""

from datetime import datetime
from pathlib import Path

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Answer, Gap
from guichet.knowledge.date_expression import Precision
from guichet.knowledge.drafting.draft import draft
from guichet.tests.factories import make_call
from guichet.tests.knowledge.drafting.drafted import MADE, made, make, paris, said, touches


@pytest.mark.parametrize(
    ("name", "opening", "deadline", "precision"),
    [
        ("bourses-mobilite", paris(2027, 1, 4), paris(2027, 2, 26, 12), Precision.MINUTE),
        ("contrats-passerelle", paris(2026, 9, 15), paris(2026, 11, 30, 23, 59), Precision.MINUTE),
        ("bridge-fellowships", paris(2026, 9, 1), paris(2026, 10, 30, 17), Precision.MINUTE),
    ],
)
def test_opening_and_deadline_are_read(
    tmp_path: Path, name: str, opening: datetime, deadline: datetime, precision: Precision
) -> None:
    call = made(tmp_path, name)

    assert call.milestones["opening"].start == opening
    assert (call.milestones["deadline"].start, call.milestones["deadline"].precision) == (deadline, precision)


@pytest.mark.parametrize(
    ("name", "periods"),
    [
        (
            "bourses-mobilite",
            {"auditions": paris(2027, 4, 19), "results": paris(2027, 5, 1), "start": paris(2027, 9, 1)},
        ),
        (
            "contrats-passerelle",
            {
                "preselection": paris(2027, 1, 1),
                "auditions": paris(2027, 3, 1),
                "results": paris(2027, 4, 12),
                "start": paris(2027, 6, 1),
            },
        ),
        (
            "bridge-fellowships",
            {
                "preselection": paris(2027, 1, 1),
                "auditions": paris(2027, 2, 8),
                "results": paris(2027, 3, 1),
                "start": paris(2027, 5, 1),
            },
        ),
    ],
)
def test_the_other_dates_are_read(tmp_path: Path, name: str, periods: dict[str, datetime]) -> None:
    found = made(tmp_path, name).milestones

    assert {key: found[key].start for key in found.keys() - {"opening", "deadline"}} == periods


@pytest.mark.parametrize(
    ("name", "pair", "words"),
    [
        ("bourses-mobilite", "contract.how_long", "12 mois"),
        ("bourses-mobilite", "contract.how_much", "2 400 euros"),
        ("bourses-mobilite", "programme.how_many", "15 bourses au plus"),
        ("bourses-mobilite", "programme.age", "38 ans"),
        ("bourses-mobilite", "status.which", "docteurs juniors"),
        ("bourses-mobilite", "degrees.which", "master 1 de sciences"),
        ("bourses-mobilite", "application.language", "français ou en anglais"),
        ("bourses-mobilite", "application.documents", "curriculum vitae"),
        ("bourses-mobilite", "recommendation.is_there", "lettre de soutien"),
        ("bourses-mobilite", "contact.which", "mobilite@bourses.example.org"),
        ("bourses-mobilite", "contact.who", "Service de la recherche clinique"),
        ("contrats-passerelle", "contract.how_long", "trois ans"),
        ("contrats-passerelle", "contract.part_time", "temps partiel"),
        ("contrats-passerelle", "contract.how_much", "1 900 euros"),
        ("contrats-passerelle", "programme.nationality", "Aucune condition de nationalité"),
        ("contrats-passerelle", "supervisor.which", "habilitation à diriger des recherches"),
        ("contrats-passerelle", "criteria.which", "l'intérêt du projet pour les patients"),
        ("contrats-passerelle", "contact.telephone", "01 23 45 67 89"),
        ("bridge-fellowships", "contract.how_long", "18 months"),
        ("bridge-fellowships", "contract.working_time", "full-time"),
        ("bridge-fellowships", "contract.how_much", "EUR 3,100"),
        ("bridge-fellowships", "programme.how_many", "Ten fellowships"),
        ("bridge-fellowships", "application.length", "4 pages"),
        ("bridge-fellowships", "criteria.which", "potential of the applicant"),
        ("bridge-fellowships", "motivation_letter.is_there", "cover letter"),
        ("bridge-fellowships", "contact.which", "bridge@fellowships.example.org"),
    ],
)
def test_what_a_text_says_answers_its_pair(tmp_path: Path, name: str, pair: str, words: str) -> None:
    assert words in said(made(tmp_path, name), pair)


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("bourses-mobilite", "preselection.when"),
        ("bourses-mobilite", "contract.remote_work"),
        ("contrats-passerelle", "programme.age"),
        ("contrats-passerelle", "audition.how_long"),
        ("bridge-fellowships", "audition.expenses"),
        ("bridge-fellowships", "programme.nationality"),
    ],
)
def test_what_a_text_does_not_say_is_a_gap(tmp_path: Path, name: str, pair: str) -> None:
    assert Pair.parse(pair) in made(tmp_path, name).gaps


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("asked", ["date limite ?", "When is the deadline?", "jusk a kan on pe postulé"])
def test_a_call_never_seen_answers_at_once(tmp_path: Path, name: str, asked: str) -> None:
    call = made(tmp_path, name)

    [answer] = Assistant(call).consider(asked, Context(paris(2026, 9, 20), Channel.CHAT))

    assert isinstance(answer, Answer)
    assert [call.passage_at(citation) for citation in answer.citations] == ["deadline"]


def test_a_near_miss_of_a_call_never_seen_is_a_gap(tmp_path: Path) -> None:
    call = made(tmp_path, "bridge-fellowships")

    [gap] = Assistant(call).consider("How long is the interview?", Context(paris(2026, 9, 20), Channel.CHAT))

    assert isinstance(gap, Gap)


def test_the_call_of_2026_is_made_anew(tmp_path: Path) -> None:
    """But for the full stop that ends one passage, which the folder that people looked over leaves out."""
    call = make_call()
    again = make(tmp_path, call.source.text, "postes-accueil-2026")

    spans = {name: (passage.start, passage.end) for name, passage in again.passages.items()}
    assert {name: start for name, (start, _) in spans.items()} == {n: p.start for n, p in call.passages.items()}
    assert [n for n, p in call.passages.items() if spans[n][1] != p.end] == ["degrees"]
    assert (again.title, again.url, again.year) == (
        "Programme 2026 " + call.title.removesuffix(" 2026"),
        call.url,
        2026,
    )
    assert again.answers == call.answers
    assert {*again.gaps, *again.undecided} == set(call.gaps)
    assert len(again.undecided) < 5
    assert again.milestones == call.milestones
    assert list(again.departments.values()) == list(call.departments.values())


def test_an_english_text_is_known_as_such(tmp_path: Path) -> None:
    assert [made(tmp_path, name).language for name in MADE] == ["fr", "fr", "en"]


def test_what_is_not_found_is_said() -> None:
    doubts = "\n".join(draft("Un appel sans date ni service, qui ne dit presque rien à personne.", "x", touches).doubts)

    assert "no passage was found that gives the deadline" in doubts
    assert "no service is named" in doubts
    assert "not used by any pair: « Un appel sans date" in doubts
