"""The tables of published fact-checks in records.sqlite."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, String, Table

from firstseen.archive.schema import TABLES

review: Final = Table(
    "review", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("content", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Fact-checks as JSON text of the model's value. A changed one gets a new number: numbers never come back."""

review_url: Final = Table(
    "review_url", TABLES,
    Column("url", String, primary_key=True),
    Column("review_number", Integer, primary_key=True, index=True),
)  # fmt: skip
"""Where a fact-check says that its claim or media was seen, as `bare_url` writes it."""

review_gone: Final = Table(
    "review_gone", TABLES,
    Column("number", Integer, primary_key=True),
)  # fmt: skip
"""Numbers that a segment of the index still holds and no search may show."""

review_segment: Final = Table(
    "review_segment", TABLES,
    Column("name", String, primary_key=True),
    Column("reviews", Integer, nullable=False),
    Column("made_with", String, nullable=False),
)  # fmt: skip
"""The folders under reviews/ that make up the index, and how many fact-checks each holds."""
