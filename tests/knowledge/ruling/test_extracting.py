"""What people say of themselves in passing: taken where it is plain, asked where it is not."""

from datetime import date

import pytest

from guichet.knowledge.eligibility import judge, period_of
from guichet.knowledge.ruling.extracting import extract
from guichet.knowledge.ruling.rule import Rules
from guichet.knowledge.ruling.situation import Situation
from guichet.knowledge.verdict import VerdictKind
from guichet.tests.factories import make_call

CALL = make_call()
TODAY = date(2026, 2, 1)


def rules() -> Rules:
    assert CALL.rules is not None
    return CALL.rules


def read(text: str, today: date = TODAY) -> Situation:
    return extract(rules(), text, today, period_of(CALL, rules()))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("CCA, M2 recherche, thèse d'exercice soutenue, unité Inserm", "status=cca m2=yes thesis=yes lab=unit"),
        ("je suis AHU, M2R 2023, docteur en pharmacie, labo Inserm U1234", "status=ahu m2=yes thesis=yes lab=unit"),
        ("interne, M2 en cours, fini en septembre 2026", "status=interne m2=not_yet m2_when=before"),
        ("je suis PH avec un M2", "status=practitioner m2=held"),
        ("sage-femme", "status=other"),
        ("vétérinaire", "status=vet"),
        ("médecin suisse, master de Lausanne", "status=practitioner thesis=foreign m2=foreign"),
        ("labo CNRS seul", "lab=outside"),
        ("unité mixte Inserm–CNRS", "lab=mixed"),
        ("labo à Montréal", "lab=outside"),
        ("mon laboratoire n'est pas une unité Inserm", "lab=outside"),
        ("CIC, encadrant praticien sans activité de recherche", "lab=cic cic_supervisor=no"),
        ("j'ai déjà un doctorat en sciences", "doctorate=yes"),
        ("je fais un doctorat depuis un an", "doctorate=begun"),
        ("docteur junior", "status=interne"),
        ("assistant spécialiste", "status=practitioner"),
        ("M2 pro", "m2=other"),
        ("j'ai validé l'équivalent d'un M2 (M1 + école d'ingénieur)", "m2=other"),
        ("thèse de sciences mais pas thèse d'exercice", ""),
        ("J'ai une thèse de sciences mais pas de thèse d'exercice", "doctorate=yes"),
        ("Je suis ancien interne", "status=former"),
        ("je serai CCA en novembre 2026", "status=later"),
        ("je suis externe, futur interne", "status=later"),
        ("je suis pharmacienne, interne en biologie médicale", "status=interne"),
        ("PH en médecine interne", "status=practitioner"),
        ("je travaille en médecine interne", ""),
        ("je ne suis pas interne mais chef de clinique", "status=cca"),
        ("mon encadrant est PU-PH", ""),
        ("mon chef de service est PU-PH, je suis chef de clinique", "status=cca"),
        ("je suis infirmière avec un M2 recherche", "status=other m2=yes"),
        ("thèse soutenue, M2 pas encore", "thesis=yes m2=not_yet"),
        ("je suis en M2", "m2=not_yet"),
        ("je n'ai pas de M2", ""),
        ("I'm a CCA, MSc from Oxford, thesis defended, Inserm lab", "status=cca m2=foreign thesis=yes lab=unit"),
        ("Je suis praticien hospitalier, est-ce possible ?", "status=practitioner"),
        ("M2 recherche en Suisse", "m2=foreign"),
        ("futur docteur en médecine", "thesis=not_yet"),
        ("Je suis interne et ma femme est CCA", "status=interne"),
        ("Je suis CCA, j'ai fini mon internat en 2023", "status=cca"),
        ("je suis interne et doctorant", "status=interne"),
        ("Je suis CCA, j'ai été interne à Lyon", "status=cca"),
        ("UMR CNRS 5310 Inserm U1217", "lab=mixed"),
        ("Inserm U1151/CNRS UMR 8253", "lab=mixed"),
        ("une équipe Inserm au CIC", "lab=cic"),
        ("CIC, sans hypothèse scientifique", "lab=cic cic_hypothesis=no"),
        ("CIC, mon encadrant n'est pas chercheur", "lab=cic"),
        ("PhD student", "doctorate=begun"),
        ("étudiante en M2 recherche", "m2=not_yet"),
        ("M2 recherche en alternance", "m2=not_yet"),
        ("I got my MD in Italy", "thesis=foreign"),
        ("docteur en médecine, diplômé en Belgique", "thesis=foreign"),
        ("je suis docteur en médecine de Belgique", "thesis=foreign"),
        ("je suis interne et je serai CCA en novembre", "status=interne"),
        ("je passe en CCA en novembre", "status=later"),
        ("I will be a CCA in November", "status=later"),
        ("Je travaille dans un labo hospitalier mais je serai dans une unité Inserm", "lab=unit"),
        ("J'ai un M2 recherche et je cherche un laboratoire Inserm", "m2=yes"),
    ],
)
def test_what_is_plainly_said_is_taken(text: str, values: str) -> None:
    assert read(text).values == dict(pair.split("=") for pair in values.split())


@pytest.mark.parametrize(
    ("text", "first", "last", "when"),
    [
        ("thèse d'exercice le 10 décembre 2026", date(2026, 12, 10), date(2026, 12, 10), "window"),
        ("thèse le 10/12/2026", date(2026, 12, 10), date(2026, 12, 10), "window"),
        ("thèse en octobre", date(2026, 10, 1), date(2026, 10, 31), "before"),
        ("ma thèse d'exercice sera soutenue avant le 1er novembre", TODAY, date(2026, 11, 1), "before"),
        ("thèse d'ici fin novembre 2026", TODAY, date(2026, 11, 30), "window"),
        ("je n'aurai ma thèse qu'en janvier 2027", date(2027, 1, 1), date(2027, 1, 31), "later"),
        ("je n'aurai pas ma thèse avant janvier 2027", date(2027, 1, 1), date.max, "later"),
        ("ma thèse sera après le 15 décembre", date(2026, 12, 16), date.max, "later"),
        ("je n'ai pas encore ma thèse, je la passe fin novembre", date(2026, 11, 1), date(2026, 11, 30), "window"),
        ("thèse en décembre", date(2026, 12, 1), date(2026, 12, 31), None),
        ("thèse à partir du 10 décembre", date(2026, 12, 10), date.max, None),
    ],
)
def test_the_day_of_what_is_to_come_is_read(text: str, first: date, last: date, when: str | None) -> None:
    found = read(text)

    assert (found.days["thesis"].first, found.days["thesis"].last) == (first, last)
    assert found.values.get("thesis_when") == when


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("j'ai validé mon M2 recherche en juin", True),
        ("M2 recherche obtenu en juin 2025", True),
        ("M2 recherche (2023)", True),
        ("je valide mon M2 recherche en juin", False),
        ("mon M2 recherche se termine en juin", False),
        ("M2 recherche en cours, fini en septembre", False),
    ],
)
def test_what_is_over_is_told_from_what_goes_on(text: str, held: bool) -> None:
    assert read(text).values["m2"] == ("yes" if held else "not_yet")


@pytest.mark.parametrize(
    "text",
    [
        "les internes peuvent-ils candidater ?",
        "un PH peut-il postuler ?",
        "le labo doit-il être une unité Inserm ?",
        "mon labo doit-il être une unité Inserm ?",
        "faut-il avoir la thèse d'exercice ?",
        "la date limite est-elle le 20 février ?",
        "M2 de septembre 2025 à juin 2026",
        "M2 recherche 2025-2026",
        "Je m'appelle Ann",
        "je m'intéresse à ce poste",
        "Mon co-interne a sa thèse",
        "Mon ami a un M2 recherche",
        "mon mari est CCA",
        "My supervisor holds an MD",
        "Mon encadrant, docteur en médecine, est chercheur",
        "mon directeur de thèse est à l'Inserm",
        "je cherche un sujet de thèse",
        "je postule à un M2 recherche",
        "je voudrais faire un M2 recherche",
        "l'appel demande un M2 recherche",
        "il faut un M2 recherche et la thèse d'exercice",
        "dois-je avoir le M2 recherche",
        "les CCA peuvent candidater",
        "après mon M2 recherche",
        "M2 recherche non validé",
        "mon M2 recherche a été refusé",
        "M2 recherche : non",
        "Thèse d'exercice : non",
        "thesis: no",
        "PhD: no",
        "Unité Inserm : non",
        "CIC : non",
        "je ne suis plus interne",
        "non interne",
        "j'étais CCA à Lille",
        "je ne suis pas infirmière",
        "mon labo est l'UMR 8253",
        "Mon équipe au CHU est labellisée Inserm",
        "J'étais dans un labo CNRS",
        "mon labo actuel est un labo CNRS",
        "je cherche une unité Inserm",
        "une unité Inserm et un labo à Boston",
        "Je souhaite faire un doctorat",
        "J'ai le projet de faire un doctorat",
        "",
    ],
)
def test_what_is_no_statement_on_oneself_says_nothing(text: str) -> None:
    assert read(text) == Situation()


def test_the_thread_s_own_example_asks_for_what_was_not_said_alone() -> None:
    found = read("je suis CCA en cardio, M2 validé en 2024, thèse en octobre")

    verdict = judge(CALL, rules(), found)
    assert found.values == {"status": "cca", "m2": "held", "thesis": "not_yet", "thesis_when": "before"}
    assert (verdict.kind, verdict.questions) == (VerdictKind.ELIGIBLE_IF, ("lab", "m2_kind"))


def test_a_whole_mail_is_read() -> None:
    text = (
        "Bonjour,\n\nJe suis interne en cardiologie à Lyon. J'ai validé mon M2 recherche en 2024 et je soutiendrai ma "
        "thèse d'exercice le 12 octobre 2026. Mon labo serait une unité Inserm (U1060).\nSuis-je éligible ?\nMerci"
    )

    found = read(text)

    assert found.values == {
        "status": "interne", "m2": "yes", "thesis": "not_yet", "thesis_when": "before", "lab": "unit"
    }  # fmt: skip


def test_a_month_that_is_past_is_the_next_one_unless_it_is_over() -> None:
    assert read("thèse en janvier").days["thesis"].first == date(2027, 1, 1)
    assert read("thèse soutenue en janvier").values == {"thesis": "yes"}


def test_a_sentence_that_a_mail_client_broke_is_read_whole() -> None:
    text = (
        "Bonjour, je suis actuellement en poste et ma thèse d'exercice est soutenue le\n"
        "10 novembre 2026 à Lyon. Par ailleurs, depuis le mois de mai, je suis chef de\n"
        "clinique, mon laboratoire est une unité de recherche de\nl'Inserm."
    )

    found = read(text)

    assert found.values == {"status": "cca", "thesis": "not_yet", "thesis_when": "window", "lab": "unit"}


def test_lines_of_a_list_are_read_one_by_one() -> None:
    text = (
        "Voici ma situation en quelques mots, pour vous aider à répondre\n1. CCA\n2. M2 recherche obtenu\nUnité Inserm"
    )

    assert read(text).values == {"status": "cca", "m2": "yes", "lab": "unit"}


@pytest.mark.parametrize("day", ["en décembre 9999", "le 31/12/9999", "après le 31 décembre 9999", "le 31/02/2026"])
def test_a_day_that_no_calendar_has_is_none(day: str) -> None:
    assert "thesis" not in read(f"thèse {day}").days
