"""Training: from the phrasings to the tables. Needs the extra `train`; the tables it makes are shipped.

One linear model (support vectors, one name against the rest) a head, over the same features: the label, its object,
its property. A label's weight is its own, its object's and its property's together, so that what is learnt of "how
long" from contracts serves auditions.
"""

# Neither library has types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from .feature import Seen
from .phrasing import Phrasing, part_of
from .tables import Tables, soften

_LEAST = 2
"""In how many phrasings a feature must occur."""
_FIRM = 3.0
"""The inverse of the strength by which weights are held small."""
_SHARED = 1.0
_STEPS = 127
_PARTS = 4

Reader = Callable[[str], Seen]


def train(phrasings: Sequence[Phrasing], reader: Reader, inputs: str) -> Tables:
    """Train on the phrasings that are not kept aside; `warmth` is fitted to registers left out in turn."""
    learnt = [phrasing for phrasing in phrasings if not phrasing.aside]
    seen = [reader(phrasing.text) for phrasing in learnt]
    sums, known = _cross(learnt, seen)
    warmth = _fit_warmth(sums, known)
    return _fit(learnt, seen, warmth, inputs)


def _cross(learnt: Sequence[Phrasing], seen: Sequence[Seen]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Weigh each phrasing by tables that have seen no other of its label and part; with the column of its label."""
    labels = sorted({phrasing.label for phrasing in learnt})
    weighed = np.zeros((len(learnt), len(labels)), dtype=np.float32)
    for part in range(_PARTS):
        kept = [n for n, phrasing in enumerate(learnt) if part_of(phrasing.register) != part]
        tables = _fit([learnt[n] for n in kept], [seen[n] for n in kept], 1.0, "")
        columns = [labels.index(label) for label in tables.labels]
        for n in set(range(len(learnt))) - set(kept):
            weighed[n, columns] = np.log(tables.weigh(seen[n]) + 1e-9)
    return weighed, np.array([labels.index(phrasing.label) for phrasing in learnt])


def _fit_warmth(sums: NDArray[np.float32], known: NDArray[np.intp]) -> float:
    """Find what makes the known labels the least surprising."""

    def surprise(warmth: float) -> float:
        return float(-np.log(soften(sums, warmth)[np.arange(len(known)), known] + 1e-9).mean())

    return min(np.arange(0.1, 2.0, 0.01).tolist(), key=surprise)


def _fit(learnt: Sequence[Phrasing], seen: Sequence[Seen], warmth: float, inputs: str) -> Tables:
    counted = Counter(feature for kinds in seen for kind in kinds for feature in kind)
    features = {name: n for n, name in enumerate(sorted(f for f, times in counted.items() if times >= _LEAST))}
    given = _arrange(seen, features)
    labels = tuple(sorted({phrasing.label for phrasing in learnt}))
    weights, bias = _learn(given, [phrasing.label for phrasing in learnt], labels)
    for pick in (about, what):
        more, further = _learn(given, [pick(p.label) for p in learnt], [pick(label) for label in labels])
        weights, bias = weights + _SHARED * more, bias + _SHARED * further
    scale = np.abs(weights).max(axis=0) / _STEPS
    steps = np.rint(weights / scale).astype(np.int8)
    return Tables(features, labels, steps, scale.astype(np.float32), bias.astype(np.float32), warmth, inputs)


def about(label: str) -> str:
    """Return the object of a label; an act is its own."""
    return label.partition(".")[0]


def what(label: str) -> str:
    """Return the property of a label; an act is its own."""
    return label.partition(".")[2] or label


def _arrange(seen: Iterable[Seen], features: dict[str, int]) -> csr_matrix:
    """Arrange phrasings (rows) and their known features (columns), each kind of a row to the length 1."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    total = 0
    for row, kinds in enumerate(seen):
        total = row + 1
        for kind in kinds:
            found = [features[name] for name in kind if name in features]
            rows += [row] * len(found)
            columns += found
            values += [max(1, len(found)) ** -0.5] * len(found)
    return csr_matrix((values, (rows, columns)), shape=(total, len(features)))


def _learn(
    given: csr_matrix, names: Sequence[str], wanted: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights (a row a feature, a column a wanted name) and the bias of each column."""
    model = LinearSVC(C=_FIRM, class_weight="balanced", random_state=0).fit(given, names)
    order = [int(np.searchsorted(model.classes_, name)) for name in wanted]
    return np.asarray(model.coef_)[order].T, np.asarray(model.intercept_)[order]
