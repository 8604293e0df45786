from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guichet.bot.settings import TABLE, BadSetting, Entry, Listen, Relay, Settings, read_settings
from guichet.knowledge.date_expression import PARIS

README = Path(__file__).parents[2] / "README.md"
TOKEN = "123456:ABC-DEF"
ENTRIES = {entry.variable: entry for entry in TABLE}


def refuse(**environ: str) -> str:
    """Read settings that cannot be used, and return what is said of them."""
    with pytest.raises(BadSetting) as refused:
        read_settings({f"GUICHET_{name.upper()}": value for name, value in environ.items()})
    return str(refused.value)


def read(**environ: str) -> Settings:
    return read_settings({f"GUICHET_{name.upper()}": value for name, value in environ.items()})


def in_readme(entry: Entry) -> str:
    """Write a setting as its row of the README: | `GUICHET_X` | `default` or – | meaning |."""
    default = f"`{entry.default}`" if entry.default else "–"
    return f"| `{entry.variable}` | {default} | {entry.meaning} |"


def test_without_a_variable_everything_has_its_default() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings(
        data=Path("var"),
        database_url="sqlite:///var/guichet.db",
        call="postes-accueil-2026",
        address="postesdaccueil.siege@inserm.fr",
        smtp_listen=Listen("127.0.0.1", 8025),
        smtp_certificate=None,
        lmtp_listen=None,
        authserv_id=None,
        clamd=None,
        smtp_relay=None,
        desk_listen=Listen("127.0.0.1", 8080),
        desk_url=None,
        public_listen=None,
        public_url=None,
        oidc_issuer=None,
        oidc_client_id=None,
        oidc_client_secret=None,
        telegram_token=None,
        telegram_api="https://api.telegram.org",
        telegram_webhook=None,
        now=None,
        log="info",
    )


REFUSED = [
    ("DATABASE_URL", "mysql://u:p@ss:w/d@host/db", "mysql://u:…@host/db"),
    ("DATABASE_URL", "sqlite:guichet.db", "sqlite:guichet.db"),
    ("DATABASE_URL", "sqlite:///", "sqlite:///"),
    ("DATABASE_URL", "postgresql://", "postgresql://"),
    ("CALL", "../etc", "../etc"),
    ("CLAMD", "unix:clamd.ctl", "unix:clamd.ctl"),
    ("ADDRESS", "postes", "postes"),
    ("ADDRESS", "postes@example", "postes@example"),
    ("ADDRESS", "é@example.org", "é@example.org"),
    ("ADDRESS", "a@b@example.org", "a@b@example.org"),
    ("ADDRESS", "a@b.org, c@d.org", "a@b.org, c@d.org"),
    ("ADDRESS", "a@b.org\nBcc: c@d.org", "a@b.org\nBcc: c@d.org"),
    ("SMTP_LISTEN", "8025", "8025"),
    ("SMTP_LISTEN", "127.0.0.1:99999", "127.0.0.1:99999"),
    ("LMTP_LISTEN", "unix:run/lmtp", "unix:run/lmtp"),
    ("AUTHSERV_ID", "mx example", "mx example"),
    ("SMTP_RELAY", "relay.example.org", "relay.example.org"),
    ("SMTP_RELAY", "http://relay.example.org:25", "http://relay.example.org:25"),
    ("SMTP_RELAY", "smtp://u:p@relay.example.org:25?tls=maybe", "smtp://u:…@relay.example.org:25?tls=maybe"),
    ("SMTP_RELAY", "u:p@relay.example.org", "u:…@relay.example.org"),
    ("DESK_LISTEN", "127.0.0.1", "127.0.0.1"),
    ("DESK_LISTEN", "127.0.0.1:80/x", "127.0.0.1:80/x"),
    ("DESK_URL", "desk.example.org", "desk.example.org"),
    ("PUBLIC_LISTEN", ":80", ":80"),
    ("PUBLIC_URL", "http://guichet.example.org", "http://guichet.example.org"),
    ("OIDC_ISSUER", "http://login.example.org", "http://login.example.org"),
    ("OIDC_ISSUER", "https://login.example.org/?realm=a", "https://login.example.org/?realm=a"),
    ("OIDC_ISSUER", "https://login.example.org/é", "https://login.example.org/é"),
    ("OIDC_CLIENT_ID", "guichet desk", "guichet desk"),
    ("OIDC_CLIENT_SECRET", "a secret", "…"),
    ("TELEGRAM_TOKEN", "ABC-DEF", "…"),
    ("TELEGRAM_TOKEN", "123456:", "123456:…"),
    ("TELEGRAM_API", "ftp://x.org", "ftp://x.org"),
    ("TELEGRAM_WEBHOOK", "https://x.org/?a=b", "https://x.org/?a=b"),
    ("NOW", "hier", "hier"),
    ("NOW", "0001-01-01T00:00", "0001-01-01T00:00"),
    ("LOG", "loud", "loud"),
]


@pytest.mark.parametrize(("name", "value", "shown"), REFUSED)
def test_a_value_that_cannot_be_used_is_refused_by_name_and_secrets_are_masked(
    name: str, value: str, shown: str
) -> None:
    expected = ENTRIES[f"GUICHET_{name}"].expected

    assert refuse(**{name: value}) == f"GUICHET_{name}: expected {expected}, found '{shown}'"


def test_every_setting_that_can_be_refused_is_refused_here() -> None:
    refused = {f"GUICHET_{name}" for name, _, _ in REFUSED}

    assert ENTRIES.keys() - refused == {"GUICHET_DATA", "GUICHET_SMTP_CERTIFICATE"}


def test_every_setting_that_may_hold_a_secret_is_masked() -> None:
    secret = {entry.variable for entry in TABLE if entry.mask is not str}

    assert secret == {"GUICHET_DATABASE_URL", "GUICHET_SMTP_RELAY", "GUICHET_TELEGRAM_TOKEN"} | {
        "GUICHET_OIDC_CLIENT_SECRET"
    }


def test_an_empty_variable_counts_as_unset() -> None:
    assert read(call="", smtp_relay=" ", log="") == read()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("smtp_relais", " (did you mean GUICHET_SMTP_RELAY?)"), ("colour", "")],
)
def test_a_variable_of_ours_that_is_no_setting_is_refused(name: str, hint: str) -> None:
    assert refuse(**{name: "x"}) == f"GUICHET_{name.upper()}: expected one of the settings{hint}, found '…'"


def test_the_tests_own_variable_is_let_through() -> None:
    assert read(test_database="postgresql://x") == read()


@pytest.mark.parametrize(
    ("value", "relay"),
    [
        ("relay.example.org:587", Relay("relay.example.org", 587, tls=True)),
        ("smtp://relay.example.org:25?tls=required", Relay("relay.example.org", 25, tls=True)),
        ("smtp://u%40x.org:p%3Aw@relay.example.org:465", Relay("relay.example.org", 465, True, "u@x.org", "p:w")),
        ("127.0.0.1:25", Relay("127.0.0.1", 25, tls=False)),
        ("[::1]:25", Relay("::1", 25, tls=False)),
        ("localhost:25", Relay("localhost", 25, tls=False)),
        ("smtp://localhost:25?tls=required", Relay("localhost", 25, tls=True)),
        ("smtp://localhost:25?tls=none", Relay("localhost", 25, tls=False)),
    ],
)
def test_a_relay_is_reached_by_tls_unless_it_is_on_this_machine(value: str, relay: Relay) -> None:
    assert read(smtp_relay=value).smtp_relay == relay


def test_a_relay_elsewhere_cannot_go_without_tls() -> None:
    assert refuse(smtp_relay="smtp://relay.example.org:25?tls=none").startswith("GUICHET_SMTP_RELAY: expected")


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("data", "/srv/guichet", Path("/srv/guichet")),
        ("database_url", "postgresql://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("database_url", "postgresql+psycopg://h/n", "postgresql+psycopg://h/n"),
        ("database_url", "sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("address", "Postes@Example.org", "postes@example.org"),
        ("smtp_listen", "[::]:0", Listen("::", 0)),
        ("smtp_certificate", "/etc/guichet.pem", Path("/etc/guichet.pem")),
        ("lmtp_listen", "unix:/run/guichet/lmtp", Path("/run/guichet/lmtp")),
        ("authserv_id", "MX.example.org", "mx.example.org"),
        ("clamd", "unix:/run/clamav/clamd.ctl", Path("/run/clamav/clamd.ctl")),
        ("lmtp_listen", "127.0.0.1:24", Listen("127.0.0.1", 24)),
        ("desk_url", "https://desk.example.org/", "https://desk.example.org"),
        ("public_url", "http://localhost:8081", "http://localhost:8081"),
        ("telegram_token", TOKEN, TOKEN),
        ("telegram_api", "http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("now", "2026-02-10T09:00", datetime(2026, 2, 10, 9, tzinfo=PARIS)),
        ("now", "2026-02-10T09:00+00:00", datetime(2026, 2, 10, 9, tzinfo=UTC)),
        ("log", "DEBUG", "debug"),
    ],
)
def test_a_value_that_can_be_used_is_read(name: str, value: str, found: Any) -> None:
    assert getattr(read(**{name: value}), name) == found


def test_the_database_is_in_the_data_folder_unless_it_is_named() -> None:
    assert read(data="/srv/guichet").database_url == "sqlite:////srv/guichet/guichet.db"


@pytest.mark.parametrize(
    ("environ", "bound", "address"),
    [
        ({}, None, "http://127.0.0.1:8080"),
        ({"desk_listen": "[::1]:0"}, Listen("::1", 40123), "http://[::1]:40123"),
        ({"desk_url": "https://desk.example.org/"}, Listen("::1", 40123), "https://desk.example.org"),
    ],
)
def test_the_desk_is_where_it_listens_unless_a_proxy_stands_before_it(
    environ: dict[str, str], bound: Listen | None, address: str
) -> None:
    assert read(**environ).desk_at(bound) == address


def test_a_webhook_needs_public_pages() -> None:
    url = "https://guichet.example.org/hook"

    said = refuse(telegram_webhook=url)

    assert said == ("GUICHET_PUBLIC_LISTEN: expected host:port, since GUICHET_TELEGRAM_WEBHOOK is set, found ''")
    assert read(telegram_webhook=url, public_listen="127.0.0.1:8081").telegram_webhook == url


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `GUICHET_")]

    assert rows == [in_readme(entry) for entry in TABLE]


@pytest.mark.parametrize(
    ("listen", "url", "own"),
    [
        ("127.0.0.1:8080", "", True),
        ("[::1]:8080", "", True),
        ("localhost:8080", "http://localhost:8080", True),
        ("127.0.0.1:8080", "https://guichet.example.org", False),
        ("0.0.0.0:8080", "", False),
        ("0.0.0.0:8080", "http://localhost:8080", False),
        ("192.168.1.4:8080", "", False),
    ],
)
def test_a_desk_is_on_its_own_machine_alone_where_nothing_says_otherwise(listen: str, url: str, own: bool) -> None:
    assert read(desk_listen=listen, desk_url=url).desk_on_own_machine is own
