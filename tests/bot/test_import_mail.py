"""An archive of mail, filed: threads, answers, files; nobody is answered, and a second run changes nothing."""

import io
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from guichet.bot.commands.import_mail import import_mail
from guichet.bot.settings import Settings, read_settings
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Attachment, Author, Item, ItemState, Message, Parcel, Thread, Ticket

OWN = "postes@example.org"


def letter(sender: str, number: int, text: str, replies: int = 0) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, OWN, "Question"
    mail["Date"] = f"Mon, {10 + number} Feb 2025 09:00:00 +0100"
    mail["Message-ID"] = f"<m{number}@example.net>"
    if replies:
        mail["In-Reply-To"] = f"<m{replies}@example.net>"
    mail.set_content(text)
    if number == 1:
        mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
    return mail


LETTERS = (
    letter("ann@example.net", 3, "Merci !", replies=2),
    letter("ann@example.net", 1, "Quelle est la date limite ?"),
    letter(f"Le service <{OWN}>", 2, "Le 20 février.", replies=1),
    letter("bob@example.net", 4, "Quel est le salaire ?"),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GUICHET_DATA": str(tmp_path / "var"), "GUICHET_ADDRESS": OWN})


def archive(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "archive"
    if kind == "folder":
        (path / "2025").mkdir(parents=True)
        for n, mail in enumerate(LETTERS):
            (path / "2025" / f"{n}.eml").write_bytes(bytes(mail))
        return path
    box = mailbox.mbox(path) if kind == "mbox" else mailbox.Maildir(path)
    for mail in LETTERS:
        box.add(mail)
    box.close()
    return path


@pytest.mark.parametrize("kind", ["mbox", "maildir", "folder"])
def test_an_archive_is_filed_in_threads_and_nobody_is_answered(tmp_path: Path, settings: Settings, kind: str) -> None:
    path, out = archive(tmp_path, kind), io.StringIO()

    assert import_mail(settings, path, out) == 0
    assert import_mail(settings, path, out) == 0

    assert "4 filed, 0 known" in out.getvalue()
    assert "0 filed, 4 known" in out.getvalue()
    database = Database(settings.database_url)
    with database.read() as session:
        said = session.execute(select(Message.thread_id, Message.author, Message.words).order_by(Message.at)).all()
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Thread, Parcel, Ticket)]
        names = list(session.scalars(select(Attachment.name)))
        states = set(session.scalars(select(Item.state)))
    database.close()
    first = said[0][0]
    assert [(thread == first, author) for thread, author, _ in said] == [
        (True, Author.CANDIDATE),
        (True, Author.STAFF),
        (True, Author.CANDIDATE),
        (False, Author.CANDIDATE),
    ]
    assert (counts, names, states) == ([2, 0, 0], ["cv.pdf"], {ItemState.READ})


def test_answers_that_come_before_their_questions_are_filed_when_these_are_there(
    tmp_path: Path, settings: Settings
) -> None:
    for name, mails in (("sent", LETTERS[2:3]), ("inbox", (*LETTERS[:2], *LETTERS[3:]))):
        (tmp_path / name).mkdir()
        for n, mail in enumerate(mails):
            (tmp_path / name / f"{n}.eml").write_bytes(bytes(mail))
    out = io.StringIO()

    for name in ("sent", "inbox", "sent"):
        assert import_mail(settings, tmp_path / name, out) == 0

    assert [line for line in out.getvalue().splitlines() if "filed" in line] == [
        "0 filed, 1 known already or answers to nothing that is here.",
        "3 filed, 0 known already or answers to nothing that is here.",
        "1 filed, 0 known already or answers to nothing that is here.",
    ]


def test_what_cannot_be_read_is_named_and_the_next_is_filed(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path, "folder")
    (path / "bad.eml").write_bytes(b"X: " + b"x" * 100_000 + b"\n\nx")
    (path / "nobody.eml").write_bytes(b"Subject: x\n\nx")

    assert import_mail(settings, path, io.StringIO()) == 1
    told = capsys.readouterr().err
    assert "not read: bad.eml" in told
    assert "not read: nobody.eml: From: expected an address" in told


def test_what_is_no_archive_is_refused(tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("Bonjour", encoding="utf-8")

    assert [import_mail(settings, tmp_path / name, io.StringIO()) for name in ("notes.txt", "none", ".")] == [2, 2, 2]
    assert "expected an mbox, a Maildir or .eml files" in capsys.readouterr().err
