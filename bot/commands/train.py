"""`guichet train`: the tables made anew from the phrasings. Needs the extra `train`."""

from pathlib import Path
from typing import TextIO

from ...knowledge.learning.phrasing import load_phrasings
from ...knowledge.learning.tables import FILE, Tables, hash_inputs
from ...knowledge.question import Question
from ...knowledge.understanding import understand
from ...knowledge.vocabulary import load_vocabulary

YEAR = 2026
"""The year of the call that the phrasings speak of."""


def train(file: Path | None, out: TextIO) -> int:
    """Train, write the tables to `file` (where they are shipped, if none is given), and print their sizes."""
    from ...knowledge.learning.training import train  # scikit-learn is no part of a plain installation

    vocabulary = load_vocabulary()
    phrasings = load_phrasings()
    learnt = sum(not phrasing.aside for phrasing in phrasings)
    out.write(f"Training on {learnt} of {len(phrasings)} phrasings; {len(phrasings) - learnt} are kept aside.\n")
    tables = train(phrasings, lambda text: understand(Question(text), vocabulary, YEAR).seen, hash_inputs())
    tables.save(file or FILE)
    _report(tables, file or FILE, out)
    return 0


def _report(tables: Tables, file: Path, out: TextIO) -> None:
    size = file.stat().st_size / 1e6
    out.write(f"{len(tables.labels)} labels, {len(tables.features)} features, {size:.1f} MB: {file}\n")
    out.write("`guichet eval --aside` tells what they are worth.\n")
