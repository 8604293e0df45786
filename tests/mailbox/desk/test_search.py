from datetime import timedelta

from guichet.mailbox.delivery.body import Body, text
from guichet.mailbox.delivery.carrier import MailTrace
from guichet.mailbox.desk.inquiry import Enclosure
from guichet.mailbox.desk.note import add_note
from guichet.mailbox.desk.reindexing import forget
from guichet.mailbox.desk.search import Found, find
from guichet.mailbox.desk.thread import file_our_words
from guichet.mailbox.desk.ticket import Desk, open_ticket
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Author, Thread, TicketReason
from guichet.tests.factories import NOW, SLUG, make_office, make_staff
from guichet.tests.mailbox.desk.searched import search, write
from guichet.tests.mailbox.pages.desk_browser import count_statements

DESK = Desk(make_office(), "postes@example.org")
HOSTILE = ("%", "_", "'", '"', "\\", "' OR 1=1 --", "s%", "s_laire", "*", "\0", "\ud800", "", "   ", "?!", "🙂")


def ask_person(database: Database, thread: int, title: str) -> int:
    """Open a ticket on a thread; return its number."""
    with database.begin() as session:
        how = {"call": SLUG, "department": "rh", "reason": TicketReason.GAP, "now": NOW, "schedule": DESK.schedule}
        return open_ticket(session, title=title, thread=session.get_one(Thread, thread), **how).id


def find_each(database: Database, *asked: str) -> dict[str, list[int]]:
    return {one: search(database, one) for one in asked}


def test_accents_case_and_marks_make_no_difference(database: Database) -> None:
    thread = write(database, "Une question sur mon Éligibilité.")
    asked = ("eligibilite", "ÉLIGIBILITÉ", "e\u0301ligibilité", "l'éligibilité ?")

    assert find_each(database, *asked) == {one: [thread] for one in asked}


def test_the_beginning_of_a_word_finds_it(database: Database) -> None:
    thread = write(database, "Une question sur mon Éligibilité, en 20261.")
    asked = ("el", "élig", "ELIGIBILIT", "2026")

    assert find_each(database, *asked) == {one: [thread] for one in asked}
    assert find_each(database, "e", "202", "ligibilit") == {"e": [], "202": [], "ligibilit": [thread]}


def test_a_likely_misspelling_finds_the_word(database: Database) -> None:
    thread = write(database, "Quel salaire au laboratoire, et dans quel pays ?")
    asked = ("pyas", "paes", "salaier", "slaairee", "laboratior", "labaratoirre", "Salère")

    assert find_each(database, *asked) == {one: [thread] for one in asked[:-1]} | {"Salère": []}


def test_what_is_no_likely_misspelling_finds_nothing(database: Database) -> None:
    write(database, "Quel salaire, dans quel pays ? Mon CV de 2026 est prêt.")
    asked = ("pays2", "pxyx", "cvx", "selzirx", "2028")

    assert find_each(database, *asked) == {one: [] for one in asked}


def test_a_misspelt_mail_is_found_by_the_right_word(database: Database) -> None:
    thread = write(database, "quel est le saliare svp")

    assert search(database, "salaire") == [thread]


def test_every_word_must_stand_in_the_thread_though_not_in_one_message(database: Database) -> None:
    thread = write(database, "Quel salaire ?", name="Ada Banou")
    write(database, "Quel salaire ?", name="Ada Tiza", address="c.d@example.net")
    write(database, "Autre chose.", name="Zed Banou", address="e.f@example.net")

    assert search(database, "banou salaire") == [thread]


def test_a_person_is_found_by_name_and_by_address(database: Database) -> None:
    write(database, "Bonjour.")
    thread = write(database, "Bonjour.", name="Ada Banou", address="ada.b1@chu-tiza.example")
    asked = ("banou", "Ada BANOÛ", "ada.b1", "ada.b1@chu-tiza.example", "tiza")

    assert find_each(database, *asked) == {one: [thread] for one in asked}


def test_a_request_is_found_by_its_number_alone(database: Database) -> None:
    thread = write(database, "Quel salaire ?")
    number = ask_person(database, thread, "Le salaire")
    write(database, f"Rendez-vous au {number} de la rue.")
    asked = [form.format(number) for form in ("n° {}", "N°{}", "n {}", "#{}", "[n° {}]", "Demande n° {}", "no {}")]

    assert find_each(database, *asked) == {one: [thread] for one in asked}


def test_a_bare_number_leads_to_the_request_first_and_then_to_what_names_it(database: Database) -> None:
    thread = write(database, "Quel salaire ?")
    number = ask_person(database, thread, "Le salaire")
    naming = write(database, f"Rendez-vous au {number} de la rue.", NOW + timedelta(hours=1))

    assert search(database, str(number)) == [thread, naming]
    assert search(database, f"{number} salaire") == [thread]


def test_what_matches_better_comes_first_and_then_what_moved_last(database: Database) -> None:
    misspelt = write(database, "Mon contart", NOW + timedelta(hours=4))
    begun = write(database, "Mes contrats", NOW + timedelta(hours=3))
    old = write(database, "Mon contrat", NOW)
    new = write(database, "Un contrat", NOW + timedelta(hours=1))

    assert search(database, "contrat") == [new, old, begun, misspelt]
    assert search(database, "contrat", limit=3) == [new, old, begun]


def test_one_slip_comes_before_two(database: Database) -> None:
    near = write(database, "Le laboratoir", NOW)
    far = write(database, "Le labaratoir", NOW + timedelta(hours=1))

    assert search(database, "laboratoire") == [near, far]


def test_what_is_rare_among_the_words_stays_as_it_is_for_longest(database: Database) -> None:
    for number in range(3):
        write(database, "Mon contrat", address=f"{number}@example.net")
    meant = write(database, "Mes contrats", name="Zoé Martin")
    other = write(database, "Mes contrats", NOW + timedelta(hours=1), name="Paul Martinez", address="p@example.net")

    assert search(database, "contrat martin") == [meant, other]


def test_a_whole_address_or_telephone_number_leads_first_to_whose_it_is(database: Database) -> None:
    theirs = write(database, "Bonjour.", address="a.b@example.net")
    caller = write(database, "Bonjour.", channel="phone", address="+33612345678")
    write(database, "Bonjour.", NOW + timedelta(hours=1), address="c.d@example.net")

    assert search(database, "A.B@example.net ")[0] == theirs
    assert search(database, "06 12 34 56 78") == [caller]


def test_a_new_name_finds_the_threads_of_before(database: Database) -> None:
    first = write(database, "Bonjour.", subject="Premier")
    second = write(database, "Bonjour.", NOW + timedelta(hours=1), name="Ada Banou")

    assert search(database, "banou") == [second, first]


def test_a_ticket_without_a_thread_is_found_beside_threads_by_when_it_was_opened(database: Database) -> None:
    before = write(database, "Message non remis")
    with database.begin() as session:
        how = {"department": "rh", "reason": TicketReason.UNDELIVERED, "schedule": DESK.schedule}
        title = "Message non remis à zoe@example.net : SMTP 550"
        number = open_ticket(session, call=SLUG, title=title, now=NOW + timedelta(hours=1), **how).id
        add_note(session, DESK, number, make_staff(session), "À rappeler jeudi", NOW)
        open_ticket(session, call="autre-appel", title=title, now=NOW, **how)
    after = write(database, "Message non remis", NOW + timedelta(hours=2))

    asked = ("message remis", "zoe", "zoe@example.net", "jeudi", "jeusi", "rappel", f"n° {number}", f"{number} zoe")
    found = {one: find_all(database, one) for one in asked}

    loose = Found(None, number)
    assert found == {one: [loose] for one in asked} | {"message remis": [Found(after), loose, Found(before)]}


def find_all(database: Database, asked: str) -> list[Found]:
    with database.read() as session:
        return find(session, SLUG, asked, 50)


def test_all_that_is_written_in_a_thread_finds_it(database: Database) -> None:
    files = (Enclosure("attestation_signee.pdf", "application/pdf", 9),)
    thread = write(database, "Bonjour.", subject="Ma mobilité", enclosures=files)
    number = ask_person(database, thread, "Le logement")
    with database.begin() as session:
        found = session.get_one(Thread, thread)
        file_our_words(session, found, Author.STAFF, Body((text("Selon la grille."),)), MailTrace(), NOW)
        add_note(session, DESK, number, make_staff(session), "À rappeler jeudi", NOW)

    assert [search(database, word) for word in ("mobilite", "signee", "logement", "grille", "jeudi")] == [[thread]] * 5


def test_what_nobody_wrote_finds_nothing(database: Database) -> None:
    write(database, "Quel salaire ?")

    assert search(database, "xylophone") == []
    assert search(database, "salaire xylophone") == []


def test_the_thread_of_another_call_is_never_found(database: Database) -> None:
    foreign = write(database, "Quel salaire ?", call="autre-appel", name="Ada Banou")
    number = ask_person(database, foreign, "Le logement")

    assert [search(database, asked) for asked in ("salaire", "banou", str(number), f"n° {number}")] == [[]] * 4


def test_a_thread_that_was_forgotten_is_never_found(database: Database) -> None:
    thread = write(database, "Quel salaire ?", name="Ada Banou")
    with database.begin() as session:
        forget(session, [thread])

    assert [search(database, asked) for asked in ("salaire", "banou", "Ada", "salarie")] == [[]] * 4


def test_hostile_words_find_nothing_and_harm_nothing(database: Database) -> None:
    thread = write(database, "Quel salaire ?")

    assert find_each(database, *HOSTILE) == {one: [] for one in HOSTILE}
    assert search(database, "salaire % \0 \ud800 ' \" \\ 🙂") == [thread]


def test_ten_thousand_characters_do_no_harm(database: Database) -> None:
    thread = write(database, "Quel salaire ?")
    asked = ("é" * 10_000, "\ufdfa" * 10_000, "n° " + "9" * 10_000)

    assert find_each(database, *asked) == {one: [] for one in asked}
    assert search(database, "salaire " * 1_250) == [thread]


def test_many_threads_take_as_many_statements_as_one(database: Database) -> None:
    write(database, "Quel salaire ?")
    with count_statements(database) as for_one:
        search(database, "salaire")
    for _ in range(20):
        write(database, "Quel salaire ?")

    with count_statements(database) as for_many:
        assert len(search(database, "salaire")) == 21

    assert len(for_many) <= len(for_one)
