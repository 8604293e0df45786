"""All tables, so that one import knows the whole schema."""

from ...knowledge.entry import EntryKind
from .columns import Base, UtcDateTime
from .entries import Entry, EntryState, Place, Term
from .letterbox import Attachment, Item, ItemState, Refusal
from .people import Address, Candidate, Invitation, LoginFailure, Notify, RecoveryCode, Role, Staff, StaffSession
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
    Waiting,
)
from .work import Act, Draft, Note, Presence, SavedReply, View

__all__ = [
    "Act",
    "Address",
    "Attachment",
    "Authenticity",
    "Author",
    "Base",
    "Candidate",
    "Draft",
    "Entry",
    "EntryKind",
    "EntryState",
    "Invitation",
    "Item",
    "ItemState",
    "LoginFailure",
    "Message",
    "Note",
    "Notify",
    "Parcel",
    "ParcelKind",
    "ParcelState",
    "Place",
    "Presence",
    "Question",
    "QuestionState",
    "RecoveryCode",
    "Refusal",
    "Reminder",
    "ReminderState",
    "Role",
    "SavedReply",
    "Staff",
    "StaffSession",
    "Subscription",
    "Term",
    "Thread",
    "Ticket",
    "TicketReason",
    "TicketState",
    "Told",
    "UtcDateTime",
    "View",
    "Waiting",
]
