from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.dossier_import import Comparison, compare, take
from guichet.mailbox.desk.dossier_sheet import SheetReader
from guichet.mailbox.desk.dossier_state import NEXT, may_become
from guichet.mailbox.records.models import Dossier, DossierChange, DossierImport, DossierState
from guichet.tests.factories import NOW, SLUG

HEAD = ("N° dossier", "Nom", "Prénom", "Courriel", "État", "Créneau")


def row(number: str = "D-1", state: str = "Déposé", slot: str = "", email: str = "ann@example.org") -> tuple[str, ...]:
    return number, "Lefèvre", "Ann", email, state, slot


def hold(session: Session, *rows: tuple[str, ...], header: tuple[str, ...] = HEAD, forced: bool = False) -> Comparison:
    return compare(session, SLUG, header, list(enumerate(rows, 2)), SheetReader(), forced=forced)


def bring(session: Session, *rows: tuple[str, ...], reason: str | None = None, days: int = 0) -> DossierImport | None:
    found = hold(session, *rows, forced=reason is not None)
    moment = NOW + timedelta(days=days)
    taken = take(session, SLUG, found, file="export.csv", digest="d", now=moment, reason=reason)
    session.flush()
    session.expire_all()
    return taken


def changes(session: Session) -> list[tuple[DossierState | None, DossierState]]:
    return [(one.before, one.after) for one in session.scalars(select(DossierChange).order_by(DossierChange.id))]


def test_new_dossiers_are_taken_with_the_beginning_of_their_history(session: Session) -> None:
    taken = bring(session, row(), row("D-2", "Auditionné", "03/06/2026 9h30"))

    [first, second] = session.scalars(select(Dossier).order_by(Dossier.number))
    assert taken is not None
    assert (taken.new, taken.changed, taken.unchanged, taken.missing) == (2, 0, 0, 0)
    assert (first.number, first.state, first.email) == ("D-1", DossierState.FILED, "ann@example.org")
    assert second.slot == datetime(2026, 6, 3, 9, 30, tzinfo=PARIS)
    assert changes(session) == [(None, DossierState.FILED), (None, DossierState.AUDITION)]


def test_the_same_file_twice_changes_nothing(session: Session) -> None:
    bring(session, row(), row("D-2", "Auditionné", "03/06/2026 9h30"))

    assert bring(session, row(), row("D-2", "Auditionné", "03/06/2026 9h30")) is None
    assert len(changes(session)) == 2
    assert len(list(session.scalars(select(DossierImport)))) == 1


def test_a_lawful_change_is_kept_in_the_history(session: Session) -> None:
    bring(session, row(state="Brouillon"))

    bring(session, row(), days=1)

    assert session.scalars(select(Dossier)).one().state is DossierState.FILED
    assert changes(session)[1:] == [(DossierState.DRAFT, DossierState.FILED)]


def test_another_address_is_taken_and_is_no_change_of_state(session: Session) -> None:
    bring(session, row())

    bring(session, row(email="Bea@Example.org"), days=1)

    assert session.scalars(select(Dossier)).one().email == "bea@example.org"
    assert len(changes(session)) == 1


def test_an_unlawful_change_is_refused_with_its_row_and_reason(session: Session) -> None:
    bring(session, row(state="Non retenu"))

    [refusal] = hold(session, row(state="Lauréate")).refused

    assert (refusal.row, refusal.reason.startswith("D-1: not-selected cannot become selected")) == (2, True)


def test_an_unlawful_change_can_be_forced_and_says_why(session: Session) -> None:
    bring(session, row(state="Non retenu"))

    bring(session, row(state="Lauréate"), reason="recours accepté")

    last = session.scalars(select(DossierChange).order_by(DossierChange.id.desc()).limit(1)).one()
    assert (last.after, last.reason) == (DossierState.SELECTED, "recours accepté")


def test_a_dossier_that_is_missing_is_told_and_kept(session: Session) -> None:
    bring(session, row(), row("D-2"))

    found = hold(session, row())

    assert found.missing == ["D-2"]
    assert len(list(session.scalars(select(Dossier)))) == 2


@pytest.mark.parametrize(
    ("rows", "header", "told"),
    [
        ((row(), row()), HEAD, "row 3, column « N° dossier »: D-1 stands in row 2 already"),
        ((row(number=""),), HEAD, "row 2, column « N° dossier »: expected a number; found nothing"),
        ((row(number="D" * 65),), HEAD, "row 2, column « N° dossier »: expected 64 characters at most; found 65"),
        ((row(email="ann"),), HEAD, "row 2, column « Courriel »: expected an address such as"),
        ((row(state="Refusé"),), HEAD, "row 2, column « État »: expected one of Brouillon"),
        ((row(slot="bientôt"),), HEAD, "row 2, column « Créneau »: expected a moment such as"),
        ((row(slot="31/06/2026 09:30"),), HEAD, "row 2, column « Créneau »: expected a moment such as"),
        ((row(),), ("N°", "Nom", "Prénom", "Courriel", "État", "Créneau"), "row 1: expected a column for `number`"),
        ((row(),), ("N° dossier", "Nom", "Prénom", "Téléphone", "État", "C"), "row 1: expected a column for `email`"),
        (
            (row(),),
            ("N° dossier", "Nom", "Numéro", "Courriel", "État", "C"),
            "expected one column for `number`; found 2",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_of_the_file_is_taken(
    session: Session, rows: tuple[tuple[str, ...], ...], header: tuple[str, ...], told: str
) -> None:
    found = hold(session, *rows, header=header)

    assert told in str(found.refused[0])
    with pytest.raises(ValueError, match="refused rows"):
        take(session, SLUG, found, file="export.csv", digest="d", now=NOW)
    assert list(session.scalars(select(Dossier))) == []


def test_columns_and_states_may_have_the_office_s_own_names(session: Session) -> None:
    reader = SheetReader({"number": ["Réf."]}, {DossierState.FILED: ["Complet"]})
    header = ("Réf.", "Nom", "Prénom", "E-mail", "Statut", "Créneau")

    found = compare(session, SLUG, header, [(2, row(state="complet"))], reader)

    assert [one.state for one in found.new] == [DossierState.FILED]


@pytest.mark.parametrize("word", ["DÉPOSÉE", "deposee", "Déposé"])
def test_a_state_is_read_without_accents_in_any_case_and_gender(session: Session, word: str) -> None:
    assert [one.state for one in hold(session, row(state=word)).new] == [DossierState.FILED]


def test_every_state_can_be_reached_and_none_goes_back() -> None:
    assert set(NEXT) == set(DossierState)
    assert may_become(DossierState.DRAFT) == frozenset(DossierState)
    assert all(before not in may_become(after) for before in NEXT for after in may_become(before) - {before})
