"""All tables, so that one import knows the whole schema."""

from .columns import Base, UtcDateTime
from .letterbox import Attachment, Item, ItemState, Refusal
from .people import Address, Candidate, Invitation, LoginFailure, Role, Staff, StaffSession
from .post import Parcel, ParcelKind, ParcelState, Reminder, ReminderState, Subscription
from .threads import (
    Authenticity,
    Author,
    Message,
    Question,
    QuestionState,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
    Told,
)

__all__ = [
    "Address",
    "Attachment",
    "Authenticity",
    "Author",
    "Base",
    "Candidate",
    "Invitation",
    "Item",
    "ItemState",
    "LoginFailure",
    "Message",
    "Parcel",
    "ParcelKind",
    "ParcelState",
    "Question",
    "QuestionState",
    "Refusal",
    "Reminder",
    "ReminderState",
    "Role",
    "Staff",
    "StaffSession",
    "Subscription",
    "Thread",
    "Ticket",
    "TicketReason",
    "TicketState",
    "Told",
    "UtcDateTime",
]
