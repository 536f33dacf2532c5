"""records.sqlite: opened, brought to the newest form, read and written."""

from __future__ import annotations

import contextlib
import logging
import pkgutil
import sqlite3
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, event, inspect, text

from firstseen.archive import migrations
from firstseen.archive.migrations import versions
from firstseen.errors import ArchiveMismatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_BUSY_MS: Final = 30_000
_KEPT_OPEN: Final = 24
"""Connections that stay open between uses: about one for each thread that a server answers in."""

_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    # FULL: an acknowledged addition survives a power cut, not only a killed process.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Deleted means gone: freed pages are overwritten with zeros.
    "PRAGMA secure_delete = ON",
)


def open_database(path: Path) -> Engine:
    """An engine on the SQLite file at `path`, made if it is missing; nothing is migrated yet."""
    # More are opened when more are wanted: a thread that holds one may need a second, and must not wait for itself.
    engine = create_engine(f"sqlite+pysqlite:///{path}", pool_size=_KEPT_OPEN, max_overflow=-1)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection inside one read transaction: everything it sees is of one moment."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection inside one write transaction, committed at the end, undone by any exception."""
    with engine.connect().execution_options(firstseen_writes=True) as connection, connection.begin():
        yield connection


def needs_migration(engine: Engine) -> bool:
    """Whether the file is new or of an older form; raises ArchiveMismatch when it is of a newer one."""
    have = _revision(engine)
    newest = revisions()[-1]
    if have is not None and have > newest:
        raise ArchiveMismatch(f"records format {newest}", f"records format {have}")
    return have != newest


def migrate(engine: Engine, path: Path) -> None:
    """Bring the file forward to the newest form, in one transaction, after a copy of what was there."""
    from alembic import command  # noqa: PLC0415 - Alembic takes 0.1 s to load, and is needed once in a desk's life
    from alembic.config import Config  # noqa: PLC0415

    have = _revision(engine)
    if have is not None:
        back_up(path, path.with_name(f"{path.name}.before-{revisions()[-1]}"))
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(next(iter(migrations.__path__))))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def back_up(path: Path, copy: Path) -> None:
    """A consistent copy of the SQLite file at `path`, with what its write-ahead log holds."""
    with (
        contextlib.closing(sqlite3.connect(path)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def revisions() -> tuple[str, ...]:
    """Every form this installation knows, oldest first: the four digits in the names of the steps' files."""
    # By name, since importing the steps would load Alembic each time a desk is opened.
    return tuple(sorted(module.name[1:5] for module in pkgutil.iter_modules(versions.__path__)))


def _revision(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions on its own, late and never IMMEDIATE: we begin them ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("firstseen_writes", False)
    # A writer asks for the lock first: a read that turns into a write could not wait for it.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
