"""Which footage of the archive is worth aligning with a query: votes of its nearest neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firstseen.model.match import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WINDOW: Final = 8
"""Query frames that vote together: a short stretch of a long compilation must not drown in the noise of the rest."""
VOTE_FLOOR: Final = 0.2


def vote(
    media_ids: Sequence[str],
    media_index: NDArray[np.int64],
    query_s: NDArray[np.float64],
    cosine: NDArray[np.float32],
    limit: int,
) -> tuple[Candidate, ...]:
    """The `limit` media with the most votes, strongest first.

    Hit k says that the query frame at `query_s[k]` resembles a frame of `media_ids[media_index[k]]` by `cosine[k]`.
    A query frame votes once for a media, with the square of its best cosine above the floor, so that one strong
    resemblance outweighs several weak ones; a media's votes are those of its best WINDOW consecutive query frames
    and a quarter of the rest.
    """
    if not len(cosine):
        return ()
    times, row = np.unique(query_s, return_inverse=True)
    best = np.zeros((len(media_ids), len(times)), np.float32)
    np.maximum.at(best, (media_index, row), np.clip(cosine - VOTE_FLOOR, 0.0, None))
    votes = best.astype(np.float64) ** 2
    total = votes.sum(axis=1)
    running = np.cumsum(np.pad(votes, ((0, 0), (1, 0))), axis=1)
    width = min(WINDOW, len(times))
    window = (running[:, width:] - running[:, :-width]).max(axis=1)
    score = window + 0.25 * (total - window)
    order = np.argsort(-score, kind="stable")[:limit]
    return tuple(Candidate(media_ids[i], float(score[i])) for i in order if score[i] > 0)
