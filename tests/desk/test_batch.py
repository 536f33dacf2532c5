"""Claims in bulk: each line gets its answer or one clear error, within a second, whatever it holds."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from firstseen.desk.batch import Answer, check_batch
from firstseen.desk.rating import label
from firstseen.errors import BadRecord
from firstseen.wire import batch_object, line

OLD = {
    "id": "old",
    "caption": "Syrian rebels threaten Hamas in a new video message",
    "posted": "2024-12-05",
    "sightings": [
        {"published": "2015", "place": "Syria", "actors": "Islamic State militants", "source": "An agency"},
        {"published": "1 July 2015", "event": None, "caption": None, "source": "A broadcaster"},
    ],
}
OLD_AR = {
    "id": "قديم",
    "caption": "زلزال يضرب حلب اليوم",
    "posted": "6 شباط/ فبراير 2023",
    "sightings": [{"published": "كانون الأول 2019", "place": "إزمير، تركيا", "event": "زلزال"}],
}


def answers(*lines: object) -> Iterator[Answer | BadRecord]:
    raw = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    return check_batch(io.BytesIO(raw), "b.jsonl")


def printed(answer: Answer) -> dict[str, Any]:
    checked = answer.checked
    value = batch_object(answer.id, checked.claim, checked.findings, checked.proposal, label)
    return json.loads(line(value))


def test_an_answer_has_exactly_these_keys() -> None:
    (answer,) = answers(OLD)
    value = printed(answer)
    assert list(value) == ["id", "claim", "findings", "proposal"]
    assert list(value["claim"]) == ["when", "where", "who", "what"]
    for slot in value["claim"].values():
        assert all(list(one) == ["text", "value", "footing", "quote", "start", "end"] for one in slot)
    keys = ["slot", "status", "claimed", "found", "rule", "sentence", "sentence_ar"]
    assert all(list(finding) == keys for finding in value["findings"])
    assert {finding["slot"] for finding in value["findings"]} <= {"when", "where", "who", "what"}
    assert {finding["status"] for finding in value["findings"]} <= {"contradicts", "consistent", "unknown"}
    assert list(value["proposal"]) == ["rating", "category", "strength", "reasons"]
    assert value["proposal"]["rating"] == "Misleading"
    assert value["proposal"]["category"] == "DecontextualizedContent"
    assert value["proposal"]["strength"] in {"strong", "medium", "weak"}
    who = value["claim"]["who"][0]
    assert OLD["caption"][who["start"] : who["end"]] == who["quote"]


@pytest.mark.parametrize(
    ("given", "contradicted"), [(OLD, {"when", "who"}), (OLD_AR, {"when", "where"})], ids=["en", "ar"]
)
def test_both_languages_are_answered(given: dict[str, Any], contradicted: set[str]) -> None:
    (answer,) = answers(given)
    value = printed(answer)
    assert value["id"] == given["id"]
    assert {f["slot"] for f in value["findings"] if f["status"] == "contradicts"} == contradicted
    assert all(f["sentence"] and f["sentence_ar"] for f in value["findings"])


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"id": None, "caption": None, "posted": None, "language": None, "sightings": None},
        {"id": 7, "caption": "   ", "sightings": []},
        {"id": "x", "caption": "Flood in Homs"},
        {"id": "x", "caption": "Flood in Homs", "sightings": [{}, {"published": None, "actors": None}]},
        {"id": "x", "posted": 2020, "sightings": [{"published": 2015, "actors": ["a", "b"]}]},
    ],
)
def test_any_field_may_be_missing_or_null(given: dict[str, Any]) -> None:
    (answer,) = answers(given)
    value = printed(answer)
    assert value["id"] == given.get("id")
    assert value["proposal"] is None
    assert {finding["status"] for finding in value["findings"]} == {"unknown"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"not json", "no JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'{"id": 1', "no JSON"),
        (b'{"id": "\xff"}', "not UTF-8 at byte 9"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": 1e999}', "id is no number"),
        (b'{"id": NaN}', "id is no number"),
        (b'{"id": ' + b"9" * 6000 + b"}", "no JSON"),
        (b'{"id": {}}', "id is neither"),
        (b'{"caption": {"a": 1}}', "caption"),
        (b'{"caption": "x", "posted": []}', None),
        (b'{"caption": "x", "posted": true}', "posted"),
        (b'{"caption": "x", "language": {}}', "language"),
        (b'{"caption": "x", "sightings": {}}', "sightings"),
        (b'{"caption": "x", "sightings": [1]}', "sightings[0]"),
        (b'{"caption": "x", "sightings": [{}, {"place": {}}]}', "sightings[1]: 'place'"),
        (b'{"caption": "\\ud800"}', "caption holds half a surrogate pair at character 1"),
        (b'{"caption": "x", "sightings": [{"event": "a\\udfff"}]}', "sightings[0].event"),
        (b'{"caption": "' + b"a " * 5_000_000 + b'"}', "bytes"),
        (b'{"caption": "' + b"a " * 500_000 + b'"}', "caption has 1,000,000 characters"),
        (json.dumps({"sightings": [{"event": "x" * 30_000}]}).encode(), "at most 20,000"),
        (json.dumps({"caption": "x", "sightings": [{}] * 1001}).encode(), "1,001 entries"),
    ],
)
def test_a_line_that_cannot_be_used_is_one_error_and_the_rest_goes_on(raw: bytes, says: str | None) -> None:
    first, second = answers(raw, OLD)
    if says is None:
        assert isinstance(first, Answer)
    else:
        assert isinstance(first, BadRecord)
        assert str(first).startswith("b.jsonl, line 1: ")
        assert says in str(first)
    assert isinstance(second, Answer)
    assert second.line == 2


def test_a_date_that_cannot_be_read_is_missing_and_said() -> None:
    (answer,) = answers({"caption": "x", "posted": "whenever", "sightings": [{}, {"published": "soon"}]})
    assert len(answer.warnings) == 2
    assert answer.warnings[0].startswith("posted: date 'whenever'")
    assert answer.warnings[1].startswith("sightings[1].published: date 'soon'")


def test_what_is_not_known_is_said() -> None:
    (answer,) = answers({"caption": "x", "foo": 1, "sightings": [{"publisched": "2015"}]})
    assert answer.warnings == ("not known and not read: 'foo', sightings[0].'publisched'",)


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    found = list(answers(b"\xef\xbb\xbf" + json.dumps(OLD).encode(), b"", b"  ", OLD))
    assert [answer.line for answer in found] == [1, 4]


@pytest.mark.parametrize(
    "text",
    [
        "أمس في حلب قصف الجيش السوري ",
        "Yesterday in Aleppo the Syrian army bombed Idlib on 5 March 2020. ",
        "1/2/2020 3/4/21 2020-01-01T00:00 ",
        "\u202e\u200f\u0000\u0007ابابا ",
        "(((((((((((((((((((",
        "a" * 50,
        "<script>alert(1)</script><b>",
        "٩٩٩٩٩٩٩٩٩٩٩٩٩٩٩٩",
        "ـــــــــــــ",
        "\u0650\u0651\u0652",
        "😀👨‍👩‍👧",
    ],
)
def test_hostile_text_takes_no_longer_than_a_second(text: str) -> None:
    caption = (text * (100_000 // len(text) + 1))[:100_000]
    given = {"id": 1, "caption": caption, "posted": "2021", "sightings": [{"event": caption[:9_000]}]}
    list(answers(OLD))  # the lists are loaded once
    started_s = time.process_time()
    (answer,) = answers(given)
    assert isinstance(answer, Answer)
    printed(answer)
    assert time.process_time() - started_s < 2.0, "twice what is promised, on a loaded machine"
    assert "only its first 10,000 of 100,000 characters" in answer.warnings[0]
