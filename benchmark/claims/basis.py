"""Makes src/firstseen/claims/data/meaning.npz: the directions of a sketch, and what a script's vectors have in common.

    python -m benchmark.claims.basis

Directions: the principal ones of the encoder's vectors for the words of its own vocabulary. Means: over sentences of
our own (benchmark/claims/rephrased.jsonl), captions and claims, per script. Nothing in it comes from an evaluation set.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from firstseen.claims.match import meaning
from firstseen.claims.match.terms import split_words

OUT = Path("src/firstseen/claims/data/meaning.npz")
SENTENCES = Path(__file__).with_name("rephrased.jsonl")
WORDS = 12_000
WEIGHT = 5.0
"""How much a sentence counts beside a word."""


def main() -> None:
    """Write the file."""
    encoder = meaning.Encoder()
    pieces = [piece[1:] for piece in encoder._pieces._pieces if piece.startswith("\u2581")]  # noqa: SLF001
    words = [word for word in pieces if len(word) > 2 and (word.isascii() or "\u0621" <= word[0] <= "\u064a")]
    rng = np.random.default_rng(0)
    latin = [word for word in words if word.isascii()]
    arabic = [word for word in words if not word.isascii()]
    chosen = [list(rng.choice(some, min(WORDS, len(some)), replace=False)) for some in (latin, arabic)]
    rows = [encoder.vectors([str(word) for word in some]) for some in chosen]
    lines = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    texts = [one["claim"] for one in lines] + [one["caption"] for one in lines]
    captions = np.arange(len(texts)) >= len(lines)
    is_arabic = np.array([meaning.mostly_arabic(split_words(text)) for text in texts])
    whole = encoder.vectors(texts)
    sketches = encoder._heads([split_words(text) for text in texts])  # noqa: SLF001
    said = [sketches[~is_arabic], sketches[is_arabic]]
    centred = [some - some.mean(axis=0) for some in rows] + [
        WEIGHT * (some - some.mean(axis=0)) for some in said
    ]
    directions = np.linalg.svd(np.concatenate(centred), full_matrices=False)[2][: meaning.SKETCH_SIZE].T
    np.savez_compressed(
        OUT,
        basis=directions.astype(np.float16),
        claim_means=_means(whole, is_arabic, ~captions),
        caption_means=_means(whole, is_arabic, captions),
        sketch_means=(np.stack([some.mean(axis=0) for some in said]) @ directions).astype(np.float16),
    )
    print(
        f"{OUT}: {OUT.stat().st_size:,} bytes; {len(latin):,} Latin and {len(arabic):,} Arabic words, "
        f"{len(texts)} sentences"
    )


def _means(vectors: np.ndarray, is_arabic: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The mean vector of each script's chosen texts."""
    return np.stack(
        [vectors[chosen & (is_arabic == script)].mean(axis=0) for script in (False, True)]
    ).astype(np.float16)


if __name__ == "__main__":
    main()
