"""A screen of the desk under axe-core, in both colour schemes and from narrow to wide."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCHEMES, WIDTHS = ("light", "dark"), (320, 768, 1920)
RUN = "axe.run({iframes: false}).then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
UNLABELLED = """[...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
    .filter(field => !field.labels.length).map(field => field.name)"""


@pytest.fixture(scope="module")
def axe() -> str:
    """Read axe-core, from the package that brings it."""
    return pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT


def look(page: "Page", axe: str) -> None:
    """Hold the page against axe-core in both colour schemes and every width, with all of it unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(axe)
    found = list[Any]()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than {width}"
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [(page.url, width, scheme, *one) for one in page.evaluate(RUN)]
    assert found == []
    assert page.evaluate(UNLABELLED) == []
