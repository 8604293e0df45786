"""The trained tables: how strongly each feature of a question speaks for each label, and how likely that makes them.

They are made by `training.py` and shipped; reading a question with them needs no more than sums.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .feature import Seen

FILE = Path(__file__).parents[1] / "asking" / "tables.npz"


@dataclass(frozen=True)
class Tables:
    """Weights of features (rows) for labels (columns), in steps of each column's `scale`.

    `warmth` divides the sums, so that what they are turned into are true shares of being right. `inputs` is the
    SHA-256 of what the tables were trained on.
    """

    features: Mapping[str, int]
    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    warmth: float
    inputs: str

    def weigh(self, seen: Seen) -> NDArray[np.float32]:
        """Return how likely each label is (in the order of `labels`; the sum is 1)."""
        sums = self.bias.astype(np.float32)
        for kind in seen:
            if rows := [row for feature in kind if (row := self.features.get(feature)) is not None]:
                sums = sums + self.weights[rows].sum(axis=0, dtype=np.int32) * (self.scale / len(rows) ** 0.5)
        return soften(sums, self.warmth)

    def save(self, file: Path) -> None:
        """Write the tables; the same tables give the same bytes."""
        names = sorted(self.features, key=self.features.__getitem__)
        told = {"labels": self.labels, "warmth": self.warmth, "inputs": self.inputs, "features": names}
        with file.open("wb") as out:  # a name without .npz would get that added
            np.savez_compressed(
                out,
                allow_pickle=False,
                weights=self.weights,
                scale=self.scale,
                bias=self.bias,
                told=np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8),
            )


def soften(sums: NDArray[Any], warmth: float) -> NDArray[np.float32]:
    """Turn sums of weights (labels last) into shares."""
    raised = np.exp((sums - sums.max(axis=-1, keepdims=True)) / warmth)
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def hash_inputs(folder: Path = FILE.parent) -> str:
    """Return the SHA-256 of all in `asking/` that the tables depend on: names and bytes, in order."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def load_tables(file: Path = FILE) -> Tables:
    """Read the shipped tables, once."""
    with np.load(file, allow_pickle=False) as stored:
        told = json.loads(stored["told"].tobytes())
        return Tables(
            features={name: row for row, name in enumerate(told["features"])},
            labels=tuple(told["labels"]),
            weights=stored["weights"],
            scale=stored["scale"],
            bias=stored["bias"],
            warmth=told["warmth"],
            inputs=told["inputs"],
        )
