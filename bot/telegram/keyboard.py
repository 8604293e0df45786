"""Choices as buttons under a message."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from ...mailbox.delivery.body import Choice

SHORT = 20
"""The characters of a label up to which two buttons stand side by side."""


def lay_out(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Lay choices out as inline buttons, short ones in pairs; None where there are none."""
    if not choices:
        return None
    rows: list[list[InlineKeyboardButton]] = []
    room = False
    for choice in choices:
        short = len(choice.label) <= SHORT
        button = InlineKeyboardButton(choice.label, callback_data=choice.action)
        if room and short:
            rows[-1].append(button)
            room = False
        else:
            rows.append([button])
            room = short
    return InlineKeyboardMarkup(rows)
