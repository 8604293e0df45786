from guichet.knowledge.call import Pair
from guichet.knowledge.topic import find_topics, read_nearest, read_topics, share_topic


def test_particular_things_stand_before_general_ones() -> None:
    assert read_topics("le contrat peut etre prolonge") == {"renewal"}


def test_what_is_named_beside_the_matter_is_left_out() -> None:
    assert read_topics("le salaire brut, hors primes") == {"pay"}


def test_a_figure_is_of_what_follows_it_with_de() -> None:
    assert read_nearest("vous avez droit a ", " de conges par an", frozenset()) == {"leave"}


def test_a_figure_is_else_of_what_stands_before_it() -> None:
    assert read_nearest(", a quoi s'ajoute une prime de ", "", frozenset({"pay"})) == {"bonus"}


def test_a_maternity_leave_is_not_the_yearly_one() -> None:
    assert not share_topic(read_topics("le conge maternite"), read_topics("les conges annuels"))
    assert share_topic(read_topics("vos conges"), read_topics("les conges annuels"))


def test_a_pair_stands_for_its_topic() -> None:
    assert find_topics(Pair("contract", "how_much")) == {"pay"}
    assert find_topics(Pair("misdirected", "any")) == frozenset()
