"""What another official page says is shown beside the call, and nothing is decided."""

from pathlib import Path
from shutil import copytree

import pytest

from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.conclusion import Answer, Contradiction
from guichet.knowledge.errors import BadFolder
from guichet.knowledge.folder import find_folder, load_call
from guichet.tests.factories import NOW, SLUG, make_call

IN_CHAT = Context(now=NOW, channel=Channel.CHAT)


@pytest.mark.parametrize(
    "question", ["Vous prenez les vétérinaires ?", "Do you take vets?", "Les vétos peuvent candidater ?"]
)
def test_veterinarians_are_shown_both_texts(question: str) -> None:
    [found] = Assistant(make_call()).consider(question, IN_CHAT)

    assert isinstance(found, Contradiction)
    assert "odontologistes" in found.citations[0].text
    assert "vétérinaires" in found.notice.words["fr"]


def test_those_whom_no_other_page_names_get_the_call_alone() -> None:
    [found] = Assistant(make_call()).consider("Vous prenez les pharmaciens ?", IN_CHAT)

    assert isinstance(found, Answer)


def test_a_notice_without_an_address_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    folder = copytree(find_folder(SLUG), tmp_path / SLUG)
    (folder / "notices.toml").write_text('[one]\ntitle = "T"\n')

    with pytest.raises(BadFolder, match="without 'url'"):
        load_call(folder)
