"""The packaged call against the office's own copy, where that lies beside the repository."""

import json
from pathlib import Path

import pytest

from guichet.knowledge.folder import find_folder
from guichet.tests.factories import SLUG, make_call

GIVEN = Path(__file__).parents[2].parent / "shared" / "call"

pytestmark = pytest.mark.skipif(not GIVEN.is_dir(), reason="the office's copy of the call is not beside the repository")


def test_the_call_is_the_office_s_byte_for_byte() -> None:
    assert (find_folder(SLUG) / "call.md").read_bytes() == (GIVEN / f"{SLUG}.md").read_bytes()


def test_the_passages_are_the_office_s() -> None:
    facts = json.loads((GIVEN / "facts.json").read_text(encoding="utf-8"))

    assert {name: make_call().cite(name).text for name in make_call().passages} == facts
