"""From a decided case to an article, approved and published, corrected and withdrawn, on a real desk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from firstseen import CaseFile, Desk, Record, read_date
from firstseen.errors import Conflict, FirstseenError, InputError, NotFound, NotReady
from firstseen.model.article import ArticleSource
from tests.desk.test_casework import Newsroom, matched

NOTE, NOTE_AR = "The place was wrong.", "كان المكان خطأ."


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("publishing"))
    with Desk(room.desk) as desk:
        case = desk.case("case-1")
        case.accept(f"match:{matched(case, 'cut.mp4')}", by="mona")
        case.decide("misleading", by="mona")
    return room


@pytest.fixture
def desk(decided: Newsroom, tmp_path: Path) -> Iterator[Desk]:
    with Desk(decided.copy(tmp_path)) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> CaseFile:
    return desk.case("case-1")


def names(desk: Desk, *, blocks: bool = True) -> set[str]:
    return {one.name for one in desk.remarks("case-1") if one.blocks == blocks}


def test_a_decided_case_becomes_an_article_in_both_languages_and_is_published(desk: Desk) -> None:
    drafted = desk.draft("case-1", "mona")
    assert (drafted.version, drafted.rating, drafted.verdict_id) == (1, "misleading", "case-1/1")
    english, arabic = drafted.edition("en"), drafted.edition("ar")
    assert english is not None
    assert arabic is not None
    assert "1 July 2015" in english.body
    assert "1 يوليو/تموز 2015" in arabic.body
    assert not names(desk)
    published = desk.publish("case-1", "mona")
    assert (published.number, published.change, published.article) == (1, "published", drafted)
    assert desk.publication("case-1") == published
    assert desk.publications() == (published,)
    whats = [entry.what for entry in desk.archive.audit()]
    assert whats.count("write article") == whats.count("publish") == 1


def test_what_is_missing_is_told_all_at_once(desk: Desk, case: CaseFile) -> None:
    other = desk.check(caption="Snow in Beirut today", posted="2024-12-05")
    desk.draft(other.id, "mona")
    with pytest.raises(NotReady) as refused:
        desk.publish(other.id, "mona")
    assert len(refused.value.reasons) == 2
    assert any("decided" in reason for reason in refused.value.reasons)
    assert any("sighting" in reason for reason in refused.value.reasons)
    desk.draft(case.id, "mona")
    case.reject(f"match:{matched(case, 'cut.mp4')}", by="ali", reason="another clip")
    assert names(desk) == {"no accepted sighting"}


def test_a_stated_sighting_counts_when_a_finding_that_rests_on_it_is_accepted(desk: Desk) -> None:
    stated = Record("found by hand", published=read_date("2015", "agency record"), actors="Islamic State")
    case = desk.check(caption="Syrian rebels threaten Hamas", posted="2024-12-05", sightings=[stated])
    case.decide("misleading", by="mona")
    desk.draft(case.id, "mona")
    assert "no accepted sighting" in {one.name for one in desk.remarks(case.id)}
    case.accept("finding:when", by="mona")
    assert "no accepted sighting" not in {one.name for one in desk.remarks(case.id)}


def test_every_change_is_a_version_and_a_stale_one_is_refused(desk: Desk) -> None:
    first = desk.draft("case-1", "mona")
    english = replace(first.editions[0], title="Another title")
    second = desk.edit_article("case-1", "ali", 1, editions=[english, first.editions[1]], topic="war")
    assert (second.version, second.by, second.topic) == (2, "ali", "war")
    with pytest.raises(Conflict, match="version 2 by ali"):
        desk.edit_article("case-1", "mona", 1, topic="other")
    assert desk.article("case-1", 1) == first
    assert desk.draft("case-1", "mona") == second, "a draft is made once"
    again = desk.draft("case-1", "mona", again=True)
    assert again.version == 3
    assert again.editions == first.editions
    assert (again.slug, again.topic) == (second.slug, "war")
    assert desk.article("case-1", 2).editions[0].title == "Another title"
    with pytest.raises(NotFound):
        desk.article("case-1", 9)


def test_an_address_is_free_ascii_and_never_changes_after_publication(desk: Desk) -> None:
    drafted = desk.draft("case-1", "mona")
    other = desk.check(caption="Snow in Beirut today", posted="2024-12-05")
    slug = desk.draft(other.id, "mona").slug
    for wrong in ("Ünicode", "a/b", "../x", "", "a--b", "x" * 200, slug):
        with pytest.raises(InputError):
            desk.edit_article("case-1", "mona", 1, slug=wrong)
    assert desk.edit_article("case-1", "mona", 1, slug="a-new-one").slug == "a-new-one"
    assert drafted.slug.isascii()
    desk.publish("case-1", "mona")
    with pytest.raises(InputError, match="never changes"):
        desk.edit_article("case-1", "mona", 2, slug="another")


@pytest.mark.parametrize(
    "wrong",
    [
        ArticleSource("s1", "A", url="javascript:alert(1)"),
        ArticleSource("s1", "A", archived_url="data:text/html,x"),
        ArticleSource("s1", "A", url="https://"),
        ArticleSource("s 1", "A"),
        ArticleSource("s1", " "),
        ArticleSource("s1", "\ud800"),
    ],
)
def test_a_source_that_no_page_may_hold_is_refused(desk: Desk, wrong: ArticleSource) -> None:
    desk.draft("case-1", "mona")
    with pytest.raises(InputError):
        desk.edit_article("case-1", "mona", 1, sources=[wrong])
    with pytest.raises(InputError):
        desk.edit_article("case-1", "mona", 1, sources=[ArticleSource("a", "A"), ArticleSource("a", "B")])
    assert desk.article("case-1").version == 1


def test_two_persons_where_the_desk_asks_for_them(decided: Newsroom, tmp_path: Path) -> None:
    folder = decided.copy(tmp_path)
    toml = folder / "firstseen.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[publish]\ntwo_persons = true\n", encoding="utf-8")
    with Desk(folder) as desk:
        desk.draft("case-1", "mona")
        assert names(desk) == {"not approved"}
        with pytest.raises(InputError, match="somebody else"):
            desk.approve("case-1", 1, "mona")
        desk.approve("case-1", 1, "omar")
        with pytest.raises(InputError, match="already"):
            desk.approve("case-1", 1, "omar")
        assert not names(desk)
        desk.edit_article("case-1", "omar", 1, topic="war")
        assert names(desk) == {"not approved"}, "consent is to one version"
        with pytest.raises(Conflict):
            desk.approve("case-1", 1, "ali")
        desk.approve("case-1", 2, "mona")
        assert desk.publish("case-1", "omar").approved_by == ("mona",)


def test_a_correction_is_told_to_readers_and_what_was_published_before_stays(desk: Desk) -> None:
    desk.draft("case-1", "mona")
    with pytest.raises(InputError, match="not published"):
        desk.correct("case-1", NOTE, NOTE_AR, "mona")
    first = desk.publish("case-1", "mona")
    with pytest.raises(InputError, match="firstseen correct"):
        desk.publish("case-1", "mona")
    for note, note_ar in (("", NOTE_AR), (NOTE, " ")):
        with pytest.raises(InputError, match="both notes"):
            desk.correct("case-1", note, note_ar, "mona")
    corrected = desk.correct("case-1", NOTE, NOTE_AR, "ali")
    assert (corrected.number, corrected.change, corrected.note_ar) == (2, "corrected", NOTE_AR)
    assert corrected.first_published == first.first_published
    assert [one.note for one in corrected.article.corrections] == [NOTE]
    assert desk.publication_history("case-1") == (first, corrected)
    withdrawn = desk.withdraw("case-1", "It rested on a mistake.", "استند إلى خطأ.", "mona")
    assert (withdrawn.number, withdrawn.change) == (3, "withdrawn")
    assert desk.corrections_due("case-1") == ()
    with pytest.raises(InputError, match="not published"):
        desk.withdraw("case-1", NOTE, NOTE_AR, "mona")
    again = desk.publish("case-1", "mona")
    assert (again.number, again.change, again.first_published) == (4, "published", first.first_published)


def test_withdrawing_publishes_no_word_that_was_written_since(desk: Desk) -> None:
    desk.draft("case-1", "mona")
    first = desk.publish("case-1", "mona")
    english, arabic = first.article.editions
    desk.edit_article("case-1", "ali", 1, editions=[replace(english, title="Nobody approved this"), arabic])
    withdrawn = desk.withdraw("case-1", NOTE, NOTE_AR, "ali")
    assert withdrawn.article.version == 3
    assert withdrawn.article.editions == first.article.editions
    assert desk.article("case-1", 2).editions[0].title == "Nobody approved this"


def test_a_verdict_that_changes_makes_corrections_due_and_stops_the_old_text(
    desk: Desk, case: CaseFile
) -> None:
    desk.draft("case-1", "mona")
    desk.publish("case-1", "mona")
    assert desk.corrections_due("case-1") == ()
    case.decide("fake", by="ali", category="TransformedContent")
    assert desk.corrections_due("case-1") == ("the verdict was changed after publication",)
    assert names(desk) == {"verdict changed"}
    with pytest.raises(NotReady):
        desk.correct("case-1", NOTE, NOTE_AR, "mona")
    taken = desk.edit_article("case-1", "mona", 1, take_verdict=True)
    assert (taken.rating, taken.category) == ("fake", "TransformedContent")
    desk.correct("case-1", NOTE, NOTE_AR, "mona")
    assert desk.corrections_due("case-1") == ()


def test_what_is_kept_is_never_changed(desk: Desk) -> None:
    desk.draft("case-1", "mona")
    desk.publish("case-1", "mona")
    for statement in ("DELETE FROM article", "UPDATE article SET by = ''", "DELETE FROM publication"):
        with pytest.raises(FirstseenError, match="append-only"), desk.archive.articles.writing() as writer:
            writer.connection.exec_driver_sql(statement)


def test_other_checks_of_the_footage_and_the_place_are_linked_once_they_are_published(
    desk: Desk, decided: Newsroom
) -> None:
    posted = {"posted": "2024-12-06", "url": "https://e.org/q"}
    other = desk.check(decided.post, caption="Syrian army parade in Homs, Syria", **posted)
    assert desk.draft(other.id, "mona").read_more == ()
    desk.draft("case-1", "mona")
    published = desk.publish("case-1", "mona")
    (link,) = desk.draft(other.id, "mona", again=True).read_more
    assert (link.reason, link.case_id) == ("same footage", "case-1")
    assert link.title == published.article.editions[0].title
    assert link.title_ar == published.article.editions[1].title
    near = desk.check(caption="Snow in Syria today", posted="2024-12-05")
    (link,) = desk.draft(near.id, "mona").read_more
    assert (link.reason, link.case_id) == ("same place", "case-1")
    far = desk.check(caption="Snow in Canada today", posted="2024-12-05")
    assert desk.draft(far.id, "mona").read_more == ()
    desk.withdraw("case-1", NOTE, NOTE_AR, "mona")
    assert desk.draft(other.id, "mona", again=True).read_more == ()
