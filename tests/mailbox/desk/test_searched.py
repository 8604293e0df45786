"""How well a search finds what people mean, on an inbox with something like everything."""

from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.desk.searched import LABELLED, search, write_all

BATTERY = {
    "salaire": ["contract", "salary"],
    "SALAIRE !": ["contract", "salary"],
    "salarie": ["contract", "salary"],
    "contrat": ["older", "contract"],
    "contratini": ["older"],
    "contra": ["older", "contract"],
    "20 février": ["start", "numeric"],
    "20/02": ["numeric", "start"],
    "21/2": ["numeric"],
    "martin": ["housing", "martin"],
    "zoé martin": ["housing"],
    "lukasz": ["post-doc"],
    "candidature": ["martin", "typo"],
    "laboratoire": ["hearing", "visa"],
    "« logement » “été”": ["housing"],
    "le la les de du": [],
    "🙂": [],
    "%": [],
    "s_laire%": [],
    "\0salaire\0": ["contract", "salary"],
    "xyz salaire": [],
    "x" * 200: [],
    "salaire " + "é" * 192: [],
    "salaire " * 25: ["contract", "salary"],
    "é" * 5_000: [],
}
"""What is typed, and all that it finds, in order, on either database."""
LEAST_FIRST, LEAST_OF_THREE = 19, 20
"""Of the twenty that are labelled."""


def test_both_databases_find_the_same_in_the_same_order(database: Database) -> None:
    named = write_all(database)

    found = {asked: [named[thread] for thread in search(database, asked)] for asked in BATTERY}

    assert found == BATTERY


def test_what_people_mean_comes_first(database: Database) -> None:
    named = write_all(database)

    found = {asked: [named[thread] for thread in search(database, asked, 3)] for asked in LABELLED}
    first = [asked for asked, meant in LABELLED.items() if found[asked][:1] == [meant]]
    of_three = [asked for asked, meant in LABELLED.items() if meant in found[asked]]

    print(f"found first: {len(first)} of {len(LABELLED)}, in the first three: {len(of_three)}")
    assert len(first) >= LEAST_FIRST, set(LABELLED) - set(first)
    assert len(of_three) >= LEAST_OF_THREE, set(LABELLED) - set(of_three)
