"""The verbs of articles: draft, edit, approve, publish, correct, withdraw, and write the site."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firstseen.desk.casework import CaseVerbs
from firstseen.desk.drafting import accepted_sightings, rejected_evidence, topics, values_of_case
from firstseen.desk.evidence import evidence_pictures
from firstseen.desk.limits import checked_text, named
from firstseen.desk.site import write_site_of
from firstseen.errors import Conflict, InputError, NotFound, NotReady
from firstseen.model.article import Approval, ChangeKind, Correction, Publication
from firstseen.publish.draft import draft_article
from firstseen.publish.prose.sources import web_address
from firstseen.publish.remarks import Standing, remarks_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from firstseen.model.article import (
        Article,
        ArticleSource,
        Edition,
        Picture,
        ReadMore,
        Remark,
    )

PICTURES: Final = "pictures"
"""The folder of a desk in which evidence pictures lie."""

SITE: Final = "site"
"""The folder of a desk that the site is written to unless another one is named."""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG: Final = 120
_SOURCE_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,63}")
_MOST_SOURCES: Final = 200


class PublishVerbs(CaseVerbs):
    """What a desk does with articles."""

    def draft(self, case_id: str, by: str, *, again: bool = False) -> Article:
        """The article of a case: the newest version, or a first one made from the case when there is none.

        `again` makes one more version from the case as it stands now; what a person wrote stays in the versions
        before. Raises NotFound for an unknown case, InputError when nobody's name is given.
        """
        versions = self.archive.articles.versions(self.case(case_id).id)
        if versions and not again:
            return versions[-1]
        made = self.proposed_article(case_id, by)
        try:
            with self.archive.articles.writing() as writer:
                writer.keep(made)
        except Conflict:
            # Two people asked at once: there is one first version, and both get it.
            if again:
                raise
            return self.article(case_id)
        return made

    def proposed_article(self, case_id: str, by: str) -> Article:
        """The article that the case as it stands now would make, as the next version; nothing is kept of it."""
        case = self.case(case_id)
        versions = self.archive.articles.versions(case.id)
        slugs = self.archive.articles.slugs()
        taken = {slug for slug, owner in slugs.items() if owner != case.id}
        values = values_of_case(self, case, named(by), version=len(versions) + 1)
        values = replace(values, pictures=evidence_pictures(self, values, self.pictures_folder))
        if not versions:
            return draft_article(values, taken=taken)
        newest = versions[-1]
        made = draft_article(values, slug=newest.slug)
        return replace(made, topic=newest.topic, corrections=newest.corrections)

    def article(self, case_id: str, version: int | None = None) -> Article:
        """One version of the article of a case, the newest when none is named. Raises NotFound."""
        return self.archive.articles.article(case_id, version)

    def article_versions(self, case_id: str) -> tuple[Article, ...]:
        """Every version of the article of a case, oldest first."""
        return self.archive.articles.versions(case_id)

    def edit_article(
        self,
        case_id: str,
        by: str,
        version: int,
        *,
        editions: Iterable[Edition] | None = None,
        sources: Iterable[ArticleSource] | None = None,
        pictures: Iterable[Picture] | None = None,
        read_more: Iterable[ReadMore] | None = None,
        slug: str | None = None,
        topic: str | None = None,
        take_verdict: bool = False,
    ) -> Article:
        """The next version of an article, with what is given in place of what was there.

        `version` is the one that was looked at. `take_verdict` says that the text was checked against the verdict that
        now holds. Raises Conflict when there is a newer version, InputError for what no page may hold.
        """
        name = named(by)
        old = self.article(case_id)
        if version != old.version:
            raise Conflict(
                f"the article of {old.case_id}",
                f"version {old.version} by {old.by} is the newest; put your changes into that one",
            )
        made = replace(old, version=old.version + 1, by=name, at=_now())
        if editions is not None:
            made = replace(made, editions=tuple(_checked_edition(one) for one in editions))
        if sources is not None:
            made = replace(made, sources=_checked_sources(sources))
        if pictures is not None:
            made = replace(made, pictures=_checked_pictures(old, pictures))
        if read_more is not None:
            made = replace(made, read_more=tuple(read_more))
        if slug is not None and slug != old.slug:
            made = replace(made, slug=self._free_slug(old.case_id, slug))
        if topic is not None:
            made = replace(made, topic=self._known_topic(topic))
        if take_verdict:
            verdict = self.case(case_id).verdict()
            review = replace(made.review, label=verdict.rating)
            made = replace(
                made,
                verdict_id=verdict.id,
                rating=verdict.rating,
                category=verdict.category,
                review=review,
            )
        with self.archive.articles.writing() as writer:
            writer.keep(made)
        return made

    def remarks(self, case_id: str) -> tuple[Remark, ...]:
        """What a person should mend in the newest version of an article, what keeps it from being published first."""
        return self.remarks_on(self.article(case_id))

    def remarks_on(self, article: Article) -> tuple[Remark, ...]:
        """What a person should mend in this article of a case, whether it was kept or not."""
        return remarks_of(article, self._standing(article))

    def _standing(self, article: Article, approved: int | None = None) -> Standing:
        case = self.case(article.case_id)
        version = article.version if approved is None else approved
        return Standing(
            verdict=case.case.verdict,
            accepted=accepted_sightings(case.history(), case.examination(), case.decisions()),
            rejected=rejected_evidence(case),
            approvals=self.archive.articles.approvals(case.id, version),
            two_persons=self.settings.publish.two_persons,
        )

    def approvals(self, case_id: str) -> tuple[Approval, ...]:
        """Who has approved the newest version of an article."""
        return self.archive.articles.approvals(case_id, self.article(case_id).version)

    def approve(self, case_id: str, version: int, by: str) -> Approval:
        """A second person's consent to publish one version.

        Raises Conflict when there is a newer version, InputError for whoever wrote it or has approved it already.
        """
        name = named(by)
        article = self.article(case_id, version)
        if article.by == name:
            raise InputError(
                f"{name} wrote version {version} of {article.case_id}; somebody else has to approve it"
            )
        made = Approval(article.case_id, version, name, _now())
        with self.archive.articles.writing() as writer:
            writer.approve(made)
        return made

    def publish(self, case_id: str, by: str) -> Publication:
        """The first publication of an article, or the next after it was withdrawn.

        Raises NotReady with everything that is missing, InputError for one that readers have already.
        """
        name = named(by)
        article = self.article(case_id)
        before = self.archive.articles.published(case_id)
        if before and before[-1].change != "withdrawn":
            raise InputError(
                f"{article.case_id} is published; to change it, say what changed: `firstseen correct {article.case_id}`"
            )
        self._check_ready(article)
        return self._publish(article, "published", name, before)

    def correct(
        self, case_id: str, note: str, note_ar: str, by: str, kind: ChangeKind = "corrected"
    ) -> Publication:
        """The newest version of a published article, with a note for readers in both languages.

        `kind` is "corrected" when something was wrong, "updated" when something was added. Raises NotReady as
        `publish` does, InputError without a note or for an article that is not published.
        """
        if kind not in {"corrected", "updated"}:
            raise InputError(f"a change is corrected or updated, not {kind!r}")
        name = named(by)
        before = self._published(case_id)
        article = self.article(case_id)
        self._check_ready(article)
        made = self._noted(article, kind, note, note_ar, name)
        return self._publish(made, kind, name, before, new=True)

    def withdraw(self, case_id: str, note: str, note_ar: str, by: str) -> Publication:
        """A published article taken back: its page stays, and says so and why.

        Raises InputError without a note or for an article that is not published.
        """
        name = named(by)
        before = self._published(case_id)
        # What was written since has no consent: the page keeps the words that readers have.
        shown = replace(before[-1].article, version=self.article(case_id).version)
        made = self._noted(shown, "withdrawn", note, note_ar, name)
        return self._publish(made, "withdrawn", name, before, new=True)

    def publications(self) -> tuple[Publication, ...]:
        """The newest publication of each case, newest first by when it was first published."""
        return self.archive.articles.publications()

    def publication(self, case_id: str) -> Publication:
        """What readers have of a case. Raises NotFound when nothing was published."""
        published = self.archive.articles.published(case_id)
        if not published:
            raise NotFound("publication of", case_id)
        return published[-1]

    def publication_history(self, case_id: str) -> tuple[Publication, ...]:
        """Everything that was published of a case, oldest first."""
        return self.archive.articles.published(case_id)

    def corrections_due(self, case_id: str) -> tuple[str, ...]:
        """Why a published article has to be looked at again; empty when it has not, or is not published."""
        published = self.archive.articles.published(case_id)
        if not published or published[-1].change == "withdrawn":
            return ()
        case = self.case(case_id).case
        reasons = [flag.reason for flag in case.flags]
        if case.verdict is not None and case.verdict.id != published[-1].article.verdict_id:
            reasons.insert(0, "the verdict was changed after publication")
        return tuple(dict.fromkeys(reasons))

    @property
    def pictures_folder(self) -> Path:
        """The folder in which evidence pictures lie."""
        return self.folder / PICTURES

    def write_site(self, folder: str | os.PathLike[str] | None = None) -> Path:
        """The folder that the whole site was written to: `site` in the desk's folder unless another is named."""
        place = Path(folder) if folder is not None else self.folder / SITE
        write_site_of(self, place, self.pictures_folder)
        return place

    def _check_ready(self, article: Article) -> None:
        blocking = [one.sentence for one in self.remarks_on(article) if one.blocks]
        if blocking:
            raise NotReady(article.case_id, tuple(one.rstrip(".") for one in blocking))

    def _published(self, case_id: str) -> tuple[Publication, ...]:
        before = self.archive.articles.published(case_id)
        if not before or before[-1].change == "withdrawn":
            raise InputError(f"{case_id} is not published; `firstseen publish {case_id} --by NAME` does that")
        return before

    def _noted(self, article: Article, kind: ChangeKind, note: str, note_ar: str, by: str) -> Article:
        """The next version, with a note for readers."""
        said, said_ar = checked_text("note", note).strip(), checked_text("note", note_ar).strip()
        if not said or not said_ar:
            raise InputError(
                "readers are told what changed and why, in English and in Arabic: give both notes"
            )
        at = _now()
        correction = Correction(kind, at, by, said, said_ar)
        return replace(
            article,
            version=article.version + 1,
            by=by,
            at=at,
            corrections=(*article.corrections, correction),
        )

    def _publish(
        self,
        article: Article,
        change: ChangeKind,
        by: str,
        before: tuple[Publication, ...],
        *,
        new: bool = False,
    ) -> Publication:
        at = article.at if new else _now()
        approved = article.version - 1 if new else article.version
        note = article.corrections[-1] if new else None
        made = Publication(
            case_id=article.case_id,
            number=len(before) + 1,
            change=change,
            article=article,
            by=by,
            at=at,
            first_published=before[0].first_published if before else at,
            approved_by=tuple(one.by for one in self.archive.articles.approvals(article.case_id, approved)),
            note=note.note if note else "",
            note_ar=note.note_ar if note else "",
        )
        with self.archive.articles.writing() as writer:
            if new:
                writer.keep(article)
            writer.publish(made)
        return made

    def _free_slug(self, case_id: str, wanted: str) -> str:
        slug = wanted.strip().lower()
        if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
            raise InputError(
                f"an address has at most {_LONGEST_SLUG} letters a to z, digits and single hyphens, not {wanted[:80]!r}"
            )
        if self.archive.articles.published(case_id):
            raise InputError(
                "the address of a published page never changes: readers and other desks link to it"
            )
        owner = self.archive.articles.slugs().get(slug)
        if owner not in {None, case_id}:
            raise InputError(f"the address {slug!r} belongs to {owner}; choose another one")
        return slug

    def _known_topic(self, wanted: str) -> str:
        known = topics(self.settings.publish.topics)
        if wanted not in known:
            raise InputError(f"there is no topic {wanted[:80]!r}; use one of: {', '.join(known)}")
        return wanted


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _checked_edition(edition: Edition) -> Edition:
    language, title, summary, body = (
        edition.language,
        checked_text("title", edition.title),
        checked_text("summary", edition.summary),
        checked_text("text", edition.body),
    )
    if language not in {"en", "ar"}:
        raise InputError(f"there is no edition in {language!r}; use en or ar")
    body = body.replace("\r\n", "\n")
    return replace(edition, title=" ".join(title.split()), summary=" ".join(summary.split()), body=body)


def _checked_sources(sources: Iterable[ArticleSource]) -> tuple[ArticleSource, ...]:
    found: dict[str, ArticleSource] = {}
    for source in sources:
        if not _SOURCE_ID.fullmatch(source.id):
            raise InputError(
                f"a source's id has letters, digits, dots, hyphens and underscores, not {source.id[:80]!r}"
            )
        if source.id in found:
            raise InputError(f"there are two sources {source.id!r}; give each its own id")
        if not source.name.strip():
            raise InputError(f"source {source.id} has no name")
        for address in (source.url, source.archived_url):
            if address.strip() and not web_address(address):
                raise InputError(
                    f"source {source.id}: {address[:200]!r} is no address of the web (https://…)"
                )
        texts = {name: checked_text(name, getattr(source, name)).strip() for name in _SOURCE_TEXTS}
        found[source.id] = replace(source, **texts)
    if len(found) > _MOST_SOURCES:
        raise InputError(f"an article has at most {_MOST_SOURCES} sources, not {len(found)}")
    return tuple(found.values())


_SOURCE_TEXTS: Final = ("name", "name_ar", "url", "archived_url", "published")


def _checked_pictures(old: Article, pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """The pictures with other words; which they are and what they show is not changed by hand."""
    known = {picture.id: picture for picture in old.pictures}
    found = []
    for picture in pictures:
        was = known.get(picture.id)
        if was is None:
            raise InputError(f"the article has no picture {picture.id[:80]!r}")
        texts: dict[str, Any] = {
            name: checked_text(name, getattr(picture, name)).strip() for name in _PICTURE_TEXTS
        }
        found.append(replace(was, **texts))
    return tuple(found)


_PICTURE_TEXTS: Final = ("alt", "alt_ar", "caption", "caption_ar", "credit")
