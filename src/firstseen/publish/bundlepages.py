"""What a person reads in an evidence bundle: README.txt and INDEX.html, made of the same values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jinja2

_JOINERS: Final = "\u200c\u200d\u200e\u200f"
"""What Arabic and Persian need between letters and words, though it prints nothing."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, one line each."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the bundle and what it shows."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person can check, and the command that does it."""

    text: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class BundlePage:
    """Everything the two pages say."""

    case_id: str
    title: str
    status: str
    desk: str
    sections: tuple[Section, ...]
    pictures: tuple[Shown, ...]
    missing: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """How everything is checked by hand."""
        return STEPS


STEPS: Final = (
    Step(
        "Every file is as it was packed. Unpack the bundle, go into its folder, and let this print OK for "
        "each file; no other file but timestamp.tsr and timestamp.txt may lie there:",
        "sha256sum -c MANIFEST.sha256",
    ),
    Step(
        "The bundle existed at the time of its stamp (if there is a timestamp.tsr; timestamp.txt says so, "
        "or why there is none). Get the certificate of the service from the service itself, not from the "
        "desk:",
        "openssl ts -verify -in timestamp.tsr -data MANIFEST.sha256 -CAfile SERVICE.pem",
    ),
    Step(
        "And what the stamp says, in words:",
        "openssl ts -reply -in timestamp.tsr -text",
    ),
    Step(
        "The log was not changed. Each line of audit/chain.jsonl has a digest: the SHA-256 of the digest "
        "on the line before (64 zeros for the first) followed by the digest of what the entry tells. "
        "Entries that are not about this case give only that; for the others it is the SHA-256 of their "
        "five texts as JSON:",
        "jq -c -S '{at,detail,subject,what,who}' ENTRY.json | tr -d '\\n' | sha256sum\n"
        "printf '%s%s' DIGEST_BEFORE DIGEST_OF_WHAT_IT_TELLS | sha256sum",
    ),
    Step(
        "The records are those of the log. An entry “examine” has the SHA-256 of each file in "
        "record/stages, “decide” of a file in record/verdicts, “write article” of one in record/articles, "
        "“publish” of one in record/publications:",
        "sha256sum record/*/*.json",
    ),
    Step(
        "The footage is the footage. A media id is the SHA-256 of the file; a file that you have from "
        "elsewhere is the same footage if it has that digest. Another copy of it can be compared by its "
        "hashes in fingerprints/, with vPDQ's own tools:",
        "sha256sum FILE",
    ),
    Step(
        "The desk's log still goes on from here. Somebody at the desk can run this with the head that "
        "bundle.json names:",
        "firstseen audit verify --expect HEAD",
    ),
    Step(
        "All of it at once, line by line:",
        "firstseen bundle verify FILE.zip --trust SERVICE.pem --media FOLDER",
    ),
)


def readme(page: BundlePage) -> str:
    """The page as plain text."""
    lines = [f"Evidence: {page.title}", "", f"{page.status}. Kept by {page.desk}.", ""]
    for section in page.sections:
        lines += [section.heading, "-" * len(section.heading)]
        lines += [f"* {line}" for line in section.lines] or ["Nothing."]
        lines.append("")
    lines += ["Pictures", "--------"]
    lines += [f"* {one.file}: {one.alt}" for one in page.pictures] or ["None."]
    lines += ["", "How to check it by hand", "-----------------------"]
    for number, step in enumerate(page.steps, 1):
        lines.append(f"{number}. {step.text}")
        lines += [f"       {command}" for command in step.command.splitlines()]
    lines += ["", "What is not in it", "-----------------"]
    lines += [f"* {line}" for line in page.missing] or ["Nothing is known to be missing."]
    return "".join(_shown(character) for character in "\n".join(lines)) + "\n"


def _shown(character: str) -> str:
    """The character, unless it would steer a terminal or turn the direction of what follows."""
    return character if character == "\n" or character.isprintable() or character in _JOINERS else "\ufffd"


def index(page: BundlePage) -> str:
    """The page for a browser; it needs nothing but the files beside it."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("bundle.html.j2").render(page=page)
