"""What a text's sentences, lists and lines are taken for, and what is left to a person."""

import textwrap
from pathlib import Path

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.conclusion import PersonWanted
from guichet.tests.factories import make_call
from guichet.tests.knowledge.drafting.drafted import make, paris, said


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Auditions : 18 et 19 mai 2027, à Rennes", "où ont lieu les auditions ?"),
        ("Interviews: 8-10 February 2027, London", "where are the interviews held?"),
        ("Date limite : 15 mars 2027 à 12h00 (heure de Bruxelles)", "la date limite c'est dans quel fuseau horaire ?"),
        ("Les candidats doivent être affiliés à un laboratoire breton.", "quels laboratoires sont acceptés ?"),
        ("Clôture le 12 mars 2027 à minuit.", "quelle est la date limite ?"),
    ],
)
def test_what_a_text_seems_to_speak_of_is_not_said_to_be_left_open(tmp_path: Path, text: str, asked: str) -> None:
    call = make(tmp_path, f"# Bourses 2027\n\n{text}\n")

    [handed_over] = Assistant(call).consider(asked, Context(paris(2027, 1, 20), Channel.CHAT))

    assert isinstance(handed_over, PersonWanted)


def test_how_long_a_doctorate_is_held_is_no_age(tmp_path: Path) -> None:
    text = (
        "Être titulaire d'un doctorat depuis moins de 5 ans.\n\nAucune condition d'âge ni de nationalité n'est requise."
    )

    assert said(make(tmp_path, f"Bourses 2027\n\n{text}\n"), "programme.age").startswith("Aucune condition d'âge")


def test_an_underlined_heading_is_no_part_of_a_passage(tmp_path: Path) -> None:
    call = make(tmp_path, "Fellowships 2027\n====\n\nKey dates\n---------\nDeadline: 30 November 2026, 5 pm (GMT)\n")

    assert said(call, "application.until_when") == "Deadline: 30 November 2026, 5 pm (GMT)"
    assert call.title == "Fellowships 2027"


@pytest.mark.parametrize(
    ("text", "pair", "words"),
    [
        ("Les candidats retenus seront prévenus avant le 30 mai 2027.", "results.when", "30 mai 2027"),
        ("Who: residents\nDeadline: Friday 12 March 2027, 12:00\nWhere: Lyon", "application.until_when", "12 March"),
        ("Les dossiers sont reçus du 2 janvier au 15 mars 2027.", "application.until_when", "15 mars 2027"),
        ("L'appel est ouvert du 5 au 30 avril 2027.", "application.when", "du 5 au 30 avril"),
        ("Peuvent candidater les docteurs en pharmacie.", "programme.who", "docteurs en pharmacie"),
        ("La bourse dure 12 mois, non renouvelable.", "contract.renewal", "non renouvelable"),
        ("Apply on https://x.example.org. Applications by email are not accepted.", "application.how", "by email"),
    ],
)
def test_other_ways_to_say_it_are_read(tmp_path: Path, text: str, pair: str, words: str) -> None:
    assert words in said(make(tmp_path, f"Appel 2027\n\n{text}\n"), pair)


@pytest.mark.parametrize(
    "text",
    [
        "Les candidats retenus seront prévenus avant le 30 mai 2027.",
        "Applications received after the deadline of another call, 3 May 2027, are not read.",
        "Le jury se réunira avant le 10 mai 2027.",
    ],
)
def test_no_other_date_is_taken_for_the_deadline(tmp_path: Path, text: str) -> None:
    assert "deadline" not in make(tmp_path, f"Appel 2027\n\n{text}\n").milestones


def test_a_period_gives_the_opening_and_the_deadline(tmp_path: Path) -> None:
    found = make(tmp_path, "Appel 2027\n\nLes dossiers sont reçus du 2 janvier au 15 mars 2027.\n").milestones

    assert (found["opening"].start, found["deadline"].start) == (paris(2027, 1, 2), paris(2027, 3, 15))
    assert not found["deadline"].is_past(paris(2027, 3, 15, 23, 59))


def test_the_audition_of_those_who_were_preselected_is_no_preselection(tmp_path: Path) -> None:
    call = make(tmp_path, "# Bourses 2027\n\nLes candidats présélectionnés seront auditionnés les 3 et 4 juin 2027.\n")

    assert set(call.milestones) == {"auditions"}
    assert (call.milestones["auditions"].start, call.milestones["auditions"].end) == (
        paris(2027, 6, 3),
        paris(2027, 6, 5),
    )


def test_a_window_of_one_wrapped_sentence_gives_opening_and_deadline(tmp_path: Path) -> None:
    call = make(
        tmp_path, "Grants 2027\n\nThe call opens on 5 January 2027 and closes on\n28 February 2027 at 23:59 CET.\n"
    )

    assert call.milestones["opening"].start == paris(2027, 1, 5)
    assert call.milestones["deadline"].end == paris(2027, 2, 28, 23, 59)


def test_a_table_of_dates_is_read_row_by_row(tmp_path: Path) -> None:
    rows = "| Étape | Date |\n|---|---|\n| Ouverture | lundi 11 janvier 2027 |\n| Clôture | 26 février 2027 à 18h |\n"
    call = make(tmp_path, f"# Année de recherche 2027\n\n{rows}\nQui ? Tout interne inscrit en DES.\n")

    assert call.milestones["opening"].start == paris(2027, 1, 11)
    assert call.milestones["deadline"].end == paris(2027, 2, 26, 18)
    assert said(call, "status.can_i") == "Qui ? Tout interne inscrit en DES."


def test_a_deadline_of_something_else_is_not_the_call_s(tmp_path: Path) -> None:
    letters = "Date limite de dépôt des lettres de recommandation : 10 mars 2027."
    text = f"# Appel 2027\n\n{letters}\n\nDate limite : 3 mars 2027.\n"

    assert make(tmp_path, text).milestones["deadline"].start == paris(2027, 3, 3)


def test_two_deadlines_are_for_a_person(tmp_path: Path) -> None:
    text = "# Appel 2027\n\nDate limite de dépôt : 3 mars 2027.\n\nDate limite de dépôt : 10 mars 2027.\n"

    assert "deadline" not in make(tmp_path, text).milestones


def test_who_is_interviewed_is_no_result(tmp_path: Path) -> None:
    text = "# Appel 2027\n\nLes candidats retenus seront auditionnés par visioconférence le 3 février 2027.\n"

    assert "results" not in make(tmp_path, text).milestones


@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_where_lines_break_makes_no_false_gap(tmp_path: Path, width: int) -> None:
    text = make_call().source.text
    wrapped = "\n".join(textwrap.fill(line, width, break_long_words=False) for line in text.splitlines())

    again, whole = make(tmp_path, wrapped, "wrapped"), make(tmp_path, text, "whole")

    assert set(whole.answers) <= {*again.answers, *again.undecided}


def test_a_call_with_two_deadlines_is_never_said_to_be_over(tmp_path: Path) -> None:
    lines = (
        "Inscriptions à partir du 10 janvier 2027.",
        "Date limite : 30 mars 2027.",
        "Date limite : 30 septembre 2027.",
    )
    call = make(tmp_path, "Appel 2027\n\n" + "\n\n".join(lines) + "\n")

    assert not call.is_over(paris(2027, 2, 1))
