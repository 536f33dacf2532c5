"""A `Description` on disk; the archive owns the format."""

from __future__ import annotations

from firstseen.archive.folder import load_description, save_description

__all__ = ["load_description", "save_description"]
