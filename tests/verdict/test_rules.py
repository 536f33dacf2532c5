"""Rules R1 to R8 on values made by hand: what contradicts, what agrees, and where they stay silent."""

import re
from dataclasses import replace

import pytest

from firstseen.model.found import Part
from firstseen.model.match import Segment
from firstseen.model.time import Span
from firstseen.trace.timeline import history
from firstseen.verdict.rules import RULES
from tests.verdict import made
from tests.verdict.made import claim, findings, found, says, seen, what, when, where, who

ARABIC = re.compile("[\u0600-\u06ff]")


def test_footage_published_before_the_event_contradicts_its_time() -> None:
    finding = found(claim(when("2024-12-01")), seen("2015-07-01", source="a channel"))["when"]
    assert (finding.status, finding.rule) == ("contradicts", "R1 before the event")
    assert (finding.claimed, finding.found, finding.evidence) == ("2024-12-01", "2015-07-01", ("s1",))
    assert "already published on 1 July 2015 (a channel), about 9 years before" in finding.sentence
    assert "1 يوليو/تموز 2015" in finding.sentence_ar
    assert "9 سنوات" in finding.sentence_ar


@pytest.mark.parametrize(
    ("claimed", "first", "status"),
    [
        (when("2024-12-05"), "2024-12-03", "contradicts"),
        (when("2024-12-05"), "2024-12-04", "unknown"),
        (when("2024-12-05"), "2024-12-05", "unknown"),
        (when("2024-12-05", exact=False), "2024-12-03", "unknown"),
        (when("2024-12-05", exact=False), "2024-12-02", "contradicts"),
        (when("2024-12-05", said=False), "2024-11-14", "unknown"),
        (when("2024-12-05", said=False), "2024-11-12", "contradicts"),
        (when("2024-03"), "2024", "unknown"),
        (when("2024-03"), "2024-02", "unknown"),
        (when("2024-03"), "2024-01", "contradicts"),
        (when("2024"), "2015", "contradicts"),
        (when("2024"), "2023", "unknown"),
        (when("2025"), "2023", "contradicts"),
    ],
)
def test_how_far_before_depends_on_how_the_time_is_claimed(claimed: object, first: str, status: str) -> None:
    made_claim = claim(claimed, posted="2025-12-31")  # type: ignore[arg-type]
    assert found(made_claim, seen(first))["when"].status == status


def test_a_capture_says_it_existed_by_then_and_not_when_it_was_published() -> None:
    finding = found(claim(when("2024-12-01")), seen(captured="2020-05-01"))["when"]
    assert finding.status == "contradicts"
    assert finding.found == "2020-05-01 (captured)"
    assert "had already been saved" in finding.sentence
    assert "when it was first published is not known" in finding.sentence


def test_no_sighting_is_no_evidence_that_footage_is_new() -> None:
    finding = found(claim(when("2024-12-01")))["when"]
    assert finding.status == "unknown"
    assert "no evidence that it is new" in finding.sentence


def test_a_capture_alone_that_settles_nothing_is_said_to_be_no_publication() -> None:
    finding = found(claim(when("2024-12-01")), seen(captured="2024-12-03"))["when"]
    assert (finding.status, finding.rule) == ("unknown", "R8 no publication date")


def test_footage_recorded_after_the_event_contradicts_its_time() -> None:
    finding = found(claim(when("2006-07-12")), seen(recorded="2024-01-03"))["when"]
    assert (finding.status, finding.rule) == ("contradicts", "R2 after the event")


def test_footage_published_after_the_event_may_still_show_it() -> None:
    assert found(claim(when("2006-07-12")), seen("2024-01-03"))["when"].status == "unknown"


def test_a_caption_that_claims_no_time_cannot_be_contradicted_by_a_date() -> None:
    assert found(claim(), seen("2015"))["when"].status == "unknown"
    assert "not known" in found(claim(posted=""), seen("2015"))["when"].sentence


def test_the_past_told_as_background_is_not_the_claimed_time() -> None:
    finding = found(claim(when("2011"), when("2024-12-01")), seen("2015"))["when"]
    assert finding.claimed == "2024-12-01"
    assert finding.status == "contradicts"


def test_a_time_after_the_post_is_not_what_the_footage_shows() -> None:
    finding = found(claim(when("2024-12-01"), when("2025-06")), seen("2015"))["when"]
    assert finding.claimed == "2024-12-01"


def test_a_recording_at_the_stated_time_agrees() -> None:
    finding = found(claim(when("2024-12-01")), seen(recorded="2024-12-01"))["when"]
    assert finding.status == "consistent"


def test_another_place_contradicts_and_names_both_in_both_languages() -> None:
    finding = found(claim(where(made.MARRAKESH)), seen(), says(where(made.IDLIB), source="a paper"))["where"]
    assert (finding.status, finding.footing) == ("contradicts", "explicit")
    assert (finding.claimed, finding.confidence) == ("Marrakesh", "probable")
    assert "a paper" in finding.sentence
    assert "مراكش" in finding.sentence_ar
    assert "إدلب" in finding.sentence_ar


@pytest.mark.parametrize(
    ("claimed", "said", "status"),
    [
        ([where(made.SYRIA)], [where(made.IDLIB)], "consistent"),
        ([where(made.IDLIB)], [where(made.SYRIA)], "consistent"),
        ([where(made.MOROCCO, made.SYRIA)], [where(made.IDLIB)], "unknown"),
        ([where(made.MOROCCO), where(made.SYRIA)], [where(made.IDLIB)], "unknown"),
        ([where(made.MOROCCO)], [], "unknown"),
        ([], [where(made.IDLIB)], "unknown"),
        ([where(made.MOROCCO)], [where(made.MOROCCO, role="denied"), where(made.IDLIB)], "contradicts"),
        (
            [where(made.IRAN, role="of"), where(made.ISRAEL, role="towards")],
            [where(made.ISRAEL)],
            "consistent",
        ),
        ([where(made.SYRIA, role="of", inferred=True)], [where(made.CHINA)], "contradicts"),
    ],
)
def test_a_place_is_contradicted_only_when_all_readings_are_apart(
    claimed: list[object], said: list[object], status: str
) -> None:
    assertion = says(*said)  # type: ignore[arg-type]
    assert found(claim(*claimed), seen(), assertion)["where"].status == status  # type: ignore[arg-type]


def test_an_inferred_place_contradicts_less_surely() -> None:
    finding = found(claim(where(made.SYRIA, inferred=True)), seen(), says(where(made.CHINA)))["where"]
    assert (finding.status, finding.footing, finding.confidence) == ("contradicts", "inferred", "possible")


def test_sources_that_disagree_are_all_named_and_the_oldest_decides() -> None:
    finding = found(
        claim(where(made.MOROCCO)),
        seen("2020", id_="late"),
        seen("2015", id_="early"),
        says(where(made.IRAN), of="late", source="one"),
        says(where(made.SYRIA), of="early", source="another"),
    )["where"]
    assert finding.status == "contradicts"
    assert set(finding.evidence) == {"late", "early"}
    assert "one" in finding.found
    assert "another" in finding.found
    assert "sources disagree" in finding.caps


def test_captions_count_only_where_no_source_speaks_and_never_establish() -> None:
    weak = says(where(made.CHINA), weak=True)
    alone = found(claim(where(made.SYRIA)), seen(), weak)["where"]
    assert (alone.status, alone.confidence) == ("contradicts", "possible")
    beside = found(claim(where(made.SYRIA)), seen(), weak, says(where(made.IDLIB)))["where"]
    assert beside.status == "consistent"


def test_another_actor_contradicts() -> None:
    finding = found(
        claim(who(made.REBELS), who(made.HAMAS, role="target")),
        seen(),
        says(who(made.ISLAMIC_STATE), who(made.HAMAS, role="target")),
    )["who"]
    assert (finding.status, finding.rule) == ("contradicts", "R5 another actor")
    assert (finding.claimed, finding.found) == ("Syrian rebels", "Islamic State")
    assert "المعارضة السورية" in finding.sentence_ar


def test_one_who_acts_here_and_is_named_there_may_be_a_misreading() -> None:
    finding = found(
        claim(who(made.ISRAELI_STATE)), seen(), says(who(made.ISRAELI_STATE, role="target"), who(made.HAMAS))
    )["who"]
    assert finding.status == "unknown"


def test_somebody_else_is_struck_by_the_same_side() -> None:
    made_claim = claim(who(made.HAMAS), who(made.REBELS, role="target"))
    other = found(made_claim, seen(), says(who(made.HAMAS), who(made.PALESTINIANS, role="target")))["who"]
    assert (other.status, other.rule) == ("contradicts", "R5 another target")
    embassy = found(made_claim, seen(), says(who(made.HAMAS), who(made.US_STATE, role="target")))["who"]
    assert embassy.status == "consistent"


def test_the_same_actor_agrees() -> None:
    finding = found(claim(who(made.HAMAS)), seen(), says(who(made.HAMAS)))["who"]
    assert finding.status == "consistent"


def test_attacker_and_defender_at_one_place_do_not_contradict_each_other() -> None:
    finding = found(
        claim(who(made.IRANIAN_STATE), where(made.ISRAEL), what("earthquake")),
        seen(),
        says(who(made.ISRAELI_STATE), where(made.ISRAEL), what("wedding")),
    )["who"]
    assert finding.status == "unknown"


def test_a_source_that_denies_the_actor_contradicts() -> None:
    finding = found(claim(who(made.IRANIAN_STATE)), seen(), says(who(made.IRANIAN_STATE, role="denied")))[
        "who"
    ]
    assert (finding.status, finding.rule) == ("contradicts", "R5 actor denied")


def test_people_are_not_in_footage_of_another_country_where_nobody_places_them() -> None:
    finding = found(claim(who(made.PALESTINIANS), where(made.SYRIA)), seen(), says(where(made.CHINA)))["who"]
    assert (finding.status, finding.footing) == ("contradicts", "inferred")
    assert finding.rule == "R5 actor of another place"


@pytest.mark.parametrize(
    ("actor", "status"),
    [(made.US_STATE, "unknown"), (made.PROTESTERS, "unknown"), (made.HAMAS, "contradicts")],
)
def test_forces_that_act_anywhere_and_trades_are_excluded_by_no_place(actor: object, status: str) -> None:
    made_claim = claim(who(actor), where(made.SYRIA))  # type: ignore[arg-type]
    assert found(made_claim, seen(), says(where(made.CHINA)))["who"].status == status


def test_a_country_named_as_a_place_is_no_actor() -> None:
    named = replace(who(made.ISRAELI_STATE), quote=made.OTHER_QUOTE)
    place = replace(where(made.ISRAEL), quote=made.OTHER_QUOTE)
    assert found(claim(named, place), seen(), says(where(made.CHINA)))["who"].status == "unknown"


def test_in_a_natural_disaster_only_the_people_shown_count() -> None:
    quake = (where(made.MOROCCO), what("earthquake"))
    assert found(claim(who(made.HAMAS), *quake), seen(), says(where(made.CHINA)))["who"].status == "unknown"
    shown = found(claim(who(made.PALESTINIANS), *quake), seen(), says(where(made.CHINA)))["who"]
    assert shown.status == "contradicts"


def test_whoever_is_claimed_to_strike_has_no_part_in_what_a_source_tells_of_others() -> None:
    strike = claim(who(made.US_STATE), where(made.SYRIA), what("airstrike"))
    assert found(strike, seen(), says(where(made.CHINA)))["who"].status == "unknown"
    told = found(strike, seen(), says(where(made.CHINA), what("wedding")))["who"]
    assert (told.status, told.footing) == ("contradicts", "inferred")


def test_a_strike_is_not_seen_in_footage_of_something_else_even_at_home() -> None:
    strike = claim(who(made.HAMAS), where(made.ISRAEL), what("airstrike"))
    home = replace(made.IDLIB, id="gaza", country="PS", within=("PS-GZ", "PS"), name="Gaza")
    assert found(strike, seen(), says(where(home), what("wedding")))["who"].status == "contradicts"
    assert found(strike, seen(), says(where(home), what("airstrike")))["who"].status == "unknown"


def test_a_side_from_elsewhere_contradicts_a_caption_that_names_nobody() -> None:
    made_claim = claim(where(made.MOROCCO))
    finding = found(made_claim, seen(), says(where(made.SYRIA), who(made.REBELS)))["who"]
    assert (finding.status, finding.rule) == ("contradicts", "R5 actor from elsewhere")
    assert finding.footing == "inferred"
    for said in (says(where(made.CHINA), who(made.US_STATE)), says(where(made.CHINA), who(made.PROTESTERS))):
        assert found(made_claim, seen(), said)["who"].status == "unknown"


def test_another_kind_of_event_contradicts_and_two_that_are_seen_at_once_do_not() -> None:
    quake = claim(what("earthquake"))
    assert found(quake, seen(), says(what("wedding")))["what"].status == "contradicts"
    assert found(quake, seen(), says(what("earthquake")))["what"].status == "consistent"
    assert found(claim(what("airstrike")), seen(), says(what("explosion")))["what"].status == "unknown"


def test_a_drill_contradicts_unless_the_caption_says_so() -> None:
    finding = found(claim(what("airstrike")), seen(), says(what("exercise")))["what"]
    assert (finding.status, finding.rule) == ("contradicts", "R5 no real event")
    assert found(claim(what("film")), seen(), says(what("exercise")))["what"].rule != "R5 no real event"


def test_a_compilation_is_judged_piece_by_piece() -> None:
    old, new = seen("2015", id_="old"), seen("2024-12-04", id_="new")
    parts = (Part(Span(0, 5), history([old])), Part(Span(5, 9), history([new])))
    every = findings(claim(when("2024-12-05")), old, new, parts=parts)
    by_part = {(f.part.start_s, f.slot): f.status for f in every if f.part}
    assert by_part[0, "when"] == "contradicts"
    assert by_part[5, "when"] == "unknown"
    assert len(by_part) == 8
    joined = next(f for f in every if f.slot == "what" and f.part is None)
    assert joined.rule == "R6 joined from pieces"
    assert joined.found == "2015 and 2024-12-04"


def segment(media: str, track: str) -> Segment:
    return Segment(media, Span(0, 9), Span(0, 9), 0.99, "certain", track, "same_footage")  # type: ignore[arg-type]


def test_sound_dates_no_picture_and_a_foreign_sound_is_a_finding_of_its_own() -> None:
    sound = made.heard(seen("2010", id_="song"), segment("song", "sound"))
    alone = findings(claim(when("2024-12-05")), sound)
    assert next(f for f in alone if f.slot == "when").status == "unknown"
    assert next(f for f in alone if f.track == "sound").rule == "R7 sound only"
    picture = made.heard(seen("2024-12-05", id_="clip"), segment("clip", "picture"))
    both = findings(claim(when("2024-12-05")), sound, picture)
    laid_over = next(f for f in both if f.track == "sound")
    assert (laid_over.rule, laid_over.status) == ("R7 sound replaced", "contradicts")


def test_a_source_may_say_that_only_the_sound_is_the_same() -> None:
    every = findings(
        claim(where(made.ISRAEL)),
        seen("2024-08-19", id_="sound"),
        seen("2024-09-21", id_="clip"),
        says(where(made.ISRAEL), what("sound only"), of="sound"),
        says(where(made.CHINA), of="clip"),
    )
    assert next(f for f in every if f.slot == "where").status == "contradicts"
    assert next(f for f in every if f.track == "sound").rule == "R7 sound replaced"


def test_the_four_slots_are_always_there_in_order_with_both_sentences() -> None:
    for evidence in ([], [seen("2015"), says(where(made.CHINA), who(made.HAMAS), what("wedding"))]):
        every = findings(claim(when("2024-12-01"), where(made.SYRIA), who(made.REBELS)), *evidence)
        assert [f.slot for f in every] == ["when", "where", "who", "what"]
        for finding in every:
            assert finding.sentence.endswith(".")
            assert ARABIC.search(finding.sentence_ar)
            assert not ARABIC.search(finding.sentence)


def test_rules_are_named_documented_and_in_order() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {name.split()[0] for name in names} == {f"R{number}" for number in range(1, 9)}
    for rule in RULES:
        assert len(rule.documentation.split()) > 20, rule.name
