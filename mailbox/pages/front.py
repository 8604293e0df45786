"""What all screens share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...knowledge.call import Call
from ..desk.ticket import Desk
from ..records.database import Database
from .provider import Provider
from .translation import gettext


@dataclass(frozen=True)
class Front:
    """The parts that screens work with.

    `clock` is the service's, which may be a virtual one; `real_clock` times sessions and links. `rang` is called after
    something was put into the outbox. `channel_labels` names each channel for staff. Where `factor_required`, an
    account without a second factor reaches no page but those that set one. Without a `provider` nobody logs in by
    single sign-on.
    """

    database: Database
    desk: Desk
    call: Call
    channel_labels: Mapping[str, str]
    clock: Callable[[], datetime]
    real_clock: Callable[[], datetime]
    rang: Callable[[], None]
    factor_required: bool
    provider: Provider | None = None

    def name_channel(self, channel: str) -> str:
        """Name a channel; its own key where it has no label."""
        return gettext(self.channel_labels.get(channel, channel))

    def name_department(self, key: str) -> str:
        """Name a department; its own key where the office does not know it, "sans service" where there is none."""
        known = self.desk.office.departments.get(key)
        return known.name if known else key or gettext("sans service")
