import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.knowledge.markup import Span, plain, render
from guichet.tests.factories import make_call

CALL = make_call()


@pytest.mark.parametrize(
    ("raw", "spans"),
    [
        ("le **20 février** au soir", (Span("le "), Span("20 février", bold=True), Span(" au soir"))),
        ("le 1^{er} mars", (Span("le 1er mars"),)),
        ("**2^{ème} moitié**", (Span("2ème moitié", bold=True),)),
        ("rubrique « [résultats](#) »", (Span("rubrique « résultats »"),)),
        ("[ici](https://x.org/a)", (Span("ici", link="https://x.org/a"),)),
        ("[ici](javascript:x)", (Span("ici"),)),
        ("<https://x.org/a>", (Span("https://x.org/a", link="https://x.org/a"),)),
        ("à la prise de fonction*", (Span("à la prise de fonction"),)),
        ("**a\nb**", (Span("a\nb", bold=True),)),
        ("a < b et [c]", (Span("a < b et [c]"),)),
        ("", ()),
    ],
)
def test_markup_is_rendered(raw: str, spans: tuple[Span, ...]) -> None:
    assert render(raw) == spans


@pytest.mark.parametrize("name", CALL.passages)
def test_no_passage_of_the_call_shows_its_markup(name: str) -> None:
    shown = plain(CALL.cite(name).text)

    assert [mark for mark in ("*", "^{", "](", "<http") if mark in shown] == []


@given(st.text(alphabet=st.characters(exclude_characters="*^[<")))
def test_what_has_no_markup_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(st.text(alphabet=st.sampled_from("ab*^{}[]()<># \n")))
def test_nothing_is_added_and_no_run_is_empty(raw: str) -> None:
    spans = render(raw)

    assert [span for span in spans if not span.text] == []
    assert len(plain(raw)) <= len(raw)
