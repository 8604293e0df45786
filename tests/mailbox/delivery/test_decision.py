from guichet.knowledge.conclusion import Decision
from guichet.mailbox.delivery.body import BlockKind, pack, unpack
from guichet.mailbox.delivery.composition import write
from guichet.mailbox.delivery.html_part import write_html
from guichet.mailbox.delivery.preview import department_of, preview
from guichet.mailbox.delivery.wording import Manner, say_decision
from guichet.tests.factories import NOW, make_call
from guichet.tests.knowledge.entries import make_entry

CALL = make_call()
ENTRY = make_entry(words="Oui,\nsur <demande>.")
DECISION = Decision("Peut-on ?", 1.0, ENTRY.pair, ENTRY)


def test_a_decision_is_said_whole_and_apart_with_its_date_and_signature() -> None:
    part = say_decision(DECISION, "Département des ressources humaines", Manner("fr", NOW))

    assert [(block.kind, block.text) for block in part.blocks] == [
        (
            BlockKind.TEXT,
            "L'appel ne tranche pas ce point : la rémunération. Voici la décision du service du 12 février 2026 :",
        ),
        (BlockKind.DECISION, "Oui,\nsur <demande>."),
        (
            BlockKind.SOURCE,
            "Décision du service du 12 février 2026 – Agent du service, Chargée de recrutement, "
            "Département des ressources humaines",
        ),
        (BlockKind.NOTE, "Ces mots sont ceux du service, pas ceux de l'appel."),
    ]


def test_what_would_be_said_is_the_same_without_an_office() -> None:
    said = preview(CALL, [DECISION], Manner("fr", NOW), "Le service")

    assert said.blocks == say_decision(DECISION, CALL.departments["rh"], Manner("fr", NOW)).blocks
    assert department_of(CALL, DECISION) is None


def test_in_a_mail_a_decision_is_set_in_and_no_quotation() -> None:
    body = preview(CALL, [DECISION], Manner("fr", NOW, mail=True), "Le service")

    assert "\n    Oui,\n    sur <demande>.\n" in write(body)
    assert "  | " not in write(body)
    assert "Oui,<br>\nsur &lt;demande&gt;.</p>" in write_html(body)
    assert "<blockquote" not in write_html(body)


def test_a_decision_comes_back_from_the_database_as_one() -> None:
    body = preview(CALL, [DECISION], Manner("fr", NOW), "Le service")

    assert unpack(pack(body)) == body
