"""What every verb shares: exit codes, one clear line for each error, which desk is meant, a bar for what takes long."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

import click

from firstseen.errors import FirstseenError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType, TracebackType

    from rich.progress import Progress, TaskID

INTERRUPTED: Final = 130
TERMINATED: Final = 143
_BAR_AFTER_S: Final = 1.0
_ISOLATES: Final = re.compile("([\u2068\u2069])")


class Shell(click.Group):
    """The program: runs a verb and turns whatever it ends in into one line and an exit code.

    0 done (also when nothing was found), 1 failed, 2 wrong input or usage, 3 something it needs is missing,
    130 interrupted.
    """

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "firstseen",
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> NoReturn:
        """Run the program, and exit."""
        extra["standalone_mode"] = False
        signal.signal(signal.SIGTERM, _terminated)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                # A file name need not be text; showing it must not end the program.
                stream.reconfigure(errors="backslashreplace")
        sys.exit(self._code(args, prog_name, extra))

    def _code(self, args: Sequence[str] | None, prog_name: str | None, extra: dict[str, Any]) -> int:
        try:
            code = super().main(args=args, prog_name=prog_name, **extra)
            sys.stdout.flush()
        except FirstseenError as error:
            say(str(error))
            return error.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except (KeyboardInterrupt, click.Abort):
            say("interrupted; what was stored stays")
            return INTERRUPTED
        except BrokenPipeError:
            # Whoever read our output has enough of it; nothing more can be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:  # noqa: BLE001 - the edge of the program
            if sys.flags.dev_mode:
                traceback.print_exc()
            say(f"failed unexpectedly: {type(error).__name__}: {error}; please report it")
            return 1
        return code if isinstance(code, int) else 0


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def say(text: str) -> None:
    """One line for a person, on standard error."""
    click.echo(f"firstseen: {plain(text)}", err=True)


def plain(text: str) -> str:
    """Text that cannot steer a terminal: control characters are shown, line ends become spaces."""
    flat = " ".join(text.splitlines())
    return "".join(
        c if c.isprintable() or c in "\u200c\u200d\u200e\u200f" else f"\\x{ord(c):02x}" for c in flat
    )


def printed(text: str) -> str:
    """A line of our own words around isolated foreign text, which cannot steer a terminal."""
    return "".join(part if part in {"\u2068", "\u2069"} else plain(part) for part in _ISOLATES.split(text))


class Failures:
    """Errors of single files among many: each is said at once, and the program's exit code remembers the worst."""

    def __init__(self) -> None:
        self.code = 0
        self.count = 0

    def take(self, error: FirstseenError) -> None:
        """Say an error and go on."""
        self.code = max(self.code, error.exit_code)
        self.count += 1
        say(str(error))

    def exit(self) -> None:
        """End the program with the worst exit code, if there was any error."""
        if self.code:
            sys.exit(self.code)


def desk_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --desk, as every verb has it."""
    return click.option(
        "--desk",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        metavar="DIR",
        help="The desk's folder; else FIRSTSEEN_DESK, else the current folder.",
    )(command)


def chosen_desk(desk: Path | None) -> Path:
    """The folder of the desk that is meant."""
    return desk or Path(os.environ.get("FIRSTSEEN_DESK") or ".")


def existing_desk(desk: Path | None) -> Path:
    """The folder of the desk that is meant; InputError when it holds none."""
    from firstseen.deskfile import is_desk  # noqa: PLC0415 - `--help` needs none of it

    folder = chosen_desk(desk)
    if not is_desk(folder):
        place = "the current folder" if folder == Path() else str(folder)
        raise InputError(f"{place} is no desk; name one with --desk, or make one with `firstseen init DIR`")
    return folder


class Bar:
    """A progress bar on standard error, for work on many files; it shows itself once a second has passed."""

    def __init__(self, verb: str, total: int) -> None:
        self._verb = verb
        self._total = total
        self._shares: dict[int, float] = {}
        self._done = 0
        self._started_s = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, index: int, done_s: float, expected_s: float) -> None:
        """Take note of how far one file has come."""
        self._shares[index] = min(0.99, done_s / expected_s) if expected_s > 0 else 0.0
        self._show()

    def finished(self, index: int) -> None:
        """Take note that one file is done."""
        self._done += 1
        self._shares.pop(index, None)
        self._show()

    def _show(self) -> None:
        if self._bar is None:
            if not sys.stderr.isatty() or time.monotonic() - self._started_s < _BAR_AFTER_S:
                return
            self._bar = _rich_bar()
            self._task = self._bar.add_task(self._verb, total=self._total)
            self._bar.start()
        if self._task is not None:
            completed = self._done + sum(self._shares.values())
            self._bar.update(self._task, completed=min(completed, self._total), files=self._done)


def _rich_bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - short work needs no bar
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Any) -> Text:  # noqa: ANN401 - rich's own
            speed = task.speed
            if not speed:
                return Text("")
            return Text(f"{speed:.1f} files/s" if speed >= 1 else f"{1 / speed:.1f} s/file")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        # Lines for a person may pass through the bar's terminal; data that goes elsewhere must not.
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=True,
    )
