import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.mailbox.intake.quotation import own_words
from guichet.tests.growth import grows_in_step

LEAD = "Le mar. 3 févr. 2026 à 10:12, Le service <postes@example.org> a écrit :"


@pytest.mark.parametrize(
    "rest",
    [
        f"{LEAD}\n> Bonjour,\n> Voici",
        "Le mar. 3 févr. 2026 à 10:12, Le service\n<postes@example.org> a écrit :\n\n> Bonjour",
        "Le mar. 3 févr. 2026 à 10:12, Le service\n<postes@example.org>\na écrit :\n> Bonjour",
        "On Tue, Feb 3, 2026 at 10:12 AM Le service <postes@example.org> wrote:\n\nBonjour,\nVoici",
        "Am 03.02.2026 um 10:12 schrieb Le service:\n> Bonjour",
        "2026-02-03 10:12 GMT+01:00 Le service <postes@example.org>:\n> Bonjour",
        "Le service <postes@example.org> wrote:\n> Bonjour",
        f"{LEAD}\n> Bonjour\n\n-- \nAnn",
        "________________________________\nDe : Le service\nÀ : Ann\nObjet : Re: Question\n\nBonjour",
        "**De :** Le service\n**Envoyé :** mardi\n**À :** Ann\n\nBonjour",
        "-------- Message transféré --------\nBonjour",
        "Sent from my phone\n\n> Bonjour",
        "De : Le service <postes@example.org>\nEnvoyé : mardi 3 février 2026\n\nBonjour",
        "-----Message d'origine-----\nDe : Le service\n\nBonjour",
        "Den 3. feb. 2026 kl. 10.12 skrev Le service <postes@example.org>:\n> Hej",
        "Op 3 feb. 2026 om 10:12 heeft Le service <postes@example.org> het volgende geschreven:\n\nBonjour",
        "Von: Le service <postes@example.org>\nGesendet: Dienstag, 3. Februar 2026 10:12\n\nBonjour",
        '03.02.2026 10:12 пользователь "Le service" <\npostes@example.org> написал:\n\nBonjour',
        "Le service a écrit :\n> Bonjour",
        "Envoyé de mon iPhone",
        "-- \nAnn",
        "Ann Martin\nCHU de Lyon\n04 72 00 00 00\nann.martin@example.org",
        "------\n\n***",
    ],
)
def test_what_a_client_quotes_falls_away(rest: str) -> None:
    assert own_words(f"Et le salaire ?\n\n{rest}\n") == "Et le salaire ?"


@pytest.mark.parametrize(
    "text",
    [
        "Le jury siège en juin et un membre a écrit : il faut un M2.\nEst-ce vrai ?\n> non",
        "On m'a dit que le service écrit :\nfaut-il un M2 ?\n> peut-être\nEt une thèse ?",
        "De : Lyon\nJe viens de Lyon, puis-je candidater ?",
        "Mes questions :\n- la date ?\n- le salaire ?",
        "5 > 3 ?",
        "Le 3 mars, Mme Petit m'a écrit :\nVotre dossier est incomplet.\nQue dois-je faire ?",
        "Le directeur du laboratoire a écrit\nune lettre, faut-il la joindre ?",
        "De : Paris\nÀ : Lyon\nObjet : mon déménagement, est-il remboursé ?",
        "Joindre ann@example.org ou le 04 72 00 00 00\nou encore www.example.org\npour la suite, est-ce bien cela ?",
        "Envoyé le dossier hier, est-il arrivé ?",
        "Merci beaucoup.\n\n____________________\nDernière question : quelle est la date limite ?",
        "Merci.\n\nLe 12/02/2026 j'ai écrit :\nune demande restée sans réponse. Quel est le salaire ?",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    kept = [line for line in text.split("\n") if not line.startswith(">")]

    assert own_words(text) == "\n".join(kept)


def test_an_answer_below_what_it_answers_is_kept() -> None:
    assert own_words(f"{LEAD}\n> Quel est votre statut ?\n\nInterne, et le salaire ?") == "Interne, et le salaire ?"


def test_answers_between_the_lines_are_kept_and_nothing_else() -> None:
    text = f"Voir ci-dessous.\n\n{LEAD}\n> Votre statut ?\nInterne\n> Depuis quand ?\n2023"

    assert own_words(text) == "Voir ci-dessous.\n\nInterne\n2023"


def test_where_all_is_quoted_all_is_kept() -> None:
    assert own_words("> Bonjour\n> Voici") == "> Bonjour\n> Voici"


def test_a_signature_alone_is_kept() -> None:
    assert own_words("-- \nAnn") == "-- \nAnn"


@given(st.text(alphabet=st.sampled_from("abé ?.,\n>-_:<@")))
def test_words_are_only_ever_taken_away_and_never_all_of_them(text: str) -> None:
    words = own_words(text)

    assert bool(words) == bool(text.strip())
    assert set(words.split()) <= set(text.split())


@pytest.mark.parametrize("piece", ["le ", "> ", "a@b ", "_", " ", "le 3 mars a écrit ", "De: x "])
def test_no_line_is_slow(piece: str) -> None:
    assert grows_in_step(own_words, piece, 30_000)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour,\nLe 12/03/2026 j'ai envoyé mon dossier à contact@inst.fr\nL'avez-vous reçu ?",
        "Bonjour,\nEnvoyé depuis le portail hier, mon dossier est-il complet ?",
        "Bonjour,\n—\nQuelle est la date limite ?",
        "Bonjour,\n--\nQuelle est la date limite ?",
        "Bonjour,\nProvenance du candidat : Lyon.\nPuis-je postuler ?",
    ],
)
def test_no_question_below_a_bare_greeting_is_taken_for_quotation(text: str) -> None:
    assert own_words(text).endswith(text.splitlines()[-1])
