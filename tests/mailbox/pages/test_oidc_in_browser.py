"""Single sign-on in a real browser: the policy of our pages lets it go to the provider, by way of another site."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from guichet.mailbox.pages.provider import CALLBACK, Provider
from guichet.mailbox.records.database import Database
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.screen_check import axe, look  # noqa: F401 (a fixture)
from guichet.tests.mailbox.pages.sign_on import BUTTON, DOWN, Scene
from guichet.tests.mailbox.pages.test_in_browser import (  # noqa: F401 (fixtures)
    ACCOUNT,
    PASSWORD,
    check_shape,
    chromium,
    listen,
    page,
    serve,
    set_account,
)
from guichet.tests.openid_provider import CLIENT, SECRET, OpenIdProvider, serve_provider

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AT_PROVIDER = "Je suis Agent"


@pytest.fixture
def scene(sqlite: Database) -> Iterator[Scene]:
    """Serve a desk on one site and a provider on two others."""
    listener = listen()
    desk = f"http://localhost:{listener.getsockname()[1]}"
    provider = OpenIdProvider(lambda: stage.now, f"{desk}{CALLBACK}", by_hand=True)
    with serve_provider(provider):
        stage = Stage(sqlite, provider=Provider(provider.address, CLIENT, SECRET, desk))
        with serve(stage, listener):
            yield Scene(stage, provider)


def desk_of(scene: Scene) -> str:
    return scene.provider.callback.removesuffix(CALLBACK)


def link(page: "Page", scene: Scene) -> None:  # noqa: F811
    """Make an account, and link it at *Mon compte*."""
    set_account(page, scene.stage, desk_of(scene))
    page.goto(f"{desk_of(scene)}/compte")
    page.fill("#password", PASSWORD)
    page.click("text=Lier le compte de l'établissement")
    page.click(f"text={AT_PROVIDER}")
    page.wait_for_url(f"{desk_of(scene)}/compte?fait=lien")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_link_to_the_next_login_with_and_without_javascript(
    scripts: bool,
    chromium: "Browser",  # noqa: F811
    scene: Scene,
) -> None:
    from playwright.sync_api import expect

    context = chromium.new_context(java_script_enabled=scripts, locale="fr-FR")
    page, complaints = context.new_page(), list[str]()  # noqa: F811
    page.on("console", lambda message: complaints.append(message.text))
    link(page, scene)
    page.click("text=Se déconnecter")
    page.goto(f"{desk_of(scene)}/connexion?suite=%2Ffaq")
    page.click(f"text={BUTTON}")
    page.click(f"text={AT_PROVIDER}")

    page.wait_for_url(f"{desk_of(scene)}/faq")
    expect(page.locator(".me")).to_contain_text(ACCOUNT["#name"])
    assert [said for said in complaints if "Security Policy" in said] == []
    page.go_back()
    assert page.url.startswith(f"http://localhost:{scene.provider.address.rpartition(':')[2]}/authorize")
    context.close()


def test_where_the_provider_is_down_the_page_says_so_and_fits_a_narrow_screen(
    page: "Page",  # noqa: F811
    scene: Scene,
) -> None:
    from playwright.sync_api import expect

    page.set_viewport_size({"width": 320, "height": 640})
    scene.provider.published = {"issuer": "https://login.example.net"}
    check_shape(page, f"{desk_of(scene)}/connexion")

    page.click(f"text={BUTTON}")

    expect(page.get_by_role("alert")).to_contain_text(DOWN)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_axe_finds_nothing_on_the_way_to_the_provider_and_beside_it(
    page: "Page",  # noqa: F811
    scene: Scene,
    axe: str,  # noqa: F811
) -> None:
    link(page, scene)
    for path in ("/compte", "/service/comptes"):
        page.goto(f"{desk_of(scene)}{path}")
        look(page, axe)
    page.goto(f"{desk_of(scene)}/compte")
    page.click("text=Retirer le lien")
    look(page, axe)
    page.click("text=Se déconnecter")
    look(page, axe)
    page.route(f"{scene.provider.address}/**", lambda route: route.fulfill(status=204))  # the page stays
    page.click(f"text={BUTTON}")
    assert page.locator("h1").inner_text() == "Vers le compte de l'établissement"
    look(page, axe)
    page.goto(f"{desk_of(scene)}/connexion?refus=nobody")
    look(page, axe)
