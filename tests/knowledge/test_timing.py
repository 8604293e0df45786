import pytest

from guichet.knowledge.timing import Sense, read_timings


def senses(text: str) -> list[Sense]:
    return [timing.sense for _, timing in read_timings(text, 2026)]


def against(one: str, other: str) -> bool:
    [(_, mine)], [(_, yours)] = (read_timings(text, 2026) for text in (one, other))
    return mine.is_against(yours) and yours.is_against(mine)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'audition a lieu le 9 juin 2026.", [Sense.AT]),
        ("Le dépôt ferme le 20 février 2026.", [Sense.UNTIL]),
        ("Les inscriptions ouvrent le 20 janvier 2026.", [Sense.FROM]),
        ("Ouvert à partir du 20 janvier et jusqu'au 20 février 2026.", [Sense.FROM, Sense.UNTIL]),
        ("Suite à votre message du 3 février 2026, rien n'a changé.", []),
        ("Le 31 février 2026.", []),
    ],
)
def test_each_date_is_read_with_its_sense(text: str, found: list[Sense]) -> None:
    assert senses(text) == found


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("Le dépôt ferme le 20 février 2026.", "Jusqu'au 27 février 2026.", True),
        ("Le dépôt ferme le 20 février 2026 à 17 heures.", "Jusqu'au 20 février.", False),
        ("À partir du 1er novembre 2026.", "Au plus tard le 15 décembre 2026.", False),
        ("À partir du 1er février 2027.", "Au plus tard le 15 décembre 2026.", True),
        ("Le 9 juin 2026 à 9 h 30.", "Le 9 juin 2026 à 14 h.", False),
        ("En juin 2026.", "Le 9 juin 2026.", False),
        ("En juin 2026.", "Le 9 juillet 2026.", True),
    ],
)
def test_two_dates_of_one_thing_are_held_against_each_other(one: str, other: str, is_so: bool) -> None:
    assert against(one, other) is is_so
