import io

from guichet.bot.conversation import Conversation
from guichet.bot.terminal import Terminal
from guichet.knowledge.assistant import Assistant
from guichet.mailbox.desk.inquiry import Visitor
from guichet.mailbox.desk.reception import Reception
from guichet.mailbox.desk.ticket import Desk
from guichet.mailbox.records.database import Database
from guichet.tests.factories import NOW, make_call, make_office
from guichet.tests.mailbox.desk.entries import WORDS, make_approved

CALL = make_call()


def talk(database: Database, *lines: str) -> str:
    """Type lines, and return what was printed."""
    conversation = Conversation(Reception(CALL, Assistant(CALL), Desk(make_office(), "postes@example.org")))
    out = io.StringIO()
    terminal = Terminal(
        database, conversation, call=CALL.slug, visitor=Visitor("terminal", "local"), clock=lambda: NOW, out=out
    )
    terminal.talk(lines)
    return out.getvalue()


def test_a_question_is_answered_with_the_passage_set_apart(sqlite: Database) -> None:
    printed = talk(sqlite, "date limite ?")

    assert "  │ Date limite de dépôt des candidatures le 20 février 2026 - 17 heures\n" in printed


def test_a_number_presses_the_button_of_the_last_message(sqlite: Database) -> None:
    printed = talk(sqlite, "/rappels", "1", "/rappels")

    assert "[1] La date limite de dépôt" in printed
    assert "[1] ✓ La date limite de dépôt" in printed


def test_a_number_that_is_no_button_is_a_question(sqlite: Database) -> None:
    assert talk(sqlite, "/aide", "7") != talk(sqlite, "/aide")


def test_commands_are_those_of_the_menu(sqlite: Database) -> None:
    assert "Les dates de l'appel, dans ses mots" in talk(sqlite, "/dates")


def test_what_the_office_decided_is_set_apart_by_another_mark(sqlite: Database) -> None:
    with sqlite.begin() as session:
        make_approved(session)

    printed = talk(sqlite, "quel est le salaire ?")

    assert f"  ┆ {WORDS}\n" in printed
    assert f"│ {WORDS}" not in printed
