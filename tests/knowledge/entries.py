"""Approved entries for tests."""

from datetime import date
from typing import Any

from guichet.knowledge.call import Citation, Pair
from guichet.knowledge.entry import ApprovedEntry, EntryKind, Signature
from guichet.tests.factories import make_call


def make_entry(pair: str = "contract.how_much", *phrasings: str, **more: Any) -> ApprovedEntry:
    """Make a decision, or a quotation of the passages that `cites` names."""
    citations: tuple[Citation, ...] = tuple(make_call().cite(name) for name in more.pop("cites", ()))
    plain: dict[str, Any] = {
        "id": 7,
        "version": 1,
        "words": "La grille nationale s'applique.",
        "signed": Signature("Agent du service", "Chargée de recrutement", "rh"),
        "dated": date(2026, 2, 12),
    }
    return ApprovedEntry(
        pair=Pair.parse(pair),
        kind=EntryKind.QUOTE if citations else EntryKind.DECISION,
        citations=citations,
        phrasings=phrasings or ("Quel est le salaire ?",),
        **{**plain, **more},
    )
