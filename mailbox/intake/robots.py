"""Which letters robots wrote: they are filed and never answered (RFC 3834)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from ..delivery.composition import LOOP
from .fields import read_sender, read_text, read_token


class Kind(StrEnum):
    """What wrote a letter."""

    PERSON = "person"
    OURS = "ours"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    NOTICE = "notice"
    LIST = "list"


@dataclass(frozen=True)
class Sign:
    """Something by which a robot is known; what is not `certain` a person may show as well, so one looks at it."""

    kind: Kind
    shows: Callable[[Message, str], bool]
    certain: bool = True


_DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?)\b", re.I)
_UNMANNED = re.compile(
    r"^([\w.+-]*[._+-])?(no|do[._-]?not|ne[._-]?pas)[._-]?(reply|reponse|repondre)\d*(?![a-z])"
    r"|^(autorespon\w*|notifications?)@",
    re.IGNORECASE,
)
"""Addresses that take no answer: they send files and notices that a person must see."""
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]+)", re.IGNORECASE)
_BOUNCED = re.compile(
    r"^(undeliver(ed|able)\b|(mail|message) could not be (delivered|sent)|"
    r"mail (delivery|system)\b(?!.*\?)|delivery (status notification|failure|has failed|"
    r"notification)|failure notice|returned mail|message (undeliverable|delivery)|non remis\b|échec de la remise|"
    r"mail non distribu)",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^(auto(matic)?( ?:|[ -]?(repl|respon|answer|rép))|out of (the )?office(?! hours)|"
    r"away from|réponse automatique\s*(:|$)|vacation (reply|message)|"
    r"ooo\b|abwesenheit|automatische antwort|"
    r"respuesta automática|risposta automatica|r=|\[auto)",
    re.IGNORECASE,
)
"""Words that a candidate may begin with as well (auto-entrepreneur) count by what follows them."""
_PERHAPS_AWAY = re.compile(
    r"^(réponse automatique\b|(je suis )?(absence|absente?|vacation)( du bureau| jusqu| until| du \d|\s*:|\s*$))",
    re.IGNORECASE,
)


def _is_ours(message: Message, own: str) -> bool:
    if not own:
        return False
    sender, answered = (_bare(read_sender(message, field)[1]) for field in ("From", "Reply-To"))
    by_form = sender == own.lower() and answered not in ("", own.lower())  # a page writes in its visitor's name
    return own.lower() == read_text(message, LOOP).lower() or (own.lower() == sender and not by_form)


def _bare(address: str) -> str:
    """Return an address without what a plus sign adds to it, in lower case."""
    local, at, domain = address.lower().rpartition("@")
    return local.partition("+")[0] + at + domain


def _is_report(message: Message, _own: str) -> bool:
    return _reports(message) == "delivery-status" or bool(message.get("X-Failed-Recipients"))


def _is_receipt(message: Message, _own: str) -> bool:
    """A report on anything but a delivery: that a mail was read (RFC 8098), that it was taken for spam (RFC 5965)."""
    return _reports(message) not in ("", "delivery-status")


def _reports(message: Message) -> str:
    """Return what a report is of (RFC 6522), a delivery where it does not say; empty for what is no report."""
    if message.get_content_type() != "multipart/report":
        return ""
    told = _REPORT_TYPE.search(read_text(message, "Content-Type"))
    return told[1].lower() if told else "delivery-status"


def _has_no_return_path(message: Message, _own: str) -> bool:
    return read_text(message, "Return-Path") == "<>" and bool(_BOUNCED.match(read_text(message, "Subject")))


def _is_daemon(message: Message, _own: str) -> bool:
    name = read_sender(message)[1] or read_text(message, "From")
    return bool(_DAEMON.match(name.strip('"< ')))


def _is_unmanned(message: Message, _own: str) -> bool:
    name = read_sender(message)[1] or read_text(message, "From")
    return bool(_UNMANNED.match(name.strip('"< ')))


def _bounced(message: Message, _own: str) -> bool:
    return bool(_BOUNCED.match(read_text(message, "Subject"))) and not message.get("In-Reply-To")


def _says_replied(message: Message, _own: str) -> bool:
    return read_token(message, "Auto-Submitted") == "auto-replied"


def _says_generated(message: Message, _own: str) -> bool:
    return read_token(message, "Auto-Submitted") not in ("", "no", "auto-replied")


def _replies_by_itself(message: Message, _own: str) -> bool:
    names = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-POST-MessageClass", "X-Vacation")
    told = any(read_token(message, name) not in ("", "no", "false") for name in names)
    return told or read_token(message, "Precedence") == "auto_reply"


def _is_away(message: Message, _own: str) -> bool:
    subject = read_text(message, "Subject")
    return bool(_AWAY.match(subject)) and "?" not in subject


def _is_perhaps_away(message: Message, _own: str) -> bool:
    subject = read_text(message, "Subject")
    return bool(_PERHAPS_AWAY.match(subject)) and "?" not in subject and not _AWAY.match(subject)


def _is_list(message: Message, _own: str) -> bool:
    bulk = read_token(message, "Precedence") in ("bulk", "junk", "list")
    return bulk or any(message.get(name) for name in ("List-Id", "List-Unsubscribe", "Feedback-ID"))


SIGNS = (
    Sign(Kind.OURS, _is_ours),
    Sign(Kind.BOUNCE, _is_report),
    Sign(Kind.BOUNCE, _has_no_return_path),
    Sign(Kind.BOUNCE, _is_daemon, certain=False),
    Sign(Kind.AUTO_REPLY, _is_receipt),
    Sign(Kind.BOUNCE, _bounced, certain=False),
    Sign(Kind.AUTO_REPLY, _says_replied),
    Sign(Kind.AUTO_REPLY, _replies_by_itself),
    Sign(Kind.AUTO_REPLY, _is_away),
    Sign(Kind.NOTICE, _says_generated),
    Sign(Kind.NOTICE, _is_unmanned),
    Sign(Kind.LIST, _is_list),
    Sign(Kind.AUTO_REPLY, _is_perhaps_away, certain=False),
)
"""In the order in which they count: what says more precisely what it is comes first."""
_NONE = Sign(Kind.PERSON, lambda _message, _own: True)


def find_sign(message: Message, own: str = "") -> Sign:
    """Find by what a letter is known for what it is; `own` is our address, whose letters are never answered."""
    return next((sign for sign in SIGNS if sign.shows(message, own)), _NONE)


def tell_kind(message: Message, own: str = "") -> Kind:
    """Tell what wrote a letter."""
    return find_sign(message, own).kind
