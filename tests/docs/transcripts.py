"""Runs the commands that README and tutorial show, and writes what they print below them: `make docs`.

A transcript is a block fenced as `console`; its commands start with `$ `. All blocks of one page are run in the same
fresh folder, top to bottom, after the commands in the page's `<!-- before: ... -->` comments.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs" / "tutorial").glob("*.md")))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEFORE = re.compile(r"^<!-- before: (.*) -->$", re.MULTILINE)
PROMPT = "$ "


def printed(command: str, folder: Path) -> str:
    """What a command prints in `folder`, answer and messages together, as on a terminal."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FIRSTSEEN_")}
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607
        cwd=folder,
        env={**environment, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def renewed(page: str, folder: Path) -> str:
    """The page with every transcript as it is now."""

    def block(match: re.Match[str]) -> str:
        lines = [line for line in match.group(1).splitlines() if line.startswith(PROMPT)]
        shown = "".join(f"{line}\n{printed(line.removeprefix(PROMPT), folder)}" for line in lines)
        return f"```console\n{shown}```"

    for command in BEFORE.findall(page):
        printed(command, folder)
    return BLOCK.sub(block, page)


if __name__ == "__main__":
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(renewed(page.read_text(), Path(folder)))
