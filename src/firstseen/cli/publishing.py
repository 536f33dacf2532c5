"""`draft`, `publish`, `correct`, `withdraw` and `site`: from a decided case to pages that readers get."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstseen.cli.adding import login
from firstseen.cli.shell import desk_option, existing_desk, plain, printed, say
from firstseen.errors import InputError

if TYPE_CHECKING:
    from firstseen.desk import Desk
    from firstseen.model.article import Article, ChangeKind, Edition, Publication

_json_option = click.option("--json", "as_json", is_flag=True, help="What was made as one JSON object.")
_by_option = click.option("--by", required=True, metavar="NAME", help="Who does it.")
_site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Where the site is written to; without it, `site` in the desk.",
)


@click.command
@click.argument("case_id", metavar="CASE")
@click.option("--by", default="", metavar="NAME", help="Who drafts; without it, who is logged in.")
@click.option(
    "--language",
    type=click.Choice(["en", "ar"]),
    default=None,
    help="Only this edition; without it, both are printed.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Make one more version from the case as it stands now, and say what that changes.",
)
@click.option(
    "--edit", is_flag=True, help="Open the edition in $EDITOR, and keep what is saved as a new version."
)
@click.option(
    "--take-verdict",
    is_flag=True,
    help="With --edit: the text was checked against the verdict that now holds.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE.md",
    help="Write it there instead of to standard output.",
)
@_json_option
@desk_option
def draft(
    *,
    case_id: str,
    by: str,
    language: str | None,
    again: bool,
    edit: bool,
    take_verdict: bool,
    out: Path | None,
    as_json: bool,
    desk: Path | None,
) -> None:
    """Print the article of a CASE as Markdown, drafted from the case when there is none yet.

    What a person wrote is never overwritten: --again makes one more version, and earlier ones stay. What should be
    mended, and what keeps it from being published, is said on standard error.
    """
    from firstseen.desk import Desk  # noqa: PLC0415 - `--help` needs none of it
    from firstseen.wire import article_object, line  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        name = by or login()
        before = opened.article_versions(opened.case(case_id).id)
        made = opened.draft(case_id, name, again=again)
        if again and before:
            _say_changes(before[-1], made)
        if edit:
            made = _edited(opened, made, name, language or "en", take_verdict=take_verdict)
        text = line(article_object(made)) if as_json else article_text(made, language)
        if out is None:
            click.echo(text if as_json else "\n".join(printed(one) for one in text.splitlines()))
        else:
            out.write_text(text + "\n", encoding="utf-8")
        for remark in opened.remarks_on(made):
            place = f" ({remark.where})" if remark.where else ""
            say(f"{'must' if remark.blocks else 'should'} be mended: {remark.sentence}{place}")


def article_text(article: Article, language: str | None) -> str:
    """The editions as Markdown documents, each with its title, summary and sources."""
    shown = [one for one in article.editions if language in {None, one.language}]
    return "\n\n".join(_edition_text(article, one) for one in shown)


def _edition_text(article: Article, edition: Edition) -> str:
    heading = {"en": "Sources", "ar": "المصادر"}[edition.language]
    sources = []
    for source in article.sources:
        name = (source.name_ar or source.name) if edition.language == "ar" else source.name
        known = [text for text in (source.published, source.url, source.archived_url) if text]
        comma = "، " if edition.language == "ar" else ", "
        sources.append(f"- [@{source.id}] {comma.join([name, *known])}")
    parts = [f"# {edition.title}", edition.summary, edition.body.strip(), f"## {heading}", "\n".join(sources)]
    return "\n\n".join(part for part in parts if part)


def _say_changes(before: Article, after: Article) -> None:
    """What differs between two versions, line by line."""
    for old in before.editions:
        new = after.edition(old.language)
        if new is None:
            continue
        changes = difflib.unified_diff(
            _lines(old),
            _lines(new),
            f"version {before.version}, {old.language}",
            f"version {after.version}, {old.language}",
            lineterm="",
            n=0,
        )
        for change in changes:
            click.echo(plain(change), err=True)


def _lines(edition: Edition) -> list[str]:
    return [edition.title, edition.summary, *edition.body.splitlines()]


def _edited(desk: Desk, article: Article, by: str, language: str, *, take_verdict: bool) -> Article:
    """The next version with what a person saved in an editor: title, summary and text, apart by empty lines."""
    from dataclasses import replace  # noqa: PLC0415

    edition = next(one for one in article.editions if one.language == language)
    text = f"# {edition.title}\n\n{edition.summary}\n\n{edition.body}"
    saved = click.edit(text, extension=".md", require_save=True)
    if saved is None and not take_verdict:
        say("nothing was saved; the article stays as it was")
        return article
    changed = edition
    if saved is not None:
        title, _, rest = saved.lstrip().partition("\n")
        summary, _, body = rest.lstrip().partition("\n")
        if not title.startswith("# "):
            raise InputError("the first line has to be the title, as `# Title`; what was saved was not kept")
        changed = replace(edition, title=title[2:].strip(), summary=summary.strip(), body=body.lstrip())
    editions = [changed if one.language == language else one for one in article.editions]
    return desk.edit_article(
        article.case_id, by, article.version, editions=editions, take_verdict=take_verdict
    )


@click.command
@click.argument("case_id", metavar="CASE")
@_site_option
@_by_option
@_json_option
@desk_option
def publish(*, case_id: str, site: Path | None, by: str, as_json: bool, desk: Path | None) -> None:
    """Publish the article of a CASE, and write the site.

    Needs a decided verdict, a sighting that a person accepted (`firstseen decide CASE --accept match:ID`), a source, an
    alternative text for each picture and, where the desk asks for it, a second person's approval.
    """
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        made = opened.publish(case_id, by)
        _published(opened, made, site, as_json=as_json)


@click.command
@click.argument("case_id", metavar="CASE")
@click.option("--note", required=True, metavar="TEXT", help="What changed and why, for readers, in English.")
@click.option("--note-ar", required=True, metavar="TEXT", help="The same in Arabic.")
@click.option(
    "--kind",
    type=click.Choice(["corrected", "updated"]),
    default="corrected",
    help="Whether something was wrong, or something was added; `corrected` without it.",
)
@_site_option
@_by_option
@_json_option
@desk_option
def correct(
    *,
    case_id: str,
    note: str,
    note_ar: str,
    kind: ChangeKind,
    site: Path | None,
    by: str,
    as_json: bool,
    desk: Path | None,
) -> None:
    """Publish the newest version of the article of a CASE again, with a note that tells readers what changed."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        made = opened.correct(case_id, note, note_ar, by, kind)
        _published(opened, made, site, as_json=as_json)


@click.command
@click.argument("case_id", metavar="CASE")
@click.option("--note", required=True, metavar="TEXT", help="Why, for readers, in English.")
@click.option("--note-ar", required=True, metavar="TEXT", help="The same in Arabic.")
@_site_option
@_by_option
@_json_option
@desk_option
def withdraw(
    *, case_id: str, note: str, note_ar: str, site: Path | None, by: str, as_json: bool, desk: Path | None
) -> None:
    """Take back what was published of a CASE: its page stays at its address, and says so and why."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        made = opened.withdraw(case_id, note, note_ar, by)
        _published(opened, made, site, as_json=as_json)


@click.command
@click.argument("case_id", metavar="CASE")
@click.option(
    "--version", type=int, default=None, metavar="N", help="The version that was read; the newest without it."
)
@_by_option
@desk_option
def approve(*, case_id: str, version: int | None, by: str, desk: Path | None) -> None:
    """Approve the article of a CASE as a second person, where the desk asks for two."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        made = opened.approve(case_id, version or opened.article(case_id).version, by)
        click.echo(plain(f"Version {made.version} of {made.case_id} approved by {made.by}"))


@click.command
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@desk_option
def site(*, folder: Path | None, desk: Path | None) -> None:
    """Write the whole published site to DIR; without it, to `site` in the desk."""
    from firstseen.desk import Desk  # noqa: PLC0415

    with Desk(existing_desk(desk)) as opened:
        place = opened.write_site(folder)
        count = len(opened.publications())
        click.echo(plain(f"Site of {count} {'page' if count == 1 else 'pages'} written to {place}"))


def _published(desk: Desk, made: Publication, site: Path | None, *, as_json: bool) -> None:
    """Write the site and say what went out."""
    from firstseen.wire import line, publication_object  # noqa: PLC0415

    place = desk.write_site(site)
    if as_json:
        click.echo(line(publication_object(made)))
        return
    change = "withdrawn" if made.change == "withdrawn" else made.change
    click.echo(
        plain(f"{made.case_id} {change} by {made.by} as {made.article.slug} (publication {made.number})")
    )
    click.echo(plain(f"Site written to {place}"))
