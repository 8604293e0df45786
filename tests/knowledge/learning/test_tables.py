import shutil
from pathlib import Path

import numpy as np
import pytest

from guichet.knowledge.learning.feature import see
from guichet.knowledge.learning.phrasing import Phrasing, load_phrasings
from guichet.knowledge.learning.tables import FILE, Tables, hash_inputs, load_tables
from guichet.knowledge.question import Question
from guichet.knowledge.understanding import understand
from guichet.knowledge.vocabulary import load_vocabulary

TABLES = load_tables()
VOCABULARY = load_vocabulary()


def likeliest(tables: Tables, text: str) -> str:
    shares = tables.weigh(understand(Question(text), VOCABULARY, 2026).seen)
    return tables.labels[int(shares.argmax())]


def test_the_shipped_tables_were_trained_on_the_tables_of_asking_as_they_are() -> None:
    assert TABLES.inputs == hash_inputs(), "knowledge/asking/ has changed: run `guichet train`"


def test_any_change_of_what_they_were_trained_on_shows(tmp_path: Path) -> None:
    copy = shutil.copytree(FILE.parent, tmp_path / "asking")
    path = copy / "phrasings" / "audition.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("?", "!", 1), encoding="utf-8")

    assert hash_inputs(copy) != hash_inputs()


def test_every_label_of_the_phrasings_has_a_column() -> None:
    assert set(TABLES.labels) == {phrasing.label for phrasing in load_phrasings()}


def test_shares_add_up_to_one_and_are_the_same_each_time() -> None:
    seen = understand(Question("combien de temps dure l'audition ?"), VOCABULARY, 2026).seen

    assert TABLES.weigh(seen).sum() == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(TABLES.weigh(seen), TABLES.weigh(seen))


def test_a_near_miss_is_told_from_what_it_is_near_to() -> None:
    asked = {
        "combien de temps dure le contrat ?": "contract.how_long",
        "combien de temps dure l'audition ?": "audition.how_long",
        "quand a lieu l'audition ?": "audition.when",
        "rappelle-moi la date de l'audition la veille": "reminder_on",
    }

    assert {text: likeliest(TABLES, text) for text in asked} == asked


def test_tables_are_the_same_after_they_were_written(tmp_path: Path) -> None:
    TABLES.save(tmp_path / "tables.npz")

    assert (tmp_path / "tables.npz").read_bytes() == FILE.read_bytes()


def test_training_learns_from_what_is_not_kept_aside() -> None:
    training = pytest.importorskip("guichet.knowledge.learning.training", reason="needs the extra `train`")
    phrasings = [p for p in load_phrasings() if p.label in {"audition.when", "audition.where", "thanks", "person"}]

    tables = training.train(phrasings, lambda text: see(VOCABULARY.read(text), ()), "inputs")

    aside = [phrasing for phrasing in phrasings if phrasing.aside]
    assert sum(_is_right(tables, phrasing) for phrasing in aside) > 0.6 * len(aside)
    assert tables.inputs == "inputs"


def _is_right(tables: Tables, phrasing: Phrasing) -> bool:
    shares = tables.weigh(see(VOCABULARY.read(phrasing.text), ()))
    return tables.labels[int(shares.argmax())] == phrasing.label
