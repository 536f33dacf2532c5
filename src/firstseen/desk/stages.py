"""The stages of a case: each makes one value of what came before, to be kept and shown alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from firstseen.checking import check_claim, records_assert
from firstseen.desk.limits import LONGEST_READ
from firstseen.desk.settled import settled_claim, settled_findings, settled_reviews
from firstseen.model.case import STAGES, Examination, History, PriorReviews, StageResult
from firstseen.model.claim import Assertion, Claim
from firstseen.model.found import facts_of
from firstseen.model.post import Post, post_id
from firstseen.model.sighting import Timeline
from firstseen.settings import changed_settings
from firstseen.trace.stories import post_of, story
from firstseen.trace.timeline import history
from firstseen.verdict.propose import propose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from firstseen.claims.naming.lexicon import Lexicon
    from firstseen.model.case import Decision, Stage
    from firstseen.model.found import Found
    from firstseen.model.media import Media
    from firstseen.model.review import ReviewHit
    from firstseen.model.sighting import Sighting
    from firstseen.model.story import Story
    from firstseen.model.verdict import Proposal
    from firstseen.settings import Settings

AFTER: Final[dict[Stage, tuple[Stage, ...]]] = {
    "find": ("reviews", "findings", "proposal", "story"),
    "claim": ("reviews", "findings", "proposal"),
    "reviews": ("findings", "proposal"),
    "findings": ("proposal",),
    "proposal": (),
    "story": (),
}
"""The stages that take what a stage makes: they are run after it."""

_VERSION: Final = "version of firstseen"
_SETTINGS: Final = "settings changed"
_ACTORS: Final = "actors"
_BASE: Final = frozenset({_VERSION, _SETTINGS, _ACTORS})


@dataclass(slots=True)
class Materials:
    """What the stages of one case work on, and what they have made so far.

    `read` is the claim as it was read, `claim` as people left it; `media` is the footage that was checked. `notes` say
    how its pictures and its sound were read.
    """

    read: Claim
    media: Media | None
    settings: Settings
    lexicon: Lexicon | None
    decisions: Mapping[str, Decision]
    match: Callable[[Claim, History | None], PriorReviews]
    posts: Callable[[Iterable[str]], Iterable[Post]]
    history: History | None = None
    claim: Claim | None = None
    reviews: PriorReviews | None = None
    examination: Examination = field(default_factory=Examination)
    proposal: Proposal | None = None
    story: Story | None = None
    notes: tuple[tuple[str, str], ...] = ()

    def take(self, result: StageResult) -> None:
        """Start from a result that was kept."""
        value = result.value
        if isinstance(value, History):
            self.history, self.notes = value, without_base(result.made_with)
        elif isinstance(value, Claim):
            self.claim = value
        elif isinstance(value, PriorReviews):
            self.reviews = value
        elif isinstance(value, Examination):
            self.examination = value


def run_stages(materials: Materials, stages: Iterable[Stage]) -> tuple[StageResult, ...]:
    """The results of these stages, run in their order; `find` only takes what `materials` hold of it."""
    wanted = set(stages)
    results = []
    for stage in (stage for stage in STAGES if stage in wanted):
        value, extra = _STEPS[stage](materials)
        made_with = (*base_made_with(materials.settings, materials.lexicon), *extra)
        results.append(StageResult(stage, value, made_with, datetime.now(UTC)))
    return tuple(results)


_Step = tuple[object, tuple[tuple[str, str], ...]]


def _find(materials: Materials) -> _Step:
    return materials.history, materials.notes


def _claim(materials: Materials) -> _Step:
    materials.claim = settled_claim(materials.read, materials.decisions, materials.lexicon)
    length = len(materials.read.reading.text)
    if length <= LONGEST_READ:
        return materials.claim, ()
    return materials.claim, (("caption read", f"the first {LONGEST_READ:,} of {length:,} characters"),)


def _reviews(materials: Materials) -> _Step:
    found = materials.match(materials.claim or materials.read, materials.history)
    materials.reviews = settled_reviews(found, materials.decisions, materials.reviews)
    return materials.reviews, ()


def _findings(materials: Materials) -> _Step:
    known = materials.history
    timeline = known.timeline if known else Timeline()
    said = records_assert(timeline.sightings, materials.lexicon)
    seen = known.read_off if known else ()
    prior = materials.reviews.footage if materials.reviews else ()
    checked = check_claim(
        materials.claim or materials.read,
        timeline,
        (*said, *_reviews_assert(prior, materials.lexicon), *seen),
        parts=known.parts if known else (),
        settings=materials.settings,
        lexicon=materials.lexicon,
    )
    settled = settled_findings(checked.findings, materials.decisions)
    materials.examination = replace(settled, assertions=checked.assertions)
    return materials.examination, ()


def _reviews_assert(hits: Iterable[ReviewHit], lexicon: Lexicon | None) -> Iterator[Assertion]:
    """What fact-checks of the same footage say that it shows. What they say of their claim is about another."""
    from firstseen.claims.caption import read_text  # noqa: PLC0415 - its lists take time to load

    for hit in hits:
        review = hit.review
        context = ". ".join(one.original_context for one in review.media if one.original_context.strip())
        if context:
            reading = read_text(context[:LONGEST_READ], language=review.language, lexicon=lexicon)
            yield Assertion(review.id, review.publisher or review.name, "review", reading, review.url)


def _proposal(materials: Materials) -> _Step:
    found = materials.examination.findings
    materials.proposal = propose(found, tolerances=materials.settings.verdict)
    return materials.proposal, ()


def _story(materials: Materials) -> _Step:
    sightings = materials.history.timeline.sightings if materials.history else ()
    ids = [one.media_id for one in sightings if one.media_id]
    ids += [materials.media.id] if materials.media else []
    told = [*(post_of(sighting) for sighting in sightings), own_post(materials.read, materials.media)]
    # A post that was gathered says more than the record of a sighting: given last, it stays.
    materials.story = story([*(post for post in told if post), *materials.posts(ids)])
    return materials.story, ()


_STEPS: Final[dict[Stage, Callable[[Materials], _Step]]] = {
    "find": _find,
    "claim": _claim,
    "reviews": _reviews,
    "findings": _findings,
    "proposal": _proposal,
    "story": _story,
}


def history_of(found: Found, given: Iterable[Sighting] = (), read_off: Iterable[Assertion] = ()) -> History:
    """What is kept of a search."""
    ids = dict.fromkeys(segment.media_id for segment in found.segments)
    ids |= dict.fromkeys(one.media_id for one in found.rejected)
    return History(
        timeline=found.timeline,
        path=found.path,
        facts=facts_of(found.query),
        segments=found.segments,
        sightings=tuple(sighting for media_id in ids for sighting in found.sightings.get(media_id, ())),
        media=tuple(found.media[media_id] for media_id in ids if media_id in found.media),
        parts=found.parts,
        rejected=found.rejected,
        given=tuple(given),
        read_off=tuple(read_off),
    )


def stated_history(given: Iterable[Sighting]) -> History | None:
    """The history that stated sightings make, None without any."""
    sightings = tuple(given)
    return History(timeline=history(sightings), given=sightings) if sightings else None


def own_post(claim: Claim, media: Media | None) -> Post | None:
    """The post that is being checked, None when nothing is known of it but its words."""
    if not claim.url and not claim.posted:
        return None
    return Post(
        id=post_id(claim.url, claim.claimant, claim.reading.text, claim.posted.iso if claim.posted else ""),
        url=claim.url,
        author=claim.claimant,
        caption=claim.reading.text,
        language=claim.reading.language,
        published=claim.posted,
        media_ids=(media.id,) if media else (),
    )


def desk_lexicon(folder: Path) -> Lexicon | None:
    """The actors that texts are read with in a desk that adds some in actors.toml; None in one that does not.

    Raises InputError when the file cannot be read, BadRecord for a line of it.
    """
    from firstseen.claims.naming.lexicon import load_lexicon  # noqa: PLC0415 - most desks have no list of their own

    own = folder / "actors.toml"
    return load_lexicon(own) if own.is_file() else None


def without_base(made_with: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What a result was made with besides what every stage is made with."""
    return tuple(pair for pair in made_with if pair[0] not in _BASE)


def base_made_with(settings: Settings, lexicon: Lexicon | None) -> tuple[tuple[str, str], ...]:
    """The version, the settings and the lists that every stage was made with."""
    from firstseen import __version__  # noqa: PLC0415 - the package imports this module lazily

    return (
        ("version of firstseen", __version__),
        ("settings changed", ", ".join(changed_settings(settings)) or "none"),
        (
            "actors",
            "those of firstseen" if lexicon is None else f"{len(lexicon.actors)}, with the desk's own",
        ),
    )
