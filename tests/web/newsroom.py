"""A small newsroom's desk for the tests of pages: people, footage, a case that is open and one that is published."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from firstseen import ClaimReview, Desk
from firstseen.demo.clips import STAND_IN, locate
from firstseen.demo.reference import publish_reference_case, reference_case
from firstseen.model.review import Appearance
from tests.footage import make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from firstseen.model.people import Role

PASSWORD: Final = "seven brown horses on a wet road"  # noqa: S105 - of accounts that live for one test
PEOPLE: Final[dict[str, Role]] = {
    "mona": "admin",
    "sara": "editor",
    "ali": "reviewer",
    "lina": "contributor",
    "omar": "reader",
}
PUBLISHED: Final = "case-1"
OPEN: Final = "case-2"
CAPTION: Final = "A convoy of soldiers on fire in Homs yesterday, Islamic State says"
CAPTION_AR: Final = "احتراق قافلة جنود في حمص أمس بحسب تنظيم الدولة الإسلامية"


@dataclass(frozen=True)
class Newsroom:
    """A desk in a folder, and what its pages are about."""

    folder: Path
    media_id: str
    reposted: Path
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    """What pages can be asked for besides, by the name that their addresses give it."""

    def copy(self, folder: Path) -> Newsroom:
        """The same in another folder."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def token(self, name: str) -> str:
        """What the session cookie of a signed in person holds."""
        return self.tokens[name]


def make_newsroom(folder: Path) -> Newsroom:
    """The newsroom, made in `folder`: its desk lies in `folder`/desk."""
    made = folder / "made"
    made.mkdir()
    clip = locate(STAND_IN) or make_clip(made / "stand-in.mp4", seconds=8, seed=9)
    known = make_clip(made / "convoy-2016.mp4", seconds=6, seed=1)
    again = make_clip(made / "convoy-again.mp4", seconds=4, seed=1, from_s=1.0, size=(480, 360))
    post = make_clip(made / "convoy-post.mp4", seconds=3, seed=1, from_s=2.0, size=(200, 150))
    # Nobody has seen this one: a test uploads it, or what it is found in.
    reposted = make_clip(made / "convoy-repost.mp4", seconds=4, seed=1, from_s=1.5, size=(240, 180))
    with Desk(folder / "desk") as desk:
        for name, role in PEOPLE.items():
            desk.add_account(name, PASSWORD, role, shown_as=name.title())
        case = reference_case(desk, made / "reference", clip, "mona")
        publish_reference_case(desk, case, desk.folder / "site", "mona")
        added = desk.add(
            known,
            url="https://agency.example.org/2016/convoy",
            published="2016-03-04",
            published_basis="agency record",
            place="Deir ez-Zor",
            caption="A convoy burns near Deir ez-Zor",
            source="An agency",
            added_by="lina",
        )
        desk.add(
            again,
            url="https://video.example.org/2018/convoy",
            published="2018-07",
            published_basis="platform timestamp",
            caption="احتراق قافلة",
            source="@video_2018",
            added_by="lina",
        )
        desk.gather_reviews([_review(), *_unrelated()], "ali")
        opened = desk.check(
            post, caption=CAPTION, posted="2024-12-05", url="https://social.example.org/p/7", by="ali"
        )
        assert (case.id, opened.id) == (PUBLISHED, OPEN)
        tokens = {name: desk.sign_in(name, PASSWORD) for name in PEOPLE}
        asked = desk.archive.jobs.add("find", "lina", {"by": "lina"})
        done = desk.archive.jobs.end(replace(asked, state="done", result={"items": [], "searched": 3}))
    return Newsroom(folder / "desk", added.media_id, reposted, tokens, {"number": "1", "job_id": done.id})


def _review() -> ClaimReview:
    return ClaimReview(
        "https://desk.example.org/convoy",
        "https://desk.example.org/convoy",
        "A convoy that burned near Deir ez-Zor in 2016 is shown as new",
        CAPTION,
        publisher="Another desk",
        rating="Misleading",
        language="en",
        appearances=(Appearance("https://agency.example.org/2016/convoy"),),
    )


def _unrelated() -> list[ClaimReview]:
    told = ("Snow fell on the beach", "A whale was seen over the sea", "كعكة وزنها طن في سوق المدينة")
    return [
        ClaimReview(
            f"https://desk.example.org/{n}", f"https://desk.example.org/{n}", text, text, rating="False"
        )
        for n, text in enumerate(told)
    ]
