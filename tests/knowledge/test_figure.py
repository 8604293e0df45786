import pytest

from guichet.knowledge.figure import Measure, read_figures
from guichet.knowledge.text import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le contrat dure 24 mois.", [(Measure.LENGTH, 730, 730)]),
        ("Deux ans ou trois ans.", [(Measure.LENGTH, 730, 1095)]),
        ("2 650 € bruts, soit 31 800 € par an.", [(Measure.MONEY, 2650, 2650), (Measure.MONEY, 31800, 31800)]),
        ("Le nombre de postes est de 22.", [(Measure.COUNT, 22, 22)]),
        ("Comptez une demi-heure.", [(Measure.LENGTH, 1 / 48, 1 / 48)]),
    ],
)
def test_a_figure_is_read(text: str, found: list[tuple[Measure, float, float]]) -> None:
    assert [(one.measure, one.low, one.high) for one in read_figures(fold(text))] == found


@pytest.mark.parametrize(
    "text",
    [
        "Appelez le 01 44 23 60 10.",
        "Nous répondons de 9 heures à 12 heures.",
        "Le dépôt ferme à 17 heures.",
        "Voir la demande n° 214, salle 12.",
        "Le 20 février 2026.",
    ],
)
def test_telephones_hours_of_the_day_and_numbers_of_files_are_no_figures(text: str) -> None:
    assert read_figures(fold(text)) == []


def test_an_amount_is_marked_as_net_or_gross_and_by_its_time() -> None:
    [monthly, yearly] = read_figures(fold("2 130 € nets par mois, ou environ 31 800 euros bruts par an."))

    assert (monthly.marks, yearly.marks) == ({"net", "month"}, {"gross", "year"})


def test_things_counted_under_two_names_are_one() -> None:
    [one], [other] = (read_figures(fold(text)) for text in ("Il y a 20 postes.", "This call has 20 positions."))

    assert one.unit == other.unit
