from dataclasses import replace

import pytest

from guichet.knowledge.call import Citation, Pair
from guichet.knowledge.errors import BadFolder, NotVerbatim, UnknownCall, UnknownPassage
from guichet.knowledge.folder import find_folder, load_call


@pytest.fixture(scope="module")
def call():
    return load_call(find_folder("postes-accueil-2026"))


def test_every_passage_can_be_cited(call):
    citations = [call.cite(name) for name in call.passages]

    assert len(citations) == 17
    assert all(call.source.text[c.start : c.end] == c.text for c in citations)


def test_a_citation_that_is_not_verbatim_cannot_be_built(call):
    deadline = call.cite("deadline")

    with pytest.raises(NotVerbatim, match="27 février"):
        replace(deadline, text=deadline.text.replace("20", "27"))


def test_an_empty_citation_cannot_be_built(call):
    with pytest.raises(NotVerbatim):
        Citation(call.source, 5, 5, "")


def test_an_unknown_passage_names_those_that_are_there(call):
    with pytest.raises(UnknownPassage, match=r"no passage 'salary' .* audience"):
        call.cite("salary")


def test_an_unknown_call_names_those_that_are_there():
    with pytest.raises(UnknownCall, match=r"no call '2027' .*postes-accueil-2026"):
        find_folder("2027")


def test_the_offices_own_calls_come_first(tmp_path):
    own = tmp_path / "postes-accueil-2026"
    own.mkdir()

    assert find_folder("postes-accueil-2026", own=tmp_path) == own


def test_a_passage_whose_words_are_not_in_the_call_is_refused(call, tmp_path):
    packaged = find_folder(call.slug)
    (tmp_path / "call.md").write_text("Date limite le 3 mars 2027", encoding="utf-8")
    (tmp_path / "pairs.toml").write_bytes((packaged / "pairs.toml").read_bytes())

    with pytest.raises(BadFolder, match=r"passage 'objective' begins with .* found 0 times"):
        load_call(tmp_path)


def test_pairs_cover_all_passages_and_twenty_five_gaps(call):
    answering = {name for names in call.answers.values() for name in names}

    assert answering == set(call.passages)
    assert len(call.gaps) >= 25


def test_every_passage_has_its_translation(call):
    assert set(call.translations) == set(call.passages)


@pytest.mark.parametrize("pairs", ["", "[call]\ntitle = 'x'", "passages = 3", "[call]\ntitle=1\n[passages]\nx = 'y'"])
def test_a_folder_without_its_sections_is_refused_by_what_is_expected(call, tmp_path, pairs):
    (tmp_path / "call.md").write_text(call.source.text, encoding="utf-8")
    (tmp_path / "pairs.toml").write_text(pairs, encoding="utf-8")

    with pytest.raises(BadFolder, match=r"expected \[call\] with title"):
        load_call(tmp_path)


def test_a_call_is_not_over_while_a_date_of_it_is_undecided(call):
    after = max(milestone.end for milestone in call.milestones.values())

    assert call.is_over(after)
    assert not replace(call, undecided=frozenset({Pair("start", "when")})).is_over(after)
