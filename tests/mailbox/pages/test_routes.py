from guichet.mailbox.pages.gate import PUBLIC
from guichet.mailbox.pages.routes import PAGES
from guichet.mailbox.records.models import Role

ROLES = {
    "GET /health": PUBLIC,
    "GET /connexion": PUBLIC,
    "POST /connexion": PUBLIC,
    "GET /connexion/code": PUBLIC,
    "POST /connexion/code": PUBLIC,
    "POST /connexion/etablissement": PUBLIC,
    "GET /connexion/etablissement/retour": PUBLIC,
    "GET /bienvenue/{link}": PUBLIC,
    "POST /bienvenue/{link}": PUBLIC,
    "POST /deconnexion": Role.LECTURE,
    "GET /": Role.LECTURE,
    "POST /vues": Role.LECTURE,
    "POST /vues/{number:int}/suppression": Role.LECTURE,
    "GET /demandes/{number:int}": Role.LECTURE,
    "POST /demandes/{number:int}/reponse": Role.AGENT,
    "POST /demandes/{number:int}/fermeture": Role.AGENT,
    "POST /demandes/{number:int}/reouverture": Role.AGENT,
    "POST /demandes/{number:int}/service": Role.AGENT,
    "POST /demandes/{number:int}/destinataire": Role.AGENT,
    "POST /demandes/{number:int}/annulation": Role.AGENT,
    "POST /demandes/{number:int}/eligibilite": Role.AGENT,
    "POST /demandes/{number:int}/eligibilite/reponse": Role.AGENT,
    "POST /demandes/{number:int}/brouillon": Role.AGENT,
    "POST /demandes/{number:int}/presence": Role.AGENT,
    "POST /demandes/{number:int}/correction": Role.AGENT,
    "POST /demandes/{number:int}/suggestion": Role.AGENT,
    "POST /demandes/{number:int}/ensemble/annulation": Role.AGENT,
    "POST /demandes/{number:int}/service/annulation": Role.AGENT,
    "GET /direct": Role.LECTURE,
    "POST /demandes/{number:int}/prise": Role.AGENT,
    "POST /demandes/{number:int}/note": Role.AGENT,
    "POST /demandes/{number:int}/attente": Role.AGENT,
    "POST /demandes/{number:int}/veille": Role.AGENT,
    "POST /demandes/{number:int}/reveil": Role.AGENT,
    "POST /demandes/{number:int}/fusion": Role.AGENT,
    "POST /demandes/{number:int}/separation": Role.AGENT,
    "GET /demandes/{number:int}/ensemble": Role.LECTURE,
    "POST /demandes/{number:int}/ensemble": Role.AGENT,
    "GET /faq": Role.LECTURE,
    "GET /faq/nouvelle": Role.AGENT,
    "POST /faq/nouvelle": Role.AGENT,
    "GET /faq/{number:int}": Role.LECTURE,
    "POST /faq/{number:int}/validation": Role.AGENT,
    "POST /faq/{number:int}/refus": Role.AGENT,
    "POST /faq/{number:int}/retrait": Role.AGENT,
    "POST /faq/{number:int}/modification": Role.AGENT,
    "GET /messages/{number:int}/page": Role.LECTURE,
    "GET /fils/{number:int}": Role.LECTURE,
    "POST /fils/{number:int}/reprise": Role.AGENT,
    "POST /fils/{number:int}/cas": Role.AGENT,
    "GET /appels/nouveau": Role.AGENT,
    "POST /appels/nouveau": Role.AGENT,
    "GET /pieces/{number:int}": Role.LECTURE,
    "GET /originaux/{number:int}": Role.LECTURE,
    "GET /appel": Role.LECTURE,
    "GET /touches": Role.LECTURE,
    "GET /journal": Role.LECTURE,
    "GET /journal.csv": Role.LECTURE,
    "GET /service": Role.RESPONSABLE,
    "POST /service": Role.RESPONSABLE,
    "GET /service/reponses": Role.LECTURE,
    "POST /service/reponses": Role.AGENT,
    "POST /service/reponses/{number:int}/modification": Role.AGENT,
    "POST /service/reponses/{number:int}/suppression": Role.AGENT,
    "GET /compte": Role.LECTURE,
    "POST /compte/signature": Role.LECTURE,
    "POST /compte/preferences": Role.LECTURE,
    "POST /compte/absence": Role.LECTURE,
    "POST /compte/langue": Role.LECTURE,
    "POST /compte/mot-de-passe": Role.LECTURE,
    "GET /compte/second-facteur": Role.LECTURE,
    "POST /compte/second-facteur/debut": Role.LECTURE,
    "POST /compte/second-facteur/confirmation": Role.LECTURE,
    "POST /compte/second-facteur/secours": Role.LECTURE,
    "POST /compte/second-facteur/fin": Role.LECTURE,
    "POST /compte/etablissement": Role.LECTURE,
    "POST /compte/etablissement/fin": Role.LECTURE,
    "GET /service/comptes": Role.RESPONSABLE,
    "POST /service/comptes/invitation": Role.RESPONSABLE,
    "POST /service/comptes/{number:int}/role": Role.RESPONSABLE,
    "POST /service/comptes/{number:int}/desactivation": Role.RESPONSABLE,
    "POST /service/comptes/{number:int}/activation": Role.RESPONSABLE,
    "POST /service/comptes/{number:int}/second-facteur": Role.RESPONSABLE,
    "POST /service/comptes/{number:int}/etablissement": Role.RESPONSABLE,
}
"""Written out, so that a right is changed on purpose and in two places."""
REPLIES = "/service/reponses"
"""The words that answers are made of are kept by whoever answers."""
OWN = ("/deconnexion", "/compte", "/vues")
"""What concerns a person's own account or views and nothing else."""


def test_each_route_has_the_role_that_is_written_here() -> None:
    assert {f"{page.method} {page.path}": page.role for page in PAGES} == ROLES


def test_who_may_only_read_changes_nothing_but_their_own_account() -> None:
    open_to_readers = [page.path for page in PAGES if page.method == "POST" and page.role is Role.LECTURE]

    assert [path for path in open_to_readers if not path.startswith(OWN)] == []


def test_the_office_is_run_by_a_responsable() -> None:
    office = [page for page in PAGES if page.path.startswith("/service") and not page.path.startswith(REPLIES)]

    assert {page.role for page in office} == {Role.RESPONSABLE}
