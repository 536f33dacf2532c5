"""What a source says of how footage misleads, and what it denies."""

import pytest

from firstseen.claims.occasions.mechanisms import find_mechanisms, kind_names, mechanism_of


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The photo was digitally altered", {"altered"}),
        ("صورة معدلة رقميا", {"altered"}),
        ("an AI-generated image", {"altered"}),
        ("صورة مولدة بالذكاء الاصطناعي", {"altered"}),
        ("the audio was added later", {"sound replaced"}),
        ("تم تركيب صوت على الفيديو", {"sound replaced"}),
        ("chants were laid over it", {"sound replaced"}),
        ("explosions after a strike (sound only)", {"sound only"}),
        ("انفجارات بعد غارة (الصوت فقط)", {"sound only"}),
        ("a satirical page", {"satire"}),
        ("صفحة ساخرة", {"satire"}),
        ("a cropped video", {"cropped"}),
        ("فيديو مجتزأ", {"cropped"}),
        ("the video was not digitally altered", set()),
        ("الفيديو ليس معدلا رقميا", set()),
        ("مركبة عسكرية محترقة", set()),
        ("a flood in Libya", set()),
    ],
)
def test_mechanisms_are_read_and_denied_ones_are_not(text: str, kinds: set[str]) -> None:
    assert {what.kind for what in find_mechanisms(text)} == kinds


def test_a_drill_is_staged_and_a_quake_is_real() -> None:
    assert mechanism_of("exercise") == mechanism_of("staged") == "staged"
    assert mechanism_of("earthquake") == mechanism_of("no such kind") == ""
    assert mechanism_of("satire") == "satire"


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert kind_names("earthquake") == ("earthquake", "زلزال")
    assert kind_names("satire") == ("satire", "محتوى ساخر")
    assert kind_names("no such kind") == ("no such kind", "no such kind")
