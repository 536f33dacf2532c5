"""Posts of one piece of footage as a story: since when, in which words, how far."""

import pytest

from firstseen.model.dates import read_date
from firstseen.model.post import Post, Reach
from firstseen.model.sighting import Record, Sighting
from firstseen.model.story import StoryDay, StoryReach
from firstseen.trace.stories import post_of, story


def post(id_: str, published: str = "", caption: str = "", *reach: Reach) -> Post:
    date = read_date(published) if published else None
    return Post(id_, f"https://example.org/{id_}", published=date, caption=caption, reach=reach)


def read(day: str, **counts: int) -> Reach:
    return Reach(read_date(day) if day else None, **counts)


def test_no_post_is_no_story() -> None:
    assert story([]) is None


def test_posts_come_oldest_first_and_those_without_a_date_last() -> None:
    told = story([post("b", "2024-12-05"), post("c"), post("a", "2015"), post("b", "2024-12-05")])
    assert [one.id for one in told.posts] == ["a", "b", "c"]
    assert told.first.id == "a"
    assert told.undated == 1


def test_a_story_without_any_date_has_no_first() -> None:
    assert story([post("a"), post("b")]).first is None


def test_days_are_as_exact_as_the_dates() -> None:
    told = story(
        [
            post("a", "2024-12-05"),
            post("b", "2024-12-05T23:30+02:00"),
            post("c", "2024-12"),
            post("d", "2024-12-06T01:00+02:00"),
            post("e", "2023"),
            post("f", "2024-12-05/2024-12-07"),
        ]
    )
    assert told.days == (
        StoryDay("2023", 1),
        StoryDay("2024-12", 1),
        # The last one's day began in the evening of the fifth, as Greenwich counts.
        StoryDay("2024-12-05", 3),
        StoryDay("2024-12-05/2024-12-07", 1),
    )


@pytest.mark.parametrize(
    ("captions", "groups"),
    [
        (
            ["Rebels threaten Hamas in a video", "rebels THREATEN hamas in a video!!", "Rain over Mecca"],
            [2, 1],
        ),
        (
            ["المعارضة السورية تهدد حماس في فيديو", "المعارضه السوريه تهدّد حماس في فيديو الان", "أمطار مكة"],
            [2, 1],
        ),
        (["", "", "one"], [1]),
        (["a b c d e", "a b c d x", "a b c y z"], [2, 1]),
    ],
)
def test_captions_that_say_nearly_the_same_are_one_group(captions: list[str], groups: list[int]) -> None:
    told = story([post(str(n), f"2024-01-0{n + 1}", caption) for n, caption in enumerate(captions)])
    assert [len(group.post_ids) for group in told.captions] == groups
    if groups[0] > 1:
        assert told.captions[0].first == "0"
        assert told.captions[0].caption == captions[0]


def test_reach_is_summed_over_the_newest_snapshots_until_each_day() -> None:
    told = story(
        [
            post("a", "2024-12-05", "", read("2024-12-05", views=10), read("2024-12-07", views=100, likes=3)),
            post("b", "2024-12-06", "", read("2024-12-06", views=5)),
            post("c", "2024-12-06", "", read("", shares=7)),
            post("d", "2024-12-06"),
        ]
    )
    assert told.reach == (
        StoryReach("", 1, shares=7),
        StoryReach("2024-12-05", 1, views=10),
        StoryReach("2024-12-06", 2, views=15),
        StoryReach("2024-12-07", 2, views=105, likes=3),
    )


def test_a_sighting_with_an_address_is_a_post() -> None:
    record = Record("a.mp4", "https://example.org/a", read_date("2015"), caption="رسالة", source="Reuters")
    made = post_of(Sighting("s", "m", record))
    assert (made.url, made.author, made.caption, made.media_ids) == (record.url, "Reuters", "رسالة", ("m",))
    assert post_of(Sighting("s", "m", Record("a.mp4"))) is None


def test_thousands_of_posts_take_no_time() -> None:
    many = [post(str(n), "2024-01-01", f"caption of the video number {n} said {n % 7}") for n in range(3000)]
    assert sum(len(group.post_ids) for group in story(many).captions) == 3000
