from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Clarify
from guichet.knowledge.judgement import Judgement
from guichet.knowledge.learning.tables import load_tables
from guichet.knowledge.understanding import Reading, Understanding
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.tests.factories import make_call

JUDGEMENT = Judgement(make_call(), load_vocabulary(), load_tables())


def understood(**scores: float) -> Understanding:
    """Build what is understood of a question, by its readings' scores (`audition__when=2.0`)."""
    readings = tuple(Reading(Pair(*name.split("__")), score) for name, score in scores.items())
    return Understanding({}, {}, {}, readings, None, 9, None)


def test_what_is_far_less_likely_than_the_best_is_not_offered() -> None:
    three = understood(audition__when=2.3, results__when=2.2, social_cover__any=1.4)

    conclusion = JUDGEMENT.judge(three, "?", asked=True, chat=True)

    assert isinstance(conclusion, Clarify)
    assert conclusion.choices == (Pair("audition", "when"), Pair("results", "when"))


def test_what_leads_to_the_same_passages_is_offered_once() -> None:
    three = understood(degrees__which=2.3, results__when=2.2, degrees__can_i=2.1)

    conclusion = JUDGEMENT.judge(three, "?", asked=True, chat=True)

    assert isinstance(conclusion, Clarify)
    assert conclusion.choices == (Pair("degrees", "which"), Pair("results", "when"))
