"""What the settings make of single sign-on."""

import subprocess
import sys

import pytest

from guichet.bot import service
from guichet.bot.service import sign_on_provider
from guichet.bot.settings import BadSetting
from guichet.mailbox.pages.provider import Provider
from guichet.tests.bot.test_settings import ENTRIES, read, refuse

SIGN_ON = {
    "desk_url": "https://desk.example.org",
    "oidc_issuer": "https://login.example.org/realms/staff/",
    "oidc_client_id": "guichet-desk",
    "oidc_client_secret": "s3cr3t",
}


@pytest.mark.parametrize("left_out", ["desk_url", "oidc_issuer", "oidc_client_id", "oidc_client_secret"])
def test_single_sign_on_by_halves_is_refused(left_out: str) -> None:
    given = next(name for name in SIGN_ON if name not in (left_out, "desk_url"))
    expected = ENTRIES[f"GUICHET_{left_out.upper()}"].expected

    said = refuse(**{name: value for name, value in SIGN_ON.items() if name != left_out})

    assert said == f"GUICHET_{left_out.upper()}: expected {expected}, since GUICHET_{given.upper()} is set, found ''"
    assert SIGN_ON["oidc_client_secret"] not in said


def test_a_desk_without_sign_on_may_have_an_address() -> None:
    assert sign_on_provider(read(desk_url=SIGN_ON["desk_url"])) is None


def test_the_desk_is_told_of_a_provider_and_shows_its_secret_nowhere() -> None:
    provider = sign_on_provider(read(**SIGN_ON))

    assert provider == Provider(
        "https://login.example.org/realms/staff/", "guichet-desk", "s3cr3t", "https://desk.example.org"
    )
    assert provider.callback == "https://desk.example.org/connexion/etablissement/retour"
    assert SIGN_ON["oidc_client_secret"] not in repr(provider)


def test_without_the_extra_single_sign_on_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "find_spec", lambda name: None)

    with pytest.raises(BadSetting, match=r"^GUICHET_OIDC_ISSUER: expected .*\.\[oidc\].*, found 'https://login"):
        sign_on_provider(read(**SIGN_ON))


def test_nothing_of_single_sign_on_is_imported_before_somebody_uses_it() -> None:
    look = "import sys, guichet.bot.service; print({'authlib', 'joserfc'} & {*sys.modules})"

    assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True).stdout == "set()\n"
