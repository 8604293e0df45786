"""The table of routes: each page, and who may see it."""

from ..records.models import Role
from .call_page import show_call
from .files import send_attachment, send_original
from .gate import PUBLIC, Page
from .health import show_health
from .inbox import show_inbox
from .journal_page import send_journal, show_journal
from .login_page import enter, leave, show_login
from .replies_page import edit_reply, remove_reply, save_reply, show_replies
from .service_page import change_service, show_service
from .thread_page import show_thread, take_over_thread
from .ticket_acts import (
    close_ticket,
    hand_over_ticket,
    keep_draft,
    let_sleep,
    let_wait,
    merge_ticket,
    note_presence,
    part_ticket,
    readdress_ticket,
    reopen_ticket,
    send_answer,
    take_ticket,
    undo_answer,
    wake_ticket,
    write_note,
)
from .ticket_page import show_ticket
from .welcome import set_account, show_welcome

STATIC = "/static"
"""The style sheet and the icon, public."""
PAGES = (
    Page("GET", "/health", show_health, PUBLIC),
    Page("GET", "/connexion", show_login, PUBLIC),
    Page("POST", "/connexion", enter, PUBLIC),
    Page("GET", "/bienvenue/{link}", show_welcome, PUBLIC),
    Page("POST", "/bienvenue/{link}", set_account, PUBLIC),
    Page("POST", "/deconnexion", leave, Role.AGENT),
    Page("GET", "/", show_inbox, Role.AGENT),
    Page("GET", "/demandes/{number:int}", show_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/reponse", send_answer, Role.AGENT),
    Page("POST", "/demandes/{number:int}/fermeture", close_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/reouverture", reopen_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/service", hand_over_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/destinataire", readdress_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/annulation", undo_answer, Role.AGENT),
    Page("POST", "/demandes/{number:int}/brouillon", keep_draft, Role.AGENT),
    Page("POST", "/demandes/{number:int}/presence", note_presence, Role.AGENT),
    Page("POST", "/demandes/{number:int}/prise", take_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/note", write_note, Role.AGENT),
    Page("POST", "/demandes/{number:int}/attente", let_wait, Role.AGENT),
    Page("POST", "/demandes/{number:int}/veille", let_sleep, Role.AGENT),
    Page("POST", "/demandes/{number:int}/reveil", wake_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/fusion", merge_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/separation", part_ticket, Role.AGENT),
    Page("GET", "/fils/{number:int}", show_thread, Role.AGENT),
    Page("POST", "/fils/{number:int}/reprise", take_over_thread, Role.AGENT),
    Page("GET", "/pieces/{number:int}", send_attachment, Role.AGENT),
    Page("GET", "/originaux/{number:int}", send_original, Role.AGENT),
    Page("GET", "/appel", show_call, Role.LECTURE),
    Page("GET", "/journal", show_journal, Role.LECTURE),
    Page("GET", "/journal.csv", send_journal, Role.LECTURE),
    Page("GET", "/service", show_service, Role.RESPONSABLE),
    Page("POST", "/service", change_service, Role.RESPONSABLE),
    # Whoever answers keeps the words that answers are made of.
    Page("GET", "/service/reponses", show_replies, Role.LECTURE),
    Page("POST", "/service/reponses", save_reply, Role.AGENT),
    Page("POST", "/service/reponses/{number:int}", edit_reply, Role.AGENT),
    Page("POST", "/service/reponses/{number:int}/suppression", remove_reply, Role.AGENT),
)
