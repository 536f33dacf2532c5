"""The desk's scripts keep to their types, and to what every page is allowed to run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "src" / "firstseen").rglob("*.js"))
# Reports and published pages stand alone and carry what they need; the desk's own pages may not.
TEMPLATES = sorted((ROOT / "src" / "firstseen" / "web").rglob("*.j2"))
COMPILER = ROOT / ".venv" / "npm" / "node_modules" / "typescript" / "bin" / "tsc"


def test_the_scripts_keep_to_their_types() -> None:
    node = shutil.which("node") or pytest.skip("no Node.js here: the scripts' types are not checked")
    if not COMPILER.is_file():
        pytest.skip("no TypeScript in .venv/npm: `make scripts` installs it where there is npm")
    if not SCRIPTS:
        pytest.skip("no scripts yet")
    words = [node, str(COMPILER), "--project", str(Path(__file__).with_name("tsconfig.json"))]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_asks_to_be_checked_and_builds_no_markup_from_texts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "// @ts-check" in text.splitlines()[:3]
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in text, way


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_template_has_no_script_and_no_style_of_its_own(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.findall(r"<style\b|\sstyle=|\son[a-z]+=", text)
    assert not re.findall(r"""(?:href|src|action)=["']\s*javascript:""", text, re.IGNORECASE)
