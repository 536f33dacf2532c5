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
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from firstseen.model.review import HitBand

    Floats = NDArray[np.float64]

SCRIPTS: Final = ("same", "other")
STANDING: Final = ("score", "lead", "above", "one")
"""A candidate's score, its lead over the best other one, how far it is above the five best others, and 1."""

_FAR: Final = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A ranking and a probability.

    `order` (f,) weighs features into a score that ranks candidates of one text; `belief` (f + 4,) weighs features and
    STANDING into log-odds.
    """

    order: Floats
    belief: Floats

    def scores(self, values: Floats) -> Floats:
        """What ranks candidates (k,): higher is nearer."""
        score: Floats = values @ self.order
        return score

    def inputs(self, values: Floats) -> Floats:
        """What the log-odds are weighed from: (k, f + 4)."""
        scores = self.scores(values)
        standing = (scores, leads(scores), above(scores), np.ones(len(scores)))
        return np.concatenate([values, np.stack(standing, axis=1)], axis=1)

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
    """Both models, and from which probability an answer counts: `least` by the candidates' and the text's script."""

    same: Model
    other: Model
    least: Mapping[str, float]
    likely: float
    sure: float

    def answers(self, same: float, other: float, *, arabic: bool) -> bool:
        """Whether a text is answered: `same` and `other` are the best probabilities in its script and in the other."""
        return same >= self.least["arabic" if arabic else "latin"] or other >= self.least["other"]

    def band(self, probability: float) -> HitBand:
        """The word for a probability."""
        if probability >= self.sure:
            return "sure"
        return "likely" if probability >= self.likely else "weak"


def beside(other: Floats, same: Floats) -> Floats:
    """Probabilities of candidates in the other script, given those in the text's own.

    What surely has its fact-check in its own language needs the other one less: of two stories that differ in a name
    only, the encoder tells the names apart badly, and the words that are shared tell them well.
    """
    lowered: Floats = other * (1 - _LESS_BESIDE * float(same.max(initial=0.0)))
    return lowered


_LESS_BESIDE: Final = 0.3


def leads(scores: Floats) -> Floats:
    """How far each score lies above the best of the others; below it where that is negative. Far ahead is ahead."""
    first, second = np.sort(_among_others(scores))[::-1][:2]
    ahead = np.where(scores == first, scores - second, scores - first)
    clipped: Floats = np.clip(ahead, -_LEAD, _LEAD)
    return clipped


def above(scores: Floats) -> Floats:
    """How far each score lies above the mean of the five best others."""
    best = np.sort(_among_others(scores))[::-1][: _OTHERS + 1]
    among = scores >= best[-1]
    others = np.where(among, (best.sum() - scores) / _OTHERS, best[:_OTHERS].mean())
    clipped: Floats = np.clip(scores - others, -_LEAD, _LEAD)
    return clipped


def _among_others(scores: Floats) -> Floats:
    """The scores, among as many as it takes to stand out: in a desk of one fact-check nothing stands out by itself."""
    missing = max(0, _OTHERS + 1 - len(scores))
    return np.concatenate([scores, np.full(missing, _UNRELATED)])


_LEAD: Final = 10.0
_OTHERS: Final = 5
_UNRELATED: Final = 3.0
"""What the best of about twenty unrelated fact-checks scores. Source: measured, 1.6 to 5.8 in nine of ten queries; of a
single unrelated one -2 to 3.5, of a right one 5.5 and more."""


@cache
def fitted() -> Fitted:
    """The models that we ship."""
    held = tomllib.loads((files("firstseen.claims") / "data" / "match.toml").read_text(encoding="utf-8"))
    models = {
        script: Model(
            np.array([held[script]["order"].get(name, 0.0) for name in NAMES]),
            np.array([held[script]["belief"].get(name, 0.0) for name in (*NAMES, *STANDING)]),
        )
        for script in SCRIPTS
    }
    bands = held["bands"]
    return Fitted(models["same"], models["other"], held["least"], bands["likely"], bands["sure"])
