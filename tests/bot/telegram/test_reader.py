from typing import Any

import pytest
from telegram import Update

from guichet.bot.event import Commanded, Event, Overheard, Pressed, Said, Stayed
from guichet.bot.telegram.files import MOST_BYTES
from guichet.bot.telegram.listener import find_chat
from guichet.bot.telegram.reader import interpret
from guichet.mailbox.desk.inquiry import Enclosure, Visitor
from guichet.mailbox.records.models import Refusal

ANN = {"id": 1001, "is_bot": False, "first_name": "Ann", "language_code": "fr"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Ann"}
GROUP = {"id": -5, "type": "supergroup", "title": "Candidats"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1770000000, "chat": chat, "from": ANN, **content}


def read(**update: Any) -> tuple[Visitor, Event] | None:
    return interpret(Update.de_json({"update_id": 1, **update}, None), "guichet_bot")


def event(**update: Any) -> Event | None:
    found = read(**update)
    return found[1] if found else None


def test_a_text_is_said_by_who_wrote_it() -> None:
    assert read(message=message(text="date limite ?")) == (
        Visitor("telegram", "1001", "Ann", "fr"),
        Said("date limite ?"),
    )


def test_an_edited_text_says_that_it_is() -> None:
    assert event(edited_message=message(text="date limite ?")) == Said("date limite ?", edited=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", Commanded("start")),
        ("/start ref-12", Commanded("start", "ref-12")),
        ("/Aide@guichet_bot", Commanded("aide")),
        ("/humain Où est mon\ndossier ?", Commanded("humain", "Où est mon\ndossier ?")),
        ("/ce n'est pas une commande", Commanded("ce", "n'est pas une commande")),
        ("1/2 ?", Said("1/2 ?")),
        ("/", Said("/")),
    ],
)
def test_commands_are_told_from_texts(text: str, expected: Event) -> None:
    assert event(message=message(text=text)) == expected


def test_a_press_names_its_action_and_the_message_it_stands_under() -> None:
    query = {"id": "q1", "from": ANN, "chat_instance": "1", "data": "lang:fr", "message": message()}

    assert event(callback_query=query) == Pressed("lang:fr", "q1", "7")


def test_a_press_under_a_message_that_telegram_forgot_is_still_one() -> None:
    gone = {"chat": PRIVATE, "message_id": 7, "date": 0}
    query = {"id": "q1", "from": ANN, "chat_instance": "1", "data": "lang:fr", "message": gone}

    assert event(callback_query=query) == Pressed("lang:fr", "q1", "7")


@pytest.mark.parametrize(("status", "here"), [("kicked", False), ("member", True)])
def test_blocking_and_coming_back_are_noticed(status: str, here: bool) -> None:
    me = {"id": 123, "is_bot": True, "first_name": "Guichet"}
    new = {"status": status, "user": me, **({"until_date": 0} if status == "kicked" else {})}
    changed = {"chat": PRIVATE, "from": ANN, "date": 1, "old_chat_member": {"status": "left", "user": me}}

    assert event(my_chat_member=changed | {"new_chat_member": new}) == Stayed(here)


def test_a_document_is_enclosed_with_its_name_and_reference() -> None:
    document = {"file_id": "f1", "file_unique_id": "u1", "file_name": "cv.pdf", "mime_type": "application/pdf"}

    assert event(message=message(document=document | {"file_size": 10}, caption="mon CV")) == Said(
        "mon CV", (Enclosure("cv.pdf", "application/pdf", 10, reference="f1"),)
    )


def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [{"file_id": f"f{n}", "file_unique_id": f"u{n}", "width": n, "height": n, "file_size": n} for n in (1, 2)]

    assert event(message=message(photo=sizes)) == Said("", (Enclosure("photo.jpg", "image/jpeg", 2, reference="f2"),))


def test_a_file_too_big_to_be_fetched_is_out_of_reach() -> None:
    document = {"file_id": "f1", "file_unique_id": "u1", "file_name": "a.zip", "file_size": MOST_BYTES + 1}

    [enclosure] = event(message=message(document=document)).enclosures

    assert enclosure.why_not_kept is Refusal.TOO_BIG


STICKER = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "type": "regular"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("autocollant", {"sticker": STICKER | {"is_animated": False, "is_video": False}}),
        ("position", {"location": {"longitude": 2.3, "latitude": 48.8}}),
        ("fiche de contact", {"contact": {"phone_number": "+33", "first_name": "Ann"}}),
        ("dé", {"dice": {"emoji": "🎲", "value": 3}}),
    ],
)
def test_what_has_no_words_is_said_all_the_same(name: str, content: dict[str, Any]) -> None:
    assert event(message=message(**content)) == Said("", (Enclosure(name, "sticker", 0),))


def test_a_shared_place_that_moves_says_nothing_anew() -> None:
    assert read(edited_message=message(location={"longitude": 2.3, "latitude": 48.8})) is None


def test_what_telegram_writes_itself_is_nobody_s() -> None:
    assert read(message=message(pinned_message=message(text="x"))) is None
    assert read(channel_post=message(text="x")) is None


@pytest.mark.parametrize(
    ("text", "to_us"),
    [
        ("date limite ?", False),
        ("@Guichet_bot date limite ?", True),
        ("/dates", True),
        ("/dates@guichet_bot", True),
    ],
)
def test_in_a_group_it_is_told_what_is_said_to_us(text: str, to_us: bool) -> None:
    assert read(message=message(GROUP, text=text)) == (Visitor("telegram", "-5", "Candidats"), Overheard(to_us))


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert read(message=message(GROUP, text="/dates@other_bot")) is None


def test_while_our_own_name_is_not_known_a_named_command_counts_as_ours() -> None:
    update = Update.de_json({"update_id": 1, "message": message(GROUP, text="/dates@guichet_bot")}, None)

    assert interpret(update, "") == (Visitor("telegram", "-5", "Candidats"), Overheard(to_us=True))


def test_no_text_can_break_a_database() -> None:
    assert event(message=message(text="a\0b\ud83d")) == Said("ab?")


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": message()}, "1001"),
        ({"callback_query": {"from": ANN, "message": message(GROUP)}}, "-5"),
        ({"callback_query": {"from": ANN}}, "1001"),
        ({"message": "nonsense"}, ""),
        ({}, ""),
    ],
)
def test_updates_are_read_in_the_lane_of_their_chat(update: dict[str, Any], chat: str) -> None:
    assert find_chat(update) == chat
