"""Sound is found where it was planted, to the millisecond and at its speed; unrelated sound never meets."""

import numpy as np
import pytest

from firstseen.archive.base import SoundHits
from firstseen.fingerprint.sound import RATE_HZ, landmarks, query_bank
from firstseen.model.descriptor import SoundLandmarks
from firstseen.trace import sound as trace_sound
from firstseen.trace.sound import align_sound, find_sound, join, search_in
from tests.fingerprint import sounds


def found(query, **references):
    described = {name: landmarks(samples, RATE_HZ) for name, samples in references.items()}
    return find_sound(query_bank(query, RATE_HZ), search_in(described))


def cut(samples, start_s, end_s):
    return samples[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]


def planted(votes, *, speed=1.0, offset_s=100.0, jitter_s=0.005, first_s=5.0, per_s=8.0, chance=0, seed=0):
    """Landmarks of a query and of a reference that share `votes` on one line, and `chance` hits anywhere."""
    rng = np.random.default_rng(seed)
    query_s = first_s + np.arange(votes) / per_s
    reference_s = speed * query_s + offset_s + rng.normal(size=votes) * jitter_s
    stray_query_s, stray_reference_s = rng.uniform(0, 60, chance), rng.uniform(0, 600, chance)
    hashes = np.arange(votes + chance, dtype=np.uint32)
    return tuple(
        SoundLandmarks("planted", hashes[order], np.sort(times).astype(np.float32))
        for times in (
            np.concatenate([query_s, stray_query_s]),
            np.concatenate([reference_s, stray_reference_s]),
        )
        for order in [np.argsort(times, kind="stable")]
    )


def found_planted(query, reference, speed=1.0):
    return find_sound([(speed, query)], search_in({"reference": reference}))


def test_an_excerpt_is_found_where_it_was_cut():
    reference = sounds.speech(60, 1)
    (match,) = found(cut(reference, 20, 28), reference=reference, other=sounds.speech(60, 2))
    assert match.media_id == "reference"
    assert match.offset_s == pytest.approx(20, abs=0.01)
    assert match.speed == pytest.approx(1, abs=0.002)
    assert match.query.start_s == pytest.approx(0, abs=0.3)
    assert match.query.end_s == pytest.approx(8, abs=0.5)
    assert match.reference.start_s == pytest.approx(20 + match.query.start_s, abs=0.02)
    assert match.reference.end_s == pytest.approx(20 + match.query.end_s, abs=0.02)
    assert match.votes > 20
    assert match.expected_votes < 2
    assert match.false_matches < 1e-9
    assert match.coverage > 0.8
    assert match.votes_per_s > 3


@pytest.mark.parametrize(
    "edit",
    [
        sounds.telephone,
        lambda x: sounds.noisy(x, 10),
        lambda x: x + sounds.music(len(x) / RATE_HZ, 77) * np.float32(0.7),
        lambda x: (np.clip(x * 6, -0.5, 0.5)).astype(np.float32),
    ],
    ids=["telephone", "noise at 10 dB", "music over", "clipped"],
)
def test_an_edited_excerpt_is_found(edit):
    reference = sounds.speech(40, 3)
    (match,) = found(edit(cut(reference, 10, 20)), reference=reference, other=sounds.speech(40, 4))
    assert match.media_id == "reference"
    assert match.offset_s == pytest.approx(10, abs=0.02)


@pytest.mark.parametrize("speed", [0.5, 0.83, 0.95, 1.06, 1.25, 2.0])
def test_sound_at_another_speed_is_found_at_that_speed(speed):
    reference = sounds.speech(40, 5)
    matches = found(
        sounds.faster(cut(reference, 10, 25), speed), reference=reference, other=sounds.speech(40, 6)
    )
    assert {match.media_id for match in matches} == {"reference"}
    best = matches[0]
    assert best.speed == pytest.approx(speed, rel=0.005)
    middle_s = (best.query.start_s + best.query.end_s) / 2
    assert best.speed * middle_s + best.offset_s == pytest.approx(10 + speed * middle_s, abs=0.03)


def test_several_stretches_of_one_reference_are_several_matches():
    reference = sounds.speech(60, 7)
    query = np.concatenate([cut(reference, 40, 48), sounds.speech(6, 8), cut(reference, 10, 18)])
    matches = sorted(found(query, reference=reference), key=lambda match: match.query.start_s)
    assert [round(match.reference.start_s - match.query.start_s) for match in matches] == [40, -4]
    assert matches[0].query.end_s < 9
    assert matches[1].query.start_s > 13


def test_a_gap_of_silence_does_not_cut_a_match_in_two():
    reference = sounds.speech(30, 9)
    query = cut(reference, 5, 25).copy()
    query[8 * RATE_HZ : 10 * RATE_HZ] = 0
    (match,) = found(query, reference=reference)
    assert match.query.duration_s > 18


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda seed: sounds.speech(40, seed), "speech"),
        (lambda seed: sounds.music(40, seed), "music of one tuning and tempo"),
        (lambda seed: sounds.hum(40, seed), "hum"),
        (lambda seed: sounds.beeps(40, seed), "beeps"),
        (lambda seed: sounds.applause(40, seed), "applause"),
        (lambda seed: sounds.loop(40, seed), "loops"),
        (lambda _: sounds.tone(60, 440), "the same tone"),
        (lambda _: np.zeros(60 * RATE_HZ, np.float32), "silence"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unrelated_sound_never_meets(make, name):
    del name
    references = {str(seed): make(seed) for seed in range(1, 5)}
    for length_s in (8, 20):
        assert found(make(100)[: length_s * RATE_HZ], **references) == ()


def test_a_dense_match_of_sound_that_repeats_itself_is_found():
    bars = np.concatenate(
        [sounds.music(4, 11), sounds.music(4, 11), sounds.speech(3, 12), sounds.music(4, 11)]
    )
    (match, *_) = found(cut(bars, 1, 14), bars=bars, other=sounds.music(20, 13))
    assert match.media_id == "bars"
    assert match.offset_s == pytest.approx(1, abs=0.02)


def test_a_line_of_votes_is_found_to_the_millisecond_among_chance_hits():
    query, reference = planted(60, speed=1.01, offset_s=123.456, chance=2000)
    (match,) = found_planted(query, reference)
    assert match.speed == pytest.approx(1.01, abs=0.001)
    assert match.offset_s + match.speed * 8 == pytest.approx(123.456 + 1.01 * 8, abs=0.003)
    assert match.query.start_s == pytest.approx(5, abs=0.3)
    assert match.query.end_s == pytest.approx(5 + 60 / 8 + 0.4, abs=0.3)


def test_chance_hits_alone_are_no_match():
    query, reference = planted(0, chance=20_000)
    assert found_planted(query, reference) == ()


def test_few_votes_are_no_match_and_a_small_archive_asks_for_fewer():
    query, reference = planted(9)
    assert found_planted(query, reference) == ()
    assert len(find_sound([(1.0, query)], search_in({"reference": reference}), archive_s=600)) == 1
    query, reference = planted(6)
    assert find_sound([(1.0, query)], search_in({"reference": reference}), archive_s=60) == ()


def test_one_hash_over_and_over_is_no_match():
    times_s = np.arange(0, 20, 0.1, dtype=np.float32)
    same = SoundLandmarks("planted", np.full(len(times_s), 7, np.uint32), times_s)
    assert found_planted(same, same) == ()


def test_one_moment_is_no_match_however_many_landmarks_it_has():
    hashes = np.arange(100, dtype=np.uint32)
    burst = SoundLandmarks("planted", hashes, np.full(100, 3.0, np.float32))
    assert found_planted(burst, burst) == ()


def test_join_equals_comparing_every_pair():
    rng = np.random.default_rng(0)
    query, reference = rng.integers(0, 50, 80).astype(np.uint32), rng.integers(0, 50, 120).astype(np.uint32)
    rows = join(query, reference)
    expected = [(i, j) for i in range(80) for j in range(120) if query[i] == reference[j]]
    assert sorted(zip(*(row.tolist() for row in rows), strict=True)) == expected
    assert (np.diff(rows[0]) >= 0).all()


def test_nothing_to_search_for_and_nothing_to_search_in_find_nothing():
    nothing = SoundLandmarks("planted", np.zeros(0, np.uint32), np.zeros(0, np.float32))
    query, reference = planted(60)
    assert find_sound([], search_in({"reference": reference})) == ()
    assert find_sound([(1.0, nothing)], search_in({"reference": reference})) == ()
    assert find_sound([(1.0, query)], search_in({"reference": nothing})) == ()
    assert find_sound([(1.0, query)], search_in({})) == ()


def test_edits_are_searched_for_only_when_the_query_as_it_is_explains_too_little():
    query, reference = planted(60)
    asked = []

    def search(hashes, times_s):
        asked.append(len(hashes))
        return search_in({"reference": reference})(hashes, times_s)

    bank = [(1.0, query), (1.02, query)]
    assert len(find_sound(bank, search)) == 1
    assert asked == [60]
    find_sound([(1.0, planted(3)[0]), (1.02, query)], search)
    assert asked == [60, 3, 60]


def test_one_search_serves_many_entries_of_the_bank(monkeypatch):
    monkeypatch.setattr(trace_sound, "_BATCH", 100)
    query, reference = planted(40, speed=1.1)
    nothing = planted(3)[0]
    bank = [(1.0, nothing), *((speed, query) for speed in (0.9, 0.95, 1.05, 1.1))]
    (match,) = find_sound(bank, search_in({"reference": reference}))
    assert match.speed == pytest.approx(1.1, abs=0.002)


def test_hits_say_which_media_and_which_row():
    query, reference = planted(40)
    rows = np.arange(40)
    hits = SoundHits(("a", "b"), rows, np.ones(40, np.int64), query.times_s, reference.times_s)
    (match,) = align_sound([(1.0, query)], hits)
    assert match.media_id == "b"
