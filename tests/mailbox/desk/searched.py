"""Threads for tests of search, filed as reception files them, and the search itself.

`LETTERS` is an inbox in which there is something like everything that is asked for; `LABELLED` asks for it as people
type, each with what it is to find first.
"""

from datetime import datetime, timedelta

from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Enclosure, Inquiry, Visitor
from guichet.mailbox.desk.person import recognise
from guichet.mailbox.desk.search import find
from guichet.mailbox.desk.thread import file_inquiry, find_thread
from guichet.mailbox.records.database import Database
from guichet.tests.factories import NOW, SLUG

LETTERS = {
    "salary": ("Quel est le salaire prévu pour une interne ?", {"name": "Maëlle Quéré", "address": "m.q@example.net"}),
    "start": ("Puis-je prendre mon poste le 20 février, ou le 1er mars ?", {"name": "Nour Haddad"}),
    "hearing": (
        "L’audition a-t-elle lieu à Paris ? Mon laboratoire d’accueil est à Lyon.",
        {"name": "Jean-Luc Œuvrard"},
    ),
    "numeric": ("Je suis absente le 20/02, et joignable dès le 21/02.", {"subject": "Absence"}),
    "files": ("Voici mes pièces.", {"enclosures": ("Attestation_employeur-2026.pdf", "CV Tiza.docx")}),
    "post-doc": ("Un post-doctorat compte-t-il comme expérience ?", {"name": "Ana Łukasz"}),
    "housing": ("Le logement est-il fourni pendant l'été ? Rien n'est dit du cœur de ville.", {"name": "Zoé Martin"}),
    "martin": ("Où en est ma candidature ?", {"name": "Paul Martinez", "address": "paul.martinez@chu-nantes.example"}),
    "typo": ("Ma canditature est-elle complette ?", {"name": "Ugo Salvi"}),
    "contract": ("Le contrat est-il renouvelable ? Le salaire aussi ?", {"name": "Inès Aubry"}),
    "visa": (
        "Do I need a visa for the hosting laboratory?",
        {"name": "Grace O'Neill", "address": "go@uni.example"},
    ),
    "older": ("Le contrat dure combien de temps ?", {"name": "Hugo Contratini"}),
}
"""The words of each letter and what else it has, the oldest first, an hour between one and the next."""
LABELLED = {
    "interne salaire": "salary",
    "QUERE": "salary",
    "m.q@example.net": "salary",
    "20 fevrier": "start",
    "1er mars": "start",
    "l'audition": "hearing",
    "laboratoire d'acceuil": "hearing",
    "oeuvrard": "hearing",
    "20/02": "numeric",
    "attestation employeur": "files",
    "attestation_employeur-2026.pdf": "files",
    "cv tiza": "files",
    "post-doc": "post-doc",
    "logemnet fourni": "housing",
    "coeur de ville": "housing",
    "martin": "housing",
    "paul.martinez@": "martin",
    "candidatrue complete": "typo",
    "renouv": "contract",
    "O’Neill visa": "visa",
}
"""What is typed, and the letter that it is to find first."""


def write_all(database: Database) -> dict[int, str]:
    """Write all letters; return the name of each by its thread."""
    named: dict[int, str] = {}
    for at, (name, (words, more)) in enumerate(LETTERS.items()):
        files = tuple(Enclosure(file, "application/pdf", 9) for file in more.get("enclosures", ()))
        how = {"address": f"{at}@example.org", **more, "enclosures": files}
        named[write(database, words, NOW + timedelta(hours=at), **how)] = name
    return named


def write(database: Database, words: str, now: datetime = NOW, *, call: str = SLUG, **more) -> int:
    """Let a candidate write by mail, in a thread of its own; return its number."""
    visitor = Visitor(more.pop("channel", "mail"), more.pop("address", "a.b@example.net"), more.pop("name", ""))
    mail = MailTrace(more.pop("subject", ""))
    with database.begin() as session:
        thread = find_thread(session, call, recognise(session, visitor, now), mail, now)
        file_inquiry(session, thread, Inquiry(visitor, words, words, mail, **more), now)
        return thread.id


def search(database: Database, asked: str, limit: int = 50) -> list[int]:
    """Search, and return the numbers of the threads that are found."""
    with database.read() as session:
        return [found.thread for found in find(session, SLUG, asked, limit) if found.thread is not None]
