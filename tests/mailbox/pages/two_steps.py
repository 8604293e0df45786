"""An account with a second factor, for tests, and its telephone."""

from datetime import datetime

from argon2 import PasswordHasher
from httpx import Response
from pyotp.totp import TOTP

from guichet.mailbox.records.models import Staff
from guichet.tests.factories import make_staff
from guichet.tests.mailbox.pages.desk_browser import Browser, Stage

EMAIL, PASSWORD, SECRET = "agent@example.org", "une phrase assez longue", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_account(stage: Stage, email: str = EMAIL, secret: str | None = SECRET) -> int:
    """Make an account that anybody enters with PASSWORD and, where there is a secret, its code."""
    with stage.database.begin() as session:
        staff: Staff = make_staff(session, email)
        staff.password_hash, staff.totp_secret, staff.totp_step = KEPT, secret, 0 if secret else None
        session.flush()
        return staff.id


def read_code(now: datetime, secret: str = SECRET) -> str:
    """Read what the telephone shows."""
    return TOTP(secret).at(now)


async def give_password(browser: Browser, path: str = "/connexion", email: str = EMAIL) -> Response:
    """Fill in the first page."""
    await browser.get(path)
    return await browser.post("/connexion", email=email, password=PASSWORD, suite=browser.hidden("suite"))


async def give_code(browser: Browser, code: str, path: str = "/connexion/code") -> Response:
    """Fill in the second page."""
    await browser.get(path)
    return await browser.post("/connexion/code", code=code, suite=browser.hidden("suite"))
