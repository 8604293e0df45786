import io
from pathlib import Path

import pytest

from guichet.bot.commands.calls import check, new
from guichet.bot.settings import Settings, read_settings
from guichet.knowledge.errors import KnowledgeError

TEXT = Path(__file__).parents[1] / "knowledge" / "drafting" / "texts" / "bridge-fellowships.md"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GUICHET_DATA": str(tmp_path / "var")})


def test_a_folder_is_made_and_described(settings: Settings) -> None:
    out = io.StringIO()

    assert new(settings, TEXT, "bridge-2027", out) == 0

    folder = settings.data / "calls" / "bridge-2027"
    assert (folder / "call.md").read_bytes() == TEXT.read_bytes()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["bridge-2027"]
    assert "deadline       2026-10-30 17:00" in out.getvalue()
    assert "no service is named in the text" in out.getvalue()
    assert "GUICHET_CALL=bridge-2027" in out.getvalue()


def test_nothing_is_written_over(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    new(settings, TEXT, "bridge-2027", io.StringIO())
    kept = settings.data / "calls" / "bridge-2027" / "pairs.toml"
    kept.write_text("# looked over", encoding="utf-8")

    assert new(settings, TEXT, "bridge-2027", io.StringIO()) == 2
    assert "is there already" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "# looked over"


@pytest.mark.parametrize("slug", ["../up", "Majuscule", "", "a b", "-x"])
def test_a_slug_that_is_none_is_refused(settings: Settings, slug: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(settings, TEXT, slug, io.StringIO()) == 2
    assert "expected a slug" in capsys.readouterr().err


def test_what_is_no_text_is_refused(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture, empty = tmp_path / "call.pdf", tmp_path / "empty.md"
    picture.write_bytes(b"%PDF\xff\xfe")
    empty.write_text(" \n", encoding="utf-8")

    endless = tmp_path / "endless.md"
    endless.write_text("La date limite est proche. " * 10_000, encoding="utf-8")

    refused = [new(settings, path, "x", io.StringIO()) for path in (picture, empty, endless, tmp_path / "none")]

    assert refused == [2, 2, 2, 2]
    told = capsys.readouterr().err
    assert "of 200 KB at most" in told
    assert "none: No such file" in told
    assert "to be a text in UTF-8" in told
    assert "found nothing in it" in told
    assert not (settings.data / "calls" / "x").exists()


def test_the_packaged_call_leaves_nothing_to_decide(settings: Settings) -> None:
    out = io.StringIO()

    assert check(settings, "postes-accueil-2026", out) == 0
    assert "17 passages, each found verbatim" in out.getvalue()
    assert "Nothing is left to decide." in out.getvalue()


def test_a_folder_that_was_broken_is_refused_by_what_is_wrong(settings: Settings) -> None:
    new(settings, TEXT, "bridge-2027", io.StringIO())
    text = settings.data / "calls" / "bridge-2027" / "call.md"
    text.write_text(text.read_text(encoding="utf-8").replace("The deadline for", "The last day for"), encoding="utf-8")

    with pytest.raises(KnowledgeError, match="passage 'deadline' begins with"):
        check(settings, "bridge-2027", io.StringIO())


def test_what_the_folder_leaves_open_is_listed(settings: Settings) -> None:
    new(settings, TEXT, "bridge-2027", io.StringIO())
    pairs = settings.data / "calls" / "bridge-2027" / "pairs.toml"
    lines = pairs.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "audition.how_long" not in line and not line.startswith('deadline = "')]
    pairs.write_text("\n".join(kept), encoding="utf-8")
    out = io.StringIO()

    check(settings, "bridge-2027", out)

    assert "no milestone `deadline`" in out.getvalue()
    assert "no `audition.how_long`, which people ask" in out.getvalue()


@pytest.mark.parametrize(
    ("line", "other", "told"),
    [
        ('deadline = "deadline"', 'deadline = "auditions"', "milestone `deadline` is read from passage `auditions`"),
        ("[gaps]", '[gaps]\n"zork.foo" = { department = "office" }', "`zork.foo` is none that a question is read as"),
    ],
)
def test_what_is_written_wrong_in_a_folder_is_listed(settings: Settings, line: str, other: str, told: str) -> None:
    out = changed(settings, line, other)

    check(settings, "bridge-2027", out)

    assert told in out.getvalue()


@pytest.mark.parametrize(
    ("line", "other", "told"),
    [
        ("[gaps]", "[gap]", "found gap"),
        ("year = 2027", 'year = "2027"', "found '2027'"),
        ("year = 2027", "years = 2027", "years under"),
    ],
)
def test_what_nothing_reads_is_refused(settings: Settings, line: str, other: str, told: str) -> None:
    changed(settings, line, other)

    with pytest.raises(KnowledgeError, match=told):
        check(settings, "bridge-2027", io.StringIO())


def changed(settings: Settings, line: str, other: str) -> io.StringIO:
    """Make a folder and write one line of its pairs otherwise."""
    new(settings, TEXT, "bridge-2027", io.StringIO())
    pairs = settings.data / "calls" / "bridge-2027" / "pairs.toml"
    written = pairs.read_text(encoding="utf-8")
    assert line in written
    pairs.write_text(written.replace(line, other), encoding="utf-8")
    return io.StringIO()


def test_a_second_deadline_added_to_the_text_is_told(settings: Settings) -> None:
    new(settings, TEXT, "bridge-2027", io.StringIO())
    text = settings.data / "calls" / "bridge-2027" / "call.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nThe deadline is now 13 November 2026.\n", encoding="utf-8")
    out = io.StringIO()

    check(settings, "bridge-2027", out)

    assert "no milestone is read from the date in « The deadline is now 13 November 2026. »" in out.getvalue()


def test_a_text_cut_in_the_middle_of_a_letter_is_too_long_not_broken(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = tmp_path / "endless.md"
    endless.write_text("é" * 150_000, encoding="utf-8")

    assert new(settings, endless, "x", io.StringIO()) == 2
    assert "of 200 KB at most" in capsys.readouterr().err


def test_a_text_from_windows_is_read_like_any_other(settings: Settings, tmp_path: Path) -> None:
    text = tmp_path / "windows.md"
    text.write_bytes(b"\xef\xbb\xbf# Appel 2027\r\n\r\n- Date limite : 3 mars 2027\r\n- Contact : a@example.org\r\n")
    out = io.StringIO()

    assert new(settings, text, "windows", out) == 0
    assert "deadline       2027-03-03" in out.getvalue()
    assert "\nAppel 2027 (2027)" in out.getvalue()


def test_a_call_that_is_shipped_cannot_be_shadowed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(settings, TEXT, "postes-accueil-2026", io.StringIO()) == 2
    assert "is there already" in capsys.readouterr().err
