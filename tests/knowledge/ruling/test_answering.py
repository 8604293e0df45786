"""Answers to one question of the interview, in free words."""

from datetime import date

import pytest

from guichet.knowledge.eligibility import period_of
from guichet.knowledge.ruling.answering import answer
from guichet.knowledge.ruling.situation import Situation, read_facts
from guichet.tests.factories import make_call
from guichet.tests.knowledge.ruling.test_extracting import TODAY, rules

BEFORE = {
    "m2_when": {"m2": "not_yet"},
    "thesis_when": {"thesis": "not_yet"},
    "m2_kind": {"m2": "held"},
    "cic_hypothesis": {"lab": "cic"},
    "cic_supervisor": {"lab": "cic"},
    "cic_means": {"lab": "cic"},
}


def reply(fact: str, text: str, today: date = TODAY) -> Situation | None:
    period = period_of(make_call(), rules())
    known = read_facts(rules(), period, BEFORE.get(fact, {}))
    return answer(rules(), known, fact, text, today, period)


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("m2", "oui", "yes"),
        ("m2", "Oui, un M2 recherche", "yes"),
        ("m2", "oui, validé en 2023", "yes"),
        ("m2", "Yes, an M2 recherche", "yes"),
        ("m2", "M2 pro", "other"),
        ("m2", "pas encore", "not_yet"),
        ("m2", "non", "not_yet"),
        ("m2", "je n'en ferai jamais", "no"),
        ("thesis", "non, jamais", "no"),
        ("m2", "Non, et pas d'ici la prise de fonction", "no"),
        ("thesis", "soutenue en 2022", "yes"),
        ("thesis", "oui je suis docteur en médecine", "yes"),
        ("status", "CCA", "cca"),
        ("status", "je suis interne de 4e semestre", "interne"),
        ("status", "assistant spécialiste", "practitioner"),
        ("lab", "Inserm U1018", "unit"),
        ("lab", "un CIC", "cic"),
        ("cic_supervisor", "oui", "yes"),
        ("cic_supervisor", "non", "no"),
        ("cic_supervisor", "c'est un médecin chercheur", "yes"),
        ("cic_means", "pas encore", "not_yet"),
        ("m2_kind", "oui", "research"),
        ("m2_kind", "non", "other"),
        ("thesis_when", "Le 1er novembre 2026 au plus tard", "before"),
        ("thesis", "je ne l'ai pas", "not_yet"),
        ("thesis", "elle n'est pas soutenue", "not_yet"),
        ("thesis", "je l'ai", "yes"),
        ("thesis", "je ne l'ai jamais soutenue", "not_yet"),
        ("m2", "je n'ai pas de M2 recherche", "not_yet"),
        ("m2", "M2 recherche non validé", "not_yet"),
        ("m2", "j'ai un M2", "held"),
        ("m2", "un M2 mais pas recherche", "other"),
        ("m2", "oui, en Suisse", "foreign"),
        ("m2", "recherche", "yes"),
        ("m2_kind", "ce n'est pas un M2 recherche", "other"),
        ("m2_when", "en mai dernier", "unknown"),
        ("lab", "CNRS seul", "outside"),
        ("lab", "Inserm", "unit"),
        ("lab", "unité Inserm CNRS", "mixed"),
        ("lab", "une équipe Inserm au CIC", "cic"),
        ("cic_supervisor", "mon encadrant n'est pas chercheur", "no"),
        ("cic_supervisor", "he is a researcher", "yes"),
        ("cic_supervisor", "il n'est pas chercheur", "no"),
        ("cic_supervisor", "clinicien", "no"),
        ("cic_means", "tout est disponible", "yes"),
        ("cic_means", "les moyens ne sont pas disponibles", "no"),
        ("cic_means", "les moyens ne sont pas encore disponibles", "not_yet"),
        ("cic_hypothesis", "le projet ne porte pas d'hypothèse", "no"),
    ],
)
def test_an_answer_is_understood(fact: str, text: str, value: str) -> None:
    found = reply(fact, text)

    assert found is not None
    assert found.value(fact) == value


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("octobre", "before"),
        ("1er novembre 2026", "before"),
        ("10 décembre", "window"),
        ("10/12/2026", "window"),
        ("après le 15 décembre", "later"),
        ("l'an prochain", "later"),
        ("en décembre", "unknown"),
    ],
)
def test_a_day_is_placed(text: str, when: str) -> None:
    found = reply("thesis_when", text)

    assert found is not None
    assert found.value("thesis_when") == when
    assert "thesis" in found.days


def test_a_day_on_both_sides_of_the_end_is_not_asked_for_again() -> None:
    found = reply("thesis_when", "en décembre")

    assert found is not None
    assert found.unsure == {"thesis_when"}


def test_a_day_that_is_over_means_that_it_is_there() -> None:
    found = reply("thesis_when", "le 3 janvier 2026")

    assert found is not None
    assert found.values == {"thesis": "yes"}


@pytest.mark.parametrize("text", ["non, pas encore de date", "date non fixée", "à définir", "not yet"])
def test_a_day_that_is_not_fixed_is_not_known(text: str) -> None:
    found = reply("thesis_when", text)

    assert found is not None
    assert found.unsure == {"thesis_when"}
    assert found.value("thesis") == "not_yet"


def test_not_before_a_day_is_no_never() -> None:
    found = reply("thesis", "je ne la soutiendrai pas avant octobre 2026")

    assert found is not None
    assert found.value("thesis") == "not_yet"


def test_never_takes_back_that_it_will_be() -> None:
    found = reply("thesis_when", "jamais")

    assert found is not None
    assert found.values == {"thesis": "no"}


@pytest.mark.parametrize("text", ["je ne sais pas", "aucune idée", "I don't know", "?", "pas sûr", "Je ne sais pas"])
@pytest.mark.parametrize("fact", ["m2", "thesis_when", "status", "lab", "cic_means"])
def test_not_knowing_is_an_answer(fact: str, text: str) -> None:
    found = reply(fact, text)

    assert found is not None
    assert fact in found.unsure
    assert found.value(fact) == "unknown"


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("m2", "c'est quand la date limite"),
        ("status", "oui"),
        ("status", "aucun de ceux-là"),
        ("lab", "l'institut Curie"),
        ("thesis_when", "M2 de septembre 2025 à juin 2026"),
        ("cic_means", "une personne s'il vous plaît"),
        ("thesis", "ok"),
        ("thesis", "avec plaisir"),
        ("thesis", "j'ai une question"),
        ("thesis", "j'ai déjà répondu"),
        ("thesis", "je m'en occupe"),
        ("thesis", "je ne comprends pas la question"),
        ("thesis", "oui, une thèse de sciences"),
        ("thesis", "oui mais de sciences"),
        ("thesis", "oui bien sûr que non"),
        ("m2", "oui mais non validé"),
        ("m2", "faut-il un M2 recherche"),
        ("lab", "le labo doit-il être une unité Inserm"),
        ("lab", "UMR 8253"),
        ("status", "ma femme est interne"),
        ("status", "j'étais interne"),
        ("thesis_when", "non"),
        ("thesis_when", "pas en octobre"),
        ("thesis_when", "novembre ou décembre"),
    ],
)
def test_what_is_no_answer_is_none(fact: str, text: str) -> None:
    assert reply(fact, text) is None


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("thesis", "je suis interne depuis 2021"),
        ("thesis", "mon M2 est validé"),
        ("thesis", "je suis CCA depuis novembre 2024"),
        ("thesis", "une unité Inserm créée en 2020"),
        ("thesis", "mon encadrant a soutenu sa thèse en 2010"),
        ("thesis", "M2 en juin 2026"),
        ("thesis", "non je suis PH"),
        ("thesis_when", "je valide mon M2 en juin"),
        ("thesis_when", "j'accouche en octobre"),
        ("thesis_when", "je prendrai mes fonctions le 1er novembre"),
        ("m2", "thèse soutenue"),
        ("m2", "j'ai un M1"),
        ("m2", "oui mais pas recherche"),
        ("status", "mon chef est CCA"),
        ("status", "chef de clinique à partir de novembre 2026"),
        ("lab", "CNRS"),
        ("lab", "Inserm U1016 ?"),
        ("m2", "oui un DU"),
        ("m2", "oui j'y suis"),
        ("cic_means", "oui l'an prochain"),
        ("cic_means", "oui en partie"),
        ("cic_supervisor", "non, il est chercheur"),
        ("cic_supervisor", "un PU-PH"),
        ("thesis", "oui et non"),
        ("lab", "ancienne unité Inserm"),
        ("status", "?" * 300),
    ],
)
def test_what_is_said_of_something_else_is_no_answer(fact: str, text: str) -> None:
    assert reply(fact, text) is None
