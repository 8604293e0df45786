from datetime import datetime

import pytest

from guichet.knowledge.date_expression import PARIS, Precision
from guichet.knowledge.errors import NoDate
from guichet.knowledge.folder import find_folder, load_call
from guichet.knowledge.milestone import read_milestone


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("name", "start", "end", "precision", "reading"),
    [
        ("opening", paris(2026, 1, 20), paris(2026, 1, 21), Precision.DAY, ()),
        ("deadline", paris(2026, 2, 20, 17), paris(2026, 2, 20, 17), Precision.MINUTE, ("zone",)),
        ("preselection", paris(2026, 4, 16), paris(2026, 5, 1), Precision.HALF_MONTH, ("year",)),
        ("auditions", paris(2026, 6, 1), paris(2026, 6, 16), Precision.HALF_MONTH, ("year",)),
        ("results", paris(2026, 6, 1), paris(2026, 7, 1), Precision.MONTH, ()),
        ("start", paris(2026, 11, 1), paris(2026, 12, 16), Precision.INTERVAL, ()),
    ],
)
def test_the_dates_of_the_call_are_read_from_its_text(name, start, end, precision, reading):
    milestone = load_call(find_folder("postes-accueil-2026")).milestones[name]

    assert (milestone.start, milestone.end) == (start, end)
    assert (milestone.precision, milestone.reading) == (precision, reading)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("avant le 3 mars 2027, 12h30", paris(2027, 3, 3, 12, 30)),
        ("au plus tard le 1er avril à 9 h", paris(2026, 4, 1, 9)),
        ("entre le 28 décembre 2026 et le 4 janvier 2027", paris(2026, 12, 28)),
        ("courant décembre", paris(2026, 12, 1)),
        ("du 3 au 14 mars 2027", paris(2027, 3, 3)),
        ("seconde quinzaine de mai", paris(2026, 5, 16)),
        ("le 20/02/2027 à 17h00", paris(2027, 2, 20, 17)),
        ("à 17 heures le 20 février", paris(2026, 2, 20, 17)),
        ("1 March 2027, 5 pm", paris(2027, 3, 1, 17)),
        ("March 1, 2027 at 17:00", paris(2027, 3, 1, 17)),
        ("12:30 am on 2 May 2027", paris(2027, 5, 2, 0, 30)),
        ("between 1 September and 31 October 2027", paris(2027, 9, 1)),
        ("from 4 to 15 May 2027", paris(2027, 5, 4)),
        ("second half of June 2027", paris(2027, 6, 16)),
        ("in June 2027", paris(2027, 6, 1)),
        ("Results: June 2027", paris(2027, 6, 1)),
        ("fin juin 2027", paris(2027, 6, 1)),
        ("Interviews: 10-12 May 2027", paris(2027, 5, 10)),
        ("les 3 et 4 juin 2027", paris(2027, 6, 3)),
        ("opens on 5 January 2027 and closes on 28 February 2027 at 23:59 CET", paris(2027, 1, 5)),
        ("ouvrira le 5 janvier et fermera le 28 février 2027", paris(2027, 1, 5)),
        ("2027-04-03", paris(2027, 4, 3)),
        ("2027-04-03T17:00", paris(2027, 4, 3, 17)),
        ("30 nov. 2026 à 12h", paris(2026, 11, 30, 12)),
        ("le 1er févr. 2027", paris(2027, 2, 1)),
        ("30-Nov-2026", paris(2026, 11, 30)),
        ("Nov. 30, 2026", paris(2026, 11, 30)),
        ("30/11/26", paris(2026, 11, 30)),
        ("30-11-2026", paris(2026, 11, 30)),
        ("jusqu'au 3 fevrier 2027 a 12h", paris(2027, 2, 3, 12)),
        ("premiere quinzaine d'aout 2027", paris(2027, 8, 1)),
        ("17:00 GMT on 3 May 2027", paris(2027, 5, 3, 19)),
        ("3 février 2027, 23h30 UTC+2", paris(2027, 2, 3, 22, 30)),
        ("1 February 2027, 23:30 UTC", paris(2027, 2, 2, 0, 30)),
        ("2027-02-03T16:00Z", paris(2027, 2, 3, 17)),
        ("15 mars 2027 (17 h)", paris(2027, 3, 15, 17)),
        ("15 mars 2027 inclus, à 17 h", paris(2027, 3, 15, 17)),
        ("15 mars 2027 avant 17 h", paris(2027, 3, 15, 17)),
        ("15 mars 2027, jusqu'à 17h00", paris(2027, 3, 15, 17)),
        ("15 mars 2027 au plus tard à 17h", paris(2027, 3, 15, 17)),
        ("15 March 2027, 17.00", paris(2027, 3, 15, 17)),
        ("3.12 Date limite : 20 mars 2027", paris(2027, 3, 20)),
        ("Article 4.10 : dépôt le 3 mars 2027", paris(2027, 3, 3)),
        ("the 15th of March 2027", paris(2027, 3, 15)),
        ("du lundi 1er mars au vendredi 5 mars 2027", paris(2027, 3, 1)),
    ],
)
def test_other_ways_to_write_a_date(text, start):
    assert read_milestone("any", "any", text, 2026).start == start


@pytest.mark.parametrize(
    ("text", "end", "precision"),
    [
        (
            "Les candidatures sont ouvertes du 4 janvier 2027 au 12 mars 2027, 12h00",
            paris(2027, 3, 12, 12),
            Precision.MINUTE,
        ),
        ("open from 4 January to 12 March 2027", paris(2027, 3, 13), Precision.DAY),
    ],
)
def test_a_deadline_is_the_end_of_a_window_to_its_hour(text, end, precision):
    deadline = read_milestone("deadline", "", text, 2027)

    assert (deadline.end, deadline.precision) == (end, precision)


def test_what_is_not_a_date_is_refused():
    with pytest.raises(NoDate, match="bientôt"):
        read_milestone("any", "any", "bientôt", 2026)


def test_a_deadline_is_past_only_after_its_minute():
    deadline = load_call(find_folder("postes-accueil-2026")).milestones["deadline"]

    assert not deadline.is_past(paris(2026, 2, 20, 17))
    assert deadline.is_past(paris(2026, 2, 20, 17, 0, 1))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "le 31 février 2027",
            "17:00 GMT (18:00 CET) on 3 May 2027",
            "la quinzaine de mai",
            "bientôt",
            "du 14 au 3 mars 2027",
        ),
        *("les 3 et 17 juin 2027", "les 3, 4 et 5 juin 2027", "10 or 12 May 2027", "le 10, le 12 mai 2027"),
        *("appelez le 01.02.03.04.05", "version 3.11.99", "2027-02-03T16:00+01:00", "3 May 2027, 5 pm EST"),
        *("15 mars 2027, le portail fermant à 17h", "le quinze mars 2027", "the fifteenth of March 2027"),
        *("3 May 2027, 23:59 AoE", "le 12 mars 2027 a minuit", "le 12 mars 2027 à 25h"),
        *("le 12 mars 2027 à midi", "before midnight on 3 May 2027"),
        *("3 mars 2027, 12h (heure de Londres)", "3 mars 2027 à 18h, heure de Cayenne", "3 May 2027, 5 pm Boston time"),
    ],
)
def test_what_is_not_surely_read_is_no_date(text):
    with pytest.raises(NoDate):
        read_milestone("n", "p", text, 2026)


def test_an_hour_that_is_said_to_be_of_paris_is_no_reading_of_ours():
    said = [read_milestone("n", "p", text, 2026).reading for text in ("1 May 2027, 17:00 CET", "1 May 2027, 17:00")]

    assert said == [(), ("zone",)]


def test_central_european_time_is_that_of_paris():
    assert read_milestone("deadline", "", "December 1, 2027 at 5:30 pm (CET)", 2027).reading == ()


@pytest.mark.parametrize(
    ("text", "start", "reading"),
    [
        ("avant le 1er mars 2027", paris(2027, 2, 28), ("before",)),
        ("before Monday 1 March 2027", paris(2027, 2, 28), ("before",)),
        ("au plus tard le 1er mars 2027", paris(2027, 3, 1), ()),
        ("avant le 1er mars 2027, 12h", paris(2027, 3, 1, 12), ("zone",)),
    ],
)
def test_before_a_day_is_read_as_the_day_before_and_said_to_be_our_reading(text, start, reading):
    deadline = read_milestone("deadline", "", text, 2027)

    assert (deadline.start, deadline.reading) == (start, reading)


def test_midnight_in_another_zone_is_an_hour():
    deadline = read_milestone("deadline", "", "open until 1 March 2027, 00:00 GMT", 2027)

    assert (deadline.end, deadline.precision) == (paris(2027, 3, 1, 1), Precision.MINUTE)


def test_a_closing_date_that_was_put_off_is_for_a_person():
    with pytest.raises(NoDate):
        read_milestone("deadline", "", "le 13 février 2026, reportée au 20 février 2026 - 17 heures", 2026)
