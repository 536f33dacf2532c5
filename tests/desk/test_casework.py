"""A claim from a file and a caption to a decision, on real small clips and the words of a case."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstseen import (
    CaseFile,
    ClaimReview,
    Desk,
    InputError,
    NotDecided,
    NotFound,
    Record,
    UnclearDate,
    read_date,
)
from firstseen.model.review import Appearance, MediaReview
from tests.footage import make_clip

CAPTION = (
    "Syrian rebels send a message to the tyrants of Hamas: you are nothing to us, we will reach you when our "
    "march gets to you"
)
CAPTION_AR = "المعارضة السورية تبعث برسالة تهديد إلى حماس"


class Newsroom:
    """A desk that knows two copies of one clip from 2015 and another clip, and a post that carries it again."""

    def __init__(self, folder: Path) -> None:
        self.desk = folder / "desk"
        long = make_clip(folder / "long.mp4", seconds=7, seed=1)
        cut = make_clip(folder / "cut.mp4", seconds=5, seed=1, from_s=1.5, size=(480, 360))
        other = make_clip(folder / "other.mp4", seconds=4, seed=5)
        self.post = make_clip(folder / "post.mp4", seconds=3, seed=1, from_s=2.0, size=(200, 150))
        known = {"place": "Syria", "actors": "Islamic State militants"}
        with Desk(self.desk) as desk:
            desk.add(
                long,
                url="https://example.org/agency",
                published="2015",
                published_basis="agency record",
                event="Islamic State militants threaten Hamas in a video message",
                source="An agency",
                **known,
            )
            desk.add(
                cut,
                url="https://example.org/broadcaster",
                published="2015-07-01",
                published_basis="platform timestamp",
                source="A broadcaster",
                **known,
            )
            desk.add(other, published="2020", place="Beirut")
            desk.check(
                self.post, caption=CAPTION, posted="5 December 2024", url="https://example.org/p", by="mona"
            )

    def copy(self, folder: Path) -> Path:
        return Path(shutil.copytree(self.desk, folder / "desk"))


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def desk(newsroom: Newsroom, tmp_path: Path) -> Iterator[Desk]:
    with Desk(newsroom.copy(tmp_path)) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> CaseFile:
    return desk.case("case-1")


def status(case: CaseFile) -> dict[str, str]:
    return {finding.slot: finding.status for finding in case.findings()}


def matched(case: CaseFile, name: str) -> str:
    return next(s.media_id for s in case.timeline().sightings if s.record.name == name)


def test_old_footage_under_a_new_caption_is_contradicted_in_time_and_actor(case: CaseFile) -> None:
    first = case.timeline().first_seen
    assert first.record.published.iso == "2015-07-01"
    assert {s.record.name for s in case.timeline().sightings} == {"long.mp4", "cut.mp4"}
    found = status(case)
    assert found["when"] == "contradicts"
    assert found["who"] == "contradicts"
    assert found["where"] != "contradicts"
    proposal = case.propose()
    assert (proposal.rating, proposal.category) == ("misleading", "DecontextualizedContent")
    assert proposal.strength == "strong"
    assert all("2015" in reason or "Islamic State" in reason for reason in proposal.reasons)
    assert any("\u0600" <= c <= "\u06ff" for c in proposal.reasons_ar[0])
    evidence = {s.id for s in case.timeline().sightings}
    assert all(set(f.evidence) <= evidence for f in case.findings() if f.status == "contradicts")


def test_what_a_case_joins_is_there_when_the_desk_is_opened_again(case: CaseFile) -> None:
    known = case.case
    assert known.by == "mona"
    assert known.query.media.name == "post.mp4"
    assert {one.media.name for one in known.footage if one.role == "reference"} == {"long.mp4", "cut.mp4"}
    assert set(known.evidence) == {s.id for s in case.timeline().sightings}
    assert known.claims[0].posted.iso == "2024-12-05"
    assert list(case.results()) == ["find", "claim", "reviews", "findings", "proposal", "story"]
    made_with = dict(case.result("find").made_with)
    assert made_with["version of firstseen"]
    assert made_with["picture descriptor"]
    assert [post.url for post in case.story().posts] == [
        "https://example.org/broadcaster",
        "https://example.org/agency",
        "https://example.org/p",
    ]
    assert len(known.posts) == 3
    with pytest.raises(NotDecided, match="firstseen decide case-1"):
        case.verdict()


def test_the_query_is_not_added_unless_asked(newsroom: Newsroom, desk: Desk) -> None:
    assert desk.size == 3
    case = desk.check(newsroom.post, caption=CAPTION_AR, posted="2024-12-06", url="https://e.org/q", add=True)
    assert desk.size == 4
    assert case.id == "case-2"
    assert case.others() == ("case-1",)
    assert case.claim().reading.language == "ar"
    assert status(case)["who"] == "contradicts"
    shown = desk.show("post.mp4")
    assert shown.sightings[0].record.published.iso == "2024-12-06"
    assert desk.show("CASE-2").id == "case-2"
    # The other case rests on the same footage, which now has one more sighting.
    assert "footage it rests on was seen once more" in {
        flag.reason for flag in desk.case("case-1").case.flags
    }


def test_the_same_check_again_is_the_same_case(newsroom: Newsroom, desk: Desk) -> None:
    again = desk.check(newsroom.post, caption=CAPTION, posted="2024-12-05", url="https://example.org/p")
    assert again.id == "case-1"
    assert len(desk.cases()) == 1
    assert len(desk.archive.cases.results("case-1", "find")) == 2
    assert again.found is not None


def test_a_rejected_match_counts_no_more_anywhere(newsroom: Newsroom, desk: Desk, case: CaseFile) -> None:
    gone = matched(case, "cut.mp4")
    case.reject(f"match:{gone[:10]}", by="ali", reason="another clip")
    assert [s.record.name for s in case.timeline().sightings] == ["long.mp4"]
    assert case.timeline().first_seen.record.published.iso == "2015"
    assert [one.reason for one in case.history().rejected] == ["another clip"]
    assert dict(case.result("find").made_with)["picture descriptor"]
    case.rerun()
    assert [s.record.name for s in case.timeline().sightings] == ["long.mp4"]
    found = desk.find(newsroom.post)
    assert [s.record.name for s in found.timeline.sightings] == ["long.mp4"]
    assert [(one.media_id, one.by, one.case_id) for one in found.rejected] == [(gone, "ali", "case-1")]
    assert gone not in {segment.media_id for segment in found.shown(unlikely=True)}
    case.accept(f"match:{gone}", by="ali", reason="it was the same after all")
    assert len(case.timeline().sightings) == 2
    assert not desk.find(newsroom.post).rejected


def test_without_any_match_left_nothing_is_contradicted_in_time(case: CaseFile) -> None:
    for name in ("cut.mp4", "long.mp4"):
        case.reject(f"match:{matched(case, name)}", by="ali", reason="no")
    assert case.timeline().first_seen is None
    assert set(status(case).values()) == {"unknown"}
    assert case.propose() is None


def test_an_edited_slot_is_the_persons_and_outlives_every_rerun(case: CaseFile) -> None:
    case.edit("slot:when", "March 2014", by="ali", reason="the voice says so")
    (when,) = case.claim().reading.when
    assert (when.date.iso, when.footing) == ("2014-03", "explicit")
    assert "ali" in when.reason
    assert status(case)["when"] != "contradicts"
    case.rerun("claim")
    assert case.claim().reading.when == (when,)
    case.edit("slot:who", "Islamic State; the Free Tractor Brigade of Nowhere", by="ali")
    names = [who.actors[0].name for who in case.claim().reading.who]
    assert names[0] == "Islamic State"
    assert names[-1] == "the Free Tractor Brigade of Nowhere"
    case.reject("slot:who", by="ali", reason="nobody is named")
    assert case.claim().reading.who == ()
    assert case.claim().reading.text == CAPTION
    # The claim as it was read stays beside what people made of it.
    assert case.case.claims[0].reading.who


def test_accepting_a_slot_makes_it_explicit(case: CaseFile) -> None:
    assert case.claim().reading.when[-1].footing == "inferred"
    case.accept("slot:when", by="ali")
    assert {when.footing for when in case.claim().reading.when} == {"explicit"}


def test_a_rejected_finding_supports_no_proposal(case: CaseFile) -> None:
    case.reject("finding:when", by="ali", reason="a film")
    assert "when" not in status(case)
    assert [finding.slot for finding in case.examination().rejected] == ["when"]
    case.reject("finding:who", by="ali", reason="a film")
    assert case.propose() is None
    case.rerun("findings")
    assert case.propose() is None
    case.edit("finding:where", "contradicts: The dunes are in Nevada.", by="ali", reason="geolocated")
    assert status(case)["where"] == "contradicts"
    assert case.propose().reasons == ("The dunes are in Nevada.",)


def test_verdicts_are_appended_and_a_later_change_flags_the_case(desk: Desk, case: CaseFile) -> None:
    first = case.decide("Misleading", by="mona", reason="old")
    assert (first.rating, first.category) == ("misleading", "DecontextualizedContent")
    assert first.proposal == case.propose()
    assert case.verdict() == first
    desk.archive.add_sighting(matched(case, "cut.mp4"), Record("again.mp4", url="https://e.org/again"))
    case.reject("finding:who", by="ali", reason="unclear")
    flags = case.case.flags
    assert [flag.reason for flag in flags] == [
        "footage it rests on was seen once more",
        "a decision was made after the verdict",
    ]
    assert case.verdict() == first, "never changed silently"
    second = desk.decide("case-1", "مضلل", "mona", category="StagedContent")
    assert case.case.verdicts == (first, second)
    assert second.category == "StagedContent"
    assert case.case.flags == ()


def test_an_examination_that_comes_out_differently_after_the_verdict_is_flagged(
    desk: Desk, case: CaseFile
) -> None:
    case.rerun()
    assert case.case.flags == ()
    case.decide("misleading", by="mona")
    (sighting,) = desk.archive.sightings(matched(case, "cut.mp4"))
    desk.archive.delete_media(sighting.media_id, "ali")
    case.rerun()
    reasons = [flag.reason for flag in case.case.flags]
    assert reasons[0] == "footage it rests on was deleted from the desk"
    assert "stage find came out differently after the verdict" in reasons
    assert any(one.deleted and one.media.name == "cut.mp4" for one in case.case.footage)


def review(id_: str, claim: str, url: str = "", context: str = "") -> ClaimReview:
    seen = (Appearance(url),) if url else ()
    media = (MediaReview("DecontextualizedContent", original_context=context),) if context else ()
    return ClaimReview(
        id_, id_, claim, claim, publisher="A desk", rating="False", appearances=seen, media=media
    )


def test_fact_checks_come_in_two_lists_and_new_ones_flag_the_case(desk: Desk, case: CaseFile) -> None:
    assert case.reviews() == case.footage_reviews() == ()
    desk.gather_reviews(
        [
            review("r:claim", CAPTION),
            review("r:footage", "رقص في عرس", "http://www.example.org/broadcaster/", "A rally in Raqqa"),
            *(
                review(f"r:{n}", f"{word} was seen over the sea")
                for n, word in enumerate(["Snow", "A whale", "Fog"])
            ),
        ]
    )
    reasons = {flag.reason: flag.subject for flag in case.case.flags}
    assert reasons["a fact-check of the same claim came in"] == "r:claim"
    assert reasons["a fact-check of the same footage came in"] == "r:footage"
    case.rerun("reviews")
    assert case.reviews()[0].review.id == "r:claim"
    assert [hit.review.id for hit in case.footage_reviews()] == ["r:footage"]
    assert case.case.flags == ()
    assert {"r:claim", "r:footage"} <= set(case.case.evidence)
    (said,) = (one for one in case.examination().assertions if one.kind == "review")
    assert (said.source_id, said.source, said.weak) == ("r:footage", "A desk", False)
    assert [where.places[0].name for where in said.reading.where] == ["Raqqa"]
    case.reject("review:r:footage", by="ali", reason="another video")
    case.rerun()
    assert case.footage_reviews() == ()
    assert not [one for one in case.examination().assertions if one.kind == "review"]
    assert [hit.review.id for hit in case.prior_reviews().rejected] == ["r:footage"]
    desk.gather_reviews([review("r:footage", "رقص في عرس آخر", "https://example.org/agency")])
    assert "a fact-check of the same footage came in" not in {flag.reason for flag in case.case.flags}


def test_a_claim_alone_says_what_is_missing(desk: Desk) -> None:
    case = desk.check(caption=CAPTION, posted="2024-12-05")
    assert case.history() is None
    assert case.timeline().sightings == ()
    assert set(status(case).values()) == {"unknown"}
    assert case.propose() is None
    assert "no evidence that it is new" in next(f.sentence for f in case.findings() if f.slot == "when")


def test_a_claim_is_examined_against_sightings_that_somebody_states(desk: Desk) -> None:
    stated = Record("found by hand", published=read_date("2015", "agency record"), actors="Islamic State")
    case = desk.check(caption=CAPTION, posted="2024-12-05", sightings=[stated])
    assert case.timeline().first_seen.record == stated
    assert status(case)["when"] == "contradicts"
    case.rerun()
    assert case.timeline().first_seen.record == stated


def test_a_file_that_is_gone_or_another_is_said(newsroom: Newsroom, case: CaseFile, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no longer there"):
        case.rerun("find", tmp_path / "nowhere.mp4")
    other = newsroom.post.with_name("other.mp4")
    with pytest.raises(InputError, match="not the file that was checked"):
        case.rerun("find", other)


@pytest.mark.parametrize(
    ("subject", "action", "error", "says"),
    [
        ("match:ffff", "reject", NotFound, "subject"),
        ("slot:why", "reject", NotFound, "subject"),
        ("nonsense", "reject", InputError, "slot:when"),
        ("match:", "reject", InputError, "slot:when"),
        ("slot:when", "edit", UnclearDate, "soon"),
        ("finding:when", "edit", InputError, "contradicts, consistent or unknown"),
        ("finding:w", "reject", InputError, "may be any of"),
    ],
)
def test_a_decision_that_cannot_be_honoured_is_refused(
    case: CaseFile, subject: str, action: str, error: type[Exception], says: str
) -> None:
    before = case.results()
    value = ("soon",) if action == "edit" else ()
    with pytest.raises(error, match=says):
        getattr(case, action)(subject, *value, by="ali", reason="because")
    assert case.decisions() == ()
    assert case.results() == before


def test_a_match_is_not_edited_and_a_decision_needs_a_name_and_a_rejection_a_reason(case: CaseFile) -> None:
    with pytest.raises(InputError, match="accepted or rejected"):
        case.edit(f"match:{matched(case, 'cut.mp4')}", "x", by="ali")
    with pytest.raises(InputError, match="name"):
        case.accept("slot:when", by=" ")
    with pytest.raises(InputError, match="reason"):
        case.reject("slot:when", by="ali", reason="")
    with pytest.raises(InputError, match="name"):
        case.decide("misleading", by="")
    with pytest.raises(InputError, match="did you mean misleading"):
        case.decide("missleading", by="mona")
    with pytest.raises(NotFound):
        case._desk.decide("case-9", "misleading", "mona")


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"caption": ""}, InputError, "no caption"),
        ({"caption": "a\ud800"}, InputError, "surrogate"),
        ({"caption": "x" * 10_000_000}, InputError, "10,000,000 characters"),
        ({"caption": "x", "posted": "someday"}, UnclearDate, "someday"),
        ({"caption": "x", "claimant": "\udcff"}, InputError, "claimant"),
    ],
)
def test_what_cannot_be_checked_is_refused_and_leaves_no_case(
    desk: Desk, given: dict[str, str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        desk.check(**given)
    assert len(desk.cases()) == 1


def test_a_very_long_caption_is_kept_whole_and_read_at_its_beginning(desk: Desk) -> None:
    caption = "Flood in Homs yesterday. " + "و" * 60_000
    case = desk.check(caption=caption, posted="2024-12-05")
    assert case.claim().reading.text == caption
    assert case.claim().reading.where
    assert dict(case.result("claim").made_with)["caption read"] == "the first 10,000 of 60,025 characters"
    assert len(case.case.title) <= 80


def test_a_desk_reads_with_the_actors_of_its_own(desk: Desk) -> None:
    caption = "فرسان النهر ride again: Knights of the River enter Homs"
    assert not desk.check(caption=caption).claim().reading.who
    own = 'river = { kind = "group", name = "Knights of the River", ar = "فرسان النهر", country = "SY" }'
    (desk.folder / "actors.toml").write_text(own, encoding="utf-8")
    with Desk(desk.folder) as later:
        case = later.check(caption=caption, posted="2020")
        assert {who.actors[0].id for who in case.claim().reading.who} == {"river"}
        assert "with the desk's own" in dict(case.result("claim").made_with)["actors"]
        case.edit("slot:who", "فرسان النهر", by="ali")
        assert case.claim().reading.who[0].actors[0].id == "river"
    (desk.folder / "actors.toml").write_text("river = 1", encoding="utf-8")
    with Desk(desk.folder) as broken, pytest.raises(InputError, match=r"actors\.toml"):
        broken.check(caption=caption)
