"""How the local archive stores and searches: every number that can be turned, with its unit and reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes and limits of the local archive; none of them changes what is stored, only when and how fast.

    - `index_from_rows`: below it descriptors are compared one by one, above it through an index.
    - `partition_rows`: descriptors a partition of the index; few, large partitions beat many small ones.
    - `probes`: partitions looked into for each query vector.
    - `tail_rows`: how many descriptors may wait outside the index before it takes them in.
    - `small_fragments`: how many small files of descriptors may pile up before they are joined.
    - `sound_tail`: how many landmarks may wait outside the sorted runs of the sound index.
    - `sound_common`: a landmark hash the archive holds more often than this says nothing and is ignored.
    - `index_cache_mb`: memory that the vector index may keep, in MB.
    - `lock_wait_s`: how long a writer waits for another one, in seconds.
    """

    index_from_rows: int = 50_000
    partition_rows: int = 4096
    probes: int = 32
    tail_rows: int = 20_000
    small_fragments: int = 64
    sound_tail: int = 2_000_000
    sound_common: int = 2_000
    index_cache_mb: int = 384
    lock_wait_s: float = 60.0
