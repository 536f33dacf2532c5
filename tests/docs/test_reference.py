"""Every verb, option, setting and error has its section in the reference, and every link leads somewhere."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.docs import http_page, rules_page, settings_page

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def headings(page: Path) -> set[str]:
    """The headings of a page without their marks."""
    return {
        m.group(1).replace("`", "").strip() for m in re.finditer(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    }


def section(page: Path, heading: str) -> str:
    """The text under a heading, up to the next heading of the same or a higher level."""
    text = page.read_text()
    start = re.search(rf"^(#+) `?{re.escape(heading)}`?\s*$", text, re.MULTILINE)
    assert start, f"{page.name} has no section {heading!r}"
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(start.group(1))}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def verbs() -> dict[str, click.Command]:
    """The commands of the program by the words a person types."""

    def walk(command: click.Command, words: str) -> Iterator[tuple[str, click.Command]]:
        if isinstance(command, click.Group):
            for name, sub in sorted(command.commands.items()):
                yield from walk(sub, f"{words} {name}")
        else:
            yield words, command

    return dict(walk(importlib.import_module("firstseen.cli").main, "firstseen"))


def error_classes() -> list[type[Exception]]:
    """The error tree, root first."""
    root = importlib.import_module("firstseen.errors").FirstseenError
    found = [root]
    for parent in found:
        found.extend(parent.__subclasses__())
    return found


def test_every_verb_and_option_is_described() -> None:
    for words, command in verbs().items():
        text = section(REFERENCE / "cli.md", words)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert f"`{parameter.opts[0]}" in text, f"{words}: {parameter.opts[0]} is not described"


def test_every_setting_is_described_as_it_is() -> None:
    assert settings_page.PAGE.read_text() == settings_page.page(), "run `make docs`"


def test_every_rule_is_described_as_it_is() -> None:
    assert rules_page.PAGE.read_text() == rules_page.page(), "run `make docs`"


def test_every_route_is_described_as_it_is() -> None:
    assert http_page.PAGE.read_text() == http_page.page(), "run `make docs`"


def test_every_error_is_described_with_its_exit_code() -> None:
    for error in error_classes():
        text = section(REFERENCE / "errors.md", error.__name__)
        assert f"exit code {error.exit_code}" in text.lower(), error.__name__


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_every_page_is_reachable_from_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text()
    pages = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")} - {"index.md"}
    assert not {page for page in pages if f"({page})" not in index}


def test_decision_records_are_numbered_without_gaps() -> None:
    names = sorted(page.name for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")), ids=lambda p: p.stem
)
def test_a_decision_record_has_its_four_parts(page: Path) -> None:
    assert {"Context", "Options", "Choice", "What would change it"} <= headings(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_exists_with_its_options(page: Path) -> None:
    known = verbs()
    fenced = "\n".join(
        re.findall(r"^```(?:console)?\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
    )
    for line in re.findall(r"^(?:\$ )?(firstseen [a-z].*)$", fenced, re.MULTILINE):
        verb = next((v for v in (" ".join(line.split()[:n]) for n in (3, 2)) if v in known), line)
        assert verb in known, line
        options = {name for parameter in known[verb].params for name in parameter.opts}
        assert set(re.findall(r" (--[a-z-]+)", line)) <= {*options, "--help"}, line


def test_the_error_tree_is_described_with_nothing_that_does_not_exist() -> None:
    described = {h for h in headings(REFERENCE / "errors.md") if re.fullmatch(r"[A-Z][A-Za-z]+", h)}
    assert described == {error.__name__ for error in error_classes()}
