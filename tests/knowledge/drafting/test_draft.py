"""Folders drafted from texts alone: three of differing shape, and the call of 2026 made anew."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.call import Call, Pair
from guichet.knowledge.conclusion import Answer, Gap, PersonWanted
from guichet.knowledge.date_expression import PARIS, Precision
from guichet.knowledge.drafting.draft import draft
from guichet.knowledge.folder import load_call
from guichet.knowledge.learning.tables import load_tables
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.knowledge.weighing import name_touched
from guichet.tests.factories import make_call

TEXTS = Path(__file__).parent / "texts"
MADE = ("bourses-mobilite", "contrats-passerelle", "bridge-fellowships")


def touches(piece: str, loosely: bool) -> Iterator[str]:
    return name_touched(piece, load_vocabulary(), load_tables(), loosely=loosely)


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[arg-type, misc]


def make(tmp_path: Path, text: str, slug: str = "made") -> Call:
    folder = tmp_path / slug
    folder.mkdir()
    (folder / "call.md").write_bytes(text.encode())
    (folder / "pairs.toml").write_text(draft(text, slug, touches).pairs_toml(), encoding="utf-8")
    return load_call(folder)


def made(tmp_path: Path, name: str) -> Call:
    return make(tmp_path, (TEXTS / f"{name}.md").read_text(encoding="utf-8"), name)


def said(call: Call, key: str) -> str:
    return " ".join(" ".join(call.cite(name).text.split()) for name in call.answers[Pair.parse(key)])


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
