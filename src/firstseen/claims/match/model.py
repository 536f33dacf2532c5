"""How much each feature counts, and how probable it is that a fact-check is of the same claim.

The numbers stand in claims/data/match.toml, where `python -m benchmark.claims.fit` writes them; it says what they were
fitted on.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.claims.match.features import NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firstseen.model.review import HitBand

    Floats = NDArray[np.float64]

SCRIPTS: Final = ("same", "other")
_FAR: Final = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranking and a probability.

    `order` (f,) weighs features into a score that ranks candidates of one text; `belief` (f + 3,) weighs features, the
    score, its lead over the best other one, and 1 into log-odds.
    """

    order: Floats
    belief: Floats

    def scores(self, values: Floats) -> Floats:
        """What ranks candidates (k,): higher is nearer."""
        score: Floats = values @ self.order
        return score

    def inputs(self, values: Floats) -> Floats:
        """What the log-odds are weighed from: (k, f + 3)."""
        scores = self.scores(values)
        return np.concatenate(
            [values, np.stack([scores, leads(scores), np.ones(len(scores))], axis=1)], axis=1
        )

    def probabilities(self, values: Floats) -> Floats:
        """How probable each candidate is of the same claim (k,), 0 to 1; never higher for one that is ranked lower."""
        if not len(values):
            return np.zeros(0)
        odds = np.clip(self.inputs(values) @ self.belief, -_FAR, _FAR)
        raw = 1 / (1 + np.exp(-odds))
        order = np.argsort(-self.scores(values), kind="stable")
        out = np.empty(len(raw))
        out[order] = np.minimum.accumulate(raw[order])
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Both models, and from which probability an answer counts."""

    same: Model
    other: Model
    least: float
    likely: float
    sure: float

    def band(self, probability: float) -> HitBand:
        """The word for a probability."""
        if probability >= self.sure:
            return "sure"
        return "likely" if probability >= self.likely else "weak"


def leads(scores: Floats) -> Floats:
    """How far each score lies above the best of the others; below it where that is negative. Far ahead is ahead."""
    if len(scores) < 2:  # noqa: PLR2004 - nothing to be ahead of
        return np.full(len(scores), _LEAD)
    first, second = np.sort(scores)[::-1][:2]
    ahead = np.where(scores == first, scores - second, scores - first)
    clipped: Floats = np.clip(ahead, -_LEAD, _LEAD)
    return clipped


_LEAD: Final = 10.0


@cache
def fitted() -> Fitted:
    """The models that we ship."""
    held = tomllib.loads((files("firstseen.claims") / "data" / "match.toml").read_text(encoding="utf-8"))
    models = {
        script: Model(
            np.array([held[script]["order"].get(name, 0.0) for name in NAMES]),
            np.array([held[script]["belief"].get(name, 0.0) for name in (*NAMES, "score", "lead", "one")]),
        )
        for script in SCRIPTS
    }
    bands = held["bands"]
    return Fitted(models["same"], models["other"], bands["least"], bands["likely"], bands["sure"])
