"""The table of routes: each page, and who may see it."""

from ..records.models import Role
from .account_page import change_absence, change_preferences, change_signature, set_password, show_account
from .accounts_page import (
    disable_account,
    enable_account,
    make_invitation,
    reset_account_factor,
    set_role,
    show_accounts,
    unlink_account,
)
from .call_page import show_call
from .cluster_page import answer_cluster, show_cluster, undo_cluster
from .code_page import enter_code, show_code
from .eligibility_acts import examine_case, take_up_verdict
from .entry_form import propose_entry, show_new_entry
from .entry_page import approve_entry, edit_entry, refuse_entry, show_entry, withdraw_entry
from .factor_page import begin_factor, end_factor, finish_factor, renew_codes, show_factor
from .faq import show_faq
from .files import send_attachment, send_original
from .gate import PUBLIC, Page
from .health import show_health
from .inbox import show_inbox
from .journal_page import send_journal, show_journal
from .keys_page import show_keys
from .language_page import switch_language
from .letter_page import show_letter
from .login_page import enter, leave, show_login
from .oidc_page import begin_link, begin_login, come_back, end_link
from .phone_page import note_phone_call, show_phone
from .provider import CALLBACK
from .replies_page import edit_reply, remove_reply, save_reply, show_replies
from .service_page import change_service, show_service
from .thread_page import keep_phrasing, show_thread, take_over_thread
from .ticket_acts import (
    close_ticket,
    correct_elsewhere,
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
    take_up_suggestion,
    undo_answer,
    undo_handover,
    wake_ticket,
    write_note,
)
from .ticket_page import show_ticket
from .views_page import drop_view, keep_view
from .welcome import set_account, show_welcome

STATIC = "/static"
"""The style sheet and the icon, public."""
PAGES = (
    Page("GET", "/health", show_health, PUBLIC),
    Page("GET", "/connexion", show_login, PUBLIC),
    Page("POST", "/connexion", enter, PUBLIC),
    Page("GET", "/connexion/code", show_code, PUBLIC),
    Page("POST", "/connexion/code", enter_code, PUBLIC),
    Page("POST", "/connexion/etablissement", begin_login, PUBLIC),
    Page("GET", CALLBACK, come_back, PUBLIC),
    Page("GET", "/bienvenue/{link}", show_welcome, PUBLIC),
    Page("POST", "/bienvenue/{link}", set_account, PUBLIC),
    Page("POST", "/deconnexion", leave, Role.LECTURE, before_factor=True),
    Page("GET", "/", show_inbox, Role.LECTURE),
    Page("GET", "/direct", show_inbox, Role.LECTURE, by_itself=True),
    # A view is one's own, as an account is.
    Page("POST", "/vues", keep_view, Role.LECTURE),
    Page("POST", "/vues/{number:int}/suppression", drop_view, Role.LECTURE),
    Page("GET", "/demandes/{number:int}", show_ticket, Role.LECTURE),
    Page("POST", "/demandes/{number:int}/reponse", send_answer, Role.AGENT),
    Page("POST", "/demandes/{number:int}/fermeture", close_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/reouverture", reopen_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/service", hand_over_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/service/annulation", undo_handover, Role.AGENT),
    Page("POST", "/demandes/{number:int}/destinataire", readdress_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/annulation", undo_answer, Role.AGENT),
    Page("POST", "/demandes/{number:int}/correction", correct_elsewhere, Role.AGENT),
    Page("POST", "/demandes/{number:int}/suggestion", take_up_suggestion, Role.AGENT),
    Page("POST", "/demandes/{number:int}/eligibilite", examine_case, Role.AGENT),
    Page("POST", "/demandes/{number:int}/eligibilite/reponse", take_up_verdict, Role.AGENT),
    Page("POST", "/demandes/{number:int}/brouillon", keep_draft, Role.AGENT),
    Page("POST", "/demandes/{number:int}/presence", note_presence, Role.AGENT, by_itself=True),
    Page("POST", "/demandes/{number:int}/prise", take_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/note", write_note, Role.AGENT),
    Page("POST", "/demandes/{number:int}/attente", let_wait, Role.AGENT),
    Page("POST", "/demandes/{number:int}/veille", let_sleep, Role.AGENT),
    Page("POST", "/demandes/{number:int}/reveil", wake_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/fusion", merge_ticket, Role.AGENT),
    Page("POST", "/demandes/{number:int}/separation", part_ticket, Role.AGENT),
    Page("GET", "/demandes/{number:int}/ensemble", show_cluster, Role.LECTURE),
    Page("POST", "/demandes/{number:int}/ensemble", answer_cluster, Role.AGENT),
    Page("POST", "/demandes/{number:int}/ensemble/annulation", undo_cluster, Role.AGENT),
    Page("GET", "/faq", show_faq, Role.LECTURE),
    Page("GET", "/faq/nouvelle", show_new_entry, Role.AGENT),
    Page("POST", "/faq/nouvelle", propose_entry, Role.AGENT),
    Page("GET", "/faq/{number:int}", show_entry, Role.LECTURE),
    Page("POST", "/faq/{number:int}/validation", approve_entry, Role.AGENT),
    Page("POST", "/faq/{number:int}/refus", refuse_entry, Role.AGENT),
    Page("POST", "/faq/{number:int}/retrait", withdraw_entry, Role.AGENT),
    Page("POST", "/faq/{number:int}/modification", edit_entry, Role.AGENT),
    Page("GET", "/messages/{number:int}/page", show_letter, Role.LECTURE),
    Page("GET", "/fils/{number:int}", show_thread, Role.LECTURE),
    Page("POST", "/fils/{number:int}/reprise", take_over_thread, Role.AGENT),
    Page("POST", "/fils/{number:int}/cas", keep_phrasing, Role.AGENT),
    Page("GET", "/appels/nouveau", show_phone, Role.AGENT),
    Page("POST", "/appels/nouveau", note_phone_call, Role.AGENT),
    Page("GET", "/pieces/{number:int}", send_attachment, Role.LECTURE),
    Page("GET", "/originaux/{number:int}", send_original, Role.LECTURE),
    # One's own account: whoever may read has one to keep safe.
    Page("GET", "/compte", show_account, Role.LECTURE),
    Page("POST", "/compte/signature", change_signature, Role.LECTURE),
    Page("POST", "/compte/preferences", change_preferences, Role.LECTURE),
    Page("POST", "/compte/absence", change_absence, Role.LECTURE),
    Page("POST", "/compte/langue", switch_language, Role.LECTURE, before_factor=True),
    Page("POST", "/compte/mot-de-passe", set_password, Role.LECTURE),
    Page("GET", "/compte/second-facteur", show_factor, Role.LECTURE, before_factor=True),
    Page("POST", "/compte/second-facteur/debut", begin_factor, Role.LECTURE, before_factor=True),
    Page("POST", "/compte/second-facteur/confirmation", finish_factor, Role.LECTURE, before_factor=True),
    Page("POST", "/compte/second-facteur/secours", renew_codes, Role.LECTURE),
    Page("POST", "/compte/second-facteur/fin", end_factor, Role.LECTURE),
    Page("POST", "/compte/etablissement", begin_link, Role.LECTURE),
    Page("POST", "/compte/etablissement/fin", end_link, Role.LECTURE),
    # Everybody's accounts.
    Page("GET", "/service/comptes", show_accounts, Role.RESPONSABLE),
    Page("POST", "/service/comptes/invitation", make_invitation, Role.RESPONSABLE),
    Page("POST", "/service/comptes/{number:int}/role", set_role, Role.RESPONSABLE),
    Page("POST", "/service/comptes/{number:int}/desactivation", disable_account, Role.RESPONSABLE),
    Page("POST", "/service/comptes/{number:int}/activation", enable_account, Role.RESPONSABLE),
    Page("POST", "/service/comptes/{number:int}/second-facteur", reset_account_factor, Role.RESPONSABLE),
    Page("POST", "/service/comptes/{number:int}/etablissement", unlink_account, Role.RESPONSABLE),
    Page("GET", "/appel", show_call, Role.LECTURE),
    Page("GET", "/touches", show_keys, Role.LECTURE),
    Page("GET", "/journal", show_journal, Role.LECTURE),
    Page("GET", "/journal.csv", send_journal, Role.LECTURE),
    Page("GET", "/service", show_service, Role.RESPONSABLE),
    Page("POST", "/service", change_service, Role.RESPONSABLE),
    # Whoever answers keeps the words that answers are made of.
    Page("GET", "/service/reponses", show_replies, Role.LECTURE),
    Page("POST", "/service/reponses", save_reply, Role.AGENT),
    Page("POST", "/service/reponses/{number:int}/modification", edit_reply, Role.AGENT),
    Page("POST", "/service/reponses/{number:int}/suppression", remove_reply, Role.AGENT),
)
