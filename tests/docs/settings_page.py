"""Writes docs/reference/settings.md from defaults.toml: `make docs`. A test compares the two."""

import inspect
from pathlib import Path
from typing import get_type_hints

from firstseen.settings import Key, Settings, keys

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"

HEAD = """\
# Settings

Every threshold is a setting, and none is anywhere else. This page is written from `defaults.toml` by `make docs`.

What overrides what, weakest first: the defaults below; `firstseen.toml` in the desk's folder; environment variables. In
`firstseen.toml` a setting stands in its section:

```toml
[trace]
neighbours = 100
```

In the environment it is `FIRSTSEEN_<SECTION>_<KEY>`: `FIRSTSEEN_TRACE_NEIGHBOURS=100`. An unknown setting is an error
that suggests the nearest known one. `FIRSTSEEN_DESK` is no setting: it names the desk's folder where `--desk` is not
given.
"""


def section_of(key: Key) -> str:
    """One setting as a section of the page."""
    value = str(key.value).lower() if isinstance(key.value, bool) else f"{key.value}"
    default = f"`{value}`" if value else "empty"
    source = key.source.removeprefix("Source: ")
    return f"### {key.dotted}\n\n{key.meaning}\n\nDefault {default}; {key.allowed}. Source: {source}\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    kinds = get_type_hints(Settings)
    for section in dict.fromkeys(key.section for key in keys()):
        parts.append(f"## {section}\n\n{inspect.getdoc(kinds[section])}\n")
        parts.extend(section_of(key) for key in keys() if key.section == section)
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
