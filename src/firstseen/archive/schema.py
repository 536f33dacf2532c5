"""The tables of records.sqlite, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table

TABLES: Final = MetaData()

meta = Table(
    "meta", TABLES,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)  # fmt: skip
"""Facts about the archive: picture_model, picture_dimension, picture_rows, sound_version, generation, deletions."""

unfinished = Table(
    "unfinished", TABLES,
    Column("number", Integer, primary_key=True),
    Column("media_id", String, nullable=False),
    Column("work", String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Media being added or deleted. A row that outlives its writer says what to clean up. Numbers never come back."""

media = Table(
    "media", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("facts", String, nullable=False),
)  # fmt: skip
"""Footage that is completely stored; what has no row here does not exist for any reader."""

sighting = Table(
    "sighting", TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("media_number", Integer, ForeignKey("media.number"), nullable=False, index=True),
    Column("content", String, nullable=False),
    Column("name", String, nullable=False),
    Column("url", String, nullable=False, index=True),
    Column("published", String),
    Column("captured", String),
    Column("recorded", String),
    Column("place", String, nullable=False),
    Column("actors", String, nullable=False),
    Column("event", String, nullable=False),
    Column("caption", String, nullable=False),
    Column("language", String, nullable=False),
    Column("source", String, nullable=False),
    Column("added_by", String, nullable=False),
    Column("extra", String, nullable=False),
)  # fmt: skip
"""One record of one media; `content` is a digest of media and record, by which a repeat is known."""

pdq = Table(
    "pdq", TABLES,
    Column("number", Integer, ForeignKey("media.number"), primary_key=True),
    Column("bits", LargeBinary, nullable=False),
    Column("times_s", LargeBinary, nullable=False),
    Column("quality", LargeBinary, nullable=False),
)  # fmt: skip
"""PDQ of one media: (n, 32) uint8, (n,) float64, (n,) uint8, little endian."""

sound = Table(
    "sound", TABLES,
    Column("number", Integer, ForeignKey("media.number"), primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
    Column("times_s", LargeBinary, nullable=False),
)  # fmt: skip
"""Landmarks of media that no sorted run holds yet: (n,) uint32 and (n,) float32, little endian."""

sound_run = Table(
    "sound_run", TABLES,
    Column("name", String, primary_key=True),
    Column("landmarks", Integer, nullable=False),
)  # fmt: skip
"""The files under sound/ that hold landmarks sorted by hash."""

audit = Table(
    "audit", TABLES,
    Column("number", Integer, primary_key=True),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("what", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
)  # fmt: skip
"""Everything ever done, chained by digests; triggers refuse to change or remove a row."""
