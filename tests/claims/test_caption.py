"""Texts become what they assert: claims from captions, assertions from records, in English and Arabic."""

import pytest

from firstseen.claims.caption import read_claim, read_record, read_text
from firstseen.model.claim import Claim
from firstseen.model.dates import read_date
from firstseen.model.sighting import Record
from firstseen.model.wording import iso_of

POSTED = read_date("2024-12-05")


def places(claim: Claim, footing: str = "") -> set[str]:
    return {
        place.country
        for where in claim.reading.where
        if footing in {"", where.footing}
        for place in where.places[:1]
    }


def actors(claim: Claim) -> set[str]:
    return {who.actors[0].id for who in claim.reading.who}


def times(claim: Claim) -> list[tuple[str, str]]:
    return [(iso_of(when.date), when.footing) for when in claim.reading.when]


@pytest.mark.parametrize(
    "text", ["Syrian rebels sent a message to Hamas", "وجهت المعارضة السورية رسالة إلى حماس"]
)
def test_who_acts_and_whom_it_concerns_are_read_in_both_languages(text: str) -> None:
    claim = read_claim(text, posted=POSTED)
    assert {"syrian-rebels", "hamas"} <= actors(claim)
    assert times(claim) == [("2024-12-05", "inferred")]
    assert claim.reading.when[0].quote is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("A wedding in Tunis on 12 September 2023", ("2023-09-12", "explicit")),
        ("عرس في تونس في 12 أيلول 2023", ("2023-09-12", "explicit")),
        ("Clashes in Homs today", ("2024-12-05", "explicit")),
        ("اشتباكات في حمص اليوم", ("2024-12-05", "explicit")),
    ],
)
def test_a_stated_time_is_kept_and_none_is_inferred_beside_it(text: str, time: tuple[str, str]) -> None:
    assert times(read_claim(text, posted=POSTED)) == [time]


@pytest.mark.parametrize(
    "text", ["Archive footage of a flood in Libya", "An old video from Homs", "فيديو قديم من حمص"]
)
def test_a_caption_that_says_it_is_old_claims_no_time(text: str) -> None:
    assert times(read_claim(text, posted=POSTED)) == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("On this day in 2013: a wedding in Ghouta", ["2013"]),
        ("في مثل هذا اليوم من عام 2013: مجزرة في الغوطة", ["2013"]),
        ("10 years ago today Mubarak stepped down", ["2014"]),
        ("حدث في مثل هذا اليوم قبل عشر سنوات", ["2014"]),
        ("Old video from 2016, sharing it again now", ["2016"]),
        ("فيديو قديم من عام 2016 أعيد نشره الآن", ["2016"]),
        ("Two years since the fall of Kabul", []),
        ("اليوم ذكرى انفجار مرفأ بيروت", []),
        ("This is not an old video, it happened today", ["2024-12-05"]),
        ("ليس فيديو قديما، حدث اليوم", ["2024-12-05"]),
        ("Three years ago they fled; today they march in", ["2021", "2024-12-05"]),
        ("قبل ثلاث سنوات هربوا واليوم يدخلون", ["2021", "2024-12-05"]),
        ("الذكرى الثانية للانفجار: مظاهرات اليوم في بيروت", ["2024-12-05"]),
    ],
)
def test_the_day_of_telling_is_not_the_day_of_what_is_remembered(text: str, times: list[str]) -> None:
    claim = read_claim(text, posted=POSTED)
    assert [iso_of(when.date) for when in claim.reading.when] == times


@pytest.mark.parametrize("text", ["A whale jumps near a boat", "حوت يقفز من الماء"])
def test_a_sight_of_nature_is_no_news_of_a_day(text: str) -> None:
    assert times(read_claim(text, posted=POSTED)) == []
    assert times(read_claim(f"{text} in Libya" if text.isascii() else f"{text} في ليبيا", posted=POSTED))


def test_since_when_something_goes_on_is_not_when_it_was_filmed() -> None:
    claim = read_claim("Homs, besieged since 2011", posted=POSTED)
    assert ("2024-12-05", "inferred") in times(claim)


def test_without_a_post_nothing_is_inferred() -> None:
    assert times(read_claim("Clashes in Homs")) == []


@pytest.mark.parametrize("text", ["A Ukrainian girl was wounded in the shelling", "طفلة أوكرانية جريحة"])
def test_a_place_follows_from_whom_is_shown_and_is_marked(text: str) -> None:
    assert places(read_claim(text, posted=POSTED), "inferred") == {"UA"}


@pytest.mark.parametrize("text", ["American air strike", "القصف الأميركي"])
def test_no_place_follows_from_whose_strike_it_is(text: str) -> None:
    assert "US" not in places(read_claim(text, posted=POSTED))


@pytest.mark.parametrize("text", ["Iranian drones arrive in Israel", "وصول مسيرات إيرانية إلى إسرائيل"])
def test_where_something_arrives_is_the_place_and_whose_it_is_another(text: str) -> None:
    claim = read_claim(text, posted=POSTED)
    assert places(claim, "explicit") == {"IL"}
    assert "state-IR" in actors(claim)


@pytest.mark.parametrize("text", ["A girl from Algiers sings", "فيديو لمواطن من مدينة خنشلة يطفئ النار"])
def test_somebody_from_a_place_is_of_its_people(text: str) -> None:
    claim = read_claim(text, posted=POSTED)
    assert "people-DZ" in actors(claim)


def test_the_nationality_of_a_thing_in_a_source_names_nobody_who_acts() -> None:
    (said,) = read_record("s1", Record(name="x", event="still of a Malaysian comedy show"))
    assert [(who.actors[0].id, who.role, who.footing) for who in said.reading.who] == [
        ("people-MY", "of", "inferred")
    ]


def test_a_nationality_without_people_on_the_list_is_left_out() -> None:
    (said,) = read_record("s1", Record(name="x", event="ضربة قتلت قاسم سليماني"))
    assert not [who for who in said.reading.who if who.actors[0].country == "SB"]


@pytest.mark.parametrize(
    "text", ["Iran launches missiles towards Israel", "إيران تطلق صواريخ باتجاه إسرائيل"]
)
def test_what_is_launched_is_launched_somewhere(text: str) -> None:
    roles = {(where.places[0].country, where.role) for where in read_claim(text, posted=POSTED).reading.where}
    assert {("IL", "towards"), ("IR", "from")} <= roles


def test_a_place_in_somebodys_title_belongs_to_the_name() -> None:
    claim = read_claim("Netanyahu refuses the microphone from a UAE official", posted=POSTED)
    roles = {where.places[0].country: where.role for where in claim.reading.where}
    assert roles["AE"] == "of"


@pytest.mark.parametrize("text", ["not an Iranian sniper", "ليس قناصا إيرانيا"])
def test_whom_the_words_deny_is_denied(text: str) -> None:
    assert [who.role for who in read_text(text).who] == ["denied"]


def test_quotes_are_the_words_themselves() -> None:
    text = "عاجل: قصف إسرائيلي على جنوب لبنان يوم 3 تشرين الأول 2024، ومشاهد من بيروت"
    reading = read_text(text, posted=POSTED)
    slots = (*reading.when, *reading.where, *reading.who, *reading.what)
    assert slots
    for slot in slots:
        assert slot.quote is not None
        assert text[slot.quote.start : slot.quote.end] == slot.quote.text


RECORD = Record(
    name="clip.mp4",
    published=read_date("2015"),
    place="Raqqa, Syria",
    actors="Islamic State",
    event="militants threaten Hamas; filmed in June 2015",
    caption="message to Gaza",
    source="a channel",
    url="https://example.org/1",
)


def test_a_record_says_where_who_and_what_with_its_source() -> None:
    said, caption = read_record("s1", RECORD)
    assert (said.source_id, said.source, said.url, said.weak) == ("s1", "a channel", RECORD.url, False)
    assert [where.role for where in said.reading.where] == ["at"]
    assert [who.actors[0].id for who in said.reading.who] == ["isis"]
    assert [iso_of(when.date) for when in said.reading.when] == ["2015-06"]
    for slot in (*said.reading.where, *said.reading.who, *said.reading.what, *said.reading.when):
        assert slot.quote is not None
        assert said.reading.text[slot.quote.start : slot.quote.end] == slot.quote.text
    assert (caption.kind, caption.weak) == ("caption", True)


def test_the_event_names_place_and_actor_where_the_record_has_no_field_for_them() -> None:
    (said,) = read_record("s1", Record(name="x", event="Israeli air strike on Gaza"))
    assert [where.places[0].country for where in said.reading.where] == ["PS"]
    assert next(who.actors[0].id for who in said.reading.who) == "state-IL"


def test_a_record_that_says_nothing_asserts_nothing() -> None:
    assert read_record("s1", Record(name="x")) == ()
